/**
 * The events of the cases that somebody may see, in the order in which they can be told of without
 * gaps: by the transactions that wrote them, as far as all earlier ones have ended (decision 0009). A
 * cursor is a place in that order, so that what commits late is never behind it.
 */
import { Injectable } from '@nestjs/common'
import { Database, row, rows, type Tx } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import { sql } from '../base/sql.js'
import { untold } from '../cases/news.js'
import { SCOPE, scopeOf } from '../cases/scope.js'
import { type Actor, partsOf } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { EVENT_KINDS, type EventRow, type ExchangeEvent, LETTER_KINDS, presentEvent } from './kinds.js'
import { LETTER_OF } from './letterOf.js'

/** Where outside this system it is found. */
export class ExchangeSettings {
  constructor(readonly publicUrl: string) {}
}

export interface FeedQuery {
  readonly after?: FeedPlace | undefined
  /** All when none is named. */
  readonly kinds?: readonly string[]
  readonly limit: number
}

export interface FeedPage {
  readonly events: readonly ExchangeEvent[]
  /** The `after` of the next request, also when there is nothing more. */
  readonly next: string
  /** Whether the next request will find something, or has to look further. */
  readonly more: boolean
}

/** A place in the order; ids of transactions are greater than what a number holds exactly. */
export interface FeedPlace {
  readonly xid: bigint
  readonly caseId: number
  readonly seq: number
}

const FIRST: FeedPlace = { xid: 0n, caseId: 0, seq: 0 }

/** A cursor read again; undefined when it is none. */
export function readPlace(text: string): FeedPlace | undefined {
  const [, xid = '', caseId = '', seq = ''] = /^(\d{1,18})-(\d{1,9})-(\d{1,9})$/.exec(text) ?? []
  return xid === '' ? undefined : { xid: BigInt(xid), caseId: Number(caseId), seq: Number(seq) }
}
const placeText = ({ xid, caseId, seq }: FeedPlace): string => `${xid}-${caseId}-${seq}`

/**
 * An authority sees most of what there is, and the order finds it; so that whoever sees little of much is
 * answered too, so many transactions are looked through at a time, and so often in a request.
 */
const WIDTH = 50_000n
const TIMES = 20

const ENDED = `
  select pg_snapshot_xmin(pg_current_snapshot())::text as safe, pg_snapshot_xmax(pg_current_snapshot())::text as latest`

const COLUMNS = sql`
  select e.xid::text as xid, e.case_id as "caseId", e.seq, e.at, e.action as kind, c.number as "caseNumber",
    l.id as "letterId"`
const WANTED = sql`
  where e.xid >= ${'xid'}::bigint and e.xid < ${'until'}::bigint and not e.internal
    and (e.xid, e.case_id, e.seq) > (${'xid'}::bigint, ${'caseId'}::int, ${'seq'}::int)
    and e.action = any (${'kinds'}::text[]) and e.action <> all (${'untold'}::text[]) and ${SCOPE}
    and (${'permit'}::int is null or l.addressed_to = ${'permit'}::int and e.action = any (${'ofLetters'}::text[]))
  order by e.xid, e.case_id, e.seq limit ${'limit'}::int`

/** Of a firm: from its own cases, which are few. */
const OF_FIRM = sql`
  ${COLUMNS} from cases c cross join lateral (select * from events o where o.case_id = c.id offset 0) e
  ${LETTER_OF} ${WANTED}`
const OF_AUTHORITY = sql`${COLUMNS} from events e join cases c on c.id = e.case_id ${LETTER_OF} ${WANTED}`

type FoundRow = EventRow & { readonly xid: string }

@Injectable()
export class EventFeed {
  constructor(
    private readonly db: Database,
    private readonly settings: ExchangeSettings,
  ) {}

  /** One page. Throws Invalid for a place where this database has not come yet: it was restored from a dump. */
  read(actor: Actor, { after = FIRST, kinds = EVENT_KINDS, limit }: FeedQuery): Promise<FeedPage> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const ended = await row<{ safe: string; latest: string }>(tx, ENDED)
      const [safe, latest] = [BigInt(ended?.safe ?? 0), BigInt(ended?.latest ?? 0)]
      if (after.xid > latest) throw new Invalid([cursorAhead])
      const found: FoundRow[] = []
      let place = after
      for (let times = 0; times < TIMES && place.xid < safe && found.length < limit; times++) {
        const until = actor.firmId === null && place.xid + WIDTH < safe ? place.xid + WIDTH : safe
        const more = await this.find(tx, actor, { place, until, kinds, limit: limit - found.length })
        found.push(...more)
        place = { xid: until, caseId: 0, seq: 0 }
      }
      const last = found.length < limit ? undefined : found.at(-1)
      const next = last ? { ...last, xid: BigInt(last.xid) } : place
      const events = found.map((one) => presentEvent(one, this.settings.publicUrl))
      return { events, next: placeText(next), more: next.xid < safe }
    })
  }

  private find(
    tx: Tx,
    actor: Actor,
    asked: { place: FeedPlace; until: bigint; kinds: readonly string[]; limit: number },
  ): Promise<FoundRow[]> {
    const { place, until, kinds, limit } = asked
    const statement = actor.firmId === null ? OF_AUTHORITY : OF_FIRM
    const { xid, caseId, seq } = place
    const values = {
      ...scopeOf(actor),
      xid: String(xid),
      until: String(until),
      caseId,
      seq,
      kinds,
      limit,
      untold: untold(actor),
      permit: isPermitAuthority(actor) ? actor.authorityId : null,
      ofLetters: LETTER_KINDS,
    }
    return rows<FoundRow>(tx, ...statement(values))
  }
}

/** Whether somebody sees cases for nothing but the letters that are addressed to their authority. */
const isPermitAuthority = (actor: Actor): boolean => {
  const parts = partsOf(actor)
  return parts.length > 0 && parts.every((part) => part === 'permit')
}

const cursorAhead = {
  code: 'cursorAhead',
  path: 'after',
  message: {
    zh: 'after 所指的位置在这个数据库里还没有到达（数据库可能已从备份恢复）。请不带 after 重新读取。',
    en:
      'The position given in after does not exist in this database yet (it may have been restored from a ' +
      'backup). Read again without after.',
  },
}
