/**
 * How a letter's two halves are set so that they end well: by the standard's measure, and closer or
 * smaller where that keeps a half to fewer pages. Pure: what sets a letter is handed in.
 */
import { isDeepStrictEqual } from 'node:util'
import type { NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'

/** How a half is set: rows a page, and its type's size in points. */
interface Measure {
  readonly rows: number
  readonly size: number
}

const LANGUAGES = ['zh', 'en'] as const
type Language = (typeof LANGUAGES)[number]
type Measures = Readonly<Record<Language, Measure>>

/** By the standard: 22 rows of 3 号 (GB/T 9704-2012, 5.2.2), and what stands for that in English. */
const USUAL: Measures = { zh: { rows: 22, size: 16 }, en: { rows: 22, size: 11 } }

/**
 * The standard lets the spacing be adjusted (7.3.5.4): closer, when the ending misses its page by
 * less than so many millimetres (a short notice, of `short` pages at most, more than a long
 * letter), and otherwise, when the signature would stand alone on a page. An ending that goes to the
 * next page all the same and leaves more than `hollow` millimetres empty gives its first paragraph
 * back.
 */
const mending = [21, 20, 19, 23, 24]
const short = 5
const closer = { rows: [23, 24], nearly: 16 }
const closest = { rows: [23, 24, 25, 26, 27, 28], nearly: 36 }
const hollow = 60

/**
 * A half that would begin a third page is set closer, and then smaller, by the first of these with
 * which it does not: the sizes are those from 3 号 down to 4 号.
 */
const onTwoPages: readonly Measures[] = [
  ...closest.rows.map((rows) => ({ zh: { rows, size: 16 }, en: { rows, size: 11 } })),
  ...[28, 30].map((rows) => ({ zh: { rows, size: 15 }, en: { rows: 28, size: 10.5 } })),
  ...[30, 31, 32, 34, 36].map((rows) => ({ zh: { rows, size: 14 }, en: { rows, size: 10 } })),
]

/**
 * The measure of each half, the languages in which the last sentence becomes a paragraph of its own that stays
 * with the signature, and whether only the last paragraph stays with it.
 */
export interface Spacing {
  readonly measures: Measures
  readonly part?: string
  readonly loose?: boolean
}

/**
 * Where letter.typ says that an ending stands, `below` being the millimetres to the end of the type
 * area: before it, where it starts and ends when it is one piece, or the last words and the
 * signature where they can come apart.
 */
export interface Mark {
  readonly language: Language
  readonly what: 'before' | 'start' | 'end' | 'words' | 'signature'
  readonly page: number
  readonly below: number
}

export interface Setting {
  readonly measures: Measures
  readonly document: NodeTypstDocument
  readonly marks: readonly Mark[]
}

type Compile = (spacing: Spacing) => Setting

/** The application form is a table of many pages: closer from the first, and tried no further. */
const IN_FORM: Measures = { zh: { rows: 30, size: 14 }, en: { rows: 30, size: 10 } }

/** The application form; where words and signature come apart, the last sentence stays with the signature. */
export function setForm(compile: Compile): Setting {
  const first = compile({ measures: IN_FORM })
  const alone = listAlone(first)
  return alone.length === 0 ? first : compile({ measures: IN_FORM, part: alone.join(' ') })
}

/** A letter by the standard's measure, or by another one where that mends its ending. */
export function adjust(compile: Compile): Setting {
  const first = compile({ measures: USUAL })
  const alone = listAlone(first)
  if (alone.length > 0) {
    for (const rows of mending) {
      const setting = compile(inRows(rows))
      if (listAlone(setting).length === 0) return setting
    }
    return compile({ measures: USUAL, part: alone.join(' ') })
  }
  const close = shorten(draw(first, compile), compile)
  if (!listMoved(close).some(({ left }) => left > hollow)) return close
  const loose = compile({ measures: close.measures, loose: true })
  return loose.document.numOfPages <= close.document.numOfPages && listAlone(loose).length === 0 ? loose : close
}

/**
 * With the rows closer, where that brings an ending back to its page: of each half by itself, so
 * that the other keeps the standard's rows.
 */
function draw(first: Setting, compile: Compile): Setting {
  const spacing = first.document.numOfPages <= short ? closest : closer
  const best = { zh: first, en: first }
  let last = first
  for (const rows of spacing.rows) {
    const nearly = LANGUAGES.some((one) =>
      listMoved(best[one]).some(({ language, over }) => language === one && over < spacing.nearly),
    )
    if (!nearly) break
    last = compile(inRows(rows))
    for (const one of LANGUAGES) if (pagesOf(last, one) < pagesOf(best[one], one)) best[one] = last
  }
  return both(best, [first, last], compile)
}

/** With each half that has three pages on two, where one of the measures brings that about. */
function shorten(first: Setting, compile: Compile): Setting {
  const tried = new Map<number, Setting>()
  const at = (index: number): Setting => {
    const known = tried.get(index) ?? compile({ measures: onTwoPages[index] ?? USUAL })
    tried.set(index, known)
    return known
  }
  /** The first measure of those between two places that will do; the closest one when none does. */
  const find = (language: Language, from: number, to: number): Setting => {
    if (from >= to) return at(to)
    const middle = Math.floor((from + to) / 2)
    return pagesOf(at(middle), language) <= 2 ? find(language, from, middle) : find(language, middle + 1, to)
  }
  const best = { zh: first, en: first }
  for (const one of LANGUAGES) {
    if (pagesOf(first, one) !== 3) continue
    const found = find(one, 0, onTwoPages.length - 1)
    if (pagesOf(found, one) === 2) best[one] = found
  }
  return both(best, [first, ...tried.values()], compile)
}

/** Each half as it was set best, of what was made already where that is so. */
function both(best: Readonly<Record<Language, Setting>>, made: readonly Setting[], compile: Compile): Setting {
  const measures: Measures = { zh: best.zh.measures.zh, en: best.en.measures.en }
  return made.find((one) => isDeepStrictEqual(one.measures, measures)) ?? compile({ measures })
}

const inRows = (rows: number): Spacing => ({ measures: { zh: { ...USUAL.zh, rows }, en: { ...USUAL.en, rows } } })

/** The pages of one half; its last mark is on the last of them. */
function pagesOf({ document, marks }: Setting, language: Language): number {
  const chinese = marks.findLast((mark) => mark.language === 'zh')?.page ?? 0
  return language === 'zh' ? chinese : document.numOfPages - chinese
}

/**
 * The endings that went to the next page as one piece: by how many millimetres they missed theirs,
 * and how many they left empty there.
 */
const listMoved = ({ marks }: Setting): { language: Language; over: number; left: number }[] =>
  marks.flatMap((before, i) => {
    const [start, end] = [marks[i + 1], marks[i + 2]]
    if (before.what !== 'before' || !start || !end || start.page === before.page) return []
    return [{ language: before.language, over: start.below - end.below - before.below, left: before.below }]
  })

/** The languages in which no word stands on the page of the signature. */
const listAlone = ({ marks }: Setting): string[] =>
  marks.filter(({ what, page }, i) => what === 'words' && marks[i + 1]?.page !== page).map(({ language }) => language)
