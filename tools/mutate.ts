/**
 * `npm run mutate -- FOLDER…`: changes the code in small ways, one at a time in a copy of the project, and counts
 * which changes the tests notice. `--seed` and `--sample` say which of the changes are tried (1 and 100), `--all`
 * tries every one, `--survivors` those again that survived the last time; `--minutes` says how long the tests of one
 * change may take, after which it counts as not noticed. The result is written into build/mutations/.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bilingual } from '../src/base/text.js'
import { projectFolder } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { copyProject } from './mutate/copy.js'
import { type Mutant, mutantsOf } from './mutate/mutants.js'
import { PARTS } from './mutate/parts.js'
import { draw, isSame, readEquivalents } from './mutate/sample.js'
import { type Result, Trial, type Tried } from './mutate/trial.js'
import { listFiles } from './sources.js'

export interface Plan {
  /** The folder of the project. */
  readonly project: string
  readonly mutants: readonly Mutant[]
  readonly tests: readonly string[]
  /** For one mutant; without end when absent. */
  readonly minutes?: number
  readonly say: (line: string) => void
}

const WORDS: Readonly<Record<Result, Bilingual>> = {
  noticed: { zh: '已发现', en: 'noticed' },
  timedOut: { zh: '超时', en: 'timed out' },
  survived: { zh: '未发现', en: 'survived' },
  notReached: { zh: '无测试执行', en: 'not reached' },
  notBuilt: { zh: '无法编译', en: 'not built' },
}
const RESULTS = Object.keys(WORDS) as Result[] // `keys` forgets them
const NOTICED: readonly Result[] = ['noticed', 'timedOut']
const UNNOTICED: readonly Result[] = ['survived', 'notReached']

/** Tries the mutants on the tests, in a copy of the project that is gone afterwards, also when it is interrupted. */
export async function mutate({ project, mutants, tests, minutes, say }: Plan): Promise<Tried[]> {
  const copy = await copyProject(project)
  const trial = new Trial(copy, minutes && minutes * 60_000)
  const clear = () => {
    trial.stop()
    copy.remove()
  }
  const stop = (name: NodeJS.Signals) => {
    clear()
    process.exit(128 + constants.signals[name])
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.once(name, stop)
  try {
    const broken = await trial.prepare(mutants, tests, (file) => say(`· ${file}`))
    for (const line of broken) say(`无改动即失败，不采用 Fails unchanged, left out: ${line}`)
    const found: Tried[] = []
    for (const [at, mutant] of mutants.entries()) {
      const tried = await trial.try(mutant)
      found.push(tried)
      say(`${at + 1}/${mutants.length} ${sayMutant(mutant)}  ${sayResult(tried)}`)
    }
    return found
  } finally {
    clear()
    for (const name of signals) process.off(name, stop)
  }
}

/** How many of those that could be tried were noticed; in per cent, rounded down. */
export function shareNoticed(found: readonly Tried[]): number {
  const count = (results: readonly Result[]) => found.filter(({ result }) => results.includes(result)).length
  const noticed = count(NOTICED)
  return Math.floor((noticed * 100) / Math.max(1, noticed + count(UNNOTICED)))
}

const clip = (text: string): string => {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}
const sayMutant = ({ file, line, column, was, becomes }: Mutant): string =>
  `${file}:${line}:${column}  ${clip(was)} → ${clip(becomes) || '∅'}`
const sayResult = ({ result, by, milliseconds }: Tried): string =>
  `${WORDS[result].zh} ${WORDS[result].en}${by ? ` (${clip(by)})` : ''} ${(milliseconds / 1000).toFixed(1)} s`

/** The sources and tests that an argument names: a folder of PARTS, or a file or folder within one. */
function findSources(name: string): { files: string[]; tests: string[] } {
  const wanted = name.replace(/\/$/, '')
  const part = PARTS.find(({ folder }) => wanted === folder || wanted.startsWith(`${folder}/`))
  if (!part || !existsSync(join(projectFolder, wanted))) {
    const folders = PARTS.map(({ folder }) => folder).join(', ')
    throw new LauncherError(
      `用法：npm run mutate -- 目录（${folders}）`,
      `Usage: npm run mutate -- FOLDER (${folders})`,
    )
  }
  const all = listFiles(projectFolder, part.folder, /(?<!\.d)\.ts$/)
  const isNamed = (file: string) =>
    wanted === part.folder
      ? (part.files?.some((own) => file === `${part.folder}/${own}.ts`) ?? true)
      : file === wanted || file.startsWith(`${wanted}/`)
  return { files: all.filter(isNamed), tests: part.tests.flatMap(filesOf) }
}

const filesOf = (test: string): string[] =>
  test.endsWith('.ts')
    ? [test]
    : readdirSync(join(projectFolder, test))
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => `${test}/${name}`)
        .sort()

