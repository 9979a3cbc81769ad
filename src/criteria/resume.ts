/** A resume without a month missing: the permit system refuses any gap between the first entry and the filing month. */
import { isMonth, monthAt, monthNumber, monthOf, sayMonth } from '../base/dates.js'
import { fill } from '../base/text.js'
import type { Finding } from './findings.js'
import type { ReadAnswers } from './subject.js'

/** Months as numbers, both ends missing; `beside` is the path of the field to mend. */
interface Gap {
  readonly from: number
  readonly to: number
  readonly beside: string
}

interface Span {
  readonly from: number
  readonly to: number
  readonly index: number
}

/**
 * Entries as spans of months in rising order. One without an end still goes on; one that ends
 * before it begins says nothing.
 */
function listSpans(resume: ReadAnswers['talent']['resume'], last: number): Span[] {
  const spans = resume.flatMap(({ from, to }, index) => {
    if (from === undefined) return []
    const first = monthNumber(from)
    const span = { from: first, to: to ? monthNumber(to) : Math.max(first, last), index }
    return span.to < span.from ? [] : [span]
  })
  return spans.sort((one, other) => one.from - other.from)
}

function listGaps(spans: readonly Span[], last: number): Gap[] {
  const gaps: Gap[] = []
  let latest: Span | undefined
  for (const span of spans) {
    if (latest && span.from > latest.to + 1 && latest.to < last) {
      gaps.push({ from: latest.to + 1, to: Math.min(last, span.from - 1), beside: `talent.resume.${span.index}.from` })
    }
    if (!latest || span.to > latest.to) latest = span
  }
  if (latest && latest.to < last) {
    gaps.push({ from: latest.to + 1, to: last, beside: `talent.resume.${latest.index}.to` })
  }
  return gaps
}

type Entry = ReadAnswers['talent']['resume'][number]

/** Whether something stands in an entry of which it cannot be read from when to when it goes. */
const isUnclear = ({ from, to, what }: Entry): boolean =>
  from === undefined ? Boolean(to || what) : Boolean(to) && !isMonth(to ?? '')

/**
 * One finding for each run of months that no entry covers, from the first entry to the month before filing; entries may
 * overlap. The code carries the first missing month. While a month cannot be read nothing is missing: it is that month
 * which has to be put right. Source: checks of the permit system since February 2026.
 */
export function findResumeGaps(resume: ReadAnswers['talent']['resume'], filedOn: string): Finding[] {
  if (resume.some(isUnclear)) return []
  const last = monthNumber(monthOf(filedOn)) - 1
  return listGaps(listSpans(resume, last), last).map(({ from, to, beside }) => {
    const [first, end] = [sayMonth(monthAt(from)), sayMonth(monthAt(to))]
    const message = {
      zh: `简历缺少${first.zh}至${end.zh}的经历。请补充这段时间的学习、工作或待业情况，月份须首尾相接。`,
      en:
        `The resume does not cover ${first.en} to ${end.en}. ` +
        'Add study, work or unemployment for each month of that time.',
    }
    return {
      code: `resumeGap:${monthAt(from)}`,
      path: beside,
      message: from === to ? fill(oneMonth, { zh: first.zh, en: first.en }) : message,
      source: SOURCE,
    }
  })
}

const SOURCE = {
  zh: '外国人来华工作管理服务系统简历要求（2026年）',
  en: 'Work permit system: resumes without gaps (2026)',
}
const oneMonth = {
  zh: '简历缺少{zh}的经历。请补充当月的学习、工作或待业情况。',
  en: 'The resume has no entry for {en}. Add study, work or unemployment for that time.',
}

/**
 * One finding for each entry that begins or ends after the month of filing: what has not happened is no experience, and
 * an entry that still goes on has no end. Named by the entry, counted as on the page, and its field.
 */
export const findFutureMonths = (resume: ReadAnswers['talent']['resume'], filedOn: string): Finding[] =>
  resume.flatMap((entry, index) =>
    (['from', 'to'] as const).flatMap((field): Finding[] => {
      const month = entry[field]
      if (!month || !isMonth(month) || month <= monthOf(filedOn)) return []
      return [
        {
          code: `resumeFuture:${month}`,
          path: `talent.resume.${index}.${field}`,
          message: fill(FUTURE[field], { n: index + 1, zh: sayMonth(month).zh, en: sayMonth(month).en }),
          source: SOURCE,
        },
      ]
    }),
  )

const FUTURE = {
  from: {
    zh: '第{n}段履历的开始年月（{zh}）晚于本月。请填写实际开始的年月。',
    en: 'Resume, period {n}: “From” ({en}) is in the future. Enter the month in which it began.',
  },
  to: {
    zh: '第{n}段履历的结束年月（{zh}）晚于本月。仍在继续的，结束年月请留空。',
    en: 'Resume, period {n}: “To” ({en}) is in the future. Leave it empty if it is still going on.',
  },
}
