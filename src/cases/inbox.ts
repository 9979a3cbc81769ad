/** What a person has been told, in the application: their own rows, whatever became of the cases. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { secretHash } from '../people/secrets.js'

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

/** Which messages; `before`: the last id of the page before. */
export interface InboxQuestion {
  readonly before?: number | undefined
  readonly unread: boolean
  readonly limit: number
  /** Of these kinds only. */
  readonly only?: readonly string[]
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

const LIST = `
  select n.id, n.case_id as "caseId", h.firm_id as "firmId", f.name_zh as "firmName", n.kind, n.at,
    n.read_at is not null as read, c.number, c.talent_name as "talentName"
  from notifications n left join cases c on c.id = n.case_id left join firm_acts h on h.id = n.firm_act
  left join firms f on f.id = h.firm_id
  where n.person_id = $1 and ($2::int is null or n.id < $2) and (not $3::bool or n.read_at is null)
    and ($5::text[] is null or n.kind = any ($5)) order by n.id desc
  limit $4`

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

  /** The newest first. */
  list(actor: Actor, { before, unread, limit, only }: InboxQuestion): Promise<InboxLine[]> {
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<InboxLine>(tx, LIST, [actor.id, before ?? null, unread, limit, only ?? null]),
    )
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

  /** How many are not read, up to a hundred, by the session's token: in the same flight as the session itself. */
  async unread(token: string): Promise<number> {
    const [found] = await this.db.lookUp<{ n: number }>('select unread_of($1) as n', [secretHash(token)])
    return found?.n ?? 0
  }

  /** For officers of the case: when its firm was told. */
  firmTold(tx: Tx, caseId: number): Promise<FirmNotification[]> {
    return rows<FirmNotification>(tx, TOLD, [caseId])
  }
}
