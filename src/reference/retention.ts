/** Kind `retention`: how many months the personal data of a case are kept after it has come to its end, or a draft after it was last written. The key is one of these groups. */
import { z } from 'zod'
import { bilingualSchema } from './shapes.js'

export const RETENTION_KEYS = ['draft', 'notAccepted', 'withdrawn', 'refused', 'granted'] as const
export type RetentionKey = (typeof RETENTION_KEYS)[number]

export const retentionSchema = z.strictObject({
  label: bilingualSchema,
  months: z.int().min(1).max(1200),
  source: bilingualSchema,
})
export type Retention = z.infer<typeof retentionSchema>
