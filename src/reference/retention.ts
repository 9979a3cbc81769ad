/**
 * Kind `retention`: how many months the personal data of a case are kept after it has come to its
 * end, or a draft after it was last written. The key is one of these groups.
 */
import type { z } from 'zod'
import * as ask from '../forms/engine/field.js'
import { label, source } from './shapes.js'

export const RETENTION_KEYS = ['draft', 'notAccepted', 'withdrawn', 'refused', 'granted'] as const
export type RetentionKey = (typeof RETENTION_KEYS)[number]

export const retentionSchema = ask.body({
  label,
  months: ask.whole('保存月数', 'Retention (months)', { min: 1, max: 1200 }),
  source,
})
export type Retention = z.infer<typeof retentionSchema>
