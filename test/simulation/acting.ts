/**
 * What people do in a simulation, by the chart: it says what may happen in the state of a case and whose it is; the application says whether this person may do it now. Seldom
 * somebody tries what must wait, and is refused.
 */
import { randomUUID } from 'node:crypto'
import type { Outcome as Done } from '../../src/cases/record.js'
import type { Actor } from '../../src/people/actor.js'
import { settingsOf } from '../../src/people/scope.js'
import type { Facts } from '../../src/workflow/facts.js'
import type { Act, State } from '../../src/workflow/machine.js'
import { type By, whoHolds } from '../../src/workflow/rules.js'
import { edgesFrom, entriesIn, isAction, isFinal, STATES } from '../../src/workflow/step.js'
import type { Name } from '../cases/population.js'
import { FRESH } from '../workflow/facts.js'
import { askUntilAnswered, type Operation } from './asking.js'
import { answersOf, type Paper, type Papers, receive } from './filing.js'
import { saidWith } from './inputsOf.js'
import type { Luck } from './luck.js'
import type { Town } from './town.js'

/** What is seldom done, since it takes a case or a person out of the story. */
const SELDOM: Readonly<Record<string, number>> = {
  declareInterest: 0.02,
  consult: 0.3,
  recall: 0.2,
  revokeLetter: 0.15,
  proposeRevocation: 0.3,
  saveAnswers: 1,
  attachFile: 1,
}
const ENTRY = 0.06
const END = 0.12
const FIRMS = ['applicant', 'firmAdmin', 'rival', 'rivalAdmin'] as const satisfies readonly Name[]
/** How often somebody tries what the application says must wait. */
const IMPATIENT = 0.1

/** What is known of a case from outside. */
export interface Known {
  readonly id: number
  readonly state: State
  readonly version: number
  readonly firmId: number
}

/** One thing that somebody is about to do. */
export interface Intent {
  readonly caseId: number
  readonly action: Act
  readonly actor: Actor
  readonly who: string
  readonly version: number
  readonly input: object
}

const CASES = `
  select id, state, version, firm_id as "firmId" from cases where state = any ($1) and erased_at is null
  order by id desc limit 60`
const PARTIES = 'select authority_id as id, part from case_parties where case_id = $1 order by part, authority_id'

const OPEN = STATES.filter((state) => !isFinal(state))

export class People {
  private candidates: number
  /** The candidate of each case, by number. */
  private readonly candidateOf = new Map<number, number>()

  constructor(
    private readonly town: Town,
    private readonly papers: Papers,
    first = 1,
  ) {
    this.candidates = first
  }

  /** What somebody does next, drawn from all cases that are not over; undefined when nobody can do anything. */
  async next(luck: Luck): Promise<Intent | undefined> {
    const { rows } = await this.town.admin.query<Known>(CASES, [OPEN])
    const known = luck.weighed(rows, ({ state }) => (entriesIn(state).size > edgesFrom(state).size * 8 ? 0.3 : 1))
    return known && this.nextIn(known, luck)
  }

  /** What somebody does next in a case. */
  async nextIn(known: Known, luck: Luck): Promise<Intent | undefined> {
    for (let tries = 0; tries < 4; tries++) {
      const chosen = luck.weighed(actsIn(known.state), ({ weight }) => weight)
      const found = chosen && (await this.whoDoes(known, chosen, luck))
      if (found) return found
    }
    return undefined
  }

  private async whoDoes(known: Known, { action, by }: ChartAct, luck: Luck): Promise<Intent | undefined> {
    const facts = await this.factsOf(known)
    const plausible = by.some(({ who }) => who.includes('candidate'))
      ? [await this.town.world.candidateOf(known)]
      : this.town.people.filter((actor) => by.some((one) => whoHolds(one, actor, { ...facts, claimedBy: actor.id })))
    const impatient = luck.chance(IMPATIENT)
    for (const actor of luck.shuffled(plausible)) {
      const choice = await this.choiceOf(known.id, actor, action)
      if (!choice || (!choice.enabled && !impatient)) continue
      const today = this.town.world.clock.today()
      const said = { town: this.town, luck, caseId: known.id, actor, today }
      const input = await saidWith(action, said).catch(() => ({})) // it asks the database, which may be away
      return { caseId: known.id, action, actor, who: actor.name, version: known.version, input }
    }
    return undefined
  }

  /** Who may be meant by the chart, from the parts that authorities play; what else holds the application says. */
  private async factsOf({ id, firmId }: Known): Promise<Facts> {
    const { rows } = await this.town.admin.query<{ id: number; part: string }>(PARTIES, [id])
    const one = (part: string) => rows.find((row) => row.part === part)?.id ?? null
    return {
      ...FRESH,
      firmId,
      leadId: one('lead'),
      departments: rows.flatMap((row) => (row.part === 'named' ? row.id : [])),
      permitAuthorityId: one('permit'),
      reviewAuthorityId: one('review'),
    }
  }

