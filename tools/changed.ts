/**
 * `npm run test:changed`: runs the tests that reach what differs from main, the nearest first, for
 * about a minute (`--seconds`), and names those left out. Another branch: `--base`. `--learn` runs
 * npm test and notes what each file reaches. A help while writing; the gate is .ci/run.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Bilingual } from '../src/base/text.js'
import { projectFolder } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { type Candidate, findCandidates, fit } from './changed/choice.js'
import { type Change, findBase, findChanges } from './changed/difference.js'
import { readImports } from './changed/imports.js'
import { readMarks } from './changed/marks.js'
import { isMain, runCommand, tell } from './command.js'
import { listFiles } from './sources.js'

/** As many test files as jest.config.mjs runs at a time. */
const WORKERS = 3
/** Names of test files that were left out, before only their number is said. */
const NAMES = 10
const LEARN = 'npm run test:changed -- --learn'

const OPTIONS = {
  base: { type: 'string', default: 'main' },
  seconds: { type: 'string', default: '60' },
  learn: { type: 'boolean', default: false },
} as const

function readArguments() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS })
  const seconds = Number(values.seconds)
  if (!(seconds > 0) || (positionals.length > 0 && !values.learn))
    throw new LauncherError(
      '用法：npm run test:changed [-- --base 分支 --seconds 秒数 | -- --learn [测试文件…]]',
      'Usage: npm run test:changed [-- --base BRANCH --seconds N | -- --learn [TEST…]]',
    )
  return { ...values, seconds, names: positionals }
}

/** Runs Jest on these files and notes what they reach. Its status becomes that of the command. */
function runJest(args: readonly string[]): void {
  const env = { ...process.env, TEST_MARKS: '1' }
  const jest = join('node_modules', 'jest', 'bin', 'jest.js')
  const { status } = spawnSync(process.execPath, [jest, ...args], { cwd: projectFolder, stdio: 'inherit', env })
  process.exitCode = status ?? 1
}

const secondsOf = (tests: readonly Candidate[]): string =>
  tests.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0)

/** What was run and what was left out, by names and seconds. */
export function sayOutcome(taken: readonly Candidate[], left: readonly Candidate[]): Bilingual {
  if (left.length === 0)
    return {
      zh: `已运行 ${taken.length} 个测试文件，与改动有关的没有遗漏。`,
      en: `Test files run: ${taken.length}. None was left out.`,
    }
  const named = left.slice(0, NAMES).map(({ path, seconds }) => ({ path, seconds: seconds.toFixed(1) }))
  const others = left.length - named.length
  const zh = named.map(({ path, seconds }) => `${path}（${seconds} 秒）`).join('、')
  const en = named.map(({ path, seconds }) => `${path} (${seconds} s)`).join(', ')
  const [run, count, sum] = [taken.length, left.length, secondsOf(left)]
  return {
    zh: `已运行 ${run} 个测试文件；与改动有关而未运行的 ${count} 个（共 ${sum} 秒）：${zh}${others ? `，另有 ${others} 个` : ''}。`,
    en: `Test files run: ${run}. Left out: ${count} (${sum} s): ${en}${others ? ` and ${others} others` : ''}.`,
  }
}

/** Changed tests that other commands run, and how many tests there are no marks of. */
function sayLimits(changes: readonly Change[], unmarked: number): void {
  const elsewhere = changes
    .map(({ path }) => path)
    .filter((path) => /^test\/.*\.(rest|long|months)\.ts$/.test(path) && existsSync(join(projectFolder, path)))
  if (elsewhere.length > 0)
    tell({
      zh: `以下改动的测试由其他命令运行，此次未运行：${elsewhere.join('、')}`,
      en: `Changed tests that other commands run: ${elsewhere.join(', ')}`,
    })
  if (unmarked > 0)
    tell({
      zh: `${unmarked} 个测试文件没有运行记录，按导入关系选取。建立记录：${LEARN}（用时与 npm test 相同）`,
      en: `Test files without marks, selected by imports: ${unmarked}. To make marks: ${LEARN} (as long as npm test)`,
    })
}

async function main(): Promise<void> {
  const { base, seconds, learn, names } = readArguments()
  if (learn) return runJest(names)
  const tests = listFiles(projectFolder, 'test', /\.test\.ts$/)
  const changes = findChanges(projectFolder, findBase(projectFolder, base))
  const marks = readMarks(projectFolder, tests)
  const candidates = findCandidates(changes, { tests, marks, imports: readImports(projectFolder) })
  const { taken, left } = fit(candidates, seconds, WORKERS)
  tell({
    zh: `改动的文件 ${changes.length} 个，有关的测试文件 ${candidates.length} 个，运行 ${taken.length} 个`,
    en: `Files changed: ${changes.length}; test files concerned: ${candidates.length}; run: ${taken.length}`,
  })
  if (taken.length > 0) runJest(['--runTestsByPath', ...taken.map(({ path }) => path)])
  tell(sayOutcome(taken, left))
  sayLimits(changes, tests.length - marks.size)
}

if (isMain(import.meta.url)) await runCommand(main)
