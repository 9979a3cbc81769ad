/** The web server as it runs in earnest, with two fixed answers beside its pages: text of the size that the parent asks for, and an empty page. Started as a process of its own. */
import 'reflect-metadata'
import { join } from 'node:path'
import { webModule } from '../../src/app.module.js'
import { loadConfig } from '../../src/config.js'
import { projectFolder } from '../../src/settings.js'
import { createApplication } from '../../src/web/http/application.js'
import { compileAssets } from '../../src/web/kit/assets.js'

const config = loadConfig()
const assets = await compileAssets(join(projectFolder, 'build/assets'), projectFolder)
const module = webModule({ config, databaseUrl: config.appDatabaseUrl ?? '' }, assets)
const app = await createApplication(module, config, assets.folder)
let fixed = ''
app
  .getHttpAdapter()
  .getInstance()
  .get('/fixed', async (_request, reply) => reply.type('text/plain; charset=utf-8').send(fixed))
  .get('/empty', async (_request, reply) => reply.type('text/html').send('<!doctype html><title>.</title><p>.'))
process.on('message', (text) => {
  fixed = String(text)
  process.send?.('taken')
})
await app.listen(config.port, '127.0.0.1')
process.send?.('listening')
