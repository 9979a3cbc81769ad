/** Pieces that the schemas of reference bodies share. */
import { z } from 'zod'
import { isDate } from '../base/dates.js'

export const bilingualSchema = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) })
export const dateSchema = z.string().refine(isDate, 'not a civil date YYYY-MM-DD')
