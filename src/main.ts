/** The web server's process. */
import 'reflect-metadata'
import { join } from 'node:path'
import { webModule } from './app.module.js'
import { loadConfig } from './config.js'
import { projectFolder } from './settings.js'
import { Demonstration } from './web/account.controller.js'
import { createApplication } from './web/application.js'
import { compileAssets } from './web/assets.js'
import { DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD } from './web/demonstration.js'

const config = loadConfig()
if (!config.appDatabaseUrl) throw new Error('the web server needs APP_DATABASE_URL or DATABASE_URL')
const assets = await compileAssets(join(projectFolder, 'build/assets'), projectFolder)
const demonstration = config.demo ? new Demonstration(DEMONSTRATION_ACCOUNTS, DEMONSTRATION_PASSWORD) : undefined
const app = await createApplication(
  webModule({ config, databaseUrl: config.appDatabaseUrl }, assets, demonstration),
  config,
  assets.folder,
)
await app.listen(config.port, config.host)
