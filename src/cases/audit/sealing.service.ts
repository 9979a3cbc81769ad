/**
 * How sealing is going, for the administrators: the last checkpoints, what waits, what went wrong.
 * Read from the database, no key and no place outside is needed.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database, row, rows } from '../../base/database.js'
import { type Actor, ADMINISTRATORS, requireRole } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import type { ResumedSealing as StoredResumption } from './entities.js'

export type ResumedSealing = Omit<StoredResumption, 'id'>

export interface SealedCheckpoint {
  readonly no: number
  readonly at: Date
  readonly events: number
  readonly cases: number
  readonly hash: string
  readonly storedAt: Date | null
  readonly failedAt: Date | null
  readonly failure: string | null
}

/** A place outside the database, and up to which checkpoint it has them all. */
export interface SealingPlace {
  readonly place: string
  readonly lastNo: number
  readonly seenAt: Date
  readonly failedAt: Date | null
  readonly failure: string | null
}

export interface SealingState {
  readonly checkpoints: readonly SealedCheckpoint[]
  /** Those of the last days; workers may have places of their own. */
  readonly places: readonly (SealingPlace & { readonly behind: boolean })[]
  /** Numbers that are not there, though later ones are. */
  readonly gaps: readonly number[]
  /** Which checkpoints were set aside after a restore, by whom and why; the last ones. */
  readonly resumed: readonly ResumedSealing[]
  /** Events, and other rows, that no checkpoint has; and the instant of the oldest event. */
  readonly unsealed: number
  readonly oldest: Date | null
  /** Something has waited for longer than it should. */
  readonly behind: boolean
}

const LAST = `
  select no, at, events, cardinality(cases) as cases, encode(hash, 'hex') as hash, stored_at as "storedAt",
    failed_at as "failedAt", failure
  from checkpoints order by no desc limit $1`
const GAPS = `
  select g.no from generate_series(1, (select max(no) from checkpoints)) g (no)
  where not exists (select 1 from checkpoints c where c.no = g.no) order by 1 limit 20`
const PLACES = `
  select place, last_no as "lastNo", seen_at as "seenAt", failed_at as "failedAt", failure from stores
  where kind = 'audit' and seen_at > $1 order by place`
const RESUMED = `
  select at, operator, why, first_no as "firstNo", last_no as "lastNo" from resumed_sealings order by id desc limit 5`
const UNSEALED = 'select events, oldest, rows, late from unsealed()'

/** How many minutes an event may wait before somebody is told. */
const PATIENCE = 5
const SHOWN = 20
/** Days after which a place that no worker uses any more is not shown. */
const PLACE_SHOWN = 30
/** Hours after which a place that is not written to counts as given up. */
const PLACE_IN_USE = 24

@Injectable()
export class SealingStates {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Throws Forbidden for all but the three administrators. */
  state(actor: Actor): Promise<SealingState> {
    requireRole(actor, ...ADMINISTRATORS)
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const [checkpoints, known, gaps, resumed, waiting] = await Promise.all([
        rows<SealedCheckpoint>(tx, LAST, [SHOWN]),
        rows<SealingPlace>(tx, PLACES, [new Date(this.clock.now().getTime() - PLACE_SHOWN * 86_400_000)]),
        rows<{ no: number }>(tx, GAPS),
        rows<ResumedSealing>(tx, RESUMED),
        row<{ events: number; oldest: Date | null; rows: number; late: boolean }>(tx, UNSEALED),
      ])
      const late = this.clock.now().getTime() - PATIENCE * 60_000
      const due = checkpoints.find(({ at }) => at.getTime() < late)?.no ?? 0
      const inUse = this.clock.now().getTime() - PLACE_IN_USE * 3_600_000
      const places = known.map((one) => ({ ...one, behind: one.lastNo < due && one.seenAt.getTime() > inUse }))
      const pending = checkpoints.find(({ storedAt }) => storedAt === null)
      const oldest = waiting?.oldest ?? null
      return {
        checkpoints,
        places,
        gaps: gaps.map(({ no }) => no),
        resumed,
        unsealed: waiting ? waiting.events + waiting.rows : 0,
        oldest,
        behind:
          [oldest, pending?.at].some((at) => at && at.getTime() < late) ||
          (waiting?.late ?? false) ||
          gaps.length > 0 ||
          places.some(({ behind }) => behind),
      }
    })
  }
}
