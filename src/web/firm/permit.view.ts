/** A permit's days: what falls due before its end, and when the firm is reminded. */
import { addDays } from '../../base/dates.js'
import { type Bilingual, DOT, fill, joined } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type RenewalDays, renewalDays, renewalOf } from '../../cases/firmTasks.js'
import type { PageContext } from '../case/clock.view.js'
import { day } from '../kit/page.js'
import { tag } from '../kit/pieces.js'
import type { FirmRules } from './firmRules.js'
import { leftText } from './standing.js'

/** The days that the end of a permit sets, in order. */
export const permitDates = (until: string | null, days: RenewalDays | undefined) => [
  { on: days?.from, what: { zh: '可以申请延期', en: 'An extension can be applied for' } },
  { on: days?.safeUntil, what: { zh: '在这里提交续办', en: 'Submit the renewal here' } },
  { on: days?.to, what: { zh: '许可机关停止受理延期申请', en: 'Extension applications close' } },
  { on: until, what: { zh: '许可到期', en: 'The permit expires' } },
]

/** The permit's last day, what falls due before it, and when the firm is reminded. */
export function permitView(
  { case: { permitValidUntil: until }, events }: CaseFile,
  { reminders, obligations }: Pick<FirmRules, 'obligations' | 'reminders'>,
  context: PageContext,
) {
  if (until === null) return undefined
  const { calendar, limits, today } = context
  const renewal = renewalOf(obligations, limits)
  const ended = isEndReported(events)
  const days = renewal && !ended ? renewalDays(renewal, until, calendar) : undefined
  const dates = permitDates(until, days).flatMap(({ on, what }) => (on ? [{ on, what }] : []))
  const isOpen = (on: string) => on === days?.from && today >= on && today <= days.to
  const next = ended ? [] : reminders.map((before) => addDays(until, -before)).filter((on) => on > today)
  const sent = events.filter(({ action }) => action === 'remind').at(-1)
  return {
    day: day(until),
    left: until < today ? { zh: '已经到期', en: 'It has expired' } : leftText(until, context),
    dates: [
      ...(ended ? [{ text: CANCEL, tag: tag('现在办理', 'To do now', 'yellow') }] : []),
      ...dates.map(({ on, what }) => ({
        text: fill({ zh: '{day}：{what}', en: '{day}: {what}' }, { day: day(on), what }),
        tag: isOpen(on) ? OPEN : on < today ? tag('已过', 'Past', 'grey') : tag('未到', 'Upcoming', 'blue'),
      })),
    ],
    reminded: joined(
      [
        sent && fill({ zh: '上次提醒：{day}', en: 'Last reminder: {day}' }, { day: day(sent.at) }),
        next[0] && fill({ zh: '下次提醒：{day}', en: 'next reminder: {day}' }, { day: day([...next].sort()[0] ?? '') }),
      ],
      DOT,
    ),
  }
}

/** Once the end of the engagement is reported there is nothing to renew. */
export const isEndReported = (events: CaseFile['events']): boolean =>
  events.some(({ action }) => action === 'reportEnd')
export const END_REPORTED: Bilingual = { zh: '已报告聘用终止', en: 'end of engagement reported' }
export const CANCEL: Bilingual = {
  zh: '向许可机关办理工作许可注销',
  en: 'Apply to the permit authority to cancel the permit',
}

const OPEN = tag('现在可以', 'Open now', 'green')
