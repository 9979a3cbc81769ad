/**
 * The department's load made ready: a line a person, the cases that wait, and what came of giving
 * some of them to somebody.
 */
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { Load, LoadLine } from '../../cases/load.js'
import type { Absence } from '../../people/absence.service.js'
import type { Role } from '../../people/actor.js'
import type { PageContext } from '../case/clock.view.js'
import { tagOf } from '../case/clock.view.js'
import { both, counted, dateText, nearDate } from '../kit/page.js'
import { ROLE_WORDS } from '../http/pages.js'
import type { Cell, Line, Table, Tag } from '../kit/parts.js'

export interface Staff {
  readonly id: number
  readonly name: string
  readonly roles: readonly Role[]
}

/** Those of a department who work on cases. */
const WORKS: readonly Role[] = ['intake', 'assessor', 'approver']
export const workers = (people: readonly Staff[]): Staff[] =>
  people.filter(({ roles }) => roles.some((role) => WORKS.includes(role)))

export const absentOn = (absences: readonly Absence[], personId: number, today: string): Absence | undefined =>
  absences.find((one) => one.personId === personId && one.fromOn <= today && today <= one.toOn)

type Time = 'overdue' | 'soon' | 'later'
export const timeOf = ({ dueOn }: LoadLine, { today, soon }: Load): Time =>
  dueOn === null || dueOn > soon ? 'later' : dueOn < today ? 'overdue' : 'soon'

const HEADS = {
  person: { zh: '人员', en: 'Person' },
  claimed: { zh: '在手', en: 'Has' },
  soon: { zh: '临近期限', en: 'Due soon' },
  overdue: { zh: '超期', en: 'Overdue' },
  absent: { zh: '今天', en: 'Today' },
}

/** A row a person, those with most that is late first; and one for what nobody has claimed. */
export function peopleTable(people: readonly Staff[], load: Load, absences: readonly Absence[]): Table {
  const countsOf = (id: number | null) => {
    const own = load.lines.filter(({ claimedBy }) => claimedBy === id)
    const count = (time: Time) => own.filter((line) => timeOf(line, load) === time).length
    return { all: own.length, soon: count('soon'), overdue: count('overdue') }
  }
  const rows = workers(people)
    .map((person) => ({ person, counts: countsOf(person.id) }))
    .sort((a, b) => b.counts.overdue - a.counts.overdue || b.counts.all - a.counts.all)
  const nobody = countsOf(null)
  return {
    caption: { zh: '各人在办', en: 'Open cases by person' },
    captionHidden: true,
    cards: true,
    head: [
      { text: HEADS.person },
      { text: HEADS.claimed, numeric: true },
      { text: HEADS.soon, numeric: true },
      { text: HEADS.overdue, numeric: true },
      { text: HEADS.absent },
    ],
    rows: [
      ...rows.map(({ person, counts }) => ({
        cells: cellsOf(
          [{ text: person.name, look: 'strong' }, rolesPiece(person.roles)],
          counts,
          awayLine(absences, person.id, load.today),
        ),
      })),
      { cells: cellsOf([{ zh: '无人认领', en: 'Claimed by nobody' }], nobody, ['—']) },
    ],
  }
}

const rolesPiece = (roles: readonly Role[]) => ({
  text: both((language) =>
    roles
      .filter((role) => WORKS.includes(role))
      .map((role) => ROLE_WORDS[role][language])
      .join(language === 'zh' ? '、' : ', '),
  ),
  below: true,
  look: 'quiet' as const,
})

function cellsOf(name: Line, counts: { all: number; soon: number; overdue: number }, today: Line): Cell[] {
  const figure = (count: number, look: 'near' | 'bad', label: Bilingual): Cell => ({
    line: [count > 0 ? { text: String(count), look } : '0'],
    numeric: true,
    label,
  })
  return [
    { line: name, heads: true },
    { line: [String(counts.all)], numeric: true, label: HEADS.claimed },
    figure(counts.soon, 'near', HEADS.soon),
    figure(counts.overdue, 'bad', HEADS.overdue),
    { line: today, label: HEADS.absent },
  ]
}

function awayLine(absences: readonly Absence[], personId: number, today: string): Line {
  const away = absentOn(absences, personId, today)
  const stands = absences.filter((one) => one.deputyId === personId && one.fromOn <= today && today <= one.toOn)
  if (away)
    return [
      {
        text: both((language) =>
          language === 'zh'
            ? `不在，到${dateText(away.toOn, 'zh', 'short')}；${away.deputyName}代理`
            : `away until ${dateText(away.toOn, 'en', 'short')}; ${away.deputyName} stands in`,
        ),
        look: 'near',
      },
    ]
  if (stands.length === 0) return [{ zh: '在岗', en: 'here' }]
  const names = stands.map(({ personName }) => personName).join(', ')
  return [{ zh: `在岗，代理${names.replaceAll(', ', '、')}`, en: `here, stands in for ${names}` }]
}

export interface LoadRow {
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

const ORDER: Readonly<Record<Time, number>> = { overdue: 0, soon: 1, later: 2 }

/** Overdue first; of the same urgency the unclaimed first, then by the day. */
export function caseRows(load: Load, around: PageContext, chosen: ReadonlySet<number>): LoadRow[] {
  const rank = (line: LoadLine) => ORDER[timeOf(line, load)] * 2 + (line.claimedBy === null ? 0 : 1)
  return [...load.lines]
    .sort((a, b) => rank(a) - rank(b) || (a.dueOn ?? '9999').localeCompare(b.dueOn ?? '9999') || a.id - b.id)
    .map((line) => ({
      id: line.id,
      href: path.case(line.id),
      number: line.number,
      who: line.systemName ?? line.talentName ?? '—',
      firm: line.firmName,
      tag: tagOf(line.state),
      due: dueLine(line, load, around),
      holder: line.claimedName
        ? [line.claimedName]
        : [{ text: { zh: '无人认领', en: 'nobody' }, look: 'quiet' as const }],
      chosen: chosen.has(line.id),
    }))
}

function dueLine(line: LoadLine, load: Load, { calendar, today }: PageContext): Line {
  const { dueOn } = line
  if (dueOn === null) return ['—']
  const time = timeOf(line, load)
  const late = time === 'overdue' ? Math.max(1, calendar.workingDaysBetween(dueOn, today)) : 0
  return [
    {
      text: both((language) => nearDate(dueOn, today, language)),
      look: time === 'overdue' ? ('bad' as const) : undefined,
      ...(time === 'soon' && { look: 'near' as const }),
    },
    ...(late > 0
      ? [
          {
            text: { zh: `超${late}个工作日`, en: `${counted(late, 'working day', 'working days')} over` },
            below: true,
            look: 'bad' as const,
          },
        ]
      : []),
  ]
}
