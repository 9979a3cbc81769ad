/**
 * The expected day of the decision, and why that day: the limits, the holidays on the way, the
 * weekend days that are worked.
 */
import type { Bilingual } from '../../../base/text.js'
import { PROMISED } from '../../../workflow/step.js'
import { both, counted, dateText } from '../../kit/page.js'
import { type Ruler, ruler } from '../../kit/ruler.js'
import type { Judged } from '../../../cases/selfCheck.service.js'

export interface DecisionView {
  readonly title: Bilingual
  readonly day: Bilingual
  readonly ruler: Ruler
  readonly lines: readonly Bilingual[]
}

/** `filedOn` was asked for when the day is not today. */
export function decisionOf({ check, rules, daysOff, worked }: Judged): DecisionView {
  const { judgedOn, judgement } = check
  const amounts = new Map(Object.entries(rules.timeLimits))
  const limits = PROMISED.map(({ name, limit }) => ({ name, limit: amounts.get(limit)?.amount ?? 0 }))
  const days = limits.reduce((sum, { limit }) => sum + limit, 0)
  const sum = limits.map(({ limit }) => limit).join(' + ')
  const short = (on: string) => both((language) => dateText(on, language, 'short'))
  const span = (from: string, to: string): Bilingual =>
    from === to ? short(from) : { zh: `${short(from).zh}至${short(to).zh}`, en: `${short(from).en} to ${short(to).en}` }
  const offs = daysOff.map(({ from, to, name }) => ({
    zh: `${name.zh}（${span(from, to).zh}）`,
    en: `${name.en} (${span(from, to).en})`,
  }))
  const lines: Bilingual[] = [
    {
      zh: `${sum} = ${days} 个工作日，提交当天不算，周末不算。`,
      en: `${sum} = ${counted(days, 'working day', 'working days')}; the filing day and weekends are not counted.`,
    },
    offs.length > 0
      ? {
          zh: `中间放假也不算：${offs.map(({ zh }) => zh).join('、')}。`,
          en: `Nor are the holidays on the way: ${offs.map(({ en }) => en).join(', ')}.`,
        }
      : { zh: '中间没有法定节假日。', en: 'No public holiday lies on the way.' },
    ...(worked.length > 0
      ? [
          {
            zh: `调休上班，照算：${worked.map((on) => short(on).zh).join('、')}。`,
            en: `Weekend days that are worked count: ${worked.map((on) => short(on).en).join(', ')}.`,
          },
        ]
      : []),
    ...(judgement.provisional
      ? [
          {
            zh: '那一年的放假安排还没有公布，日期为暂定。',
            en: 'The holidays of that year are not announced yet; the date is provisional.',
          },
        ]
      : []),
    { zh: '若请补正，时钟停，日期顺延。', en: 'If a correction is asked for, the clock stops and the date moves.' },
  ]
  return {
    title: both((language) =>
      language === 'zh'
        ? `${dateText(judgedOn, 'zh')}提交，最迟这天有决定`
        : `Filed on ${dateText(judgedOn, 'en')}: a decision by`,
    ),
    day: both((language) => dateText(judgement.expectedDecisionOn, language)),
    ruler: ruler(limits, null, 'side'),
    lines,
  }
}
