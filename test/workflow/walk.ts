/** A case that lives through a long history: what an event changes in the facts, as the record would (cases/facts.ts), so that walks go where real cases go. */
import { expect } from '@jest/globals'
import type { Problem } from '../../src/base/errors.js'
import { type Actor, CLOCK } from '../../src/people/actor.js'
import type { Facts } from '../../src/workflow/facts.js'
import type { State } from '../../src/workflow/machine.js'
import { FRESH } from './facts.js'
import { actionNames, ENDS, entries, entryNames, moves, verdictOn } from './model.js'
import { LEAD, NAMED, OUR_FIRM, PERMIT, people, THIRD } from './people.js'

const DEPARTMENTS = [LEAD, NAMED, THIRD]
const BLOCK: Problem = { code: 'under18', path: 'talent.birthDate', message: { zh: '未满 18 周岁。', en: 'Under 18.' } }

export interface Happening {
  readonly actor: Actor
  readonly action: string
  readonly from: State
  readonly to: State
}

type Known = { -readonly [Key in Exclude<keyof Facts, 'claimedBy' | 'ownReports'>]: Facts[Key] }

const fresh = (): Known => ({ ...FRESH, firmId: OUR_FIRM })

export class Walk {
  state: State = 'draft'
  readonly history: Happening[] = []
  private readonly known = fresh()
  private readonly claims = new Map<number, number>()
  /** How many persons of each department have reported in this round. */
  private reports = new Map<number, number>()

  /** The facts as this actor's request would find them. */
  factsFor({ authorityId }: Actor): Facts {
    return {
      ...this.known,
      claimedBy: authorityId === null ? null : (this.claims.get(authorityId) ?? null),
      ownReports: authorityId === null ? 0 : (this.reports.get(authorityId) ?? 0),
    }
  }

  get intention(): Facts['intention'] {
    return this.known.intention
  }

  /** A route is back, and the limit that was paused for want of one can go on. */
  get maySoonResume(): boolean {
    return this.known.pausedForRoute && this.known.routes > 0
  }

  get revocation(): Facts['revocation'] {
    return this.known.revocation
  }

  /** What happens to a case without an action: days pass, answers change, the firm is confirmed, a letter cannot be made, a policy ends. */
  happen(luck: number): void {
    const { known } = this
    // few walks come to a review, and its time must run out in some
    if (luck < (this.state === 'underReview' ? 32 : 3) && TIMED.includes(this.state)) known.timeIsUp = true
    if (luck < 3) known.letterFailed = this.state === 'recommended'
    if (luck < 8) known.blocks = [BLOCK]
    if (luck >= 16) known.blocks = []
    if (luck >= 32) known.firmConfirmed = true
    if (luck % 16 === 5 && known.intention === 'open') known.intention = 'heard'
    if (luck % 16 === 4 && known.revocation === 'open') known.revocation = 'heard'
    if (luck % 16 === 6) known.standsInFor = [...this.claims.values()].slice(0, 1)
    known.reminder = luck % 4 === 3 ? 7 : null
    if (luck % 16 === 7) known.routes = 0
    // few walks come to a paused limit, and it must go on in some
    if (luck % 8 === 1 || (known.pausedForRoute && luck % 2 === 0)) known.routes = 1
    known.limitRuns = luck % 8 !== 2
    if (luck % 4 === 1) known.chasable = [LEAD] // another day has come
  }

