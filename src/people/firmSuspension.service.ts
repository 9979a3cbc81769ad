/**
 * A firm that gives cause may be kept from submitting new applications for a time. It is heard before:
 * one officer of intake announces it with a reason, the firm may answer until a day, and then another
 * officer decides. A suspended firm still fills in, corrects, answers and asks for a review of what
 * runs; it may answer again at any time, and intake ends the suspension with a reason. Why so:
 * docs/decisions/0043-suspension-after-a-hearing.md.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, sqlState, type Tx } from '../base/database.js'
import { Forbidden, Invalid, NotFound, NotNow } from '../base/errors.js'
import { type Actor, requireRole } from './actor.js'
import { type FirmActDetail, noteFirmAct, takeFirm } from './firmActs.js'
import { firmChanged } from './firmIntake.service.js'
import type { FirmAct } from './firmWords.js'
import { settingsOf } from './scope.js'

export interface FirmSuspension {
  readonly id: number
  readonly reason: string
  readonly intendedBy: number
  /** Null to the firm. */
  readonly intendedByName: string | null
  readonly intendedAt: Date
  /** YYYY-MM-DD: the last day of the hearing. */
  readonly answerUntil: string
  readonly answer: string | null
  readonly answeredAt: Date | null
  /** Null while it is only announced. */
  readonly decidedAt: Date | null
  readonly decision: string | null
}

const OPEN = `
  select s.id, s.reason, s.intended_by as "intendedBy", p.name as "intendedByName", s.intended_at as "intendedAt",
    s.answer_until::text as "answerUntil", s.answer, s.answered_at as "answeredAt", s.decided_at as "decidedAt",
    s.decision
  from firm_suspensions s left join people p on p.id = s.intended_by
  where s.firm_id = $1 and (s.decided_at is null or (s.suspended and s.ended_at is null))`

const INTEND = `
  insert into firm_suspensions (firm_id, reason, intended_by, intended_at, answer_until)
  select f.id, $2, $3, $4, $5 from firms f where f.id = $1 and f.confirmed_at is not null returning id`
const ANSWER = `update firm_suspensions set answer = $2, answered_by = $3, answered_at = $4 where id = $1`
const DECIDE = `
  update firm_suspensions set decided_by = $2, decided_at = $3, suspended = $4, decision = $5
  where id = $1 and decided_at is null returning id`
const END = `update firm_suspensions set ended_by = $2, ended_at = $3, end_reason = $4 where id = $1`
const MARK = `update firms set suspended_at = $2 where id = $1`

interface Step {
  readonly at: Date
  readonly open: FirmSuspension | undefined
}
interface Noted {
  readonly act: FirmAct
  readonly reason: string
  readonly detail?: FirmActDetail
}

@Injectable()
export class FirmSuspensions {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** What is announced or in force; undefined when there is nothing. */
  find(actor: Actor, firmId: number): Promise<FirmSuspension | undefined> {
    return this.db.transaction(settingsOf(actor), (tx) => row<FirmSuspension>(tx, OPEN, [firmId]))
  }

  /**
   * Announces it to the firm. `answerUntil` (YYYY-MM-DD): until when the firm may answer. Throws Forbidden; NotFound
   * for a firm that is not confirmed; NotNow when one is announced or in force; Invalid when something happened since
   * `seen`.
   */
  async intend(
    actor: Actor,
    firmId: number,
    { reason, answerUntil, seen }: { reason: string; answerUntil: string; seen?: number | undefined },
  ): Promise<void> {
    requireRole(actor, 'intake')
    return this.step(actor, firmId, seen, async (tx, { at, open }) => {
      if (open) throw new NotNow([already])
      const made = await row(tx, INTEND, [firmId, reason, actor.id, at, answerUntil])
      if (!made) throw new NotFound()
      return { act: 'suspensionIntended', reason }
    })
  }

