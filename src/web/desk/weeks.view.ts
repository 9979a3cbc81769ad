/** The supervisor's two weeks made ready, and who might take what nobody holds. */
import { path } from '../../base/path.js'
import { type Bilingual, capitalised, fill } from '../../base/text.js'
import type { Load, RoleWeeks, TwoWeeks } from '../../cases/load.js'
import { AHEAD, type Forecast } from '../../cases/twoWeeks.js'
import { type Absence, absenceOn } from '../../people/absence.service.js'
import type { Colleague } from '../../people/firm.service.js'
import { ROLE_WORDS } from '../../people/words.js'
import { readForm } from '../../forms/engine/body.js'
import { isBranch, valueAt } from '../../forms/engine/node.js'
import { counted, day, near } from '../kit/page.js'
import type { Piece, Table, Text } from '../kit/parts.js'
import { column, wideTable } from '../kit/table.js'
import { isOfOtherRole } from './assigning.js'
import { idsOf } from './bulk.js'
import { figure } from './load.pick.js'

const round = (figure: number): string => String(Math.round(figure * 10) / 10)
const whole = (figure: number): string => String(Math.round(figure))

/** Of each role a table: a day a row; from where more is asked than can be done it stands out. */
export function weeksView({ roles, forecast }: TwoWeeks) {
  return {
    roles: roles.map((one) => {
      const shortest = one.days.find(({ short }) => short > 0)
      return {
        name: one.role,
        title: {
          zh: `${ROLE_WORDS[one.role].zh}（${one.people}人）`,
          en: `${capitalised(ROLE_WORDS[one.role].en)} (${counted(one.people, 'person', 'people')})`,
        },
        table: roleTable(one),
        look: shortest ? 'near' : '',
        said: shortest
          ? fill(SHORT, {
              on: day(shortest.on),
              short: { zh: String(shortest.short), en: counted(shortest.short, 'case', 'cases') },
            })
          : one.pace === undefined
            ? NO_PACE
            : ENOUGH,
        pace: one.pace !== undefined && fill(PACE, { pace: one.pace.toFixed(2) }),
      }
    }),
    forecast: forecast ? sayForecast(forecast) : NO_RECORD,
  }
}

/** A column that would say nothing on all days is left out. */
function roleTable({ role, days }: RoleWeeks): Table {
  const has = (name: 'consultations' | 'expected' | 'able') => days.some((one) => one[name])
  return wideTable(ROLE_WORDS[role], days, [
    column('截至', 'Up to', ({ on }) => day(on, 'short'), 'heads'),
    column('到期', 'Due', ({ on, due }) => figure(due, { role, by: on }), 'numeric'),
    has('consultations') &&
      column('其中征求意见', 'of which consultations', ({ consultations }) => consultations, 'numeric'),
    has('expected') && column('预计新增', 'Expected', ({ expected }) => expected, 'numeric'),
    has('able') && column('可办', 'Can be done', ({ able }) => able, 'numeric'),
    has('able') && column('无法办结', 'Left over', ({ short }) => shortPiece(short), 'numeric'),
    column('当日在岗', 'Present', ({ present }) => present, 'numeric'),
  ])
}

const shortPiece = (short: number): Text | Piece => (short > 0 ? { text: String(short), look: 'bad' } : '0')

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

const SHORT = {
  zh: '按现有人员，到{on}有{short}件无法按期办结。请调整承办人员或者请假安排。',
  en: 'With the people present, {short} will not be done by {on}. Change assignments or absences.',
}
const ENOUGH = {
  zh: '按现有人员，两周内到期的均可办结。',
  en: 'The people present can finish everything due in these two weeks.',
}
const NO_PACE = {
  zh: '近九个月没有办结记录，不能估算可办件数。',
  en: 'Nothing was finished in the last nine months, so capacity cannot be estimated.',
}
const PACE = {
  zh: '可办：按近九个月中办结最多的两周，每人每天{pace}件。',
  en: 'Can be done: in the best two weeks of the last nine months, each person finished {pace} cases a day.',
}
const FORECAST = {
  zh:
    '预计{days}个工作日内新增{expected}件（按前40个工作日的平均数）。' +
    '用同一办法回算过去{replays}个两周，平均相差{mean}件，最多相差{worst}件。',
  en:
    'About {expected} new cases are expected in {days} working days, by the mean of the last 40 working days. ' +
    'For {replays} earlier two-week periods, the same method was off by {mean} on average and by {worst} at most.',
}
const NO_RECORD = {
  zh: '新增案件不作预测：记录时间过短，无法回算误差。',
  en: 'New cases are not forecast: the record is too short to estimate the error.',
}
