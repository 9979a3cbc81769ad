/** `npm run mutate`: which changes it makes, and what it says of them, on a small project of which every change is known. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import { mutate, shareNoticed } from '../../tools/mutate.js'
import { changed, mutantsOf } from '../../tools/mutate/mutants.js'
import { PARTS } from '../../tools/mutate/parts.js'
import { markSource } from '../../tools/mutate/reach.js'
import { TestRunner } from '../../tools/mutate/runner.js'
import { draw, isSame, readEquivalents } from '../../tools/mutate/sample.js'

const SMALL = `export const isBig = (n: number): boolean => n > 10
export function double(n: number): number {
  if (n < 0) throw new Error('negative')
  return n * 2
}
`
const FILES = {
  'package.json': '{ "type": "module" }',
  'src/small.ts': SMALL,
  'test/small.test.ts': `import { expect, test } from '@jest/globals'
import { isBig } from '../src/small.js'
test('is big', () => expect([isBig(9), isBig(12)]).toEqual([false, true]))
`,
}

const changesOf = (text: string) => mutantsOf('src/a.ts', text).map(({ was, becomes }) => `${was} → ${becomes}`)

describe('the changes', () => {
  test.each([
    ['a < b', ['< → <=', '< → >=']],
    ['a === b', ['=== → !==']],
    [`a === 'code'`, ['=== → !==', `'code' → ''`]],
    ['a && !b', ['&& → ||', '!b → (b)']],
    ['a ?? 1', ['a ?? 1 → (a)', 'a ?? 1 → (1)', '1 → 2']],
    ['a ? b : c', ['a → !(a)']],
    ['a + b * -c', ['+ → -', '* → /', '-c → (c)']],
    ["a + 'word'", []],
    ['[a, true]', ['a,  → ', ', true → ', 'true → false']],
    ["['是', 'Yes']", []],
    ['a?.b?.[c]', ['?. → .', '?. → ']],
    ['a.filter(b).some(c)', ['.filter(b) → ', 'some → every']],
    ['Math.min(a, b)', ['min → max']],
    ['z.string().min(a)', []],
    ['(a: 1 | true): 2 => a as 3', []],
    ["() => ({ code: a, zh: '是', en: 'Yes' })", ['code: a,  → ']],
  ])('of %s', (text, expected) => {
    expect(changesOf(`export const it = ${text}\n`).sort()).toEqual([...expected].sort())
  })

  test('of statements: calls and assignments, throws, and what leaves early', () => {
    const text = `import { a } from './b.js'
@Injectable({ scope: 1 })
export class C {
  d(e: string) {
    if (e) return
    for (;;) {
      this.f(1)
      break
    }
    throw new Error(e)
  }
}
`
    expect(changesOf(text)).toEqual([
      'e → !(e)',
      'return → ;',
      'this.f(1) → ;',
      '1 → 2',
      'break → ;',
      'throw new Error(e) → ;',
    ])
  })

  test('are told apart by their content, wherever they stand', () => {
    const [first, second] = mutantsOf('src/a.ts', 'f(a < b)\nf(a < b)\n').filter(({ becomes }) => becomes === '<=')
    expect([first?.nth, second?.nth, first?.line, second?.line, second?.column]).toEqual([1, 2, 1, 2, 5])
    expect(second && changed('f(a < b)\nf(a < b)\n', second)).toBe('f(a < b)\nf(a <= b)\n')
  })

  test('are drawn by the seed, and stay drawn when other code changes', () => {
    const before = mutantsOf('src/a.ts', SMALL)
    const contents = (seed: number, text = SMALL) =>
      draw(mutantsOf('src/a.ts', text), seed, 4).map(({ within, becomes }) => `${within} ${becomes}`)
    expect(before.length).toBeGreaterThan(6)
    expect(contents(1)).toEqual(contents(1))
    expect([2, 3, 4, 5].map((seed) => contents(seed))).not.toEqual([1, 1, 1, 1].map((seed) => contents(seed)))
    expect(contents(1, `// a line more\n${SMALL}`)).toEqual(contents(1))
  })
})

test('a mark stands before each statement and within each short function', () => {
  const text = 'export const f = (n: number) => n + 1\nexport function g(n: number) {\n  if (n) return 0\n}\n'
  const mark = (at: number) => `globalThis.__reached?.add('src/a.ts:${at}')`
  const marked = markSource('src/a.ts', text, mutantsOf('src/a.ts', text))
  expect(marked.text).toBe(
    `export const f = (n: number) => (${mark(32)}, n + 1)\nexport function g(n: number) {\n  ;${mark(71)};if (n) {${mark(78)};return 0}\n}\n`,
  )
  expect(new Set(marked.marks.values())).toEqual(new Set([32, 71, 78].map((at) => `src/a.ts:${at}`)))
})

describe('a small project', () => {
  let project: string
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`haijian-mutations-${process.pid}-`))

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'haijian-mutate-test-'))
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(project, path)), { recursive: true })
      writeFileSync(join(project, path), text)
    }
    cpSync(join(projectFolder, '.swcrc'), join(project, '.swcrc'))
    symlinkSync(join(projectFolder, 'node_modules'), join(project, 'node_modules'))
  })
  afterAll(() => rmSync(project, { recursive: true, force: true }))

  test('says of each change whether a test noticed it, and leaves nothing behind', async () => {
    const said: string[] = []
    const mutants = mutantsOf('src/small.ts', SMALL)
    const tests = ['test/small.test.ts']
    const found = await mutate({ project, mutants, tests, say: (line) => said.push(line) })
    expect(found.map(({ mutant: { line, was, becomes }, result }) => [line, was, becomes, result])).toEqual([
      [1, '>', '>=', 'survived'],
      [1, '>', '<=', 'noticed'],
      [1, '10', '11', 'survived'],
      [3, '<', '<=', 'notReached'],
      [3, '<', '>=', 'notReached'],
      [3, '0', '1', 'notReached'],
      [3, `throw new Error('negative')`, ';', 'notReached'],
      [4, '*', '/', 'notReached'],
      [4, '2', '3', 'notReached'],
    ])
    expect(found.find(({ result }) => result === 'noticed')?.by).toBe('test/small.test.ts: is big')
    expect(shareNoticed(found)).toBe(11)
    expect(said[2]).toMatch(/^2\/9 src\/small\.ts:1:\d+ {2}> → <= {2}已发现 noticed/)
    expect(readFileSync(join(project, 'src/small.ts'), 'utf8')).toBe(SMALL)
    expect([left(), existsSync(join(project, 'build'))]).toEqual([[], false])
  })

  test('what has not been noticed in its time has survived', async () => {
    const mutants = mutantsOf('src/small.ts', SMALL).slice(0, 2)
    const plan = { project, mutants, tests: ['test/small.test.ts'], say: () => {} }
    const found = await mutate({ ...plan, minutes: Number.MIN_VALUE })
    expect(found.map(({ result }) => result)).toEqual(['survived', 'survived'])
  })

  test('a file that fails before its tests has failed, though none of them ran', async () => {
    const runner = new TestRunner(project)
    const file = 'test/hook.test.ts'
    const text = `import { beforeAll, test } from '@jest/globals'
beforeAll(() => {
  throw new Error('no world')
})
test('runs', () => {})
`
    writeFileSync(join(project, file), text)
    try {
      expect((await runner.run(file, 60_000)).end).toBe('failed')
    } finally {
      runner.stop()
      for (const left of [file, 'build']) rmSync(join(project, left), { recursive: true, force: true })
    }
  })

  test('what takes too long is ended, and the next file runs', async () => {
    const runner = new TestRunner(project)
    try {
      expect((await runner.run('test/small.test.ts', 1)).end).toBe('late')
      expect((await runner.run('test/small.test.ts', 60_000)).end).toBe('passed')
    } finally {
      runner.stop()
      rmSync(join(project, 'build'), { recursive: true, force: true })
    }
  })
})

test('every source and test of the table is there, and every change that is left out as equivalent', () => {
  const named = PARTS.flatMap(({ folder, files = [], tests }) => [
    folder,
    ...files.map((name) => `${folder}/${name}.ts`),
    ...tests,
  ])
  expect(named.filter((path) => !existsSync(join(projectFolder, path)))).toEqual([])
  const equivalents = readEquivalents()
  const mutants = [...new Set(equivalents.map(({ file }) => file))].flatMap((file) =>
    mutantsOf(file, readFileSync(join(projectFolder, file), 'utf8')),
  )
  expect(equivalents.filter((one) => !mutants.some((mutant) => isSame(mutant, one)))).toEqual([])
})
