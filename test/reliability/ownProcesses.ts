/** Processes of the product on databases and stores of their own, all ended after each test: for what an installation takes and refuses. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { path } from '../../src/base/path.js'
import type { Environment } from '../../src/config.js'
import { projectFolder } from '../../src/settings.js'
import { addressSettings, connect } from '../../tools/roles.js'
import { morningOptions } from '../clock.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { findPort } from './plant.js'

/** A process of the product. */
export class Process {
  private said = ''
  private over = false
  private readonly child: ChildProcess
  /** Its exit status. */
  readonly ended: Promise<number | null>

  constructor(
    file: 'main.js' | 'worker.js',
    settings: Environment,
    readonly address = '',
  ) {
    this.child = fork(join(projectFolder, 'dist/src', file), {
      env: { ...process.env, ...morningOptions, NODE_ENV: 'test', LOG_LEVEL: 'error', ...settings },
      execArgv: ['--import', join(projectFolder, 'dist/tools/leash.js')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (piece) => {
        this.said += piece
      })
    this.ended = once(this.child, 'close').then(([code]) => {
      this.over = true
      return code as number | null // what `close` tells, once all is said
    })
  }

  get words(): string {
    return this.said
  }

  /** Waits until it works; answers its exit status when it ends instead. */
  async works(isThere: () => Promise<boolean>): Promise<number | null | 'works'> {
    const works = async (): Promise<'works'> => {
      while (!this.over && !(await isThere().catch(() => false))) await sleep(100)
      return 'works'
    }
    return Promise.race([this.ended, works()])
  }

  /** What the balancer hears. */
  async asked(): Promise<number> {
    return (await fetch(`${this.address}${path.isReady}`)).status
  }

  answers(): Promise<number | null | 'works'> {
    return this.works(async () => (await this.asked()) === 200)
  }

  /** Asks it to end. */
  ask(): void {
    this.child.kill('SIGTERM')
  }

  kill(): void {
    this.child.kill('SIGKILL')
  }
}

export const running: Process[] = []
export const closing: (() => unknown)[] = []

/** After each test: ends what it started, in the opposite order. */
export async function endAll(): Promise<void> {
  for (const one of running.splice(0)) one.kill()
  for (const close of closing.splice(0).reverse()) await close()
}

export const worker = (database: TestDatabase, dataDir: string, more: Environment = {}) => {
  const started = new Process('worker.js', { WORKER_DATABASE_URL: database.workerUrl, DATA_DIR: dataDir, ...more })
  running.push(started)
  return started
}
export async function web(database: TestDatabase, dataDir: string, more: Environment = {}): Promise<Process> {
  const port = await findPort()
  const started = new Process(
    'main.js',
    { ...addressSettings(database.config), DATABASE_URL: '', DATA_DIR: dataDir, PORT: String(port), ...more },
    `http://127.0.0.1:${port}`,
  )
  running.push(started)
  return started
}

/** As many workers as say that they live. */
export async function living(database: TestDatabase): Promise<number> {
  const client = await connect(database.adminUrl)
  try {
    return (await client.query<{ n: number }>('select count(*)::int as n from workers')).rows[0]?.n ?? 0
  } finally {
    await client.end()
  }
}

export async function query<Row>(database: TestDatabase, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = await connect(database.adminUrl)
  try {
    return (await client.query(sql, values)).rows as Row[]
  } finally {
    await client.end()
  }
}

/** A database with an identity of its own; all of a test run are copies of one. */
export async function newDatabase(): Promise<TestDatabase> {
  const database = await freshDatabase()
  closing.push(() => database.drop())
  await query(database, 'update installation set id = gen_random_uuid()')
  return database
}

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'installation-'))
  closing.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
