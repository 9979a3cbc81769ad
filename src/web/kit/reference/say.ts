/** A body in words: single values, whole parts, and what differs between two versions, field by field. */
import { isDate } from '../../../base/dates.js'
import { type Bilingual, fill } from '../../../base/text.js'
import { isBranch, memberOf } from '../../../forms/engine/node.js'
import { both, dateText, numberText } from '../page.js'
import { fits, type Shape } from './shape.js'
import { CODE, choiceOf, findCodeWord, labelOf, NO, NONE, rowOf, YES } from './words.js'

const same = (text: string): Bilingual => ({ zh: text, en: text })
const joined = (texts: readonly Bilingual[], zh: string, en: string): Bilingual => ({
  zh: texts.map((text) => text.zh).join(zh),
  en: texts.map((text) => text.en).join(en),
})
export const under = (one: Bilingual, other: Bilingual): Bilingual => joined([one, other], ' › ', ' › ')

/** Whether a shape is one value that stands in one place: a cell, a line. */
export const isPlain = ({ is }: Shape): boolean => !['group', 'rows', 'record', 'oneOf'].includes(is)

function sayText(value: string, names: readonly string[]): Bilingual {
  const word = findCodeWord(names.at(-1) ?? '', value)
  return word ? { zh: `${word.zh}（${value}）`, en: `${word.en} (${value})` } : same(value)
}

/** One value in words; nothing as `无`. A text in two languages is both of them, one below the other: an editor answers for both. */
export function sayValue(kind: string, shape: Shape, value: unknown, names: readonly string[]): Bilingual {
  if (value === null || value === undefined || value === '') return NONE
  switch (shape.is) {
    case 'number':
      return same(names.at(-1) === 'year' ? String(value) : numberText(Number(value)))
    case 'boolean':
      return value === true ? YES : NO
    case 'date':
      return both((language) => (isDate(String(value)) ? dateText(String(value), language) : String(value)))
    case 'choice':
      return choiceOf(kind, [...names, String(value)])
    case 'choices':
      return listed(value, (one) => choiceOf(kind, [...names, String(one)]))
    case 'lines':
      return listed(value, (one) => sayValue(kind, shape.item, one, names))
    case 'bilingual':
    case 'paragraphs':
      return same(`${textIn(value, 'zh') ?? ''}\n${textIn(value, 'en') ?? ''}`)
    case 'text':
    case 'fixed':
      return sayText(String(value), names)
    default:
      return same(JSON.stringify(value))
  }
}

function listed(value: unknown, words: (one: unknown) => Bilingual): Bilingual {
  const texts = Array.isArray(value) ? value.map(words) : []
  return texts.length > 0 ? joined(texts, '、', ', ') : NONE
}

export interface Told {
  readonly label: Bilingual
  readonly text: Bilingual
}

const caseOf = (shape: Shape & { is: 'oneOf' }, value: unknown): Shape | undefined =>
  shape.cases.find((one) => fits(one, value)) ?? shape.cases[0]

/** Everything below a part, as labels and words; what is empty is left out. */
export function tellAll(kind: string, shape: Shape, value: unknown, names: readonly string[]): Told[] {
  if (value === null || value === undefined) return []
  switch (shape.is) {
    case 'group':
      return shape.fields.flatMap(([name, field]) => {
        const inner = [...names, name]
        const label = labelOf(kind, inner)
        const one = memberOf(value, name)
        if (isPlain(field)) return isNothing(one) ? [] : [{ label, text: sayValue(kind, field, one, inner) }]
        return tellAll(kind, field, one, inner).map((told) => ({ ...told, label: under(label, told.label) }))
      })
    case 'rows':
      return (Array.isArray(value) ? value : []).flatMap((one, index) =>
        tellRow(kind, shape.item, one, names, fill(rowOf(kind, names), { n: index + 1 })),
      )
    case 'record':
      return entriesOf(value).flatMap(([key, one]) => tellRow(kind, shape.item, one, names, same(key)))
    case 'oneOf': {
      const one = caseOf(shape, value)
      return one ? tellAll(kind, one, value, names) : []
    }
    default:
      return [{ label: labelOf(kind, names), text: sayValue(kind, shape, value, names) }]
  }
}

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0)

const entriesOf = (value: unknown): [string, unknown][] => (isBranch(value) ? Object.entries(value) : [])

function tellRow(kind: string, item: Shape, value: unknown, names: readonly string[], row: Bilingual): Told[] {
  if (isPlain(item)) return [{ label: row, text: sayValue(kind, item, value, names) }]
  return tellAll(kind, item, value, names).map((told) => ({ ...told, label: under(row, told.label) }))
}

/** One thing that differs: where, what it was (null when it is new) and what it is (null when it is gone). */
export interface Change {
  readonly label: Bilingual
  readonly was: readonly Bilingual[] | null
  readonly is: readonly Bilingual[] | null
}

const alike = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other)

/** JSON with its keys in order: the database does not keep the order in which they were written. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (isBranch(value))
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join()}}`
  return JSON.stringify(value ?? null)
}

/** What a text says in one language; paragraphs as lines. */
function textIn(text: unknown, language: 'zh' | 'en'): string | null {
  const found = memberOf(text, language)
  return isNothing(found) ? null : [found].flat().join('\n')
}

