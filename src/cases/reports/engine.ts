/** Judges filed cases by what was in force on their filing day, and by a draft in its place. */
import { type Judgement, judge } from '../../criteria/judge.js'
import { CRITERIA_KINDS } from '../../criteria/kinds.js'
import { routesInForce } from '../../criteria/recommendedRoutes.js'
import { parseRules, type Rules } from '../../criteria/rules.js'
import type { DocumentFacts, Subject } from '../../criteria/subject.js'
import { parseApplication } from '../../forms/application.js'
import type { InForce } from '../../reference/bodies.js'
import type { Reference } from '../../reference/reference.service.js'
import type { Calendar } from '../../reference/workingDays.js'

/** The kinds of reference data by which a case is judged. */
export const JUDGED_BY: readonly string[] = [...CRITERIA_KINDS.map(({ name }) => name), 'timeLimits']
/** A body that is not in force yet: a draft, or approved for a day to come. */
export interface Candidate {
  readonly id: number
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly approved: boolean
  readonly draftedBy: string | null
  readonly body: unknown
}

/** A filed case as the engine gets it; without id, number and names for whom cases are not. */
export interface Filing {
  readonly id: number | null
  readonly number: string | null
  readonly name: string | null
  readonly firmName: string | null
  readonly creditCode: string | null
  readonly filedOn: string
  readonly cluster: string
  readonly answers: unknown
  readonly documents: readonly DocumentFacts[]
}

interface DayRules {
  /** The bodies that they were made from. */
  readonly bodies: readonly unknown[]
  readonly before: Rules
  readonly after: Rules
  readonly calendar: Calendar
}

/** Both sets of rules of each filing day. They are the same for many days, and are parsed once. */
export class Engine {
  private readonly days = new Map<string, DayRules>()
  private readonly made: DayRules[] = []

  constructor(
    private readonly reference: Reference,
    private readonly draft: Candidate,
  ) {}

  async rules(date: string): Promise<DayRules> {
    const known = this.days.get(date)
    if (known) return known
    const inForce = await this.reference.on(date)
    const bodies = [...JUDGED_BY, 'calendar'].flatMap((kind) => Object.values(inForce[kind] ?? {}))
    const same = this.made.find(
      (one) => one.bodies.length === bodies.length && one.bodies.every((body, at) => body === bodies[at]),
    )
    const rules = same ?? (await this.make(date, inForce, bodies))
    this.days.set(date, rules)
    return rules
  }

  private async make(date: string, inForce: InForce, bodies: readonly unknown[]): Promise<DayRules> {
    const made = {
      bodies,
      before: parseRules(inForce),
      after: parseRules(this.withDraft(inForce)),
      calendar: await this.reference.calendar(date),
    }
    this.made.push(made)
    return made
  }

  async judge({ filedOn, answers, creditCode, documents }: Filing): Promise<[Judgement, Judgement]> {
    const { before, after, calendar } = await this.rules(filedOn)
    // every leaf of the form's type fits the one that is judged, or is unknown to it
    const subject = parseApplication(answers).partial as Subject
    const question = { filedOn, answers: subject, firm: { creditCode: creditCode ?? '' }, documents, calendar }
    const timeline = await this.reference.timeline()
    const routesOn = (day: string) => routesInForce(timeline(day), day)
    const routesAfter = (day: string) => routesInForce(this.withDraft(timeline(day)), day)
    return [
      judge({ ...question, rules: before, routesOn }),
      judge({ ...question, rules: after, routesOn: routesAfter }),
    ]
  }

  private withDraft(inForce: InForce): InForce {
    const { kind, key, body } = this.draft
    return { ...inForce, [kind]: { ...inForce[kind], [key]: body } }
  }
}
