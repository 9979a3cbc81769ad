/** Pages of forms: what the templates are given and make of it, what comes back, and how answers are shown and kept. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import Handlebars from 'handlebars'
import type { z } from 'zod'
import { SIGN_IN } from '../../src/forms/account.js'
import { ACTION_FORMS } from '../../src/forms/actions.js'
import { versionOf } from '../../src/cases/formVersion.js'
import { APPLICATION, parseApplication, SECTIONS } from '../../src/forms/application.js'
import { changedAnswers, draftProblems, readForm } from '../../src/forms/engine/body.js'
import { checkRows, errorSummary, listAnswers } from '../../src/forms/engine/check.js'
import * as ask from '../../src/forms/engine/field.js'
import { FIRM_REGISTRATION } from '../../src/forms/firm.js'
import { type Branch, getNode } from '../../src/forms/engine/node.js'
import type { FieldView, GroupView, ItemView } from '../../src/forms/engine/parts.js'
import { changeRows, sameRows } from '../../src/forms/engine/rows.js'
import { jsonSchema } from '../../src/forms/engine/schema.js'
import { formView } from '../../src/forms/engine/view.js'
import { parseTemplate } from '../../tools/unwrap.js'
import { fillFromZone } from '../../src/forms/zone.js'
import { FORMS } from '../../src/workflow/forms.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'
import { answersOf, htmlNames, pageNames } from './generate.js'

const parts = new URL('../../templates/parts/', import.meta.url)
const handlebars = Handlebars.create()
handlebars.registerHelper('say', (zh: string, en: string, options: Handlebars.HelperOptions) =>
  options.data.root.language === 'zh' ? zh : en,
)
const strict = { strict: true, knownHelpersOnly: true, knownHelpers: { say: true }, explicitPartialContext: true }
for (const name of [
  ...readdirSync(new URL('form/', parts)).map((file) => `form/${file}`),
  'icon.hbs',
  'file-button.hbs',
]) {
  if (!name.endsWith('.hbs')) continue
  const tree = parseTemplate(readFileSync(new URL(name, parts), 'utf8'), name)
  handlebars.registerPartial(`parts/${name.replace('.hbs', '')}`, handlebars.compile(tree, strict))
}
const page = handlebars.compile('{{> parts/form/enter this}}{{> parts/form/items view}}', strict)

/** Where icons are drawn. */
const ASSETS = { icon: '/assets/x/icon.svg' }
type Language = 'zh' | 'en'
const render = (
  schema: typeof APPLICATION | z.ZodObject,
  tree: unknown,
  language: Language,
  only?: readonly string[],
) => {
  const { problems } = parseApplication(tree)
  return page({
    language,
    assets: ASSETS,
    view: formView(schema as typeof APPLICATION, tree, { language, problems, ...(only && { only }) }),
  })
}
const field = (items: readonly ItemView[], path: string): FieldView => {
  const all = (list: readonly ItemView[]): ItemView[] =>
    list.flatMap((item) => [
      item,
      ...('boxes' in item
        ? item.options.flatMap((one) => all(one.items))
        : [...all(item.items), ...item.rows.flatMap((row) => all(row.items))]),
    ])
  const found = all(items).find((item) => item.path === path)
  if (!found || !('boxes' in found)) throw new Error(`no field ${path}`)
  return found
}

