/** The calendar of a year: twelve months in colour, and the State Council's notice read into its form. */
import type { Bilingual } from '../../base/text.js'
import { fill } from '../../base/text.js'
import { sayMonth, weekday } from '../../base/dates.js'
import { readForm } from '../../forms/engine/body.js'
import { type Branch, isBlank, memberOf, rowsAt, textAt, valueAt } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { BODY } from '../../reference/draftForm.js'
import { type DayKind, listYear, type ReadNotice, readHolidayNotice } from '../../reference/holidayNotice.js'
import { calendarOf, EVERY_YEAR } from '../../reference/workingDays.js'
import { readText } from '../http/input.js'

/** A notice that was pasted: what it says, and the form as it is filled in by it. */
export interface PastedNotice {
  readonly text: string
  readonly read: ReadNotice
  readonly tree: Branch
  /** Whether it was sent to be read now; else it was before, and the form is sent for something else. */
  readonly now: boolean
}

/** The notice that is sent with the form; undefined when none is. */
export function pastedIn(body: unknown, earliest: string): PastedNotice | undefined {
  const text = memberOf(body, '_notice')
  const { tree } = readForm(body)
  const now = readText(body, '_read') !== undefined
  if (typeof text !== 'string' || (!now && text.trim() === '')) return
  const typed = Number(textAt(tree, `${BODY}.year`))
  const read = readHolidayNotice(text, typed > 0 ? typed : undefined)
  const { year, off, working, source } = read
  if (off.length === 0 || !now) return { text, read, tree, now }
  const filled = { year, announced: true, off, working, source }
  const day = isBlank(tree.effectiveFrom) ? earliest : tree.effectiveFrom
  const note = isBlank(tree.note) ? source?.zh : tree.note
  return { text, read, now, tree: { ...tree, effectiveFrom: day, note, [BODY]: filled } }
}

/** What was read, and what was not: it is said until the form is sent, once days were read into it. */
export const noticeView = (pasted: PastedNotice | undefined) => ({
  text: pasted?.text ?? '',
  said:
    pasted?.now && pasted.read.off.length > 0 && fill(READ, counts(pasted.read.off.length, pasted.read.working.length)),
  unread: pasted && (pasted.now || !isBlank(valueAt(pasted.tree, `${BODY}.off`))) ? pasted.read.unread : [],
})

/** Twelve months in colour, of a body or of what is typed; undefined where no year stands yet. */
export function yearView(body: unknown) {
  const { partial } = parseForm(calendarOf(''), body)
  const year = valueAt(partial, 'year')
  if (typeof year !== 'number' || valueAt(body, EVERY_YEAR) !== undefined) return undefined
  const isSpan = (one: unknown): one is { from: string; to: string } =>
    textAt(one, 'from') !== '' && textAt(one, 'to') !== ''
  const off = rowsAt(partial, 'off').filter(isSpan)
  const working = rowsAt(partial, 'working').map(String)
  return {
    title: fill({ zh: '{year}年', en: 'The year {year}' }, { year }),
    sum: fill(SUM, counts(off.length, working.length)),
    weekdays: WEEKDAYS,
    months: listYear(year, off, working).map((days) => {
      const first = days[0]?.on ?? ''
      const cells = days.map(({ on, kind }) => ({ date: Number(on.slice(8)), kind, mark: MARKS[kind] }))
      const before = Array.from({ length: weekday(first) - 1 }, () => NO_DAY)
      const all = [...before, ...cells]
      const weeks = Array.from({ length: Math.ceil(all.length / 7) }, (_, week) => all.slice(week * 7, week * 7 + 7))
      return { label: sayMonth(first.slice(0, 7)), weeks }
    }),
  }
}

const counts = (off: number, working: number) => ({ off, working })
const NO_DAY = { date: null, kind: null, mark: null }
const MARKS: Readonly<Record<DayKind, Bilingual | null>> = {
  work: null,
  weekend: null,
  off: { zh: '休', en: 'off' },
  worked: { zh: '班', en: 'work' },
}
const WEEKDAYS: readonly Bilingual[] = [
  { zh: '一', en: 'M' },
  { zh: '二', en: 'T' },
  { zh: '三', en: 'W' },
  { zh: '四', en: 'T' },
  { zh: '五', en: 'F' },
  { zh: '六', en: 'S' },
  { zh: '日', en: 'S' },
]
const SUM = {
  zh: '{off}段假期，{working}个调休上班日。请对照通知逐月核对。',
  en: 'Holidays: {off}. Weekend days worked: {working}. Check each month against the notice.',
}
const READ = {
  zh: '已读入{off}段假期、{working}个调休上班日，填在下面的表中。请核对日历，再存为草稿交批准。',
  en:
    'Read: {off} holidays and {working} weekend days worked. They are filled in below: ' +
    'check the calendar, then save the draft for approval.',
}
