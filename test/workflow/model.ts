/**
 * What a case may do, once more, as plain tables: written from the product's description, not from the chart, so that the tests compare two accounts of the
 * same law. Nothing here is imported from the chart.
 */
import type { Actor } from '../../src/people/actor.js'
import type { Facts } from '../../src/workflow/facts.js'
import type { State } from '../../src/workflow/machine.js'

/** A line of the table: in this state the action leads there, for these people, under these conditions; `?name` only chooses between two targets. */
export interface Move {
  readonly state: State
  readonly action: string
  readonly who: readonly string[]
  readonly when: readonly string[]
  readonly branch: string | undefined
  /** Undefined for an entry: the case stays where it is. */
  readonly target: State | undefined
  readonly effects: readonly string[]
}

// state             action             who             conditions                                      target             effects
const MOVES = `
draft              submit             firm            maySubmit,mandateSubmits,firmConfirmed,firmNotSuspended,anotherFilled,noBlocks,consentsGiven submitted          file,orderForm,orderPaper
draft              discard            firm            maySubmit,mandateSubmits,neverFiled             discarded          -
submitted          accept             leadIntake      noInterest                                      underAssessment    nameDepartments,startRound,orderPaper
submitted          requestCorrection  leadIntake      correctionsLeft,noInterest                      awaitingCorrection orderPaper
submitted          declineToAccept    leadIntake      noInterest                                      notAccepted        orderPaper
submitted          recall             firm            maySubmit,mandateSubmits                        draft              voidFiling
submitted          withdraw           firm            maySubmit,mandateSubmits                        withdrawn          orderPaper
awaitingCorrection resubmit           firm            maySubmit,mandateSubmits,anotherFilled,noBlocks,inTime,?askedAtIntake submitted          file,orderForm
awaitingCorrection resubmit           firm            maySubmit,mandateSubmits,anotherFilled,noBlocks,inTime underAssessment    file,orderForm
awaitingCorrection withdraw           firm            maySubmit,mandateSubmits                        withdrawn          orderPaper
awaitingCorrection lapse              clock           timeIsUp                                        lapsed             orderPaper
underAssessment    report             namedAssessor   departmentNotReported,hasNotReported,noInterest,?lastReport awaitingDecision recordReport
underAssessment    report             namedAssessor   departmentNotReported,hasNotReported,noInterest underAssessment   recordReport
underAssessment    consult            leadAssessor    noInterest                                      underAssessment    addDepartment
underAssessment    requestCorrection  leadAssessor    correctionsLeft,noInterest                      awaitingCorrection orderPaper
underAssessment    withdraw           firm            maySubmit,mandateSubmits                        withdrawn          orderPaper
awaitingDecision   recommend          leadApprover    hasNotAssessed,anotherAfterRefusal,noInterest,routeInForce,permitFits,consentsSettled,anotherSettled recommended requireReason,propose,sayFindings,settleNotices,orderLetter
awaitingDecision   refuse             leadApprover    hasNotAssessed,anotherAfterRefusal,noInterest,refusalHeard notRecommended sayFindings,settleNotices,orderPaper
awaitingDecision   returnToAssessment leadApprover    hasNotAssessed,noInterest                       underAssessment    startRound
awaitingDecision   withdraw           firm            maySubmit,mandateSubmits                        withdrawn          orderPaper
recommended        recordLetter       worker          -                                               letterIssued       issueLetter
recommended        returnToAssessment leadApprover    letterFailed,hasNotAssessed,noInterest          underAssessment    voidLetter,startRound
letterIssued       receiveLetter      permitOfficer   inTime                                          letterReceived     receiveLetter
letterIssued       returnLetter       permitOfficer   -                                               awaitingDecision   voidLetter
letterIssued       reissueLetter      leadApprover    noInterest                                      recommended        supersedeLetter,settleNotices,orderLetter
letterIssued       revokeLetter       leadApprover    noInterest,revocationHeard,anotherRevokes                 letterRevoked      revokeLetter,settleNotices,orderPaper
letterIssued       expire             clock           timeIsUp                                        letterExpired      expireLetter,settleNotices
letterReceived     recordGranted      permitOfficer   -                                               permitGranted      recordPermit
letterReceived     recordRefused      permitOfficer   -                                               permitRefused      -
letterReceived     returnLetter       permitOfficer   -                                               awaitingDecision   voidLetter
letterReceived     revokeLetter       leadApprover    noInterest,revocationHeard,anotherRevokes                 letterRevoked      revokeLetter,settleNotices,orderPaper
permitGranted      revokeLetter       leadApprover    noInterest,revocationHeard,anotherRevokes                 letterRevoked      revokeLetter,settleNotices,orderPaper
notRecommended     requestReview      firm            maySubmit,mandateSubmits,notReviewedYet,inTime  underReview        callPanel,keepEvidence
notRecommended     reopenRefusal      leadApprover    notReviewedYet,inTime,noInterest                awaitingDecision   setAsideRefusal
underReview        upholdRefusal      reviewPanel     hasTouchedNothing,noInterest                    notRecommended     orderPaper
underReview        overturnRefusal    reviewPanel     hasTouchedNothing,noInterest                    awaitingDecision   setAsideRefusal,orderPaper
`

