/**
 * Connections to a server that can be written. One that can only be read (a standby that was not
 * promoted yet, a server that was set so) counts as away: what it says may be old, and nearly every
 * request writes.
 */
import type { EventEmitter } from 'node:events'
import pg from 'pg'

/** SQLSTATE of a statement that would write where only reading is allowed. */
export const READ_ONLY = '25006'

class ReadOnly extends Error {
  readonly code = READ_ONLY

  constructor() {
    super('the database can only be read')
  }
}

/** Throws, with the SQLSTATE of a refused write, when the server behind a connection can only be read. */
export async function requireWritable(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ transaction_read_only: string }>('show transaction_read_only')
  if (rows[0]?.transaction_read_only !== 'off') throw new ReadOnly()
}

/**
 * Asks each new connection whether it can write. When one turns out later that it cannot, all that
 * are open are given up, since they lead to the same server; the address may lead to another one by
 * now.
 */
export class WritablePool extends pg.Pool {
  private readonly idle = new Set<pg.PoolClient>()
  private readonly busy = new Set<pg.PoolClient>()
  private readonly givenUp = new WeakSet<pg.PoolClient>()

  constructor(settings?: pg.PoolConfig) {
    super({ ...settings, onConnect: requireWritable })
    this.on('error', () => {}) // of an idle connection, which the pool has removed
    this.on('connect', (client) => this.watch(client))
    this.on('acquire', (client) => {
      this.idle.delete(client)
      this.busy.add(client)
    })
    this.on('release', (_, client) => {
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
    // a connection that dies between two statements would end the whole process without this
    client.on('error', () => {})
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
