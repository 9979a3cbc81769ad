/** Which words of two texts differ: what has gone is struck in the one, what has come stands out in the other. */
import { diffArrays } from 'diff'
import { hasHan } from '../../base/text.js'
import type { Line, Piece } from './parts.js'

/** A run of words that both texts have, or only one of them. */
interface Run {
  readonly text: string
  readonly differs: boolean
}

/** A Chinese character, a word or a figure, a run of blanks, any other sign. */
const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}’'_{}])+|[^\S\n]+|\n|./gu
/** Texts that differ in more words stand side by side whole. */
const MOST_EDITS = 1000
/** Shorter answers are read at a glance. */
const LEAST = 8

/** Both sides with the words that differ marked; undefined where the whole answers are better read side by side. */
export function wordsThatDiffer([old, now]: readonly [string, string]): readonly [Line, Line] | undefined {
  if (!old || !now || Math.max(old.length, now.length) < LEAST) return undefined
  const changes = diffArrays(old.match(WORD) ?? [], now.match(WORD) ?? [], { maxEditLength: MOST_EDITS })
  const runs = changes?.map(({ value, ...how }) => ({ ...how, text: value.join('') })) ?? []
  const kept = runs.reduce((sum, { text, added, removed }) => sum + (added || removed ? 0 : text.trim().length), 0)
  // of texts that have little in common, marks would only be in the way
  if (kept * 3 < Math.min(old.length, now.length)) return undefined
  const side = (how: 'added' | 'removed'): Run[] =>
    runs.filter((run) => run[how] || !(run.added || run.removed)).map((run) => ({ text: run.text, differs: run[how] }))
  return [piecesOf(side('removed'), 'struck'), piecesOf(side('added'), 'fresh')]
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
