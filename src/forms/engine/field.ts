/**
 * How a question is declared: a zod schema for what a right answer is, and in its metadata (`x-ui`,
 * so that it may stand in an OpenAPI document as it is) what a person reads and how the answer is
 * given. Everything else is derived from it: the type, the controls, the checks and their
 * sentences, the JSON Schema, "check your answers", and the generators of the property tests. Over
 * 250 lines because it is one list of makers.
 */
import { z } from 'zod'
import type { Control, Option, Ui } from './ui.js'

export type Extra = Omit<Ui, 'control' | 'label'>

const meta = (control: Control, zh: string, en: string, extra: Extra = {}) => ({
  'x-ui': { control, label: { zh, en }, ...extra },
})

/** The longest text that is looked at; longer is refused before anything is done with it. */
export const LONGEST_TEXT = 20_000

/** A line of text; `max` characters (UTF-16 units), 100 by default. `form` is what it must match. */
export const text = (zh: string, en: string, given: Extra & { min?: number; max?: number; form?: RegExp } = {}) => {
  const { min, max = 100, form, ...extra } = given
  const schema = min === undefined ? z.string().max(max) : z.string().min(min).max(max)
  return (form ? schema.regex(form) : schema).meta(meta('text', zh, en, extra))
}

/** Several lines of text; 2,000 characters by default. */
export const longText = (zh: string, en: string, { max = 2000, ...extra }: Extra & { max?: number } = {}) =>
  z
    .string()
    .max(max)
    .meta(meta('textarea', zh, en, extra))

/**
 * A code: spaces are taken out, letters made capital. `form` is what it must match then; say in
 * `says.form` what that is.
 */
export const code = (zh: string, en: string, given: Extra & { max?: number; form?: RegExp } = {}) => {
  const { max = 30, form, ...extra } = given
  const schema = z.string().max(max)
  return (form ? schema.regex(form) : schema).meta(meta('code', zh, en, extra))
}

/**
 * The two lines of a passport's machine-readable zone (ICAO Doc 9303 Part 4), as typed without
 * spaces; whether they are right is judged later.
 */
export const mrz = (zh: string, en: string, extra: Extra = {}) =>
  z.tuple([z.string().min(1).max(100), z.string().min(1).max(100)]).meta(meta('mrz', zh, en, extra))

export const email = (zh: string, en: string, extra: Extra = {}) =>
  z
    .email()
    .max(200)
    .meta(meta('email', zh, en, extra))

