/** The web server's process. */
import 'reflect-metadata'
import { join } from 'node:path'
import { Logger } from '@nestjs/common'
import { webModule } from './web.module.js'
import { nameConnections } from './base/addresses.js'
import { Clock } from './base/clock.js'
import { Database, EntryDatabase } from './base/database.js'
import { endWhenAsked, endWhenBroken } from './base/ending.js'
import { Installation } from './base/installation.js'
import { takeStrays } from './base/log.js'
import { path } from './base/path.js'
import { findFault } from './base/readiness.js'
import { Telemetry } from './base/telemetry.js'
import { Walls } from './cases/files/walls.js'
import { EXIT_SETTINGS, loadConfig } from './config.js'
import { exportMachine, WatchedFolders } from './exchange/operation/readFigures.js'
import { endOnWrongSettings, waitForDatabases } from './installation.js'
import { Trust } from './letters/trust.js'
import { Registrations } from './people/registration.service.js'
import { Sessions } from './people/session.service.js'
import { countOpen } from './reference/openQuestions.js'
import { Reference } from './reference/reference.service.js'
import { projectFolder, RELEASE } from './settings.js'
import { createApplication } from './web/http/application.js'
import { compileAssets } from './web/kit/assets.js'
import {
  DEMONSTRATION_ACCOUNTS,
  DEMONSTRATION_HOSTS,
  DEMONSTRATION_PASSWORD,
  Demonstration,
} from './web/account/demonstration.js'
import { Draining } from './web/http/draining.js'
import { unconfirmedText } from './web/http/pages.js'

/** How long the requests that are under way may take once the server is closing, in milliseconds. */
const GRACE = 10_000

/**
 * How many connections may wait to be taken while the process is busy; more are left unanswered, and come again
 * after seconds. The usual 511 are fewer than a crowd brings; the system cuts it to its own limit
 * (net.core.somaxconn).
 */
const BACKLOG = 4096

endWhenBroken()
nameConnections('haijian web')
const databases = ['appDatabaseUrl', 'entryDatabaseUrl'] as const
const config = loadConfig(...databases)
takeStrays()
const telemetry = await Telemetry.open('web', RELEASE, config).catch(endOnWrongSettings)
await waitForDatabases(config, databases).catch(endOnWrongSettings)
const assets = await compileAssets(join(projectFolder, 'build/assets'), projectFolder)
const demonstration = config.demo
  ? new Demonstration(DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD, DEMONSTRATION_HOSTS)
  : undefined
const app = await createApplication(
  webModule({ config, databaseUrl: config.appDatabaseUrl ?? '' }, assets, demonstration),
  config,
  assets.folder,
).catch(endOnWrongSettings)
void app.get(Installation).lost.then(endOnWrongSettings)
const open = config.production
  ? await app
      .get(Sessions)
      .listOpen(
        DEMONSTRATION_ACCOUNTS.map(({ account }) => account),
        DEMONSTRATION_PASSWORD,
      )
      .catch(endOnWrongSettings)
  : []
if (open.length > 0) {
  process.stderr.write(`数据库里有演示账号：${open.join('、')}。production 不能用演示的数据库。\n`)
  process.stderr.write(
    `The database has demonstration accounts: ${open.join(', ')}. Production needs a database of its own.\n`,
  )
  process.exit(EXIT_SETTINGS)
}
await app.get(Walls).tell(config.readerWalls).catch(endOnWrongSettings)
if (!app.get(Registrations).open)
  process.stderr.write(
    '没有设定邮件服务器（SMTP_URL）：企业登记不开放。\n' + 'No mail server is set (SMTP_URL): firms cannot register.\n',
  )
const unconfirmed = config.production
  ? await countOpen(app.get(Reference), app.get(Clock).today()).catch(endOnWrongSettings)
  : 0
if (unconfirmed > 0) {
  const { zh, en } = unconfirmedText(unconfirmed)
  process.stderr.write(`${zh}${path.toConfirm}\n${en} ${path.toConfirm}\n`)
}
await app.listen({ port: config.port, host: config.host, backlog: BACKLOG })
if (telemetry.isOpen) exportMachine(app.get(Trust), WatchedFolders.of(config), () => app.get(Clock).now())
telemetry.watch(
  { app: app.get(Database), entry: app.get(EntryDatabase) },
  async () => (await findFault(app.get(Database), app.get(Installation))) === undefined,
)
const { port, host, mode, proxies } = config
new Logger('process').log({ msg: 'started', port, host, mode, proxies, release: RELEASE })
endWhenAsked(
  async () => {
    await app.get(Draining).begin(config.drainSeconds)
    await app.close()
    await telemetry.close()
  },
  config.drainSeconds * 1000 + GRACE,
)
