/**
 * How the promised day came about, in plain words: what was promised at filing, every stop of the
 * clock with its days, and what the stages took more or less than their limits. The days add up.
 */
import { dateInShanghai } from '../../base/clock.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseFile, LedgerLine } from '../../cases/caseFile.js'
import { metaOf } from '../../workflow/step.js'
import { type PageContext, askedFromOf, promisedOn, STAGE_LIMITS } from '../case/clock.view.js'
import { both, counted, dateText } from '../kit/page.js'
import type { OwnCase } from '../case/own.js'

export interface MovedLine {
  readonly text: Bilingual
  /** The day that results, or by how much it moved. */
  readonly by: Bilingual
  readonly note?: Bilingual
  readonly strong?: boolean
  readonly near?: boolean
}

const REASONS: Readonly<Record<LedgerLine['reason'], Bilingual>> = {
  correction: { zh: '等贵单位补正', en: 'Waiting for your correction' },
  consultation: { zh: '征询其他部门', en: 'Another department was consulted' },
  intention: { zh: '等贵单位对拟不予推荐陈述意见', en: 'Waiting for your answer to the intended refusal' },
  outage: { zh: '系统停用', en: 'The service was down' },
}

/** What an outage moved instead of the promised day. */
const OWN_DAY: Partial<Record<LedgerLine['reason'], Bilingual>> = {
  correction: { zh: '补正期限顺延', en: 'extended the time for your correction' },
  consultation: { zh: '征询期限顺延，计入上项', en: 'extended the consultation; counted above' },
  intention: { zh: '陈述意见期限顺延，计入上项', en: 'extended the time for your answer; counted above' },
}

const short = (on: string): Bilingual => both((language) => dateText(on, language, 'short'))
const days = (count: number): Bilingual => ({
  zh: `${count} 个工作日`,
  en: counted(count, 'working day', 'working days'),
})
const later = (count: number): Bilingual => ({ zh: `推后 ${days(count).zh}`, en: `${days(count).en} later` })
const earlier = (count: number): Bilingual => ({ zh: `提前 ${days(count).zh}`, en: `${days(count).en} earlier` })
const PROVISIONAL = {
  zh: '暂定：那一年的放假安排还没有公布。',
  en: 'Provisional: the holidays of that year are not announced yet.',
}

/**
 * The last day that a stop counts for: it ended, or will end by itself at the latest; a correction
 * that is open has stood still until today.
 */
const endOf = ({ reason, toOn, untilOn }: LedgerLine, today: string): string =>
  toOn ?? (reason === 'correction' ? today : (untilOn ?? today))

/**
 * The stop whose own day an outage moved, since it had not ended when the outage was settled: the
 * days are counted with that stop.
 */
function movedBy(outage: LedgerLine, { stops, events }: CaseFile, today: string): LedgerLine | undefined {
  const settled = events.find(({ seq }) => seq === outage.seq)?.at
  const on = settled ? dateInShanghai(settled) : today
  return stops.find(
    (stop) =>
      outage.reason === 'outage' &&
      stop.reason !== 'outage' &&
      stop.fromOn <= outage.fromOn &&
      outage.fromOn <= endOf(stop, today) &&
      (stop.toOn === null || on <= stop.toOn),
  )
}

/** The working days on which the clock stood still; stops that overlap count once. */
function stoodStill(file: CaseFile, { calendar, today }: PageContext): number {
  const { stops } = file
  const held = stops.filter(({ reason }) => reason !== 'outage').sort((a, b) => a.fromOn.localeCompare(b.fromOn))
  let until = ''
  let sum = 0
  for (const stop of held) {
    const end = endOf(stop, today)
    const from = stop.fromOn > until ? stop.fromOn : until
    if (end > from) sum += calendar.workingDaysBetween(from, end)
    if (end > until) until = end
  }
  const outages = stops.filter((stop) => stop.reason === 'outage' && !movedBy(stop, file, today))
  return outages.reduce((total, { days: moved }) => total + (moved ?? 0), sum)
}

function stopLine(stop: LedgerLine, file: CaseFile, { calendar, today }: PageContext): MovedLine {
  const { reason, fromOn, toOn, untilOn, what } = stop
  const end = toOn ?? (untilOn !== null && untilOn < today ? untilOn : null)
  const from = { zh: short(fromOn).zh, en: short(fromOn).en }
  const span =
    end === null
      ? { zh: `${from.zh}起`, en: `since ${from.en}` }
      : end === fromOn
        ? from
        : { zh: `${from.zh}至${short(end).zh}`, en: `${from.en} to ${short(end).en}` }
  const count = reason === 'outage' ? (stop.days ?? 0) : calendar.workingDaysBetween(fromOn, endOf(stop, today))
  const own = OWN_DAY[movedBy(stop, file, today)?.reason ?? 'outage']
  const by = own
    ? own
    : end === null && reason === 'correction'
      ? count === 0
        ? { zh: '时钟停着', en: 'clock stopped' }
        : { zh: `已停 ${days(count).zh}`, en: `stopped for ${days(count).en}` }
      : end === null
        ? { zh: `最多推后 ${days(count).zh}`, en: `at most ${days(count).en} later` }
        : later(count)
  return {
    text: { zh: `${REASONS[reason].zh}（${span.zh}）`, en: `${REASONS[reason].en} (${span.en})` },
    by,
    note: what || undefined,
  }
}

/** Undefined when nothing moved the day, or when no decision is promised any more. */
export function movedLines({ file }: OwnCase, context: PageContext): readonly MovedLine[] | undefined {
  const { case: line, stops, events } = file
  const { calendar, limits } = context
  const now = promisedOn(line, askedFromOf(events), context)
  if (!now || !line.filedOn) return undefined
  const whole = STAGE_LIMITS.reduce((sum, name) => sum + (limits.get(name)?.amount ?? 0), 0)
  const first = calendar.addWorkingDays(line.filedOn, whole)
  const open = metaOf(line.state).clock?.stops === true
  const moved = stoodStill(file, context)
  const expected = moved > 0 ? calendar.addWorkingDays(first.on, moved).on : first.on
  const rest = now < expected ? -calendar.workingDaysBetween(now, expected) : calendar.workingDaysBetween(expected, now)
  if (stops.length === 0 && rest === 0) return undefined
  const provisional = !calendar.isAnnounced(now)
  return [
    { text: { zh: '提交时承诺', en: 'Promised at filing' }, by: short(first.on) },
    ...stops.map((stop) => stopLine(stop, file, context)),
    ...(rest < 0
      ? [{ text: { zh: '前面的环节提前办完', en: 'Earlier stages were done sooner' }, by: earlier(-rest) }]
      : []),
    ...(rest > 0 ? [{ text: { zh: '前面的环节办得晚了', en: 'Earlier stages took longer' }, by: later(rest) }] : []),
    {
      text: open
        ? { zh: '今天补正的话，最迟', en: 'If you correct it today, by' }
        : { zh: '现在：最迟', en: 'Now: by' },
      by: both((language) => dateText(now, language)),
      strong: true,
      note: provisional ? PROVISIONAL : undefined,
      near: provisional,
    },
  ]
}
