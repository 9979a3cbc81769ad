/** What differs between two sets of answers of one form, question by question, in words of both languages. */
import type { z } from 'zod'
import { canonical } from '../../base/canonical.js'
import type { Bilingual } from '../../base/text.js'
import {
  type FormNode,
  getNode,
  getRow,
  innerOf,
  isBranch,
  isGroup,
  isPair,
  isPlain,
  isRecord,
  isRows,
  listChildren,
  listRows,
  memberOf,
} from './node.js'
import { aboutOf, sayAnswer, textOf } from './show.js'
import { rowLabel } from './words.js'

/** One thing that differs: where, what it was (null when it is new) and what it is (null when it is gone). */
export interface Change {
  readonly label: Bilingual
  readonly was: readonly Bilingual[] | null
  readonly is: readonly Bilingual[] | null
  /** Of a text in one of two languages: as it was and as it is. */
  readonly texts?: readonly [was: string, is: string]
  /** Of a text in two languages of which only this one has changed. */
  readonly alone?: 'zh' | 'en'
}

const same = (text: string): Bilingual => ({ zh: text, en: text })
const LANGUAGES = [
  ['zh', { zh: '（中文）', en: ' (Chinese)' }],
  ['en', { zh: '（英文）', en: ' (English)' }],
] as const

const ALONE = { zh: { alone: 'zh' }, en: { alone: 'en' }, both: {} } as const

/** A label within another one. */
export const under = (one: Bilingual, other: Bilingual): Bilingual => ({
  zh: `${one.zh} › ${other.zh}`,
  en: `${one.en} › ${other.en}`,
})
const below = (label: Bilingual | null, name: Bilingual): Bilingual => (label?.zh ? under(label, name) : name)

const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0)

interface LabelledAnswer {
  readonly label: Bilingual
  readonly text: Bilingual
}

/** Every answer below a question, each with where it stands; what is empty is left out. */
function listBelow(node: FormNode, value: unknown, label: Bilingual): LabelledAnswer[] {
  if (isNothing(value)) return []
  if (isPlain(node)) {
    const text = sayAnswer(value, node)
    return text ? [{ label, text }] : []
  }
  if (isRecord(node))
    return entriesOf(value).flatMap(([key, one]) => listBelow(innerOf(node), one, below(label, same(key))))
  if (isRows(node))
    return (listRows(node, value) ?? []).flatMap((one, index) =>
      listBelow(getRow(node), one, below(label, rowLabel(node.ui, index))),
    )
  return listChildren(node).flatMap(([key, child]) =>
    listBelow(child, memberOf(value, key), below(label, child.ui.label)),
  )
}

const entriesOf = (value: unknown): [string, unknown][] => (isBranch(value) ? Object.entries(value) : [])

class Comparison {
  readonly changes: Change[] = []

  compare(node: FormNode, before: unknown, after: unknown, label: Bilingual): void {
    // what was left out is what stands for it
    const [was, is] = [before ?? node.fallback, after ?? node.fallback]
    if (canonical(was) === canonical(is) || (isNothing(was) && isNothing(is))) return
    if (isPair(node)) this.languages(was, is, label)
    else if (isPlain(node)) this.put(label, wordsOf(was, node), wordsOf(is, node))
    else if (isNothing(was) || isNothing(is)) this.put(label, allOf(node, was), allOf(node, is))
    else if (isRecord(node)) this.record(node, was, is, label)
    else if (isRows(node)) this.rows(node, was, is, label)
    else if (isGroup(node))
      for (const [key, child] of listChildren(node))
        this.compare(child, memberOf(was, key), memberOf(is, key), below(label, child.ui.label))
  }

  private put(label: Bilingual, was: Change['was'], is: Change['is']): void {
    this.changes.push({ label, was, is })
  }

  /** Each language by itself: whoever reads one must see that the other one changes. */
  private languages(was: unknown, is: unknown, label: Bilingual): void {
    const said = (value: unknown, language: string) => (isNothing(value) ? null : [same(textOf(value, language))])
    const changed = LANGUAGES.filter(([language]) => textOf(was, language) !== textOf(is, language))
    for (const [language, name] of changed)
      this.changes.push({
        label: { zh: `${label.zh}${name.zh}`, en: `${label.en}${name.en}` },
        was: said(was, language),
        is: said(is, language),
        texts: [textOf(was, language), textOf(is, language)],
        ...ALONE[changed.length === 1 ? language : 'both'],
      })
  }

  private record(node: FormNode, was: unknown, is: unknown, label: Bilingual): void {
    for (const key of new Set([...entriesOf(was), ...entriesOf(is)].map(([name]) => name))) {
      const [old, now] = [memberOf(was, key), memberOf(is, key)]
      this.compare(innerOf(node), old, now, below(label, aboutOf(node, now ?? old) ?? same(key)))
    }
  }

  /**
   * Rows that stand in both, in this order, are the same; what lies between is compared one by one,
   * and what is left over is new or gone.
   */
  private rows(node: FormNode, was: unknown, is: unknown, label: Bilingual): void {
    const [old, now] = [listRows(node, was) ?? [], listRows(node, is) ?? []]
    const gap = (from: number, to: number, start: number, end: number): void => {
      for (let step = 0; step < Math.max(to - from, end - start); step++) {
        const [a, b] = [
          from + step < to ? old[from + step] : undefined,
          start + step < end ? now[start + step] : undefined,
        ]
        const index = (b === undefined ? from : start) + step
        this.compare(getRow(node), a, b, below(label, rowLabel(node.ui, index)))
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

function wordsOf(value: unknown, node: FormNode): Bilingual[] | null {
  const text = sayAnswer(value, node)
  return text ? [text] : null
}

/** A part that is new or gone, whole: an answer a line. */
const allOf = (node: FormNode, value: unknown): Bilingual[] | null =>
  isNothing(value)
    ? null
    : listBelow(node, value, same('')).map(({ label, text }) => ({
        zh: `${label.zh}：${text.zh.replaceAll('\n', ' / ')}`,
        en: `${label.en}: ${text.en.replaceAll('\n', ' / ')}`,
      }))

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

/** What differs between two sets of answers, in the order of their questions; empty when nothing does. */
export function listChanges(schema: z.ZodType, was: unknown, is: unknown): Change[] {
  const comparison = new Comparison()
  comparison.compare(getNode(schema), was, is, same(''))
  return comparison.changes
}
