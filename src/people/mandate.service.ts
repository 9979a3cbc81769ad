/**
 * Mandates: a firm (an agency, a law firm) files for another one, for the acts and until the day that
 * the other one has agreed to. Every step is a guarded function of the database, which writes it into
 * the history of both firms (migrations/…-mandates.ts). What an agent may do with a case is the
 * chart's to say. Why so: docs/decisions/0044-mandates.md.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows, type Tx } from '../base/database.js'
import { Forbidden, Invalid, NotFound, NotNow, type Problem } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { type Actor, has, requireRole } from './actor.js'
import { Attempts } from './attempts.js'
import type { MandateAct } from './mandateActs.js'
import { settingsOf } from './scope.js'

export interface Mandate {
  readonly id: number
  readonly employerId: number
  readonly employerName: string
  /** Null where the firm had no English name. */
  readonly employerNameEn: string | null
  readonly agentId: number
  readonly agentName: string
  readonly agentNameEn: string | null
  readonly acts: readonly MandateAct[]
  /** YYYY-MM-DD: its last day, which counts whole. */
  readonly untilOn: string
  /** Applications that the agent may begin under it; null: any number. */
  readonly mostCases: number | null
  readonly note: string | null
  readonly askedAt: Date
  /** Null while the employer has not confirmed it. */
  readonly confirmedAt: Date | null
  readonly endedAt: Date | null
  readonly endReason: string | null
}

/** A firm of a mandate in both languages: by its Chinese name where it has no English one. */
export const firmNamed = (zh: string, en: string | null | undefined): Bilingual => ({ zh, en: en ?? zh })

/** Whether it is in force, waits for the employer, or is over. */
export type MandateState = 'waiting' | 'inForce' | 'over'

export function mandateState({ confirmedAt, endedAt, untilOn }: Mandate, today: string): MandateState {
  if (endedAt || untilOn < today) return 'over'
  return confirmedAt ? 'inForce' : 'waiting'
}

export interface MandateWish {
  /** The credit code of the other firm. */
  readonly creditCode: string
  /** The actor's firm is the employer, and gives it; else it is the agent, and asks for it. */
  readonly asEmployer: boolean
  readonly acts: readonly MandateAct[]
  readonly untilOn: string
  readonly mostCases?: number | undefined
  readonly note?: string | undefined
}

/** What the employer agrees to of what was asked for; what is left out is agreed to as it was asked. */
export interface MandateLimits {
  readonly acts?: readonly MandateAct[] | undefined
  readonly untilOn?: string | undefined
  readonly mostCases?: number | undefined
}

const COLUMNS = `
  select m.id, m.employer_id as "employerId", m.employer_name as "employerName", m.agent_id as "agentId",
    m.employer_name_en as "employerNameEn", m.agent_name as "agentName", m.agent_name_en as "agentNameEn", m.acts,
    m.until_on::text as "untilOn", m.most_cases as "mostCases", m.note, m.asked_at as "askedAt",
    m.confirmed_at as "confirmedAt", m.ended_at as "endedAt", m.end_reason as "endReason"
  from mandates m`
const OF_FIRM = `${COLUMNS}
  where $1 in (m.employer_id, m.agent_id) order by m.ended_at is not null, m.id desc limit 500`
const ASK = 'select ask_mandate($1, $2, $3, $4, $5::int, $6, $7) as answer'
const CONFIRM = 'select confirm_mandate($1, $2::text[], $3::date, $4::int, $5, $6) as answer'
const LATEST = `${COLUMNS} where m.asked_by = $1 order by m.id desc limit 1`
const IN_FORCE = `${COLUMNS}
  where m.agent_id = $1 and m.confirmed_at is not null and m.ended_at is null and m.until_on >= $2
  order by m.employer_name, m.id`

/** Codes that somebody may look for in an hour: whoever files for others knows theirs. */
const LOOKED_FOR = 30

