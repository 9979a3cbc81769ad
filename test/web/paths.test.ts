/** Addresses are named once (src/base/path.ts): each route has a name, nobody else writes its address, and those of the templates lead somewhere. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { DemonstrationController } from '../../src/web/account/demonstration.controller.js'
import { projectFolder } from '../../src/settings.js'
import { listFiles, nodesOf, parseSource, placeOf, readSource, type Source, stringOf } from '../../tools/sources.js'
import { listDeclared } from './declared.js'

/** `/cases/{}` for `/cases/:id`. */
const shapeOf = (address: string): string => address.replace(/:\w+/g, '{}')
const routes = [...listDeclared(), ...listDeclared([DemonstrationController])].map(({ route }) => route)
const shapes = new Set(routes.map((route) => shapeOf(route.split(' ')[1] ?? '')))

const PART = 'Ü/?#&'
/** What is named, its parts filled with what must not stay as it is. */
const named = [...Object.entries(path), ...Object.entries(apiPath)].map(([name, one]) => {
  if (typeof one === 'string') return [name, one] as const
  // any text in place of each part, as a caller of JavaScript could give it
  const make = one as (...parts: readonly string[]) => string
  return [name, make(...Array.from({ length: make.length }, () => PART))] as const
})
const namedShapes = named.map(([, address]) => address.replaceAll(encodeURIComponent(PART), '{}'))

describe('a name', () => {
  test('is that of a route, its parts encoded, and every route has one', () => {
    expect([...namedShapes].sort()).toEqual([...shapes].sort())
  })

  test('is the only one of its address', () => {
    expect(new Set(namedShapes).size).toBe(named.length)
  })
})

test('a query leaves out what is undefined, and encodes the rest', () => {
  expect(withQuery(path.queue, { find: 'a b&c', tab: undefined, page: 2 })).toBe('/queue?find=a+b%26c&page=2')
  expect(withQuery(path.queue, { find: undefined })).toBe('/queue')
  expect(withQuery(path.queue, 'tab=mine')).toBe('/queue?tab=mine')
  expect(withQuery(path.queue, '')).toBe('/queue')
})

const read = (folder: string): Source[] =>
  listFiles(projectFolder, folder, /\.ts$/)
    .filter((file) => !['src/base/path.ts', 'test/web/paths.test.ts'].includes(file))
    .map((file) => readSource(projectFolder, file))
const sources = read('src')

test('actions and sections are asked for by their types, in case/addresses.ts alone', () => {
  const askers = sources.filter(({ text }) => /\b(path|apiPath)\.(action|section)\b/.test(text))
  expect(askers.map(({ path: file }) => file)).toEqual(['src/web/case/addresses.ts'])
})

const find = (all: readonly Source[], fits: (node: ts.Node) => boolean): string[] =>
  all.flatMap((source) =>
    nodesOf(source.tree)
      .filter((node) => fits(node))
      .map((node) => placeOf(source, node)),
  )

describe('no other file of src writes an address', () => {
  /** The first steps of all routes: `cases`, `queue` … */
  const first = [...new Set(routes.map((route) => route.split(/[ /]/)[2] ?? ''))].filter(Boolean)
  const ADDRESS = new RegExp(`^(\\{\\})?/(${first.join('|').replaceAll('.', '\\.')})(?![\\w.-])`)
  /** What only looks whether a request is for programs. */
  const LEFT = ['/api', '/api/']
  const isAddress = (node: ts.Node) => {
    const text = stringOf(node)
    return (
      text !== undefined &&
      !/\s/.test(text) &&
      ADDRESS.test(text) &&
      !LEFT.includes(text) &&
      !ts.isImportDeclaration(node.parent)
    )
  }
  /** `${address}/approve`: a step that is hung on an address. */
  const isStep = (node: ts.Node) =>
    ts.isTemplateExpression(node) &&
    node.templateSpans.some(
      ({ expression, literal }) =>
        /^\/[a-z]/.test(literal.text) && /[pP]ath\.|[aA]ddress|PLACE/.test(expression.getText()),
    )
  const isWritten = (node: ts.Node) => isAddress(node) || isStep(node)

  test('neither whole nor by a step hung on another one', () => {
    expect(find(sources, isWritten)).toEqual([])
  })

  test.each([
    "const a = '/queue'",
    `const a = \`/cases/\${id}/review\``,
    `const a = \`\${url}/verify/\${code}\``,
    `const a = \`\${path.case(id)}/review\``,
  ])('%s would be found', (line) => {
    expect(nodesOf(parseSource('src/x.ts', line).tree).some(isWritten)).toBe(true)
  })
})

