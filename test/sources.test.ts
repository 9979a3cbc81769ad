/** The architecture test is only as good as what it sees. */
import { describe, expect, test } from '@jest/globals'
import { cyclesIn, isEnvironment, isNow, writesState } from './habits.js'
import { COMPUTED, lineOf, nodesOf, packageOf, parseSource } from '../tools/sources.js'

describe('the reader itself', () => {
  const source = parseSource(
    'src/web/example.ts',
    `import a, { type B } from '../base/a.js'
import type { C } from '../cases/c.js'
import { type D, type E } from './d.js'
import * as f from 'pg'
import '../jobs/g.js'
export { h } from '../forms/h.js'
export type { I } from '../people/i.js'
type J = import('../letters/j.js').J
const k = await import('../worker/k.js')
const l = await import(name)
const m = createRequire(import.meta.url)('@scope/m/deep')
const n = require.resolve('n')
const now = [new Date(), Date.now(), Date(), new Date(0), new Date(2026, 1, 1)]
const { env } = process
const o = process['env'], p = process.env.P, q = globalThis.process, r = process.argv
`,
  )

  test('sees every kind of import', () => {
    expect(source.imports.map(({ from, file, typeOnly }) => [from, file, typeOnly])).toEqual([
      ['../base/a.js', 'src/base/a.ts', false],
      ['../cases/c.js', 'src/cases/c.ts', true],
      ['./d.js', 'src/web/d.ts', true],
      ['pg', undefined, false],
      ['../jobs/g.js', 'src/jobs/g.ts', false],
      ['../forms/h.js', 'src/forms/h.ts', false],
      ['../people/i.js', 'src/people/i.ts', true],
      ['../letters/j.js', 'src/letters/j.ts', true],
      ['../worker/k.js', 'src/worker/k.ts', false],
      [COMPUTED, undefined, false],
      ['@scope/m/deep', undefined, false],
      ['n', undefined, false],
    ])
    expect(packageOf('@scope/m/deep')).toBe('@scope/m')
    expect(packageOf('zod/mini')).toBe('zod')
  })

  test('sees the time and the environment however they are asked', () => {
    expect(
      nodesOf(source.tree)
        .filter(isNow)
        .map((node) => node.getText()),
    ).toEqual(['new Date()', 'Date.now', 'Date()'])
    expect(
      nodesOf(source.tree)
        .filter(isEnvironment)
        .map((node) => lineOf(source, node.end)),
    ).toEqual([14, 15, 15, 15])
  })

  test.each([
    ['update cases set state = $1 where id = $2', true],
    ['UPDATE "cases" AS c\n  SET version = 1, state=$1', true],
    ['with x as (update public.cases set (version, state) = (1, 2) returning id) select 1', true],
    ['update cases set {} where id = $1', true],
    ['insert into cases (id) values (1)', true],
    ['update cases set answers = $1 where state = $2', false],
    ['update cases c set answers = f.state from firms f', false],
    ['insert into case_parties (case_id) values (1)', false],
    ['select state from cases', false],
  ])('knows who writes the state: %s', (sql, expected) => {
    expect(writesState(sql)).toBe(expected)
  })

  test('finds a round of imports, of types too', () => {
    const file = (name: string, text: string) => parseSource(`src/base/${name}.ts`, text)
    const round = [
      file('a', `import './b.js'`),
      file('b', `import type { C } from './c.js'`),
      file('c', `export * from './a.js'`),
    ]
    expect(cyclesIn(round)).toEqual([['src/base/a.ts', 'src/base/b.ts', 'src/base/c.ts', 'src/base/a.ts']])
    expect(cyclesIn(round.slice(0, 2))).toEqual([])
  })
})
