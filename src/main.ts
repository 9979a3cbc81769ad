/** The web server's process. */
import 'reflect-metadata'
import { join } from 'node:path'
import { webModule } from './app.module.js'
import { loadConfig } from './config.js'
import { projectFolder } from './settings.js'
import { createApplication } from './web/application.js'
import { compileAssets } from './web/assets.js'

const config = loadConfig()
if (!config.appDatabaseUrl) throw new Error('the web server needs APP_DATABASE_URL or DATABASE_URL')
const assets = await compileAssets(join(projectFolder, 'build/assets'), projectFolder)
const app = await createApplication(
  webModule({ config, databaseUrl: config.appDatabaseUrl }, assets),
  config,
  assets.folder,
)
await app.listen(config.port, config.host)
