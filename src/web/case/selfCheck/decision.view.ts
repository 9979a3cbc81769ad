/**
 * The expected day of the decision, and why that day: the limits, the holidays on the way, the
 * weekend days that are worked.
 */
import { fill, joined } from '../../../base/text.js'
import type { SelfCheckResult } from '../../../cases/selfCheck.service.js'
import { day, span, workingDays } from '../../kit/page.js'
import { ruler } from '../../kit/ruler.js'
import { promisedStages } from '../clock.view.js'

/** What parts/self-check-decision.hbs shows. */
export function decisionOf({ check, rules, daysOff, worked }: SelfCheckResult) {
  const { judgedOn, judgement } = check
  const stages = promisedStages(new Map(Object.entries(rules.timeLimits)))
  const limits = stages.map(({ limit }) => limit)
  const days = workingDays(limits.reduce((sum, limit) => sum + limit, 0))
  const holidays = daysOff.map(({ from, to, name }) =>
    fill(
      { zh: '{name}（{days}）', en: '{name} ({days})' },
      { name, days: from === to ? day(from, 'short') : span({ from, to }, 'short') },
    ),
  )
  const lines = [
    fill(
      {
        zh: '{sum} = {days}，提交当天和周末不计。',
        en: '{sum} = {days}; the filing day and weekends are not counted.',
      },
      { sum: limits.join(' + '), days },
    ),
    holidays.length > 0
      ? fill(
          {
            zh: '期间的节假日不计：{holidays}。',
            en: 'Public holidays in between are not counted either: {holidays}.',
          },
          { holidays: joined(holidays) },
        )
      : { zh: '期间没有法定节假日。', en: 'There are no public holidays in between.' },
    worked.length > 0 &&
      fill(
        { zh: '调休上班日计入：{days}。', en: 'Weekend days that are worked count: {days}.' },
        { days: joined(worked.map((on) => day(on, 'short'))) },
      ),
    judgement.provisional && {
      zh: '该年度放假安排尚未公布，日期为暂定。',
      en: 'The holidays of that year are not announced yet; the date is provisional.',
    },
    {
      zh: '若请补正，补正期间不计入办理时限，日期顺延。',
      en: 'If a correction is asked for, the time limit is paused and the date moves.',
    },
  ]
  return {
    title: fill({ zh: '{on}提交的最迟决定日', en: 'Filed on {on}: a decision by' }, { on: day(judgedOn) }),
    day: day(judgement.expectedDecisionOn),
    ruler: ruler(stages, null, 'side'),
    lines: lines.filter((line) => line !== false),
  }
}
