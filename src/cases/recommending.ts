/**
 * What a recommendation asks of the permit authority: the route, the length of the permit, and the
 * treatment. What the case supports is worked out here, for the chart's conditions, for the form and
 * for the decision alike; the person decides within it.
 */
import { Injectable } from '@nestjs/common'
import { Invalid, type Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import { type Proposal, sayGround, sayProposed, sayReached } from '../criteria/proposalWords.js'
import { judgePromises } from '../criteria/promises.js'
import { lastDayOfRoutes, mostMonths, type PermitTerm, type RouteInForce } from '../criteria/recommendedRoutes.js'
import { readSubject, type Subject } from '../criteria/subject.js'
import { parseApplication } from '../forms/application.js'
import { Reference } from '../reference/reference.service.js'
import type { Facts } from '../workflow/facts.js'
import type { Cause } from './causes.js'
import { type Check, type OpenedCase, Preflight } from './preflight.js'

/** What was asked for, as the event of the recommendation keeps it. */
export interface Asked {
  readonly route: string
  readonly class: RouteInForce['class']
  readonly months: number
  readonly treatment?: string
}

/** A case's answers and how they are judged. */
export interface Judged {
  readonly answers: unknown
  readonly check: Check
}

/** A route of today, and the longest permit that contract and passport allow by it. */
export interface Supported {
  readonly route: RouteInForce
  readonly most: number
}

/** The facts where the chart asks for nothing of it. */
export const NOTHING_ASKED: Pick<Facts, 'routes' | 'routesEndedOn' | 'permitMonths'> = {
  routes: 0,
  routesEndedOn: null,
  permitMonths: 0,
}

const MESSAGES = {
  noSuchRoute: {
    zh: '没有这条推荐路径。现在可以选：{names}。',
    en: 'There is no such route. Available: {names}.',
  },
  monthsBeyond: {
    zh: '按合同和护照，许可最长可以建议{most}个月：请填1到{most}之间的整数。',
    en: 'Contract and passport allow a permit of {most} months at most: give a whole number from 1 to {most}.',
  },
  noSuchTreatment: {
    zh: '这条推荐路径没有这项便利。可以选：{names}。',
    en: 'This route does not offer that treatment. Available: {names}.',
  },
  promiseNotOfRoute: {
    zh: '企业以承诺书代替的材料，这条推荐路径不允许：{labels}。请选另一条路径，或退回由企业补交。',
    en:
      'The firm replaces documents by letters of commitment which this route does not allow: {labels}. Choose ' +
      'another route, or return the case so that the firm uploads them.',
  },
} satisfies Record<string, Bilingual>

const problem = (
  code: keyof typeof MESSAGES,
  path: string,
  values: Readonly<Record<string, string | number | Bilingual>>,
): Problem => ({ code, path, message: fill(MESSAGES[code], values) })

/**
 * The days that bound a permit; undefined where they are missing. Whatever else is missing does not matter: an
 * officer sees a masked number.
 */
function termOf(answers: unknown): PermitTerm | undefined {
  const { engagement, talent } = parseApplication(answers).partial
  const [start, end, passportEndsOn] = [
    engagement?.contract?.start,
    engagement?.contract?.end,
    talent?.passport?.expiresOn,
  ]
  return start && end && passportEndsOn ? { start, end, passportEndsOn } : undefined
}

@Injectable()
export class Recommending {
  constructor(
    private readonly preflight: Preflight,
    private readonly reference: Reference,
  ) {}

  /** The routes in force on a day with the longest permit of each by a case's answers, by their codes. */
  async supported(on: string, answers: unknown): Promise<Supported[]> {
    const routes = await this.preflight.routesOn(on)
    const term = termOf(answers)
    return routes.map((route) => ({ route, most: term ? mostMonths(term, route.longestMonths) : 0 }))
  }

  /** What the chart's conditions ask; without the case's answers nothing of months. */
  async factsOn(on: string, opened?: OpenedCase): Promise<typeof NOTHING_ASKED> {
    const supported = opened && (await this.supported(on, (await opened.answers()).answers))
    return {
      routes: (supported ?? (await this.preflight.routesOn(on))).length,
      routesEndedOn: lastDayOfRoutes(await this.reference.on(on), on),
      permitMonths: Math.max(0, ...(supported ?? []).map(({ most }) => most)),
    }
  }

  /**
   * What a recommendation on a day asks for: what the input says, else the first route in force and
   * the most months, without treatment. Throws Invalid for a route or a treatment that there is not,
   * for months that the case does not support, and where the firm has promised what the route does
   * not allow.
   */
  async choose(on: string, { answers, check }: Judged, input: Readonly<Record<string, unknown>>): Promise<Asked> {
    const supported = await this.supported(on, answers)
    const { route: code, months, treatment } = input
    const chosen = code === undefined ? supported[0] : supported.find(({ route }) => route.code === code)
    if (!chosen) throw new Invalid([problem('noSuchRoute', 'route', { names: namesOf(supported) })])
    const { route, most } = chosen
    const problems: Problem[] = []
    if (typeof months === 'number' && (months < 1 || months > most))
      problems.push(problem('monthsBeyond', 'months', { most }))
    if (treatment !== undefined && !route.treatments.some((one) => one.code === treatment))
      problems.push(problem('noSuchTreatment', 'treatment', { names: treatmentsOf(route) }))
    problems.push(...(await this.brokenPromises(route, answers, check)))
    if (problems.length > 0) throw new Invalid(problems)
    return {
      route: route.code,
      class: route.class,
      months: typeof months === 'number' ? months : most,
      ...(typeof treatment === 'string' && { treatment }),
    }
  }

  private async brokenPromises(route: RouteInForce, answers: unknown, check: Check): Promise<Problem[]> {
    const { judgement, judgedOn } = check
    // every leaf of the form's type fits the one that is judged, or is unknown to it
    const known = readSubject(parseApplication(answers).partial as Subject)
    const { documents } = await this.preflight.rulesOn(judgedOn)
    const broken = judgePromises(known, documents, judgement.ways, route).filter(({ allowed }) => !allowed)
    if (broken.length === 0) return []
    const labels = {
      zh: broken.map(({ label }) => label.zh).join('、'),
      en: broken.map(({ label }) => label.en).join(', '),
    }
    return [problem('promiseNotOfRoute', 'route', { labels })]
  }

  /** The chart's effect: what is asked for, worked out and kept with the event, with the words of the letter. */
  propose = async (_tx: unknown, { today, opened, input, content }: Cause): Promise<void> => {
    const [{ answers }, check] = await Promise.all([opened.answers(), opened.check()])
    const asked = await this.choose(today, { answers, check }, input)
    const { judgement } = check
    const proposal = proposalOf(await this.preflight.routesOn(today), asked)
    content.asked = asked
    content.says = {
      reached: sayReached(judgement.category, judgement.points.total),
      proposed: sayProposed(proposal),
      ground: sayGround(proposal),
    }
  }
}

/** What is asked for, in words. Throws when its route is not among those given. */
export function proposalOf(routes: readonly RouteInForce[], { route: code, months, treatment }: Asked): Proposal {
  const route = routes.find((one) => one.code === code)
  if (!route) throw new Error(`the route ${code} was not in force`)
  return { route, months, treatment: route.treatments.find((one) => one.code === treatment) ?? null }
}

const namesOf = (supported: readonly Supported[]): Bilingual => ({
  zh: supported.map(({ route }) => `${route.label.zh}（${route.code}）`).join('、'),
  en: supported.map(({ route }) => `${route.label.en} (${route.code})`).join(', '),
})
const treatmentsOf = ({ treatments }: RouteInForce): Bilingual => ({
  zh: treatments.map(({ code, label }) => `${label.zh}（${code}）`).join('、') || '无',
  en: treatments.map(({ code, label }) => `${label.en} (${code})`).join(', ') || 'none',
})
