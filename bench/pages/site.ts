/** The whole product of a checkout, with a database of its own, for as long as a benchmark takes; and a checkout of an earlier commit. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environmentWith, readConfig } from '../../src/config.js'
import { projectFolder } from '../../src/settings.js'
import { withAddresses } from '../../tools/roles.js'
import { startTemporary } from '../../tools/temporary.js'

export interface Site {
  readonly name: string
  readonly origin: string
  /** The address of the database for its owner, and for the application. */
  readonly ownerUrl: string
  readonly appUrl: string
  stop(): Promise<void>
}

/** Starts the product that stands built in a folder, with the people and cases of the demonstration. */
export async function startSite(name: string, folder: string, port: number): Promise<Site> {
  const postgres = await startTemporary(false)
  const origin = `http://127.0.0.1:${port}`
  const settings = {
    DATABASE_URL: postgres.url,
    DATA_DIR: join(postgres.home, 'files'),
    PORT: String(port),
    PUBLIC_URL: origin,
    REQUESTS_PER_MINUTE: '1000000',
    VISITS_PER_MINUTE: '1000000',
    CHECKS_PER_MINUTE: '100000',
    LOG_LEVEL: 'error',
  }
  const child = spawn(process.execPath, [join(folder, 'dist/tools/start.js')], {
    cwd: folder,
    env: environmentWith(settings),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = async () => {
    await end(child)
    await postgres.stop()
  }
  try {
    await untilItIsThere(child, origin)
  } catch (error) {
    await stop()
    throw error
  }
  const { appDatabaseUrl } = withAddresses(readConfig(settings))
  return { name, origin, ownerUrl: postgres.url, appUrl: appDatabaseUrl ?? postgres.url, stop }
}

/** The product names its address when its people and cases are there. */
function untilItIsThere({ stdout }: ChildProcess, origin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout?.on('data', (piece: Buffer) => {
      if (piece.toString().includes(origin)) resolve()
    })
    stdout?.once('close', () => reject(new Error('the product did not start')))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill()
  await once(child, 'exit')
}

export interface Checkout {
  readonly folder: string
  remove(): void
}

/** Checks a commit out into a folder of its own and builds it, with its own packages where they are others. */
export function checkOut(commit: string): Checkout {
  const home = mkdtempSync(join(tmpdir(), 'haijian-checkout-'))
  const folder = join(home, 'checkout')
  const remove = () => {
    spawnSync('git', ['worktree', 'remove', '--force', folder], { cwd: projectFolder })
    rmSync(home, { recursive: true, force: true })
  }
  try {
    call(projectFolder, 'git', 'worktree', 'add', '--detach', folder, commit)
    const lock = (checkout: string) => readFileSync(join(checkout, 'package-lock.json'), 'utf8')
    if (lock(folder) === lock(projectFolder))
      symlinkSync(join(projectFolder, 'node_modules'), join(folder, 'node_modules'))
    else call(folder, 'npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline')
    call(folder, process.execPath, 'tools/build.mjs')
  } catch (error) {
    remove()
    throw error
  }
  return { folder, remove }
}

function call(cwd: string, command: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}
