/** Which words of two texts differ: what has gone is struck in the one, what has come stands out in the other. */
import { hasHan } from '../../base/text.js'
import type { Line, Piece } from './parts.js'

/** A run of words that both texts have, or only one of them. */
interface Run {
  readonly text: string
  readonly differs: boolean
}

/** A Chinese character, a word or a figure, a run of blanks, any other sign. */
const WORD = /\p{Script=Han}|[\p{L}\p{M}\p{N}’'_{}]+|[^\S\n]+|\n|./gu
/** So many comparisons at most; longer texts stand side by side whole. */
const MOST = 4_000_000
/** Shorter answers are read at a glance. */
const LEAST = 8

/** Both sides with the words that differ marked; undefined where the whole answers are better read side by side. */
export function wordsThatDiffer([old, now]: readonly [string, string]): readonly [Line, Line] | undefined {
  if (!old || !now || Math.max(old.length, now.length) < LEAST) return undefined
  const [a, b] = [old.match(WORD) ?? [], now.match(WORD) ?? []]
  if (a.length * b.length > MOST) return undefined
  const [one, other] = runsOf(a, b)
  const kept = one.reduce((sum, { text, differs }) => sum + (differs ? 0 : text.trim().length), 0)
  // of texts that have little in common, marks would only be in the way
  if (kept * 3 < Math.min(old.length, now.length)) return undefined
  return [piecesOf(one, 'struck'), piecesOf(other, 'fresh')]
}

/** The longest common words in order, by a table of lengths; what is alike at both ends needs none. */
function runsOf(a: readonly string[], b: readonly string[]): readonly [Run[], Run[]] {
  const width = b.length + 1
  const best = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => best[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      best[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const sides: readonly [Run[], Run[]] = [[], []]
  const put = (side: 0 | 1, word: string, differs: boolean) => {
    const last = sides[side].at(-1)
    if (last?.differs === differs) sides[side].splice(-1, 1, { text: last.text + word, differs })
    else sides[side].push({ text: word, differs })
  }
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const [old, now] = [a[i], b[j]]
    if (old !== undefined && old === now) {
      put(0, old, false)
      put(1, old, false)
      i++
      j++
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      put(0, old, true)
      i++
    } else {
      put(1, now ?? '', true)
      j++
    }
  }
  return sides
}

/** Line by line; English keeps its own signs on a Chinese page. */
function piecesOf(runs: readonly Run[], mark: 'struck' | 'fresh'): Piece[] {
  const lang = hasHan(runs.map(({ text }) => text).join('')) ? undefined : 'en-GB'
  let begins = false
  return runs.flatMap(({ text, differs }) =>
    text.split('\n').flatMap((part, index): Piece[] => {
      begins ||= index > 0
      if (part === '') return []
      const piece = { text: part, lang, below: begins, [mark]: differs }
      begins = false
      return [piece]
    }),
  )
}
