/**
 * `npm run new -- page AUDIENCE/NAME`, `-- action NAME STATE TARGET WHO`, `-- kind NAME`: makes the files of a page, an
 * action of the chart or a kind of reference data as the code has them, and says what is left to write. Nothing is
 * written unless all of it can be.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectFolder } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import { newAction } from './new/action.js'
import { type Made, Unusable } from './new/edit.js'
import { newKind } from './new/kind.js'
import { newPage } from './new/page.js'

/** @throws Unusable when a name or a place cannot be used */
export function makeNew(project: string, [what, ...names]: readonly string[]): Made {
  if (what === 'page') return newPage(project, names[0] ?? '')
  if (what === 'action') return newAction(project, names)
  if (what === 'kind') return newKind(project, names[0] ?? '')
  throw new Unusable('npm run new -- page AUDIENCE/NAME | action NAME STATE TARGET WHO | kind NAME')
}

/** Writes what was made and lays it out as the rest of the code. */
export function writeMade(project: string, { files }: Made): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(project, path)), { recursive: true })
    writeFileSync(join(project, path), text)
  }
  const formatted = [...files.keys()].filter((path) => path.endsWith('.ts'))
  spawnSync(join(project, 'node_modules/.bin/biome'), ['format', '--write', ...formatted], { cwd: project })
}

if (isMain(import.meta.url))
  await runCommand(async () => {
    try {
      const made = makeNew(projectFolder, process.argv.slice(2))
      writeMade(projectFolder, made)
      for (const path of made.files.keys()) process.stdout.write(`${path}\n`)
      tell({ zh: '\n尚待完成：', en: 'Left to write:' })
      for (const one of made.left) tell({ zh: `- ${one.zh}`, en: `  ${one.en}` })
    } catch (error) {
      if (error instanceof Unusable) throw new LauncherError(`无法生成：${error.message}`, `Not made: ${error.message}`)
      throw error
    }
  })
