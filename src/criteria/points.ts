/** The points of a talent, line by line, each with the rule it comes from. The table is reference data of kind `points`. */
import { z } from 'zod'
import { type Bilingual, fill } from '../base/text.js'
import { bilingualSchema } from '../reference/shapes.js'
import { type Band, bandPoints, bandsSchema, findBand } from './bands.js'
import { sayFigure } from './figures.js'
import type { Known } from './subject.js'

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

const common = { label: bilingualSchema, cap: z.number().nonnegative() }
const choiceSchema = z.strictObject({ points: z.number().nonnegative(), label: bilingualSchema })
const choicesSchema = z.record(z.string(), choiceSchema)
const banded = z.strictObject({ ...common, bands: bandsSchema })

/** The body of kind `points`. Salary in yuan a year, experience in full years, months a year in China, age in completed years. */
export const pointsSchema = z.strictObject({
  label: bilingualSchema,
  source: bilingualSchema,
  salary: banded,
  education: z.strictObject({ ...common, degrees: choicesSchema, skillGrades: choicesSchema }),
  experience: banded,
  months: banded,
  chinese: z.strictObject({ ...common, choices: choicesSchema, hsk: bandsSchema }),
  /** Points by district code of the place of work; `otherwise` for every other place. */
  place: z.strictObject({ ...common, districts: choicesSchema, otherwise: choiceSchema }),
  age: banded,
  other: z.strictObject({ ...common, choices: choicesSchema }),
  /** The local bonus; 0 until the foreigner-work authority's standard is set here. */
  bonus: z.strictObject({ ...common, flat: choiceSchema }),
})
export type PointsTable = z.infer<typeof pointsSchema>

/** One line of the count. `value` is what was counted and null when it is not known; then the points are 0 and `note` says why. */
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

const notKnown = { zh: '未填写或无法识别，计0分。', en: 'Not filled in or not readable: 0 points.' }
const outside = { zh: '不在计分范围内，计0分。', en: 'Outside every band: 0 points.' }

function countBand(bands: readonly Band[], value: number | undefined, words: Bilingual): Counted {
  if (value === undefined) return { value: null, points: 0, rule: null, note: notKnown }
  const said = fill(words, { value: sayFigure(value) })
  const band = findBand(bands, value)
  if (!band) return { value: said, points: 0, rule: null, note: outside }
  return { value: said, points: bandPoints(band, value), rule: band.label }
}

type Choices = z.infer<typeof choicesSchema>
type Choice = z.infer<typeof choiceSchema>

const findChoice = (choices: Choices, key: string | undefined): Choice | undefined =>
  key !== undefined && Object.hasOwn(choices, key) ? choices[key] : undefined

/** The choice with most points, the first of equals. */
function countBest(choices: readonly (Choice | undefined)[], whenNone: Counted): Counted {
  const best = choices.reduce((one, other) => (other && (!one || other.points > one.points) ? other : one), undefined)
  return best ? { value: best.label, points: best.points, rule: best.label } : whenNone
}

const noneClaimed: Counted = { value: { zh: '无', en: 'None' }, points: 0, rule: null }

const keysOf = (flags: Readonly<Record<string, boolean>>): string[] => Object.keys(flags).filter((key) => flags[key])

function countChinese(chinese: Known['talent']['chinese'], table: PointsTable['chinese']): Counted {
  const { hsk, ...flags } = chinese
  const band = hsk === undefined ? undefined : findBand(table.hsk, hsk)
  const byTest = band && hsk !== undefined ? { points: bandPoints(band, hsk), label: band.label } : undefined
  return countBest([...keysOf(flags).map((key) => findChoice(table.choices, key)), byTest], noneClaimed)
}

function countEach(
  { talent, engagement }: Known,
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
 * Counts the points (积分要素计分赋值表). What is not known gives 0 points and a note; no element gives more than its cap.
 * `age` is completed years on the filing day.
 */
export function countPoints(known: Known, age: number | undefined, table: PointsTable): Points {
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
