/** From when on figures count as doubtful, in words: what is published of kind `streamingChecks`. */
import { type Bilingual, fill } from '../base/text.js'
import { labelOf } from '../forms/engine/ui.js'
import { STREAMING_FINDINGS, type StreamingChecks, type StreamingCode } from './streamingChecks.js'
import { figure, percent, times } from './streamingWords.js'

/** Every check with what it is called and its threshold. */
export function sayChecks(checks: StreamingChecks): { readonly name: Bilingual; readonly text: Bilingual }[] {
  const { followerJump: jump, followerDrop: drop, viewersPerFollower: viewers, salesPerViewer: sales } = checks
  const { engagementRate, returnRate, period, totals } = checks
  const rows: readonly (readonly [StreamingCode, Bilingual])[] = [
    [
      'followerJump',
      fill(
        {
          zh: '月末粉丝数超过上月的 {ratio}（{from} 人起）',
          en: 'more than {ratio} of the month before, from {from} followers',
        },
        { ratio: times(jump.ratio), from: figure(jump.from) },
      ),
    ],
    [
      'followerDrop',
      fill(
        {
          zh: '月末粉丝数不到上月的 {ratio}（{from} 人起）',
          en: 'less than {ratio} of the month before, from {from} followers',
        },
        { ratio: times(drop.ratio), from: figure(drop.from) },
      ),
    ],
    [
      'viewersImprobable',
      fill(
        {
          zh: '平均观看人数低于粉丝数的 {least}，或者高于 {most}',
          en: 'average viewers below {least} or above {most} of the followers',
        },
        { least: percent(viewers.least), most: percent(viewers.most) },
      ),
    ],
    [
      'salesImprobable',
      fill(
        { zh: '每位观看者每月销售额超过 {most} 元', en: 'more than CNY {most} a month for each viewer' },
        { most: figure(sales.most) },
      ),
    ],
    [
      'engagementImprobable',
      fill({ zh: '互动率超过 {most}%', en: 'a rate above {most}%' }, { most: figure(engagementRate.most) }),
    ],
    ['returnsHigh', fill({ zh: '退货率超过 {most}%', en: 'a rate above {most}%' }, { most: figure(returnRate.most) })],
    [
      'periodTooShort',
      fill({ zh: '不足 {monthsAtLeast} 个月', en: 'less than {monthsAtLeast} months' }, { ...period }),
    ],
    [
      'periodTooOld',
      fill(
        {
          zh: '截止日距申请日超过 {daysOldAtMost} 天',
          en: 'ends more than {daysOldAtMost} days before the filing day',
        },
        { ...period },
      ),
    ],
    [
      'totalsDiffer',
      fill(
        { zh: '应当相等的两个数相差超过 {tolerance}', en: 'figures that should agree differ by more than {tolerance}' },
        { tolerance: percent(totals.tolerance) },
      ),
    ],
  ]
  return rows.map(([code, text]) => ({ name: labelOf(STREAMING_FINDINGS, code), text }))
}
