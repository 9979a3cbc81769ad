/** What the forms of reference data are made of: texts in two languages, lines, parts that may be absent, answers under codes, and checks of a whole. */
import { describe, expect, test } from '@jest/globals'
import { readForm } from '../../src/forms/engine/body.js'
import { listAnswers } from '../../src/forms/engine/check.js'
import { listChanges } from '../../src/forms/engine/compare.js'
import * as ask from '../../src/forms/engine/field.js'
import { getNode } from '../../src/forms/engine/node.js'
import { parseForm } from '../../src/forms/engine/parse.js'
import type { GroupView, ItemView } from '../../src/forms/engine/parts.js'
import { placeIn, placeLabels } from '../../src/forms/engine/place.js'
import { changeRows } from '../../src/forms/engine/rows.js'
import { option } from '../../src/forms/engine/ui.js'
import { formView } from '../../src/forms/engine/view.js'

const NOT_RISING = { zh: '两数须从小到大。', en: 'The two must rise.' }
const FORM = ask.body({
  title: ask.bilingual('标题', 'Title'),
  note: ask.bilingual('备注', 'Note').nullable(),
  days: ask.lines('日子', 'Days', ask.date('', '')),
  counts: ask.lines('次数', 'Counts', ask.whole('', '', { min: 1 }), { min: 1 }),
  order: ask.choices('顺序', 'Order', [option('a', '甲', 'A'), option('b', '乙', 'B')], { min: 0, ordered: true }),
  seal: ask.maybe('印章', 'Seal', { size: ask.decimal('直径', 'Diameter', { above: 0 }) }).nullable(),
  points: ask.record(
    '分值',
    'Points',
    ask.part('', '', { value: ask.whole('分', 'Number'), label: ask.bilingual('名称', 'Name') }),
    {
      about: 'label',
    },
  ),
  names: ask.many('名称', 'Names', ask.bilingual('名称', 'Name')),
  spans: ask.many(
    '区间',
    'Spans',
    ask
      .part('', '', { from: ask.whole('从', 'From'), to: ask.whole('到', 'To') })
      .refine(({ from, to }) => from < to, { path: ['to'], params: { says: NOT_RISING } }),
  ),
})
const text = (zh: string, en = zh) => ({ zh, en })
const BODY = {
  title: text('标题', 'A title'),
  note: null,
  days: ['2027-02-06', '2027-02-06'],
  counts: [3, 1],
  order: ['b', 'a'],
  seal: { size: 42.123456 },
  points: { doctor: { value: 20, label: text('博士', 'Doctor') }, none: { value: 0, label: text('无', 'None') } },
  names: [text('甲', 'One')],
  spans: [{ from: 1, to: 2 }],
}
const view = (tree: unknown) => formView(FORM, tree, { language: 'en' })
const itemAt = (items: readonly ItemView[], path: string): ItemView => {
  const found = items.find((item) => item.path === path)
  if (!found) throw new Error(`no ${path}`)
  return found
}
const groupAt = (tree: unknown, path: string): GroupView => {
  const item = itemAt(view(tree).items, path)
  if (!('rows' in item) || !('legend' in item)) throw new Error(`${path} is no group`)
  return item
}
const problemsOf = (changes: object, from: object = BODY) =>
  parseForm(FORM, { ...from, ...changes }).problems.map(({ code, path, message }) => [
    code,
    path,
    message.zh,
    message.en,
  ])

