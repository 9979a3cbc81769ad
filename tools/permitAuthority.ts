/** `npm run permit-authority -- FILE.json`: a small system of a permit authority, to try the interfaces with; `npm start` runs one beside the demonstration. Settings: tools/permit/system.ts. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadConfig } from '../src/config.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { demonstrationFile } from './permit/demonstration.js'
import { PermitSystem, settingsSchema } from './permit/system.js'

/** Runs until it is asked to stop. */
async function run(given: string | undefined): Promise<void> {
  const config = loadConfig()
  const file = given === undefined ? demonstrationFile(config) : resolve(given)
  if (!existsSync(file))
    throw new LauncherError(
      `没有设置文件 ${file}。用法：npm run permit-authority -- 文件.json`,
      `There is no settings file ${file}. Usage: npm run permit-authority -- FILE.json`,
    )
  const kept = settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const settings = given === undefined ? { ...kept, site: config.publicUrl } : kept
  const system = new PermitSystem(settings, file.replace(/(\.json)?$/, '.journal'))
  await system.start()
  tell({ zh: `许可机关业务系统：${system.address}`, en: `The permit authority's system: ${system.address}` })
  await new Promise((done) => {
    process.once('SIGINT', done)
    process.once('SIGTERM', done)
  })
  await system.close()
}

if (isMain(import.meta.url)) await runCommand(() => run(process.argv[2]))
