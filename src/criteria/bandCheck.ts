/**
 * What the schema of a points table does not say: its bands leave no figure out, nothing has more points
 * than its element can give, and the bands' labels, which the firm and the letter read, name the numbers that
 * count. Asked when a table is drafted and approved; judging takes a table as it was approved.
 */
import type { Problem } from '../base/errors.js'
import type { Bilingual, Language } from '../base/text.js'
import type { Band } from './bands.js'
import { sayFigure } from './figures.js'
import { type Element, type PointsTable, pointsSchema } from './points.js'

/**
 * The bands of an element, where they stand, and the least figure that there is. Of whole figures a
 * label may name the last one that counts: "26 to 45".
 */
interface Banded {
  readonly path: string
  readonly name: Bilingual
  readonly bands: readonly Band[]
  readonly least: number
  readonly whole: boolean
}

const listBanded = ({ salary, experience, months, chinese, age }: PointsTable): Banded[] => [
  { path: 'salary.bands', name: salary.label, bands: salary.bands, least: 0, whole: false },
  { path: 'experience.bands', name: experience.label, bands: experience.bands, least: 0, whole: true },
  { path: 'months.bands', name: months.label, bands: months.bands, least: 0, whole: true },
  { path: 'chinese.hsk', name: chinese.label, bands: chinese.hsk, least: 1, whole: true },
  { path: 'age.bands', name: age.label, bands: age.bands, least: 0, whole: true },
]

/** Everything that is wrong with the bands of a points table. @param body has the schema's form */
export function checkPoints(body: unknown): Problem[] {
  const table = pointsSchema.parse(body)
  const banded = listBanded(table)
  return [...banded.flatMap((one) => [...checkEnds(one), ...checkLabels(one)]), ...checkCaps(table)]
}

type Part = readonly [path: string, choices: Readonly<Record<string, Pick<Band, 'points' | 'label'>>>]

/** What gives points, by its element. */
const partsOf = (table: PointsTable): readonly Part[] => [
  ...listBanded(table).map(({ path, bands }): Part => [path, Object.fromEntries(bands.entries())]),
  ['education.degrees', table.education.degrees],
  ['education.skillGrades', table.education.skillGrades],
  ['chinese.choices', table.chinese.choices],
  ['place.districts', table.place.districts],
  ['place', { otherwise: table.place.otherwise }],
  ['other.choices', table.other.choices],
  ['bonus', { flat: table.bonus.flat }],
]

/** Counting stops at the element's maximum: more is a slip, and never what somebody gets. */
function checkCaps(table: PointsTable): Problem[] {
  return partsOf(table).flatMap(([path, choices]) => {
    const { label: element, cap } = table[path.split('.')[0] as Element] // by the paths above
    return Object.entries(choices).flatMap(([key, { label, points }]): Problem[] => {
      if (points <= cap) return []
      const [given, most] = [sayFigure(points), sayFigure(cap)]
      return [
        {
          code: 'aboveCap',
          path: `${path}.${key}.points`,
          message: {
            zh: `“${element.zh}”最高${most}分，其中“${label.zh}”为${given}分。请核对分值或最高分。`,
            en:
              `“${element.en}” gives ${most} points at most, and “${label.en}” has ${given}. ` +
              'Check the points or the maximum.',
          },
        },
      ]
    })
  })
}

function checkEnds({ path, name, bands, least }: Banded): Problem[] {
  return bands.flatMap((band, index): Problem[] => {
    const [before, number, from] = [bands[index - 1], index + 1, sayFigure(band.from)]
    const problems: Problem[] = []
    if (!before && band.from > least)
      problems.push({
        code: 'bandGap',
        path: `${path}.${index}.from`,
        message: {
          zh: `“${name.zh}”第1档从${from}开始，不足${from}的没有分档；须从${sayFigure(least)}开始。`,
          en:
            `“${name.en}”: band 1 begins at ${from}, and less than that is in no ` +
            `band. It must begin at ${sayFigure(least)}.`,
        },
      })
    if (before && before.to !== null && before.to < band.from) {
      const to = sayFigure(before.to)
      problems.push({
        code: 'bandGap',
        path: `${path}.${index}.from`,
        message: {
          zh: `“${name.zh}”第${number - 1}档到${to}为止，第${number}档从${from}开始，中间的数没有分档；两数须相同。`,
          en:
            `“${name.en}”: band ${number - 1} ends at ${to} and band ${number} begins at ` +
            `${from}; what lies between is in no band. The two must be equal.`,
        },
      })
    }
    if (index === bands.length - 1 && band.to !== null) {
      const to = sayFigure(band.to)
      problems.push({
        code: 'bandGap',
        path: `${path}.${index}.to`,
        message: {
          zh: `“${name.zh}”最后一档（第${number}档）到${to}为止，${to}及以上的没有分档；最后一档不填上限。`,
          en:
            `“${name.en}”: the last band, band ${number}, ends at ${to}, and ${to} ` +
            'or more is in no band. Leave its upper end empty.',
        },
      })
    }
    return problems
  })
}

