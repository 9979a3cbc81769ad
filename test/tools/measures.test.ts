/** `npm run measures -- house`: what it counts, on a small tree of which every figure is known; and that the project keeps to it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import { measureTable } from '../../tools/measures.js'
import { measureHouse } from '../../tools/measures/house.js'

const FILES = {
  'README.md': '# 海\n',
  'src/base/text.ts': 'export const a = 1\n',
  'src/web/top.ts': `import { a } from '../base/text.js'
import { b } from './desk/queue.js'
import type { C } from './desk/queue.js'
export interface Row { state: string; action: readonly string[]; other: string }
export const row = (state: string | null, c?: C) => ({ ...(c && { c }), ...(state ? { state } : {}), ...b, a })
`,
  'src/web/desk/queue.ts': `import { row } from '../top.js'
import { d } from './other.js'
/** As it comes from a request. */
export type State = { readonly
  // what the person asked for
  state: string }
export const b = { row, d, list: [...(d ? [1] : [])] } // ${'x'.repeat(80)}
`,
  'src/web/desk/other.ts': 'export const d = 0\n',
  'src/web/desk/desk.module.ts': `import './a.js'\nimport './b.js'\nimport './c.js'\nimport './d.js'\n`,
  'test/a.test.ts': 'a()\n'.repeat(9),
  'templates/a.hbs': `${'x'.repeat(160)}\n${'海'.repeat(161)}\n`,
}

let project: string
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'haijian-measures-test-'))
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), text)
  }
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

test('every measure is counted, with its places', () => {
  const found = measureHouse(project)
  expect(found.map(({ name, count, places }) => [name, count, places])).toEqual([
    ['lines of `src/web`', 5 + 7 + 1 + 4, []],
    ['lines of tests for a hundred lines of `src`', 50, []], // 9 for 18
    ['most imports of one file outside modules', 3, ['src/web/top.ts']],
    ['lines over 120 columns in `src`', 1, ['src/web/desk/queue.ts:7']],
    ['lines over 160 columns in `templates`', 1, ['templates/a.hbs:2']],
    [
      '`state` or `action` typed `string`',
      4,
      ['src/web/desk/queue.ts:6', 'src/web/top.ts:4', 'src/web/top.ts:4', 'src/web/top.ts:5'],
    ],
    ['those of them without a reason beside them', 3, ['src/web/top.ts:4', 'src/web/top.ts:4', 'src/web/top.ts:5']],
    ['conditional spreads in `src`', 2, ['src/web/top.ts:5', 'src/web/top.ts:5']],
    ['import arrows between the units of `src/web`', 2, ['desk → top.ts', 'top.ts → desk']],
    ['bytes of README.md', 6, []],
  ])
})

test('the project keeps to its own', () => {
  const over = measureHouse(projectFolder).filter(({ count, most }) => count > most)
  expect(over.map(({ name, count, places }) => [name, count, places])).toEqual([])
})

test('the table sets the figures beside those of before, and says where there are none', () => {
  const one = { name: 'lines', count: 1200, most: 24_500, places: [] }
  const head = '| measure | d0cb150 | now | at most |\n| --- | ---: | ---: | ---: |\n'
  expect(measureTable([one], [{ ...one, count: 28_016 }])).toBe(`${head}| lines | 28,016 | 1,200 | 24,500 |`)
  expect(measureTable([one], undefined)).toBe(`${head}| lines | – | 1,200 | 24,500 |`)
})