@Injectable()
export class Mandates {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly attempts: Attempts,
  ) {}

  /** One of the actor's firm. Throws NotFound. */
  async get(actor: Actor, id: number): Promise<Mandate> {
    const found = await this.inTransaction(actor, (tx) => row<Mandate>(tx, `${COLUMNS} where m.id = $1`, [id]))
    if (!found) throw new NotFound()
    return found
  }

  /** All of a firm, as employer or agent: those that are not over first. Of another firm an officer sees them. */
  list(actor: Actor, firmId: number): Promise<Mandate[]> {
    return this.db.transaction(settingsOf(actor), (tx) => rows<Mandate>(tx, OF_FIRM, [firmId]))
  }

  /** Those that agents have asked the actor's firm for, for its administrators to answer. */
  async listAsked(actor: Actor): Promise<Mandate[]> {
    if (actor.firmId === null || !has(actor, 'firmAdmin')) return []
    const today = this.clock.today()
    const all = await this.list(actor, actor.firmId)
    return all.filter((one) => one.employerId === actor.firmId && mandateState(one, today) === 'waiting')
  }

  /** Those under which the actor's firm may file for another one today. */
  listInForce(actor: Actor): Promise<Mandate[]> {
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<Mandate>(tx, IN_FORCE, [actor.firmId, this.clock.today()]),
    )
  }

  /**
   * The employer gives a mandate, or an agent asks for one. Answers it. Throws Forbidden to others than a firm's
   * administrators;
   * Invalid (no such firm, one's own, a day that is over, too many tries); NotNow.
   */
  async ask(actor: Actor, wish: MandateWish): Promise<Mandate> {
    requireRole(actor, 'firmAdmin')
    if (wish.untilOn < this.clock.today()) throw new Invalid([dayOver])
    await this.attempts.count([{ key: `mandates of firm ${actor.firmId}`, most: LOOKED_FOR }], 60)
    const code = wish.creditCode.normalize('NFKC').replace(/\s+/g, '').toUpperCase()
    const limits = [wish.acts, wish.untilOn, wish.mostCases ?? null]
    const values = [wish.asEmployer, code, ...limits, wish.note ?? null, this.clock.now()]
    const made = await this.inTransaction(actor, (tx) => row<{ answer: string }>(tx, ASK, values))
    switch (made?.answer) {
      case 'made':
        return this.latest(actor)
      case 'noFirm':
        throw new Invalid([noFirm])
      case 'ownFirm':
        throw new Invalid([ownFirm])
      case 'already':
        throw new Invalid([already])
      case 'notConfirmed':
        throw new NotNow([notConfirmed])
      default:
        throw new Forbidden()
    }
  }

  /**
   * The employer agrees to what an agent has asked for, or to less of it. Throws Forbidden, NotFound; Invalid where it
   * would be more.
   */
  async confirm(actor: Actor, id: number, limits: MandateLimits = {}): Promise<void> {
    requireRole(actor, 'firmAdmin')
    const { acts, untilOn, mostCases } = limits
    const values = [id, acts ?? null, untilOn ?? null, mostCases ?? null, this.clock.today(), this.clock.now()]
    const made = await this.inTransaction(actor, (tx) => row<{ answer: string }>(tx, CONFIRM, values))
    const answer = made?.answer ?? 'none'
    if (answer === 'forbidden') throw new Forbidden()
    if (answer === 'none') throw new NotFound()
    // the database names the first fault, a person reads all of them
    if (answer !== 'done') throw new Invalid(widerThan(await this.get(actor, id), limits, this.clock.today()))
  }

  /** What the actor has just asked for. */
  private async latest(actor: Actor): Promise<Mandate> {
    const found = await this.inTransaction(actor, (tx) => row<Mandate>(tx, LATEST, [actor.id]))
    if (!found) throw new NotFound()
    return found
  }

  /**
   * Either firm ends it, with a reason that both read: declines, withdraws, takes back or gives up. Open cases are
   * the employer's alone from then on. Throws Forbidden, NotFound.
   */
  async end(actor: Actor, id: number, reason: string | undefined): Promise<void> {
    requireRole(actor, 'firmAdmin')
    await this.step(actor, 'select end_mandate($1, $2, $3) as done', [id, reason ?? null, this.clock.now()])
  }

  private async step(actor: Actor, sql: string, values: unknown[]): Promise<void> {
    const made = await this.inTransaction(actor, (tx) => row<{ done: boolean }>(tx, sql, values))
    if (!made?.done) throw new NotFound()
  }

  private inTransaction<Found>(actor: Actor, work: (tx: Tx) => Promise<Found>): Promise<Found> {
    return this.db.transaction(settingsOf(actor), work)
  }
}

/** Ends those whose last day is over. Answers how many. */
export async function lapseMandates(tx: Tx, today: string, at: Date): Promise<number> {
  const done = await row<{ n: number }>(tx, 'select lapse_mandates($1, $2) as n', [today, at])
  return done?.n ?? 0
}

const problem = (code: string, path: string, zh: string, en: string): Problem => ({ code, path, message: { zh, en } })
const dayOver = problem('dayOver', 'untilOn', '请选择今天或以后的日期。', 'Enter today or a later date.')
const noFirm = problem(
  'noFirm',
  'creditCode',
  '没有用这个统一社会信用代码登记并确认的企业。请核对，或请对方先登记。',
  'No confirmed firm is registered with this credit code. Check it, or ask the other firm to register first.',
)
const ownFirm = problem(
  'ownFirm',
  'creditCode',
  '该代码为贵单位代码，请填写对方的代码。',
  'This is your own firm’s code. Enter the other firm’s code.',
)
const already = problem(
  'already',
  'creditCode',
  '与该企业的委托已存在或正待确认。如需变更范围或期限，请先结束原委托。',
  'You already have a mandate with this firm, or one is waiting. To change it, end it first.',
)
const widerActs = problem('wider', 'acts', '不能超出代理请求的范围。', 'Select no more than the agent asked for.')
const widerEnd = problem(
  'wider',
  'untilOn',
  '不能晚于代理请求的日期。',
  'The date cannot be later than the agent asked for.',
)
const widerNumber = problem(
  'wider',
  'mostCases',
  '不能多于代理请求的数量。',
  'The number cannot be higher than the agent asked for.',
)

/** Everything in which what is given goes beyond what was asked for, or beyond today. */
function widerThan(asked: Mandate, { acts = [], untilOn, mostCases }: MandateLimits, today: string): Problem[] {
  const end = untilOn ?? asked.untilOn
  return [
    acts.some((act) => !asked.acts.includes(act)) && widerActs,
    end > asked.untilOn && widerEnd,
    end < today && dayOver,
    asked.mostCases !== null && (mostCases ?? 0) > asked.mostCases && widerNumber,
  ].filter((found) => found !== false)
}

const notConfirmed = {
  code: 'firmConfirmed',
  zh: '牵头部门确认贵单位的登记后，才能委托或者接受委托。',
  en: 'Your firm can give or ask for a mandate once the lead department has confirmed it.',
}
