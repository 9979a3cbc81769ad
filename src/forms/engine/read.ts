/**
 * What was typed, or sent as JSON, made into the value that a question asks for. One reader a
 * control, total functions: whatever comes in, a value, nothing, or a fault comes out. Text is
 * normalised (NFC) and trimmed; characters that cannot be seen or turn the order of the text are
 * refused with their place and never dropped in silence (they could make two names look alike;
 * Unicode TR 36). Over 250 lines because the readers of all controls are compared here.
 */
import { z } from 'zod'
import type { Bilingual } from '../../base/text.js'
import { LONGEST_TEXT } from './field.js'
import { type FormNode, isBranch, memberOf } from './node.js'
import type { Control } from './ui.js'
import type { Fault, ProblemCode } from './words.js'

/** Neither a value nor a fault: nothing was answered. */
export interface Reading<Value = unknown> {
  readonly value?: Value
  readonly fault?: Fault
}

const NOTHING = {}
const fault = (code: ProblemCode, values?: Fault['values']): { readonly fault: Fault } => ({
  fault: values ? { code, values } : { code },
})

/** A half of a character alone (lone surrogate), or the sign that a program puts where it could not read one. */
const BROKEN = /[\uD800-\uDFFF\uFFFD]/u
/**
 * Controls, invisible signs, marks that change direction, tags, noncharacters; joiners (U+200C, U+200D) belong to
 * some scripts and stay.
 */
const SIGNS =
  '\\p{Cc}\\u00AD\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180E\\u200B\\u200E\\u200F' +
  '\\u2028-\\u202E\\u2060-\\u206F\\u3164\\uFEFF\\uFFA0\\uFFF9-\\uFFFC' +
  '\\u{E0000}-\\u{E007F}\\p{Noncharacter_Code_Point}'
const UNSEEN = new RegExp(`[${SIGNS}]`, 'u')
const UNSEEN_IN_LINES = new RegExp(`(?![\\n\\t])[${SIGNS}]`, 'u')

