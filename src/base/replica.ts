/**
 * A copy of the database that is only read and may be a little old, for what reads much and decides
 * nothing: reports and public figures. Each answer says how old it is. What the copy cannot answer
 * the database itself does: it is away, too far behind, does not know yet who asks, has become a
 * database of its own, or is another installation's. Nothing else reads it, the check page never.
 */
import { Logger } from '@nestjs/common'
import { causeOf } from './cause.js'
import type { DatabaseSettings } from './connection.js'
import { Database, row, type Settings, type Tx } from './database.js'

/** Beyond this the copy is not asked, in milliseconds: figures of an hour ago would surprise whoever reads them. */
const OLDEST = 300_000
/** For how long it is left alone after it failed, so that not every reader waits for it. */
const REST = 10_000

export interface CopyState {
  /** It follows another server. One that does not may have been promoted, or left behind by a promotion. */
  readonly follows: boolean
  /** What was written up to then is there; its own clock says so, as it says `now`. */
  readonly asOf: Date
  readonly now: Date
  readonly installation: string
}

/**
 * A standby that is fed and has replayed all that it was sent is as new as the database; else it is as old as the last
 * transaction that it has replayed (PostgreSQL 17, 9.28.4 and 27.4.2.3).
 */
export const STATE_OF_COPY = `
  select pg_is_in_recovery() as follows, clock_timestamp() as now, (select id from installation) as installation,
    case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() and exists (select from pg_stat_wal_receiver)
      then clock_timestamp() else coalesce(pg_last_xact_replay_timestamp(), 'epoch') end as "asOf"`

/** How a copy stands, asked within the transaction that reads it. */
async function stateOf(tx: Tx): Promise<CopyState> {
  const state = await row<CopyState>(tx, STATE_OF_COPY)
  if (!state) throw new Error('a statement without a table gave no row')
  return state
}

/** Why a copy is not asked, for the log and for the doctor; undefined when it is. */
export function faultOf(state: CopyState, installation: string): 'foreign' | 'leads' | 'behind' | undefined {
  if (state.installation !== installation) return 'foreign'
  if (!state.follows) return 'leads'
  return state.now.getTime() - state.asOf.getTime() > OLDEST ? 'behind' : undefined
}

class NotFit extends Error {
  readonly code: string

  constructor(fault: string) {
    super('the copy is not fit to be read')
    this.code = fault
  }
}

export interface Reading<T> {
  readonly result: T
  /** Up to when the copy's data go; undefined when the database itself was read. */
  readonly asOf?: Date | undefined
}

export class Replica {
  private readonly log = new Logger('Replica')
  private opening: Promise<Database> | undefined
  private restsUntil = 0

  /** @param copy the address of the copy; without one the database itself is read */
  constructor(
    private readonly db: Database,
    private readonly installation: string,
    private readonly copy?: DatabaseSettings,
  ) {}

  /** Runs work that only reads, in one transaction with these settings, on the copy where that will do. */
  async read<T>(settings: Settings, work: (tx: Tx) => Promise<T>): Promise<Reading<T>> {
    if (this.copy && performance.now() >= this.restsUntil)
      try {
        return await this.readCopy(settings, work)
      } catch (error) {
        // whatever it was, the database is asked; a fault of the work itself comes again there, and is thrown
        this.log.warn({ msg: 'the copy was not read', ...causeOf(error) })
        this.restsUntil = performance.now() + REST
      }
    return { result: await this.db.transaction(settings, work) }
  }

  private async readCopy<T>(settings: Settings, work: (tx: Tx) => Promise<T>): Promise<Reading<T>> {
    const copy = await this.open()
    return copy.transaction(settings, async (tx) => {
      const state = await stateOf(tx)
      const fault = faultOf(state, this.installation)
      if (fault) throw new NotFit(fault)
      return { result: await work(tx), asOf: state.asOf }
    })
  }

  /** Not at the start of the process: that a copy is away keeps nobody from working. */
  private open(): Promise<Database> {
    if (!this.copy) throw new Error('there is no copy')
    this.opening ??= Database.open({ ...this.copy, isCopy: true }).catch((error: unknown) => {
      this.opening = undefined
      throw error
    })
    return this.opening
  }

  async close(): Promise<void> {
    const copy = await this.opening?.catch(() => undefined)
    if (copy?.source.isInitialized) await copy.source.destroy()
  }
}
