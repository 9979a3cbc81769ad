/** Bands of a figure that give points: half-open, from the first value counted to the first not counted. */
import { z } from 'zod'
import { bilingualSchema } from '../reference/shapes.js'

const bandSchema = z.strictObject({
  from: z.number(),
  /** The first value that no longer counts; null when there is no upper end. */
  to: z.number().nullable(),
  points: z.number().nonnegative(),
  /** Points for each full unit beyond `from`. */
  eachFurther: z.number().nonnegative().optional(),
  label: bilingualSchema,
})
export type Band = z.infer<typeof bandSchema>

/** Bands in rising order that do not overlap. */
export const bandsSchema = z
  .array(bandSchema)
  .min(1)
  .superRefine((bands, context) => {
    for (const [index, { from, to }] of bands.entries()) {
      const next = bands[index + 1]
      if (to !== null && to <= from) context.addIssue({ code: 'custom', path: [index, 'to'], message: 'an empty band' })
      if (next && (to === null || next.from < to)) {
        context.addIssue({
          code: 'custom',
          path: [index + 1, 'from'],
          message: 'bands overlap or are not in rising order',
        })
      }
    }
  })

/** The band in which a value lies, or undefined outside all of them. */
export const findBand = (bands: readonly Band[], value: number): Band | undefined =>
  bands.find(({ from, to }) => value >= from && (to === null || value < to))

/** The points of a band for a value that lies in it. */
export const bandPoints = (band: Band, value: number): number =>
  band.points + (band.eachFurther ?? 0) * Math.floor(value - band.from)
