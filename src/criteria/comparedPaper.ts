/**
 * What papers say beside what the application says: agrees, differs, or is not found, with page and
 * line. It stops nothing and proves nothing: the firm reads it before filing, officers at intake
 * and assessment. "Agrees" is said only where the paper says it of what is asked: a firm's name that
 * stands somewhere else is no party to the contract. Pure. Over 250 lines because what reads one item
 * is seen beside what reads the others.
 */
import { findCreditCodeFault } from '../base/identifiers.js'
import type { Bilingual } from '../base/text.js'
import { judgeZone } from './passport.js'
import {
  DAY,
  type Found,
  listLines,
  nameWords,
  type PaperLine,
  type PaperPlace,
  readDay,
  readSum,
  Run,
  tight,
} from './paperText.js'
import type { ReadAnswers } from './subject.js'

export type Verdict = 'agrees' | 'differs' | 'notFound'

/** What is compared. */
export const COMPARED = [
  'firm',
  'creditCode',
  'name',
  'number',
  'birthDate',
  'zone',
  'salaryPerYear',
  'salaryPerMonth',
  'start',
  'end',
  'issuedOn',
] as const
export type ComparedItem = (typeof COMPARED)[number]

export interface Comparison {
  readonly item: ComparedItem
  readonly verdict: Verdict
  /** What the application says. */
  readonly expected: string
  /** What the paper says, where it differs. */
  readonly found?: string | undefined
  /** In what it differs, where that is more than the value. */
  readonly note?: Bilingual | undefined
  readonly place?: PaperPlace
}

/** What a paper is held against. */
export interface PaperBeside {
  readonly answers: ReadAnswers
  /** As printed in the passport, which is no leaf that is judged otherwise. */
  readonly visualName: string
  readonly firm: { readonly nameZh: string; readonly nameEn?: string | null | undefined; readonly creditCode: string }
  /** The paper's day of issue, as it was given with it. */
  readonly issuedOn: string | null
}

/** By the kind of paper what it has to say. */
const ITEMS: Readonly<Record<string, readonly ComparedItem[]>> = {
  contract: ['firm', 'creditCode', 'name', 'number', 'salaryPerYear', 'salaryPerMonth', 'start', 'end'],
  commitment: ['firm', 'creditCode', 'name', 'number', 'salaryPerYear'],
  passportPage: ['zone'],
  policeRecord: ['name', 'number', 'birthDate', 'issuedOn'],
  medical: ['name', 'number', 'birthDate', 'issuedOn'],
  workExperience: ['name', 'number'],
  degree: ['name'],
  resume: ['name', 'number'],
}

/** The kinds of paper that are compared. */
export const COMPARED_KINDS = Object.keys(ITEMS)

/** Whether a kind of paper is compared at all. */
export const isCompared = (kind: string): boolean => kind in ITEMS

/** All that a paper of this kind has to say, in the order in which it is shown; of unanswered questions nothing. */
export function comparePaper(kind: string, pages: readonly (readonly string[])[], beside: PaperBeside): Comparison[] {
  const lines = listLines(pages)
  if (lines.length === 0) return []
  const paper = { lines, run: new Run(lines) }
  return (ITEMS[kind] ?? []).flatMap((item) => READERS[item](paper, beside) ?? [])
}

interface Paper {
  readonly lines: readonly PaperLine[]
  readonly run: Run
}

type Reader = (paper: Paper, beside: PaperBeside) => Comparison | undefined

/** One that differs outweighs any that agree; what is the same as what is expected is decided by `same`. */
function judge<Value>(
  item: ComparedItem,
  expected: string,
  found: readonly Found<Value>[],
  same: (value: Value) => boolean,
  say: (value: Value) => string = String,
): Comparison {
  const other = found.find(({ value }) => !same(value))
  const [first] = found
  if (other) return { item, verdict: 'differs', expected, found: say(other.value), place: placeOf(other) }
  return first ? { item, verdict: 'agrees', expected, place: placeOf(first) } : { item, verdict: 'notFound', expected }
}

