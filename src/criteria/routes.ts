/**
 * The routes by which a talent reaches class A or B without the recommendation. Thresholds are
 * reference data: kind `routes` says which ways there are, kind `salary` what the multiples of the
 * average wage are.
 */
import type { z } from 'zod'
import type { Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import { CLAIMED_ROUTES, DOCUMENT_KINDS } from '../forms/choices.js'
import * as ask from '../forms/engine/field.js'
import { option } from '../forms/engine/ui.js'
import { label, line, source } from '../reference/shapes.js'
import { sayFigure } from './figures.js'
import type { ReadAnswers } from './subject.js'

const FIGURES = [option('sixTimes', '六倍', 'six times'), option('fourTimes', '四倍', 'four times')] as const

/**
 * The body of kind `salary`: yuan; `sixTimes` and `fourTimes` a year, `monthlyAverage` a month,
 * null where it is not known.
 */
export const salarySchema = ask.body({
  label,
  sixTimes: ask.decimal('六倍标准（元/年）', 'Six times the average (CNY a year)', { above: 0 }),
  fourTimes: ask.decimal('四倍标准（元/年）', 'Four times the average (CNY a year)', { above: 0 }),
  monthlyAverage: ask
    .decimal('上年度月平均工资（元）', 'Monthly average wage of last year (CNY)', { above: 0 })
    .nullable(),
  source,
})
export type SalaryFigures = z.infer<typeof salarySchema>

/** What the schema does not say: six times an average are more than four times. @param body has the schema's form */
export function checkSalary(body: unknown): Problem[] {
  const { sixTimes, fourTimes } = salarySchema.parse(body)
  if (sixTimes > fourTimes) return []
  const message = {
    zh: '六倍标准不高于四倍标准，请核对。',
    en: 'Six times the average is not more than four times. Check both figures.',
  }
  return [{ code: 'sixNotAboveFour', path: 'sixTimes', message }]
}

const way = { label, source }
const documentCode = { max: 2000, stands: DOCUMENT_KINDS }

/**
 * What shows that a route is met: a kind of document, null when it is worked out from the answers,
 * and what it must say.
 */
const evidenceSchema = ask.part('', '', {
  document: ask.text('材料', 'Document', documentCode).nullable(),
  what: ask.bilingual('须写明的内容', 'Required content', { long: true }),
})
export type Evidence = z.infer<typeof evidenceSchema>

const JUDGED = [
  option('computed', '系统计算', 'calculated by the system'),
  option('declared', '企业主张，评估人认定', 'claimed by the firm, judged by an assessor'),
] as const

/**
 * One route of a class. `computed` ones are judged here, by the figures of the same name in the
 * body; `declared` ones are claimed in the form and judged by a person.
 */
const classRouteSchema = ask.part('', '', {
  code: line('代码', 'Code', { form: /^[a-zA-Z]+$/, stands: CLAIMED_ROUTES }),
  /** As the standard numbers it (A1 to A6), null where it gives no number. */
  number: line('编号', 'Number').nullable(),
  label,
  text: ask.bilingual('条文', 'Text', { long: true }),
  judged: ask.choice('认定方式', 'Judged by', JUDGED),
  evidence: ask.many('证明', 'Evidence', evidenceSchema, { min: 1 }),
  restsOn: ask.lines(
    '不得以承诺代替的材料',
    'Documents that cannot be replaced by a commitment',
    ask.text('', '', documentCode),
  ),
  /** Completed years on the filing day. */
  ageAtMost: ask.whole('最高年龄', 'Maximum age', { min: 1 }).nullable(),
  source,
})
export type ClassRoute = z.infer<typeof classRouteSchema>

/** The body of kind `routes`, keys A and B. */
export const routeSchema = ask.body({
  label,
  /** Completed years: who is older has no way open. */
  closedAboveAge: ask.whole('最高年龄（周岁）', 'Maximum age', { min: 1 }).nullable(),
  salaryMultiple: ask
    .maybe('薪酬途径', 'Route by salary', { ...way, figure: ask.choice('适用标准', 'Salary figure', FIGURES) })
    .optional(),
  points: ask
    .maybe('积分途径', 'Route by points', { ...way, from: ask.decimal('最低积分', 'Minimum points', { above: 0 }) })
    .optional(),
  degreeAndExperience: ask
    .maybe('学历加经历途径', 'Route by degree and experience', {
      ...way,
      degrees: ask.lines('认可的学位', 'Accepted degrees', line('', '')),
      yearsFrom: ask.decimal('最低工作年限', 'Minimum years of work', { min: 0 }),
    })
    .optional(),
  /** Every route of the class with its text, those that are worked out among them. */
  ways: ask
    .many('全部途径', 'All routes', classRouteSchema, { row: { zh: '第{n}条途径', en: 'route {n}' }, about: 'label' })
    .default([]),
  source,
})
export type Route = z.infer<typeof routeSchema>

export type WayCode = 'salaryMultiple' | 'points' | 'degreeAndExperience'

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
  readonly evidence: readonly Evidence[]
  /** Kinds of documents that no letter of commitment may replace on this route. */
  readonly restsOn: readonly string[]
  /** How many points the route asks, where points decide. */
  readonly pointsFrom: number | null
}

