/**
 * What the ledger of a case's clock says of the promised day: how long each stop counts, and what
 * all of them moved. Pure.
 */
import { dateInShanghai } from '../base/clock.js'
import type { Calendar } from '../reference/workingDays.js'
import type { CaseFile, LedgerLine, TimelineEvent } from './caseFile.js'

/** What the ledger says, and when the events came by which its lines were written. */
interface Stopped {
  readonly stops: readonly LedgerLine[]
  readonly events: readonly Pick<TimelineEvent, 'seq' | 'at'>[]
}

/** Whether it added days to a limit that went on, instead of holding it. */
export const addsDays = ({ reason }: LedgerLine): boolean => reason === 'outage' || reason === 'extension'

/**
 * The last day that a stop counts for: it ended, or will end by itself at the latest; a correction
 * that is open has stood still until today.
 */
export const endOfStop = ({ reason, toOn, untilOn }: LedgerLine, today: string): string =>
  toOn ?? (reason === 'correction' ? today : (untilOn ?? today))

/**
 * The stop whose own day an outage moved, since it had not ended when the outage was settled: the
 * days are counted with that stop. Undefined for what is no outage.
 */
export function stopMovedBy(outage: LedgerLine, { stops, events }: Stopped, today: string): LedgerLine | undefined {
  if (outage.reason !== 'outage') return undefined
  const settled = events.find(({ seq }) => seq === outage.seq)?.at
  const on = settled ? dateInShanghai(settled) : today
  return stops.find(
    (stop) =>
      stop.reason !== 'outage' &&
      stop.fromOn <= outage.fromOn &&
      outage.fromOn <= endOfStop(stop, today) &&
      (stop.toOn === null || on <= stop.toOn),
  )
}

/** What a new calendar has made of a case's day. */
export interface RecomputedDay {
  readonly seq: number
  /** The day on which it was counted anew. */
  readonly on: string
  readonly was: string
  readonly dueOn: string
}

/** Each time that a new calendar moved the case's own day. */
export const recomputedDays = ({ events }: CaseFile): RecomputedDay[] =>
  events.flatMap(({ action, seq, at, content }) => {
    const { was, dueOn } = content ?? {}
    const moved = action === 'recompute' && typeof was === 'string' && typeof dueOn === 'string' && was !== dueOn
    return moved ? [{ seq, on: dateInShanghai(at), was, dueOn }] : []
  })

/** The working days on which the clock stood still; stops that overlap count once. */
export function daysStopped(file: Stopped, calendar: Calendar, today: string): number {
  const { stops } = file
  const held = stops.filter((stop) => !addsDays(stop)).sort((a, b) => a.fromOn.localeCompare(b.fromOn))
  let until = ''
  let sum = 0
  for (const stop of held) {
    const end = endOfStop(stop, today)
    const from = stop.fromOn > until ? stop.fromOn : until
    if (end > from) sum += calendar.workingDaysBetween(from, end)
    if (end > until) until = end
  }
  const added = stops.filter((stop) => addsDays(stop) && !stopMovedBy(stop, file, today))
  return added.reduce((total, { days }) => total + (days ?? 0), sum)
}