const OPTIONS = {
  seed: { type: 'string', default: '1' },
  sample: { type: 'string', default: '100' },
  all: { type: 'boolean', default: false },
  survivors: { type: 'boolean', default: false },
  minutes: { type: 'string' },
} as const

function readArguments() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS })
  const [seed, sample] = [Number(values.seed), values.all ? Number.POSITIVE_INFINITY : Number(values.sample)]
  const minutes = Number(values.minutes ?? Number.POSITIVE_INFINITY)
  if (positionals.length === 0 || !Number.isInteger(seed) || !(sample > 0) || !(minutes > 0))
    throw new LauncherError(
      '用法：npm run mutate -- 目录… [--seed N] [--sample N | --all] [--survivors] [--minutes N]',
      'Usage: npm run mutate -- FOLDER… [--seed N] [--sample N | --all] [--survivors] [--minutes N]',
    )
  return { names: positionals, seed, sample, minutes, survivors: values.survivors }
}

async function main(): Promise<void> {
  const { names, seed, sample, minutes, survivors } = readArguments()
  const parts = names.map(findSources)
  const files = [...new Set(parts.flatMap((part) => part.files))]
  const tests = [...new Set(parts.flatMap((part) => part.tests))]
  const all = files.flatMap((file) => mutantsOf(file, readFileSync(join(projectFolder, file), 'utf8')))
  const equivalents = readEquivalents()
  const possible = all.filter((mutant) => !equivalents.some((one) => isSame(mutant, one)))
  const note = join(projectFolder, 'build/mutations', `${names.join('+').replaceAll('/', '-')}.json`)
  const drawn = survivors ? readSurvivors(note, possible) : draw(possible, seed, sample)
  tell({
    zh: `种子 ${seed}：${all.length} 处改动中取 ${drawn.length} 处；${all.length - possible.length} 处等效改动不计`,
    en: `Seed ${seed}: ${drawn.length} of ${all.length} changes; ${all.length - possible.length} equivalent ones left out`,
  })
  const say = (line: string) => process.stdout.write(`${line}\n`)
  const found = await mutate({ project: projectFolder, mutants: drawn, tests, minutes, say })
  const counts = RESULTS.map((result) => ({
    ...WORDS[result],
    count: found.filter((one) => one.result === result).length,
  }))
  const unnoticed = found.filter(({ result }) => UNNOTICED.includes(result))
  for (const { mutant, result } of unnoticed)
    say(`\n${sayMutant(mutant)}  ${WORDS[result].zh} ${WORDS[result].en}\n    ${mutant.within}`)
  const share = shareNoticed(found)
  mkdirSync(join(projectFolder, 'build/mutations'), { recursive: true })
  writeFileSync(note, `${JSON.stringify({ names, seed, share, found }, null, 1)}\n`)
  say('')
  tell({
    zh: `${counts.map(({ zh, count }) => `${zh} ${count}`).join('，')}；发现率 ${share}%`,
    en: `${counts.map(({ en, count }) => `${count} ${en}`).join(', ')}; ${share} % noticed`,
  })
}

function readSurvivors(note: string, possible: readonly Mutant[]): Mutant[] {
  if (!existsSync(note)) throw new LauncherError('没有上次的结果。', 'There is no result of a last time.')
  const { found }: { found: Tried[] } = JSON.parse(readFileSync(note, 'utf8'))
  const old = found.filter(({ result }) => UNNOTICED.includes(result)).map(({ mutant }) => mutant)
  return possible.filter((mutant) => old.some(({ nth, ...one }) => isSame(mutant, { ...one, nth, reason: '' })))
}

if (isMain(import.meta.url)) await runCommand(main)
