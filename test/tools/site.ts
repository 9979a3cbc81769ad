/** A place where a test starts servers of the embedded PostgreSQL, and what it does with them; nothing is left of it after the test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import { type Postgres, type PostgresOptions, startPostgres } from '../../tools/postgres.js'
import { findProcess, listServerProcesses, waitUntil } from '../../tools/processes.js'
import { connect } from '../../tools/roles.js'

export class Site {
  folder = ''
  /** Processes that end with the test. */
  readonly parents: ChildProcess[] = []

  open(): void {
    this.folder = mkdtempSync(join(tmpdir(), 'haijian-launcher-'))
    chmodSync(this.folder, 0o755)
  }

  async clear(): Promise<void> {
    for (const parent of this.parents.splice(0)) parent.kill('SIGKILL')
    const elsewhere = join(this.folder, 'pg-elsewhere')
    const homes = [this.folder, ...(existsSync(elsewhere) ? [readFileSync(elsewhere, 'utf8').trim()] : [])]
    for (const home of homes) {
      const list = () => listServerProcesses(join(home, 'pg'))
      for (const { pid } of list()) process.kill(pid, 'SIGKILL')
      await waitUntil(() => list().length === 0, 20_000)
      rmSync(home, { recursive: true, force: true })
    }
  }

  start(options: Partial<PostgresOptions> = {}): Promise<Postgres> {
    return startPostgres({ dataDir: this.folder, testing: true, ...options })
  }

  /** Starts the server from another process, optionally of another account. */
  async startElsewhere(
    account: { uid: number; gid: number } | null = null,
  ): Promise<{ parent: ChildProcess; postgres: Postgres }> {
    const hooks = pathToFileURL(join(projectFolder, 'tools/swc.mjs')).href
    const preload = `data:text/javascript,import{register}from'node:module';register('${hooks}')`
    const program = join(projectFolder, 'test/tools/launcher.ts')
    const parent = spawn(process.execPath, ['--import', preload, program, this.folder], {
      ...account,
      cwd: '/',
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.parents.push(parent)
    const [line] = await once(createInterface(parent.stdout), 'line')
    return { parent, postgres: JSON.parse(line) }
  }
}

/** A new site for each test of the file. */
export function useSite(): Site {
  const site = new Site()
  beforeEach(() => site.open())
  afterEach(() => site.clear())
  return site
}

export async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = await connect(url)
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** Puts something into the database that `recall` finds again. */
export const remember = ({ url }: Pick<Postgres, 'url'>) => ask(url, "create table kept as select '外国主播' as what")
export const recall = ({ url }: Pick<Postgres, 'url'>) => ask(url, 'select what from kept')

export async function kill(pid: number, others: readonly number[] = []): Promise<void> {
  for (const one of [pid, ...others]) process.kill(one, 'SIGKILL')
  await waitUntil(() => !findProcess(pid), 10_000)
}

/** A query that computes and never looks up, as a server process that outlives its killed parent does. */
export async function keepBusy(url: string): Promise<number> {
  const client = await connect(url)
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  client.query('do $$ begin loop end loop; end $$').catch(() => undefined)
  return rows[0]?.pid ?? 0
}
