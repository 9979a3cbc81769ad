/** The department's load made ready: a line a person, and the cases that wait. */
import { path } from '../../base/path.js'
import { fill, joined } from '../../base/text.js'
import { type Load, type LoadLine, type Urgency, urgencyOf } from '../../cases/load.js'
import { type Absence, absenceOn, deputisesOn } from '../../people/absence.service.js'
import { isCaseRole } from '../../people/actor.js'
import type { Colleague } from '../../people/firm.service.js'
import { type PageContext, tagOfState } from '../case/clock.view.js'
import { ROLE_WORDS } from '../../people/words.js'
import { counted, day, near } from '../kit/page.js'
import type { Line, Piece, Table, Tag, Text } from '../kit/parts.js'
import { below, caution, pieces, quiet, strong } from '../kit/pieces.js'
import { column, tableOf } from '../kit/table.js'
import { figure, type Pick, picked } from './load.pick.js'

/** A row a person, those with most that is late first; and one for what nobody has claimed. */
export function peopleTable(people: readonly Colleague[], load: Load, absences: readonly Absence[]): Table {
  const countsOf = (id: number | null) => {
    const own = load.lines.filter(({ claimedBy }) => claimedBy === id)
    const count = (urgency: Urgency) => own.filter((line) => urgencyOf(line, load) === urgency).length
    return { holder: id ?? 0, all: own.length, soon: count('soon'), overdue: count('overdue') }
  }
  const rows = people
    .map(({ id, name, roles }) => ({
      ...countsOf(id),
      name: [strong(name), rolesPiece(roles)],
      today: presence(absences, id, load.today),
    }))
    .sort((a, b) => b.overdue - a.overdue || b.all - a.all)
  const unclaimed = { ...countsOf(null), name: { zh: '未认领', en: 'Not claimed' }, today: undefined }
  return tableOf(
    { zh: '各人在办', en: 'Open cases by person' },
    [...rows, unclaimed],
    [
      column('人员', 'Person', ({ name }) => name, 'heads'),
      column('承办中', 'Assigned', ({ all, holder }) => figure(all, { holder }), 'numeric'),
      column(
        '临近期限',
        'Due soon',
        ({ soon, holder }) => figure(soon, { holder, urgency: 'soon' }, 'near'),
        'numeric',
      ),
      column(
        '超期',
        'Overdue',
        ({ overdue, holder }) => figure(overdue, { holder, urgency: 'overdue' }, 'bad'),
        'numeric',
      ),
      column('今天', 'Today', ({ today }) => today),
    ],
  )
}

const rolesPiece = (roles: Colleague['roles']): Piece =>
  below(joined(roles.filter(isCaseRole).map((role) => ROLE_WORDS[role])), 'quiet')

/** Whether somebody is there on a day, and who stands in for whom. */
function presence(absences: readonly Absence[], personId: number, on: string): Text | Piece {
  const away = absenceOn(absences, personId, on)
  if (away)
    return caution(
      fill(
        { zh: '请假至{until}，由{deputy}代理', en: 'away until {until}; {deputy} stands in' },
        { until: day(away.toOn, 'short'), deputy: away.deputyName },
      ),
    )
  const names = joined(deputisesOn(absences, personId, on).map(({ personName }) => personName))
  return names.zh
    ? fill({ zh: '在岗，代理{names}', en: 'present, standing in for {names}' }, { names })
    : { zh: '在岗', en: 'present' }
}

interface LoadRow {
  readonly id: number
  readonly href: string
  readonly number: string
  readonly who: string
  readonly firm: string
  readonly tag: Tag
  readonly due: Line
  readonly holder: Line
  readonly chosen: boolean
}

const ORDER: Readonly<Record<Urgency, number>> = { overdue: 0, soon: 1, later: 2 }
const UNCLAIMED = quiet({ zh: '未认领', en: 'not claimed' })

/** Overdue first; of the same urgency the unclaimed first, then by the day. */
export function caseRows(load: Load, context: PageContext, chosen: ReadonlySet<number>, pick: Pick = {}): LoadRow[] {
  const rank = (line: LoadLine) => ORDER[urgencyOf(line, load)] * 2 + (line.claimedBy === null ? 0 : 1)
  return picked(load, pick)
    .sort((a, b) => rank(a) - rank(b) || (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999') || a.id - b.id)
    .map((line) => ({
      id: line.id,
      href: path.case(line.id),
      number: line.number,
      who: line.systemName ?? line.talentName ?? '—',
      firm: line.firmName,
      tag: tagOfState(line.state),
      due: line.dueOn === null ? ['—'] : dueLine(line.dueOn, urgencyOf(line, load), context),
      holder: [line.claimedName ?? UNCLAIMED],
      chosen: chosen.has(line.id),
    }))
}

const LOOKS = { overdue: 'bad', soon: 'near', later: undefined } as const

function dueLine(dueOn: string, urgency: Urgency, { calendar, today }: PageContext): Line {
  const late = urgency === 'overdue' && -calendar.daysLeft(today, dueOn)
  const over = late
    ? { zh: `超${late}个工作日`, en: `${counted(late, 'working day', 'working days')} over` }
    : undefined
  return pieces({ text: near(dueOn, today), look: LOOKS[urgency] }, over && below(over, 'bad'))
}
