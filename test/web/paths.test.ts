/** Addresses are named once (src/base/path.ts): each name is a route, nobody else writes one, and those of the templates lead somewhere. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { path, withQuery } from '../../src/base/path.js'
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
const named = Object.entries(path).map(([name, one]) => {
  if (typeof one === 'string') return [name, one] as const
  // any text in place of each part, as a caller of JavaScript could give it
  const make = one as (...parts: readonly string[]) => string
  return [name, make(...Array.from({ length: make.length }, () => PART))] as const
})

describe('a name', () => {
  test.each(named)('%s is a route of the site, its parts encoded', (_, address) => {
    expect([...shapes]).toContain(address.replaceAll(encodeURIComponent(PART), '{}'))
  })

  test('is the only one of its address', () => {
    const twice = named.filter(([, address], at) => named.findIndex(([, other]) => other === address) !== at)
    expect(twice).toEqual([])
  })

  test('is used', () => {
    const all = sources().map(({ text }) => text)
    expect(Object.keys(path).filter((name) => !all.some((text) => text.includes(`path.${name}`)))).toEqual([])
  })
})

test('a query leaves out what is undefined, and encodes the rest', () => {
  expect(withQuery(path.queue, { find: 'a b&c', tab: undefined, page: 2 })).toBe('/queue?find=a+b%26c&page=2')
  expect(withQuery(path.queue, { find: undefined })).toBe('/queue')
  expect(withQuery(path.queue, 'tab=mine')).toBe('/queue?tab=mine')
  expect(withQuery(path.queue, '')).toBe('/queue')
})

const sources = (): Source[] =>
  listFiles(projectFolder, 'src', /\.ts$/)
    .filter((file) => file !== 'src/base/path.ts')
    .map((file) => readSource(projectFolder, file))

test('actions and sections are asked for by their types, in case/addresses.ts alone', () => {
  const askers = sources().filter(({ text }) => /\bpath\.(action|section)\b/.test(text))
  expect(askers.map(({ path: file }) => file)).toEqual(['src/web/case/addresses.ts'])
})

describe('no other file writes an address', () => {
  /** The first steps of all routes: `cases`, `queue` … */
  const first = [...new Set(routes.map((route) => route.split(/[ /]/)[2] ?? ''))].filter(Boolean)
  const ADDRESS = new RegExp(`^(\\{\\})?/(${first.join('|').replaceAll('.', '\\.')})(?![\\w.-])`)
  /** What only looks whether a request is for programs, and the API, which tells its own addresses. */
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
        /^\/[a-z]/.test(literal.text) && /path\.|[aA]ddress|PLACE/.test(expression.getText()),
    )

  test('neither whole nor by a step hung on another one', () => {
    const pages = sources().filter(({ path: file }) => !file.startsWith('src/web/api/'))
    const found = pages.flatMap((source) =>
      nodesOf(source.tree)
        .filter((node) => isAddress(node) || isStep(node))
        .map((node) => placeOf(source, node)),
    )
    expect(found).toEqual([])
  })

  test.each([
    "const a = '/queue'",
    `const a = \`/cases/\${id}/review\``,
    `const a = \`\${url}/verify/\${code}\``,
    `const a = \`\${path.case(id)}/review\``,
  ])('%s would be found', (line) => {
    const { tree } = parseSource('src/x.ts', line)
    expect(nodesOf(tree).some((node) => isAddress(node) || isStep(node))).toBe(true)
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
