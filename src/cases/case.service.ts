/**
 * act(): the one way anything changes (docs/architecture.md#the-write-path). One transaction:
 * lock within the scope, repeat, version, facts, chart, input, effects, event, state. The web,
 * the API, the worker and the clock all come through here. What it has worked out is written by
 * record.ts. Over 250 lines because the write path is read from top to bottom in one file.
 */
import { Inject, Injectable } from '@nestjs/common'
import { Clock, dateInShanghai } from '../base/clock.js'
import { Database, PLANNED_ONCE, row, rows, sqlState, type Tx } from '../base/database.js'
import { Forbidden, Invalid, NotFound, NotNow, Stale } from '../base/errors.js'
import { inLane } from '../criteria/fastLanes.js'
import { type Actor, mayFillIn } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Reference } from '../reference/reference.service.js'
import { EFFECTS } from '../workflow/effects.js'
import type { Facts } from '../workflow/facts.js'
import type { Act, Action, Entry, State } from '../workflow/machine.js'
import { barredPlaces, READS_ONLY, type When } from '../workflow/rules.js'
import {
  asksFor,
  checkAction,
  checkEntry,
  choices,
  ENTRIES,
  INITIAL,
  isAction,
  isEntry,
  metaOf,
  step,
} from '../workflow/step.js'
import type { EventName, Reading } from '../workflow/words.js'
import type { Attachment, CaseFile } from './caseFile.js'
import { type Cause, EFFECT_MAP, type EffectMap, ENTRY_MAP, type EntryMap, requireComplete } from './causes.js'
import { consentsOf, saidOf } from './consents.js'
import { type Deadline, daysLeftNow, deadlineAfter } from './deadlines.js'
import { type CaseAndPast, factsOf, findCaseAndPast, isAgent, judgedOnOf } from './facts.js'
import type { ReceivedFile } from './files/receive.js'
import { inputHash } from './history.js'
import { otherInput, parseInput, requireKnown, requirePages, requireProof } from './inputs.js'
import { type OpenedCase, Preflight } from './preflight.js'
import { NOTHING_ASKED, Recommending } from './recommending.js'
import { type Outcome, record } from './record.js'
import { CaseKeys } from './sealing/caseKeys.js'
import { heeds, listSince } from './since.js'
import { createDraft } from './starting.js'
import { Stops } from './stops.js'
import { requireRoomForDraft } from './unconfirmedFirm.js'

export interface Request {
  readonly actor: Actor
  /** The version that the person saw; needed for actions of persons. */
  readonly version?: number | undefined
  /** The last event that the person saw; what an action must heed is then looked for after it. */
  readonly seq?: number | undefined
  /** The client's own name for this request: the same one again gives the first answer and does nothing. */
  readonly requestId?: string | undefined
  readonly input?: unknown
  /** Whether names that the form does not have are refused, as programs want it; pages send more than their form. */
  readonly strict?: boolean | undefined
  /** Files that have been received for a message, a statement or a request for review. */
  readonly files?: readonly ReceivedFile[] | undefined
}

type Sent = readonly [requestId: string | undefined, asked: Buffer]

const REPEATED_START = `
  select case_id as "caseId", seq, to_state as state, version from events
  where actor_id = $1 and action = 'start' and request_id = $2`

/** Minutes for which a person who reads on leaves no further event, unless the case was filed anew since. */
const READ_AGAIN_AFTER = 15
const READ_LATELY = `
  select read_lately($1, $2, $3, $4) and coalesce((
    select max(e.seq) filter (where e.action = $2 and e.actor_id = (select me_person()))
      > max(e.seq) filter (where e.action in ('submit', 'resubmit'))
    from events e where e.case_id = $1), true) as lately`
const HOLD = 'select id from cases where id = $1 for no key update'

/** The deadline as it stands, or as an effect or entry has changed it. */
function currentOf({ case: found, changes }: Cause): Deadline {
  const { dueOn, dueProvisional, daysLeft, counted } = found
  return changes.deadline ?? { dueOn, dueProvisional, daysLeft, counted }
}

