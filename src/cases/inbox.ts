/** What a person has been told, in the application: their own rows, whatever became of the cases. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'

export interface InboxLine {
  readonly id: number
  /** Null when it is about a firm. */
  readonly caseId: number | null
  /** The firm that it is about, when it is about no case. */
  readonly firmId: number | null
  readonly firmName: string | null
  readonly kind: string
  readonly at: Date
  readonly read: boolean
  /** Null when the case is not open to the person any more. */
  readonly number: string | null
  readonly talentName: string | null
}

/** All that is said of one case; or of several cases, that they have come to wait. */
export interface InboxGroup {
  /** The newest of its lines. */
  readonly newest: number
  /** How many lines it has, and how many of them are not read. */
  readonly total: number
  readonly unread: number
  /** Whether it is about several cases. */
  readonly many: boolean
  /** The newest of them. */
  readonly lines: readonly InboxLine[]
}

/** Which groups of messages; `before`: the newest line of the last group of the page before. */
export interface InboxQuestion {
  readonly before?: number | undefined
  readonly unread: boolean
  readonly limit: number
  /** Of these kinds only. */
  readonly only?: readonly string[]
  /** None that is not read of these kinds. */
  readonly without?: readonly string[] | undefined
}

/** When the firm was told of something, and how it went. */
export interface FirmNotification {
  readonly kind: string
  readonly at: Date
  readonly people: number
  readonly mails: number
  readonly sent: number
  readonly failed: number
  readonly read: number
  readonly settledAt: Date | null
}

/** So many cases of which nothing is said but that they wait are one group. */
const FEW = 3
/** Lines that are grouped at most, the newest first, and those of a group that are shown. */
const MOST_LINES = 5000
const MOST_SHOWN = 50

const GROUPS = `
  with lines as materialized (
    select n.id, n.case_id, n.firm_act, n.kind, n.at, n.read_at,
      n.kind = 'turn' and count(*) over (partition by n.case_id) = 1 as waits
    from (
      select * from notifications
      where person_id = $1 and (not $3::bool or read_at is null) and ($5::text[] is null or kind = any ($5))
        and ($6::text[] is null or read_at is not null or kind <> all ($6))
      order by id desc limit ${MOST_LINES}) n
  ), keyed as (
    select l.*, case when l.waits and count(*) filter (where l.waits) over () >= ${FEW} then 0
      else coalesce(l.case_id, -l.id) end as about
    from lines l
  ), placed as (
    select k.*, row_number() over of_one as place, max(k.id) over (partition by k.about) as newest,
      count(*) over (partition by k.about)::int as total,
      count(*) filter (where k.read_at is null) over (partition by k.about)::int as unread
    from keyed k window of_one as (partition by k.about order by k.id desc)
  ), page as (
    select newest from placed where place = 1 and ($2::int is null or newest < $2) order by newest desc limit $4
  )
  select p.newest, p.total, p.unread, p.about = 0 as many, p.id, p.case_id as "caseId", h.firm_id as "firmId",
    f.name_zh as "firmName", p.kind, p.at, p.read_at is not null as read, c.number, c.talent_name as "talentName"
  from page join placed p on p.newest = page.newest and p.place <= ${MOST_SHOWN}
  left join cases c on c.id = p.case_id left join firm_acts h on h.id = p.firm_act
  left join firms f on f.id = h.firm_id order by p.newest desc, p.id desc`

const MARK = 'update notifications set read_at = $3 where id = $1 and person_id = $2 returning id'
const MARK_ALL = 'update notifications set read_at = $2 where person_id = $1 and read_at is null'
const MARK_CASE =
  'update notifications set read_at = $3 where person_id = $1 and case_id = $2 and read_at is null returning kind, mark'
const MARK_FIRM = `
  update notifications n set read_at = $3 from firm_acts h
  where h.id = n.firm_act and h.firm_id = $2 and n.person_id = $1 and n.read_at is null`
const TOLD = 'select kind, at, people, mails, sent, failed, read, settled_at as "settledAt" from told_firm($1)'

@Injectable()
export class Inbox {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** The group with the newest line first. */
  async list(actor: Actor, question: InboxQuestion): Promise<InboxGroup[]> {
    const { before = null, unread, limit, only = null, without = null } = question
    type Row = InboxLine & Omit<InboxGroup, 'unread' | 'lines'> & { readonly unread: number }
    const found = await this.db.transaction(settingsOf(actor), (tx) =>
      rows<Row>(tx, GROUPS, [actor.id, before, unread, limit, only, without]),
    )
    const firsts = found.filter(({ newest, id }) => newest === id)
    return firsts.map((first) => ({ ...first, lines: found.filter(({ newest }) => newest === first.newest) }))
  }

  /** Marks one as read, or as not read. Throws NotFound when it is not the person's. */
  async mark(actor: Actor, id: number, read: boolean): Promise<void> {
    const found = await this.db.transaction(settingsOf(actor), (tx) =>
      row(tx, MARK, [id, actor.id, read ? this.clock.now() : null]),
    )
    if (!found) throw new NotFound()
  }

  async markAll(actor: Actor): Promise<void> {
    await this.db.transaction(settingsOf(actor), (tx) => rows(tx, MARK_ALL, [actor.id, this.clock.now()]))
  }

  /** Who opens a case has read what they were told of it. Answers what that was: the numbers of messages and notes. */
  async openCase(actor: Actor, caseId: number): Promise<ReadonlySet<number>> {
    const read = await this.db.transaction(settingsOf(actor), (tx) =>
      rows<{ kind: string; mark: string }>(tx, MARK_CASE, [actor.id, caseId, this.clock.now()]),
    )
    return new Set(read.filter(({ kind }) => kind === 'message' || kind === 'note').map(({ mark }) => Number(mark)))
  }

  /** Who opens a firm's page has read what they were told of it. */
  async openFirm(actor: Actor, firmId: number): Promise<void> {
    await this.db.transaction(settingsOf(actor), (tx) => rows(tx, MARK_FIRM, [actor.id, firmId, this.clock.now()]))
  }

  /** For officers of the case: when its firm was told. */
  firmTold(tx: Tx, caseId: number): Promise<FirmNotification[]> {
    return rows<FirmNotification>(tx, TOLD, [caseId])
  }
}