describe('the view', () => {
  const tree = {
    talent: {
      systemName: 'ROSSI',
      birthDate: '1993-04-18',
      sex: 'F',
      nationality: 'ITA',
      passport: { expiresOn: { year: '2032', month: '', day: '30' } },
    },
  }
  const { problems } = parseApplication(tree)
  const view = (language: Language, only: readonly string[]) =>
    formView(APPLICATION, tree, { language, problems, only }).items

  test('a text', () => {
    expect(field(view('zh', ['talent.chineseName']), 'talent.chineseName')).toEqual({
      part: 'parts/form/input',
      path: 'talent.chineseName',
      id: 'talent-chineseName',
      name: 'talent[chineseName]',
      label: '中文名（选填）',
      hint: null,
      hintId: 'talent-chineseName-hint',
      errors: [],
      errorId: 'talent-chineseName-error',
      describedBy: null,
      required: false,
      value: '',
      type: 'text',
      inputmode: null,
      autocomplete: 'off',
      code: false,
      width: 10,
      unit: null,
      rows: 5,
      checked: false,
      inline: true,
      options: [],
      groups: [],
      listId: null,
      suggest: [],
      many: false,
      boxes: [],
      checks: [],
      given: false,
      zone: null,
    })
  })

  test('an error stands beside its question, in the language of the page', () => {
    const number = field(view('en', ['talent.passport.number']), 'talent.passport.number')
    expect(number.errors).toEqual(['Enter “Passport number”.'])
    expect(number.describedBy).toBe('talent-passport-number-error')
    expect(field(view('zh', ['talent.passport.number']), 'talent.passport.number').errors).toEqual([
      '请填写“护照号码”。',
    ])
  })

  test('a date has three boxes; the one that is wrong has the id that the summary leads to', () => {
    const { boxes, hint } = field(view('en', ['talent.passport.expiresOn']), 'talent.passport.expiresOn')
    expect(hint).toBeNull()
    expect(boxes).toEqual([
      {
        kind: 'year',
        id: 'talent-passport-expiresOn-year',
        name: 'talent[passport][expiresOn][year]',
        label: 'Year',
        value: '2032',
        width: 4,
        wrong: false,
      },
      {
        kind: 'month',
        id: 'talent-passport-expiresOn',
        name: 'talent[passport][expiresOn][month]',
        label: 'Month',
        value: '',
        width: 2,
        wrong: true,
      },
      {
        kind: 'day',
        id: 'talent-passport-expiresOn-day',
        name: 'talent[passport][expiresOn][day]',
        label: 'Day',
        value: '30',
        width: 2,
        wrong: false,
      },
    ])
    expect(errorSummary(problems.filter(({ path }) => path === 'talent.passport.expiresOn'))).toEqual({
      title: { zh: '有1处须修改', en: 'There is 1 thing to put right' },
      lines: [
        {
          text: { zh: '“护照有效期至”须写明月份。', en: '“Passport valid until” must include a month. Enter it.' },
          href: '#talent-passport-expiresOn',
        },
      ],
    })
    expect(
      field(view('zh', ['talent.birthDate']), 'talent.birthDate').boxes.map(({ id, value }) => [id, value]),
    ).toEqual([
      ['talent-birthDate', '1993'],
      ['talent-birthDate-month', '04'],
      ['talent-birthDate-day', '18'],
    ])
  })

  test('nothing typed is lost where no date can be read', () => {
    const items = formView(
      APPLICATION,
      { talent: { birthDate: 'in the spring' } },
      { language: 'en', only: ['talent.birthDate'] },
    ).items
    expect(field(items, 'talent.birthDate').boxes.map(({ value, width }) => [value, width])).toEqual([
      ['in the spring', 10],
      ['', 2],
      ['', 2],
    ])
  })

  test('nationalities are in the order of the reader’s language', () => {
    const labels = (language: Language) =>
      field(view(language, ['talent.nationality']), 'talent.nationality').options.map(({ label }) => label)
    expect(labels('en').slice(0, 3)).toEqual(['Afghanistan (AFG)', 'Åland Islands (ALA)', 'Albania (ALB)'])
    expect(labels('zh').indexOf('阿富汗（AFG）')).toBeLessThan(labels('zh').indexOf('德国（DEU）'))
    expect(labels('zh').indexOf('德国（DEU）')).toBeLessThan(labels('zh').indexOf('意大利（ITA）'))
    expect(
      field(view('en', ['talent.nationality']), 'talent.nationality')
        .options.filter(({ chosen }) => chosen)
        .map(({ value }) => value),
    ).toEqual(['ITA'])
  })

  test('what follows from an answer stands in its option', () => {
    const section = SECTIONS.find(({ key }) => key === 'talent')
    const items = formView(
      APPLICATION,
      { talent: { inChina: 'true' } },
      { language: 'en', only: section?.paths ?? [] },
    ).items
    const inChina = field(items, 'talent.inChina')
    expect(inChina.inline).toBe(false)
    expect(
      inChina.options.map(({ value, chosen, revealId, items: asked }) => [
        value,
        chosen,
        revealId,
        asked.map(({ path }) => path),
      ]),
    ).toEqual([
      ['true', true, 'talent-inChina-reveal', ['talent.permitKind', 'talent.permitUntil']],
      ['false', false, null, []],
    ])
    expect(items.map(({ path }) => path)).not.toContain('talent.permitKind')
  })

  test('rows have their names, and buttons that work without script', () => {
    const [rows] = formView(
      APPLICATION,
      { channels: [{ platform: 'A' }, { platform: 'B' }] },
      { language: 'zh', only: ['channels'] },
    ).items as GroupView[]
    expect(rows?.rows.map(({ legend, remove }) => [legend, remove])).toEqual([
      ['第1个频道', { value: 'channels.0', label: '删去第1个频道' }],
      ['第2个频道', { value: 'channels.1', label: '删去第2个频道' }],
    ])
    expect(rows?.add).toEqual({ value: 'channels', label: '再加一个频道' })
    const [empty] = formView(APPLICATION, {}, { language: 'en', only: ['channels'] }).items as GroupView[]
    expect(empty?.rows.map(({ legend, remove }) => [legend, remove])).toEqual([['Channel 1', null]])
  })

  test('one answer of one row can be shown alone', () => {
    const items = formView(
      APPLICATION,
      { channels: [{}, { handle: 'x' }] },
      { language: 'en', only: ['channels.1.handle', 'nowhere.at.all'] },
    ).items
    expect(items.map(({ path }) => path)).toEqual(['channels.1.handle'])
    expect(field(items, 'channels.1.handle')).toMatchObject({ name: 'channels[1][handle]', value: 'x' })
  })

  test('a form within a form has its place before every name', () => {
    const form = ACTION_FORMS.report
    if (!form) throw new Error('no form')
    const given = [{ code: 'required', path: 'summary', message: { zh: '甲', en: 'A' } }]
    expect(
      field(formView(form, {}, { language: 'en', path: 'input', problems: given }).items, 'input.summary'),
    ).toMatchObject({
      id: 'input-summary',
      name: 'input[summary]',
      errors: ['A'],
    })
  })

  test('passwords are never shown again', () => {
    expect(
      field(formView(SIGN_IN, { account: 'a', password: 'secret' }, { language: 'en' }).items, 'password').value,
    ).toBe('')
  })

  test('a place that the list does not have is kept', () => {
    const form = ACTION_FORMS.requestCorrection
    if (!form) throw new Error('no form')
    const { items } = formView(form, { items: [{ on: 'channels.1.handle' }] }, { language: 'en' })
    expect(
      field(items, 'items.0.on')
        .options.filter(({ chosen }) => chosen)
        .map(({ value }) => value),
    ).toEqual(['channels.1.handle'])
  })
})

