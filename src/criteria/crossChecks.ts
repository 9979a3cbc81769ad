/**
 * Answers beside each other: what each says by itself may be right, and both cannot be. It proves
 * nothing and stops nothing: the firm reads it before filing, and officers ask about it.
 */
import { addDays, addMonths, isMonth, monthNumber, monthOf, sayDate } from '../base/dates.js'
import { type Bilingual, fill } from '../base/text.js'
import { sayFigure } from './figures.js'
import type { Finding } from './findings.js'
import type { ReadAnswers } from './subject.js'

const SOURCE: Bilingual = {
  zh: '推荐工作规则：答案之间的核对',
  en: 'Rules of the recommendation: answers compared with each other',
}

/** Months by which a year's pay may be off without a question: rounding, and no more. */
const ROUNDING = 0.05

const finding = (code: string, path: string, message: Bilingual): Finding => ({ code, path, message, source: SOURCE })
const oneDecimal = (value: number): number => Math.round(value * 10) / 10

/** `salaryMonths`: a year's pay that is neither twelve months' nor that of the months worked. */
function checkSalary({
  salaryPerYear: year,
  salaryPerMonth: month,
  monthsPerYear,
}: ReadAnswers['engagement']): Finding[] {
  if (year === undefined || month === undefined || month === 0 || year === 0) return []
  const months = year / month
  const known = [12, ...(monthsPerYear === undefined ? [] : [monthsPerYear])]
  if (known.some((one) => Math.abs(months - one) <= ROUNDING)) return []
  const text = {
    zh: '年薪{year}元是月薪{month}元的{months}倍，不是12个月。请核对，有奖金等其他报酬的，在合同中写明。',
    en:
      'The yearly salary of CNY {year} is {months} times the monthly salary of CNY {month}, not 12 times. ' +
      'Check both. A bonus or other pay should be stated in the contract.',
  }
  const values = { year: sayFigure(year), month: sayFigure(month), months: oneDecimal(months) }
  return [finding('salaryMonths', 'engagement.salaryPerMonth', fill(text, values))]
}

/** `contractShort`: a contract that is shorter than the months of work in China each year. */
function checkContract({ contract: { start, end }, monthsPerYear }: ReadAnswers['engagement']): Finding[] {
  if (start === undefined || end === undefined || monthsPerYear === undefined || end < start) return []
  if (addMonths(start, Math.floor(monthsPerYear)) <= addDays(end, 1)) return []
  const text = {
    zh: '合同自{start}至{end}，不足每年在华工作的{months}个月。请核对合同期限和在华月数。',
    en:
      'The contract from {start} to {end} is shorter than the {months} months of work in China each year. ' +
      'Check both.',
  }
  const values = { start: sayDate(start), end: sayDate(end), months: monthsPerYear }
  return [finding('contractShort', 'engagement.monthsPerYear', fill(text, values))]
}

/** What is written of a time of study. */
const STUDY =
  /大学|学院|学校|中学|高中|本科|学士|硕士|博士|就读|学习|universit|college|school|bachelor|master|doctor|stud(y|ent)/i

/** `experienceResume`: more years of work than the resume has months outside of study. */
function checkExperience({ experienceYears: years, resume }: ReadAnswers['talent'], filedOn: string): Finding[] {
  const last = monthNumber(monthOf(filedOn))
  const worked = new Set<number>()
  for (const { from, to, what } of resume) {
    if (from === undefined || (to && !isMonth(to)) || STUDY.test(what ?? '')) continue
    const until = to ? monthNumber(to) : last
    for (let month = monthNumber(from); month <= Math.min(until, last); month++) worked.add(month)
  }
  if (years === undefined || worked.size === 0 || Math.floor(years) * 12 <= worked.size) return []
  const [full, rest] = [Math.floor(worked.size / 12), worked.size % 12]
  const text = {
    zh: '所填相关工作年限为{years}年，履历中除学习外共{full}年{rest}个月。请核对年限，或者补齐履历。',
    en:
      'You entered {years} years of related work, but the resume shows {full} years and {rest} months ' +
      'apart from study. Check the years, or complete the resume.',
  }
  return [finding('experienceResume', 'talent.experienceYears', fill(text, { years, full, rest }))]
}

/** `channelLink`: a link to a channel that leads nowhere, since it is no address. */
const checkLinks = (channels: ReadAnswers['channels']): Finding[] =>
  channels.flatMap(({ link, handle }, index) => {
    if (!link || (/^https?:\/\/[^\s/]+\.[^\s]+$/i.test(link) && URL.canParse(link))) return []
    const text = {
      zh: '频道{number}{account}的主页链接不完整，无法打开。请从浏览器地址栏复制，以https://开头。',
      en:
        'The link to channel {number}{account} is not complete and cannot be opened. Copy it from the browser, ' +
        'with https://.',
    }
    const account = handle ? { zh: `（${handle}）`, en: ` (${handle})` } : ''
    return [finding('channelLink', `channels.${index}.link`, fill(text, { number: index + 1, account }))]
  })

/**
 * Everything in the answers that does not go together. Total for answers of any completeness.
 * `filedOn` is the filing day (YYYY-MM-DD).
 */
export const crossCheck = ({ talent, engagement, channels }: ReadAnswers, filedOn: string): Finding[] => [
  ...checkSalary(engagement),
  ...checkContract(engagement),
  ...checkExperience(talent, filedOn),
  ...checkLinks(channels),
]