  /** Keeps an event and what it changes. */
  keep(actor: Actor, action: string, to: State, luck: number): void {
    const { known, state: from } = this
    this.history.push({ actor, action, from, to })
    if (actor.id !== null) this.keepPerson(actor.id, actor.authorityId, action)
    if (action === 'submit') Object.assign(known, { filed: true, leadId: known.leadId ?? LEAD })
    if (action === 'accept') known.departments = DEPARTMENTS.filter((_, index) => ((luck % 7) + 1) & (1 << index))
    if (action === 'consult') known.departments = [...new Set([...known.departments, DEPARTMENTS[luck % 3] ?? LEAD])]
    if (action === 'accept') {
      known.assessorsNeeded = 1 + (luck % 2)
      known.intentionNeeded = luck % 3 === 0
    }
    if (action === 'accept' || action === 'returnToAssessment') {
      Object.assign(known, { reported: [], reporters: [] })
      this.reports = new Map()
    }
    if (action === 'report' && actor.authorityId !== null) this.keepReport(actor.authorityId)
    if (action === 'announceRefusal') known.intention = 'open'
    if (action === 'answerIntention') known.intention = 'heard'
    if (action === 'pauseLimit' || action === 'resumeLimit') known.pausedForRoute = action === 'pauseLimit'
    if (action === 'escalate') known.escalated = true
    if (action === 'withdrawConsent' && luck % 2 === 0) known.consentsOpen = ['passport']
    if (action === 'recordConsent' || action === 'settleConsent') known.consentsOpen = []
    if (action === 'settleConsent' && actor.id !== null) known.consentSettlers = [...known.consentSettlers, actor.id]
    if (action === 'extendLimit') known.extended = true
    if (action === 'remind') known.reminder = null
    if (action === 'chase') known.chasable = []
    if (action === 'giveTask') known.tasksOpen = [...known.tasksOpen, this.history.length]
    if (action === 'finishTask') known.tasksOpen = known.tasksOpen.slice(1)
    this.keepMatter(actor, action, luck)
    if (action === 'requestCorrection') {
      known.corrections += 1
      known.askedFrom = from
    }
    if (to !== from || action === 'saveAnswers' || action === 'attachFile') known.askedToSubmit = false
    if (action === 'askToSubmit') known.askedToSubmit = true
    if (action === 'recordLetter') known.permitAuthorityId = PERMIT
    if (action === 'requestReview') Object.assign(known, { reviewed: true, reviewAuthorityId: LEAD })
    if (to !== from) {
      Object.assign(known, {
        timeIsUp: false,
        letterFailed: false,
        escalated: false,
        pausedForRoute: false,
        extended: false,
      })
      if (known.intention === 'heard') known.intention = 'none' // what was promised stays open wherever the case goes
    }
    this.state = to
  }

  /** What waits after the letter. */
  private keepMatter(actor: Actor, action: string, luck: number): void {
    const { known } = this
    const seq = this.history.length
    const none = { reportsOpen: [], reportsUnasked: [], revocation: 'none', revocationProposer: null } as const
    if (action === 'recommend')
      Object.assign(known, none, {
        conditions: luck % 3,
        conditionsMet: [],
        conditionsConfirmed: [],
        revocationNeeded: luck % 2 === 0,
        revocationAsked: false,
      })
    if (action === 'reissueLetter') Object.assign(known, none)
    if (action === 'reportChange' || action === 'reportEnd') known.reportsOpen = [...known.reportsOpen, seq]
    if (action === 'reportEnd' && luck % 4 === 0) known.revocationAsked = true
    if (action === 'meetCondition') known.conditionsMet = [...known.conditionsMet, known.conditionsMet.length + 1]
    if (['reportChange', 'reportEnd', 'meetCondition'].includes(action))
      known.reportsUnasked = [...known.reportsUnasked, seq]
    if (action === 'acknowledge' && known.reportsOpen.length === 0) Object.assign(known, none)
    if (action === 'acknowledge') known.reportsOpen = known.reportsOpen.slice(1)
    if (action === 'askBack') known.reportsUnasked = known.reportsUnasked.slice(1)
    if (action === 'confirmCondition') {
      known.conditionsConfirmed = [...known.conditionsConfirmed, known.conditionsConfirmed.length + 1]
      known.conditionsMet = [...new Set([...known.conditionsMet, ...known.conditionsConfirmed])]
    }
    if (action === 'proposeRevocation')
      Object.assign(known, none, { revocation: 'open', revocationProposer: actor.id, revocationSeq: seq })
    if (action === 'answerRevocation') known.revocation = 'heard'
  }

  private keepReport(authorityId: number): void {
    const { known, reports } = this
    reports.set(authorityId, (reports.get(authorityId) ?? 0) + 1)
    if ((reports.get(authorityId) ?? 0) >= known.assessorsNeeded) known.reported = [...known.reported, authorityId]
  }

  private keepPerson(id: number, authorityId: number | null, action: string): void {
    const { known } = this
    if (action === 'report') {
      known.assessors = [...known.assessors, id]
      known.reporters = [...known.reporters, id]
    }
    if (action === 'refuse') known.refusers = [...known.refusers, id]
    if (action === 'declareInterest') known.interested = [...known.interested, id]
    if (authorityId === null) return
    if (!known.reviewed) known.touched = [...known.touched, id]
    if (action === 'claim') this.claims.set(authorityId, id)
    if (action === 'handOver') this.claims.delete(authorityId)
  }
}

