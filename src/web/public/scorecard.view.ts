/** The criteria of the recommendation as they are published: the scorecard, and which figures count as doubtful. */
import { type Bilingual, fill, joined } from '../../base/text.js'
import { nameIndicator } from '../../criteria/indicatorWords.js'
import type { Scorecard, ScoreQuestion } from '../../criteria/scorecard.js'
import { STREAMING_FINDINGS, type StreamingChecks, type StreamingCode } from '../../criteria/streamingChecks.js'
import { figure, percent, times } from '../../criteria/streamingWords.js'

const nameOf = (code: StreamingCode): Bilingual | undefined =>
  STREAMING_FINDINGS.find(({ value }) => value === code)?.label

const weightOf = ({ weight }: ScoreQuestion): Bilingual =>
  fill({ zh: '权重 {weight}', en: 'weight {weight}' }, { weight })

/** The questions and what each weighs, for a page that only names them. */
export const questionNames = ({ questions }: Scorecard) =>
  questions.map((question) => ({ name: question.label, weight: weightOf(question) }))

/** What parts/scorecard.hbs shows. */
export const scorecardView = (card: Scorecard, checks: StreamingChecks | undefined) => ({
  intro: card.intro,
  total: card.questions.reduce((sum, { weight }) => sum + weight, 0),
  questions: card.questions.map((question) => ({
    name: question.label,
    weight: weightOf(question),
    guidance: question.guidance,
    anchors: question.anchors.map((text, level) => ({
      text,
      level: { zh: `${level} 档`, en: `level ${level}` },
    })),
    evidence: joined(question.indicators.map(nameIndicator)),
    sentence: sentenceOf(question),
  })),
  divergence: fill(
    {
      zh: '两位评估人同一项相差 {levels} 档或以上，或者总分相差 {total} 分或以上的，由决定的人比较后说明。',
      en:
        'Where two assessors differ by {levels} levels on a question or by {total} points in total, whoever ' +
        'decides compares both.',
    },
    card.divergence,
  ),
  checks: checks && { rows: checkRows(checks), basis: checks.basis },
})

/** When the assessor has to write a reason; undefined when never. */
function sentenceOf({ floor, flags }: ScoreQuestion): Bilingual | undefined {
  const when = [
    floor !== null && floor > 0 && fill({ zh: '低于 {floor} 档', en: 'below level {floor}' }, { floor }),
    flags.length > 0 &&
      fill(
        { zh: '数据有以下疑点：{flags}', en: 'with any of these doubts: {flags}' },
        { flags: joined(flags.map(nameOf)) },
      ),
  ].filter((one) => one !== false)
  if (when.length === 0) return undefined
  return fill(
    { zh: '评估人须写明理由：{when}。', en: 'The assessor must give a reason {when}.' },
    { when: joined(when, { zh: '，或者', en: ', or ' }) },
  )
}

/** Every check with its threshold. */
function checkRows(checks: StreamingChecks) {
  const { followerJump: jump, followerDrop: drop, viewersPerFollower: viewers, salesPerViewer: sales } = checks
  const { engagementRate, returnRate, period, totals } = checks
  const rows: readonly (readonly [StreamingCode, Bilingual])[] = [
    [
      'followerJump',
      fill(
        { zh: '月末粉丝数超过上月的 {ratio}（{from} 人起）', en: 'more than {ratio} the month before, from {from}' },
        { ratio: times(jump.ratio), from: figure(jump.from) },
      ),
    ],
    [
      'followerDrop',
      fill(
        { zh: '月末粉丝数不到上月的 {ratio}（{from} 人起）', en: 'less than {ratio} the month before, from {from}' },
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
  return rows.map(([code, text]) => ({ name: nameOf(code) ?? code, text }))
}
