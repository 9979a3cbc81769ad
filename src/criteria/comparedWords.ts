/** What is said of documents that were compared with the application. */
import { sayDate } from '../base/dates.js'
import { type Bilingual, fill, joined, SEMICOLON } from '../base/text.js'
import type { ComparedItem, Comparison, Verdict } from './comparedPaper.js'
import { sayFigure } from './figures.js'

/** A document that was compared. */
interface Compared {
  readonly comparisons: readonly Comparison[]
}

/** What is compared is called so. */
export const LABELS: Readonly<Record<ComparedItem, Bilingual>> = {
  firm: { zh: '用人单位', en: 'employer' },
  creditCode: { zh: '信用代码', en: 'credit code' },
  name: { zh: '姓名', en: 'name' },
  number: { zh: '护照号码', en: 'passport number' },
  birthDate: { zh: '出生日期', en: 'date of birth' },
  zone: { zh: '护照机读区', en: 'machine-readable zone' },
  salaryPerYear: { zh: '年薪', en: 'annual salary' },
  salaryPerMonth: { zh: '月薪', en: 'monthly salary' },
  start: { zh: '合同开始日', en: 'start of the contract' },
  end: { zh: '合同结束日', en: 'end of the contract' },
  issuedOn: { zh: '签发日期', en: 'date of issue' },
}

const DAYS: readonly ComparedItem[] = ['birthDate', 'start', 'end', 'issuedOn']
const SUMS: readonly ComparedItem[] = ['salaryPerYear', 'salaryPerMonth']

const valueText = (item: ComparedItem, value: string): Bilingual => {
  if (DAYS.includes(item)) return sayDate(value)
  if (!SUMS.includes(item)) return { zh: `“${value}”`, en: `“${value}”` }
  return { zh: `${sayFigure(Number(value))}元`, en: `CNY ${sayFigure(Number(value))}` }
}

/** Page and line. */
export const placeText = ({ place }: Comparison): Bilingual | undefined =>
  place && fill({ zh: '第{page}页第{line}行', en: 'page {page}, line {line}' }, { ...place })

const DIFFERS: Bilingual = {
  zh: '{item}与申请不一致：材料写的是{found}，申请是{expected}',
  en: 'The {item} differs: the document says {found}, the application {expected}',
}

/** What differs, in a sentence. */
export function differsText({ item, expected, found, note }: Comparison): Bilingual {
  if (note) return note
  if (!found || !expected) return fill({ zh: '{item}与申请不一致', en: 'The {item} differs' }, { item: LABELS[item] })
  const values = { item: LABELS[item], found: valueText(item, found), expected: valueText(item, expected) }
  return fill(DIFFERS, values)
}

/** Those of one verdict. */
export const withVerdict = ({ comparisons }: Compared, verdict: Verdict) =>
  comparisons.filter((one) => one.verdict === verdict)

/** What differs on a document, each with its place. */
export const differences = (compared: Compared): Bilingual[] => withVerdict(compared, 'differs').map(placedText)

/** What differs, after the page and line where it stands. */
export const placedText = (one: Comparison): Bilingual =>
  one.place ? fill(AT_PLACE, { ...one.place, text: differsText(one) }) : differsText(one)

/** Everything that differs on one document, in one sentence as far as it is a matter of values. */
export function togetherText(differing: readonly Comparison[]): Bilingual {
  const plain = differing.filter(({ note, found, expected }) => !note && found && expected)
  if (plain.length < 2) return joined(differing.map(placedText), SEMICOLON)
  const pages = [...new Set(plain.flatMap(({ place }) => place?.page ?? []))].map(String)
  const items = joined(
    plain.map(({ item, found = '', expected }) =>
      fill(PAIR, { item: LABELS[item], found: valueText(item, found), expected: valueText(item, expected) }),
    ),
  )
  const said = pages.length > 0 ? fill(ON_PAGES, { pages: joined(pages), items }) : fill(DIFFER, { items })
  return joined([said, ...differing.filter((one) => !plain.includes(one)).map(placedText)], SEMICOLON)
}

const PAIR: Bilingual = { zh: '{item}{found}（申请是{expected}）', en: '{item} {found} (application: {expected})' }
const DIFFER: Bilingual = { zh: '与申请不一致：{items}', en: 'differs from the application: {items}' }
const ON_PAGES: Bilingual = { zh: '第{pages}页与申请不一致：{items}', en: 'page {pages} differs: {items}' }
const AT_PLACE: Bilingual = { zh: '第{page}页第{line}行：{text}', en: 'Page {page}, line {line}: {text}' }