  /** What the application says of the act; undefined when it is not this person's, or nobody can say. */
  private async choiceOf(caseId: number, actor: Actor, action: Act) {
    const { cases, database } = this.town.anyWeb
    const found = await database
      .transaction(settingsOf(actor), (tx) => cases.possible(tx, caseId, actor))
      .catch(() => undefined)
    return found?.choices.find((choice) => choice.action === action)
  }

  /** Does it, asking until there is an answer; the web servers are asked by turns. */
  async do(intent: Intent, luck: Luck): Promise<Operation> {
    if (intent.action === 'attachFile') return this.attach(intent, luck)
    const requestId = randomUUID()
    const { caseId, action, actor, input, who } = intent
    const version = isAction(action) ? intent.version : undefined
    const first = luck.between(0, 1)
    const { given, ...answer } = await askUntilAnswered<Done>(
      (attempt) => this.webOf(first + attempt).cases.act(caseId, action, { actor, version, requestId, input }),
      () => false,
    )
    return { requestId, caseId, action, who, ...answer, seq: given?.seq }
  }

  private webOf(turn: number) {
    return this.town.web[turn % this.town.web.length] ?? this.town.anyWeb
  }

  /** Whether the folder of documents is lost: what fails then is no fault of ours. */
  isBroken = (): boolean => this.brokenDisk
  brokenDisk = false

  /** A document, sent anew each time: what was stored before and is here already is refused as the same file. */
  private async attach({ caseId, action, actor, who }: Intent, luck: Luck): Promise<Operation> {
    const { rows } = await this.town.admin.query<{ kind: string }>(
      'select distinct kind from attachments where case_id = $1 and replaced_at is null',
      [caseId],
    )
    const missing = this.papers.kinds.filter((kind) => !rows.some((row) => row.kind === kind))
    const kind = luck.pick(missing.length > 0 ? missing : this.papers.kinds)
    const paper = await this.papers.of(kind, luck, this.town.world.clock.today(), this.candidateOf.get(caseId) ?? 0)
    return this.send(caseId, actor, who, paper, action)
  }

  private async send(
    caseId: number,
    actor: Actor,
    who: string,
    paper: Paper,
    action: Act = 'attachFile',
  ): Promise<Operation> {
    const requestId = randomUUID()
    const { kind, issuedOn } = paper
    const { given, ...answer } = await askUntilAnswered<Done>(async (attempt) => {
      const web = this.webOf(attempt)
      const file = await receive(web, actor, caseId, paper)
      return web.cases.act(caseId, action, {
        actor,
        requestId: `${requestId} ${attempt}`,
        input: { kind, ...(issuedOn && { issuedOn }), file },
      })
    }, this.isBroken)
    const isThere = answer.outcome === 'refused' && answer.tries > 1 && answer.because.includes('file:same')
    return { requestId, caseId, action, who, ...answer, ...(isThere && { outcome: 'unknown' }), seq: given?.seq }
  }

  /** A firm makes an application, and mostly sends it; answers what it asked for. */
  async apply(luck: Luck, name: Name = luck.pick(FIRMS), sends = luck.chance(0.8)): Promise<Operation[]> {
    const actor = this.town.world.person(name)
    const { name: who } = actor
    const requestId = randomUUID()
    const { given, ...answer } = await askUntilAnswered<Done>(
      (attempt) => this.webOf(attempt).cases.start(actor, requestId),
      () => false,
    )
    const caseId = given?.caseId
    const begun = { requestId, caseId: caseId ?? 0, action: 'start', who, ...answer, seq: given?.seq }
    if (caseId === undefined) return [begun]
    const today = this.town.world.clock.today()
    const candidate = this.candidates++
    this.candidateOf.set(caseId, candidate)
    const input = { answers: answersOf(candidate, today) }
    const intent = { caseId, actor, who, version: 1, input }
    const operations = [begun, await this.do({ ...intent, action: 'saveAnswers' }, luck)]
    for (const kind of this.papers.kinds)
      operations.push(await this.send(caseId, actor, who, await this.papers.of(kind, luck, today, candidate)))
    const said = await saidWith('submit', { ...intent, town: this.town, luck, today })
    if (sends) operations.push(await this.do({ ...intent, action: 'submit', input: said }, luck))
    return operations
  }
}

interface ChartAct {
  readonly action: Act
  readonly by: readonly By[]
  readonly weight: number
}

/** What the chart names for persons in a state, with how likely it is. */
function actsIn(state: State): ChartAct[] {
  const moves = [...edgesFrom(state)].map(([action, edges]) => ({
    action: action as Act,
    by: edges.map(({ by }) => by),
    weight: SELDOM[action] ?? (edges.every(({ target }) => isFinal(target)) ? END : 1),
  }))
  const entries = [...entriesIn(state)].map(([entry, by]) => ({
    action: entry as Act,
    by: [by],
    weight: ENTRY * (SELDOM[entry] ?? 1),
  }))
  const byPerson = ({ by }: ChartAct) => by.some(({ who }) => who.some((name) => name !== 'clock' && name !== 'worker'))
  return [...moves, ...entries].filter(byPerson)
}
