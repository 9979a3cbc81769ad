/**
 * The stores of this installation for the system administrator: where they are, how their clearing
 * went, what is missing; and the approval of a large clearing. No case, no name, no contents.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database, row, rows, type Tx } from '../../base/database.js'
import { NotFound } from '../../base/errors.js'
import type { Wall } from '../../base/walls.js'
import { enqueue } from '../../jobs/queue.js'
import { type Actor, requireRole } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import type { StoreKind } from '../storeEntities.js'

export interface StoreLine {
  readonly id: string
  readonly kind: StoreKind
  readonly place: string
  readonly seenAt: Date
  /** Of a place of checkpoints: up to which it has them, and what went wrong last. */
  readonly lastNo: number
  readonly failure: string | null
  /** The last clearing; null before the first. */
  readonly clearedAt: Date | null
  readonly files: number | null
  readonly unnamed: number | null
  /** The last clearing waits for an approval, and there is none yet. */
  readonly waits: boolean
  readonly approved: boolean
}

export interface ClearingLine {
  readonly at: Date
  readonly kind: StoreKind
  readonly files: number
  readonly unnamed: number
  readonly setAside: number
  readonly removed: number
  readonly broughtBack: number
  readonly missing: number
  /** Who approved it, when it needed that. */
  readonly approvedBy: string | null
  readonly reason: string | null
}

export interface MissingLine {
  readonly key: string
  readonly noticedAt: Date
  readonly kind: 'attachment' | 'page' | 'firmPaper'
  /** The kind of document. */
  readonly document: string
  readonly page: number | null
  readonly bytes: number
  readonly uploadedAt: Date
  readonly sha256: string
}

/** Days after which a store that no worker uses any more is not shown. */
const SHOWN_FOR = 30
const MOST = 200

/** A worker that lives, and the walls around its readers of files; null where it has not found out. */
export interface WorkerWalls {
  readonly id: string
  readonly walls: readonly Wall[] | null
}

const WORKERS = 'select id, walls from workers order by seen_at desc limit 20'

const STORES = `
  select s.id, s.kind, s.place, s.seen_at as "seenAt", s.last_no as "lastNo", s.failure, c.at as "clearedAt", c.files,
    c.unnamed,
    coalesce(c.waits, false) as waits, exists (select from clearing_approvals a
    where a.store_id = s.id and a.used_at is null) as approved
  from stores s
  left join lateral (select at, files, unnamed, waits from clearings where store_id = s.id order by id desc
  limit 1) c on true
  where s.seen_at > $1 order by array_position(array['data', 'backup', 'audit'], s.kind), s.place`
const CLEARINGS = `
  select c.at, s.kind, c.files, c.unnamed, c.set_aside as "setAside", c.removed, c.brought_back as "broughtBack",
    c.missing, p.name as "approvedBy", a.reason
  from clearings c join stores s on s.id = c.store_id left join clearing_approvals a on a.id = c.approval_id left
  join people p on p.id = a.given_by
  order by c.id desc limit 14`
const MISSING = `
  select key, noticed_at as "noticedAt", kind, document, page, bytes, uploaded_at as "uploadedAt", sha256
  from list_missing_files(${MOST})`
const WAITING = `
  select unnamed from clearings where store_id = $1 and id = (select max(id) from clearings
  where store_id = $1) and waits
    and not exists (select from clearing_approvals where store_id = $1 and used_at is null)`
const APPROVE = `insert into clearing_approvals (store_id, most, reason, given_by, given_at)
  values ($1, $2, $3, $4, $5)`

@Injectable()
export class Stores {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** All of it. Throws Forbidden for all but the system administrator. */
  state(actor: Actor) {
    return this.asAdministrator(actor, async (tx) => ({
      installation: (await row<{ id: string }>(tx, 'select id from installation'))?.id ?? '',
      stores: await rows<StoreLine>(tx, STORES, [new Date(this.clock.now().getTime() - SHOWN_FOR * 86_400_000)]),
      clearings: await rows<ClearingLine>(tx, CLEARINGS),
      missing: await rows<MissingLine>(tx, MISSING),
      missingCount: (await row<{ n: number }>(tx, 'select count_missing_files() as n'))?.n ?? 0,
      workers: await rows<WorkerWalls>(tx, WORKERS),
    }))
  }

  /**
   * Lets the next clearing of a store, which begins at once, set aside as many files as the last
   * one found. Answers how many. Throws Forbidden; NotFound when none waits.
   */
  approve(actor: Actor, storeId: string, reason: string): Promise<number> {
    return this.asAdministrator(actor, async (tx) => {
      const waiting = await row<{ unnamed: number }>(tx, WAITING, [storeId])
      if (!waiting) throw new NotFound()
      await rows(tx, APPROVE, [storeId, waiting.unnamed, reason, actor.id, this.clock.now()])
      await enqueue(tx, 'sweep', {}, 'sweep approved')
      return waiting.unnamed
    })
  }

  private async asAdministrator<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    requireRole(actor, 'systemAdmin')
    return this.db.transaction(settingsOf(actor), work)
  }
}
