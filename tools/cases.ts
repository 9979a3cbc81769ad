/**
 * `npm run cases -- DIR [--keep FOLDER] [--only NAME]`: plays every case file of a folder
 * (docs/case-files.md) through the HTTP API of the running product, each on a fresh database
 * with the clock on its day, and says of each in one line whether all came out as the file says.
 */
import 'reflect-metadata'
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loadConfig } from '../src/config.js'
import { LauncherError, messageOf } from './binaries.js'
import { BadCaseFile, nameOfFile, readCaseFile } from './cases/caseFile.js'
import { type DatabaseCopy, type Databases, openDatabases } from './cases/databases.js'
import { playCase } from './cases/play.js'
import { isMain, runCommand } from './command.js'

interface Asked {
  readonly folder: string
  readonly names: readonly string[]
  readonly keep: string | undefined
}

const usage = (zh: string, en: string) =>
  new LauncherError(
    `${zh}\n用法：npm run cases -- 文件夹 [--keep 文件夹] [--only 名称]`,
    `${en}\nUsage: npm run cases -- DIR [--keep FOLDER] [--only NAME]`,
  )

/** @throws LauncherError when there is nothing to play */
function readArguments(): Asked {
  const { values, positionals } = parse()
  const [given, ...more] = positionals
  if (!given || more.length > 0) throw usage('请给出一个放样例文件的文件夹。', 'Name one folder with case files.')
  const folder = resolve(given)
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw usage(`没有文件夹 ${folder}。`, `There is no folder ${folder}.`)
  const { only, keep } = values
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && (only === undefined || name.includes(only)))
    .sort()
  if (names.length === 0)
    throw usage(
      `${folder} 中没有要运行的样例文件（*.json）。`,
      `There are no case files (*.json) to play in ${folder}.`,
    )
  if (keep !== undefined) mkdirSync(keep, { recursive: true })
  return { folder, names, keep: keep === undefined ? undefined : resolve(keep) }
}

function parse() {
  try {
    return parseArgs({ allowPositionals: true, options: { keep: { type: 'string' }, only: { type: 'string' } } })
  } catch (error) {
    throw usage('参数有误。', messageOf(error))
  }
}

/** Plays one file and answers its line. */
async function playFile(name: string, asked: Asked, databases: Databases, copy: () => Promise<DatabaseCopy>) {
  const shown = nameOfFile(name)
  try {
    const file = readCaseFile(asked.folder, name)
    const differences = await playCase(file, databases, copy(), asked.keep)
    const did = [`flow ${file.flow?.length ?? 0} steps`, ...(file.expect ? ['expect'] : [])].join(', ')
    return {
      passed: differences.length === 0,
      line: differences.length === 0 ? `ok   ${shown} (${did})` : fail(shown, differences),
    }
  } catch (error) {
    const why = error instanceof BadCaseFile ? error.message : messageOf(error).replace(/\s+/g, ' ')
    return { passed: false, line: fail(shown, [why]) }
  }
}

const fail = (name: string, differences: readonly string[]) => `FAIL ${name}: ${differences.join('; ')}`

/** Lets `most` works run at once; the others wait in the order in which they came. */
function takeTurns(most: number) {
  const waiting: (() => void)[] = []
  let free = most
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

/** Databases made one ahead, so that no case waits for its own. */
class Copies {
  private readonly spare: Promise<DatabaseCopy>[] = []

  constructor(private readonly databases: Databases) {
    this.order()
  }

  take = (): Promise<DatabaseCopy> => {
    this.order()
    return this.spare.shift() ?? this.databases.copy()
  }

  async dropSpare(): Promise<void> {
    for (const copy of await Promise.allSettled(this.spare)) if (copy.status === 'fulfilled') await copy.value.drop()
  }

  private order(): void {
    const copy = this.databases.copy()
    copy.catch(() => undefined) // whoever takes it meets the error
    this.spare.push(copy)
  }
}

/** Plays all files, as many at a time as there are processors; the lines come in the order of the names. Answers how many failed. */
async function playAll(asked: Asked, databases: Databases): Promise<number> {
  const inTurn = takeTurns(Math.min(availableParallelism(), 4))
  const copies = new Copies(databases)
  const results = asked.names.map((name) => inTurn(() => playFile(name, asked, databases, copies.take)))
  let failed = 0
  for (const result of results) {
    const { passed, line } = await result
    process.stdout.write(`${line}\n`)
    if (!passed) failed += 1
  }
  await copies.dropSpare()
  process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`)
  return failed
}

async function run(): Promise<void> {
  const config = loadConfig()
  if (config.production)
    throw new LauncherError('样例不能在 production 下运行。', 'Case files are not played in production.')
  const asked = readArguments()
  const databases = await openDatabases(config)
  for (const [index, name] of (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).entries())
    process.once(name, () => databases.end().finally(() => process.exit(130 + index)))
  try {
    if ((await playAll(asked, databases)) > 0) process.exitCode = 1
  } finally {
    await databases.end()
  }
}

if (isMain(import.meta.url)) await runCommand(run)
