/** What the compiler is told about the templates. That templates/views.ts is up to date is in readme.test.ts. */
import { describe, expect, test } from '@jest/globals'
import { FIRM_INVITATION } from '../../src/forms/account.js'
import { page } from '../../src/web/http/answers.js'
import { Filled } from '../../src/web/http/filled.js'
import { viewTypes } from '../../tools/views.js'

/** The types of the parts and pages, without what stands above them. */
const typesOf = (templates: Record<string, string>): string => {
  const paths = Object.entries(templates).map(([name, text]) => [`templates/${name}.hbs`, text] as const)
  return viewTypes(new Map(paths)).replace(/^[\s\S]*?(?=export interface Parts)/, '')
}
const pageType = (text: string, parts: Record<string, string> = {}): string =>
  typesOf({ 'pages/x': text, ...parts }).replace(/^[\s\S]*readonly 'x': |\n\}\n$/g, '')

describe('what a template reads', () => {
  test.each([
    ['{{a}}{{say b}}', '{ readonly a: Plain; readonly b: Said }'],
    ['{{#if a}}{{a}}{{/if}}', '{ readonly a?: Plain | Falsy }'],
    ['{{#if a}}{{b}}{{/if}}', '{ readonly a?: unknown; readonly b?: Plain | Falsy }'],
    ['{{#if a}}x{{/if}}{{a}}', '{ readonly a: Plain }'],
    ['{{#if a}}{{a.b}}{{/if}}', '{ readonly a?: { readonly b: Plain } | Falsy }'],
    [
      '{{#unless a}}{{b}}{{else}}{{a.c}}{{/unless}}',
      '{ readonly a?: { readonly c: Plain } | Falsy; readonly b?: Plain | Falsy }',
    ],
    ['{{#with a}}{{b}}{{../c}}{{/with}}', '{ readonly a?: { readonly b: Plain } | Falsy; readonly c?: Plain | Falsy }'],
    ['{{#each a}}{{b}}{{../c}}{{/each}}', '{ readonly a: readonly { readonly b: Plain }[]; readonly c: Plain }'],
    ['{{#each a}}{{this}}{{else}}none{{/each}}', '{ readonly a?: readonly Plain[] | Falsy }'],
    [
      '{{#each a}}{{#each b}}{{say this}}{{/each}}{{/each}}',
      '{ readonly a: readonly { readonly b?: readonly Said[] | Falsy }[] }',
    ],
    ['{{shell.csrf}}{{#if english}}{{language}}{{/if}}', 'unknown'],
    ["{{say '中' 'en'}}", 'unknown'],
  ])('%s', (text, type) => expect(pageType(text)).toBe(type))

  test('parts are types of their own, and their arguments are of the part’s', () => {
    const parts = { 'parts/p': '{{say a}}{{#if b}}{{b}}{{/if}}{{@root.path}}' }
    expect(typesOf({ 'pages/x': '{{> parts/p this}}', ...parts })).toContain(
      "readonly 'parts/p': { readonly a: Said; readonly b?: Plain | Falsy }",
    )
    expect(pageType('{{> parts/p y}}', parts)).toBe("{ readonly path: Plain; readonly y: Parts['parts/p'] }")
    expect(pageType('{{> parts/p y b=z}}', parts)).toBe(
      "{\n    readonly path: Plain\n    readonly y: Omit<Parts['parts/p'], 'b'>\n    readonly z?: Parts['parts/p']['b'] | Falsy\n  }",
    )
    expect(pageType('{{> parts/p a=z}}', parts)).toBe("{ readonly path: Plain; readonly z: Parts['parts/p']['a'] }")
  })

  test('a type that is too long for its line has a member, or a part, on each', () => {
    const long = ['one', 'two', 'three'].map((name) => `a${name.repeat(9)}`)
    const row = `{{#each rows}}${long.map((name) => `{{say ${name}}}`).join('')}{{/each}}`
    const parts = Object.fromEntries(long.map((name) => [`parts/${name}`, '{{say x}}']))
    const made = pageType(row + long.map((name) => `{{> parts/${name} y}}`).join(''), parts)
    expect(made.split('\n').filter((line) => line.length > 120)).toEqual([])
    expect(made).toContain(`\n    readonly rows: readonly {\n      readonly ${long[0]}: Said\n`)
    expect(made).toContain(`\n    readonly y: Parts['parts/${long[0]}'] &\n      Parts['parts/${long[2]}'] &\n`)
  })

  test('a part may include itself', () => {
    expect(typesOf({ 'parts/p': '{{a}}{{#each b}}{{> parts/p this}}{{/each}}' })).toContain(
      "readonly 'parts/p': { readonly a: Plain; readonly b?: readonly Parts['parts/p'][] | Falsy }",
    )
  })
})

/** Checked by `npm run types`: a line that compiled although it should not would be an error there. */
test('a page that gives its template something else does not compile', () => {
  const title = { zh: '提示', en: 'Note' }
  const wanted = { title, heading: title, lead: title }
  const answers = [
    page('message', wanted),
    // @ts-expect-error there is no such template
    page('massage', wanted),
    // @ts-expect-error without the heading
    page('message', { title }),
    // @ts-expect-error the heading is no text
    page('message', { title, heading: new Date() }),
    // @ts-expect-error the steps have another shape
    page('message', { ...wanted, steps: { label: title, steps: [{ label: title }] } }),
    page('account/form', { ...wanted, form: new Filled(FIRM_INVITATION), action: '/', button: title }),
    // @ts-expect-error the controls of a form are no list
    page('account/form', { ...wanted, form: [], action: '/', button: title }),
  ]
  expect(answers).toHaveLength(7)
})