const placeOf = ({ page, line }: PaperPlace): PaperPlace => ({ page, line })

/** Where a paper names the employer: at the head of a line, and not in a sentence. */
const EMPLOYER = /^(?:甲\s*方|用人单位|聘用单位|聘用方|Party\s*A|Employer)(?=\s*(?:[(:]|Party|$)|\s)/i
const EMPLOYEE = /^(?:乙\s*方|劳动者|受聘人|Party\s*B|Employee)(?=\s*(?:[(:]|Party|$)|\s)/i
/** What stands between such a head and the name. */
const CALLED = /甲\s*方|用人单位|聘用单位|聘用方|乙\s*方|劳动者|受聘人|Party\s*[AB]|Employer|Employee/.source
const HEAD = new RegExp(`^(?:${CALLED}|${/\([^)]{0,16}\)|名称|全称|姓名|Name|[:,/、·\s-]/.source})+`, 'i')
/** A firm's name, whole, at the beginning of a text without spaces. */
const FIRM = /(?:有限责任公司|股份有限公司|有限公司|公司|工作室|事务所|合作社|商行|中心|厂)/.source
const FIRM_ZH = `^${/[\p{Script=Han}()A-Z0-9&·]{2,40}?/u.source}${FIRM}${/(?:[\p{Script=Han}]{0,8}分公司)?/u.source}`
const FIRM_EN = /^[A-Z0-9&.,()'-]{3,80}?(?:CO\.?,?LTD\.?|LIMITED|LLC|INC\.?|GMBH|CORP(?:ORATION)?\.?)/.source
const FIRM_NAME = new RegExp(`${FIRM_ZH}|${FIRM_EN}`, 'u')
const BRANCH = /^[\p{Script=Han}]{0,10}(?:分公司|子公司|分店)/u
const NEXT_LINES = 14

/** The names of whoever is called the employer, one for each head. */
function employersIn({ lines }: Paper, names: readonly string[]): Found[] {
  return lines.flatMap(({ text }, at) => {
    if (!EMPLOYER.test(text)) return []
    const following = lines.slice(at + 1, at + 1 + NEXT_LINES)
    const end = following.findIndex((line) => EMPLOYEE.test(line.text))
    const rest = [
      { ...lines[at], text: text.replace(HEAD, '') } as PaperLine,
      ...following.slice(0, end < 0 ? undefined : end),
    ]
    const named = rest.flatMap((line, index) => {
      const whole = tight(line.text) + tight(rest[index + 1]?.text ?? '')
      const name = nameAt(whole, tight(line.text), names)
      return name ? [{ value: name, page: line.page, line: line.line }] : []
    })
    return named.slice(0, 1)
  })
}

/** The firm's own name, which may go on in the next line; else another one that stands whole in this line. */
function nameAt(whole: string, line: string, names: readonly string[]): string | undefined {
  const own = names.find((name) => whole.startsWith(name) && (line.length >= name.length || name.startsWith(line)))
  if (own && line && !BRANCH.test(whole.slice(own.length))) return own
  return FIRM_NAME.exec(line)?.[0]
}

const readFirm: Reader = (paper, { firm }) => {
  const names = [firm.nameZh, firm.nameEn ?? ''].map(tight).filter(Boolean)
  return judge('firm', firm.nameZh, employersIn(paper, names), (name) => names.includes(name))
}

const CODE = /(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])/g
const CODE_LABEL = /信用代码|credit\s*code|USCC/i

/** The first code is the employer's: papers name it first. */
const readCode: Reader = ({ lines }, { firm: { creditCode } }) => {
  const codes = lines.flatMap((line, at) => {
    const isLabelled = CODE_LABEL.test(line.text) || CODE_LABEL.test(lines[at - 1]?.text ?? '')
    const found = line.text.toUpperCase().match(CODE) ?? []
    return found
      .filter((code) => isLabelled || findCreditCodeFault(code) === undefined)
      .map((value) => ({ value, ...placeOf(line) }))
  })
  return judge('creditCode', creditCode, codes.slice(0, 1), (code) => code === creditCode)
}

const NAME_LABEL = /^(?:姓\s*名(?:\s*(?:Full\s*)?Name)?|(?:Full\s*)?Name)(?=[\s:])/i
/** A name, and nothing that goes on as a sentence would. */
const LABELLED = /^(?:\p{Lu}[\p{L}\p{M}'’.-]*[ ,]*){2,6}(?=$|\()/u

/** The whole name, its words in any order and next to each other. */
function namesIn(words: readonly string[], wanted: readonly (readonly string[])[]): boolean {
  return wanted.some((name) => {
    const sorted = [...name].sort().join(' ')
    return words.some((_, at) => [...words.slice(at, at + name.length)].sort().join(' ') === sorted)
  })
}

const readName: Reader = ({ lines }, { answers, visualName }) => {
  const expected = visualName || answers.talent.systemName || ''
  const wanted = [visualName, answers.talent.systemName ?? ''].map(nameWords).filter(({ length }) => length > 1)
  if (wanted.length === 0) return undefined
  const isOwn = (text: string) => namesIn(nameWords(text), wanted)
  // where the paper says whose name follows
  const labelled = lines.flatMap((line, at) => {
    if (!EMPLOYEE.test(line.text) && !NAME_LABEL.test(line.text)) return []
    const rest = line.text.replace(HEAD, '').replace(NAME_LABEL, '').replace(HEAD, '')
    const text = rest || (lines[at + 1]?.text ?? '')
    const value = isOwn(text) ? expected : LABELLED.exec(text)?.[0].trim()
    return value && nameWords(value).length > 1 ? [{ value, ...placeOf(rest ? line : (lines[at + 1] ?? line)) }] : []
  })
  if (labelled.length > 0) return judge('name', expected, labelled, (name) => name === expected)
  // elsewhere it may go on in the next line
  const line =
    lines.find(({ text }) => isOwn(text)) ?? lines.find(({ text }, at) => isOwn(`${text} ${lines[at + 1]?.text ?? ''}`))
  return judge('name', expected, line ? [{ value: expected, ...placeOf(line) }] : [], () => true)
}

const NUMBER_LABEL = /(?:护照(?:号码?)?|passport)\s*(?:\/|passport|number|no\.?|号码?|[:,])*\s*/i
const NUMBER = /(?<![0-9A-Z])(?=[A-Z]*\d)[A-Z0-9]{6,12}(?![0-9A-Z])/g

const readNumber: Reader = ({ lines }, { answers }) => {
  const expected = answers.talent.passport.number?.replace(/\s/g, '').toUpperCase()
  if (!expected) return undefined
  const numbersOf = (text: string): readonly string[] => text.toUpperCase().match(NUMBER) ?? []
  const numbers = lines.flatMap((line, at) => {
    if (numbersOf(line.text).includes(expected)) return [{ value: expected, ...placeOf(line) }]
    const label = NUMBER_LABEL.exec(line.text)
    if (!label) return []
    const rest = line.text.slice(label.index + label[0].length)
    const next = rest === '' ? lines[at + 1] : undefined
    return numbersOf(next?.text ?? rest)
      .slice(0, 1)
      .map((value) => ({ value, ...placeOf(next ?? line) }))
  })
  return judge('number', expected, numbers, (number) => number === expected)
}

const SUM = /(?:人民币|RMB|CNY|[¥￥])?(\d[\d,]*(?:\.\d+)?)(万)?/.source
/** Between what a figure is called and the figure, within one sentence. */
const UP_TO = /[^\d。.;；]{0,24}?/.source
const PER_YEAR = /(?:年薪|年工资|年度报酬|年收入|每年税前|YEARLYSALARY|ANNUALSALARY)/
const PER_MONTH = /(?:月薪|月工资|月基本工资|每月税前|每月工资|每月报酬|MONTHLYSALARY)/

const readSalary =
  (item: 'salaryPerYear' | 'salaryPerMonth', label: RegExp): Reader =>
  ({ run }, { answers: { engagement } }) => {
    const expected = engagement[item]
    // the paper names the other currency
    if (expected === undefined || engagement.paidInOther === true) return undefined
    const sums = run.findAll(new RegExp(label.source + UP_TO + SUM), ([, figures, unit]) => readSum(figures, unit))
    return judge(item, String(expected), sums, (sum) => Math.abs(sum - expected) < 0.5)
  }

const TERM = new RegExp(`(?<from>${DAY})${/起?(?:至|到|TO|UNTIL|[-—–~])+/.source}(?<until>${DAY})`)

const readTerm =
  (item: 'start' | 'end'): Reader =>
  ({ run }, { answers }) => {
    const expected = answers.engagement.contract[item]
    if (!expected) return undefined
    const terms = run.findAll(TERM, ({ groups }) => readDay(groups?.[item === 'start' ? 'from' : 'until'] ?? ''))
    // the first is the contract's; English beside the Chinese says it again
    return judge(item, expected, terms.slice(0, 1), (day) => day === expected)
  }

const labelledDay =
  (
    item: 'birthDate' | 'issuedOn',
    label: RegExp,
    expectedOf: (beside: PaperBeside) => string | null | undefined,
  ): Reader =>
  ({ run }, beside) => {
    const expected = expectedOf(beside)
    if (!expected) return undefined
    const days = run.findAll(new RegExp(`${label.source}[^\\d]{0,24}?(${DAY})`), ([, day = '']) => readDay(day))
    return judge(item, expected, days.slice(0, 1), (day) => day === expected)
  }

/** The two lines of the zone, which a text layer may print with spaces between them. */
export function zoneIn(lines: readonly PaperLine[]): Found<readonly [string, string]> | undefined {
  const at = lines.findIndex(
    ({ text }, index) =>
      /^P[A-Z0-9<]{43}$/.test(tight(text)) && /^[A-Z0-9<]{44}$/.test(tight(lines[index + 1]?.text ?? '')),
  )
  const [first, second] = [lines[at], lines[at + 1]]
  return first && second && { value: [tight(first.text), tight(second.text)], ...placeOf(first) }
}

/** Accents in the form's name are said of the form. */
const PLAIN = /^[A-Z ]*$/i

const readZone: Reader = ({ lines }, { answers }) => {
  const zone = zoneIn(lines)
  const typed = answers.talent.passport.mrz.map((line) => line ?? '')
  const expected = typed.join('\n')
  if (!zone) return expected ? { item: 'zone', verdict: 'notFound', expected } : undefined
  const place = placeOf(zone)
  const found = zone.value.join('\n')
  const passport = { ...answers.talent.passport, mrz: [...zone.value] }
  const faults = judgeZone(
    { ...answers, talent: { ...answers.talent, passport } },
    PLAIN.test(answers.talent.systemName ?? ''),
  )
  const note = faults[0]?.message
  if (!note && (!expected || found === expected)) return { item: 'zone', verdict: 'agrees', expected, place }
  return { item: 'zone', verdict: 'differs', expected, found, place, note }
}

const READERS: Readonly<Record<ComparedItem, Reader>> = {
  firm: readFirm,
  creditCode: readCode,
  name: readName,
  number: readNumber,
  birthDate: labelledDay('birthDate', /(?:出生日期|出生年月日|DATEOFBIRTH)/, ({ answers }) => answers.talent.birthDate),
  zone: readZone,
  salaryPerYear: readSalary('salaryPerYear', PER_YEAR),
  salaryPerMonth: readSalary('salaryPerMonth', PER_MONTH),
  start: readTerm('start'),
  end: readTerm('end'),
  issuedOn: labelledDay('issuedOn', /(?:签发日期|检查日期|发证日期|开具日期|DATEOFISSUE)/, ({ issuedOn }) => issuedOn),
}