const placeOf = (text: string, index: number): number => Array.from(text.slice(0, index)).length + 1
const codePoint = (text: string, index: number): string =>
  `U+${(text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/** The fault of characters that may not be kept, if there is one. */
function characterFault(text: string, lines: boolean): { readonly fault: Fault } | undefined {
  const broken = text.search(BROKEN)
  if (broken >= 0) return fault('brokenText', { at: placeOf(text, broken) })
  const unseen = text.search(lines ? UNSEEN_IN_LINES : UNSEEN)
  if (unseen < 0) return undefined
  return fault('badCharacter', { at: placeOf(text, unseen), character: codePoint(text, unseen) })
}

interface TextRules {
  readonly lines?: boolean
  /** Full-width letters and figures of Chinese input methods count as plain ones (NFKC). */
  readonly plain?: boolean
}

/** A text that may be kept: short enough, of good characters, NFC, trimmed; nothing when it is empty. */
function readText(raw: unknown, { lines = false, plain = false }: TextRules = {}): Reading<string> {
  const given = lastOf(raw)
  if (given === undefined || given === null) return NOTHING
  if (typeof given !== 'string') return fault('notText')
  if (given.length > LONGEST_TEXT) return fault('tooLong', { most: LONGEST_TEXT })
  const typed = given.replace(/\r\n?/g, '\n').trim()
  const bad = characterFault(typed, lines)
  if (bad) return bad
  const value = typed.normalize(plain ? 'NFKC' : 'NFC').trim()
  return value === '' ? NOTHING : { value }
}

/** A page that names a control twice sends a list; the last one counts, as the browser shows it. */
const lastOf = (raw: unknown): unknown =>
  Array.isArray(raw) && raw.every((one) => typeof one === 'string') ? raw.at(-1) : raw

function readCode(raw: unknown): Reading {
  const text = readText(raw, { plain: true })
  return text.value === undefined ? text : { value: text.value.replace(/\s+/g, '').toUpperCase() }
}

/**
 * Two lines, as a list or with a line break between, in full-width or small letters too; 88 characters in a row are
 * two lines of 44.
 */
function readMrz(raw: unknown): Reading {
  if (raw === undefined || raw === null) return NOTHING
  const joined = Array.isArray(raw) ? raw.map((line) => line ?? '') : raw
  if (Array.isArray(joined) && !joined.every((line) => typeof line === 'string')) return fault('notText')
  const text = readText(Array.isArray(joined) ? joined.join('\n') : joined, { lines: true, plain: true })
  if (text.value === undefined) return text
  // the zone has neither spaces nor small letters, and the box shows capitals
  const lines = text.value.split('\n').map((line) => line.replace(/\s+/g, '').toUpperCase())
  const filled = lines.filter((line) => line !== '')
  const [only] = filled
  if (filled.length === 1 && only?.length === 88) return { value: [only.slice(0, 44), only.slice(44)] }
  if (filled.length === 1) return fault('oneLine')
  return filled.length > 2 ? fault('form') : { value: filled }
}

/** Taken exactly as typed; only what no database keeps is refused. */
function readPassword(raw: unknown): Reading {
  if (raw === undefined || raw === null || raw === '') return NOTHING
  if (typeof raw !== 'string') return fault('notText')
  const bad = raw.search(/[\0\uD800-\uDFFF]/u)
  return bad < 0 ? { value: raw } : fault('brokenText', { at: placeOf(raw, bad) })
}

const GROUPED = /^\d{1,3}(,\d{3})+(\.\d+)?$/
const FIGURES = /^[+-]?\d+(\.\d+)?$/
const POWERS: Readonly<Record<string, string>> = { '': '', 万: 'e4', 亿: 'e8' }

/**
 * A number, or figures: 960000, 960,000, ９６００００, ¥960000, 96万. Commas stand before every
 * three figures or not at all. The unit that stands beside the box may be typed as well: 12个月.
 */
function readNumber(raw: unknown, node?: FormNode): Reading {
  const given = lastOf(raw)
  if (typeof given === 'number') return Number.isFinite(given) ? { value: given === 0 ? 0 : given } : fault('notNumber')
  if (typeof given === 'string' && given.length > 100) return fault('notNumber')
  const text = readText(given, { plain: true })
  if (text.value === undefined) return text.fault?.code === 'notText' ? fault('notNumber') : text
  const typed = withoutUnit(text.value, node?.ui.unit)
  const parts = /^[¥￥]?\s*([-+\d.,]+)\s*(万|亿|)\s*元?$/.exec(typed)
  const figures = parts?.[1] ?? ''
  const plain = GROUPED.test(figures) ? figures.replaceAll(',', '') : figures
  if (!FIGURES.test(plain) || plain.length > 20) return fault('notNumber')
  const value = Number(plain + (POWERS[parts?.[2] ?? ''] ?? ''))
  return { value: value === 0 ? 0 : value } // never -0, which JSON loses
}

function withoutUnit(text: string, unit: Bilingual | undefined): string {
  const said = [unit?.zh, unit?.en].find((one) => one && text.toLowerCase().endsWith(one.toLowerCase()))
  return said ? text.slice(0, -said.length).trim() : text
}

const PART_NAMES = ['year', 'month', 'day'] as const
export type DatePart = (typeof PART_NAMES)[number]
const MISSING: Readonly<Record<DatePart, ProblemCode>> = { year: 'noYear', month: 'noMonth', day: 'noDay' }

const DATES = [/^(\d{4})[-/.年\s]+(\d{1,2})[-/.月\s]+(\d{1,2})\s*日?$/, /^(\d{4})(\d\d)(\d\d)$/] as const
const MONTHS = [/^(\d{4})[-/.年\s]+(\d{1,2})\s*月?$/, /^(\d{4})(\d\d)$/] as const

const figuresOf = (raw: unknown): string =>
  (typeof raw === 'number' || typeof raw === 'string' ? String(raw) : raw === undefined || raw === null ? '' : '?')
    .slice(0, 100)
    .normalize('NFKC')
    .trim()

/** A box that says itself what it holds may hold that as well: 3月. */
const boxOf = (raw: unknown): string => figuresOf(raw).replace(/^(\d+)\s*[年月日]$/, '$1')

/**
 * The parts of a date or month as they were typed: three boxes, or one text (1993-4-18, 1993/04/18, 1993年4月18日,
 * 19930418). A text that is no date stands in the first box, so that nothing typed is lost.
 */
export function dateParts(raw: unknown, parts: readonly DatePart[]): Record<DatePart, string> {
  const blank = { year: '', month: '', day: '' }
  if (isBranch(raw)) {
    const typed = Object.fromEntries(parts.map((part) => [part, boxOf(memberOf(raw, part))])) as Partial<typeof blank>
    const whole = { ...blank, ...typed }
    return whole.month === '' && whole.day === '' ? dateParts(whole.year, parts) : whole
  }
  const text = figuresOf(lastOf(raw))
  const [spaced, compact] = parts.length === 3 ? DATES : MONTHS
  const found = spaced.exec(text) ?? compact.exec(text)
  if (!found) return { ...blank, year: text }
  return { year: found[1] ?? '', month: found[2] ?? '', day: found[3] ?? '' }
}

/** A date or month YYYY-MM(-DD) from its parts. Whether the day exists is the schema's to say. */
function readDate(raw: unknown, names: readonly DatePart[], wrong: ProblemCode): Reading {
  const typed = dateParts(raw, names)
  const parts = names.map((name) => typed[name])
  if (parts.every((part) => part === '')) return NOTHING
  if (!parts.every((part) => /^\d{0,8}$/.test(part))) return fault(wrong)
  const missing = names.filter((name) => typed[name] === '')
  const [first] = missing
  if (first) return missing.length === 1 || names.length === 2 ? fault(MISSING[first]) : fault(wrong)
  const [year = '', ...rest] = parts
  if (!/^(19|20|21)\d\d$/.test(year)) return fault('badYear')
  if (!rest.every((part) => Number(part) >= 1 && Number(part) <= 31)) return fault(wrong)
  return { value: [year, ...rest.map((part) => String(Number(part)).padStart(2, '0'))].join('-') }
}

const YES = ['true', 'on', 'yes', '1']
const NO = ['false', 'off', 'no', '0']

function readYesNo(raw: unknown): Reading {
  const given = lastOf(raw)
  if (typeof given === 'boolean') return { value: given }
  const text = readText(given)
  if (text.value === undefined) return text.fault ? fault('notYesNo') : NOTHING
  if (YES.includes(text.value)) return { value: true }
  return NO.includes(text.value) ? { value: false } : fault('notYesNo')
}

/** One of a list: its value is a text, a number or yes and no, as the schema says. */
function readChoice(raw: unknown, { schema }: FormNode): Reading {
  if (schema instanceof z.ZodBoolean) return readYesNo(raw)
  const text = schema instanceof z.ZodNumber ? readNumber(raw) : readText(raw)
  return text.fault ? fault('notChoice') : text
}

function readTexts(raw: unknown, split: RegExp | undefined): Reading {
  if (raw === undefined || raw === null) return NOTHING
  const given: unknown[] = Array.isArray(raw) ? raw : [raw]
  const found = new Set<string>()
  for (const one of given) {
    const text = readText(one, { lines: split !== undefined })
    if (text.fault) return text.fault.code === 'notText' ? fault('notList') : text
    for (const item of text.value === undefined ? [] : split ? text.value.split(split) : [text.value])
      if (item.trim()) found.add(item.trim())
  }
  return found.size === 0 ? NOTHING : { value: [...found] }
}

/** Where none may be chosen, none is an answer. */
function readChosen(raw: unknown, { ui, optional }: FormNode): Reading {
  const found = readTexts(raw, undefined)
  return found === NOTHING && ui.least === 0 && !optional ? { value: [] } : found
}

/** Lines as they were typed, or a list of answers as it is kept; blank ones are none. Undefined when it is neither. */
export function linesOf(raw: unknown): readonly unknown[] | undefined {
  if (raw === undefined || raw === null) return []
  const given: unknown[] = Array.isArray(raw) ? raw : [raw]
  const found = given.flatMap((one) => (typeof one === 'string' ? one.split(/\r\n?|\n/) : [one]))
  if (!found.every((one) => typeof one === 'string' || typeof one === 'number')) return undefined
  return found.filter((one) => typeof one === 'number' || one.trim() !== '')
}

const BETWEEN = /[,，、;；\n]/
/** The name of a country or a language has no space in Chinese: 巴西 葡萄牙 are two. */
const BETWEEN_NAMES = /[,，、;；\n]|(?<=\p{Script=Han})\s+(?=\p{Script=Han})/u

const READERS: Readonly<
  Record<Exclude<Control, 'group' | 'pair' | 'rows' | 'record' | 'lines'>, (raw: unknown, node: FormNode) => Reading>
> = {
  text: (raw) => readText(raw),
  hidden: (raw) => readText(raw),
  file: (raw) =>
    isBranch(raw) ? { value: raw } : raw === undefined || raw === null || raw === '' ? NOTHING : fault('noFile'),
  email: (raw) => readText(raw, { plain: true }),
  phone: (raw) => readText(raw, { plain: true }),
  code: readCode,
  textarea: (raw) => readText(raw, { lines: true }),
  mrz: readMrz,
  password: readPassword,
  number: readNumber,
  money: readNumber,
  year: readNumber,
  date: (raw) => readDate(raw, PART_NAMES, 'notDate'),
  month: (raw) => readDate(raw, ['year', 'month'], 'notMonth'),
  select: readChoice,
  radio: readChoice,
  checkbox: readYesNo,
  checkboxes: readChosen,
  list: (raw, { ui }) => readTexts(raw, ui.codes ? BETWEEN_NAMES : BETWEEN),
  tree: (raw) => (raw === undefined || raw === null ? NOTHING : isBranch(raw) ? { value: raw } : fault('notGroup')),
}

const isLeaf = (control: Control): control is keyof typeof READERS => Object.hasOwn(READERS, control)

/** Reads the answer of one question. Never throws. */
export function readLeaf(raw: unknown, node: FormNode): Reading {
  const { control } = node.ui
  if (!isLeaf(control)) throw new Error('a group is read by its children')
  return READERS[control](raw, node)
}
