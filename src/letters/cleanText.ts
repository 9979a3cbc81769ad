/**
 * What must never reach a letter: characters that nobody sees but that reorder, hide or split the
 * text around them (bidi overrides, zero-width and other ignorable characters, control characters,
 * halves of surrogate pairs). Found by trying: the typesetter prints them without an error and the
 * line reads differently.
 */

const unseen = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cs}]|(?![\t\n\v\f\r\x85])\p{Cc}/gu
const spaces = /[\s\x85]+/g

/**
 * One line of text as it may be printed: composed (NFC), nothing unseen, every run of white space
 * one space, none at the ends.
 */
export const cleanLine = (text: string): string => text.replace(unseen, '').normalize('NFC').replace(spaces, ' ').trim()

/** The same, but line breaks stay: in a title they stand between clauses. Empty lines go. */
export const cleanLines = (text: string): string =>
  text
    .split(/\r\n?|\n/)
    .map(cleanLine)
    .filter(Boolean)
    .join('\n')
