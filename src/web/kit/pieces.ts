/** Runs of text with one look, for lines, cells and facts, tags, and the notice that something was done (parts.ts). */
import type { Left } from '../../base/text.js'
import type { Line, Link, Notice, Piece, Tag, Text } from './parts.js'

export const link = (text: Text, href: string): Piece & Link => ({ text, href })
/** What is copied or compared letter by letter: a code, a number, a key. */
export const code = (text: Text): Piece => ({ text, look: 'code' })
/** A paper's number, set as on the paper. */
export const numberPiece = (text: string): Piece => ({ text, look: 'song', lang: 'zh-CN' })
export const quiet = (text: Text): Piece => ({ text, look: 'quiet' })
/** What is to be noticed before it becomes wrong. */
export const caution = (text: Text): Piece => ({ text, look: 'near' })
/** On a line of its own. */
export const below = (piece: Text | Piece, look?: Piece['look']): Piece =>
  typeof piece === 'object' && 'text' in piece ? { ...piece, below: true } : { text: piece, look, below: true }
export const strong = (text: Text): Piece => ({ text, look: 'strong' })

/** Pieces as a line, without those that are left out. */
export const pieces = (...parts: readonly (Text | Piece | Left)[]): Line => parts.flatMap((part) => part || [])

/** A state in words; the glyph says what the clock does. */
export const tag = (zh: string, en: string, colour: Tag['colour'], glyph?: Tag['glyph']) => ({
  ...{ label: { zh, en }, colour, glyph },
})

/** What was done, at the top of the page that comes next. */
export const success = (zh: string, en: string, text?: Text): Notice => ({ kind: 'ok', title: { zh, en }, text })
