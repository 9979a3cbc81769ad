/**
 * The points of a talent, line by line, each with the rule it comes from. The table is reference
 * data of kind `points`.
 */
import type { z } from 'zod'
import { type Bilingual, fill } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { label, source } from '../reference/shapes.js'
import { type Band, bandPoints, bandsOf, findBand } from './bands.js'
import { sayFigure } from './figures.js'
import type { ReadAnswers } from './subject.js'

export const elements = [
  'salary',
  'education',
  'experience',
  'months',
  'chinese',
  'place',
  'age',
  'other',
  'bonus',
] as const
export type Element = (typeof elements)[number]

const cap = ask.decimal('最高分', 'Maximum points', { min: 0 })
const choice = { points: ask.decimal('分值', 'Points', { min: 0 }), label }
const choices = (zh: string, en: string) => ask.record(zh, en, ask.part('', '', choice), { about: 'label' })
const banded = (zh: string, en: string) => ask.part(zh, en, { label, cap, bands: bandsOf() })

/**
 * The body of kind `points`. Salary in yuan a year, experience in full years, months a year in
 * China, age in completed years.
 */
export const pointsSchema = ask.body({
  label,
  source,
  salary: banded('薪酬', 'Salary'),
  education: ask.part('受教育程度或职业技能', 'Education or vocational skill', {
    label,
    cap,
    degrees: choices('学位', 'Degrees'),
    skillGrades: choices('技能等级', 'Skill grades'),
  }),
  experience: banded('工作年限', 'Years of work'),
  months: banded('每年工作月数', 'Months of work a year'),
  chinese: ask.part('汉语水平', 'Chinese', {
    label,
    cap,
    choices: choices('各项', 'Items'),
    hsk: bandsOf(
      ['汉语水平考试', 'HSK examination'],
      ['起始级别（含）', 'From level (inclusive)'],
      ['截止级别（不含）', 'To level (exclusive)'],
    ),
  }),
  /** Points by district code of the place of work; `otherwise` for every other place. */
  place: ask.part('工作地区', 'Place of work', {
    label,
    cap,
    districts: choices('按区', 'By district'),
    otherwise: ask.part('其他地区', 'Any other place', choice),
  }),
  age: banded('年龄', 'Age'),
  other: ask.part('其他加分', 'Other points', { label, cap, choices: choices('各项', 'Items') }),
  /** The local bonus; 0 until the foreigner-work authority's standard is set here. */
  bonus: ask.part('地方鼓励性加分', 'Local bonus', {
    label,
    cap,
    flat: ask.part('统一分值', 'The same for all', choice),
  }),
})
export type PointsTable = z.infer<typeof pointsSchema>

/**
 * One line of the count. `value` is what was counted and null when it is not known; then the points
 * are 0 and `note` says why.
 */
export interface PointsLine {
  readonly element: Element
  readonly label: Bilingual
  readonly value: Bilingual | null
  readonly points: number
  readonly cap: number
  readonly rule: Bilingual | null
  readonly source: Bilingual
  readonly note?: Bilingual
}

export interface Points {
  readonly lines: readonly PointsLine[]
  readonly total: number
  readonly byElement: Readonly<Record<Element, number>>
}

interface Counted {
  readonly value: Bilingual | null
  readonly points: number
  readonly rule: Bilingual | null
  readonly note?: Bilingual
}

const notKnown = { zh: '未填写或无法识别，计0分。', en: 'Not answered or not readable: 0 points.' }
const outside = { zh: '不在计分范围内，计0分。', en: 'Outside every band: 0 points.' }

function countBand(bands: readonly Band[], value: number | undefined, words: Bilingual): Counted {
  if (value === undefined) return { value: null, points: 0, rule: null, note: notKnown }
  const said = fill(words, { value: sayFigure(value) })
  const band = findBand(bands, value)
  if (!band) return { value: said, points: 0, rule: null, note: outside }
  return { value: said, points: bandPoints(band, value), rule: band.label }
}