const LANGUAGES: Readonly<Record<Language, Bilingual>> = {
  zh: { zh: '中文名称', en: 'Chinese label' },
  en: { zh: '英文名称', en: 'English label' },
}

function checkLabels({ path, name, bands, whole }: Banded): Problem[] {
  return bands.flatMap((band, index) =>
    (['zh', 'en'] as const).flatMap((language): Problem[] => {
      const faults = labelFaults(band, band.label[language], index === 0, whole)
      return faults.map((fault) => ({
        code: 'bandLabel',
        path: `${path}.${index}.label.${language}`,
        message: {
          zh:
            `“${name.zh}”第${index + 1}档的${LANGUAGES[language].zh}是“${band.label[language]}”，` +
            `${fault.zh}；这一档是${rangeOf(band).zh}。`,
          en:
            `“${name.en}”, band ${index + 1}: its ${LANGUAGES[language].en} is ` +
            `“${band.label[language]}”, ${fault.en}; the band is ${rangeOf(band).en}.`,
        },
      }))
    }),
  )
}

function rangeOf({ from, to }: Band): Bilingual {
  const low = sayFigure(from)
  if (to === null) return { zh: `${low}及以上`, en: `${low} or more` }
  return { zh: `${low}以上不满${sayFigure(to)}`, en: `${low} to under ${sayFigure(to)}` }
}

/**
 * An end that the label does not name, and a figure in it that is none of the band's. The first
 * band begins where figures do, and need not say so.
 */
function labelFaults({ from, to, points, eachFurther }: Band, label: string, first: boolean, whole: boolean) {
  const { figures, words } = numbersIn(label)
  const lower = whole && to === null ? [from, from - 1] : [from] // "over 60" from 61 on
  const upper = to === null ? [] : whole ? [to, to - 1] : [to]
  const further = eachFurther === undefined ? [] : [eachFurther, 1]
  const own = new Set([...lower, ...upper, ...further, points])
  const names = (ends: readonly number[]) => ends.some((end) => figures.includes(end) || words.includes(end))
  const foreign = figures.find((figure) => !own.has(figure))
  const faults: Bilingual[] = []
  if (foreign !== undefined)
    faults.push({
      zh: `其中的${sayFigure(foreign)}不是这一档的数`,
      en: `in which ${sayFigure(foreign)} is not a number of this band`,
    })
  else if ((!first && !names(lower)) || (to !== null && !names(upper)))
    faults.push({ zh: '没有写明起止的数', en: 'which does not state where the band begins and ends' })
  return faults
}

const FIGURE = /(\d[\d,，]*(?:\.\d+)?)\s*(万|千|k\b)?/gi
const TIMES: Readonly<Record<string, number>> = { 万: 10_000, 千: 1000, k: 1000 }
const WORD = /[零〇一二两三四五六七八九十百千万]+/g

/** The numbers that a label names, in figures ("25万", "250,000") and in Chinese words ("二十五万"). */
export function numbersIn(label: string): { figures: number[]; words: number[] } {
  const plain = label.normalize('NFKC')
  const figures = [...plain.matchAll(FIGURE)].map(
    ([, figure = '', unit = '']) => Number(figure.replace(/[,，]/g, '')) * (TIMES[unit.toLowerCase()] ?? 1),
  )
  const words = [...plain.replace(FIGURE, ' ').matchAll(WORD)].flatMap(([word]) => numberOf(word) ?? [])
  return { figures, words }
}

const DIGITS = '零一二三四五六七八九'
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 }

/** A number in Chinese words; undefined for a unit alone. */
function numberOf(word: string): number | undefined {
  let [whole, section, digit] = [0, 0, 0]
  for (const character of word.replaceAll('〇', '零').replaceAll('两', '二')) {
    const unit = UNITS[character]
    if (unit) [section, digit] = [section + (digit || 1) * unit, 0]
    else if (character === '万') [whole, section, digit] = [whole + (section + digit) * 10_000, 0, 0]
    else digit = DIGITS.indexOf(character)
  }
  const number = whole + section + digit
  return number === 0 && !/[零〇]/.test(word) ? undefined : number
}