describe('the templates', () => {
  const everything = {
    talent: {
      birthDate: { year: '1993', month: '', day: '1' },
      sex: 'F',
      inChina: true,
      passport: { mrz: ['P<', 'x'] },
      other: { patent: 'true' },
    },
    channels: [{ followers: 'many', platform: '<b>&"' }, {}],
  }

  test.each(['zh', 'en'] as const)(
    'every form renders in %s, and every label and error leads to a control',
    (language) => {
      for (const schema of [APPLICATION, FIRM_REGISTRATION, SIGN_IN, ...Object.values(ACTION_FORMS)]) {
        const html = render(schema, everything, language)
        const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
        expect([...html.matchAll(/ id="/g)].length).toBe(ids.size)
        for (const [, target] of html.matchAll(/ for="([^"]+)"/g)) expect(ids).toContain(target)
        for (const [, targets = ''] of html.matchAll(/ aria-describedby="([^"]+)"/g))
          for (const target of targets.split(' ')) expect(ids).toContain(target)
        expect(html).not.toMatch(/undefined|null|\[object/)
      }
      const html = render(APPLICATION, everything, language)
      for (const { path } of parseApplication(everything).problems)
        expect(html).toContain(` id="${path.replaceAll('.', '-')}"`)
    },
  )

  test('a browser sends what the view says', () => {
    for (const schema of [APPLICATION, ...Object.values(FORMS)]) {
      fc.assert(
        fc.property(answersOf(schema), (answers) => {
          const view = formView(schema, answers, { language: 'en' })
          const files = Object.entries(schema.shape).filter(([, child]) => getNode(child).ui.control === 'file')
          const expected = pageNames(view.items).filter(([name]) => !files.some(([key]) => key === name))
          expect(htmlNames(page({ language: 'en', assets: ASSETS, view }))).toEqual(expected)
        }),
        { numRuns: rounds(100) },
      )
    }
  })

  test('what was typed is escaped', () => {
    expect(render(APPLICATION, everything, 'en', ['channels'])).toContain('value="&lt;b&gt;&amp;&quot;"')
  })

  test('a field with an error', () => {
    const html = render(APPLICATION, { talent: {} }, 'zh', ['talent.passport.number'])
    expect(html.replaceAll(/>\s+</g, '><')).toBe(
      [
        '<button class="hj-vh" type="submit" tabindex="-1" aria-hidden="true">保存</button>',
        '<div class="govuk-form-group govuk-form-group--error">',
        '<label class="govuk-label" for="talent-passport-number">护照号码</label>',
        '<p class="govuk-error-message" id="talent-passport-number-error"><span class="hj-vh">错误：</span>请填写“护照号码”。 </p>',
        '<input class="govuk-input govuk-input--width-10 hj-codein govuk-input--error" id="talent-passport-number"',
        ' name="talent[passport][number]" type="text" value="" data-mrz-field="number" autocomplete="off" spellcheck="false"',
        ' autocapitalize="characters" lang="en" aria-describedby="talent-passport-number-error" aria-invalid="true"></div>',
      ].join(''),
    )
  })
})

describe('what a page sends', () => {
  test('flat names become a tree', () => {
    const { tree, wish, cut } = readForm({
      _csrf: 'token',
      'talent[passport][number]': ' YB1 ',
      'talent[birthDate][year]': '1993',
      'talent[resume][0][from][year]': '2008',
      'talent[resume][2][what]': 'work',
      'departments[]': ['commerce', 'culture'],
      add: 'talent.resume',
    })
    expect(tree).toEqual({
      talent: {
        passport: { number: ' YB1 ' },
        birthDate: { year: '1993' },
        resume: [{ from: { year: '2008' } }, null, { what: 'work' }],
      },
      departments: ['commerce', 'culture'],
    })
    expect(wish).toEqual({ kind: 'add', path: 'talent.resume' })
    expect(cut).toBe(false)
  })

  test('names that no page has are left out', () => {
    const { tree } = readForm({
      '__proto__[x]': '1',
      'a[__proto__][x]': '1',
      'a[constructor][prototype][x]': '1',
      'a[b': '1',
      'a]b': '1',
      [`a${'[b]'.repeat(50)}`]: '1',
      [`a[${'b'.repeat(500)}]`]: '1',
      'x[9999]': 'one row',
    })
    expect(tree).toEqual({ x: ['one row'] })
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false)
  })

  test('too many names are cut, and that is told', () => {
    const body = Object.fromEntries(Array.from({ length: 12_001 }, (_, index) => [`x[a${index}]`, '1']))
    const { tree, cut } = readForm(body)
    expect(cut).toBe(true)
    expect(Object.keys(tree.x as object)).toHaveLength(12_000)
  })

  test('rows come and go', () => {
    const tree = { channels: [{ platform: 'A' }, { platform: 'B' }] }
    expect(changeRows(APPLICATION, tree, { kind: 'add', path: 'channels' })).toEqual({
      tree: { channels: [{ platform: 'A' }, { platform: 'B' }, {}] },
      at: 'channels.2',
    })
    expect(changeRows(APPLICATION, tree, { kind: 'remove', path: 'channels.0' })).toEqual({
      tree: { channels: [{ platform: 'B' }] },
      at: 'channels',
    })
    expect(changeRows(APPLICATION, {}, { kind: 'add', path: 'talent.resume' })).toEqual({
      tree: { talent: { resume: [{}, {}] } },
      at: 'talent.resume.1',
    })
    for (const path of ['talent', 'talent.resume.x', 'talent.resume.7', 'nowhere', '', '__proto__'])
      expect(changeRows(APPLICATION, tree, { kind: 'remove', path }).tree).toEqual(tree)
    const full = { channels: Array.from({ length: 20 }, () => ({})) }
    expect(changeRows(APPLICATION, full, { kind: 'add', path: 'channels' })).toEqual({ tree: full, at: 'channels' })
  })

  test('so do rows within a row, of which nothing may be there yet', () => {
    const change = (tree: Branch, kind: 'add' | 'remove', at: string) =>
      changeRows(APPLICATION, tree, { kind, path: at }).tree
    expect(change({}, 'add', 'channels.0.export.series')).toEqual({ channels: [{ export: { series: [{}, {}] } }] })
    expect(change({}, 'add', 'channels.0.export.nothing')).toEqual({})
    const two = { channels: [{}, { export: { violations: [{ what: 'a' }, { what: 'b' }] } }] }
    expect(change(two, 'remove', 'channels.1.export.violations.0')).toEqual({
      channels: [{}, { export: { violations: [{ what: 'b' }] } }],
    })
  })

  test('a list that is full says so in the place of its button', () => {
    const at = (rows: number) =>
      formView(
        APPLICATION,
        { circumstances: { claims: Array.from({ length: rows }, () => ({})) } },
        {
          language: 'en',
          only: ['circumstances.claims'],
        },
      ).items[0] as GroupView
    expect(at(4)).toMatchObject({ add: { value: 'circumstances.claims' }, full: null })
    expect(at(5)).toMatchObject({ add: null, full: 'You have reached the maximum of 5.' })
  })

  test('empty rows are no answers, at any depth, and are not read out', () => {
    const typed = {
      channels: [
        { platform: '', languages: '' },
        {
          platform: 'A',
          hasExport: 'true',
          export: { series: [{ month: { year: '', month: '' } }, { sales: '5' }, { sales: ' ' }] },
        },
      ],
    }
    const kept = changedAnswers(APPLICATION, {}, typed, ['channels'])
    expect(kept).toEqual({ channels: [{ platform: 'A', hasExport: 'true', export: { series: [{ sales: '5' }] } }] })
    const said = listAnswers(APPLICATION, typed, ['channels']).filter(({ path }) => path.includes('series.'))
    expect(said.map(({ path }) => path.split('.').slice(0, 5).join('.'))).toEqual(
      Array.from({ length: 4 }, () => 'channels.1.export.series.1'),
    )
    expect(sameRows(typed, kept, 'channels.1.platform')).toBe(false)
    expect(sameRows(kept, kept, 'channels.0.export.series.0.sales')).toBe(true)
  })

  test('what a page showed and did not send is cleared; the rest stays', () => {
    const before = {
      talent: { other: { patent: 'true', fortune500: 'true' }, sex: 'F' },
      channels: [{ handle: 'a' }, { handle: 'b' }],
    }
    expect(changedAnswers(APPLICATION, before, { talent: { other: { patent: 'true' } } }, ['talent.other'])).toEqual({
      talent: { other: { topUniversity: null, fortune500: null, patent: 'true', fiveYearsInChina: null } },
    })
    expect(changedAnswers(APPLICATION, before, { channels: [null, { handle: 'c' }] }, ['channels.1.handle'])).toEqual({
      channels: [{ handle: 'a' }, { handle: 'c' }],
    })
    expect(
      changedAnswers(APPLICATION, before, { channels: [{ handle: '' }], smuggled: 1, engagement: { post: 'x' } }, [
        'channels',
      ]),
    ).toEqual({ channels: null })
  })

  test('a draft is kept unless no database could', () => {
    expect(
      draftProblems(APPLICATION, { talent: { systemName: '\u202eanything', birthDate: 'soon' }, channels: 'what?' }),
    ).toEqual([])
    expect(
      draftProblems(APPLICATION, {
        talent: { systemName: 'A\0B' },
        channels: [{ handle: '\ud800' }, { link: 'x'.repeat(20_001) }],
      }).map(({ path, code }) => `${path} ${code}`),
    ).toEqual(['talent.systemName brokenText', 'channels.0.handle brokenText', 'channels.1.link tooLong'])
    expect(draftProblems(APPLICATION, { a: Array.from({ length: 100 }, () => 'x'.repeat(10_000)) })).toEqual([
      {
        code: 'tooMuch',
        path: '',
        message: {
          zh: '填写的内容太多，无法保存。请删去一部分后再保存。',
          en: 'There is too much text to save. Remove some of it and save again.',
        },
      },
    ])
  })

  test('the zone fills the answers below it', () => {
    const mrz = 'P<D<<MUELLER<<JONAS<<<<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<8812016M3008317<<<<<<<<<<<<<<<6'
    expect(fillFromZone({ talent: { chineseName: '约', passport: { mrz } } }, '2026-11-24')).toEqual({
      tree: {
        talent: {
          chineseName: '约',
          systemName: 'MUELLER JONAS',
          sex: 'M',
          nationality: 'DEU',
          birthDate: { year: '1988', month: '12', day: '01' },
          passport: {
            mrz,
            issuingState: 'D',
            number: 'C01X00T47',
            expiresOn: { year: '2030', month: '08', day: '31' },
          },
        },
      },
      filled: [
        'talent.systemName',
        'talent.sex',
        'talent.nationality',
        'talent.passport.issuingState',
        'talent.passport.number',
        'talent.birthDate',
        'talent.passport.expiresOn',
      ],
    })
    const wrongDigit = mrz.replace('C01X00T478', 'C01X00T479')
    expect(fillFromZone({ talent: { passport: { mrz: wrongDigit } } }, '2026-11-24').filled).not.toContain(
      'talent.passport.number',
    )
    expect(fillFromZone({ talent: { passport: { mrz: 'nothing' } } }, '2026-11-24').filled).toEqual([])
  })

  test('check digits are told on the page', () => {
    const mrz = 'P<ITAROSSI<<GIULIA<MARIA<<<<<<<<<<<<<<<<<<<<\nYB12345679ITA9304182F3205301<<<<<<<<<<<<<<<8'
    const { items } = formView(
      APPLICATION,
      { talent: { passport: { mrz } } },
      { language: 'en', only: ['talent.passport.mrz'] },
    )
    expect(field(items, 'talent.passport.mrz').checks.map(({ name, known, agrees }) => [name, known, agrees])).toEqual([
      ['number', true, true],
      ['birthDate', true, false],
      ['expiresOn', true, true],
      ['whole', true, false],
    ])
  })
})

describe('answers in words', () => {
  const tree = {
    talent: {
      sex: 'F',
      birthDate: { year: '1993', month: '4', day: '18' },
      inChina: false,
      permitKind: 'businessVisa',
      chinese: { hsk: '5' },
    },
    engagement: { salaryPerYear: '96万', monthsPerYear: 12, contract: { start: 'soon' }, duties: 'a\nb' },
    channels: [{ languages: 'zh,it', followers: 1280000 }],
  }
  const lines = (language: Language, only: readonly string[]) =>
    checkRows(APPLICATION, tree, language, { only }).map(({ group, key, lines: told, missing }) => [
      group,
      key,
      told,
      missing,
    ])

  test('in both languages', () => {
    expect(
      lines('zh', [
        'talent.sex',
        'talent.birthDate',
        'engagement.salaryPerYear',
        'engagement.monthsPerYear',
        'engagement.contract',
        'engagement.duties',
      ]),
    ).toEqual([
      [null, '性别', ['女'], false],
      [null, '出生日期', ['1993年4月18日'], false],
      [null, '年薪（税前）', ['¥960,000'], false],
      [null, '每年在华工作', ['12个月'], false],
      ['合同期限', '合同开始日', ['soon'], false],
      ['合同期限', '合同结束日', [], true],
      [null, '工作内容', ['a', 'b'], false],
    ])
    expect(
      lines('en', [
        'talent.birthDate',
        'talent.chinese.hsk',
        'channels.0.languages',
        'channels.0.followers',
        'talent.chineseName',
      ]),
    ).toEqual([
      [null, 'Date of birth', ['18 April 1993'], false],
      [null, 'HSK level', ['HSK 5'], false],
      [null, 'Languages', ['Chinese, Italian'], false],
      [null, 'Followers', ['1,280,000'], false],
      [null, 'Chinese name', [], false],
    ])
  })

  test('a day or month that does not exist is said to be none', () => {
    const start = { contract: { start: { year: '2027', month: '2', day: '31' }, end: '2029-01-03' } }
    const typed = { engagement: start, talent: { resume: [{ from: '2020-13' }] } }
    const said = (language: Language, only: string) =>
      checkRows(APPLICATION, typed, language, { only: [only] }).flatMap(({ lines: told }) => told)
    expect(said('en', 'engagement.contract')).toEqual(['2027-02-31 (no such day)', '3 January 2029'])
    expect(said('zh', 'engagement.contract.start')).toEqual(['2027-02-31（没有这一天）'])
    expect(said('en', 'talent.resume')).toContain('2020-13 (no such month)')
  })

  test('what was not asked is not shown; rows are named', () => {
    const paths = listAnswers(APPLICATION, tree).map(({ path }) => path)
    expect(paths).toContain('talent.inChina')
    expect(paths).not.toContain('talent.permitKind')
    expect(listAnswers(APPLICATION, tree, ['channels'])[0]).toEqual({
      path: 'channels.0.platform',
      group: { zh: '第1个频道', en: 'Channel 1' },
      label: { zh: '平台', en: 'Platform' },
      answer: null,
      required: true,
    })
    expect(listAnswers(APPLICATION, {}, ['channels'])).toEqual([
      { path: 'channels', group: null, label: { zh: '频道', en: 'Channels' }, answer: null, required: true },
    ])
  })

  test('passwords are not among them', () => {
    expect(JSON.stringify(listAnswers(SIGN_IN, { account: 'a', password: 'secret' }))).not.toContain('secret')
  })
})

describe('JSON Schema', () => {
  test('of a small form', () => {
    const { report } = ACTION_FORMS
    if (!report) throw new Error('no form')
    const { properties = {}, required } = jsonSchema(report)
    expect(required).toEqual(['opinion', 'summary'])
    expect(properties.opinion).toEqual({
      type: 'string',
      enum: ['recommend', 'against'],
      title: 'Opinion',
      description: '评估意见\nrecommend: Recommend; against: Do not recommend.',
    })
  })

  test('of the application: what may be left out may be null, nothing of the page leaks', () => {
    const schema = jsonSchema(APPLICATION)
    const text = JSON.stringify(schema)
    expect(text).not.toMatch(/x-ui|control|\$ref|\$schema/)
    expect(schema.required).toEqual(['talent', 'engagement', 'channels'])
    const talent = schema.properties?.talent as { properties: Record<string, unknown> }
    expect(talent.properties.birthDate).toEqual({
      type: 'string',
      format: 'date',
      title: 'Date of birth',
      description: '出生日期',
    })
    expect(talent.properties.chineseName).toEqual({
      type: ['string', 'null'],
      maxLength: 40,
      pattern: '\\p{Script=Han}',
      title: 'Chinese name',
      description: '中文名',
    })
    expect(talent.properties.experienceYears).toMatchObject({ type: 'number', minimum: 0, maximum: 80 })
  })

  test('a form’s version is another one as soon as a question is', () => {
    const name = ask.text('姓名', 'Name')
    const form = versionOf(ask.form({ name }))
    expect(form).toMatch(/^[0-9a-f]{12}$/)
    expect(versionOf(ask.form({ name: ask.text('姓名', 'Name') }))).toBe(form)
    for (const other of [
      ask.form({ name: ask.text('名称', 'Name') }),
      ask.form({ name: name.optional() }),
      ask.form({ name: ask.text('姓名', 'Name', { max: 20 }) }),
      ask.form({ name, age: ask.whole('年龄', 'Age', { min: 0 }) }),
      ask.form({}),
    ])
      expect(versionOf(other)).not.toBe(form)
  })

  test('a question that is asked no more is known to be so, and is shown where it was answered', () => {
    const form = ask.form({
      was: ask.yesNo('曾', 'Was', { retired: true }).optional(),
      which: ask.text('哪一项', 'Which', { retired: true, after: { field: 'was', is: 'true' } }).optional(),
      signed: ask.group('签署', 'Signed', { on: ask.date('日期', 'Date', { retired: true }).optional() }).optional(),
      name: ask.text('姓名', 'Name'),
    })
    const shown = (tree: unknown) => ({
      page: formView(form, tree, { language: 'en' }).items.map(({ path }) => path),
      answers: listAnswers(form, tree).map(({ path }) => path),
    })
    expect(shown({ name: 'A' })).toEqual({ page: ['name'], answers: ['name'] })
    expect(shown({ name: 'A', signed: { on: '2026-11-24' } }).page).toEqual(['signed', 'name'])
    // what follows from it goes along, within its option or without it
    expect(shown({ was: 'true', which: 'x' })).toEqual({ page: ['was', 'name'], answers: ['was', 'which', 'name'] })
    expect(shown({ which: 'x' })).toEqual({ page: ['which', 'name'], answers: ['which', 'name'] })
    expect(jsonSchema(form).properties).toMatchObject({ was: { deprecated: true }, which: { deprecated: true } })
    expect(versionOf(form)).not.toBe(versionOf(ask.form({ name: ask.text('姓名', 'Name') })))
  })

  test('of an upload', () => {
    const { attachFile } = ACTION_FORMS
    if (!attachFile) throw new Error('no form')
    expect(jsonSchema(attachFile).properties?.file).toEqual({
      type: ['string', 'null'],
      contentMediaType: 'application/octet-stream',
      title: 'File',
      description: '文件',
    })
  })
})