/** Digits may stand apart: 138 0000 0000, 138.0000.0000, 021-1234 5678 转 801. */
const PHONES = [
  /^(?:(?:\+|00)?86[ .-]?)?1[3-9]\d(?:[ .-]?\d){8}$/, // a Chinese mobile
  /^(?:\+86[ -]?\(?0?|\(?0)(?:10|2\d|[3-9]\d\d)\)?[ .-]?\d(?:[ .-]?\d){6,7}(?: ?(?:-|转) ?\d{1,6})?$/, // a landline
  /^[48]00(?:[ -]?\d){7}$/, // a service number
  /^\+(?!86)[1-9](?:[ ()-]*\d){6,14}$/, // of another country (E.164)
]

/**
 * A telephone number: a Chinese mobile (11 digits), a landline with its area code and perhaps an extension, a 400 or
 * 800 number, or one of another country with + and its code (E.164: 15 digits at most); with or without spaces,
 * dots, hyphens and brackets.
 */
export const phone = (zh: string, en: string, extra: Extra = {}) =>
  z
    .string()
    .max(30)
    .regex(/^\+?[0-9(][0-9 .()转-]{4,}$/)
    .refine((typed) => PHONES.some((form) => form.test(typed)))
    .meta(meta('phone', zh, en, extra))

/** A password, taken exactly as typed (OWASP ASVS 5.0, 6.2.8). `min` is asked of a new one only. */
export const password = (zh: string, en: string, { min = 1, ...extra }: Extra & { min?: number } = {}) =>
  z
    .string()
    .min(min)
    .max(200)
    .meta(meta('password', zh, en, extra))

type Range = { min?: number; max?: number }

/** A whole number, 0 to 10^12 by default. */
export const whole = (zh: string, en: string, { min = 0, max = 1e12, ...extra }: Extra & Range = {}) =>
  z
    .number()
    .int()
    .min(min)
    .max(max)
    .meta(meta('number', zh, en, extra))

const atMost = (decimals: number) => (value: number) => Number(value.toFixed(decimals)) === value

/** A number with at most one decimal. */
export const number = (zh: string, en: string, { min = 0, max = 1e12, ...extra }: Extra & Range = {}) =>
  z
    .number()
    .min(min)
    .max(max)
    .refine(atMost(1), { params: { code: 'tooFine', most: 1 } })
    .meta(meta('number', zh, en, extra))

/** A figure of any kind with at most two decimals: a rate, a count, a sum. */
export const figure = (zh: string, en: string, { min = 0, max = 1e12, ...extra }: Extra & Range = {}) =>
  z
    .number()
    .min(min)
    .max(max)
    .refine(atMost(2), { params: { code: 'tooFine', most: 2 } })
    .meta(meta('number', zh, en, extra))

/** A number of any fineness: a ratio, a threshold. `above` is the first one that is too small. */
export const decimal = (zh: string, en: string, given: Extra & Range & { above?: number } = {}) => {
  const { above, min, max = 1e12, ...extra } = given
  const schema = z.number().max(max)
  const least = above === undefined ? schema.min(min ?? -1e12) : schema.gt(above)
  return least.meta(meta('number', zh, en, extra))
}

/** A calendar year. */
export const year = (zh: string, en: string, extra: Extra = {}) =>
  z
    .number()
    .int()
    .min(1900)
    .max(2199)
    .meta(meta('year', zh, en, { width: 4, ...extra }))

/** A sum in yuan with at most two decimals. */
export const money = (zh: string, en: string, extra: Extra = {}) =>
  z
    .number()
    .min(0)
    .max(1e12)
    .refine(atMost(2), { params: { code: 'tooFine', most: 2 } })
    .meta(meta('money', zh, en, { unit: { zh: '元', en: 'yuan' }, ...extra }))

/** A civil date YYYY-MM-DD of the years 1900 to 2199. */
export const date = (zh: string, en: string, extra: Extra = {}) =>
  z.iso
    .date()
    .regex(/^(19|20|21)/)
    .meta(meta('date', zh, en, extra))

/** A month YYYY-MM of the years 1900 to 2199. */
export const month = (zh: string, en: string, extra: Extra = {}) =>
  z
    .string()
    .regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/)
    .meta(meta('month', zh, en, extra))

const valuesOf = <const List extends readonly Option[]>(options: List) =>
  // map() forgets the literals; they are those of `options`
  options.map(({ value }) => value) as unknown as { -readonly [Key in keyof List]: List[Key]['value'] }

/** One of a few, as radios; with `control: 'select'` one of many. */
export const choice = <const List extends readonly Option[]>(
  zh: string,
  en: string,
  options: List,
  { control = 'radio', ...extra }: Extra & { control?: 'radio' | 'select' } = {},
) => z.enum(valuesOf(options) as List[number]['value'][]).meta(meta(control, zh, en, { options, ...extra }))

/** One of a list that is known when the page is made; as JSON any text of its kind may come. */
export const pick = (zh: string, en: string, options: readonly Option[], extra: Extra = {}) =>
  z
    .string()
    .max(200)
    .meta(meta('select', zh, en, { options, ...extra }))

/** A number that is chosen from a list: the grade of an examination. */
export const grade = (zh: string, en: string, options: readonly Option[], extra: Extra & Required<Range>) => {
  const { min, max, ...rest } = extra
  return z
    .number()
    .int()
    .min(min)
    .max(max)
    .meta(meta('select', zh, en, { options, ...rest }))
}

/** Some of a list; at least one, unless `min` is 0. */
export const choices = <const List extends readonly Option[]>(
  zh: string,
  en: string,
  options: List,
  { min = 1, ...extra }: Extra & Pick<Range, 'min'> = {},
) =>
  z
    .array(z.enum(valuesOf(options) as List[number]['value'][]))
    .min(min)
    .max(options.length)
    .meta(meta('checkboxes', zh, en, { options, least: min, ...extra }))

const YES_NO: readonly Option[] = [
  { value: 'true', label: { zh: '是', en: 'Yes' } },
  { value: 'false', label: { zh: '否', en: 'No' } },
]

/** Yes or no, where no is an answer. */
export const yesNo = (zh: string, en: string, { options = YES_NO, ...extra }: Extra = {}) =>
  z.boolean().meta(meta('radio', zh, en, { options, ...extra }))

/** A box: ticked, or nothing said. */
export const tick = (zh: string, en: string, extra: Extra = {}) => z.boolean().meta(meta('checkbox', zh, en, extra))

/** A box that must be ticked. */
export const confirm = (zh: string, en: string, extra: Extra = {}) =>
  z.literal(true).meta(meta('checkbox', zh, en, extra))

/** Short texts, typed with commas or lines between; at least one. */
export const list = (zh: string, en: string, extra: Extra = {}) =>
  z
    .array(z.string().min(1).max(60))
    .min(1)
    .max(30)
    .meta(meta('list', zh, en, extra))

const ONE_A_LINE = { zh: '一行一项', en: 'One per line' }

/**
 * Several answers of one kind, one a line; `item` is a question without a label of its own. None is
 * an answer unless `min` says otherwise.
 */
export const lines = <Item extends z.ZodType>(
  zh: string,
  en: string,
  item: Item,
  { min = 0, max = 500, ...extra }: Extra & Range = {},
) =>
  z
    .array(item)
    .min(min)
    .max(max)
    .meta(meta('lines', zh, en, { hint: ONE_A_LINE, least: min, most: max, ...extra }))

/** The same text in Chinese and in English, of any length that is looked at. */
export const bilingual = (zh: string, en: string, extra: Extra = {}) =>
  z
    .strictObject({
      zh: z
        .string()
        .min(1)
        .meta(meta('textarea', '中文', 'Chinese')),
      en: z
        .string()
        .min(1)
        .meta(meta('textarea', '英文', 'English')),
    })
    .meta(meta('pair', zh, en, extra))

/** Paragraphs in Chinese and in English, one a line. */
export const paragraphs = (zh: string, en: string, { min = 0, max = 500, ...extra }: Extra & Range = {}) => {
  const one = z
    .string()
    .min(1)
    .meta(meta('text', '', ''))
  const several = (...label: [zh: string, en: string]) =>
    z
      .array(one)
      .min(min)
      .max(max)
      .meta(meta('lines', ...label, { least: min, most: max }))
  return z
    .strictObject({ zh: several('中文', 'Chinese'), en: several('英文', 'English') })
    .meta(meta('pair', zh, en, { hint: { zh: '一行一段', en: 'One paragraph per line' }, long: true, ...extra }))
}

/**
 * What is uploaded; the answer is what the upload has become: web stores the file and puts an
 * object here that says where.
 */
export const file = (zh: string, en: string, extra: Extra = {}) =>
  z.record(z.string(), z.unknown()).meta(meta('file', zh, en, extra))

/** Text that the page carries and nobody types. */
export const hidden = (zh: string, en: string, { max = 200 }: { max?: number } = {}) =>
  z
    .string()
    .max(max)
    .meta(meta('hidden', zh, en))

/** Any JSON, kept as it is: the answers of a draft. */
export const tree = (zh: string, en: string) => z.record(z.string(), z.unknown()).meta(meta('tree', zh, en))

/** Questions that belong together. Without a label they stand on the page without a heading. */
export const group = <Shape extends z.ZodRawShape>(zh: string, en: string, shape: Shape, extra: Extra = {}) =>
  z.object(shape).meta(meta('group', zh, en, extra))

/** The same questions several times. */
export const rows = <Row extends z.ZodObject>(
  zh: string,
  en: string,
  row: Row,
  { min = 1, max = 50, ...extra }: Extra & Range & Required<Pick<Ui, 'row' | 'add'>>,
) =>
  z
    .array(row)
    .min(min)
    .max(max)
    .meta(meta('rows', zh, en, { least: min, most: max, ...extra }))

/** Questions of reference data that belong together: what they do not ask may not stand there. */
export const part = <Shape extends z.ZodRawShape>(zh: string, en: string, shape: Shape, extra: Extra = {}) =>
  z.strictObject(shape).meta(meta('group', zh, en, extra))

/** A part that is there or not as a whole: make it nullable or optional. */
export const maybe = <Shape extends z.ZodRawShape>(zh: string, en: string, shape: Shape, extra: Extra = {}) =>
  part(zh, en, shape, { maybe: true, ...extra })

const rowWords = (zh: string, en: string) => ({
  row: { zh: '第{n}项', en: 'item {n}' },
  add: { zh: `在“${zh}”中添加一项`, en: `Add a row to “${en}”` },
})

/** Rows of reference data: none are as good as some unless `min` says otherwise. */
export const many = <Row extends z.ZodObject>(
  zh: string,
  en: string,
  row: Row,
  { min = 0, max = 200, ...extra }: Extra & Range = {},
) => rows(zh, en, row, { min, max, bare: true, ...rowWords(zh, en), ...extra })

/** The same questions several times, each time under a code that is typed. */
export const record = <Item extends z.ZodType>(zh: string, en: string, item: Item, extra: Extra = {}) =>
  z.record(z.string(), item).meta(meta('record', zh, en, { most: 200, bare: true, ...rowWords(zh, en), ...extra }))

/**
 * The body of an entry of reference data: a part that is the whole of it. The entry is called by its
 * `label`, or by what `about` names instead.
 */
export const body = <Shape extends z.ZodRawShape>(shape: Shape, extra: Extra = {}) =>
  part('', '', shape, { about: 'label', ...extra })

/** A form: a group that is the whole page. */
export const form = <Shape extends z.ZodRawShape>(shape: Shape, extra: Extra = {}) => group('', '', shape, extra)
