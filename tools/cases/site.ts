/** The product as it runs in earnest, for one case: web server and worker as processes of their own on a database of their own, the clock standing. */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { apiPath } from '../../src/base/path.js'
import { type Environment, environmentWith } from '../../src/config.js'
import { SETTINGS } from '../../src/settings.js'
import { nodeOptions } from '../supervisor.js'
import type { DatabaseCopy, Databases } from './databases.js'

export interface Site {
  /** The address of the web server. */
  readonly address: string
  readonly database: DatabaseCopy
  /** What ended too early, with its last words; undefined while both processes live. */
  death(): string | undefined
  /** What both processes have said last. */
  words(): string
  stop(): Promise<void>
}

/** Limits that a described file needs beyond the usual: megabytes and megapixels. */
export interface Needs {
  readonly megabytes: number
  readonly megapixels: number
}

/** Milliseconds for the web server to answer, and for a process to end by itself. */
const PATIENCE = 60_000
const GRACE = 5_000

class Part {
  private readonly child: ChildProcess
  private said = ''
  private ended: string | undefined

  constructor(
    readonly name: string,
    file: string,
    environment: Environment,
  ) {
    this.child = fork(new URL(file, import.meta.url), {
      env: environmentWith(environment),
      execArgv: nodeOptions(),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (piece) => {
        this.said = `${this.said}${piece}`.slice(-2000)
      })
    this.child.on('error', ({ message }) => {
      this.ended = message
    })
    this.child.on('exit', (code, signal) => {
      this.ended ??= String(code ?? signal)
    })
  }

  /** The last lines, without those that say that all is well. */
  get words(): string {
    const lines = this.said.split('\n').filter((line) => line.trim() && !/\bINFO\b/.test(line))
    return lines.slice(-4).join(' | ')
  }

  get death(): string | undefined {
    return this.ended === undefined ? undefined : `the ${this.name} ended (${this.ended}): ${this.words}`
  }

  async stop(): Promise<void> {
    const { child } = this
    if (this.ended !== undefined || child.exitCode !== null) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const hard = setTimeout(() => child.kill('SIGKILL'), GRACE)
    child.kill('SIGTERM')
    await gone
    clearTimeout(hard)
  }
}

const { databaseUrl, appDatabaseUrl, entryDatabaseUrl, workerDatabaseUrl } = SETTINGS

/**
 * Starts the product.
 * @param at the instant at which its clock stands
 * @throws when it does not come up; what was started by then has been stopped
 */
export async function openSite(
  databases: Databases,
  copy: Promise<DatabaseCopy>,
  at: string,
  needs: Needs,
): Promise<Site> {
  const database = await copy
  const folder = mkdtempSync(join(databases.folder, 'site-'))
  const port = await findPort()
  const common = {
    [SETTINGS.mode.name]: 'test',
    [SETTINGS.clockAt.name]: at,
    [SETTINGS.dataDir.name]: folder,
    [SETTINGS.host.name]: '127.0.0.1',
    [SETTINGS.port.name]: String(port),
    [SETTINGS.demo.name]: 'no',
    [SETTINGS.databasePool.name]: '6',
    [SETTINGS.logLevel.name]: 'error',
    [SETTINGS.uploadMaxMegabytes.name]: String(needs.megabytes),
    [SETTINGS.uploadMaxMegapixels.name]: String(needs.megapixels),
    [databaseUrl.name]: undefined,
    [appDatabaseUrl.name]: undefined,
    [entryDatabaseUrl.name]: undefined,
    [workerDatabaseUrl.name]: undefined,
    [SETTINGS.listenDatabaseUrl.name]: undefined,
    [SETTINGS.replicaDatabaseUrl.name]: undefined,
    // From Node 22 on, what one process has compiled the next one finds.
    NODE_COMPILE_CACHE: join(databases.folder, 'compiled'),
  }
  const web = new Part('web server', '../../src/main.js', {
    ...common,
    [appDatabaseUrl.name]: database.roles.appDatabaseUrl ?? undefined,
    [entryDatabaseUrl.name]: database.roles.entryDatabaseUrl ?? undefined,
  })
  const worker = new Part('worker', '../../src/worker.js', {
    ...common,
    [workerDatabaseUrl.name]: database.roles.workerDatabaseUrl ?? undefined,
  })
  const parts = [web, worker]
  const site: Site = {
    address: `http://127.0.0.1:${port}`,
    database,
    death: () => parts.map(({ death }) => death).find((one) => one !== undefined),
    words: () => parts.flatMap(({ name, words }) => (words ? `${name}: ${words}` : [])).join(' | '),
    stop: async () => {
      await Promise.all(parts.map((part) => part.stop()))
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  try {
    await waitForWeb(site)
    return site
  } catch (error) {
    await site.stop()
    throw error
  }
}

/** It is there when it answers at all. */
async function waitForWeb({ address, death }: Site): Promise<void> {
  for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(25)) {
    const dead = death()
    if (dead) throw new Error(dead)
    const answer = await fetch(`${address}${apiPath.me}`).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer) return
  }
  throw new Error('the web server does not answer')
}

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
