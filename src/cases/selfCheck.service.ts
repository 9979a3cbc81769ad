/**
 * Asks the engine, and gathers what a page says beside its judgement: the rules, since when they
 * are in force, and the days off on the way to the decision.
 */
import { Injectable } from '@nestjs/common'
import type { Bilingual } from '../base/text.js'
import { type Check, Preflight } from './preflight.js'
import type { Rules } from '../criteria/rules.js'
import { type Scorecard, scorecardSchema } from '../criteria/scorecard.js'
import { type DocumentFacts, type ReadAnswers, readSubject, type Subject } from '../criteria/subject.js'
import { parseApplication } from '../forms/application.js'
import { Reference } from '../reference/reference.service.js'
import { Since } from '../reference/since.js'
import { calendarSchema } from '../reference/workingDays.js'

/** A holiday between the filing day and the expected decision, or a weekend day that is worked. */
export interface DayOff {
  readonly from: string
  readonly to: string
  readonly name: Bilingual
}

export interface SelfCheckResult {
  readonly check: Check
  /** The answers as the engine read them. */
  readonly known: ReadAnswers
  readonly rules: Rules
  readonly since: ReadonlyMap<string, string>
  readonly daysOff: readonly DayOff[]
  /** Weekend days on the way that are worked. */
  readonly worked: readonly string[]
}

export interface SelfCheckInput {
  readonly answers: unknown
  readonly creditCode: string
  readonly documents: readonly DocumentFacts[]
  readonly filedOn: string | null
}

@Injectable()
export class SelfCheck {
  constructor(
    private readonly preflight: Preflight,
    private readonly reference: Reference,
    private readonly since: Since,
  ) {}

  /** The scorecard that a form asks by today; undefined before there was one. */
  async scorecard(today: string): Promise<Scorecard | undefined> {
    return (await this.reference.all('scorecard', today, scorecardSchema)).get('streaming')
  }

  /** Judges answers that need not belong to a case. Stores nothing and writes nothing to the log. */
  async judge({ answers, creditCode, documents, filedOn }: SelfCheckInput): Promise<SelfCheckResult> {
    const check = await this.preflight.judgeAnswers(answers, { creditCode, filedOn }, documents)
    const { judgedOn, judgement } = check
    const [rules, since, calendar] = await Promise.all([
      this.preflight.rulesOn(judgedOn),
      this.since.on(judgedOn),
      this.reference.all('calendar', judgedOn, calendarSchema),
    ])
    const years = [...calendar.values()].flatMap((body) => ('off' in body ? [body] : []))
    const until = judgement.expectedDecisionOn
    return {
      check,
      known: readSubject(parseApplication(answers).partial as Subject), // as Preflight reads them
      rules,
      since,
      daysOff: years.flatMap(({ off }) => off).filter(({ from, to }) => to > judgedOn && from <= until),
      worked: years.flatMap(({ working }) => working).filter((on) => on > judgedOn && on <= until),
    }
  }
}