/**
 * Tests and tools may write what no name can say: a route's pattern (`/cases/:id`), an address that
 * is none (`/cases/abc`), the beginning of one, and a step further from where a page has led
 * (`${address}/approve`).
 */
describe('tests and tools go to an address by its name', () => {
  const numbered = [...Object.values(path), ...Object.values(apiPath)].flatMap((one) => {
    // zero stands for a number, and is a text as well
    const make = one as string | ((...parts: readonly number[]) => string)
    return typeof make === 'string' ? [make] : [make(...Array.from({ length: make.length }, () => 0))]
  })
  const NAMED = numbered
    .filter((address) => address !== path.home)
    .map((address) => new RegExp(`^${address.replaceAll('.', '\\.').replaceAll('/0', '/(\\{\\}|\\d+)')}$`))
  const isNamed = (address: string) => NAMED.some((one) => one.test(address))
  /** A list or a table of patterns, some of which are no more than an address. */
  const isPatterns = (node: ts.Node): boolean =>
    (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) && /['`]\S*\/[:*]/.test(node.getText())
  /** What an address begins with, or one of a list of patterns. */
  const isPattern = ({ parent }: ts.Node): boolean => {
    if (ts.isCallExpression(parent) && parent.expression.getText().endsWith('.startsWith')) return true
    for (let node = parent; node && !ts.isFunctionLike(node); node = node.parent) if (isPatterns(node)) return true
    return false
  }
  const couldBeNamed = (node: ts.Node): boolean => {
    const text = stringOf(node)
    if (text === undefined || isPattern(node)) return false
    const links = [...text.matchAll(/\b(?:href|action|src)="(\/[^"?#]*)"/g)].map(([, address = '']) => address)
    const whole = /^(?:\{\})?(\/[^?#\s]*)(?:[?#]\S*)?$/.exec(text)?.[1] ?? ''
    return [whole, ...links].some(isNamed)
  }

  test('which is not written again', () => {
    expect(find([...read('test'), ...read('tools'), ...read('bench')], couldBeNamed)).toEqual([])
  })

  test.each([
    ["open('/queue?tab=mine')", true],
    [`open(\`\${origin}/cases/\${id}/review#top\`)`, true],
    ["open('/api/cases/7')", true],
    ["open('/cases/abc')", false],
    ["open('/cases/7/')", false],
    ["const all = ['/cases/:id', '/queue']", false],
    ["to.startsWith('/sign-in')", false],
  ])('%s: could be named, %s', (line, could) => {
    expect(nodesOf(parseSource('test/x.ts', line).tree).some(couldBeNamed)).toBe(could)
  })
})

test('every address that a template writes is a route, of the method that it asks for', () => {
  const given = routes.map((route) => new RegExp(`^${route.replace(/:\w+/g, '[^/]+').replaceAll('.', '\\.')}$`))
  const filled = (address: string) =>
    address
      .replace(/\{\{#if \w+\}\}(\w*)\{\{else\}\}\w*\{\{\/if\}\}/g, '$1')
      .replace(/\{\{.*?\}\}/g, '1')
      .replace(/[?#].*/, '')
  const templates = listFiles(projectFolder, 'templates', /\.hbs$/).filter((file) => !file.includes('/kit/'))
  const tags = templates.flatMap((file) =>
    [
      ...readFileSync(join(projectFolder, file), 'utf8').matchAll(
        /<(\w+)[^>]*?\b(href|action|formaction)="(\/[^"]*)"/g,
      ),
    ].map(([tag, , attribute = '', address = '']) => {
      const posts = attribute === 'formaction' || (attribute === 'action' && tag.includes('method="post"'))
      return { file, asked: `${posts ? 'POST' : 'GET'} ${filled(address)}` }
    }),
  )
  expect(tags.length).toBeGreaterThan(100)
  expect(tags.filter(({ asked }) => !given.some((route) => route.test(asked)))).toEqual([])
})
