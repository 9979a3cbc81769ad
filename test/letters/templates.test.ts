/** Texts of papers: only the published fields, nothing that runs, reads or hangs; checked with line and column when saved and again when used. */
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { Invalid } from '../../src/base/errors.js'
import { type LetterTemplate, letterTemplateSchema, paperKindSchema } from '../../src/letters/catalogue.js'
import { FIELD_GROUPS, FIELD_LIST, FIELDS, ROW_FIELD_LIST } from '../../src/letters/fields.js'
import { DEEPEST, LONGEST, listTemplateProblems, renderParagraph } from '../../src/letters/paragraphs.js'
import { samplePaper } from '../../src/letters/sample.js'
import { checkTemplate, listSentences } from '../../src/letters/templateCheck.js'
import { printedRow, UNKNOWN_KIND, wholeTemplate } from '../../src/letters/typedText.js'
import { fc } from '../properties.js'
import { readEntries } from './entries.js'

const templates = readEntries('letterTemplates').map(({ key, body }) => ({
  key,
  template: letterTemplateSchema.parse(body),
}))
const kinds = new Map(readEntries('paperKinds').map(({ key, body }) => [key, paperKindSchema.parse(body)]))
const recommendation = templates.find(({ key }) => key === 'recommendation')?.template
if (!recommendation) throw new Error('no template')
const changed = (changes: Partial<LetterTemplate>): LetterTemplate => ({ ...recommendation, ...changes })
const problemsOf = (template: unknown, fields: readonly string[] = ['name', 'post']) =>
  listTemplateProblems(template, fields).map(({ code, path }) => `${code} ${path}`)