// entry            who                                 conditions                               states
const ENTRIES = `
saveAnswers        firm                                mayFillIn                                draft,awaitingCorrection
attachFile         firm                                mayFillIn                                draft,awaitingCorrection
askToSubmit        firm                                mayFillIn,noBlocks,notAskedToSubmit      draft,awaitingCorrection
message            firm,departmentStaff                maySubmit,mandateSubmits                 submitted,awaitingCorrection,underAssessment,awaitingDecision,recommended,letterIssued,letterReceived,permitGranted,letterRevoked,notRecommended,underReview
note               departmentStaff                     -                                        submitted,awaitingCorrection,underAssessment,awaitingDecision,recommended,letterIssued,letterReceived,permitGranted,letterRevoked,notRecommended
note               departmentStaff,reviewPanel         -                                        underReview
claim              departmentStaff                     unclaimed,noInterest                     submitted,underAssessment,awaitingDecision
claim              reviewPanel                         unclaimed,hasTouchedNothing,noInterest   underReview
handOver           claimHolder,departmentSupervisor    claimed                                  submitted,underAssessment,awaitingDecision
handOver           claimHolder                         claimed                                  underReview
chase              departmentStaff                     notChased,noInterest                     submitted,underAssessment,awaitingDecision
giveTask           departmentStaff                     noInterest                               submitted,awaitingCorrection,underAssessment,awaitingDecision,recommended
finishTask         departmentStaff                     taskOpen,noInterest                      submitted,awaitingCorrection,underAssessment,awaitingDecision,recommended
declareInterest    departmentStaff                     -                                        submitted,underAssessment,awaitingDecision,recommended,letterIssued,letterReceived,permitGranted
declareInterest    reviewPanel                         -                                        underReview
proposeCorrection  leadApprover                        noInterest                               submitted
proposeCorrection  namedAssessor,leadApprover          noInterest                               underAssessment
assign             departmentSupervisor                noInterest                                submitted,underAssessment,awaitingDecision
extendLimit        departmentSupervisor                limitRuns,inTime,notExtended,noInterest  submitted,underAssessment,awaitingDecision
announceRefusal    leadApprover                        hasNotAssessed,anotherAfterRefusal,noInterest,notAnnounced awaitingDecision
answerIntention    firm                                maySubmit,mandateSubmits,intentionOpen   awaitingCorrection,underAssessment,awaitingDecision
extend             clock                               -                                        submitted,awaitingCorrection,underAssessment,awaitingDecision,recommended,notRecommended,underReview
recompute          clock                               -                                        submitted,awaitingCorrection,underAssessment,awaitingDecision,recommended,notRecommended,underReview
pauseLimit         clock                               routesEnded                              awaitingDecision
resumeLimit        clock                               routesBack                               awaitingDecision
escalate           clock                               timeIsUp,notEscalated                    submitted,underAssessment,awaitingDecision,recommended,underReview
remind             clock                               reminderDue                              awaitingCorrection,letterReceived,permitGranted
meetCondition      firm                                maySubmit,mandateReports,conditionsOpen  letterIssued,letterReceived,permitGranted
reportChange       firm                                maySubmit,mandateReports                 letterIssued,letterReceived,permitGranted
reportEnd          firm                                maySubmit,mandateReports                 letterIssued,letterReceived,permitGranted
acknowledge        leadOfficer                         reportOpen,noInterest                    letterIssued,letterReceived,permitGranted
askBack            leadOfficer                         reportUnasked,noInterest                 letterIssued,letterReceived,permitGranted
confirmCondition   leadOfficer                         conditionUnconfirmed,noInterest          letterIssued,letterReceived,permitGranted
completePermit     permitOfficer                       -                                        permitGranted
proposeRevocation  leadApprover                        notProposed,noInterest                   letterIssued,letterReceived,permitGranted
answerRevocation   firm                                maySubmit,mandateReports,revocationOpen  letterIssued,letterReceived,permitGranted
recordConsent      candidate                           -                                        draft,submitted,awaitingCorrection,underAssessment,awaitingDecision,recommended,letterIssued,letterReceived,permitGranted,notRecommended,underReview
withdrawConsent    candidate                           -                                        draft,submitted,awaitingCorrection,underAssessment,awaitingDecision,recommended,letterIssued,letterReceived,permitGranted,notRecommended,underReview
sign               candidate                           -                                        draft,submitted,awaitingCorrection,underAssessment,awaitingDecision
settleConsent      leadOfficer                         consentOpen,noInterest                   submitted,underAssessment,awaitingDecision
`

