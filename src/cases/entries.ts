/**
 * What the entries write besides their event (docs/architecture.md#the-statechart): claims,
 * answers, papers. A note or a message is its event. Over 250 lines because they are one table.
 */
import { Injectable } from '@nestjs/common'
import { row, rows, type Tx } from '../base/database.js'
import { Invalid, Stale } from '../base/errors.js'
import { documentSchema } from '../criteria/documents.js'
import { APPLICATION } from '../forms/application.js'
import { draftProblems } from '../forms/engine/body.js'
import { has } from '../people/actor.js'
import { Reference } from '../reference/reference.service.js'
import { bothIn, changedPaths, mergeAnswers } from './answers.js'
import { AssessedFindings } from './assessed.js'
import { attachFile, keepEvidence, message } from './attaching.js'
import { chase, finishTask, giveTask, note } from './chasing.js'
import type { Cause, EntryMap } from './causes.js'
import { meantOf } from './matters.js'
import { CONSENT_ENTRIES } from './consenting.js'
import { convertMoney, ratesOn } from './exchange.js'
import { INITIAL } from '../workflow/step.js'
import { PermitDetails } from './permitDetails.js'
import { Recomputing } from './recomputing.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { Signing } from './signing.js'
import { Stops } from './stops.js'
import { keepAnswers } from './unsent.js'

const onlyEvent = async (): Promise<void> => {} // the event says it all

/** Throws Invalid unless the person works for the actor's authority and has declared no interest in the case. */
async function requireColleague(tx: Tx, { actor, facts, input }: Cause): Promise<void> {
  const colleague = await row(tx, 'select id from people where id = $1 and authority_id = $2 and ended_at is null', [
    input.to,
    actor.authorityId,
  ])
  if (!colleague) throw new Invalid([noSuchColleague])
  if (facts.interested.some((id) => id === input.to)) throw new Invalid([colleagueStandsAside])
}

async function claim(tx: Tx, { case: found, actor, at }: Cause): Promise<void> {
  await rows(tx, 'insert into claims (case_id, authority_id, person_id, at) values ($1, $2, $3, $4)', [
    found.id,
    actor.authorityId,
    actor.id,
    at,
  ])
}

/** To a colleague of the same authority, or back to everybody, which has to be said. */
async function handOver(tx: Tx, cause: Cause): Promise<void> {
  const { case: found, actor, input, content } = cause
  if (input.to === 0) {
    delete content.to
    await rows(tx, 'delete from claims where case_id = $1 and authority_id = $2', [found.id, actor.authorityId])
    return
  }
  await assign(tx, cause)
}

/** Whoever stands aside has the case no longer: it is there for others to claim. */
async function letGo(tx: Tx, { case: found, actor }: Cause): Promise<void> {
  await rows(tx, 'delete from claims where case_id = $1 and person_id = $2', [found.id, actor.id])
}

/** The supervisor gives the case to a colleague, whoever has claimed it. */
async function assign(tx: Tx, cause: Cause): Promise<void> {
  const { case: found, actor, at, input } = cause
  await requireColleague(tx, cause)
  await rows(
    tx,
    `insert into claims (case_id, authority_id, person_id, at) values ($1, $2, $3, $4)
     on conflict (case_id, authority_id) do update set person_id = excluded.person_id, at = excluded.at`,
    [found.id, actor.authorityId, input.to, at],
  )
}

/** Answers take the draft's own version; the event names what changed, not the answers themselves. */
async function saveAnswers(keys: CaseKeys, reference: Reference, tx: Tx, cause: Cause): Promise<void> {
  const { case: found, input, content } = cause
  if (input.answersVersion !== undefined && input.answersVersion !== found.answersVersion)
    throw new Stale(found.answersVersion, [])
  const unstorable = draftProblems(APPLICATION, input.answers)
  if (unstorable.length > 0) throw new Invalid(unstorable)
  const { answers: before } = await cause.opened.answers()
  const rates = await ratesOn(reference, cause.today)
  const sent = found.state === INITIAL ? input.answers : undefined
  const answers = convertMoney(before, mergeAnswers(before, input.answers), rates, sent)
  content.changed = changedPaths(...bothIn(found.state, before, answers))
  delete content.answers
  await keepAnswers(tx, keys, cause, answers)
}

/** The smallest number of days before the day that has come; the event says it. */
async function remind(_tx: Tx, { facts, content, changes }: Cause): Promise<void> {
  if (facts.reminder === null) throw new Error('no reminder is due') // the chart has asked
  content.days = facts.reminder
  changes.remindedDays = facts.reminder
}

/** A condition of the recommendation, by its number. */
async function meetCondition(tx: Tx, cause: Cause): Promise<void> {
  const { facts, input } = cause
  const condition = Number(input.condition) // the form has made it a whole number
  if (condition > facts.conditions || facts.conditionsMet.includes(condition)) throw new Invalid([noSuchCondition])
  await keepEvidence(tx, cause)
}

/** The same; the firm need not have reported it. */
async function confirmCondition(_tx: Tx, { facts, input }: Cause): Promise<void> {
  const condition = Number(input.condition)
  if (condition > facts.conditions || facts.conditionsConfirmed.includes(condition))
    throw new Invalid([noSuchCondition])
}

/** A report, or, for those who may propose one, an intended revocation that is given up, answered or not. */
async function acknowledge(_tx: Tx, { actor, facts, input, content }: Cause): Promise<void> {
  const { reportsOpen, revocation, revocationSeq } = facts
  const givenUp = revocation !== 'none' && revocationSeq !== null && has(actor, 'approver') ? [revocationSeq] : []
  content.event = meantOf([...reportsOpen, ...givenUp], input.event)
}

