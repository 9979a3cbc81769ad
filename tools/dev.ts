/** `npm run dev`: like `npm start`, and starts anew from the changed code whenever a source changes. */
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectFolder } from '../src/settings.js'
import { isMain, runCommand, tell } from './command.js'
import type { Product } from './launch.js'
import { start } from './start.js'

const FOLDERS = ['src', 'migrations', 'tools', 'templates']
/** Editors write in several steps, and a checkout many files. */
const CALM = 200

/** Looks again and again rather than asking the system to tell: Node 20 loses sight of a file that an editor replaces. */
async function watchSources(product: Product): Promise<void> {
  for (let before = listTimes(); ; ) {
    await sleep(CALM, undefined, { ref: false })
    let now = listTimes()
    if (now === before) continue
    for (let last = ''; now !== last; now = listTimes()) {
      last = now
      await sleep(CALM)
    }
    before = now
    await renew(product)
  }
}

/** Every source with its time and size, as one text. */
function listTimes(): string {
  const lines: string[] = []
  for (const folder of FOLDERS) {
    for (const entry of readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      // A file may go between the listing and the look.
      const state = statSync(path, { throwIfNoEntry: false })
      if (state?.isFile()) lines.push(`${path} ${state.mtimeMs} ${state.size}`)
    }
  }
  return lines.join('\n')
}

/** A change that cannot be built or migrated is reported, and what ran before goes on. */
async function renew(product: Product): Promise<void> {
  const { status } = spawnSync(process.execPath, [join(projectFolder, 'tools/build.mjs')], { stdio: 'inherit' })
  if (status !== 0) return
  try {
    await product.restart()
    tell({ zh: '已按新的代码重新启动。', en: 'Restarted with the changed code.' })
  } catch (error) {
    tell({
      zh: '新的代码无法启动，继续运行原来的。',
      en: `The changed code did not start. The previous version is still running. ${error}`,
    })
  }
}

if (isMain(import.meta.url)) {
  await runCommand(() =>
    start((product) => {
      watchSources(product)
    }),
  )
}