export const ENDS = [
  'discarded',
  'notAccepted',
  'withdrawn',
  'lapsed',
  'permitRefused',
  'letterExpired',
  'letterRevoked',
] as const

const cellsOf = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/))
const listOf = (cell = '-'): string[] => (cell === '-' ? [] : cell.split(','))

/** Every move, in the order in which they are tried. */
export const moves: readonly Move[] = cellsOf(MOVES).map(
  ([state = '', action = '', who, conditions, target, effects]) => ({
    state: state as State, // the test compares them with the chart's
    action,
    who: listOf(who),
    when: listOf(conditions).filter((name) => !name.startsWith('?')),
    branch: listOf(conditions)
      .find((name) => name.startsWith('?'))
      ?.slice(1),
    target: target as State | undefined, // the same
    effects: listOf(effects),
  }),
)

/** Every entry, one line a state. */
export const entries: readonly Move[] = cellsOf(ENTRIES).flatMap(([action = '', who, conditions, states]) =>
  listOf(states).map((state) => ({
    state: state as State, // the same
    action,
    who: listOf(who),
    when: listOf(conditions),
    branch: undefined,
    target: undefined,
    effects: [],
  })),
)

export const stateNames: readonly State[] = [...new Set(moves.map(({ state }) => state)), ...ENDS]
export const actionNames: readonly string[] = [...new Set(moves.map(({ action }) => action))]
export const entryNames: readonly string[] = [...new Set(entries.map(({ action }) => action))]

const byAction = new Map(
  [...actionNames, ...entryNames].map((name) => [name, [...moves, ...entries].filter(({ action }) => action === name)]),
)

/** Which roles, and where the person must belong. */
const PEOPLE: Readonly<Record<string, readonly [roles: string, place: string]>> = {
  firm: ['applicant firmAdmin preparer viewer', 'firm'],
  leadIntake: ['intake', 'lead'],
  leadAssessor: ['assessor', 'lead'],
  leadApprover: ['approver', 'lead'],
  leadOfficer: ['intake assessor approver', 'lead'],
  namedAssessor: ['assessor', 'named'],
  departmentStaff: ['intake assessor approver supervisor', 'lead or named'],
  departmentSupervisor: ['supervisor', 'lead or named'],
  permitOfficer: ['permitOfficer', 'permit'],
  reviewPanel: ['reviewPanel', 'review'],
}

function placesOf({ firmId, authorityId }: Actor, facts: Facts): string[] {
  const places: string[] = []
  if (firmId === facts.firmId || (firmId !== null && firmId === facts.mandate?.agentId)) places.push('firm')
  if (authorityId === null) return places
  if (authorityId === facts.leadId) places.push('lead', 'lead or named')
  if (facts.departments.includes(authorityId)) places.push('named', 'lead or named')
  if (authorityId === facts.permitAuthorityId) places.push('permit')
  if (authorityId === facts.reviewAuthorityId) places.push('review')
  return places
}

function isOneOf(name: string, actor: Actor, facts: Facts): boolean {
  if (name === 'clock' || name === 'worker') return actor.kind === name
  if (name === 'candidate') return actor.kind === 'talent'
  if (name === 'claimHolder')
    return actor.id !== null && [actor.id, ...facts.standsInFor].some((person) => person === facts.claimedBy)
  const [roles, place] = PEOPLE[name] ?? ['', 'nowhere']
  return actor.roles.some((role) => roles.split(' ').includes(role)) && placesOf(actor, facts).includes(place)
}

