/** The thresholds for streaming data, reference data of kind `streamingChecks`, and what a finding on such data says. */
import { z } from 'zod'
import type { Bilingual } from '../base/text.js'
import { bilingualSchema } from '../reference/shapes.js'
import type { EvidencePointer } from './claims.js'

const positive = z.number().positive()

/** The body of kind `streamingChecks`. Ratios are plain numbers (0.3 is 30 %), rates per cent as platforms print them, money yuan. */
export const streamingChecksSchema = z.strictObject({
  label: bilingualSchema,
  /** More than `ratio` times the month before; looked at from so many followers on. */
  followerJump: z.strictObject({ ratio: positive, from: z.number().nonnegative() }),
  /** Less than `ratio` of the month before. */
  followerDrop: z.strictObject({ ratio: positive, from: z.number().nonnegative() }),
  /** Average viewers for each follower; looked at from so many followers on. */
  viewersPerFollower: z.strictObject({
    least: z.number().nonnegative(),
    most: positive,
    from: z.number().nonnegative(),
  }),
  /** Yuan a month for each average viewer. */
  salesPerViewer: z.strictObject({ most: positive }),
  engagementRate: z.strictObject({ most: positive }),
  returnRate: z.strictObject({ most: positive }),
  period: z.strictObject({ monthsAtLeast: z.int().positive(), daysOldAtMost: z.int().positive() }),
  /** By how much two figures that should be equal may differ. */
  totals: z.strictObject({ tolerance: positive }),
  /** On what the thresholds rest. */
  basis: bilingualSchema,
  source: bilingualSchema,
})
export type StreamingChecks = z.infer<typeof streamingChecksSchema>

export const streamingCodes = [
  'followerJump',
  'followerDrop',
  'viewersImprobable',
  'salesImprobable',
  'engagementImprobable',
  'returnsHigh',
  'periodTooShort',
  'periodTooOld',
  'periodInFuture',
  'seriesGap',
  'totalsDiffer',
  'indicatorUnproved',
  'realNameMissing',
  'violationRecorded',
] as const
export type StreamingCode = (typeof streamingCodes)[number]

/** One doubtful figure. `channel` counts from 0, `months` are YYYY-MM, `evidence` is where the figure stands, null when nobody said. */
export interface StreamingFinding {
  readonly code: StreamingCode
  readonly channel: number
  readonly channelName: Bilingual
  readonly months: readonly string[]
  readonly message: Bilingual
  readonly arithmetic: Bilingual
  readonly evidence: EvidencePointer | null
  readonly path: string
  readonly source: Bilingual
}

/** A finding before it is known of which channel; `at` is the question below the channel. */
export interface Fault {
  readonly code: StreamingCode
  readonly at: string
  readonly message: Bilingual
  readonly arithmetic: Bilingual
  readonly months?: readonly string[]
  readonly evidence?: EvidencePointer | null
}