describe('what is kept', () => {
  test('a body as it is kept is read as itself', () => {
    expect(parseForm(FORM, BODY).value).toEqual(BODY)
  })

  test('what a page sends is read as the same: lines, rows of a record, no answer as null', () => {
    const { tree } = readForm({
      'title[zh]': '标题',
      'title[en]': ' A title ',
      'note[zh]': '',
      'note[en]': ' ',
      days: '2027-02-06\r\n2027年2月6日\n\n',
      counts: '3\n 1',
      'order[]': ['b', 'a'],
      'seal[size]': '42.123456',
      'points[0][key]': 'doctor',
      'points[0][value][value]': '20',
      'points[0][value][label][zh]': '博士',
      'points[0][value][label][en]': 'Doctor',
      'points[1][key]': '',
      'points[2][key]': 'none',
      'points[2][value][value]': '0',
      'points[2][value][label][zh]': '无',
      'points[2][value][label][en]': 'None',
      'names[3][zh]': '甲',
      'names[3][en]': 'One',
      'spans[0][from]': '1',
      'spans[0][to]': '2',
    })
    expect(parseForm(FORM, tree)).toEqual({ value: BODY, partial: BODY, problems: [] })
  })

  test('lists without anything are empty, a part without anything is null', () => {
    const { days, order, points, names, spans, seal, ...rest } = BODY
    expect(parseForm(FORM, rest).value).toEqual({
      ...rest,
      ...{ days: [], order: [], points: {}, names: [], spans: [], seal: null },
    })
  })

  test('a code that reaches for a prototype is a code', () => {
    const { value } = parseForm(FORM, { ...BODY, points: [{ key: '__proto__', value: BODY.points.none }] })
    expect(Object.keys(value?.points ?? {})).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value?.points)).toBe(Object.prototype)
  })
})

describe('what is refused, in both languages, where it was typed', () => {
  test.each<[object, string, string, string, string]>([
    [{ title: text('标题', '') }, 'required', 'title.en', '请填写“标题（英文）”。', 'Enter “Title (English)”.'],
    [{ note: text('只有中文', '') }, 'required', 'note.en', '请填写“备注（英文）”。', 'Enter “Note (English)”.'],
    [{ counts: '' }, 'required', 'counts', '请填写“次数”。', 'Enter “Counts”.'],
    [
      { counts: '3\n\nmany' },
      'notNumber',
      'counts',
      '第2行的“次数”应为数字，请用阿拉伯数字填写。',
      '“Counts” in line 2 must be a number. Enter it in digits.',
    ],
    [
      { counts: '0' },
      'tooSmall',
      'counts',
      '第1行的“次数”不能小于1，请核对。',
      '“Counts” in line 1 must be 1 or more. Check it and enter it again.',
    ],
    [
      { seal: { size: '0' } },
      'notAbove',
      'seal.size',
      '“直径”必须大于0，请核对。',
      '“Diameter” must be more than 0. Check it and enter it again.',
    ],
    [{ seal: {} }, 'required', 'seal.size', '请填写“直径”。', 'Enter “Diameter”.'],
    [{ spans: [{}, { from: '3', to: '2' }] }, 'form', 'spans.1.to', NOT_RISING.zh, NOT_RISING.en],
    [
      { points: [{ key: 'a', value: BODY.points.none }, { key: '' }, { key: 'a', value: BODY.points.none }] },
      'twice',
      'points.2.key',
      '第3项的“代码”重复，请删去一处。',
      '“Code” in item 3 appears twice. Remove one.',
    ],
    [
      { points: [{ key: '', value: BODY.points.none }] },
      'required',
      'points.0.key',
      '请填写第1项的“代码”。',
      'Enter “Code” in item 1.',
    ],
    [
      { points: [{ key: 'a', value: { ...BODY.points.none, value: 'x' } }] },
      'notNumber',
      'points.0.value.value',
      '第1项的“分”应为数字，请用阿拉伯数字填写。',
      '“Number” in item 1 must be a number. Enter it in digits.',
    ],
    [
      { points: 'x' },
      'notList',
      'points',
      '“分值”应为列表，请分项填写。',
      '“Points” must be a list. Enter it one by one.',
    ],
    [
      { days: { zh: '' } },
      'notList',
      'days',
      '“日子”应为列表，请分项填写。',
      '“Days” must be a list. Enter it one by one.',
    ],
  ])('%j', (changes, ...expected) => {
    expect(problemsOf(changes)).toEqual([expected])
  })

  test('what is told of the value stands at the question that was typed', () => {
    const tree = {
      names: [{}, text('甲', 'One')],
      points: [{ key: '' }, { key: 'doctor', value: {} }],
      days: '2027-02-06',
    }
    const place = (path: string) => placeIn(getNode(FORM), tree, path)
    expect(['names.0.en', 'points.doctor.label.zh', 'days.0', 'points.nobody', 'title', 'nowhere'].map(place)).toEqual([
      'names.1.en',
      'points.1.value.label.zh',
      'days',
      'points',
      'title',
      '',
    ])
  })
})

