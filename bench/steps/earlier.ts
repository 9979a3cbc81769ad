/**
 * The same steps by the release of another checkout: its own database, cases, web server and clients, all by its own programs, in a process of its own. The parent says where it
 * stands, and then, as often as it likes, how long the clients walk.
 */
import { once } from 'node:events'
import { join } from 'node:path'
import type { Config, Environment } from '../../src/config.js'
import type { Postgres } from '../../tools/postgres.js'
import { CLOCK_AT, type Prepared } from './prepare.js'
import { endWeb, spentBy, startWeb } from './web.js'

export interface EarlierStart {
  readonly folder: string
  readonly port: number
}

export interface EarlierRound {
  readonly clients: number
  readonly seconds: number
}

export interface EarlierResult {
  readonly perSecond: number
  /** Steps for each second of processor time, of web server and database. */
  readonly perSpent: number
}

/** What of the other release is called here. */
interface Release {
  readConfig(environment: Environment): Config
  startTemporary(testing: boolean): Promise<Postgres>
  migrate(url: string, config: Config): Promise<unknown>
  prepareCases(config: Config): Promise<Prepared>
  driveSteps(prepared: Prepared, port: number, clients: number, seconds: number): Promise<number>
}

const FILES = ['src/config', 'tools/temporary', 'tools/migrate', 'bench/steps/prepare', 'bench/steps/drive']

async function load(folder: string): Promise<Release> {
  const modules = await Promise.all(FILES.map((file) => import(join(folder, 'dist', `${file}.js`))))
  return Object.assign({}, ...modules)
}

const [{ folder, port }] = (await once(process, 'message')) as [EarlierStart] // what our parent sends
const release = await load(folder)
const postgres = await release.startTemporary(false)
const settings = {
  DATABASE_URL: postgres.url,
  DATA_DIR: join(postgres.home, 'files'),
  PORT: String(port),
  CLOCK_AT,
  LOG_LEVEL: 'error',
  REQUESTS_PER_MINUTE: '1000000',
  DEMO: 'no',
}
const config = release.readConfig(settings)
await release.migrate(postgres.url, config)
const prepared = await release.prepareCases(config)
const web = await startWeb(folder, settings, port)
process.on('message', async ({ clients, seconds }: EarlierRound) => {
  const before = spentBy(web.pid ?? 0, postgres.pid)
  const perSecond = await release.driveSteps(prepared, port, clients, seconds)
  // the first second, which is not counted, is spent as well
  const spent = ((spentBy(web.pid ?? 0, postgres.pid) - before) * seconds) / (seconds + 1)
  process.send?.({ perSecond, perSpent: (perSecond * seconds) / spent } satisfies EarlierResult)
})
process.once('SIGTERM', async () => {
  await endWeb(web)
  await postgres.stop()
  process.exit(0)
})
process.send?.('ready')
