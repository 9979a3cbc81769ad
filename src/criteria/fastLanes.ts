/**
 * Cases that take less time: reference data of kind `fastLanes`. A lane asks for facts that a case
 * has when it is filed, and gives it limits of its own; the first lane that fits is chosen then and
 * kept with the case, whatever the data say later.
 */
import type { z } from 'zod'
import type { Problem } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { label, order, source } from '../reference/shapes.js'
import type { TimeLimit } from '../reference/workingDays.js'

const days = (zh: string, en: string) => ask.whole(zh, en, { min: 1, max: 100 })

/** The body of kind `fastLanes`; the key is the lane's code. */
export const fastLaneSchema = ask.body({
  label,
  what: ask.bilingual('企业看到的说明', 'Description for firms', { long: true }),
  points: ask.whole('最低积分', 'Minimum points', { min: 1, max: 200 }).nullable(),
  salaryMultiple: ask
    .decimal('年薪最低倍数（以上年度平均工资计）', 'Minimum salary (multiple of last year’s average wage)', {
      above: 0,
    })
    .nullable(),
  recommendedBefore: ask.yesNo('须为曾获推荐的案件的续办', 'Renewal of a recommended case of the firm required'),
  acceptance: days('受理工作日', 'Working days for intake'),
  assessment: days('评估工作日', 'Working days for the assessment'),
  decision: days('决定工作日', 'Working days for the decision'),
  order,
  source,
})
type FastLaneBody = z.infer<typeof fastLaneSchema>

/** What a case keeps of its lane: how it is called, and its working days by the limits that they take the place of. */
export interface FastLane {
  readonly code: string
  readonly label: Bilingual
  readonly limits: Readonly<Record<'acceptance' | 'assessment' | 'decision', number>>
}

const isOfLane = (name: string): name is keyof FastLane['limits'] =>
  name === 'acceptance' || name === 'assessment' || name === 'decision'

/** A time limit (a key of `timeLimits`) as it is for a case of a lane. */
export const inLane = (limit: TimeLimit, name: string, lane: FastLane | null | undefined): TimeLimit =>
  lane && isOfLane(name) ? { ...limit, amount: lane.limits[name], unit: 'workingDays' } : limit

/** All of them. */
export const limitsInLane = (
  limits: ReadonlyMap<string, TimeLimit>,
  lane: FastLane | null | undefined,
): ReadonlyMap<string, TimeLimit> =>
  lane ? new Map([...limits].map(([name, limit]) => [name, inLane(limit, name, lane)])) : limits

/** A lane that asks for nothing would take every case. */
export function checkLane(body: unknown): Problem[] {
  const { points, salaryMultiple, recommendedBefore } = fastLaneSchema.parse(body) // the schema has been checked
  return points === null && salaryMultiple === null && !recommendedBefore ? [asksNothing] : []
}

/** What a lane may ask of a case. */
interface LaneFacts {
  readonly points: number
  readonly salaryPerYear: number | undefined
  /** The average wage of a month that is in force; null when it is not known. */
  readonly monthlyAverage: number | null
  readonly recommendedBefore: boolean
}

/** The first lane that fits, by order and code; undefined when none does. */
export function findLane(lanes: Readonly<Record<string, FastLaneBody>>, facts: LaneFacts): FastLane | undefined {
  const { salaryPerYear = 0, monthlyAverage } = facts
  const found = Object.entries(lanes)
    .sort(([one, { order: first }], [other, { order: second }]) => first - second || (one < other ? -1 : 1))
    .find(
      ([, lane]) =>
        (lane.points === null || facts.points >= lane.points) &&
        (lane.salaryMultiple === null ||
          (monthlyAverage !== null && salaryPerYear >= lane.salaryMultiple * monthlyAverage * 12)) &&
        (!lane.recommendedBefore || facts.recommendedBefore),
    )
  if (!found) return undefined
  const [code, { label, acceptance, assessment, decision }] = found
  return { code, label, limits: { acceptance, assessment, decision } }
}

const asksNothing: Problem = {
  code: 'asksNothing',
  path: 'points',
  message: {
    zh: '至少填写一个条件：积分、年薪倍数，或者须为续办。',
    en: 'Set at least one condition: points, a multiple of the wage, or an earlier recommendation.',
  },
}
