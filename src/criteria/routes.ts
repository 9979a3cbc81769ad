/**
 * The routes by which a talent reaches class A or B without the recommendation. Thresholds are reference data: kind `routes`
 * says which ways there are, kind `salary` what the multiples of the average wage are.
 */
import { z } from 'zod'
import { type Bilingual, fill } from '../base/text.js'
import { bilingualSchema } from '../reference/shapes.js'
import { sayFigure } from './figures.js'
import type { Known } from './subject.js'

const yuan = z.number().positive()

/** The body of kind `salary`: yuan; `sixTimes` and `fourTimes` a year, `monthlyAverage` a month, null where it is not known. */
export const salarySchema = z.strictObject({
  label: bilingualSchema,
  sixTimes: yuan,
  fourTimes: yuan,
  monthlyAverage: yuan.nullable(),
  source: bilingualSchema,
})
export type SalaryFigures = z.infer<typeof salarySchema>

const way = { label: bilingualSchema, source: bilingualSchema }

/** What shows that a route is met: a kind of document, null when it is worked out from the answers, and what it must say. */
export const evidenceSchema = z.strictObject({ document: z.string().nullable(), what: bilingualSchema })

const computed = ['salaryMultiple', 'points', 'degreeAndExperience'] as const

/**
 * One route of a class. `computed` ones are judged here, by the figures of the same name in the body; `declared` ones are claimed in the form
 * and judged by a person.
 */
const classRouteSchema = z.strictObject({
  code: z.string().regex(/^[a-zA-Z]+$/),
  /** As the standard numbers it (A1 to A6), null where it gives no number. */
  number: z.string().nullable(),
  label: bilingualSchema,
  text: bilingualSchema,
  judged: z.enum(['computed', 'declared']),
  evidence: z.array(evidenceSchema).min(1),
  /** Kinds of documents on which the route rests, which no letter of commitment may replace. */
  restsOn: z.array(z.string()),
  /** Completed years on the filing day. */
  ageAtMost: z.int().positive().nullable(),
  source: bilingualSchema,
})
export type ClassRoute = z.infer<typeof classRouteSchema>

/** The body of kind `routes`, keys A and B. `closedAboveAge`: older than this many completed years, and no way is open. */
export const routeSchema = z.strictObject({
  label: bilingualSchema,
  closedAboveAge: z.int().positive().nullable(),
  salaryMultiple: z.strictObject({ ...way, figure: z.enum(['sixTimes', 'fourTimes']) }).optional(),
  points: z.strictObject({ ...way, from: z.number().positive() }).optional(),
  degreeAndExperience: z
    .strictObject({ ...way, degrees: z.array(z.string()), yearsFrom: z.number().nonnegative() })
    .optional(),
  /** Every route of the class with its text, those that are worked out among them. */
  ways: z.array(classRouteSchema).default([]),
  source: bilingualSchema,
})
export type Route = z.infer<typeof routeSchema>

export type WayCode = (typeof computed)[number]

/** One way into a class: whether it is open, and why or why not. */
export interface Way {
  readonly class: 'A' | 'B'
  readonly code: WayCode
  readonly label: Bilingual
  readonly open: boolean
  readonly because: Bilingual
  readonly source: Bilingual
  /** A3, A6: as the standard numbers it. */
  readonly number: string | null
  /** What the route asks, in full. */
  readonly text: Bilingual
  readonly evidence: readonly z.infer<typeof evidenceSchema>[]
  /** Kinds of documents that no letter of commitment may replace on this route. */
  readonly restsOn: readonly string[]
  /** How many points the route asks, where points decide. */
  readonly pointsFrom: number | null
}

/** What the ways are judged by: completed years of age on the filing day, the total of points, and the figures of that day, if there are any. */
export interface Standing {
  readonly known: Known
  readonly age: number | undefined
  readonly total: number
  readonly salary: SalaryFigures | undefined
}

const noFigures = {
  zh: '申请日没有公布的薪酬标准，这条途径无法判断。',
  en: 'No salary figures were in force on the filing day, so this route cannot be judged.',
}

const figure = (value: number | undefined): string => (value === undefined ? '?' : sayFigure(value))

function judgeSalary(route: Route, { known, salary }: Standing) {
  if (!route.salaryMultiple) return undefined
  if (!salary) return { ...route.salaryMultiple, code: 'salaryMultiple', open: false, because: noFigures } as const
  const [asked, paid] = [salary[route.salaryMultiple.figure], known.engagement.salaryPerYear]
  const because = fill(
    { zh: '年薪{paid}元，标准为{asked}元。', en: 'CNY {paid} a year; the figure is CNY {asked}.' },
    { paid: figure(paid), asked: figure(asked) },
  )
  return {
    ...route.salaryMultiple,
    code: 'salaryMultiple',
    open: paid !== undefined && paid >= asked,
    because,
  } as const
}

function judgePoints(route: Route, { total }: Standing) {
  if (!route.points) return undefined
  const because = fill(
    { zh: '积分{total}分，标准为{from}分。', en: '{total} points; {from} are needed.' },
    { total, from: route.points.from },
  )
  return { ...route.points, code: 'points', open: total >= route.points.from, because } as const
}

function judgeDegree(route: Route, { known }: Standing) {
  if (!route.degreeAndExperience) return undefined
  const { degrees, yearsFrom } = route.degreeAndExperience
  const { education, experienceYears: years } = known.talent
  const hasDegree = education.degree !== undefined && degrees.includes(education.degree)
  const because = fill(
    hasDegree
      ? {
          zh: '学历符合；工作经历{years}年，标准为{from}年。',
          en: 'The degree suffices; {years} years of work, {from} are needed.',
        }
      : {
          zh: '需要学士及以上学位和{from}年工作经历。',
          en: 'A bachelor’s degree or higher and {from} years of work are needed.',
        },
    { years: figure(years), from: yearsFrom },
  )
  const open = hasDegree && years !== undefined && years >= yearsFrom
  return { ...route.degreeAndExperience, code: 'degreeAndExperience', open, because } as const
}

/**
 * Every way into a class, open or not, in a fixed order (外国人来华工作分类标准（试行）). Above the age of `closedAboveAge` none
 * is open; an age that is not known closes nothing.
 */
export function judgeRoute(name: 'A' | 'B', route: Route, standing: Standing): Way[] {
  const limit = route.closedAboveAge
  const tooOld = limit !== null && standing.age !== undefined && standing.age > limit
  const closed = { zh: '超过{limit}周岁，本类不适用。', en: 'Over {limit} years of age, which closes this class.' }
  const ways = [judgeSalary(route, standing), judgePoints(route, standing), judgeDegree(route, standing)]
  return ways.flatMap((found) => {
    if (!found) return []
    const { code, label, source } = found
    const because = tooOld ? fill(closed, { limit }) : found.because
    const told = route.ways.find((one) => one.code === code)
    const { number = null, text = label, evidence = [], restsOn = [] } = told ?? {}
    const open = found.open && !tooOld
    const pointsFrom = found.code === 'points' ? found.from : null
    return [{ class: name, code, label, source, open, because, number, text, evidence, restsOn, pointsFrom }]
  })
}
