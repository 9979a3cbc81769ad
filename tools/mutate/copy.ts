/** A copy of the project in which mutants are tried, and where its tests keep their database; nothing of it is left afterwards. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findProcess } from '../processes.js'

const NAME = /^haijian-mutations-(\d+)-/
/** What is made, fetched or nobody's business. */
const LEFT_OUT = ['.data', '.env', '.git', 'build', 'dist', 'node_modules']

export interface Copy {
  readonly folder: string
  remove(): void
}

/** Copies the project's sources; packages and what was built beside the code are linked. A copy that a killed run left goes first. */
export async function copyProject(project: string): Promise<Copy> {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = NAME.exec(name) ?? []
    const old = join(tmpdir(), name)
    if (pid && !findProcess(Number(pid)) && statSync(old).uid === process.getuid?.())
      rmSync(old, { recursive: true, force: true })
  }
  const folder = mkdtempSync(join(tmpdir(), `haijian-mutations-${process.pid}-`))
  for (const name of readdirSync(project))
    if (!LEFT_OUT.includes(name)) cpSync(join(project, name), join(folder, name), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))
  // what tests start as a command is as it was built, without the changes
  if (existsSync(join(project, 'dist'))) symlinkSync(join(project, 'dist'), join(folder, 'dist'))
  mkdirSync(join(folder, 'build'))
  const built = join(project, 'build')
  for (const name of existsSync(built) ? readdirSync(built) : [])
    symlinkSync(join(built, name), join(folder, 'build', name))
  const tearDown = await prepareTests(folder)
  return {
    folder,
    remove: () => {
      tearDown()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Does once what Jest would do before and after every run of the tests. */
async function prepareTests(folder: string): Promise<() => void> {
  const load = async (name: string): Promise<() => void> => {
    const file = join(folder, 'test', name)
    return existsSync(file) ? (await import(pathToFileURL(file).href)).default : () => {}
  }
  const [setUp, tearDown] = [await load('globalSetup.mjs'), await load('globalTeardown.mjs')]
  setUp()
  return tearDown
}
