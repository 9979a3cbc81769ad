/**
 * A body as its form holds it, and back. Forms hold texts: what may be absent as a list of none or one, values by code as rows of code and value, one of several shapes as
 * which one and its answers. Reading names everything that is wrong at once, each at the place in the form where it stands. Over 250 lines because
 * the two ways, value to form and form to value, are read side by side.
 */
import type { z } from 'zod'
import { isDate } from '../../base/dates.js'
import type { Problem } from '../../base/errors.js'
import { type Bilingual, fill } from '../../base/text.js'
import { isBranch, memberOf } from '../../forms/engine/node.js'
import { isBlank } from '../../forms/engine/parse.js'
import { dateParts } from '../../forms/engine/read.js'
import { fits, type Shape } from '../kit/reference/shape.js'

/** Whether the form holds it as a list of none or one. */
export const isOptional = ({ is, empty }: Shape): boolean => empty !== undefined && (is === 'group' || is === 'oneOf')

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
const linesOf = (value: unknown): string => (Array.isArray(value) ? value.map(textOf).join('\n') : '')

/** What a form holds for a value. */
export function typedOf(shape: Shape, value: unknown): unknown {
  if (isOptional(shape)) return value === null || value === undefined ? [] : [typedWhole(shape, value)]
  return typedWhole(shape, value)
}

function typedWhole(shape: Shape, value: unknown): unknown {
  switch (shape.is) {
    case 'bilingual':
      return { zh: textOf(memberOf(value, 'zh')), en: textOf(memberOf(value, 'en')) }
    case 'paragraphs':
      return { zh: linesOf(memberOf(value, 'zh')), en: linesOf(memberOf(value, 'en')) }
    case 'lines':
      return linesOf(value)
    case 'choices':
      return Array.isArray(value) ? value.map(textOf) : []
    case 'group':
      return Object.fromEntries(shape.fields.map(([name, field]) => [name, typedOf(field, memberOf(value, name))]))
    case 'rows':
      return Array.isArray(value) ? value.map((one) => typedOf(shape.item, one)) : []
    case 'record':
      return isBranch(value)
        ? Object.entries(value).map(([key, one]) => ({ key, value: typedOf(shape.item, one) }))
        : []
    case 'oneOf': {
      const found = shape.cases.findIndex((one) => fits(one, value))
      const is = Math.max(found, 0)
      const one = shape.cases[is]
      return { is: String(is), as: one ? typedOf(one, value) : {} }
    }
    case 'json':
      return value === undefined ? '' : JSON.stringify(value, null, 2)
    case 'fixed':
      return ''
    default:
      return textOf(value)
  }
}

const rowsOf = (typed: unknown): unknown[] => (Array.isArray(typed) ? typed : [])
const lastOf = (typed: unknown): string => {
  const one: unknown = Array.isArray(typed) ? typed.at(-1) : typed
  return typeof one === 'string' ? one.replace(/\r\n?/g, '\n').trim() : ''
}

/** Which case of several a form has chosen. */
export const chosenCase = (shape: Shape & { is: 'oneOf' }, typed: unknown): number => {
  const index = Number(lastOf(memberOf(typed, 'is')) || '0')
  return Number.isInteger(index) && index >= 0 && index < shape.cases.length ? index : 0
}

