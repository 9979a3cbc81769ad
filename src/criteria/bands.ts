/** Bands of a figure that give points: half-open, from the first value counted to the first not counted. */
import type { z } from 'zod'
import * as ask from '../forms/engine/field.js'
import { label } from '../reference/shapes.js'

const bandOf = (from: Words, to: Words) =>
  ask.part('', '', {
    from: ask.decimal(...from),
    /** The first value that no longer counts; null when there is no upper end. */
    to: ask.decimal(...to).nullable(),
    points: ask.decimal('分值', 'Points', { min: 0 }),
    /** Points for each full unit beyond `from`. */
    eachFurther: ask.decimal('每增加一个单位另加', 'Points for each further unit', { min: 0 }).optional(),
    label,
  })
type Words = readonly [zh: string, en: string]
export type Band = z.infer<ReturnType<typeof bandOf>>

const EMPTY = { zh: '上限必须大于下限。', en: 'The upper end must be above the lower one.' }
const DISORDER = {
  zh: '各档须从低到高排列，不得重叠；只有最后一档可以没有上限。',
  en: 'Bands must run from low to high without overlapping. Only the last may have no upper end.',
}

/** Bands in rising order that do not overlap. */
export const bandsOf = (
  [zh, en]: Words = ['分档', 'Bands'],
  from: Words = ['起（含）', 'From (inclusive)'],
  to: Words = ['止（不含）', 'To (exclusive)'],
) =>
  ask
    .many(zh, en, bandOf(from, to), { min: 1, row: { zh: '第{n}档', en: 'band {n}' }, about: 'label' })
    .superRefine((bands, context) => {
      const wrong = (path: (string | number)[], says: typeof EMPTY) =>
        context.addIssue({ code: 'custom', path, message: says.en, params: { says } })
      for (const [index, { from, to }] of bands.entries()) {
        const next = bands[index + 1]
        if (to !== null && to <= from) wrong([index, 'to'], EMPTY)
        if (next && (to === null || next.from < to)) wrong([index + 1, 'from'], DISORDER)
      }
    })

/** The band in which a value lies, or undefined outside all of them. */
export const findBand = (bands: readonly Band[], value: number): Band | undefined =>
  bands.find(({ from, to }) => value >= from && (to === null || value < to))

/** The points of a band for a value that lies in it. */
export const bandPoints = (band: Band, value: number): number =>
  band.points + (band.eachFurther ?? 0) * Math.floor(value - band.from)
