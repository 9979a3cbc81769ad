/** `npm run test:changed`: what differs in a small repository, and which tests reach it. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { sayOutcome } from '../../tools/changed.js'
import { type Candidate, findCandidates, fit } from '../../tools/changed/choice.js'
import { type Change, findBase, findChanges } from '../../tools/changed/difference.js'
import { partsAt } from '../../tools/changed/functions.js'
import { Imports } from '../../tools/changed/imports.js'
import type { Marks } from '../../tools/changed/marks.js'

const POINTS = `import { lowest } from './lowest.js'
/** The bands. */
const BANDS = [1, 2]
export class Points {
  constructor(private readonly all: number[]) {}
  count(): number {
    return this.all.filter((one) => one > 0).length
  }
  get best(): number {
    return Math.max(...this.all, ...BANDS)
  }
}
export const LIMITS = {
  check: (given: number) => given > lowest,
}
`
const PATH = 'src/criteria/points.ts'

let folder = ''
const git = (...args: string[]) => execFileSync('git', args, { cwd: folder })
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

beforeAll(() => {
  // a hook of git names its own repository here, and a person's settings may want signatures
  for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name]
  Object.assign(process.env, { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' })
  folder = mkdtempSync(join(tmpdir(), 'haijian-changed-'))
  write(PATH, POINTS)
  write('docs/glossary.md', 'one\n')
  git('init', '--quiet', '--initial-branch=main')
  git('config', 'user.name', 'n')
  git('config', 'user.email', 'n@example.org')
  git('add', '.')
  git('commit', '--quiet', '--message=First')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what differs', () => {
  test('from main: commits of a branch, what is not committed, and what git does not know yet', () => {
    git('switch', '--quiet', '--create=work')
    write('docs/glossary.md', 'two\n')
    git('commit', '--quiet', '--all', '--message=Second')
    write(PATH, POINTS.replace('one > 0', 'one >= 0'))
    write('src/criteria/lowest.ts', 'export const lowest = 1\n')
    const base = findBase(folder, 'main')
    expect(findChanges(folder, base)).toEqual([
      { path: 'docs/glossary.md' },
      { path: 'src/criteria/lowest.ts', parts: { functions: [], outside: 'exported', classes: [] } },
      { path: PATH, parts: { functions: ['count'], outside: 'nothing', classes: ['Points'] } },
    ])
    // on main itself: what is not committed, and without any of that the last commit
    git('branch', '--force', 'main', 'HEAD')
    expect(findChanges(folder, findBase(folder, 'main')).map(({ path }) => path)).toEqual([
      'src/criteria/lowest.ts',
      PATH,
    ])
    git('add', '.')
    git('commit', '--quiet', '--message=Third')
    git('branch', '--force', 'main', 'HEAD')
    write('docs/glossary.md', 'three\n')
    expect(findChanges(folder, findBase(folder, 'main'))).toEqual([{ path: 'docs/glossary.md' }])
    git('commit', '--quiet', '--all', '--message=Fourth')
    git('branch', '--force', 'main', 'HEAD')
    expect(findChanges(folder, findBase(folder, 'main'))).toEqual([{ path: 'docs/glossary.md' }])
    expect(() => findBase(folder, 'nowhere')).toThrow('There is no git repository with a branch nowhere here')
  })

  test.each([
    ['an import', 1, [], 'nothing'],
    ['a comment', 2, [], 'nothing'],
    ['a table of the file', 3, [], 'own'],
    ['a constructor', 5, ['Points'], 'nothing'],
    ['a getter', 10, ['best'], 'nothing'],
    ['a table that others import', 13, [], 'exported'],
    ['a function in it', 14, ['check'], 'nothing'],
  ])('in %s', (_, line, functions, outside) => {
    expect(partsAt(PATH, POINTS, [{ first: line, last: line }])).toEqual({ functions, outside, classes: ['Points'] })
  })
})

describe('which tests', () => {
  const TESTS = [
    'test/architecture.test.ts',
    'test/criteria/judge.test.ts',
    'test/criteria/points.test.ts',
    'test/web/desk.test.ts',
    'test/web/firm.test.ts',
    'test/web/home.test.ts',
  ]
  const [ARCHITECTURE, JUDGE, OWN, DESK, FIRM] = TESTS
  const imports = new Imports(
    new Map([
      [PATH, POINTS],
      ['src/criteria/judge.ts', "import { Points } from './points.js'\n"],
      ['src/web/home.ts', "import type { Points } from '../criteria/points.js'\n"],
      ['test/criteria/points.test.ts', "import {\n  Points,\n} from '../../src/criteria/points.js'\n"],
      ['test/criteria/judge.test.ts', "import { judge } from '../../src/criteria/judge.js'\n"],
      ['test/web/site.ts', "export * from '../../src/criteria/judge.js'\n"],
      ['test/web/desk.test.ts', "import { site } from './site.js'\n"],
      ['test/web/firm.test.ts', "const { site } = await import('./site.js')\n"],
      ['test/web/home.test.ts', "import '../../src/web/home.js'\n"],
    ]),
  )
  const noted = (seconds: number, ran: string[], loaded: string[] = []): Marks => ({
    seconds,
    ran: { [PATH]: ran },
    loaded: { [PATH]: loaded },
  })
  const MARKS = new Map([
    ['test/architecture.test.ts', { seconds: 9, ran: {}, loaded: {} }],
    ['test/criteria/judge.test.ts', noted(2, ['check'], ['best'])],
    ['test/criteria/points.test.ts', noted(1, ['best', 'check'])],
    ['test/web/desk.test.ts', noted(30, ['Points', 'count'])],
    ['test/web/firm.test.ts', noted(20, ['Points', 'count'])],
    ['test/web/home.test.ts', noted(5, ['Points'])],
  ])
  const choose = (parts: Change['parts'], marks: ReadonlyMap<string, Marks> = MARKS) =>
    findCandidates([parts ? { path: PATH, parts } : { path: PATH }], { tests: TESTS, marks, imports })
  const classes = ['Points']
  const pathsOf = (candidates: readonly Candidate[]) => candidates.map(({ path }) => path)

  test('those that ran the function, the nearest first and then the quickest', () => {
    const found = choose({ functions: ['count'], outside: 'nothing', classes })
    expect(pathsOf(found)).toEqual([OWN, ARCHITECTURE, FIRM, DESK])
  })

  test('for a table of the file and a new function, those that did more than construct its class', () => {
    for (const parts of [
      { functions: [], outside: 'own', classes } as const,
      { functions: ['brandNew'], outside: 'nothing', classes } as const,
    ])
      expect(pathsOf(choose(parts))).toEqual([OWN, ARCHITECTURE, JUDGE, FIRM, DESK])
  })

  test('for a comment or a type, only those of its path and those that read all sources', () => {
    expect(pathsOf(choose({ functions: [], outside: 'nothing', classes }))).toEqual([OWN, ARCHITECTURE])
  })

  test('for what runs while modules load, those that import it as well, after the others', () => {
    const marks = new Map([...MARKS, ['test/web/desk.test.ts', noted(3, [])] as const])
    const found = choose({ functions: ['best'], outside: 'nothing', classes }, marks)
    expect(pathsOf(found)).toEqual([OWN, ARCHITECTURE, JUDGE, DESK, FIRM])
  })

  test('without marks, those that import it, by how many imports are between', () => {
    const found = choose({ functions: ['count'], outside: 'nothing', classes }, new Map())
    expect(pathsOf(found)).toEqual([OWN, ARCHITECTURE, JUDGE, DESK, FIRM])
  })

  test('a test that differs, a helper by its imports, and a page of the documents by who reads them', () => {
    const grounds = { tests: [...TESTS, 'test/tools/readme.test.ts'], marks: MARKS, imports }
    const found = (path: string) => pathsOf(findCandidates([{ path }], grounds))
    expect(found('test/web/desk.test.ts')).toEqual([DESK])
    expect(found('test/web/site.ts')).toEqual([FIRM, DESK])
    expect(found('docs/glossary.md')).toEqual(['test/tools/readme.test.ts'])
  })

  test('as many as there is time for; the others are named with their seconds', () => {
    const found = choose({ functions: ['count'], outside: 'nothing', classes })
    const { taken, left } = fit(found, 20, 2)
    expect(pathsOf(taken)).toEqual([OWN, ARCHITECTURE, FIRM])
    expect(sayOutcome(taken, left)).toEqual({
      zh: '已运行 3 个测试文件；与改动有关而未运行的 1 个（共 30 秒）：test/web/desk.test.ts（30.0 秒）。',
      en: 'Test files run: 3. Left out: 1 (30 s): test/web/desk.test.ts (30.0 s).',
    })
    const many = Array.from({ length: 12 }, (_, at) => ({ path: `t${at}`, distance: 3, seconds: 1 }))
    expect(sayOutcome([], many).en).toContain('12 (12 s): t0 (1.0 s), t1 (1.0 s), ')
    expect(sayOutcome([], many).en).toMatch(/t9 \(1\.0 s\) and 2 others\.$/)
  })
})