/** A date from its boxes, or as somebody pasted it; what was typed when it is none. */
export function dateOf(typed: unknown): string {
  const { year, month, day } = dateParts(typed, ['year', 'month', 'day'])
  if (`${year}${month}${day}` === '') return ''
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

interface Fault {
  readonly code: string
  readonly message: Bilingual
}
const EMPTY: Fault = { code: 'empty', message: { zh: '请填写。', en: 'Fill this in.' } }
const NOT_NUMBER: Fault = { code: 'notNumber', message: { zh: '请填数字。', en: 'Enter a number.' } }
const NOT_WHOLE: Fault = { code: 'notWhole', message: { zh: '请填整数。', en: 'Enter a whole number.' } }
const NOT_DATE: Fault = { code: 'notDate', message: { zh: '这一天不存在。', en: 'There is no such day.' } }
const NOT_DATE_FORM: Fault = {
  code: 'notDate',
  message: {
    zh: '日期请写成“年-月-日”，如2027-02-03。',
    en: 'Write a date as year, month and day, like 2027-02-03.',
  },
}
const NOT_CHOICE: Fault = { code: 'notChoice', message: { zh: '请选一项。', en: 'Choose one.' } }
const NOT_JSON: Fault = { code: 'notJson', message: { zh: '不是有效的JSON。', en: 'This is no JSON.' } }
const TWICE: Fault = { code: 'twice', message: { zh: '这个代码写了两次。', en: 'This code is there twice.' } }

const NOTHING = Symbol('nothing')

export class BodyReader {
  readonly problems: Problem[] = []
  /** Where in the form the member of a body stands. */
  private readonly places = new Map<string, string>()
  private readonly chosen = new Map<string, number>()

  /** @param path where the body stands in the form */
  constructor(private readonly path: string) {}

  /** The body, as far as it can be read; what is wrong is in `problems`. */
  read(shape: Shape, typed: unknown, schema: z.core.$ZodType): unknown {
    const value = this.value(shape, typed, this.path, '')
    const result = (schema as z.ZodType).safeParse(value) // every schema of ours is a classic one
    for (const issue of result.error?.issues ?? []) this.issue(issue, [])
    return this.problems.length > 0 ? undefined : value
  }

  /** The place in the form of a member of the body, or of the nearest one around it. */
  placeOf(path: readonly PropertyKey[]): string {
    for (let length = path.length; length > 0; length--) {
      const found = this.places.get(`.${path.slice(0, length).map(String).join('.')}`)
      if (found !== undefined) return found
    }
    return this.path
  }

  private issue(issue: z.core.$ZodIssue, around: readonly PropertyKey[]): void {
    const path = [...around, ...issue.path]
    if (issue.code === 'invalid_union') {
      const index = this.chosen.get(path.length > 0 ? `.${path.map(String).join('.')}` : '') ?? 0
      const [first] = issue.errors[index] ?? []
      if (first) {
        this.issue(first, path)
        return
      }
    }
    const place = this.placeOf(path)
    if (this.problems.every((problem) => problem.path !== place)) this.problems.push({ path: place, ...faultOf(issue) })
  }

  private fail(path: string, { code, message }: Fault): typeof NOTHING {
    this.problems.push({ code, path, message })
    return NOTHING
  }

  private value(shape: Shape, typed: unknown, path: string, at: string): unknown {
    this.places.set(at, path)
    if (isOptional(shape)) {
      const [one] = rowsOf(typed)
      if (one === undefined || one === null) return shape.empty === 'null' ? null : undefined
      return this.whole(shape, one, `${path}.0`, at)
    }
    if (shape.empty && isBlank(typed)) return shape.empty === 'null' ? null : undefined
    return this.whole(shape, typed, path, at)
  }

  private whole(shape: Shape, typed: unknown, path: string, at: string): unknown {
    switch (shape.is) {
      case 'group':
        return this.group(shape.fields, typed, path, at)
      case 'rows':
        return this.rows(shape.item, typed, path, at)
      case 'record':
        return this.record(shape.item, typed, path, at)
      case 'oneOf': {
        const index = chosenCase(shape, typed)
        this.chosen.set(at, index)
        const one = shape.cases[index]
        return one && this.value(one, memberOf(typed, 'as'), `${path}.as`, at)
      }
      case 'bilingual':
        return this.languages(typed, path, at, (text, place) => (text === '' ? this.fail(place, EMPTY) : text))
      case 'paragraphs':
        return this.languages(typed, path, at, linesIn)
      case 'lines':
        return linesIn(lastOf(typed)).map((line, index) => {
          this.places.set(`${at}.${index}`, path)
          return this.scalar(shape.item, line, path)
        })
      case 'choices':
        return [typed].flat().filter((one) => typeof one === 'string' && one !== '')
      case 'fixed':
        return shape.value
      case 'json':
        return this.json(lastOf(typed), path)
      case 'date':
        return this.scalar(shape, dateOf(typed), path)
      default:
        return this.scalar(shape, lastOf(typed), path)
    }
  }

  private group(fields: (Shape & { is: 'group' })['fields'], typed: unknown, path: string, at: string): object {
    const found: Record<string, unknown> = {}
    for (const [name, field] of fields) {
      const value = this.value(field, memberOf(typed, name), `${path}.${name}`, `${at}.${name}`)
      if (value !== undefined) found[name] = value
    }
    return found
  }

  private rows(item: Shape, typed: unknown, path: string, at: string): unknown[] {
    const found: unknown[] = []
    for (const [index, one] of rowsOf(typed).entries())
      if (!isBlank(one)) found.push(this.value(item, one, `${path}.${index}`, `${at}.${found.length}`))
    return found
  }

  private record(item: Shape, typed: unknown, path: string, at: string): Record<string, unknown> {
    const found: Record<string, unknown> = Object.create(null) as Record<string, unknown> // no key reaches a prototype
    for (const [index, one] of rowsOf(typed).entries()) {
      if (isBlank(one)) continue
      const row = `${path}.${index}`
      const key = lastOf(memberOf(one, 'key'))
      if (key === '') this.fail(`${row}.key`, EMPTY)
      else if (Object.hasOwn(found, key)) this.fail(`${row}.key`, TWICE)
      const value = this.value(item, memberOf(one, 'value'), `${row}.value`, `${at}.${key}`)
      if (key !== '') found[key] = value
    }
    return { ...found }
  }

  private languages(typed: unknown, path: string, at: string, read: (text: string, place: string) => unknown): object {
    const of = (language: 'zh' | 'en') => {
      const place = `${path}.${language}`
      this.places.set(`${at}.${language}`, place)
      return read(lastOf(memberOf(typed, language)), place)
    }
    return { zh: of('zh'), en: of('en') }
  }

  private scalar(shape: Shape, text: string, path: string): unknown {
    if (text === '') return this.fail(path, shape.is === 'choice' || shape.is === 'boolean' ? NOT_CHOICE : EMPTY)
    switch (shape.is) {
      case 'number': {
        const figure = text.replace(/[,，\s]/g, '')
        if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(figure)) return this.fail(path, NOT_NUMBER)
        return shape.whole && figure.includes('.') ? this.fail(path, NOT_WHOLE) : Number(figure)
      }
      case 'boolean':
        return text === 'true' || text === 'false' ? text === 'true' : this.fail(path, NOT_CHOICE)
      case 'choice':
        return shape.values.includes(text) ? text : this.fail(path, NOT_CHOICE)
      case 'date':
        if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return this.fail(path, NOT_DATE_FORM)
        return isDate(text) ? text : this.fail(path, NOT_DATE)
      default:
        return text
    }
  }

  private json(text: string, path: string): unknown {
    try {
      return JSON.parse(text)
    } catch {
      return this.fail(path, NOT_JSON)
    }
  }
}

const linesIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Sentences of the schemas' own checks, in both languages. */
const SAID: Readonly<Record<string, Bilingual>> = {
  'an empty band': { zh: '上限必须大于下限。', en: 'The upper end must be above the lower one.' },
  'bands overlap or are not in rising order': {
    zh: '各档须从低到高排列，不得重叠；只有最后一档可以没有上限。',
    en: 'Bands must rise and not overlap; only the last may have no upper end.',
  },
  'the first day off is after the last': { zh: '第一天晚于最后一天。', en: 'The first day off is after the last.' },
  'not a civil date YYYY-MM-DD': {
    zh: '须为有效日期，写成“年-月-日”，如2027-02-03。',
    en: 'Give a date that exists, as year, month and day, like 2027-02-03.',
  },
  'not a day MM-DD': { zh: '须写成“月-日”，如05-01。', en: 'Write month and day, like 05-01.' },
}

/** zod's issue in words. */
function faultOf(issue: z.core.$ZodIssue): Fault {
  const said = SAID[issue.message]
  if (said) return { code: 'form', message: said }
  switch (issue.code) {
    case 'too_small': {
      const least = Number(issue.minimum)
      if (issue.origin === 'string') return EMPTY
      if (issue.origin === 'array')
        return {
          code: 'tooFew',
          message: fill({ zh: '至少要有{least}项。', en: 'At least {least} are needed.' }, { least }),
        }
      const text = issue.inclusive
        ? { zh: '不得小于{least}。', en: 'It must be {least} or more.' }
        : { zh: '必须大于{least}。', en: 'It must be more than {least}.' }
      return { code: 'tooSmall', message: fill(text, { least }) }
    }
    case 'too_big': {
      const most = Number(issue.maximum)
      if (issue.origin === 'string')
        return {
          code: 'tooLong',
          message: fill({ zh: '不得超过{most}个字符。', en: 'At most {most} characters.' }, { most }),
        }
      if (issue.origin === 'array')
        return { code: 'tooMany', message: fill({ zh: '最多{most}项。', en: 'At most {most}.' }, { most }) }
      return { code: 'tooBig', message: fill({ zh: '不得大于{most}。', en: 'It must be {most} or less.' }, { most }) }
    }
    case 'invalid_format':
      return {
        code: 'form',
        message: { zh: '写法不符合规定的格式。', en: 'It is not written in the form that is asked for.' },
      }
    case 'custom':
      return {
        code: 'form',
        message: { zh: `不符合要求（${issue.message}）。`, en: `It does not fit: ${issue.message}.` },
      }
    default:
      return { code: 'form', message: { zh: '不符合格式。', en: 'It does not have its form.' } }
  }
}
