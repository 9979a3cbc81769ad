/** Which tests reach what differs, the nearest first, and how many of them there is time for. */
import { posix } from 'node:path'
import type { Change } from './difference.js'
import type { Parts } from './functions.js'
import type { Imports } from './imports.js'
import { type Marks, type Notes, notesOf } from './marks.js'

export interface Grounds {
  /** Every test file that may be chosen. */
  readonly tests: readonly string[]
  readonly marks: ReadonlyMap<string, Marks>
  readonly imports: Imports
}

export interface Candidate {
  readonly path: string
  /** 0 for a test that differs itself; the greater the farther. */
  readonly distance: number
  /** As measured, or as tests take on the whole. */
  readonly seconds: number
}

/** Tests, or folders of them, that read files of a kind without importing them. */
const READERS: readonly (readonly [files: RegExp, tests: readonly string[]])[] = [
  [/^(src|tools|migrations|bench)\/.*\.ts$/, ['test/architecture.test.ts', 'test/sources.test.ts']],
  [/^templates\/.*\.hbs$/, ['test/web/kit.test.ts', 'test/tools/views.test.ts']],
  [/^templates\/assets\//, ['test/web/kit.test.ts', 'test/web/hygiene.test.ts']],
  [/^templates\/letters\//, ['test/letters/']],
  [/^migrations\//, ['test/migrations.test.ts', 'test/database/']],
  [/\.md$|^[^/]+$/, ['test/tools/readme.test.ts', 'test/texts.test.ts', 'test/glossary.test.ts']],
  [/^(test\/runtime\/|test\/[^/]+\.mjs$|jest\.config|\.swcrc)/, ['test/']],
]

/** A test that differs itself. */
const ITSELF = 0
/** A test at the source's own path. */
const MIRROR = 1
/** A test of the source's name, or that reads files of its kind. */
const NAMESAKE = 2
/** A test that reaches the source by its marks. The number of imports between is added. */
const BY_MARKS = 2
/** A test of the same part (src/web, test/web) that merely imports it; imports between are added. */
const BY_IMPORTS = 20
/** A test of another part that merely imports it; imports between are added. */
const FROM_AFAR = 40
/** Counts as the imports between for a test that reaches a source without importing it. */
const REMOTE = 9
/** The least that is allowed for a test file that was not measured. */
const SECONDS = 4

export function findCandidates(changes: readonly Change[], grounds: Grounds): Candidate[] {
  const nearest = new Map<string, number>()
  for (const change of changes)
    for (const [test, distance] of distancesTo(change, grounds))
      nearest.set(test, Math.min(distance, nearest.get(test) ?? distance))
  const usual = Math.max(SECONDS, meanOf([...grounds.marks.values()].map(({ seconds }) => seconds)))
  return [...nearest]
    .map(([path, distance]) => ({ path, distance, seconds: grounds.marks.get(path)?.seconds ?? usual }))
    .sort((a, b) => a.distance - b.distance || a.seconds - b.seconds || (a.path < b.path ? -1 : 1))
}

const meanOf = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length)

/** As many as there is time for, in their order; those that differ and mirrors in any case. */
export function fit(candidates: readonly Candidate[], seconds: number, workers: number) {
  let left = seconds * workers
  const isTaken = new Map(
    candidates.map(({ path, ...one }) => {
      const fits = one.distance <= MIRROR || (one.seconds <= seconds && one.seconds <= left)
      if (fits) left -= one.seconds
      return [path, fits]
    }),
  )
  return {
    taken: candidates.filter(({ path }) => isTaken.get(path)),
    left: candidates.filter(({ path }) => !isTaken.get(path)),
  }
}

/** The tests that reach one file, and how far each is from it. */
function distancesTo({ path, parts }: Change, grounds: Grounds): Map<string, number> {
  const { tests, imports } = grounds
  const isCode = path.endsWith('.ts')
  const steps = imports.distancesTo(isCode ? [path] : imports.naming(path))
  const others = parts ? byMarks(path, parts, steps, grounds) : byName(path, steps, grounds)
  const found = new Map<string, number>()
  for (const test of tests) {
    const distance = test === path ? ITSELF : isMirror(path, test) ? MIRROR : (readerOf(path, test) ?? others(test))
    if (distance === undefined) continue
    found.set(test, distance > NAMESAKE && isNamesake(path, test) ? NAMESAKE : distance)
  }
  return found
}

type Distance = (test: string) => number | undefined

/** By the marks of a source, and by its imports where marks say nothing or cannot know. */
function byMarks(path: string, parts: Parts, steps: ReadonlyMap<string, number>, { marks }: Grounds): Distance {
  const notes = notesOf(path, marks)
  const isReached = reaches(parts, notes)
  const isNothing = parts.functions.length === 0 && parts.outside === 'nothing'
  const isUnsure = !notes.ran || parts.outside === 'exported' || parts.functions.some((name) => notes.loaded.has(name))
  return (test) => {
    if (isNothing) return undefined
    const step = steps.get(test)
    const one = marks.get(test)
    if (one && isReached(one.ran[path])) return BY_MARKS + (step ?? REMOTE)
    if (step === undefined || (one && !isUnsure)) return undefined
    return step + (partOf(path) === partOf(test) ? BY_IMPORTS : FROM_AFAR)
  }
}

/** 'web' for src/web/desk/queue.view.ts and test/web/desk.test.ts; 'tools' for tools/new.ts. */
const partOf = (path: string): string => path.replace(/^(src|test)\//, '').replace(/\/.*/, '')

/** Whether a test that ran these functions reaches the parts that differ. */
function reaches({ functions, outside, classes }: Parts, { ran, loaded }: Notes) {
  const isMore = (name: string) => !classes.includes(name)
  const isUsed = [...(ran ?? [])].some(isMore)
  // a function that no test ran is new, or runs in another process: any test of the file will do
  const isWhole = outside !== 'nothing' || functions.some((name) => !ran?.has(name) && !loaded.has(name))
  return (names: readonly string[] | undefined): boolean => {
    if (!names) return false
    return names.some((name) => functions.includes(name)) || (isWhole && (!isUsed || names.some(isMore)))
  }
}

/** By the marks of a template. Other files by the tests that name them, helpers by imports. */
function byName(path: string, steps: ReadonlyMap<string, number>, { marks }: Grounds): Distance {
  return (test) => {
    if (marks.get(test)?.ran[path]) return BY_MARKS + 1
    const step = steps.get(test)
    return step === undefined ? undefined : BY_MARKS + step
  }
}

function readerOf(path: string, test: string): number | undefined {
  const readers = READERS.filter(([files]) => files.test(path)).flatMap(([, names]) => names)
  return readers.some((name) => (name.endsWith('/') ? test.startsWith(name) : test === name)) ? NAMESAKE : undefined
}

/** At the source's own path in test/, or at that of its folder: web/desk.test.ts of web/desk/. */
function isMirror(path: string, test: string): boolean {
  if (!/^(src|tools)\//.test(path)) return false
  const own = path.replace(/^src\//, '').replace(/\.[^/]*$/, '')
  return [own, posix.dirname(own)].some((name) => test === `test/${name}.test.ts`)
}

/** Of the same name as the file or its folder, wherever it lies. */
function isNamesake(path: string, test: string): boolean {
  const [name = ''] = posix.basename(path).split('.')
  return [name, posix.basename(posix.dirname(path))].includes(posix.basename(test, '.test.ts'))
}
