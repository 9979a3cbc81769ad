/** A hot standby of an embedded PostgreSQL, fed by its log as a managed one is, and an address that leads to one server or another. */
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { copyBase } from '../../tools/backup/base.js'
import { findAccount, prepareBinaries, runAs } from '../../tools/binaries.js'
import type { Postgres } from '../../tools/postgres.js'
import { connect } from '../../tools/roles.js'
import { findPort } from './plant.js'

export interface Standby {
  readonly port: number
  /** The superuser's connection to the product's database. */
  look(): Promise<pg.Client>
  /** Makes it the one that is written. */
  promote(): Promise<void>
  stop(): Promise<void>
}

/** Starts a standby of a server, which has caught up when this settles. */
export async function startStandby(primary: Postgres): Promise<Standby> {
  const folder = mkdtempSync(join(tmpdir(), 'haijian-standby-'))
  chmodSync(folder, 0o711)
  const account = findAccount(folder)
  const binaries = await prepareBinaries(primary.home, account)
  await copyBase(primary.adminUrl, join(primary.home, 'pg'), folder)
  const data = join(folder, 'pg')
  renameSync(join(folder, 'base'), data)
  cpSync(join(folder, 'wal'), join(data, 'pg_wal'), { recursive: true })
  writeFileSync(join(data, 'standby.signal'), '')
  appendFileSync(join(data, 'postgresql.auto.conf'), `\nprimary_conninfo = '${primary.adminUrl}'\n`)
  if (account) spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, data])
  const port = await findPort()
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'max_prepared_transactions=2', // no less than the primary's, or it does not start
  ]
  const options = settings.flatMap((setting) => ['-c', setting])
  const server = spawn(join(binaries, 'bin/postgres'), ['-D', data, ...options], {
    ...runAs(account),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let words = ''
  server.stderr.on('data', (piece) => (words += piece))
  const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const url = new URL(primary.adminUrl)
  url.port = String(port)
  url.pathname = '/haijian'
  const look = () => connect(url.href)
  const ask = async (sql: string) => {
    const client = await look()
    const { rows } = await client.query<{ yes: boolean }>(sql)
    await client.end()
    return rows[0]?.yes === true
  }
  while (
    !(await ask(`select exists (select 1 from pg_stat_wal_receiver where status = 'streaming') as yes`).catch(
      () => false,
    ))
  ) {
    if (server.exitCode !== null) throw new Error(`the standby did not start: ${words}`)
    await sleep(100)
  }
  return {
    port,
    look,
    promote: async () => {
      if (!(await ask('select pg_promote() as yes'))) throw new Error(`it was not promoted: ${words}`)
    },
    stop: async () => {
      server.kill('SIGINT')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What stands between the product and its servers in an office: one address, behind which the server changes. */
export class Address {
  private readonly open = new Set<Socket>()
  /** How many have come. */
  count = 0
  /** Is told of each that comes, before anything is passed on. */
  heard: () => void = () => undefined
  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    private to: number,
  ) {
    server.on('connection', (client) => {
      const there = connectTo({ port: this.to, host: '127.0.0.1', noDelay: true })
      for (const [one, other] of [
        [client, there],
        [there, client],
      ] as const) {
        this.open.add(one)
        one.pipe(other)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          this.open.delete(one)
          other.destroy()
        })
      }
      this.count += 1
      this.heard()
    })
  }

  /** @param port its own, if it matters */
  static async open(to: number, port = 0): Promise<Address> {
    const server = createServer({ noDelay: true }) // as proxies listen; without it a small packet may wait 40 ms
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return new Address(server, to)
  }

  /** The same address with its port instead of the server's. */
  of(url: string): string {
    const other = new URL(url)
    other.port = String((this.server.address() as AddressInfo).port) // of a TCP server it is never a pipe's name
    return other.href
  }

  /** New connections come to another server; with `cut` those that are open end, as when a server is lost. */
  lead(to: number, { cut }: { cut: boolean }): void {
    this.to = to
    if (cut) for (const socket of this.open) socket.destroy()
  }

  close(): void {
    for (const socket of this.open) socket.destroy()
    this.server.close()
  }
}
