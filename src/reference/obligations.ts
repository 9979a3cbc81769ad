/** What is shown to a firm after a decision: what the law asks of it once a letter or a permit is there, and how a refusal can be contested. Nobody computes a decision with it. */
import { z } from 'zod'
import { bilingualSchema } from './shapes.js'

/** What the firm can do about an obligation in this system. */
export const obligationWays = ['elsewhere', 'reportChange', 'reportEnd', 'renew'] as const

/** Kind `obligations`: one obligation of the firm that engages the talent. */
export const obligationSchema = z.strictObject({
  label: bilingualSchema,
  /** By when, as the rule says it. */
  limit: bilingualSchema,
  /** Where and how. */
  text: bilingualSchema,
  way: z.enum(obligationWays),
  /** For an extension: from how many days before the permit's last day until how many it can be applied for. */
  window: z.strictObject({ opens: z.int().positive(), closes: z.int().positive() }).nullable(),
  order: z.int(),
  source: bilingualSchema,
})
export type Obligation = z.infer<typeof obligationSchema>

/** Kind `remedies`: a way to contest a refusal outside this system; the time counts from the day on which the firm learns of the decision. */
export const remedySchema = z.strictObject({
  label: bilingualSchema,
  text: bilingualSchema,
  amount: z.int().positive(),
  unit: z.enum(['workingDays', 'days', 'months']),
  movesOn: z.boolean(),
  order: z.int(),
  source: bilingualSchema,
})
export type Remedy = z.infer<typeof remedySchema>

export const afterSchemas = { obligations: obligationSchema, remedies: remedySchema }