  /** The firm says what it has to say, before the decision or afterwards. Throws Forbidden, NotFound. */
  async answer(actor: Actor, answer: string): Promise<void> {
    const { firmId } = actor
    if (firmId === null) throw new Forbidden()
    requireRole(actor, 'firmAdmin')
    return this.step(actor, firmId, undefined, async (tx, { at, open }) => {
      if (!open) throw new NotFound()
      await rows(tx, ANSWER, [open.id, answer, actor.id, at])
      return { act: 'suspensionAnswered', reason: answer }
    })
  }

  /**
   * Suspends the firm: by another officer than the one who announced it, when the firm has answered or its days are
   * over. Throws Forbidden, NotFound, NotNow, Invalid as intend() does.
   */
  suspend(actor: Actor, firmId: number, decision: string, seen?: number): Promise<void> {
    return this.decide(actor, firmId, { suspended: true, decision, seen })
  }

  /** Lets it be. Throws Forbidden, NotFound, Invalid as intend() does. */
  drop(actor: Actor, firmId: number, decision: string, seen?: number): Promise<void> {
    return this.decide(actor, firmId, { suspended: false, decision, seen })
  }

  /** The firm may submit again. Throws Forbidden, NotFound, Invalid as intend() does. */
  async end(actor: Actor, firmId: number, reason: string, seen?: number): Promise<void> {
    requireRole(actor, 'intake')
    return this.step(actor, firmId, seen, async (tx, { at, open }) => {
      if (!open?.decidedAt) throw new NotFound()
      await rows(tx, END, [open.id, actor.id, at, reason])
      await rows(tx, MARK, [firmId, null])
      return { act: 'resumed', reason }
    })
  }

  private async decide(
    actor: Actor,
    firmId: number,
    { suspended, decision, seen }: { suspended: boolean; decision: string; seen: number | undefined },
  ): Promise<void> {
    requireRole(actor, 'intake')
    return this.step(actor, firmId, seen, async (tx, { at, open }) => {
      if (!open || open.decidedAt) throw new NotFound()
      if (suspended && open.intendedBy === actor.id) throw new NotNow([anotherOfficer])
      if (suspended && !isHeard(open, this.clock.today())) throw new NotNow([notHeard])
      await rows(tx, DECIDE, [open.id, actor.id, at, suspended, decision])
      if (suspended) await rows(tx, MARK, [firmId, at])
      return { act: suspended ? 'suspended' : 'suspensionDropped', reason: decision }
    })
  }

  private async step(
    actor: Actor,
    firmId: number,
    seen: number | undefined,
    work: (tx: Tx, step: Step) => Promise<Noted>,
  ): Promise<void> {
    const at = this.clock.now()
    try {
      await this.db.transaction(settingsOf(actor), async (tx) => {
        const last = await takeFirm(tx, firmId)
        if (seen !== undefined && seen !== last) throw new Invalid([firmChanged])
        const open = await row<FirmSuspension>(tx, OPEN, [firmId])
        await noteFirmAct(tx, actor, { firmId, at, ...(await work(tx, { at, open })) })
      })
    } catch (error) {
      if (sqlState(error) === '23505') throw new NotNow([already])
      throw error
    }
  }
}

/** Whether the firm has said what it has to say, or had its days. */
export const isHeard = ({ answeredAt, answerUntil }: FirmSuspension, today: string): boolean =>
  answeredAt !== null || today > answerUntil

const already = {
  code: 'suspensionOpen',
  zh: '该企业已有一项拟暂停或暂停。',
  en: 'A suspension of this firm has already been announced or is in force.',
}
const anotherOfficer = {
  code: 'anotherOfficer',
  zh: '告知拟暂停的人不能作决定，请另一位受理人员决定。',
  en: 'You announced this suspension, so another intake officer has to decide.',
}
const notHeard = {
  code: 'notHeard',
  zh: '企业尚未陈述意见，陈述期限也未届满。',
  en: 'The firm has not responded yet and still has time to respond.',
}
