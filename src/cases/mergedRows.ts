/**
 * Two windows changed one list since both had shown the same rows: merged row by row and answer by
 * answer. Of the rows that were shown only marks are known, so a row is found again by the answers
 * that it has kept. Pure.
 */
import { type FormNode, isBlank, isBranch, listLeaves, valueAt } from '../forms/engine/node.js'
import { withValue } from '../forms/engine/body.js'

/** A mark of each answer of a row by its place in the row; blank answers have none. */
export type RowMarks = ReadonlyMap<string, string>

/** The mark of one answer. */
type MarkOf = (answer: unknown) => string

/** One side: the row that stands for each row that was shown, and what is new before each and at the end. */
interface Aligned {
  readonly rows: readonly (unknown | undefined)[]
  readonly added: readonly (readonly unknown[])[]
}

/** Marks of the answers of a row. */
export function rowMarks(row: FormNode, answers: unknown, markOf: MarkOf): RowMarks {
  const leaves = listLeaves(row).map((leaf) => [leaf, leaf === '' ? answers : valueAt(answers, leaf)] as const)
  return new Map(leaves.filter(([, answer]) => !isBlank(answer)).map(([leaf, answer]) => [leaf, markOf(answer)]))
}

/**
 * The list with the changes of both sides; undefined when both changed the same answer otherwise, or one of them
 * took out a row that the other one changed.
 *
 * @param base the rows that both sides were shown
 */
export function mergeRows(
  row: FormNode,
  base: readonly RowMarks[],
  mine: readonly unknown[],
  theirs: readonly unknown[],
  markOf: MarkOf,
): unknown[] | undefined {
  const marksOf = (answers: unknown) => rowMarks(row, answers, markOf)
  const [here, there] = [align(base, mine, marksOf), align(base, theirs, marksOf)]
  const merged: unknown[] = []
  for (let index = 0; index <= base.length; index++) {
    const [theirNew, myNew] = [there.added[index] ?? [], here.added[index] ?? []]
    const known = new Set(theirNew.map((one) => textOf(marksOf(one))))
    merged.push(...theirNew, ...myNew.filter((one) => !known.has(textOf(marksOf(one)))))
    const shown = base[index]
    if (!shown) continue
    const [my, their] = [here.rows[index], there.rows[index]]
    if (my === undefined || their === undefined) {
      const left = my ?? their
      if (left !== undefined && textOf(marksOf(left)) !== textOf(shown)) return undefined
      continue
    }
    const one = mergeRow(row, shown, my, their, markOf)
    if (one === undefined) return undefined
    merged.push(one)
  }
  return merged
}

/** What is kept, with the empty rows of a page at their places: lists that have just been made longer stay so. */
export function withEmptyRows(kept: unknown, typed: unknown): unknown {
  if (Array.isArray(typed) && (kept === undefined || Array.isArray(kept))) {
    const left = [...(kept ?? [])]
    const rows = typed.map((row: unknown) => (isBlank(row) ? row : withEmptyRows(left.shift(), row)))
    return [...rows.filter((row) => row !== undefined), ...left]
  }
  if (!isBranch(kept) || !isBranch(typed)) return kept
  const lists = Object.entries(typed).map(([name, one]) => [name, withEmptyRows(kept[name], one)] as const)
  return { ...kept, ...Object.fromEntries(lists.filter(([, one]) => one !== undefined)) }
}

function mergeRow(row: FormNode, base: RowMarks, mine: unknown, theirs: unknown, markOf: MarkOf): unknown {
  const [here, there] = [rowMarks(row, mine, markOf), rowMarks(row, theirs, markOf)]
  let merged = theirs
  for (const leaf of listLeaves(row)) {
    const [was, my, their] = [base.get(leaf), here.get(leaf), there.get(leaf)]
    if (my === was || my === their) continue
    if (their !== was) return undefined
    merged = leaf === '' ? mine : withValue(merged, leaf.split('.'), valueAt(mine, leaf))
  }
  return merged
}

const textOf = (marks: RowMarks): string =>
  [...marks]
    .map(([leaf, mark]) => `${leaf}:${mark}`)
    .sort()
    .join(' ')

/** Finds the rows that were shown: the same ones first, then those in the same place, or that kept an answer. */
function align(base: readonly RowMarks[], given: readonly unknown[], marksOf: (row: unknown) => RowMarks): Aligned {
  const marks = given.map(marksOf)
  const rows: unknown[] = base.map(() => undefined)
  const added: unknown[][] = Array.from({ length: base.length + 1 }, () => [])
  const gap = (from: number, to: number, start: number, end: number): void => {
    const sameCount = to - from === end - start
    const keptOne = (one: RowMarks | undefined, other: RowMarks | undefined) =>
      [...(one ?? [])].some(([leaf, mark]) => other?.get(leaf) === mark)
    const pairs = sameCount
      ? Array.from({ length: to - from }, (_, step): [number, number] => [from + step, start + step])
      : inOrder(to - from, end - start, (one, other) => keptOne(base[from + one], marks[start + other])).map(
          ([one, other]): [number, number] => [from + one, start + other],
        )
    let next = start
    for (const [one, other] of pairs) {
      added[one]?.push(...given.slice(next, other))
      rows[one] = given[other]
      next = other + 1
    }
    added[to]?.push(...given.slice(next, end))
  }
  let [at, on] = [0, 0]
  const isSame = (one: number, other: number) => texts[0][one] === texts[1][other]
  const texts = [base.map(textOf), marks.map(textOf)] as const
  for (const [one, other] of inOrder(base.length, given.length, isSame)) {
    gap(at, one, on, other)
    rows[one] = given[other]
    ;[at, on] = [one + 1, other + 1]
  }
  gap(at, base.length, on, given.length)
  return { rows, added }
}

/** The longest run of matching places in the same order, as pairs. */
function inOrder(ones: number, others: number, fits: (one: number, other: number) => boolean): [number, number][] {
  const best = Array.from({ length: ones + 1 }, () => new Array<number>(others + 1).fill(0))
  const at = (one: number, other: number) => best[one]?.[other] ?? 0
  for (let one = ones - 1; one >= 0; one--)
    for (let other = others - 1; other >= 0; other--) {
      const line = best[one]
      if (line)
        line[other] = Math.max(
          at(one + 1, other),
          at(one, other + 1),
          fits(one, other) ? at(one + 1, other + 1) + 1 : 0,
        )
    }
  const pairs: [number, number][] = []
  for (let one = 0, other = 0; one < ones && other < others; ) {
    if (fits(one, other) && at(one, other) === at(one + 1, other + 1) + 1) pairs.push([one++, other++])
    else if (at(one + 1, other) >= at(one, other + 1)) one++
    else other++
  }
  return pairs
}
