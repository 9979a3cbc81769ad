/** The supervisor's two weeks made ready, and who might take what nobody holds. */
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import type { Load, TwoWeeks } from '../../cases/load.js'
import { AHEAD, type DayLoad, type Forecast } from '../../cases/twoWeeks.js'
import { type Absence, absenceOn } from '../../people/absence.service.js'
import type { Colleague } from '../../people/firm.service.js'
import { readForm } from '../../forms/engine/body.js'
import { isBranch, valueAt } from '../../forms/engine/node.js'
import { day, near } from '../kit/page.js'
import { column, tableOf } from '../kit/table.js'
import { isOfOtherRole } from './assigning.js'
import { idsOf } from './bulk.js'

const round = (figure: number): string => String(Math.round(figure * 10) / 10)
const whole = (figure: number): string => String(Math.round(figure))

/** A day a row; from where more is asked than can be done it stands out. */
export function weeksView({ days, forecast, pace }: TwoWeeks) {
  const shortest = days.find(({ short }) => short > 0)
  const table = tableOf({ zh: '今后两周', en: 'The next two weeks' }, days, [
    column('日期', 'Day', ({ on }) => day(on, 'weekday'), 'heads'),
    column('到期', 'Due', ({ due }) => due, 'numeric'),
    column('其中会商', 'Consultations', ({ consultations }) => consultations || undefined, 'numeric'),
    column('预计新增到期', 'Expected besides', ({ expected }) => expected > 0 && round(expected), 'numeric'),
    column('在岗', 'People there', ({ present }) => present, 'numeric'),
    column('可办', 'Can be done', ({ capacity }) => capacity !== undefined && round(capacity), 'numeric'),
    column('累计缺口', 'Left over by then', shortPiece, 'numeric'),
  ])
  return {
    table,
    look: shortest ? 'near' : '',
    said: shortest
      ? fill(SHORT, { on: day(shortest.on), short: shortest.short })
      : pace === undefined
        ? NO_PACE
        : ENOUGH,
    forecast: forecast ? sayForecast(forecast) : NO_RECORD,
    pace: pace !== undefined && fill(PACE, { pace: pace.toFixed(2) }),
  }
}

const shortPiece = ({ short }: DayLoad) => (short > 0 ? { text: String(short), look: 'bad' as const } : undefined)

const sayForecast = ({ expected, replays, mean, worst }: Forecast): Bilingual =>
  fill(FORECAST, { days: AHEAD, expected: whole(expected), replays, mean: round(mean), worst: whole(worst) })

/** A case, and who is to have it. */
export interface Planned {
  readonly id: number
  readonly to: number
}

/** What was proposed and sent back, as it was changed. */
export function planIn(body: unknown): Planned[] {
  const plan = valueAt(readForm(body).tree, 'plan')
  const entries = isBranch(plan) ? Object.entries(plan) : Array.isArray(plan) ? [...plan.entries()] : []
  return entries.flatMap(([key, to]) => {
    const [id] = idsOf(String(key).replace(/^c/, ''))
    const [given] = idsOf(to)
    return id && given ? [{ id, to: given }] : []
  })
}

/** A row a case that nobody holds, with who is proposed, among those who may act on it and are there. */
export const planRows = (
  plan: ReadonlyMap<number, number>,
  load: Load,
  people: readonly Colleague[],
  absences: readonly Absence[],
) =>
  load.lines
    .filter(({ claimedBy }) => claimedBy === null)
    .map((line) => ({
      id: line.id,
      name: `plan[c${line.id}]`,
      href: path.case(line.id),
      number: line.number,
      who: line.systemName ?? line.talentName ?? '—',
      due: line.dueOn === null ? '—' : near(line.dueOn, load.today),
      people: people
        .filter(({ id, roles }) => !isOfOtherRole(roles, line.state) && !line.aside.includes(id))
        .filter(({ id }) => !absenceOn(absences, id, load.today))
        .map(({ id, name }) => ({ id, name, chosen: plan.get(line.id) === id })),
    }))

/** To whom a case was given, and that they are away today. */
export function givenTo(name: string | undefined, away: Absence | undefined): Bilingual | undefined {
  if (!name) return undefined
  const until = away && { until: day(away.toOn, 'short'), deputy: away.deputyName }
  return until ? fill(GIVEN_AWAY, { name, ...until }) : fill(GIVEN, { name })
}

const GIVEN = { zh: '已指派给{name}', en: 'assigned to {name}' }
const GIVEN_AWAY = {
  zh: '已指派给{name}；{name}不在，到{until}，由{deputy}代理',
  en: 'assigned to {name}, who is away until {until}; {deputy} stands in',
}
const SHORT = {
  zh: '按现有人员，到{on}累计有{short}件办不完。请调整承办人员或者请假安排。',
  en: 'With the people there, {short} will be left over by {on}. Change who holds what, or who is away.',
}
const ENOUGH = {
  zh: '按现有人员，两周内到期的都能办完。',
  en: 'The people there can do all that falls due in these two weeks.',
}
const NO_PACE = {
  zh: '近九个月没有办结记录，不能估算可办件数。',
  en: 'Nothing was finished in nine months, so that what can be done is not known.',
}
const PACE = {
  zh: '可办件数：按近九个月中办结最多的两周，每人每天{pace}个环节。',
  en: 'What can be done: in the best fortnight of nine months each person finished {pace} steps a day.',
}
const FORECAST = {
  zh:
    '预计{days}个工作日内新增{expected}件（按前40个工作日的平均数）。' +
    '用同一办法回算过去{replays}个两周，平均相差{mean}件，最多相差{worst}件。',
  en:
    'About {expected} new cases are expected in {days} working days, by the mean of the last 40. ' +
    'Replayed on {replays} earlier fortnights, the same was off by {mean} on average and by {worst} at most.',
}
const NO_RECORD = {
  zh: '新增案件不作预测：记录还不够长，不能回算误差。',
  en: 'New cases are not forecast: the record is too short to tell by how much a forecast would be off.',
}
