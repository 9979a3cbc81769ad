/** What test files ran when they last passed, as noted by test/runtime/marks.cjs. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names of functions by source. A template that was rendered has none. */
type Functions = Readonly<Record<string, readonly string[]>>

export interface Marks {
  readonly seconds: number
  readonly ran: Functions
  /** What ran while modules were loaded, for this file and those after it in the same worker. */
  readonly loaded: Functions
}

/** The marks of these test files, by path; a file that never passed with marks is not there. */
export function readMarks(project: string, tests: readonly string[]): Map<string, Marks> {
  const found = new Map<string, Marks>()
  for (const test of tests) {
    const note = join(project, 'build/marks', `${test}.json`)
    if (!existsSync(note)) continue
    const marks: Marks = JSON.parse(readFileSync(note, 'utf8'))
    found.set(test, marks)
  }
  return found
}

/** What all test files say of one source. */
export interface Notes {
  /** The functions that tests ran; undefined when no test ran anything of the file. */
  readonly ran: ReadonlySet<string> | undefined
  readonly loaded: ReadonlySet<string>
}

export function notesOf(path: string, marks: ReadonlyMap<string, Marks>): Notes {
  const all = [...marks.values()]
  const ran = all.flatMap((one) => (one.ran[path] ? [one.ran[path]] : []))
  return {
    ran: ran.length > 0 ? new Set(ran.flat()) : undefined,
    loaded: new Set(all.flatMap(({ loaded }) => loaded[path] ?? [])),
  }
}
