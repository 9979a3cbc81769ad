/**
 * What a recommendation may ask of the permit authority: reference data of kind `recommendedRoutes`.
 * A route rests on a policy basis and is in force while that is; it has no end of its own. The day
 * of the recommendation decides.
 */
import { z } from 'zod'
import { addDays, addMonths, sayDate } from '../base/dates.js'
import type { Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import { DOCUMENT_KINDS } from '../forms/choices.js'
import * as ask from '../forms/engine/field.js'
import { option } from '../forms/engine/ui.js'
import { type PolicyBasis, policyBasisSchema } from '../reference/bodies.js'
import type { Beside } from '../reference/registry.js'
import { label, line, source } from '../reference/shapes.js'
import type { Finding } from './findings.js'

const CLASSES = [option('A', 'A类', 'class A'), option('B', 'B类', 'class B')] as const
export type RecommendedClass = (typeof CLASSES)[number]['value']

/** As the classification names them (外国人来华工作分类标准（试行）). */
export const CLASS_NAMES: Readonly<Record<RecommendedClass, Bilingual>> = {
  A: { zh: '外国高端人才（A类）', en: 'foreign high-end talent (class A)' },
  B: { zh: '外国专业人才（B类）', en: 'foreign professional (class B)' },
}

const code = (zh: string, en: string) => line(zh, en, { form: /^[a-zA-Z]+$/ })

/** The body of kind `recommendedRoutes`; the key is the code of the route. */
export const recommendedRouteSchema = ask.body({
  label,
  class: ask.choice('建议的类别', 'Class to propose', CLASSES),
  /** A key of `policyBasis`. */
  basis: ask.pick('政策依据', 'Policy basis', []),
  provision: ask.bilingual('所依据的规定', 'Provision it is based on', { long: true }),
  conditions: ask.bilingual('适用条件', 'Conditions', { long: true }).nullable(),
  longestMonths: ask.whole('许可最长月数', 'Longest permit, in months', { min: 1, max: 60 }),
  treatments: ask.many(
    '可以建议的便利',
    'Treatment that can be proposed',
    ask.part('', '', { code: code('代码', 'Code'), label }),
    { row: { zh: '第{n}项便利', en: 'treatment {n}' }, about: 'label', min: 0 },
  ),
  promised: ask.lines(
    '可以承诺代替的材料',
    'Documents that a commitment may replace',
    ask.text('', '', { max: 2000, stands: DOCUMENT_KINDS }),
  ),
  source,
})
export type RecommendedRoute = z.infer<typeof recommendedRouteSchema>

/** A route that is in force, with the basis that it rests on. */
export interface RouteInForce extends Omit<RecommendedRoute, 'basis'> {
  readonly code: string
  readonly basis: PolicyBasis
}

const inForceSchema = z.object({
  recommendedRoutes: z.record(z.string(), recommendedRouteSchema).default({}),
  policyBasis: z.record(z.string(), policyBasisSchema).default({}),
})

/**
 * The routes in force on a day, by their codes. The last day of a basis counts whole.
 * @param inForce what reference data hold on that day, by kind and key
 */
export function routesInForce(
  inForce: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  on: string,
): RouteInForce[] {
  const { recommendedRoutes, policyBasis } = inForceSchema.parse(inForce)
  return Object.entries(recommendedRoutes)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([code, route]) => {
      const basis = policyBasis[route.basis]
      return basis && (basis.lapsesOn === null || on <= basis.lapsesOn) ? { ...route, code, basis } : []
    })
}

/**
 * The last day on which a route was in force, when all have ended; null while one is, and where there never was one.
 */
export function lastDayOfRoutes(
  inForce: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  on: string,
): string | null {
  if (routesInForce(inForce, on).length > 0) return null
  const { recommendedRoutes, policyBasis } = inForceSchema.parse(inForce)
  const ends = Object.values(recommendedRoutes).flatMap(({ basis }) => policyBasis[basis]?.lapsesOn ?? [])
  return ends.sort().at(-1) ?? null
}

/** `basisLapsed`: on the expected day of decision nothing is in force by which a recommendation could be given. */
export function warnOfBasis(routes: readonly RouteInForce[], decisionOn: string): Finding[] {
  if (routes.length > 0) return []
  const text = {
    zh: '按预计的决定日（{on}），推荐所依据的政策已不在有效期内，届时可能要等后续政策公布才能决定。可以照常申请。',
    en:
      'On the expected day of decision, {on}, the policy for recommendations will no longer be in force. ' +
      'The decision may have to wait for its successor. You can still apply.',
  }
  const source = {
    zh: '推荐路径及其政策依据的有效期',
    en: 'The recommendation routes and how long their basis is in force',
  }
  return [{ code: 'basisLapsed', path: '', message: fill(text, { on: sayDate(decisionOn) }), source }]
}

/** Of a permit: the contract's days, and the passport's last one. */
export interface PermitTerm {
  readonly start: string
  readonly end: string
  readonly passportEndsOn: string
}

/**
 * The most whole months of a permit: from the contract's start to the day after the contract's or
 * the passport's end at the latest, and no more than the route's longest. Months are those of
 * `addMonths`.
 */
export function mostMonths({ start, end, passportEndsOn }: PermitTerm, longest: number): number {
  const last = addDays(end < passportEndsOn ? end : passportEndsOn, 1)
  let months = 0
  while (months < longest && addMonths(start, months + 1) <= last) months += 1
  return months
}

const MESSAGES = {
  noBasis: {
    zh: '该日没有政策依据“{name}”。请先在“政策依据”中添加。',
    en: 'There is no policy basis “{name}” on that day. Add it under “Policy basis” first.',
  },
  neverPromised: {
    zh: '材料“{name}”不能以承诺代替：请先在“材料规则”中改。',
    en: 'The document “{name}” cannot be replaced by a commitment. Change the document rules first.',
  },
} satisfies Record<string, Bilingual>

/** @param beside what is in force on its day */
export function checkRoute(body: unknown, _key: string, _before: unknown, beside: Beside): Problem[] {
  const { basis, promised } = recommendedRouteSchema.parse(body) // checked before
  const find = (kind: string, key: string) => beside.find((one) => one.kind === kind && one.key === key)
  const problem = (code: keyof typeof MESSAGES, path: string, name: string): Problem => ({
    code,
    path,
    message: fill(MESSAGES[code], { name }),
  })
  return [
    ...(find('policyBasis', basis) ? [] : [problem('noBasis', 'basis', basis)]),
    ...promised.flatMap((kind, at) => {
      const rule = z.object({ promise: z.unknown() }).safeParse(find('documents', kind)?.body).data
      return rule?.promise ? [] : [problem('neverPromised', `promised.${at}`, kind)]
    }),
  ]
}
