/**
 * The one judgement, for the firm's self-check and the officer's desk alike: points, routes,
 * class, and everything that stops or warns (docs/case-files.md). It decides nothing; a person
 * does. It never throws, whatever a draft holds.
 */
import { completedYears } from '../base/dates.js'
import { type Bilingual, joined, SEMICOLON } from '../base/text.js'
import { openAbout } from '../reference/openQuestions.js'
import type { Calendar } from '../reference/workingDays.js'
import { type Advice, listAdvice, pairTranslations, type TranslationPair } from './advice.js'
import { type CategoryMatch, listUnknownCategories, matchCategories } from './categories.js'
import { type DeclaredRoute, listDeclared } from './claims.js'
import { askUnconverted, blockUnconverted } from './conversions.js'
import { crossCheck } from './crossChecks.js'
import { judgeDocuments, type Span } from './documents.js'
import { type FastLane, findLane, inLane } from './fastLanes.js'
import type { Finding } from './findings.js'
import { judgeExpiry, judgeZone } from './passport.js'
import { warnOfFormats } from './permitFiles.js'
import { judgeAdult, judgeCreditCode, judgeName, judgeNationality, warnOfAge } from './person.js'
import { countPoints, type Points } from './points.js'
import { blockPromises, judgePromises, type PromisedDocument } from './promises.js'
import { type RouteInForce, warnOfBasis } from './recommendedRoutes.js'
import { findFutureMonths, findResumeGaps } from './resume.js'
import { judgeRoute, type Way, type WayCode } from './routes.js'
import type { Rules } from './rules.js'
import { streamingFindings } from './streaming.js'
import { type StreamingFinding } from './streamingChecks.js'
import {
  type DocumentFacts,
  type KnownDocument,
  type ReadAnswers,
  readDocuments,
  readSubject,
  type Subject,
} from './subject.js'

/** What is judged, on which day, and by what: the rules and the calendar in force on that day. */
export interface Question {
  /** The filing day; for a draft today (YYYY-MM-DD, Asia/Shanghai). */
  readonly filedOn: string
  readonly answers: Subject
  readonly firm: { readonly creditCode: string }
  readonly documents: readonly DocumentFacts[]
  readonly rules: Rules
  readonly calendar: Calendar
  /** The routes of a recommendation that are in force on a day, as it is known on the filing day. */
  readonly routesOn: (day: string) => readonly RouteInForce[]
  /** The draft goes on from an earlier case of the firm that was recommended. */
  readonly recommendedBefore?: boolean | undefined
  /** Kinds of document for which the candidate's drawn signature stands. */
  readonly signed?: readonly string[]
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
  /** The fast lane that it fits; null for the usual limits. */
  readonly lane: FastLane | null
  /** The expected day lies beyond the announced calendar. */
  readonly provisional: boolean
  /** Completed years on the filing day, null when the date of birth is not known. */
  readonly age: number | null
  /** Routes that the firm claims and a person has to judge; never counted above. */
  readonly declared: readonly DeclaredRoute[]
  /** Certificates that the firm wants to replace by a letter of commitment; those that it may not block. */
  readonly promised: readonly PromisedDocument[]
  /** Papers that officers, or later the permit authority, ask for: neither a block nor a warn. */
  readonly advice: readonly Advice[]
  /** Papers that are not in Chinese, each with its translation or without. */
  readonly translations: readonly TranslationPair[]
  /** What looks doubtful in the streaming data: for assessors, neither a block nor a warn. */
  readonly streaming: readonly StreamingFinding[]
  /** Answers that do not go together: to be asked about, neither a block nor a warn. */
  readonly crossChecks: readonly Finding[]
  /** The product categories that are recognised, and in the firm's words those that are not. */
  readonly categories: readonly CategoryMatch[]
  readonly unknownCategories: readonly Bilingual[]
}

/**
 * The filing day and acceptance, assessment and decision after it, each limit starting on the last
 * day of the one before.
 */
function expectDecision(filedOn: string, { timeLimits }: Rules, calendar: Calendar, lane: FastLane | undefined) {
  const dueOn = (start: string, name: keyof FastLane['limits']) =>
    calendar.dueOn(start, inLane(timeLimits[name], name, lane))
  return dueOn(dueOn(dueOn(filedOn, 'acceptance').on, 'assessment').on, 'decision')
}

/** The source of class B, with what speaks for and against it where the city has still to confirm a part of it. */
const doubted = (source: Bilingual, { openQuestions }: Rules): Bilingual =>
  joined(
    [source, ...openAbout(Object.values(openQuestions), 'routes', 'B').map((question) => question.source)],
    SEMICOLON,
  )

