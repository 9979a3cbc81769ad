/** A copy of the project in which `npm run new` has made two pages, two actions and a kind. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '../../src/settings.js'
import { makeNew, writeMade } from '../../tools/new.js'

const FOLDERS = ['src', 'templates', 'migrations', 'tools', 'bench', 'test']
const FILES = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'docs/dependencies.md',
  'tsconfig.json',
  'biome.json',
  'nest-cli.json',
  'jest.config.mjs',
  '.swcrc',
]

export class Copy {
  readonly folder = mkdtempSync(join(tmpdir(), 'haijian-new-'))
  /** Paths of what was written. */
  readonly written: readonly string[]

  constructor() {
    for (const name of [...FOLDERS, ...FILES])
      cpSync(join(projectFolder, name), join(this.folder, name), { recursive: true })
    symlinkSync(join(projectFolder, 'node_modules'), join(this.folder, 'node_modules'))
    this.written = [
      ['page', 'admin/late-cases'],
      ['page', 'desk/phrases'],
      ['action', 'sendBack', 'submitted', 'withdrawn', 'leadIntake'],
      ['action', 'reopen', 'notRecommended', 'awaitingDecision', 'leadApprover'],
      ['kind', 'quotas'],
    ].flatMap((words) => {
      const made = makeNew(this.folder, words)
      writeMade(this.folder, made)
      return [...made.files.keys()]
    })
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8')
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text)
  }

  /** Runs a tool of node_modules in the copy. Answers what it printed when it failed, nothing when it did not. */
  run(tool: string, ...args: string[]): string {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join('node_modules', tool), ...args], {
      cwd: this.folder,
      encoding: 'utf8',
    })
    return status === 0 ? '' : stdout + stderr
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