/** The codes of what stands against a condition: its own name, or the codes of what blocks submitting. */
function against(name: string, facts: Facts, { id, firmId, authorityId, roles }: Actor): string[] {
  const isAmong = (people: readonly number[]) => people.some((person) => person === id)
  const byAgent = firmId !== null && firmId === facts.mandate?.agentId
  const is = (...names: string[]) => names.some((name) => roles.some((role) => role === name))
  const truths: Record<string, boolean> = {
    mayFillIn: is('applicant', 'firmAdmin', 'preparer'),
    mandateSubmits: !byAgent || facts.mandate?.acts.includes('submit') === true,
    mandateReports: !byAgent || facts.mandate?.acts.includes('report') === true,
    maySubmit: firmId === null || is('applicant', 'firmAdmin'),
    firmConfirmed: facts.firmConfirmed,
    firmNotSuspended: !facts.firmSuspended && !(byAgent && facts.mandate?.agentSuspended === true),
    notAskedToSubmit: !facts.askedToSubmit,
    anotherFilled: facts.filledLast === null || facts.filledLast !== id,
    neverFiled: facts.filed === false,
    noBlocks: facts.blocks.length === 0,
    departmentNotReported: !facts.reported.some((department) => department === authorityId),
    correctionsLeft: facts.corrections < facts.correctionsAllowed,
    hasNotAssessed: !isAmong(facts.assessors),
    anotherAfterRefusal: !isAmong(facts.refusers),
    hasTouchedNothing: !isAmong(facts.touched),
    noInterest: !isAmong(facts.interested),
    unclaimed: facts.claimedBy === null,
    claimed: facts.claimedBy !== null,
    notReviewedYet: !facts.reviewed,
    inTime: !facts.timeIsUp,
    timeIsUp: facts.timeIsUp,
    limitRuns: facts.limitRuns,
    notExtended: !facts.extended,
    letterFailed: facts.letterFailed,
    hasNotReported: !isAmong(facts.reporters) || facts.reported.some((department) => department === authorityId),
    refusalHeard: facts.intention === 'none' ? !facts.intentionNeeded : facts.intention === 'heard',
    routeInForce: facts.routes > 0,
    routesEnded: facts.routes === 0 && !facts.pausedForRoute,
    routesBack: facts.routes > 0 && facts.pausedForRoute,
    permitFits: facts.routes === 0 || facts.permitMonths > 0,
    notAnnounced: !['open', 'heard'].includes(facts.intention),
    intentionOpen: facts.intention === 'open',
    conditionsOpen: facts.conditions > facts.conditionsMet.length,
    conditionUnconfirmed: facts.conditions > facts.conditionsConfirmed.length,
    reportOpen: facts.reportsOpen.length > 0 || (roles.includes('approver') && facts.revocation !== 'none'),
    reportUnasked: facts.reportsUnasked.length > 0,
    notProposed: !['open', 'heard'].includes(facts.revocation),
    revocationOpen: facts.revocation === 'open',
    revocationHeard:
      facts.revocationAsked || (facts.revocation === 'none' ? !facts.revocationNeeded : facts.revocation === 'heard'),
    anotherRevokes:
      !facts.revocationNeeded ||
      facts.revocationAsked ||
      facts.revocationProposer === null ||
      id !== facts.revocationProposer,
    notChased: facts.chasable.length > 0,
    taskOpen: facts.tasksOpen.length > 0,
    consentsGiven: facts.consentsAwaited.length === 0,
    consentsSettled: facts.consentsOpen.length === 0,
    anotherSettled: !isAmong(facts.consentSettlers),
    consentOpen: facts.consentsOpen.length > 0,
    notEscalated: !facts.escalated,
    reminderDue: typeof facts.reminder === 'number',
  }
  if (truths[name]) return []
  return name === 'noBlocks' ? facts.blocks.map(({ code }) => code) : [name]
}

function isChosen(branch: string | undefined, facts: Facts, actor: Actor): boolean {
  if (branch === undefined) return true
  if (branch === 'askedAtIntake') return facts.askedFrom === 'submitted'
  const missing = new Set(facts.departments)
  for (const department of facts.reported) missing.delete(department)
  if (actor.authorityId !== null && facts.assessorsNeeded - facts.ownReports <= 1) missing.delete(actor.authorityId)
  return missing.size === 0
}

/** What must come of an action or an entry: it goes (a move's target, undefined for an entry), must wait for these reasons, or is never this person's to do. */
export type Verdict =
  | { readonly says: 'goes'; readonly move: Move }
  | { readonly says: 'waits'; readonly codes: readonly string[] }
  | { readonly says: 'never' }

export function verdictOn(state: State, action: string, actor: Actor, facts: Facts): Verdict {
  const lines = byAction.get(action) ?? []
  const mine = lines.filter(({ who }) => who.some((name) => isOneOf(name, actor, facts)))
  const here = mine.filter((move) => move.state === state)
  if (here.length === 0) {
    const isNamedHere = lines.some((move) => move.state === state)
    return mine.length > 0 && !isNamedHere ? { says: 'waits', codes: ['notInThisState'] } : { says: 'never' }
  }
  const codes = here.map(({ when }) => when.flatMap((name) => against(name, facts, actor)))
  const move = here.find(({ branch }, index) => codes[index]?.length === 0 && isChosen(branch, facts, actor))
  return move ? { says: 'goes', move } : { says: 'waits', codes: [...new Set(codes.flat())].sort() }
}