/** The states in which a deadline runs. */
const TIMED = [
  'submitted',
  'awaitingCorrection',
  'underAssessment',
  'awaitingDecision',
  'recommended',
  'letterIssued',
  'notRecommended',
  'underReview',
]

/** Few cases go on with an announced refusal that waits for its answer: the way there is taken more often than chance would. */
const WITH_INTENTION: Readonly<Record<string, string>> = {
  awaitingDecision: 'returnToAssessment',
  underAssessment: 'requestCorrection',
  awaitingCorrection: 'answerIntention',
}

const CONSENTS: readonly string[] = ['recordConsent', 'withdrawConsent', 'sign']

const names = [...actionNames, ...entryNames]
const everybody: readonly Actor[] = Object.values(people)
/** Draws the parts of a decision out of one number. */
export function drawing(number: number) {
  let left = number
  return (below: number): number => {
    const drawn = left % below
    left = Math.floor(left / below)
    return drawn
  }
}

/** Mostly somebody who may do something here, seldom what would end the case; else anybody and anything. */
export function nextEvent(walk: Walk, draw: (below: number) => number): { actor: Actor; name: string } {
  const at = draw(everybody.length)
  const whim = draw(10)
  const anyone = everybody[at] ?? CLOCK
  const anything = names[draw(names.length)] ?? ''
  if (whim < 3) return { actor: anyone, name: anything }
  // what a candidate may say in every state would crowd out what few walks come to
  const rare = draw(3) > 0
  const wanted = (whim < 8 ? moves : entries).filter(
    ({ state, action }) => state === walk.state && !(rare && CONSENTS.includes(action)),
  )
  const far =
    walk.intention === 'open' && draw(4) === 0
      ? WITH_INTENTION[walk.state]
      : walk.revocation === 'open' && draw(3) === 0
        ? 'answerRevocation'
        : walk.maySoonResume && draw(2) === 0
          ? 'resumeLimit'
          : undefined
  const move = far
    ? [...moves, ...entries].find(({ state, action }) => state === walk.state && action === far)
    : wanted[draw(Math.max(1, wanted.length))]
  const mayEnd = draw(8) === 0 || move?.who.includes('clock')
  if (!move || (!mayEnd && (move.action === 'recall' || ENDS.some((end) => end === move.target))))
    return { actor: anyone, name: anything }
  if (move.action === 'declareInterest' && walk.state !== 'underReview' && draw(8) > 0)
    return { actor: anyone, name: 'note' }
  const wanting = draw(4) > 0 ? ['goes'] : ['goes', 'waits']
  const able = everybody.filter((actor) =>
    wanting.includes(verdictOn(walk.state, move.action, actor, walk.factsFor(actor)).says),
  )
  return { actor: able[at % Math.max(1, able.length)] ?? anyone, name: move.action }
}

/** What the description promises of a whole history, said once more without the tables. */
export function mustBeLawful(walk: Walk): void {
  const { history } = walk
  const last = history.at(-1)
  if (!last) return
  const by = (...actions: string[]) =>
    history.slice(0, -1).flatMap(({ action, actor }) => (actions.includes(action) ? [actor.id] : []))
  const before = history.slice(0, -1).map(({ action }) => action)
  const broken = [
    last.action === 'recommend' && by('settleConsent').includes(last.actor.id),
    ['recommend', 'refuse'].includes(last.action) && by('report').includes(last.actor.id),
    ['recommend', 'refuse'].includes(last.action) && by('refuse').includes(last.actor.id),
    ['upholdRefusal', 'overturnRefusal'].includes(last.action) &&
      by('accept', 'report', 'consult', 'refuse').includes(last.actor.id),
    last.action === 'requestReview' && before.includes('requestReview'),
    last.action === 'requestCorrection' && before.filter((action) => action === 'requestCorrection').length >= 2,
    last.to === 'letterIssued' && last.from === 'recommended' && last.actor.kind !== 'worker',
    last.to === 'awaitingDecision' &&
      !['report', 'returnLetter', 'overturnRefusal', 'reopenRefusal'].includes(last.action) &&
      last.from !== last.to,
    !['note', 'message', 'handOver', 'declareInterest'].includes(last.action) &&
      by('declareInterest').includes(last.actor.id),
  ]
  if (broken.includes(true)) expect(history).toEqual('a lawful history')
}
