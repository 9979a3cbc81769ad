/** The code of the last release, built beside the present one, where the checkout has its history: a system in use is brought from the one to the other by tests. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../../src/settings.js'
import { RELEASED } from '../database/released.js'

export interface Release {
  readonly folder: string
  remove(): void
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args[0]} ended with ${status}: ${stdout}${stderr}`)
}

/** Builds it with the packages of the present; undefined without the history. */
export function buildRelease(): Release | undefined {
  const { commit } = RELEASED
  if (spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: projectFolder }).status !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'haijian-release-'))
  const file = join(folder, 'release.tar')
  run('git', ['archive', '--output', file, commit], projectFolder)
  run('tar', ['-xf', file], folder)
  symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'))
  cpSync(join(projectFolder, 'build'), join(folder, 'build'), { recursive: true }) // what has not changed is not made anew
  run(process.execPath, ['tools/build.mjs'], folder)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
