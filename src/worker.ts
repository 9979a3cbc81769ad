/** The worker's process: jobs of the queue, and what happens by the clock. */
import 'reflect-metadata'
import { Logger } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { openRenderer, workerModule } from './worker.module.js'
import { nameConnections } from './base/addresses.js'
import { Database } from './base/database.js'
import { BROKEN, endWhenAsked, endWhenBroken } from './base/ending.js'
import { Installation } from './base/installation.js'
import { openLog, takeStrays } from './base/log.js'
import { findFault } from './base/readiness.js'
import { Telemetry } from './base/telemetry.js'
import { checkSealing } from './cases/audit/apart.js'
import { Walls } from './cases/files/walls.js'
import { requireKnownStates } from './cases/knownStates.js'
import { EXIT_SETTINGS, loadConfig, requireSigningKey } from './config.js'
import { endOnWrongSettings, waitForDatabases } from './installation.js'
import { RELEASE } from './settings.js'
import { Clearing } from './worker/clearing.js'
import { guardJobs } from './worker/jobGuard.js'
import { logJobs, queueLog } from './worker/jobLog.js'
import { PaperMaker } from './worker/paperMaker.js'
import { openMailTransport } from './worker/openMailTransport.js'
import { Presence } from './worker/presence.js'
import { Probe } from './worker/probe.js'
import { QueuePools } from './worker/pools.js'
import { Pollers } from './worker/pollers.js'
import { Sealer } from './worker/sealer.js'
import { Tasks } from './worker/tasks.js'
import { workOf } from './worker/work.js'

/** How long the jobs that are under way may take once the worker stops, in milliseconds. */
const GRACE = 10_000

endWhenBroken()
nameConnections('haijian worker')
const config = loadConfig('workerDatabaseUrl', requireSigningKey)
const { nest } = openLog('worker', config.logLevel)
takeStrays()
const probe = await Probe.open(config).catch(endOnWrongSettings)
const telemetry = await Telemetry.open('worker', RELEASE, config).catch(endOnWrongSettings)
const databaseUrl = config.workerDatabaseUrl ?? ''
const opened = Promise.all([openRenderer(config), openMailTransport(config), checkSealing(config)])
const [letterRenderer, mailTransport, sameDevice] = await opened.catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(EXIT_SETTINGS)
})
await waitForDatabases(config, ['workerDatabaseUrl']).catch(endOnWrongSettings)
const app = await NestFactory.createApplicationContext(
  workerModule({ config, databaseUrl }, letterRenderer, mailTransport),
  { logger: nest, abortOnError: false },
).catch(endOnWrongSettings)
void app.get(Installation).lost.then(endOnWrongSettings)
await requireKnownStates(app.get(Database)).catch(endOnWrongSettings)
await app.get(Sealer).openPlaces().catch(endOnWrongSettings)
await app.get(Walls).tell(config.readerWalls).catch(endOnWrongSettings)
const presence = new Presence(app.get(Database))
await takeOver().catch(endOnWrongSettings)
const log = new Logger('process')
if (sameDevice) log.warn(sameDevice)

const queue = await QueuePools.start({
  url: app.get(Database).sessionUrl,
  jobs: config.workerJobs,
  logger: queueLog,
  preset: presence.preset,
  tasks: logJobs(guardJobs(app.get(Database), app.get(Installation), workOf(app, presence))),
}).catch(endOnWrongSettings)
const pollers = app.get(Pollers)
pollers.start()
const fault = async () => {
  const found = await findFault(app.get(Database), app.get(Installation))
  if (found) return found
  if (!queue.isAlive()) return 'queue'
  return (await app.get(Clearing).canReachStore()) ? undefined : 'store'
}
probe.begin(fault)
telemetry.watch({ worker: app.get(Database) }, async () => (await fault()) === undefined)
log.log({ msg: 'started', release: RELEASE, mode: config.mode, pools: queue.places, walls: app.get(Walls).standing })
const asked = endWhenAsked(async () => {
  probe.leave()
  await Promise.all([queue.stop(), pollers.stop()])
  await Promise.all([presence.close(), queue.close()])
  await app.close()
  await telemetry.close()
  probe.close()
}, GRACE)
await queue.ended
if (!asked()) process.exit(BROKEN) // the queue has given up; a new process takes over

/** What workers before this one have left. */
async function takeOver(): Promise<void> {
  await app.get(Clearing).register()
  await presence.unlockGone()
  await app.get(Tasks).orderAgain(0) // what the worker before was killed over
  await app.get(PaperMaker).tryFailed() // this one may know further faces
}
