/**
 * What the schema of a calendar does not say, so that no deadline rests on a slip of the pen. Asked
 * when a calendar is drafted and approved; counting takes one as it was approved.
 */
import { sayDate, weekday } from '../base/dates.js'
import type { Problem } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { calendarSchema } from './workingDays.js'

interface Span {
  readonly from: string
  readonly to: string
  readonly name: Bilingual
}

/** Everything that is wrong with a calendar. @param body has the schema's form */
export function checkCalendar(body: unknown): Problem[] {
  const calendar = calendarSchema.parse(body)
  if ('everyYear' in calendar)
    return [...checkOrder(calendar.everyYear), ...checkSpans('everyYear', calendar.everyYear)]
  const { year, off, working } = calendar
  return [
    ...off.flatMap(({ from, to, name }, index) => [
      ...checkYear(year, from, `off.${index}.from`, name),
      ...(isOfYear(year, to) ? [] : [otherYear(year, to, `off.${index}.to`, name)]),
    ]),
    ...checkSpans('off', off),
    ...working.flatMap((day, index) => checkWorking(year, off, working, day, index)),
  ]
}

const isOfYear = (year: number, day: string): boolean => day.startsWith(`${year}-`)

const otherYear = (year: number, day: string, path: string, name: Bilingual): Problem => ({
  code: 'otherYear',
  path,
  message: {
    zh: `“${name.zh}”的${sayDate(day).zh}不在${year}年。`,
    en: `“${name.en}”: ${sayDate(day).en} is not in ${year}.`,
  },
})

/** The days off for New Year, and a weekend worked for them, may lie in the December before. */
const checkYear = (year: number, day: string, path: string, name: Bilingual): Problem[] =>
  isOfYear(year, day) || day.startsWith(`${year - 1}-12-`) ? [] : [otherYear(year, day, path, name)]

/** A span without a year is read within one year. */
function checkOrder(spans: readonly Span[]): Problem[] {
  return spans.flatMap(({ from, to, name }, index) =>
    from <= to
      ? []
      : [
          {
            code: 'spanOrder',
            path: `everyYear.${index}.to`,
            message: {
              zh: `“${name.zh}”的第一天（${from}）晚于最后一天（${to}）；跨年的请分成两条。`,
              en:
                `“${name.en}”: its first day (${from}) is after its last one ` +
                `(${to}). Enter a holiday that crosses the end of the year as two.`,
            },
          },
        ],
  )
}

const sayDay = (day: string): Bilingual => (day.length > 5 ? sayDate(day) : { zh: day, en: day })

/** No day is off twice: each span is told of the first one before it that it overlaps. */
function checkSpans(path: string, spans: readonly Span[]): Problem[] {
  return spans.flatMap((span, index): Problem[] => {
    const other = spans.slice(0, index).find(({ from, to }) => span.from <= to && from <= span.to)
    if (!other) return []
    const [from, to] = [sayDay(other.from), sayDay(other.to)]
    return [
      {
        code: 'spansOverlap',
        path: `${path}.${index}.from`,
        message: {
          zh: `“${span.name.zh}”与“${other.name.zh}”（${from.zh}至${to.zh}）重叠，同一天只能属于一个假期。`,
          en:
            `“${span.name.en}” overlaps “${other.name.en}” (${from.en} to ${to.en}). A day can belong to one ` +
            'holiday only.',
        },
      },
    ]
  })
}

const WEEKEND_WORKED = { zh: '调休上班', en: 'weekend worked' }
const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五']
const WEEKDAYS_EN = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']

function checkWorking(
  year: number,
  off: readonly Span[],
  working: readonly string[],
  day: string,
  index: number,
): Problem[] {
  const path = `working.${index}`
  const said = sayDate(day)
  const problems = checkYear(year, day, path, WEEKEND_WORKED)
  const at = weekday(day) - 1
  if (at < 5)
    problems.push({
      code: 'noWeekend',
      path,
      message: {
        zh: `${said.zh}是${WEEKDAYS[at]}，本为工作日；调休上班日只能是周六或周日。`,
        en:
          `${said.en} is a ${WEEKDAYS_EN[at]}, an ordinary working day. A weekend worked must be a Saturday or ` +
          'Sunday.',
      },
    })
  const holiday = off.find(({ from, to }) => from <= day && day <= to)
  if (holiday)
    problems.push({
      code: 'workingAndOff',
      path,
      message: {
        zh:
          `${said.zh}在“${holiday.name.zh}”放假期间（${sayDate(holiday.from).zh}` +
          `至${sayDate(holiday.to).zh}），不能同时为调休上班日。`,
        en:
          `${said.en} lies within “${holiday.name.en}” (${sayDate(holiday.from).en} ` +
          `to ${sayDate(holiday.to).en}) and cannot be a weekend worked.`,
      },
    })
  if (working.indexOf(day) < index)
    problems.push({
      code: 'twice',
      path,
      message: { zh: `${said.zh}写了两次。`, en: `${said.en} is there twice.` },
    })
  return problems
}
