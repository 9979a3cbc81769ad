/** The criteria of the recommendation as they are published: the scorecard, and which figures count as doubtful. */
import { type Bilingual, fill, joined, SEMICOLON } from '../../base/text.js'
import { CLASS_NAMES, type RouteInForce } from '../../criteria/recommendedRoutes.js'
import { nameIndicator } from '../../criteria/indicatorWords.js'
import type { Scorecard, ScoreQuestion } from '../../criteria/scorecard.js'
import { STREAMING_FINDINGS, type StreamingChecks } from '../../criteria/streamingChecks.js'
import { sayChecks } from '../../criteria/streamingThresholds.js'
import { labelOf } from '../../forms/engine/ui.js'
import { type Procedure, TWO_WHEN } from '../../reference/bodies.js'
import { SUBJECTS } from '../../reference/subjects.js'

const weightOf = ({ weight }: ScoreQuestion): Bilingual =>
  fill({ zh: '权重 {weight}', en: 'weight {weight}' }, { weight })

/** The questions and what each weighs, for a page that only names them. */
export const questionNames = ({ questions }: Scorecard) =>
  questions.map((question) => ({ name: question.label, weight: weightOf(question) }))

/** What a letter asks of the permit authority by a route. */
export const askedFor = ({
  label,
  class: asked,
  provision,
  conditions,
  longestMonths,
  basis,
  source,
}: RouteInForce) => ({
  label,
  text: fill(
    {
      zh: '建议按{asked}办理，许可最长 {longestMonths} 个月。依据《{basis}》：{provision}。',
      en: 'Proposes {asked}, for {longestMonths} months at most. Under “{basis}”: {provision}.',
    },
    { asked: CLASS_NAMES[asked], longestMonths, basis: basis.title, provision },
  ),
  conditions,
  source,
})

/** What parts/scorecard.hbs shows. */
export const scorecardView = (
  card: Scorecard,
  checks: StreamingChecks | undefined,
  second: Procedure<'assessment'>,
) => ({
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
      zh: '两位评估人同一项相差 {levels} 档或以上，或者总分相差 {total} 分或以上的，由审批人比较并说明。',
      en:
        'Where two assessors differ by {levels} levels on a question or by {total} points in total, the ' +
        'approver compares both and explains the decision.',
    },
    card.divergence,
  ),
  second: secondOf(second),
  checks: checks && { rows: sayChecks(checks), basis: checks.basis },
})

const ALWAYS: Bilingual = { zh: '所有案件', en: 'in every case' }
const NEAR: Bilingual = {
  zh: '积分与A、B类门槛相差{nearPoints}分以内',
  en: 'the points are within {nearPoints} of class A or B',
}
const DRAWN: Bilingual = { zh: '其余案件中随机抽取的{share}%', en: 'in {share}% of all others, drawn at random' }
const TWO: Bilingual = {
  zh: '由同一部门{where}两人各自评估，都提交前互不知道对方意见：{when}。',
  en:
    'Two people in one department{where} assess separately, and neither sees the other’s opinion before ' +
    'both are submitted: {when}.',
}

/** When two persons assess; undefined when never. */
function secondOf({ assessors, twoWhen, nearPoints, share, departments }: Procedure<'assessment'>) {
  const when =
    assessors > 1
      ? [ALWAYS]
      : [
          ...twoWhen.map((name) => labelOf(TWO_WHEN, name)),
          nearPoints !== undefined && fill(NEAR, { nearPoints }),
          share !== undefined && share > 0 && fill(DRAWN, { share }),
        ].filter((one) => one !== false)
  if (when.length === 0) return undefined
  const names = joined((departments ?? []).map((name) => labelOf(SUBJECTS, name)))
  const where = names.zh ? fill({ zh: '（{names}）', en: ' ({names})' }, { names }) : ''
  return fill(TWO, { when: joined(when, SEMICOLON), where })
}

/** When the assessor has to write a reason; undefined when never. */
function sentenceOf({ floor, flags }: ScoreQuestion): Bilingual | undefined {
  const when = [
    floor !== null && floor > 0 && fill({ zh: '低于 {floor} 档', en: 'below level {floor}' }, { floor }),
    flags.length > 0 &&
      fill(
        { zh: '数据有以下疑点：{flags}', en: 'where the figures raise these questions: {flags}' },
        { flags: joined(flags.map((code) => labelOf(STREAMING_FINDINGS, code))) },
      ),
  ].filter((one) => one !== false)
  if (when.length === 0) return undefined
  return fill(
    { zh: '评估人须写明理由：{when}。', en: 'The assessor must give a reason {when}.' },
    { when: joined(when, { zh: '，或者', en: ', or ' }) },
  )
}
