/**
 * Writes the papers that actions have ordered (paper_orders): composes each from the event that
 * caused it, takes its number, freezes it, and has its file made like that of a letter. The case
 * has gone on meanwhile; every step finds its own work again after a crash.
 */
import { Injectable } from '@nestjs/common'
import { Clock, dateInShanghai } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { CaseService } from '../cases/case.service.js'
import { FROZEN } from '../cases/entered.js'
import { enqueue } from '../jobs/queue.js'
import { FILING_KINDS } from '../letters/applicationForm.js'
import { orderFile, writeLetter } from '../letters/effects.js'
import { Matters, type Occasion } from '../letters/matters.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { LetterMaker } from './letterMaker.js'
import { ANNOUNCEMENTS, noticeEnds, SETTLING } from '../workflow/hearings.js'
import type { Act } from '../workflow/machine.js'
import type { EventName } from '../workflow/words.js'

/** How many minutes a paper may take before it is asked for again. */
const PAPER_TAKES = 2

interface PaperOrder {
  readonly kind: string
  readonly letterId: number | null
  readonly at: Date
  readonly action: EventName
  readonly content: Record<string, unknown>
  readonly filedOn: string
  readonly leadId: number | null
  readonly departments: number[] | null
  /** When the firm took back what it had filed by this event. */
  readonly recalledAt: Date | null
  /** What followed that settles an announcement, and what the department said when it gave this one up. */
  readonly settledBy: Act | null
  readonly settledAt: Date | null
  readonly givenUp: Record<string, unknown> | null
}

const ORDERED = `
  select o.kind, o.letter_id as "letterId", e.at, e.action, t.content, c.filed_on::text as "filedOn",
    (select max(authority_id) from case_parties where case_id = c.id and part = 'lead') as "leadId",
    (select array_agg(authority_id order by since, authority_id) from case_parties
    where case_id = c.id and part = 'named' and since <= e.at) as departments,
    (select min(at) from events where case_id = c.id and action = 'recall' and seq > o.seq) as "recalledAt",
    s.action as "settledBy", s.at as "settledAt",
    case when s.action = 'acknowledge' then s.content - 'ended' end as "givenUp"
  from paper_orders o join events e on e.case_id = o.case_id and e.seq = o.seq
  join event_contents t on t.case_id = e.case_id and t.seq = e.seq
  join cases c on c.id = o.case_id
  left join lateral (
    select a.action, a.at, g.content from events a
    left join event_contents g on g.case_id = a.case_id and g.seq = a.seq
    where a.case_id = c.id and a.seq > o.seq
      and (a.action = any ($4) or a.action = 'acknowledge' and (g.content ->> 'event')::int = o.seq)
    order by a.seq limit 1) s on true
  where o.case_id = $1 and o.seq = $2 and o.kind = $3 for update of o`

/** What happens to the case meanwhile has happened before the paper is written, or comes after it. */
const HOLD = 'select id from cases where id = $1 for no key update'

const VOID = `
  update letters l set ended_at = $2, ended_as = 'void', end_reason = $3 where l.id = $1
  returning l.number, ${FROZEN} as frozen`

const TRY_FAILED = `
  update letters set failed_at = null, failure = null
  where failed_at is not null and issued_at is null and ended_at is null and kind <> 'recommendation' returning id`