@Injectable()
export class CaseService {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly preflight: Preflight,
    @Inject(EFFECT_MAP) private readonly effects: EffectMap,
    @Inject(ENTRY_MAP) private readonly entries: EntryMap,
    private readonly stops: Stops,
    private readonly keys: CaseKeys,
    private readonly recommending: Recommending,
  ) {
    requireComplete('effects', EFFECTS, effects)
    requireComplete('entries', ENTRIES, entries)
  }

  /**
   * Does an action or writes an entry. Throws NotFound (no such case for this actor), Invalid (same
   * request id for something else; wrong input), Stale (the case has changed since `version`),
   * Forbidden, NotNow (with every reason), ProofNeeded. Nothing is changed when it throws.
   */
  act(caseId: number, action: Act, request: Request): Promise<Outcome> {
    return this.db.transaction({ ...settingsOf(request.actor), ...PLANNED_ONCE }, (tx) =>
      this.actIn(tx, caseId, action, request),
    )
  }

  /** Whether it could be done now; nothing of it is kept. Throws what act() throws. */
  async rehearse(caseId: number, action: Act, request: Request): Promise<void> {
    const rehearsed = new Error('rehearsed')
    try {
      await this.db.transaction({ ...settingsOf(request.actor), ...PLANNED_ONCE }, async (tx) => {
        await this.actIn(tx, caseId, action, request)
        throw rehearsed
      })
    } catch (error) {
      if (error !== rehearsed) throw error
    }
  }

  /**
   * The same within a transaction that the caller has opened for this actor; once a case, since
   * what it writes goes out with COMMIT.
   */
  async actIn(
    tx: Tx,
    caseId: number,
    action: Act,
    { actor, version, seq, requestId, strict, input = {}, files = [] }: Request,
  ): Promise<Outcome> {
    const known = await findCaseAndPast(tx, caseId, { actor, action, requestId, lock: true, today: this.clock.today() })
    if (!known) throw new NotFound()
    const sha256 = files.map((file) => file.sha256).join(' ')
    const asked = inputHash(sha256 ? { input, sha256 } : input, this.keys.of(caseId, known.case.dataKey))
    const { repeat } = known.past
    if (repeat) {
      if (repeat.inputHash !== asked.toString('hex')) throw new Invalid([otherInput])
      return { caseId, seq: repeat.seq, state: repeat.state, version: repeat.version, repeated: true }
    }
    const moved = version !== undefined && version !== known.case.version && isAction(action)
    if (moved || (seq !== undefined && seq < known.case.lastSeq && heeds(action))) {
      const seen = { version: moved ? version : known.case.version, seq: seq ?? known.case.lastSeq }
      const since = await listSince(tx, caseId, action, seen, actor)
      if (moved || since.length > 0) throw new Stale(known.case.version, since, action)
    }
    const opened = this.preflight.open(tx, actor, caseId)
    const facts = await this.facts(known, actor, opened, action)
    if (isEntry(action)) checkEntry(known.case.state, facts, action, actor)
    else checkAction(known.case.state, facts, action, actor)
    if (strict) requireKnown(action, input)
    const parsed = parseInput(action, input, facts, this.clock.today())
    await requirePages(tx, caseId, action, parsed)
    const cause = { ...this.cause(known, { facts, opened }, actor, action, parsed), files }
    requireProof(action, actor)
    const sent: Sent = [requestId, asked]
    return isEntry(action) ? this.enter(tx, cause, action, sent) : this.move(tx, cause, action, sent)
  }

  private async enter(tx: Tx, cause: Cause, entry: Entry, sent: Sent): Promise<Outcome> {
    await this.entries[entry](tx, cause)
    const { state, version } = cause.case
    return record(tx, cause, { state, version, deadline: currentOf(cause) }, ...sent)
  }

  private async move(tx: Tx, cause: Cause, action: Action, sent: Sent): Promise<Outcome> {
    const { state, effects } = step(cause.case.state, cause.facts, action, cause.actor, cause.input)
    for (const effect of effects) await this.effects[effect](tx, cause)
    const worked = await this.deadline(cause, state)
    const deadline = state === cause.case.state ? worked : await this.stops.move(tx, cause, state, worked)
    return record(tx, cause, { state, version: cause.case.version + 1, deadline }, ...sent)
  }

  /**
   * Starts a draft of the actor's firm, or of the firm that has given it a mandate; empty, or with the
   * answers of an earlier case of that firm. The same request id again gives the same draft. Throws
   * Forbidden when the actor is of no firm, NotFound when the earlier case is not the firm's or the
   * mandate is not in force, NotNow when the actor reads only, or the firm waits to be confirmed and
   * has drafts enough.
   *
   * @param batch the batch from which it comes, which the event names
   */
  async start(actor: Actor, requestId?: string, from?: number, mandateId?: number, batch?: number): Promise<Outcome> {
    if (actor.firmId === null || actor.id === null) throw new Forbidden()
    if (!mayFillIn(actor)) throw new NotNow([READS_ONLY])
    try {
      return await this.startOnce(actor, requestId, from, mandateId, batch)
    } catch (error) {
      // the same request came twice at once, and the other one was faster: its draft is there now
      if (requestId && sqlState(error) === '23505') return this.startOnce(actor, requestId, from, mandateId, batch)
      throw error
    }
  }

  private startOnce(
    actor: Actor,
    requestId?: string,
    from?: number,
    mandateId?: number,
    batch?: number,
  ): Promise<Outcome> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const repeat = requestId && (await row<Omit<Outcome, 'repeated'>>(tx, REPEATED_START, [actor.id, requestId]))
      if (repeat) return { ...repeat, repeated: true }
      if (actor.firmId !== null) await requireRoomForDraft(tx, actor.firmId)
      const now = this.clock.now()
      const today = dateInShanghai(now)
      const id = await createDraft(tx, this.keys, actor, { now, year: today.slice(0, 4), from, mandateId })
      const known = await findCaseAndPast(tx, id, { actor, lock: true, today })
      if (!known) throw new Error('the draft was not created')
      const opened = this.preflight.open(tx, actor, id)
      const facts = await this.facts(known, actor, opened, 'start')
      const said = batch === undefined ? {} : { batch }
      const cause = this.cause(known, { facts, opened }, actor, 'start', from === undefined ? said : { ...said, from })
      return record(
        tx,
        cause,
        { state: INITIAL, version: 1, deadline: currentOf(cause) },
        requestId,
        inputHash({}, cause.key),
      )
    })
  }

  /**
   * The same once in a while: nothing is recorded when this person's last reading of the same
   * content is younger than that. Gives the case's past if it was looked up. Throws NotFound.
   */
  async noteReading(
    tx: Tx,
    caseId: number,
    actor: Actor,
    reading: Reading,
    content: Record<string, unknown> = {},
  ): Promise<CaseAndPast | undefined> {
    const since = new Date(this.clock.now().getTime() - READ_AGAIN_AFTER * 60_000)
    const lately = () => row<{ lately: boolean }>(tx, READ_LATELY, [caseId, reading, since, JSON.stringify(content)])
    if ((await lately())?.lately) return undefined
    // a page asks for several pictures at once: the first one holds the case, the others find what it has recorded
    const [, late] = await Promise.all([rows(tx, HOLD, [caseId]), lately()])
    return late?.lately ? undefined : this.recordReading(tx, caseId, actor, reading, content)
  }

  /**
   * Records that somebody has looked at a case, a paper or a letter: an event that changes nothing.
   * Gives the case's past, as it still is. Throws NotFound.
   */
  async recordReading(
    tx: Tx,
    caseId: number,
    actor: Actor,
    reading: Reading,
    content: Record<string, unknown> = {},
  ): Promise<CaseAndPast> {
    const known = await findCaseAndPast(tx, caseId, { actor, lock: true, today: this.clock.today() })
    if (!known) throw new NotFound()
    const opened = this.preflight.open(tx, actor, caseId)
    const facts = await this.facts(known, actor, opened, reading)
    const cause = this.cause(known, { facts, opened }, actor, reading, content)
    const { state, version } = known.case
    await record(tx, cause, { state, version, deadline: currentOf(cause) }, undefined, inputHash(content, cause.key))
    return known
  }

  /**
   * What this person may do with the case now, and what must wait, with the reasons; and what may
   * not be asked for again.
   *
   * @param opened the case's answers in this transaction
   * @param past what the transaction knows of the case already
   * @param sees the documents that this person may know of, where those are not all
   */
  async possible(
    tx: Tx,
    caseId: number,
    actor: Actor,
    opened = this.preflight.open(tx, actor, caseId),
    past?: CaseAndPast,
    sees?: Promise<readonly Attachment[]>,
  ): Promise<Pick<CaseFile, 'choices' | 'barredPlaces' | 'matters' | 'place' | 'mandate' | 'consents' | 'signatures'>> {
    const known = past ?? (await findCaseAndPast(tx, caseId, { actor, lock: false, today: this.clock.today() }))
    if (!known) throw new NotFound()
    const facts = await this.facts(known, actor, opened)
    const { matters, place, mandate, consents, signatures } = known.past
    return {
      choices: choices(known.case.state, facts, actor),
      barredPlaces: barredPlaces(facts),
      matters,
      place,
      mandate,
      consents: consentsOf(sees ? saidOf(consents, await sees) : consents),
      signatures,
    }
  }

  /** The facts that the chart reads; what stops submitting is worked out only where the chart asks for it. */
  private async facts(known: CaseAndPast, actor: Actor, opened: OpenedCase, action?: EventName): Promise<Facts> {
    const today = this.clock.today()
    const on = judgedOnOf(known.case, today)
    const asks = (...conditions: When[]) => conditions.some((condition) => asksFor(known.case.state, condition, action))
    const asksForBlocks = actor.firmId !== null && asks('noBlocks')
    const asksForRoutes = actor.firmId === null && asks('routeInForce', 'routesEnded', 'routesBack')
    const { reminders } = metaOf(known.case.state)
    return factsOf(known, {
      today,
      correctionsAllowed: (await this.reference.procedure('correction', on)).correctionRounds,
      intentionNeeded: (await this.reference.procedure('refusal', on)).announced,
      // whoever revokes does it by the rules of that day
      revocationNeeded: asks('revocationHeard') && (await this.reference.procedure('revocation', today)).announced,
      chasedFrom: asks('notChased') ? (await this.reference.calendar(today)).lastWorkingDay(today) : today,
      reminders: reminders ? (await this.reference.procedure('reminders', on))[reminders] : [],
      consentsWait:
        actor.firmId !== null && asks('consentsGiven') && (await this.reference.procedure('consents', today)).waits,
      blocks: asksForBlocks ? (await opened.check()).problems : [],
      recommendable: asksForRoutes
        ? await this.recommending.factsOn(today, asks('permitFits') ? opened : undefined)
        : NOTHING_ASKED,
    })
  }

  private cause(
    known: CaseAndPast,
    { facts, opened }: Pick<Cause, 'facts' | 'opened'>,
    actor: Actor,
    action: EventName,
    input: Record<string, unknown>,
  ): Cause {
    const at = this.clock.now()
    const today = dateInShanghai(at)
    return {
      case: known.case,
      past: known.past,
      key: this.keys.of(known.case.id, known.case.dataKey),
      facts,
      opened,
      actor,
      action,
      input,
      at,
      today,
      seq: known.case.lastSeq + 1,
      judgedOn: judgedOnOf(known.case, today),
      // who acts for whom is part of what the chain of the history proves
      content: isAgent(actor, known.case) ? { ...input, mandate: known.case.mandateId } : { ...input },
      files: [],
      changes: {},
    }
  }

  private async deadline(cause: Cause, state: State): Promise<Deadline> {
    const current = currentOf(cause)
    if (state === cause.case.state) return current
    if (cause.changes.dueOn) return { dueOn: cause.changes.dueOn, dueProvisional: false, daysLeft: null, counted: null }
    const to = metaOf(state)
    const calendar = await this.reference.calendar(cause.today)
    const lane = cause.action === 'submit' ? cause.changes.lane : cause.case.lane
    return deadlineAfter({
      from: metaOf(cause.case.state),
      to,
      current,
      left: daysLeftNow(calendar, cause.today, current.dueOn, cause.past.stops),
      visited: cause.past.visited ?? [],
      today: cause.today,
      calendar,
      limit: to.clock && inLane(await this.reference.timeLimit(to.clock.limit, cause.judgedOn), to.clock.limit, lane),
    })
  }
}
