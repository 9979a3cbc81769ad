/**
 * The yearly notice on holidays of the General Office of the State Council, as text, made into a calendar: its usual
 * sentences are read (“元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。”).
 * What is not understood, or contradicts itself, is said and never guessed; a person confirms the rest.
 */
import { addDays, daysBetween, isDate, weekday } from '../base/dates.js'
import { type Bilingual, fill } from '../base/text.js'

interface Span {
  readonly from: string
  readonly to: string
  readonly name: Bilingual
}

export interface ReadNotice {
  readonly year: number | undefined
  readonly off: readonly Span[]
  readonly working: readonly string[]
  /** What the calendar rests on, as the notice calls itself. */
  readonly source: Bilingual | undefined
  /** Sentences that were not understood, each with the reason, and holidays that are not in the notice. */
  readonly unread: readonly Bilingual[]
}

const NEW_YEAR = '元旦'
const NAMES = [
  [NEW_YEAR, /元旦/, 'New Year’s Day'],
  ['春节', /春节/, 'Spring Festival'],
  ['清明节', /清明/, 'Tomb-sweeping Day'],
  ['劳动节', /劳动节/, 'Labour Day'],
  ['端午节', /端午/, 'Dragon Boat Festival'],
  ['中秋节', /中秋/, 'Mid-Autumn Festival'],
  ['国庆节', /国庆/, 'National Day'],
] as const

const NAME = /(?:元旦|春节|清明节?|(?:国际)?劳动节|端午节?|中秋节?|国庆节?)/.source
const [ORDINAL, AND, COLON] = [/(?:[一二三四五六七八九十]{1,2}、)?/.source, /[、和,，]/.source, /[:：]/.source]
const HEADING = new RegExp(`${ORDINAL}(${NAME}(?:${AND}${NAME})*)${COLON}`, 'g')
const DATE = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?/.source
const [UNTIL, IS_OFF] = [/(?:至|到|-|—|~)/.source, /放假(?:调休)?(?:(\d{1,2})天)?(?:[,，](.*))?/.source]
const OFF = new RegExp(`^${DATE}(?:${UNTIL}${DATE})?${IS_OFF}$`)
const ONE_DAY = new RegExp(DATE, 'g')
const WORKS = new RegExp(`^${DATE}(?:${AND}${DATE})*${/(?:照常|正常)?上班/.source}$`)
/** What may follow the days off, and changes none of them. */
const BESIDES = /^(?:共\d{1,2}天|不调休|与周末连休)*$/
/** Who has signed the notice, and when. */
const SIGNED = /^(?:国务院办公厅)?\d{4}年\d{1,2}月\d{1,2}日$/
const SPEAKS_OF_DAYS = /放假|上班|调休|\d日/

type Parts = readonly (string | undefined)[]

/** The text of a notice. `year`: of the entry that it is read for, where the notice does not say one. */
export function readHolidayNotice(text: string, year?: number): ReadNotice {
  const plain = text
    .slice(0, 20_000)
    .normalize('NFKC')
    .replace(/[ \t\u3000]/g, '')
  const said = Number(/(\d{4})年[^。]{0,60}(?:节假日|放假)/.exec(plain)?.[1] ?? 0) || year
  const headings = [...plain.matchAll(HEADING)]
  if (said === undefined || headings.length === 0)
    return {
      year: said,
      off: [],
      working: [],
      source: undefined,
      unread: [said === undefined ? NO_YEAR : NOTHING_READ],
    }
  const reader = new Reader(said)
  for (const [index, heading] of headings.entries()) {
    const begins = heading.index + heading[0].length
    reader.section(heading[1] ?? '', plain.slice(begins, headings[index + 1]?.index ?? plain.length))
  }
  const names = headings.map(([, name = '']) => name).join('')
  const missing = NAMES.filter(([, form]) => !form.test(names))
  return {
    year: said,
    off: reader.off,
    working: [...new Set(reader.working)].sort(),
    source: sourceOf(plain, said),
    unread: [...reader.unread, ...missing.map(([zh, , en]) => fill(MISSING, { zh, en }))],
  }
}

class Reader {
  readonly off: Span[] = []
  readonly working: string[] = []
  readonly unread: Bilingual[] = []
  /** The section is that of New Year, whose days may lie in the December before. */
  private atNewYear = false

  constructor(private readonly year: number) {}

  section(heading: string, text: string): void {
    const own = NAMES.filter(([, form]) => form.test(heading))
    this.atNewYear = own.some(([code]) => code === NEW_YEAR)
    const name = { zh: own.map(([zh]) => zh).join('、'), en: own.map(([, , en]) => en).join(', ') }
    for (const sentence of text.split(/[。;\n]/).map((one) => one.trim()))
      if (SPEAKS_OF_DAYS.test(sentence) && !SIGNED.test(sentence)) this.sentence(sentence, name)
  }

