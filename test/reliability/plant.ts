/**
 * The product as it runs in earnest, to be broken: web servers, workers and an embedded PostgreSQL as processes of their own, everything waiting for the disk. A part that dies
 * is started again at once, as by its supervisor; one that is paused or stopped in order is not.
 */
import 'reflect-metadata'
import { type ChildProcess, fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { path } from '../../src/base/path.js'
import { type Config, type Environment, readConfig } from '../../src/config.js'
import { projectFolder } from '../../src/settings.js'
import { migrate } from '../../tools/migrate.js'
import { type Postgres, type PostgresOptions, startPostgres } from '../../tools/postgres.js'
import { findProcess, listServerProcesses, waitUntil } from '../../tools/processes.js'
import { connect, withAddresses } from '../../tools/roles.js'
import { OPEN_DOOR } from '../cases/world.js'
import { morningOptions } from '../clock.js'
import { type Inhabited, inhabit } from './inhabitants.js'

const PATIENCE = 60_000

/** Which signal ends or holds a part. */
export type Signal = 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'

export interface PlantOptions {
  readonly apps?: number
  readonly workers?: number
  /** Settings of all processes, beyond those that tests need. */
  readonly settings?: Environment
  /** How many drafts are ready to be filed. */
  readonly drafts?: number
  readonly database?: Partial<PostgresOptions>
  /** Where everything lies, instead of a folder of its own under the temporary one. */
  readonly folder?: string
  /** What is done to the database of a plant with its people, before anything of it runs. */
  readonly prepare?: (plant: {
    readonly postgres: Postgres
    readonly inhabited: Inhabited
    readonly folder: string
  }) => Promise<void>
  /** The folder of the code that runs, when it is not the present one. */
  readonly code?: string
}

/** Another host than this machine: where its proxy listens, and what a command begins with there. */
export interface Host {
  readonly address: string
  readonly on: readonly string[]
}

/** One process of the product, which comes back until it is stopped. */
export class Part {
  private child: ChildProcess | undefined
  private wanted = true
  private said = ''
  /** How often it has ended without being asked. */
  deaths = 0

  constructor(
    private readonly file: string,
    private settings: Environment,
    /** The folder of the code that runs from the next start on. */
    public code = projectFolder,
    protected readonly host?: Host,
  ) {
    this.start()
  }

  get pid(): number {
    return this.child?.pid ?? 0
  }

  /** The last that it wrote. */
  get words(): string {
    return this.said
  }

  get living(): boolean {
    return this.child !== undefined
  }

  signal(name: Signal): void {
    this.child?.kill(name)
  }

  /** Stops it in order, and answers its exit status; `settings` hold from the next start on. */
  async stop(settings: Environment = {}): Promise<number | null> {
    this.wanted = false
    this.settings = { ...this.settings, ...settings }
    const { child } = this
    if (!child) return null
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    return (await gone)[0] as number | null // what `exit` tells
  }

  start(): void {
    this.wanted = true
    const [program = '', ...before] = [...(this.host?.on ?? []), process.execPath]
    const child = fork(join(this.code, 'dist/src', this.file), {
      cwd: this.code,
      env: { ...process.env, ...morningOptions, ...this.settings },
      execPath: program,
      execArgv: [...before, '--import', join(projectFolder, 'dist/tools/leash.js')],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (piece) => {
        this.said = `${this.said}${piece}`.slice(-20_000)
      })
    child.once('exit', () => {
      this.child = undefined
      if (!this.wanted) return
      this.deaths += 1
      this.start()
    })
    this.child = child
  }

  kill(): void {
    this.wanted = false
    this.child?.kill('SIGKILL')
  }
}

export class App extends Part {
  constructor(
    readonly port: number,
    settings: Environment,
    code?: string,
    host?: Host,
  ) {
    super('main.js', { ...settings, PORT: String(port) }, code, host)
  }

  get address(): string {
    return `http://${this.host?.address ?? `127.0.0.1:${this.port}`}`
  }

  /** What /health/ready answers; 0 when nobody does within these milliseconds. */
  async ready(patience = 5_000): Promise<number> {
    const answer = await fetch(`${this.address}${path.isReady}`, { signal: AbortSignal.timeout(patience) }).catch(
      () => null,
    )
    await answer?.body?.cancel()
    return answer?.status ?? 0
  }

  async waitUntilReady(): Promise<void> {
    for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(50))
      if ((await this.ready()) === 200) return
    throw new Error(`the web server at ${this.port} does not become ready: ${this.words}`)
  }
}

export class Plant {
  readonly apps: App[] = []
  readonly workers: Part[] = []
  private keeping = true

  private constructor(
    readonly folder: string,
    private readonly options: PlantOptions,
    public postgres: Postgres,
    readonly inhabited: Inhabited,
    private readonly config: Config,
  ) {}

  /** Starts everything, with people and drafts in it. */
  static async open(options: PlantOptions = {}): Promise<Plant> {
    const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'haijian-plant-'))
    chmodSync(folder, 0o711)
    const postgres = await startPostgres({ dataDir: folder, ...options.database })
    try {
      const config = configOf(postgres, folder, options.settings)
      await migrate(postgres.url, config)
      const inhabited = await inhabit(config, options.drafts ?? 32)
      await options.prepare?.({ postgres, inhabited, folder })
      const plant = new Plant(folder, options, postgres, inhabited, config)
      await plant.start()
      return plant
    } catch (error) {
      await postgres.stop()
      throw error
    }
  }

  private async start(): Promise<void> {
    const { apps = 2, workers = 1, code } = this.options
    for (let made = 0; made < apps; made++) this.apps.push(new App(await findPort(), this.settings('app'), code))
    for (let made = 0; made < workers; made++) this.workers.push(new Part('worker.js', this.settings('worker'), code))
    void this.keepDatabase()
    await Promise.all(this.apps.map((app) => app.waitUntilReady()))
  }

  /** What a process of this kind is given: the address of its own role and of no other. */
  settings(kind: 'app' | 'worker'): Environment {
    return {
      NODE_ENV: 'test',
      DATA_DIR: this.folder,
      DATABASE_POOL: '10',
      LOG_LEVEL: 'error',
      ...OPEN_DOOR,
      PROOF_MINUTES: '1440', // a long run is longer than ten minutes
      ...this.options.settings,
      ...(kind === 'app'
        ? {
            APP_DATABASE_URL: this.config.appDatabaseUrl ?? '',
            ENTRY_DATABASE_URL: this.config.entryDatabaseUrl ?? '',
          }
        : { WORKER_DATABASE_URL: this.config.workerDatabaseUrl ?? '' }),
    }
  }

  /** The superuser's connection to the database, for looking. */
  look(): Promise<pg.Client> {
    return look(this.postgres)
  }

  /** Kills the whole database server at once; settles when it is there again. */
  async killDatabase(): Promise<void> {
    const before = this.postgres.pid
    process.kill(before, 'SIGKILL')
    while (this.postgres.pid === before) await sleep(20)
  }

  /** Starts the server again whenever it ends, as often as it takes, as tools/launch.ts does. */
  private async keepDatabase(): Promise<void> {
    while (this.keeping) {
      await this.postgres.ended
      while (this.keeping && !findProcess(this.postgres.pid))
        this.postgres = await startPostgres({ dataDir: this.folder, ...this.options.database }).catch(async () => {
          await sleep(500)
          return this.postgres
        })
    }
  }

  /** Sends a signal to every process of the database server. */
  signalDatabase(name: Signal): void {
    for (const { pid } of listServerProcesses(join(this.postgres.home, 'pg'))) process.kill(pid, name)
  }

  /** Ends everything and takes its data away, unless they lie in a folder of the test. */
  async close(): Promise<void> {
    this.keeping = false
    for (const part of [...this.apps, ...this.workers]) part.kill()
    await this.postgres.stop()
    const elsewhere = join(this.folder, 'pg-elsewhere')
    const home = existsSync(elsewhere) ? readFileSync(elsewhere, 'utf8').trim() : this.folder
    await waitUntil(() => listServerProcesses(join(home, 'pg')).length === 0, 20_000)
    for (const folder of new Set([home, this.folder]))
      if (!this.options.folder) rmSync(folder, { recursive: true, force: true })
  }
}

export const configOf = (postgres: Postgres, folder: string, settings: Environment = {}): Config =>
  withAddresses(readConfig({ NODE_ENV: 'test', DATABASE_URL: postgres.url, DATA_DIR: folder, ...settings }))

/** The superuser's connection to the product's database. */
export function look({ adminUrl }: Postgres): Promise<pg.Client> {
  const url = new URL(adminUrl)
  url.pathname = '/haijian'
  return connect(url.href)
}

/** A port that is free now, below the range of outgoing connections. */
export async function findPort(): Promise<number> {
  const number = randomInt(18_000, 20_000)
  const server = createServer().listen(number, '127.0.0.1')
  const free = await Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)])
  server.close()
  return free ? number : findPort()
}
