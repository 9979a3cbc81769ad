/** `npm run dev`: like `npm start`, and starts anew from the changed code whenever a source changes. */
import { spawnSync } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../src/settings.js'
import { isMain, runCommand, tell } from './command.js'
import type { Product } from './launch.js'
import { start } from './start.js'

const FOLDERS = ['src', 'migrations', 'tools', 'templates']
/** Editors write in several steps, and a checkout many files. */
const CALM = 200

function watchSources(product: Product): void {
  let timer: NodeJS.Timeout | undefined
  let busy = Promise.resolve()
  const change = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      busy = busy.then(() => renew(product))
    }, CALM)
  }
  for (const folder of FOLDERS) watch(join(projectFolder, folder), { recursive: true, persistent: false }, change)
}

/** A change that cannot be built or migrated is reported, and what ran before goes on. */
async function renew(product: Product): Promise<void> {
  const { status } = spawnSync(process.execPath, [join(projectFolder, 'tools/build.mjs')], { stdio: 'inherit' })
  if (status !== 0) return
  try {
    await product.restart()
    tell({ zh: '已按新的代码重新启动。', en: 'Started anew from the changed code.' })
  } catch (error) {
    tell({
      zh: '新的代码无法启动，继续运行原来的。',
      en: `The changed code did not start; the former goes on. ${error}`,
    })
  }
}

if (isMain(import.meta.url)) await runCommand(() => start(watchSources))