  private sentence(sentence: string, name: Bilingual): void {
    const off = OFF.exec(sentence)
    const fault = off ? this.daysOff(off, name) : WORKS.test(sentence) ? this.worked(sentence) : NOT_UNDERSTOOD
    if (fault) this.unread.push(fill({ zh: '“{sentence}”：{fault}', en: '“{sentence}”: {fault}' }, { sentence, fault }))
  }

  /** Both put down what they have read, or say why they cannot. */

  private daysOff(found: RegExpExecArray, name: Bilingual): Bilingual | undefined {
    const first = found.slice(1, 5)
    const last = found[7] === undefined ? first : [found[5] ?? found[1], found[6] ?? found[2], ...found.slice(7, 9)]
    const [from, to] = [this.day(first), this.day(last)]
    const rest = (found[10] ?? '').replace(/[,，]/g, '')
    if (!from || !to || from > to) return NO_DAY
    const count = Number(found[9] ?? /共(\d{1,2})天/.exec(rest)?.[1] ?? 0)
    const days = daysBetween(from, to) + 1
    if (!BESIDES.test(rest)) return NOT_UNDERSTOOD
    if (count > 0 && count !== days) return fill(OTHER_COUNT, { count, days })
    this.off.push({ from, to, name })
    return undefined
  }

  private worked(sentence: string): Bilingual | undefined {
    const dates = [...sentence.matchAll(ONE_DAY)]
    let month: string | undefined
    const days = dates.map((found) => {
      month = found[2] ?? month
      return this.day([found[1], month, found[3], found[4]])
    })
    const known = days.filter((on) => on !== undefined)
    if (known.length < days.length) return NO_DAY
    this.working.push(...known)
    return undefined
  }

  /** A day that falls on the weekday that the notice says; of the December before, where that alone fits. */
  private day([year, month, date, besides]: Parts): string | undefined {
    const on = (of: number) => `${of}-${(month ?? '').padStart(2, '0')}-${(date ?? '').padStart(2, '0')}`
    const said = /(?:周|星期)([一二三四五六日天])/.exec(besides ?? '')?.[1]
    const before = month === '12' && this.atNewYear
    const years = year === undefined ? (before ? [this.year - 1, this.year] : [this.year]) : [Number(year)]
    const fits = (day: string) =>
      isDate(day) && (!said || WEEKDAYS.indexOf(said === '天' ? '日' : said) === weekday(day) - 1)
    return years.map(on).find(fits)
  }
}

const WEEKDAYS = '一二三四五六日'

function sourceOf(plain: string, year: number): Bilingual {
  const number = /国办发明电[〔[(](\d{4})[〕\])](\d+)号/.exec(plain)
  const of = number
    ? { zh: `（国办发明电〔${number[1]}〕${number[2]}号）`, en: ` (No. ${number[2]} of ${number[1]})` }
    : { zh: '', en: '' }
  return {
    zh: `《国务院办公厅关于${year}年部分节假日安排的通知》${of.zh}`,
    en: `Notice of the General Office of the State Council on the holidays of ${year}${of.en}`,
  }
}

/** How a day of a year stands in its calendar. */
export type DayKind = 'work' | 'weekend' | 'off' | 'worked'
type Spans = readonly { readonly from: string; readonly to: string }[]

/** The days of a year, month by month, with how each stands. */
export function listYear(year: number, off: Spans, working: readonly string[]): { on: string; kind: DayKind }[][] {
  const kindOf = (on: string): DayKind => {
    if (working.includes(on)) return 'worked'
    if (off.some(({ from, to }) => from <= on && on <= to)) return 'off'
    return weekday(on) > 5 ? 'weekend' : 'work'
  }
  return Array.from({ length: 12 }, (_, month) => {
    const first = `${year}-${String(month + 1).padStart(2, '0')}-01`
    const days = Array.from({ length: 31 }, (_, date) => addDays(first, date)).filter((on) =>
      on.startsWith(first.slice(0, 7)),
    )
    return days.map((on) => ({ on, kind: kindOf(on) }))
  })
}

const NO_YEAR = {
  zh: '未识别到年份。请连同标题粘贴通知全文。',
  en: 'No year was found. Paste the whole notice with its title.',
}
const NOTHING_READ = {
  zh: '未识别到“元旦：1月1日（周四）至3日（周六）放假调休，共3天。”这样的句子。请粘贴通知全文。',
  en: 'No sentence on the days off of a holiday was found. Paste the whole notice, in Chinese.',
}
const NOT_UNDERSTOOD = { zh: '未能识别，请自行核对填写', en: 'not recognised; please enter it yourself' }
const NO_DAY = { zh: '日期不存在，或者与星期不符', en: 'there is no such date, or the day of the week does not match' }
const OTHER_COUNT = {
  zh: '写明{count}天，起止日期之间为{days}天',
  en: 'states {count} days, but its dates cover {days}',
}
const MISSING = { zh: '通知中未识别到{zh}', en: '{en} was not found in the notice' }
