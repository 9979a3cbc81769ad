/**
 * `npm run simulate`: months of a town under one seed, with what goes wrong in them, and the invariants of
 * docs/architecture.md after each step (test/simulation). `--seed N`, `--months N` or `--days N` (one month), `--from`
 * the first day, `--steps N` a working day; `--minutes N` goes on with the next seed until so many minutes are over.
 */
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isDate } from '../src/base/dates.js'
import { environmentWith } from '../src/config.js'
import { projectFolder } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'

const DAYS_A_MONTH = 30.44
/** Three weeks before the plan of the seed ends. */
const FROM = '2026-11-24'

const OPTIONS = {
  seed: { type: 'string' },
  months: { type: 'string' },
  days: { type: 'string' },
  minutes: { type: 'string' },
  from: { type: 'string', default: FROM },
  steps: { type: 'string', default: '20' },
} as const

const USAGE = '[--seed N] [--months N | --days N] [--minutes N] [--from YYYY-MM-DD] [--steps N]'
const usage = (): never => {
  throw new LauncherError(`用法：npm run simulate -- ${USAGE}`, `Usage: npm run simulate -- ${USAGE}`)
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch {
    return usage()
  }
}

/** What a simulation is to do, from the arguments of the command. Throws LauncherError. */
export function readPlan(args: readonly string[], seed = randomInt(1, 2 ** 31)) {
  const values = readValues(args)
  const number = (text: string | undefined, otherwise: number): number =>
    text === undefined ? otherwise : Number(text)
  const plan = {
    seed: number(values.seed, seed),
    from: values.from,
    days: Math.round(number(values.days, number(values.months, values.minutes === undefined ? 1 : 12) * DAYS_A_MONTH)),
    steps: number(values.steps, 20),
    ...(values.minutes !== undefined && { minutes: Number(values.minutes) }),
  }
  const numbers = [plan.seed, plan.days, plan.steps, plan.minutes ?? 1]
  if (!isDate(plan.from) || !numbers.every((one) => Number.isFinite(one) && one > 0)) usage()
  return plan
}

/** Runs it in Jest, whose database cluster it uses; answers the exit status. */
function simulate(args: readonly string[]): number {
  const folder = join(projectFolder, 'build/simulations')
  mkdirSync(folder, { recursive: true })
  const plan = readPlan(args)
  const file = join(folder, `${plan.seed}.jsonl`)
  tell({
    zh: `种子 ${plan.seed}，从 ${plan.from} 起，至多 ${plan.days} 天；结果写入 ${file}。`,
    en: `Seed ${plan.seed}, from ${plan.from}, ${plan.days} days at most; results are written to ${file}.`,
  })
  const jest = join(projectFolder, 'node_modules/jest/bin/jest.js')
  const env = environmentWith({ TEST_TIER: 'months', SIMULATION: JSON.stringify({ ...plan, file }) })
  const { status } = spawnSync(process.execPath, [jest, '--runInBand'], {
    cwd: projectFolder,
    env,
    stdio: 'inherit',
  })
  return status ?? 1
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    process.exitCode = simulate(process.argv.slice(2))
  })