type Choices = PointsTable['other']['choices']
type Choice = PointsTable['place']['otherwise']

const findChoice = (choices: Choices, key: string | undefined): Choice | undefined =>
  key !== undefined && Object.hasOwn(choices, key) ? choices[key] : undefined

/** The choice with most points, the first of equals. */
function countBest(choices: readonly (Choice | undefined)[], whenNone: Counted): Counted {
  const best = choices.reduce((one, other) => (other && (!one || other.points > one.points) ? other : one), undefined)
  return best ? { value: best.label, points: best.points, rule: best.label } : whenNone
}

const noneClaimed: Counted = { value: { zh: '无', en: 'None' }, points: 0, rule: null }

const keysOf = (flags: Readonly<Record<string, boolean>>): string[] => Object.keys(flags).filter((key) => flags[key])

function countChinese(chinese: ReadAnswers['talent']['chinese'], table: PointsTable['chinese']): Counted {
  const { hsk, ...flags } = chinese
  const band = hsk === undefined ? undefined : findBand(table.hsk, hsk)
  const byTest = band && hsk !== undefined ? { points: bandPoints(band, hsk), label: band.label } : undefined
  return countBest([...keysOf(flags).map((key) => findChoice(table.choices, key)), byTest], noneClaimed)
}

function countEach(
  { talent, engagement }: ReadAnswers,
  age: number | undefined,
  table: PointsTable,
): Record<Element, Counted> {
  const { degree, skillGrade } = talent.education
  const years = talent.experienceYears === undefined ? undefined : Math.floor(talent.experienceYears)
  const education = [findChoice(table.education.degrees, degree), findChoice(table.education.skillGrades, skillGrade)]
  const place = findChoice(table.place.districts, engagement.placeOfWork) ?? table.place.otherwise
  return {
    salary: countBand(table.salary.bands, engagement.salaryPerYear, { zh: '年薪{value}元', en: 'CNY {value} a year' }),
    education: countBest(education, { value: null, points: 0, rule: null, note: notKnown }),
    experience: countBand(table.experience.bands, years, { zh: '满{value}年', en: '{value} full years' }),
    months: countBand(table.months.bands, engagement.monthsPerYear, {
      zh: '每年{value}个月',
      en: '{value} months a year',
    }),
    chinese: countChinese(talent.chinese, table.chinese),
    place: { value: place.label, points: place.points, rule: place.label },
    age: countBand(table.age.bands, age, { zh: '{value}周岁', en: '{value} completed years' }),
    other: countBest(
      keysOf(talent.other).map((key) => findChoice(table.other.choices, key)),
      noneClaimed,
    ),
    bonus: { value: table.bonus.flat.label, points: table.bonus.flat.points, rule: table.bonus.flat.label },
  }
}

/**
 * Counts the points (积分要素计分赋值表). What is not known gives 0 points and a note; no element
 * gives more than its cap. `age` is completed years on the filing day.
 */
export function countPoints(known: ReadAnswers, age: number | undefined, table: PointsTable): Points {
  const counted = countEach(known, age, table)
  const lines = elements.map((element): PointsLine => {
    const { label, cap } = table[element]
    const line = counted[element]
    return { element, label, cap, source: table.source, ...line, points: Math.min(cap, line.points) }
  })
  const pointsOf = (element: Element) => lines.find((line) => line.element === element)?.points ?? 0
  return {
    lines,
    total: lines.reduce((sum, line) => sum + line.points, 0),
    byElement: {
      salary: pointsOf('salary'),
      education: pointsOf('education'),
      experience: pointsOf('experience'),
      months: pointsOf('months'),
      chinese: pointsOf('chinese'),
      place: pointsOf('place'),
      age: pointsOf('age'),
      other: pointsOf('other'),
      bonus: pointsOf('bonus'),
    },
  }
}