describe('on the page', () => {
  test('a part that is absent has a button to bring it; one that is there, a button to take it away', () => {
    expect(groupAt({ ...BODY, seal: null }, 'seal')).toMatchObject({ rows: [], add: { value: 'seal' }, hint: 'None' })
    const there = groupAt(BODY, 'seal')
    expect([there.add, there.rows.map(({ remove }) => remove)]).toEqual([
      null,
      [{ value: 'seal', label: 'Remove: Seal' }],
    ])
    const taken = changeRows(FORM, BODY, { kind: 'remove', path: 'seal' })
    expect([taken.at, 'seal' in taken.tree]).toEqual(['seal', false])
    expect(changeRows(FORM, taken.tree, { kind: 'add', path: 'seal' }).tree).toMatchObject({ seal: {} })
  })

  test('a list may lose its last row, and shows none', () => {
    const { tree } = changeRows(FORM, BODY, { kind: 'remove', path: 'names.0' })
    expect(groupAt(tree, 'names').rows).toEqual([])
    const more = changeRows(FORM, tree, { kind: 'add', path: 'names' })
    expect([more.at, groupAt(more.tree, 'names').rows.length]).toEqual(['names.0', 1])
  })

  test('what is under codes are rows that say what they are about', () => {
    expect(groupAt(BODY, 'points').rows.map(({ legend }) => legend)).toEqual(['Item 1 · Doctor', 'Item 2 · None'])
  })

  test('where the order counts, what is chosen stands first, in its order', () => {
    const item = itemAt(view(BODY).items, 'order')
    expect('options' in item && item.options.map(({ value, chosen }) => [value, chosen])).toEqual([
      ['b', true],
      ['a', true],
    ])
  })

  test('in words: both languages of a text, the lines of a list', () => {
    const answers = new Map(listAnswers(FORM, BODY).map(({ path, answer }) => [path, answer?.en ?? null]))
    expect(answers.get('title')).toBe('标题\nA title')
    expect(answers.get('note')).toBe(null)
    expect(answers.get('days')).toBe('6 February 2027, 6 February 2027')
    expect(answers.get('points.0.value.value')).toBe('20')
  })
})

test('a place is called by the headings around it, and by the whole way to it', () => {
  const labelsAt = (path: string) => {
    const { around, whole } = placeLabels(getNode(FORM), BODY, path)
    return [around.en, whole.en, whole.zh]
  }
  expect(labelsAt('order')).toEqual(['', 'Order', '顺序'])
  expect(labelsAt('seal.size')).toEqual(['Seal', 'Seal › Diameter', '印章 › 直径'])
  expect(labelsAt('spans.0.to')).toEqual(['Spans', 'Spans › Item 1 › To', '区间 › 第1项 › 到'])
  expect(labelsAt('title.en')).toEqual(['', 'Title › English', '标题 › 英文'])
  expect(labelsAt('points.0.value.value')).toEqual([
    'Points',
    'Points › Item 1 · Doctor › Number',
    '分值 › 第1项 · 博士 › 分',
  ])
  expect(labelsAt('points.0.nothing')).toEqual(['Points', 'Points › Item 1 · Doctor', '分值 › 第1项 · 博士'])
})

test('what differs is told question by question, each language by itself', () => {
  const after = {
    ...BODY,
    title: text('标题', 'Another title'),
    seal: null,
    counts: [1],
    points: { ...BODY.points, doctor: { value: 25, label: text('博士', 'Doctor') } },
    names: [text('新', 'New'), text('甲', 'One')],
  }
  const said = listChanges(FORM, BODY, after).map(({ label, was, is }) => [
    label.en,
    was?.map(({ en }) => en) ?? null,
    is?.map(({ en }) => en) ?? null,
  ])
  expect(said).toEqual([
    ['Title (English)', ['A title'], ['Another title']],
    ['Counts', ['3, 1'], ['1']],
    ['Seal', ['Diameter: 42.123456'], null],
    ['Points › Doctor › Number', ['20'], ['25']],
    ['Names › Item 1 (Chinese)', null, ['新']],
    ['Names › Item 1 (English)', null, ['New']],
  ])
  expect(listChanges(FORM, BODY, BODY)).toEqual([])
})
