/**
 * The thresholds for streaming data, reference data of kind `streamingChecks`, and what a finding
 * on such data says.
 */
import type { z } from 'zod'
import type { Bilingual } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { option } from '../forms/engine/ui.js'
import { label, source } from '../reference/shapes.js'
import type { EvidencePointer } from './claims.js'

const above = (zh: string, en: string) => ask.decimal(zh, en, { above: 0 })
const from = ask.decimal('核查所需的最低粉丝数', 'Minimum number of followers', { min: 0 })
const ratio = above('与上月之比', 'Ratio to the month before')
const most = above('最高', 'Maximum')

/**
 * The body of kind `streamingChecks`. Ratios are plain numbers (0.3 is 30 %), rates per cent as
 * platforms print them, money yuan.
 */
export const streamingChecksSchema = ask.body({
  label,
  /** More than `ratio` times the month before. */
  followerJump: ask.part('粉丝骤增', 'Jump in followers', { ratio, from }),
  /** Less than `ratio` of the month before. */
  followerDrop: ask.part('粉丝骤减', 'Drop in followers', { ratio, from }),
  viewersPerFollower: ask.part('场均观看与粉丝之比', 'Average viewers per follower', {
    least: ask.decimal('最低', 'Minimum', { min: 0 }),
    most,
    from,
  }),
  salesPerViewer: ask.part('每位观看者每月销售额（元）', 'Monthly sales per viewer (CNY)', { most }),
  engagementRate: ask.part('互动率（%）', 'Engagement rate (%)', { most }),
  returnRate: ask.part('退货率（%）', 'Return rate (%)', { most }),
  period: ask.part('数据期间', 'Period of the data', {
    monthsAtLeast: ask.whole('最短月数', 'Minimum length (months)', { min: 1 }),
    daysOldAtMost: ask.whole('截止日距今最多天数', 'Maximum age (days)', { min: 1 }),
  }),
  /** By how much two figures that should be equal may differ. */
  totals: ask.part('合计', 'Totals', { tolerance: above('允许的误差', 'Permitted difference') }),
  basis: ask.bilingual('阈值的来由', 'Basis of the thresholds', { long: true }),
  source,
})
export type StreamingChecks = z.infer<typeof streamingChecksSchema>

export const STREAMING_FINDINGS = [
  option('followerJump', '粉丝骤增', 'jump in followers'),
  option('followerDrop', '粉丝骤减', 'drop in followers'),
  option('viewersImprobable', '观看人数不合常理', 'improbable number of viewers'),
  option('salesImprobable', '销售额不合常理', 'improbable sales'),
  option('engagementImprobable', '互动率不合常理', 'improbable engagement'),
  option('returnsHigh', '退货率偏高', 'high return rate'),
  option('periodTooShort', '数据期间太短', 'period too short'),
  option('periodTooOld', '数据太旧', 'data too old'),
  option('periodInFuture', '数据期间在将来', 'period in the future'),
  option('seriesGap', '月度数据不连续', 'gap in the monthly figures'),
  option('totalsDiffer', '合计不符', 'totals differ'),
  option('indicatorUnproved', '指标没有证明', 'indicator without evidence'),
  option('realNameMissing', '未实名', 'real name not verified'),
  option('violationRecorded', '有违规记录', 'violation on record'),
] as const
export type StreamingCode = (typeof STREAMING_FINDINGS)[number]['value']

/**
 * One doubtful figure. `channel` counts from 0, `months` are YYYY-MM, `evidence` is where the
 * figure stands, null when nobody said.
 */
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