/**
 * What the ways are judged by: completed years of age on the filing day, the total of points, and
 * the figures of that day, if there are any.
 */
export interface RouteFacts {
  readonly known: ReadAnswers
  readonly age: number | undefined
  readonly total: number
  readonly salary: SalaryFigures | undefined
}

const noFigures = {
  zh: '申请日没有公布的薪酬标准，这条途径无法判断。',
  en: 'No salary figures were in force on the filing day, so this route cannot be judged.',
}

const figure = (value: number | undefined): string => (value === undefined ? '?' : sayFigure(value))

function judgeSalary(route: Route, { known, salary }: RouteFacts) {
  if (!route.salaryMultiple) return undefined
  if (!salary) return { ...route.salaryMultiple, code: 'salaryMultiple', open: false, because: noFigures } as const
  const [asked, paid] = [salary[route.salaryMultiple.figure], known.engagement.salaryPerYear]
  const because = fill(
    { zh: '年薪{paid}元，标准为{asked}元。', en: 'CNY {paid} a year; the standard is CNY {asked}.' },
    { paid: figure(paid), asked: figure(asked) },
  )
  return {
    ...route.salaryMultiple,
    code: 'salaryMultiple',
    open: paid !== undefined && paid >= asked,
    because,
  } as const
}

function judgePoints(route: Route, { total }: RouteFacts) {
  if (!route.points) return undefined
  const because = fill(
    { zh: '积分{total}分，标准为{from}分。', en: '{total} points; {from} are needed.' },
    { total, from: route.points.from },
  )
  return { ...route.points, code: 'points', open: total >= route.points.from, because } as const
}

function judgeDegree(route: Route, { known }: RouteFacts) {
  if (!route.degreeAndExperience) return undefined
  const { degrees, yearsFrom } = route.degreeAndExperience
  const { education, experienceYears: years } = known.talent
  const hasDegree = education.degree !== undefined && degrees.includes(education.degree)
  const because = fill(
    hasDegree
      ? {
          zh: '学历符合；工作经历{years}年，标准为{from}年。',
          en: 'The degree meets the requirement; {years} years of work, {from} needed.',
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
 * Every way into a class, open or not, in a fixed order (外国人来华工作分类标准（试行）). Above the
 * age of `closedAboveAge` none is open; an age that is not known closes nothing.
 */
export function judgeRoute(name: 'A' | 'B', route: Route, standing: RouteFacts): Way[] {
  const limit = route.closedAboveAge
  const tooOld = limit !== null && standing.age !== undefined && standing.age > limit
  const closed = { zh: '超过{limit}周岁，本类不适用。', en: 'Over {limit} years of age, so this class does not apply.' }
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