class Comparison {
  readonly changes: Change[] = []

  constructor(private readonly kind: string) {}

  compare(shape: Shape, was: unknown, is: unknown, names: readonly string[], label: Bilingual | null): void {
    if (alike(was, is) || (isNothing(was) && isNothing(is))) return
    if (shape.is === 'bilingual' || shape.is === 'paragraphs') this.languages(was, is, names, label)
    else if (isPlain(shape)) this.plain(shape, was, is, names, label)
    else if (isNothing(was) || isNothing(is)) this.whole(shape, was, is, names, label)
    else if (shape.is === 'rows') this.rows(shape.item, was, is, names, label)
    else this.inside(shape, was, is, names, label)
  }

  private inside(shape: Shape, was: unknown, is: unknown, names: readonly string[], label: Bilingual | null): void {
    if (shape.is === 'group')
      for (const [name, field] of shape.fields) {
        const inner = [...names, name]
        this.compare(field, memberOf(was, name), memberOf(is, name), inner, below(label, labelOf(this.kind, inner)))
      }
    if (shape.is === 'record')
      for (const key of new Set([...entriesOf(was), ...entriesOf(is)].map(([name]) => name)))
        this.compare(shape.item, memberOf(was, key), memberOf(is, key), names, below(label, this.keyName(was, is, key)))
    if (shape.is === 'oneOf') {
      const one = caseOf(shape, is)
      if (one && fits(one, was)) this.compare(one, was, is, names, label)
      else this.whole(shape, was, is, names, label)
    }
  }

  /** Each language by itself: whoever reads one must see that the other one changes. */
  private languages(was: unknown, is: unknown, names: readonly string[], label: Bilingual | null): void {
    for (const [language, name] of [
      ['zh', { zh: '（中文）', en: ' (Chinese)' }],
      ['en', { zh: '（英文）', en: ' (English)' }],
    ] as const) {
      const [old, now] = [textIn(was, language), textIn(is, language)]
      if (old !== now)
        this.changes.push({
          label: joined([label ?? labelOf(this.kind, names), name], '', ''),
          was: old === null ? null : [same(old)],
          is: now === null ? null : [same(now)],
        })
    }
  }

  /** A code with what it stands for, where the value says so. */
  private keyName(was: unknown, is: unknown, key: string): Bilingual {
    const name = memberOf(memberOf(is, key) ?? memberOf(was, key), 'label')
    if (!isBranch(name)) return same(key)
    return { zh: String(name.zh), en: String(name.en) }
  }

  private plain(shape: Shape, was: unknown, is: unknown, names: readonly string[], label: Bilingual | null): void {
    const words = (value: unknown) => (isNothing(value) ? null : [sayValue(this.kind, shape, value, names)])
    this.changes.push({ label: label ?? labelOf(this.kind, names), was: words(was), is: words(is) })
  }

  private whole(shape: Shape, was: unknown, is: unknown, names: readonly string[], label: Bilingual | null): void {
    const words = (value: unknown) =>
      isNothing(value)
        ? null
        : tellAll(this.kind, shape, value, names).map(({ label: name, text }) => ({
            zh: `${name.zh}：${text.zh.replaceAll('\n', ' / ')}`,
            en: `${name.en}: ${text.en.replaceAll('\n', ' / ')}`,
          }))
    this.changes.push({ label: label ?? CODE, was: words(was), is: words(is) })
  }

  /** Rows that stand in both, in this order, are the same; what lies between is compared one by one, and what is left over is new or gone. */
  private rows(item: Shape, was: unknown, is: unknown, names: readonly string[], label: Bilingual | null): void {
    const [old, now] = [was, is].map((list) => (Array.isArray(list) ? list : [])) as [unknown[], unknown[]]
    const word = rowOf(this.kind, names)
    const gap = (from: number, to: number, start: number, end: number): void => {
      for (let step = 0; step < Math.max(to - from, end - start); step++) {
        const [a, b] = [
          from + step < to ? old[from + step] : undefined,
          start + step < end ? now[start + step] : undefined,
        ]
        const number = (b === undefined ? from : start) + step + 1
        this.compare(item, a, b, names, below(label, fill(word, { n: number })))
      }
    }
    let [at, on] = [0, 0]
    for (const [a, b] of commonRows(old, now)) {
      gap(at, a, on, b)
      ;[at, on] = [a + 1, b + 1]
    }
    gap(at, old.length, on, now.length)
  }
}

const below = (label: Bilingual | null, name: Bilingual): Bilingual => (label ? under(label, name) : name)

/** The longest run of equal rows in the same order, as pairs of places. */
function commonRows(old: readonly unknown[], now: readonly unknown[]): [number, number][] {
  const [a, b] = [old.map(canonical), now.map(canonical)]
  const best = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const at = (i: number, j: number) => best[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const line = best[i]
      if (line) line[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) pairs.push([i++, j++])
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}

/** What differs between two bodies of a kind, in the order of their fields; empty when nothing does. */
export function listChanges(kind: string, shape: Shape, was: unknown, is: unknown): Change[] {
  const comparison = new Comparison(kind)
  comparison.compare(shape, was, is, [], null)
  return comparison.changes
}
