import { describe, expect, test } from '@jest/globals'
import { Invalid } from '../../src/base/errors.js'
import { cleanLine, cleanLines } from '../../src/letters/cleanText.js'
import { listTemplateProblems, renderParagraph, renderParagraphs } from '../../src/letters/paragraphs.js'
import { fc } from '../properties.js'

const fields = { name: 'TANAKA YUKI', employer: '上海云帆跨境电子商务有限公司', conditions: '' }

const codesOf = (template: string): string[] =>
  listTemplateProblems(template, Object.keys(fields)).map(({ code }) => code)

describe('a paragraph', () => {
  test('prints fields as they are, without escaping', () => {
    expect(renderParagraph('{{employer}}拟聘用{{name}}。', { ...fields, name: `O'NEIL & <b>` })).toBe(
      "上海云帆跨境电子商务有限公司拟聘用O'NEIL & <b>。",
    )
  })

  test('a field cannot bring a template, a line break or an unseen character with it', () => {
    const name = '{{employer}}\n\n#read("/etc/passwd")\u202e\u200b\u0000 X'
    expect(renderParagraph('{{name}}', { ...fields, name })).toBe('{{employer}} #read("/etc/passwd") X')
  })

  test('if and unless ask whether a field says anything', () => {
    const template =
      '推荐{{#if conditions}}，条件是{{conditions}}{{else}}，无条件{{/if}}{{#unless conditions}}。{{/unless}}'
    expect(renderParagraph(template, fields)).toBe('推荐，无条件。')
    expect(renderParagraph(template, { ...fields, conditions: '每年复核' })).toBe('推荐，条件是每年复核')
  })

  test('one of which nothing is left is left out', () => {
    expect(renderParagraphs(['{{name}}', '{{#if conditions}}{{conditions}}{{/if}}', ' '], fields)).toEqual([
      'TANAKA YUKI',
    ])
  })

  test.each([
    ['{{passport}}', ['template.field']],
    ['{{constructor}} {{name}} {{__proto__}}', ['template.field', 'template.field']],
    ['{{#if salary}}x{{/if}}', ['template.field']],
    ['{{#if name}}{{salary}}{{else}}{{post}}{{/if}}', ['template.field', 'template.field']],
    ['{{name.length}}', ['template.notAllowed']],
    ['{{../name}}', ['template.notAllowed']],
    ['{{@root.name}}', ['template.notAllowed']],
    ['{{this}}', ['template.notAllowed']],
    ['{{lookup this name}}', ['template.notAllowed']],
    ['{{log name}}', ['template.notAllowed']],
    ['{{name employer}}', ['template.notAllowed']],
    ['{{if name}}', ['template.notAllowed']],
    ['{{#each name}}x{{/each}}', ['template.notAllowed']],
    ['{{#with name}}x{{/with}}', ['template.notAllowed']],
    ['{{#if (eq name employer)}}x{{/if}}', ['template.notAllowed']],
    ['{{#if "x"}}x{{/if}}', ['template.notAllowed']],
    ['{{> parts/letter}}', ['template.notAllowed']],
    ['{{#> layout}}x{{/layout}}', ['template.notAllowed']],
    ['{{* decorator}}', ['template.notAllowed']],
    ['{{"name"}}', ['template.notAllowed']],
    ['{{name', ['template.syntax']],
    ['{{#if name}}', ['template.syntax']],
  ])('%s is refused', (template, codes) => {
    expect(codesOf(template)).toEqual(codes)
    expect(() => renderParagraph(template, fields)).toThrow(Invalid)
  })

  test('a problem says where it stands and what to do, in both languages', () => {
    expect(listTemplateProblems('第一行\n再{{nmae}}', ['name'])).toEqual([
      {
        code: 'template.field',
        path: '2:4',
        message: {
          zh: '没有“nmae”这个要素。是否要写 {{name}}？可以写的要素见“可插入的要素”。',
          en: 'There is no fact “nmae” here. Did you mean {{name}}? The list of facts says which may stand here.',
        },
      },
    ])
  })

  test('whatever a field holds comes out as itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
        expect(renderParagraph('|{{name}}|', { ...fields, name })).toBe(`|${cleanLine(name)}|`.trim())
      }),
      { numRuns: 500 },
    )
  })
})

describe('text for printing', () => {
  test.each([
    ['NUL', 'A\u0000B', 'AB'],
    ['a bidi override', 'A\u202eB\u202c', 'AB'],
    ['isolates', '\u2066A\u2069', 'A'],
    ['zero-width characters', 'A\u200bB\u200c\u200d\ufeffC\u2060', 'ABC'],
    ['a soft hyphen', 'A\u00adB', 'AB'],
    ['a variation selector', '葛\u{e0100}', '葛'],
    ['tags', 'A\u{e0041}\u{e007f}', 'A'],
    ['a Hangul filler', 'A\u3164B', 'AB'],
    ['control characters', 'A\u0007\u001b\u009bB', 'AB'],
    ['half of a surrogate pair', 'A\ud800B', 'AB'],
    ['line ends and tabs', 'A\r\nB\tC\u2028D\u0085E', 'A B C D E'],
    ['decomposed letters', 'A\u030a', 'Å'],
    ['a no-break space', ' A\u00a0B ', 'A B'],
  ])('loses or mends %s', (_what, text, clean) => {
    expect(cleanLine(text)).toBe(clean)
  })

  test('is clean after one cleaning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const clean = cleanLine(text)
        expect(cleanLine(clean)).toBe(clean)
        expect(clean).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u)
      }),
      { numRuns: 1000 },
    )
  })

  test('keeps the line breaks of a title', () => {
    expect(cleanLines(' 关于推荐A\u202e \r\n\n 为外籍直播高端人才的函\n')).toBe('关于推荐A\n为外籍直播高端人才的函')
  })
})