async function askBack(_tx: Tx, { facts, input, content }: Cause): Promise<void> {
  content.event = meantOf(facts.reportsUnasked, input.event)
}

/** The entries that need more than the transaction. */
@Injectable()
export class TimedEntries {
  constructor(
    private readonly reference: Reference,
    private readonly stops: Stops,
    private readonly keys: CaseKeys,
    private readonly recomputing: Recomputing,
    private readonly findings: AssessedFindings,
    private readonly signing: Signing,
    private readonly permits: PermitDetails,
  ) {}

  /** A file whose kind is said afterwards is judged by what that kind asks of it. */
  attachFile = (tx: Tx, cause: Cause): Promise<void> =>
    attachFile(tx, cause, async (kind) => {
      const rules = await this.reference.all('documents', cause.today, documentSchema)
      return rules.get(kind)?.image ?? null
    })

  /** See above. */
  saveAnswers = (tx: Tx, cause: Cause): Promise<void> => saveAnswers(this.keys, this.reference, tx, cause)

  /**
   * The firm is told the reasons and what the assessment found, and has a time limit of its own to
   * answer; the clock stops meanwhile.
   */
  announceRefusal = async (tx: Tx, cause: Cause): Promise<void> => {
    await this.findings.sayFindings(tx, cause)
    cause.content.until = (await this.stops.hold(tx, cause, { reason: 'intention', limit: 'intention' })).until
  }

  answerIntention = async (tx: Tx, cause: Cause): Promise<void> => {
    const stop = cause.past.stops.find(({ reason }) => reason === 'intention')
    if (stop) await this.stops.resume(tx, cause, stop)
    await keepEvidence(tx, cause)
  }

  /** The firm is told the reasons, and may answer until a day; no clock of ours runs that would stop. */
  proposeRevocation = async (_tx: Tx, { today, content }: Cause): Promise<void> => {
    const calendar = await this.reference.calendar(today)
    content.until = calendar.dueOn(today, await this.reference.timeLimit('revocation', today)).on
  }

  /** No route is in force by which the case could be recommended: nobody can decide it, and its limit waits. */
  pauseLimit = (tx: Tx, cause: Cause): Promise<void> => this.stops.pause(tx, cause, 'basis')

  resumeLimit = async (tx: Tx, cause: Cause): Promise<void> => {
    const stop = cause.past.stops.find(({ reason }) => reason === 'basis')
    if (stop) await this.stops.resume(tx, cause, stop)
  }

  extendLimit = (tx: Tx, cause: Cause): Promise<void> => this.stops.extendBySupervisor(tx, cause)

  /** Moves the deadline by the days of an outage on which the clock ran. */
  extend = (tx: Tx, cause: Cause): Promise<void> => this.stops.extend(tx, cause)

  /**
   * Says whether it was reported within the time limit, counted from the day of the change
   * (外专发〔2017〕36号: ten working days).
   */
  reportChange = async (tx: Tx, cause: Cause): Promise<void> => {
    if (String(cause.input.changedOn) > cause.today) throw new Invalid([notHappenedYet])
    await this.inTime(cause, cause.input.changedOn)
    await keepEvidence(tx, cause)
  }
  reportEnd = (_tx: Tx, cause: Cause): Promise<void> => this.inTime(cause, cause.input.endedOn)

  /** Every entry, by its name in the chart. */
  get functions(): EntryMap {
    const { attachFile, saveAnswers, announceRefusal, answerIntention, extend, reportChange, reportEnd } = this
    const { pauseLimit, resumeLimit, extendLimit, proposeRevocation } = this
    const recompute = this.recomputing.entry
    const sign = this.signing.entry
    const completePermit = this.permits.complete
    return {
      ...ENTRY_FUNCTIONS,
      ...{ attachFile, saveAnswers, announceRefusal, answerIntention, extend, reportChange, reportEnd },
      ...{ pauseLimit, resumeLimit, extendLimit, proposeRevocation, recompute, sign, completePermit },
    }
  }

  private async inTime({ today, content }: Cause, since: unknown): Promise<void> {
    if (typeof since !== 'string') return
    const calendar = await this.reference.calendar(today)
    const until = calendar.dueOn(since, await this.reference.timeLimit('changeReport', today)).on
    content.reportBy = until
    content.late = today > until
  }
}

const ENTRY_FUNCTIONS = {
  ...CONSENT_ENTRIES,
  claim,
  handOver,
  assign,
  remind,
  meetCondition,
  confirmCondition,
  acknowledge,
  askBack,
  answerRevocation: keepEvidence,
  askToSubmit: onlyEvent,
  escalate: onlyEvent,
  note,
  chase,
  giveTask,
  finishTask,
  message,
  declareInterest: letGo,
  proposeCorrection: onlyEvent,
} satisfies Partial<EntryMap>

const noSuchCondition = {
  code: 'noSuchCondition',
  path: 'condition',
  message: {
    zh: '没有这一条附带条件，或者已经报告或确认落实。',
    en: 'There is no such condition, or it has been reported or confirmed as met.',
  },
}

const notHappenedYet = {
  code: 'notHappenedYet',
  path: 'changedOn',
  message: {
    zh: '变更日期尚未到。请填写变更实际发生的日期。',
    en: 'The date of the change is in the future. Enter the day on which the change happened.',
  },
}

const colleagueStandsAside = {
  code: 'colleagueStandsAside',
  path: 'to',
  message: {
    zh: '此人已对本案申报利害关系，不能承办。请另选一人。',
    en: 'This person has declared an interest in the case and cannot work on it. Select somebody else.',
  },
}
const noSuchColleague = {
  code: 'noSuchColleague',
  path: 'to',
  message: {
    zh: '本部门没有此人，请从列表中选择。',
    en: 'There is no such person in your department. Select one from the list.',
  },
}
