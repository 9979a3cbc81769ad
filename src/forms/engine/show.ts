/** Answers as a person reads them: in the box where they were typed, and in words. */
import { isDate, isMonth, sayDate, sayMonth } from '../../base/dates.js'
import { listMrzFaults, type MrzFault } from '../../base/mrz.js'
import { type Bilingual, fill, joined, type Language } from '../../base/text.js'
import { type FormNode, getRow, isPair, isRecord, memberOf } from './node.js'
import type { CheckView } from './parts.js'
import { linesOf, readLeaf } from './read.js'
import { labelOf, type Option, sayCode, type Ui } from './ui.js'

/** What stands in a box: what was typed, as it was typed. Passwords are never shown again. */
export function boxText(raw: unknown, { ui }: FormNode): string {
  if (ui.control === 'password') return ''
  if (typeof raw === 'string') return raw
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw)
  if (!Array.isArray(raw)) return ''
  const texts = raw.filter((one) => typeof one === 'string' || typeof one === 'number').map(String)
  if (ui.control === 'mrz' || ui.control === 'lines') return texts.join('\n')
  return ui.control === 'list' ? texts.join(', ') : (texts.at(-1) ?? '')
}

/** The values of the options that are chosen. */
export function chosen(raw: unknown, node: FormNode): readonly string[] {
  const { value } = readLeaf(raw, node)
  if (value === undefined) return []
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

const collators: Readonly<Record<Language, Intl.Collator>> = {
  zh: new Intl.Collator('zh-Hans-u-co-pinyin'),
  en: new Intl.Collator('en'),
}
const sortedLists = new WeakMap<readonly Option[], Partial<Record<Language, readonly Option[]>>>()

/**
 * The options in the order in which a reader of the language looks for them: by pinyin, or by
 * alphabet. Sorted once.
 */
export function optionsOf({ options = [], sorted = false }: Ui, language: Language): readonly Option[] {
  if (!sorted) return options
  const lists = sortedLists.get(options) ?? {}
  const list =
    lists[language] ?? options.toSorted((a, b) => collators[language].compare(a.label[language], b.label[language]))
  sortedLists.set(options, { ...lists, [language]: list })
  return list
}

/** An option on the page; where the list is long its code helps to be sure. */
export const optionText = ({ label, value, within }: Option, { sorted }: Ui, language: Language): string =>
  !sorted ? (within?.name ?? label)[language] : language === 'zh' ? `${label.zh}（${value}）` : `${label.en} (${value})`

/** Two or three short answers stand side by side; longer ones would run off a telephone. */
export function fitsOneLine({ options = [] }: Ui, language: Language): boolean {
  const letters = options.reduce((sum, { label }) => sum + label[language].length * (language === 'zh' ? 2 : 1), 0)
  return options.length <= 3 && letters <= 24 && options.every(({ hint }) => !hint)
}

const both = (words: string): Bilingual => ({ zh: words, en: words })
const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 })

function sayOption(value: string, { options = [], stands = [], codes = [] }: Ui): Bilingual {
  const code = stands.find((option) => option.value === value)?.label
  if (code) return { zh: `${code.zh}（${value}）`, en: `${code.en} (${value})` }
  return codes.length > 0 ? sayCode(codes, value) : labelOf(options, value)
}

/** Both languages of a text, one below the other: who answers for it reads both. */
function sayPair(raw: unknown): Bilingual | null {
  const texts = ['zh', 'en'].map((language) => textOf(raw, language))
  return texts.every((text) => text === '') ? null : both(texts.join('\n'))
}

/** What a text in two languages says in one of them; paragraphs as lines. */
export const textOf = (raw: unknown, language: string): string => {
  const found = memberOf(raw, language)
  return typeof found === 'string' ? found : Array.isArray(found) ? found.map(String).join('\n') : ''
}

/**
 * What a body, a row or what stands under a code is about: the text in two languages that its form,
 * its list or its record points to; undefined when there is none.
 */
export function aboutOf({ ui }: FormNode, answers: unknown): Bilingual | undefined {
  const text = ui.about ? memberOf(answers, ui.about) : undefined
  const about = { zh: textOf(text, 'zh'), en: textOf(text, 'en') }
  return about.zh || about.en ? about : undefined
}

/** Characters of what a row is about that stand beside its number. */
const LONGEST_ABOUT = 40

function shortened(text: string): string {
  const [line = ''] = text.split('\n')
  return line.length > LONGEST_ABOUT ? `${line.slice(0, LONGEST_ABOUT)}…` : line
}

