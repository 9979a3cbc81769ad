/**
 * Connections to the servers of an address, tried in turn. A server that can only be read (a
 * standby that was not promoted yet, one that was set so) counts as away: what it says may be old,
 * and nearly every request writes. Only for a copy that is read (replica.ts) it does not.
 */
import type { EventEmitter } from 'node:events'
import pg from 'pg'
import { addressesOf, graver } from './addresses.js'
import { READ_ONLY, ReadOnly, requireWritable } from './writable.js'

type Callback = Parameters<pg.Pool['connect']>[0]

/** That all connections of a pool are in use says nothing of its server. */
const WAITED = 'timeout exceeded when trying to connect'

/** Whether an error says that none of a pool's connections became free in time. */
export const isCrowded = (error: unknown): boolean => error instanceof Error && error.message === WAITED

/** Of several servers in an address that which could be used last is asked first. */
export class ServersPool extends pg.Pool {
  private readonly addresses: readonly string[]
  /** Which of them a new connection goes to. */
  private turn = 0

  constructor(settings: pg.PoolConfig) {
    const addresses = addressesOf(settings.connectionString ?? '')
    super({ ...settings, connectionString: addresses[0] })
    this.addresses = addresses
    this.on('error', () => {}) // of an idle connection, which the pool has removed
    // a connection that dies between two statements would end the whole process without this
    this.on('connect', (client) => client.on('error', () => {}))
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: Callback): void
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    if (callback) this.connectInTurn(callback)
    else
      return new Promise((resolve, reject) =>
        this.connectInTurn((error, client) => (client ? resolve(client) : reject(error))),
      )
    return undefined
  }

  private connectInTurn(callback: Callback, tries = this.addresses.length, before?: Error): void {
    const { turn } = this
    super.connect((error, client, done) => {
      if (!error || isCrowded(error)) return callback(error, client, done)
      const fault = graver(before, error)
      if (tries === 1) return callback(fault, client, done)
      if (this.turn === turn) this.takeNext()
      this.connectInTurn(callback, tries - 1, fault)
    })
  }

  private takeNext(): void {
    this.turn = (this.turn + 1) % this.addresses.length
    this.options.connectionString = this.addresses[this.turn]
  }
}

/**
 * Asks each new connection whether it can write. When one turns out later that it cannot, all that
 * are open are given up, since they lead to the same server; the address may lead to another one by
 * now.
 */
export class WritablePool extends ServersPool {
  private readonly idle = new Set<pg.PoolClient>()
  private readonly busy = new Set<pg.PoolClient>()
  private readonly givenUp = new WeakSet<pg.PoolClient>()
  /** How often a connection has come back whole: whoever had it was answered. */
  served = 0

  constructor(settings: pg.PoolConfig) {
    super({ ...settings, onConnect: requireWritable })
    this.on('connect', (client) => this.watch(client))
    this.on('acquire', (client) => {
      this.idle.delete(client)
      this.busy.add(client)
    })
    this.on('release', (error, client) => {
      if (!error) this.served++
      this.busy.delete(client)
      if (this.givenUp.has(client)) void client.end()
      else this.idle.add(client)
    })
    this.on('remove', (client) => this.idle.delete(client))
  }

  /** Throws when what is asked now would fail: the server does not answer, or can only be read. */
  async requireWritable(): Promise<void> {
    const client = await this.connect()
    const fault = await requireWritable(client).then(
      () => undefined,
      (error: Error) => error,
    )
    if (fault) this.giveUp()
    client.release(fault)
    if (fault) throw fault
  }

  private watch(client: pg.PoolClient): void {
    // where pg, whose types do not show it, tells what the server has refused
    const { connection } = client as unknown as { connection: EventEmitter }
    connection.on('errorMessage', ({ code }: { code?: string }) => {
      if (code === READ_ONLY) this.giveUp()
    })
  }

  private giveUp(): void {
    for (const client of this.busy) this.givenUp.add(client)
    for (const client of this.idle) client.emit('error', new ReadOnly()) // by which the pool removes what is idle
  }
}