@Injectable()
export class PaperMaker {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly matters: Matters,
    private readonly letters: LetterMaker,
    private readonly cases: CaseService,
  ) {}

  /** Job `makePaper`: writes and makes the papers of an event; what is done already is not done again. */
  async make(caseId: number, seq: number): Promise<void> {
    const ordered = await this.db.transaction(settingsOf(WORKER), (tx) =>
      rows<{ kind: string }>(tx, 'select kind from paper_orders where case_id = $1 and seq = $2 order by kind', [
        ...[caseId, seq],
      ]),
    )
    for (const { kind } of ordered) {
      const letterId = await this.db.transaction(settingsOf(WORKER), (tx) => this.write(tx, caseId, seq, kind))
      if (letterId !== undefined) await this.letters.make(letterId)
    }
  }

  /** All papers of a case that are ordered and not written; for the demonstration and tests, where no queue runs. */
  async makeAll(caseId: number): Promise<void> {
    const open = await this.db.transaction(settingsOf(WORKER), (tx) =>
      rows<{ seq: number }>(
        tx,
        'select distinct seq from paper_orders where case_id = $1 and letter_id is null order by seq',
        [caseId],
      ),
    )
    for (const { seq } of open) await this.make(caseId, seq)
  }

  /**
   * Asks again for what was ordered some minutes ago and is not written: the queue keeps the job of
   * a worker that was killed locked for hours.
   */
  orderAgain(minutes: number = PAPER_TAKES): Promise<number> {
    const before = new Date(this.clock.now().getTime() - minutes * 60_000)
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      const open = await rows<{ caseId: number; seq: number }>(
        tx,
        `select case_id as "caseId", seq from paper_orders where letter_id is null and ordered_at <= $1
          order by ordered_at limit 500`,
        [before],
      )
      for (const { caseId, seq } of open) await enqueue(tx, 'makePaper', { caseId, seq }, `makePaper ${caseId} ${seq}`)
      return open.length
    })
  }

  /**
   * Asks again for notices that could not be printed: when a worker starts it may have got further
   * faces (FONTS_DIR). A recommendation is its approver's to return. Answers how many.
   */
  tryFailed(): Promise<number> {
    return this.db.transaction(settingsOf(WORKER), async (tx) => {
      const failed = await rows<{ id: number }>(tx, TRY_FAILED)
      for (const { id } of failed) await orderFile(tx, id)
      return failed.length
    })
  }

  /** The paper’s row, numbered and frozen, or undefined; void when what it is about was dropped meanwhile. */
  private async write(tx: Tx, caseId: number, seq: number, kind: string): Promise<number | undefined> {
    await rows(tx, HOLD, [caseId])
    const found = await row<PaperOrder>(tx, ORDERED, [caseId, seq, kind, SETTLING])
    if (!found) return undefined
    if (found.letterId !== null) return found.letterId
    const id = await this.writeOne(tx, caseId, seq, found)
    const { action, recalledAt, settledBy, settledAt, givenUp } = found
    const isFiling = action === 'submit' || FILING_KINDS.includes(kind)
    if (isFiling && recalledAt) await this.enterVoid(tx, caseId, id, recalledAt, { action: 'recall' })
    const isDropped = ANNOUNCEMENTS.includes(action) && settledBy && noticeEnds(action, settledBy) === 'void'
    if (isDropped && settledAt) await this.enterVoid(tx, caseId, id, settledAt, { action: settledBy, ...givenUp })
    return id
  }

  /** What it is about was dropped before it was written: the number is taken, and void. */
  private async enterVoid(tx: Tx, caseId: number, letterId: number, at: Date, why: object): Promise<void> {
    const ended = await row<{ number: string; frozen: string }>(tx, VOID, [letterId, at, JSON.stringify(why)])
    const told = { issuedAt: null, sha256: null, receivedAt: null, endedAt: at.toISOString(), endedAs: 'void' }
    await this.cases.recordReading(tx, caseId, WORKER, 'enterPaper', { letterId, ...ended, ...told })
  }

  private async writeOne(tx: Tx, caseId: number, seq: number, found: PaperOrder): Promise<number> {
    const occasion: Occasion = {
      kind: found.kind,
      caseId,
      today: dateInShanghai(found.at),
      judgedOn: found.filedOn,
      leadId: found.leadId,
      departments: found.departments ?? [],
      event: { action: found.action, seq, content: found.content },
    }
    const { id } = await writeLetter(tx, this.matters, occasion, await this.matters.making(occasion), found.at)
    await rows(tx, 'update paper_orders set letter_id = $4 where case_id = $1 and seq = $2 and kind = $3', [
      ...[caseId, seq, found.kind, id],
    ])
    return id
  }
}
