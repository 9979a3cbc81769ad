/** Tries mutants one after the other, each on the tests that run its code: the nearest and quickest first, up to the first that fails. */
import { readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'
import type { Copy } from './copy.js'
import { changed, type Mutant } from './mutants.js'
import { markSource } from './reach.js'
import { TestRunner } from './runner.js'

export type Result = 'noticed' | 'timedOut' | 'survived' | 'notReached' | 'notBuilt'

/** What became of one mutant. */
export interface Tried {
  readonly mutant: Mutant
  readonly result: Result
  /** What noticed it: the file and the test. */
  readonly by?: string | undefined
  readonly milliseconds: number
}

interface TestFile {
  readonly file: string
  readonly text: string
  /** What it took without any mutant. */
  readonly milliseconds: number
  readonly reached: ReadonlySet<string>
}

/** Milliseconds for a file of tests without mutants. */
const PATIENCE = 600_000
/** How long a test file may take with a mutant, as a multiple of what it takes without; and what is added. */
const [TIMES, MORE] = [4, 20_000]

export class Trial {
  private readonly runner: TestRunner
  private marks: ReadonlyMap<Mutant, string> = new Map()
  private tests: readonly TestFile[] = []

  /** @param longest milliseconds of one mutant, after which no further file of tests is begun: it has survived */
  constructor(
    private readonly copy: Copy,
    private readonly longest = Number.POSITIVE_INFINITY,
  ) {
    this.runner = new TestRunner(copy.folder)
  }

  /**
   * Runs every test file once, without mutants, to learn its time and what it runs.
   * @returns the files that fail without any mutant, and so judge none
   */
  async prepare(mutants: readonly Mutant[], files: readonly string[], say: (file: string) => void): Promise<string[]> {
    const sources = new Map(mutants.map(({ file }) => [file, this.read(file)]))
    const marked = [...sources].map(([file, text]) => ({
      file,
      ...markSource(
        file,
        text,
        mutants.filter((one) => one.file === file),
      ),
    }))
    this.marks = new Map(marked.flatMap(({ marks }) => [...marks]))
    for (const { file, text } of marked) this.write(file, text)
    const [tests, broken]: [TestFile[], string[]] = [[], []]
    for (const file of files) {
      say(file)
      const { end, milliseconds, reached, test = this.runner.errors } = await this.runner.run(file, PATIENCE)
      if (end === 'passed') tests.push({ file, text: this.read(file), milliseconds, reached: new Set(reached) })
      else broken.push(`${file}: ${end} ${test}`)
    }
    for (const [file, text] of sources) this.write(file, text)
    this.tests = tests
    return broken
  }

  async try(mutant: Mutant): Promise<Tried> {
    const begun = performance.now()
    const tried = (result: Result, by?: string): Tried => ({
      mutant,
      result,
      by,
      milliseconds: Math.round(performance.now() - begun),
    })
    const files = this.testsOf(mutant)
    if (files.length === 0) return tried('notReached')
    const source = this.read(mutant.file)
    const text = changed(source, mutant)
    if (!isSound(text)) return tried('notBuilt')
    this.write(mutant.file, text)
    try {
      for (const { file, milliseconds } of files) {
        if (performance.now() - begun > this.longest) break
        const { end, test } = await this.runner.run(file, milliseconds * TIMES + MORE)
        if (end === 'late') return tried('timedOut', file)
        if (end !== 'passed') return tried('noticed', `${file}: ${test ?? end}`)
      }
      return tried('survived')
    } finally {
      this.write(mutant.file, source)
    }
  }

  stop(): void {
    this.runner.stop()
  }

  /** Those that run its code; first those that import its file. */
  private testsOf(mutant: Mutant): TestFile[] {
    const mark = this.marks.get(mutant) ?? ''
    const name = `/${basename(mutant.file, '.ts')}.js'`
    const isNear = ({ text }: TestFile) => Number(text.includes(name))
    return this.tests
      .filter(({ reached }) => reached.has(mark))
      .sort((a, b) => isNear(b) - isNear(a) || a.milliseconds - b.milliseconds)
  }

  private readonly read = (file: string): string => readFileSync(join(this.copy.folder, file), 'utf8')

  private written = Math.ceil(Date.now() / 1000)

  /** Each time with another time of change, by which Jest knows that a file is new. */
  private write(file: string, text: string): void {
    const path = join(this.copy.folder, file)
    writeFileSync(path, text)
    this.written += 1
    utimesSync(path, this.written, this.written)
  }
}

const isSound = (text: string): boolean => {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, experimentalDecorators: true },
  })
  return diagnostics.length === 0
}
