/** The cases behind a figure of the load: what its link asks for, and which lines of the list that shows. */
import { path, withQuery } from '../../base/path.js'
import { isDate } from '../../base/dates.js'
import { type Bilingual, DOT, fill, joined } from '../../base/text.js'
import { type Load, type LoadLine, roleOf, type Urgency, urgencyOf } from '../../cases/load.js'
import { CASE_ROLES, type CaseRole } from '../../people/actor.js'
import type { Colleague } from '../../people/firm.service.js'
import { ROLE_WORDS } from '../../people/words.js'
import { readText } from '../http/input.js'
import { near } from '../kit/page.js'
import type { Piece, Text } from '../kit/parts.js'

/** What a figure counts; `holder` 0 is nobody. */
export interface Pick {
  readonly role?: CaseRole | undefined
  /** Due on this day or before. */
  readonly by?: string | undefined
  readonly holder?: number | undefined
  readonly urgency?: Urgency | undefined
}

const URGENCIES: Readonly<Record<Urgency, Bilingual>> = {
  overdue: { zh: '超期', en: 'overdue' },
  soon: { zh: '临近期限', en: 'due soon' },
  later: { zh: '期限尚远', en: 'due later' },
}

/** A count, as a link to its cases where it has any. */
export const figure = (count: number, pick: Pick, look?: Piece['look']): Text | Piece =>
  count > 0 ? { text: String(count), href: `${withQuery(path.load, { ...pick })}#cases`, look } : '0'

/** What the address asks for; what it does not know it leaves out. */
export function readPick(query: unknown): Pick {
  const [by, holder, urgency] = [readText(query, 'by'), readText(query, 'holder', 9), readText(query, 'urgency')]
  return {
    role: CASE_ROLES.find((role) => role === readText(query, 'role')),
    by: by && isDate(by) ? by : undefined,
    holder: holder && /^\d+$/.test(holder) ? Number(holder) : undefined,
    urgency: urgency === 'overdue' || urgency === 'soon' ? urgency : undefined,
  }
}

/** The lines that are asked for. */
export const picked = (load: Load, { role, by, holder, urgency }: Pick): LoadLine[] =>
  load.lines.filter(
    (line) =>
      (!role || roleOf(line) === role) &&
      (!by || (line.dueOn !== null && line.dueOn <= by)) &&
      (holder === undefined || (line.claimedBy ?? 0) === holder) &&
      (!urgency || urgencyOf(line, load) === urgency),
  )

/** What is shown, in words; undefined when that is all. */
export function pickText({ role, by, holder, urgency }: Pick, people: readonly Colleague[], today: string) {
  const said = [
    role && ROLE_WORDS[role],
    by && fill({ zh: '{on}及以前到期', en: 'due by {on}' }, { on: near(by, today) }),
    holder === 0 ? { zh: '未认领', en: 'not claimed' } : people.find(({ id }) => id === holder)?.name,
    urgency && URGENCIES[urgency],
  ].filter((one) => one !== undefined && one !== '')
  return said.length > 0 ? joined(said, DOT) : undefined
}
