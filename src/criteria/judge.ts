/**
 * The one judgement, for the firm's self-check and the officer's desk alike: points, routes, class, and everything that stops
 * or warns (DESIGN §11). It decides nothing; a person does. It never throws, whatever a draft holds.
 */
import { completedYears } from '../base/dates.js'
import type { Calendar } from '../reference/workingDays.js'
import { judgeDocuments, type Span } from './documents.js'
import type { Finding } from './findings.js'
import { judgeExpiry, judgeZone } from './passport.js'
import { judgeAdult, judgeCreditCode, judgeName, judgeNationality, warnOfAge } from './person.js'
import { countPoints, type Points } from './points.js'
import { findResumeGaps } from './resume.js'
import { judgeRoute, type Way, type WayCode } from './routes.js'
import type { Rules } from './rules.js'
import { type DocumentFacts, type Known, readDocuments, readSubject, type Subject } from './subject.js'

/** What is judged, on which day, and by what: the rules and the calendar in force on that day. */
export interface Question {
  /** The filing day; for a draft today (YYYY-MM-DD, Asia/Shanghai). */
  readonly filedOn: string
  readonly answers: Subject
  readonly firm: { readonly creditCode: string }
  readonly documents: readonly DocumentFacts[]
  readonly rules: Rules
  readonly calendar: Calendar
}

export interface Judgement {
  readonly points: Points
  /** The routes that are open, in a fixed order. */
  readonly routes: { readonly A: readonly WayCode[]; readonly B: readonly WayCode[] }
  /** Every route with its reason, open or not. */
  readonly ways: readonly Way[]
  /** What the person reaches without the recommendation. */
  readonly category: 'A' | 'B' | 'none'
  readonly blocks: readonly Finding[]
  readonly warns: readonly Finding[]
  readonly expectedDecisionOn: string
  /** The expected day lies beyond the announced calendar. */
  readonly provisional: boolean
  /** Completed years on the filing day, null when the date of birth is not known. */
  readonly age: number | null
}

/** The filing day and acceptance, assessment and decision after it, each limit starting on the last day of the one before. */
function expectDecision(filedOn: string, { timeLimits }: Rules, calendar: Calendar) {
  const accepted = calendar.dueOn(filedOn, timeLimits.acceptance)
  const assessed = calendar.dueOn(accepted.on, timeLimits.assessment)
  return calendar.dueOn(assessed.on, timeLimits.decision)
}

function findFindings(known: Known, age: number | undefined, hasRouteA: boolean, question: Question, span: Span) {
  const { rules, firm } = question
  const { B } = rules.routes
  const eligibility = rules.eligibility.national
  const name = judgeName(known.talent.systemName, eligibility)
  const expiry = judgeExpiry(known.talent.passport.expiresOn, rules.documents.passportPage, span)
  const documents = judgeDocuments(readDocuments(question.documents), rules.documents, span)
  const creditCode: unknown = firm?.creditCode
  const blocks = [
    ...judgeCreditCode(typeof creditCode === 'string' ? creditCode : ''),
    ...judgeNationality(known.talent.nationality, eligibility),
    ...judgeAdult(age, eligibility),
    ...name,
    ...judgeZone(known, name.length === 0),
    ...expiry.blocks,
    ...findResumeGaps(known.talent.resume, span.filedOn),
    ...documents.blocks,
  ]
  const warns = [...warnOfAge(age, B.closedAboveAge, hasRouteA, B.source), ...expiry.warns, ...documents.warns]
  return { blocks, warns }
}

/**
 * Judges one application on its filing day. Total for answers and documents of any completeness or type; RangeError only when
 * `filedOn` is no date.
 */
export function judge(question: Question): Judgement {
  const { filedOn, rules, calendar } = question
  const known = readSubject(question.answers)
  const { birthDate } = known.talent
  const age = birthDate === undefined ? undefined : completedYears(birthDate, filedOn)
  const points = countPoints(known, age, rules.points.national)
  const standing = { known, age, total: points.total, salary: rules.salary.shanghai }
  const ways = [...judgeRoute('A', rules.routes.A, standing), ...judgeRoute('B', rules.routes.B, standing)]
  const openOf = (name: 'A' | 'B') => ways.filter((way) => way.class === name && way.open).map(({ code }) => code)
  const routes = { A: openOf('A'), B: openOf('B') }
  const decision = expectDecision(filedOn, rules, calendar)
  const span = { filedOn, decisionOn: decision.on }
  return {
    points,
    routes,
    ways,
    category: routes.A.length > 0 ? 'A' : routes.B.length > 0 ? 'B' : 'none',
    ...findFindings(known, age, routes.A.length > 0, question, span),
    expectedDecisionOn: decision.on,
    provisional: decision.provisional,
    age: age ?? null,
  }
}
