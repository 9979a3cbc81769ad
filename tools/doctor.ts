/**
 * `npm run doctor`: asks everything that a start and the days after it need, by the settings of the processes, and changes nothing: settings, databases, keys, services, this machine. Each line says
 * what was found and, where it is not right, what to do. `--json` for machines. The status is 78 when something is wrong, else 0.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Logger } from '@nestjs/common'
import { type Config, EXIT_SETTINGS, examineConfig } from '../src/config.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand } from './command.js'
import { provideDatabase } from './database.js'
import { examineDatabases, examineSchema, examineSessions, openDatabases } from './doctor/database.js'
import { examineFigures } from './doctor/figures.js'
import { ask, type Finding, hint, linesOf, ok, type Section, wrong } from './doctor/finding.js'
import { examineKeys } from './doctor/keys.js'
import { examineClock, examineStores, examineWalls } from './doctor/machine.js'
import { examineReplica } from './doctor/replica.js'
import { examineServices } from './doctor/services.js'
import { listServerProcesses } from './processes.js'

/** What a start would refuse, and what an operator should know of the process itself. */
function examineSettings({ config, problems }: ReturnType<typeof examineConfig>): Finding[] {
  const found: Finding[] =
    problems.length === 0
      ? [ok('settings', { zh: '均可读取。', en: 'all can be read.' })]
      : problems.map((problem) => wrong('settings', problem))
  if (Number.parseInt(process.versions.node, 10) < 22 && config.production)
    found.push(
      hint(
        'Node',
        { zh: '版本 {version}，已无安全更新。', en: 'version {version} no longer receives security fixes.' },
        { zh: '请用 Node 22 或 24。', en: 'Use Node 22 or 24.' },
        { version: process.versions.node },
      ),
    )
  if (process.getuid?.() === 0 && config.readerUid === null && config.production)
    found.push(
      hint(
        'user',
        { zh: '以 root 运行，无法核对文件权限。', en: 'run as root, so file permissions cannot be checked.' },
        { zh: '请以进程的用户再运行一次。', en: 'Run it again as the user of the processes.' },
      ),
    )
  return found
}

/** The embedded server is asked where it runs already; it is not started for this. */
async function withEmbedded(config: Config): Promise<{ config: Config; stop(): Promise<void> }> {
  const runs = existsSync(join(config.dataDir, 'pg')) && listServerProcesses(join(config.dataDir, 'pg')).length > 0
  if (config.databaseUrl !== null || !config.embedded || !runs) return { config, stop: async () => undefined }
  return provideDatabase(config)
}

/** Everything, in the order in which an operator would put it right. */
export async function examine(examined: ReturnType<typeof examineConfig>, now: Date): Promise<Section[]> {
  const { config, stop } = await withEmbedded(examined.config)
  const { findings, opened } = await openDatabases(config)
  try {
    const services = examineServices(config, now)
    const schema = await ask('migrations', () => examineSchema(opened))
    const walls = ask('READER_WALLS', () => examineWalls(config))
    return [
      { name: { zh: '设置', en: 'Settings' }, findings: examineSettings(examined) },
      {
        name: { zh: '数据库', en: 'Database' },
        findings: [
          ...findings,
          ...examineDatabases(config, opened),
          ...schema,
          // which npm run migrate prepares
          ...(schema.some(({ grade }) => grade === 'wrong') ? [] : await examineSessions(config, opened)),
          ...(await examineReplica(config, opened)),
        ],
      },
      {
        name: { zh: '运行状况', en: 'Operation' },
        findings: schema.some(({ grade }) => grade === 'wrong')
          ? []
          : await ask('figures', () => examineFigures(config, opened, now)),
      },
      { name: { zh: '密钥', en: 'Keys' }, findings: await examineKeys(config, opened, now) },
      { name: { zh: '外部服务', en: 'Services' }, findings: await services },
      {
        name: { zh: '本机', en: 'This machine' },
        findings: [...examineClock(config, opened), ...(await examineStores(config, opened)), ...(await walls)],
      },
    ]
  } finally {
    for (const { client } of opened) await client.end()
    await stop()
  }
}

/** The last lines: at night nobody reads the rest first. */
function summary(all: readonly Finding[]): string {
  const listOf = (grade: Finding['grade']) => {
    const names = all.filter((one) => one.grade === grade).map(({ about }) => about)
    return { count: names.length, names: [...new Set(names)].join(', ') || '-' }
  }
  const [wrongs, hints] = [listOf('wrong'), listOf('hint')]
  return (
    `${wrongs.count} 项有误：${wrongs.names}。${hints.count} 项提示：${hints.names}。\n` +
    `${wrongs.count} wrong: ${wrongs.names}. ${hints.count} hints: ${hints.names}.`
  )
}

const USAGE = 'npm run doctor [-- --json]'

async function run(args: readonly string[]): Promise<void> {
  if (args.some((arg) => arg !== '--json')) throw new LauncherError(USAGE, USAGE)
  Logger.overrideLogger(false) // what our own parts would log is among the findings
  const sections = await examine(examineConfig(), new Date())
  const all = sections.flatMap(({ findings }) => findings)
  const count = (grade: Finding['grade']) => all.filter((one) => one.grade === grade).length
  if (args.includes('--json'))
    process.stdout.write(`${JSON.stringify({ wrong: count('wrong'), hints: count('hint'), sections }, null, 2)}\n`)
  else process.stdout.write(`${sections.map(linesOf).join('\n')}\n${summary(all)}\n`)
  if (count('wrong') > 0) process.exitCode = EXIT_SETTINGS
}

if (isMain(import.meta.url)) await runCommand(() => run(process.argv.slice(2)))
