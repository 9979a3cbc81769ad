/** Runs of text with one look, for lines, cells and facts (parts.ts). */
import type { Piece, Text } from './parts.js'

export const link = (text: Text, href: string): Piece => ({ text, href })
/** What is copied or compared letter by letter: a code, a number, a key. */
export const code = (text: Text): Piece => ({ text, look: 'code' })
export const quiet = (text: Text): Piece => ({ text, look: 'quiet' })
/** What is to be noticed before it becomes wrong. */
export const caution = (text: Text): Piece => ({ text, look: 'near' })
/** On a line of its own. */
export const below = (piece: Text | Piece, look?: Piece['look']): Piece =>
  typeof piece === 'object' && 'text' in piece ? { ...piece, below: true } : { text: piece, look, below: true }