describe('the first templates', () => {
  test('are there for every kind, pass the checks, and make a whole paper of the samples in both languages', () => {
    expect(templates.map(({ key }) => key).sort()).toEqual([...kinds.keys()].sort())
    for (const { key, template } of templates) {
      expect(checkTemplate(template)).toEqual([])
      const paper = kinds.get(key)
      if (!paper) throw new Error(key)
      const data = samplePaper(key, paper, template, '2026-11-24', 'https://haijian.example/verify')
      for (const { zh, en } of [data.title, ...data.findings.flatMap(({ heading, text }) => [heading, text])]) {
        expect(zh).not.toBe('')
        expect(en).not.toBe('')
      }
      expect(JSON.stringify(data)).not.toMatch(/\{\{|undefined|\[object/)
      expect([...data.opening.zh, ...data.closing.zh].join('')).not.toMatch(/[,;:?!]/)
    }
  })

  test('a refusal tells reasons, remedies and their time limits', () => {
    const refusal = templates.find(({ key }) => key === 'refusal')?.template
    const text = refusal
      ? listSentences(refusal)
          .map((one) => one.text)
          .join('')
      : ''
    for (const words of ['{{termDays}}日内', '行政复议', '六十日', '行政诉讼', '六个月', 'sixty days', 'six months'])
      expect(text).toContain(words)
  })
})

describe('the published list', () => {
  test('has every field once, with its meaning and a sample in both languages', () => {
    const all = [...FIELD_LIST, ...ROW_FIELD_LIST.reasons, ...ROW_FIELD_LIST.items]
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    for (const { label, sample } of all)
      for (const text of [label.zh, label.en, sample.zh, sample.en]) expect(text).not.toBe('')
  })

  test('a repeated finding may print its row, the others may not', () => {
    const finding = (each: 'items' | undefined) =>
      checkTemplate(
        changed({
          findings: [
            { ...(each && { each }), heading: { zh: '甲', en: 'A' }, text: { zh: '{{itemWhat}}', en: '{{itemWhat}}' } },
          ],
        }),
      ).map(({ path }) => path)
    expect(finding('items')).toEqual([])
    expect(finding(undefined)).toEqual(['findings.0.text.zh', 'findings.0.text.en'])
  })
})

describe('facts', () => {
  const rows = Object.values(ROW_FIELD_LIST).flat()

  test('each that is listed prints its sample, alone and in its condition; a row’s only where it is repeated', () => {
    const paper = kinds.get('refusal')
    if (!paper) throw new Error('no kind')
    const lines = FIELDS.map((name) => `${name}: {{${name}}}|{{#if ${name}}}{{${name}}}{{/if}}`)
    const row = (each: keyof typeof ROW_FIELD_LIST) => {
      const text = ROW_FIELD_LIST[each]
        .map(({ name }) => `${name}: {{${name}}}|{{#if ${name}}}{{${name}}}{{/if}}`)
        .join('; ')
      return { each, heading: { zh: '甲', en: 'A' }, text: { zh: text, en: text } }
    }
    const half = Math.ceil(lines.length / 2)
    const template = changed({
      opening: { zh: lines.slice(0, half), en: lines.slice(0, half) },
      closing: { zh: lines.slice(half), en: lines.slice(half) },
      findings: [row('reasons'), row('items')],
    })
    expect(checkTemplate(template)).toEqual([])
    const data = samplePaper('refusal', paper, template, '2026-11-24', 'https://haijian.example/verify')
    for (const language of ['zh', 'en'] as const) {
      const printed = [
        ...data.opening[language],
        ...data.closing[language],
        ...data.findings.map(({ text }) => text[language]),
      ]
      for (const { name, sample } of [...FIELD_LIST, ...rows])
        expect(printed.join('\n')).toContain(`${name}: ${sample[language]}|${sample[language]}`)
    }
  })

  test('each that the shipped templates use is listed, and shown in one group', () => {
    const shown = FIELD_GROUPS.flatMap(({ fields }) => fields.map(({ name }) => name))
    expect([...shown].sort()).toEqual([...FIELDS, ...rows.map(({ name }) => name)].sort())
    const used = templates.flatMap(({ template }) =>
      listSentences(template).flatMap(({ text }) =>
        [...text.matchAll(/\{\{(?:#(?:if|unless) )?([A-Za-z]+)\}\}/g)].map(([, name]) => name),
      ),
    )
    expect(used.filter((name) => name !== 'else').length).toBeGreaterThan(100)
    expect([...new Set(used)].filter((name) => name !== 'else' && !shown.some((one) => one === name))).toEqual([])
  })

  test('what is half typed is a paper already; a phrase and a reason stand in the papers that print them', () => {
    const data = (body: unknown) =>
      samplePaper('x', UNKNOWN_KIND, wholeTemplate(body), '2026-11-24', 'https://haijian.example/verify')
    expect(data({}).closing.zh).toEqual(['……'])
    expect(data({ opening: { zh: ['{{name}}：'] }, findings: [{ heading: { zh: '一' } }] })).toMatchObject({
      opening: { zh: ['Yuki TANAKA（TANAKA YUKI）：'], en: [] },
      findings: [{ heading: { zh: '一', en: '……' }, text: { zh: '……', en: '……' } }],
    })
    const phrase = printedRow('phrases', { on: null, text: { zh: '请补。', en: 'Please add it.' } })
    expect([phrase?.actions, phrase?.rows.items?.[0]?.en.itemWhat]).toEqual([['requestCorrection'], 'Please add it.'])
    const sentence = { zh: '经查，{detail}', en: 'On enquiry: {detail}' }
    const reason = printedRow('reasons', { purpose: 'refusal', label: { zh: '甲', en: 'A' }, sentence })
    expect(reason?.actions).toEqual(['refuse', 'announceRefusal'])
    expect(reason?.rows.reasons?.[0]?.zh.reasonText).toContain('经查，2026年3月')
    expect(printedRow('timeLimits', {})).toBe(undefined)
  })
})

describe('what is refused', () => {
  test.each([
    ['{{{{if name}}}}x{{{{/if}}}}', ['template.notAllowed 1:1']],
    ['{{{name}}}', ['template.notAllowed 1:1']],
    ['{{&name}}', ['template.notAllowed 1:1']],
    ['{{#if name as |x|}}b{{/if}}', ['template.notAllowed 1:1']],
    ['{{#if name includeZero=true}}b{{/if}}', ['template.notAllowed 1:1']],
    ['{{^if name}}x{{/if}}', []],
    ['{{#if name}}a{{else if post}}b{{else}}c{{/if}}', []],
    ['{{#if name}}a{{else with post}}b{{/if}}', ['template.notAllowed 1:14']],
    ['{{this.name}}', ['template.field 1:3']],
    ['{{./name}}', ['template.field 1:3']],
    ['{{constructor.constructor}}', ['template.notAllowed 1:3']],
    ['{{[__proto__]}}', ['template.field 1:3']],
    ['{{toString}}', ['template.field 1:3']],
    ['{{hasOwnProperty}}', ['template.field 1:3']],
    ['{{@index}}', ['template.notAllowed 1:3']],
    ['{{(lookup this "name")}}', ['template.syntax 1:3']],
    ['{{#> x}}y{{/x}}', ['template.notAllowed 1:1']],
    ['{{#*inline "x"}}y{{/inline}}', ['template.notAllowed 1:1']],
    ['一\n二{{nmae}}', ['template.field 2:4']],
    ['一\n二{{name', ['template.syntax 2:4']],
    ['{{#if name}}a{{/unless}}', ['template.syntax 1:4']],
    ['{{}}', ['template.syntax 1:3']],
  ])('%s', (template, problems) => {
    expect(problemsOf(template)).toEqual(problems)
    if (problems.length > 0) expect(() => renderParagraph(template, { name: 'A', post: 'B' })).toThrow(Invalid)
    else expect(renderParagraph(template, { name: 'A', post: 'B' })).not.toContain('{')
  })

  test('a ready tree, which Handlebars would run, is no text', () => {
    const tree = {
      type: 'Program',
      body: [{ type: 'MustacheStatement', path: { type: 'NumberLiteral', value: 'process.exit()' } }],
    }
    expect(problemsOf(tree)).toEqual(['template.text '])
    expect(checkTemplate(changed({ opening: { zh: [tree as unknown as string], en: ['x'] } }))[0]?.code).toBe(
      'template.shape',
    )
  })

  test('is too long or nests too deep', () => {
    expect(problemsOf('字'.repeat(LONGEST + 1))).toEqual(['template.long '])
    expect(problemsOf('字'.repeat(LONGEST))).toEqual([])
    const nested = (depth: number) => `${'{{#if name}}'.repeat(depth)}x${'{{/if}}'.repeat(depth)}`
    expect(problemsOf(nested(DEEPEST))).toEqual([])
    expect(problemsOf(nested(DEEPEST + 1))[0]).toMatch(/^template.deep/)
    const opening = (count: number) => ({ zh: ['字'], en: Array.from({ length: count }, () => 'A word.') })
    const codes = (count: number) => checkTemplate(changed({ opening: opening(count) })).map(({ code }) => code)
    expect([codes(50), codes(51)]).toEqual([[], ['template.shape']])
    const titled = (length: number) => changed({ title: { zh: '函', en: 'A letter, '.repeat(30).slice(0, length) } })
    expect([200, 201].map((length) => checkTemplate(titled(length)).map(({ path }) => path))).toEqual([
      [],
      ['title.en'],
    ])
  })

  test('says the line of the box: of paragraphs one stands below the other', () => {
    const problems = checkTemplate(changed({ opening: { zh: ['甲', '乙', '丙{{#if name}}'], en: ['x'] } }))
    expect(problems.map(({ path, message }) => [path, message.en.replace(/\..*/, '')])).toEqual([
      ['opening.zh.2', 'Line 3, column 14: A brace is missing, or a condition has no end'],
    ])
    const crossed = checkTemplate(changed({ contact: { zh: '{{#if name}}甲{{/unless}}', en: 'x' } }))
    expect(crossed[0]?.message.zh).toBe(
      '第1行第4列：{{#if}} 须以 {{/if}} 结束，这里写的是 {{/unless}}。可以写文字、{{要素}}、{{#if 要素}}…{{else}}…{{/if}} 和 {{#unless 要素}}…{{/unless}}。',
    )
  })

  test('says where in words: the sentence, the line and the column', () => {
    expect(checkTemplate(changed({ closing: { zh: ['甲\n乙{{salery}}。'], en: ['x'] } }))).toEqual([
      {
        code: 'template.field',
        path: 'closing.zh.0',
        message: {
          zh: '第2行第4列：没有“salery”这个要素。是否要写 {{salary}}？可以写的要素见“可插入的要素”。',
          en: 'Line 2, column 4: There is no fact “salery” here. Did you mean {{salary}}? The list of facts says which may stand here.',
        },
      },
    ])
  })
})

describe('whatever is written', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{{{',
    '}}}',
    '{{{{',
    '#if',
    '/if',
    '{{else}}',
    ' name ',
    '@root',
    '../',
    '(',
    ')',
    '"',
    '|',
    '>',
    '*',
    '!--',
    '字',
    '\n',
    'constructor',
    '.',
    '[',
    ']',
    '~',
    '&',
    '=',
  )
  test('is refused or prints text of fields only, and soon', async () => {
    const template = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(template, (text) => {
        if (problemsOf(text, FIELDS).length > 0) return
        const fields = Object.fromEntries(FIELDS.map((name) => [name, 'V']))
        expect(renderParagraph(text, fields)).not.toMatch(/function|\[object|native code/)
      }),
      { numRuns: 3000, interruptAfterTimeLimit: 20_000 },
    )
    await pause(1)
  })
})