/** What a row of a list or a record is about, in few words. `row` as listRows has it. */
export function shortAbout(list: FormNode, row: unknown): Bilingual | undefined {
  const about = aboutOf(list, isRecord(list) ? memberOf(row, 'value') : row)
  return about && { zh: shortened(about.zh), en: shortened(about.en) }
}

/** A row's name with what it is about: Band 6 · From 360,000 yuan. */
export const withAbout = (name: Bilingual, about: Bilingual | undefined): Bilingual => ({
  zh: about?.zh ? `${name.zh} · ${about.zh}` : name.zh,
  en: about?.en ? `${name.en} · ${about.en}` : name.en,
})

function sayLines(raw: unknown, node: FormNode): Bilingual | null {
  const said = (linesOf(raw) ?? []).flatMap((one) => sayAnswer(one, getRow(node)) ?? [])
  return said.length === 0 ? null : joined(said)
}

const NO_DATE: Bilingual = { zh: '{text}（没有这一天）', en: '{text} (no such day)' }
const NO_MONTH: Bilingual = { zh: '{text}（没有这个月份）', en: '{text} (no such month)' }

/**
 * An answer in words of both languages, as "check your answers" and the record show it; null when
 * there is none. What was typed and cannot be read stands as it was typed; of a day or month that
 * does not exist it is said.
 */
export function sayAnswer(raw: unknown, node: FormNode): Bilingual | null {
  const { ui } = node
  if (isPair(node)) return sayPair(raw)
  if (ui.control === 'lines') return sayLines(raw, node)
  const { value } = readLeaf(raw, node)
  if (ui.control === 'password' || ui.control === 'tree') return null
  if (value === undefined) {
    const typed = boxText(raw, node).trim()
    return typed === '' ? null : both(typed)
  }
  if (value === true || value === false) {
    const option = ui.options?.find((one) => one.value === String(value))?.label
    return option ?? (value ? { zh: '是', en: 'Yes' } : { zh: '否', en: 'No' })
  }
  if (typeof value === 'number' && !ui.options) {
    if (ui.control === 'year') return both(String(value))
    if (ui.control === 'money') return both(`¥${grouped.format(value)}`)
    const figures = grouped.format(value)
    return ui.unit ? { zh: `${figures}${ui.unit.zh}`, en: `${figures} ${ui.unit.en}` } : both(figures)
  }
  if (ui.control === 'mrz' && Array.isArray(value)) return both(value.join('\n'))
  if (Array.isArray(value)) return value.length === 0 ? null : joined(value.map((one) => sayOption(String(one), ui)))
  const text = String(value)
  if (ui.control === 'date') return isDate(text) ? sayDate(text) : fill(NO_DATE, { text })
  if (ui.control === 'month') return isMonth(text) ? sayMonth(text) : fill(NO_MONTH, { text })
  return sayOption(text, ui)
}

const DIGITS: readonly { name: string; fault: MrzFault; label: Bilingual }[] = [
  { name: 'number', fault: 'number', label: { zh: '护照号', en: 'Number' } },
  { name: 'birthDate', fault: 'birthDate', label: { zh: '出生日期', en: 'Date of birth' } },
  { name: 'expiresOn', fault: 'expiresOn', label: { zh: '有效期', en: 'Expiry' } },
  { name: 'whole', fault: 'composite', label: { zh: '总校验', en: 'Whole zone' } },
]

/** The two lines of a machine-readable zone, or undefined when there are no two. */
export function zoneLines(raw: unknown, node: FormNode): readonly [string, string] | undefined {
  const { value } = readLeaf(raw, node)
  return Array.isArray(value) ? [String(value[0] ?? ''), String(value[1] ?? '')] : undefined
}

/**
 * What the check digits of the second line say (ICAO Doc 9303 Part 4); not known when it is not 44
 * characters of the zone.
 */
export function zoneChecks(raw: unknown, node: FormNode, language: Language): CheckView[] {
  const lines = zoneLines(raw, node)
  const faults = lines ? listMrzFaults(...lines) : []
  const known = lines !== undefined && !faults.includes('line2')
  return DIGITS.map(({ name, fault, label }) => {
    const agrees = known && !faults.includes(fault)
    return { name, label: label[language], known, agrees, icon: agrees ? 'tick' : 'cross', look: agrees ? 'ok' : 'bad' }
  })
}