/** What was read and found out before the findings. */
interface Read {
  readonly known: ReadAnswers
  readonly documents: readonly KnownDocument[]
  readonly age: number | undefined
  readonly hasRouteA: boolean
  readonly promised: readonly PromisedDocument[]
}

function findFindings({ known, documents: files, age, hasRouteA, promised }: Read, question: Question, span: Span) {
  const { rules, firm, routesOn } = question
  const { B } = rules.routes
  const eligibility = rules.eligibility.national
  const name = judgeName(known.talent.systemName, eligibility)
  const expiry = judgeExpiry(known.talent.passport.expiresOn, rules.documents.passportPage, span)
  const byLetter = promised.flatMap(({ allowed, document }) => (allowed ? document : []))
  const replaced = new Set([...byLetter, ...(question.signed ?? [])])
  const documents = judgeDocuments(files, rules.documents, span, replaced)
  const creditCode: unknown = firm?.creditCode
  const blocks = [
    ...judgeCreditCode(typeof creditCode === 'string' ? creditCode : ''),
    ...judgeNationality(known.talent.nationality, eligibility),
    ...judgeAdult(age, eligibility),
    ...name,
    ...judgeZone(known, name.length === 0),
    ...expiry.blocks,
    ...findFutureMonths(known.talent.resume, span.filedOn),
    ...findResumeGaps(known.talent.resume, span.filedOn),
    ...documents.blocks,
    ...blockPromises(promised),
    ...blockUnconverted(known),
  ]
  const warns = [
    ...warnOfAge(age, B.closedAboveAge, hasRouteA, doubted(B.source, rules)),
    ...expiry.warns,
    ...documents.warns,
    ...warnOfFormats(files, rules.documents, rules.permitSystem.files),
    ...warnOfBasis(routesOn(span.decisionOn), span.decisionOn),
  ]
  return { blocks, warns }
}

/**
 * Judges one application on its filing day. Total for answers and documents of any completeness or
 * type; RangeError only when `filedOn` is no date.
 */
export function judge(question: Question): Judgement {
  const { filedOn, rules, calendar, routesOn } = question
  const known = readSubject(question.answers)
  const { birthDate } = known.talent
  const age = birthDate === undefined ? undefined : completedYears(birthDate, filedOn)
  const points = countPoints(known, age, rules.points.national)
  const standing = { known, age, total: points.total, salary: rules.salary.shanghai }
  const ways = [...judgeRoute('A', rules.routes.A, standing), ...judgeRoute('B', rules.routes.B, standing)]
  const openOf = (name: 'A' | 'B') => ways.filter((way) => way.class === name && way.open).map(({ code }) => code)
  const routes = { A: openOf('A'), B: openOf('B') }
  const { salaryPerYear } = known.engagement
  const monthlyAverage = rules.salary.shanghai?.monthlyAverage ?? null
  const lane = findLane(rules.fastLanes, {
    points: points.total,
    salaryPerYear,
    monthlyAverage,
    recommendedBefore: question.recommendedBefore ?? false,
  })
  const decision = expectDecision(filedOn, rules, calendar, lane)
  const span = { filedOn, decisionOn: decision.on }
  const documents = readDocuments(question.documents)
  const hasRouteA = routes.A.length > 0
  const category = hasRouteA ? 'A' : routes.B.length > 0 ? 'B' : 'none'
  const declared = listDeclared(known, age, documents, rules.routes)
  const promised = judgePromises(known, rules.documents, ways, routesOn(filedOn)[0])
  const categories = matchCategories(known.channels, rules.productCategories)
  const bySalary = ways.some(
    ({ class: name, open, code }) => open && name === category && code !== 'degreeAndExperience',
  )
  const checks = rules.streamingChecks.streaming
  return {
    points,
    routes,
    ways,
    category,
    ...findFindings({ known, documents, age, hasRouteA, promised }, question, span),
    expectedDecisionOn: decision.on,
    lane: lane ?? null,
    provisional: decision.provisional,
    age: age ?? null,
    declared,
    promised,
    advice: listAdvice({ known, documents, rules: rules.documents, bySalary, declared, promised, categories }),
    translations: pairTranslations(known, documents, rules.documents),
    streaming: checks ? streamingFindings(known.channels, checks, filedOn) : [],
    crossChecks: [...crossCheck(known, filedOn), ...askUnconverted(known)],
    categories,
    unknownCategories: listUnknownCategories(known.channels, rules.productCategories),
  }
}
