/**
 * What may be told of an error in the log: its kind, its code and where it happened. Its message
 * never: it may hold data.
 */
import { getSystemErrorMap } from 'node:util'

/** A class's name, a SQLSTATE, an errno or a code of ours; anything else could be data. */
const WORD = /^[\w.$-]{1,60}$/

const wordOf = (value: unknown): string | undefined => {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && WORD.test(text) ? text : undefined
}

/** The code of an error, or of what caused it. Not by `instanceof`: errors may come from another realm. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  // what every error may have
  const { code, errno, cause } = error as { code?: unknown; errno?: unknown; cause?: unknown }
  // libraries give codes of their own to errors of the system, and leave the number
  return getSystemErrorMap().get(Number(errno))?.[0] ?? wordOf(code) ?? codeOf(cause)
}

export const isError = (error: unknown): error is Error =>
  typeof error === 'object' && error !== null && 'stack' in error

/** Where it happened, the innermost place first. */
function placesOf(error: unknown): readonly string[] | undefined {
  if (!isError(error)) return undefined
  return error.stack?.split('\n').flatMap((line) => /^\s+at (.+:\d+:\d+\)?)$/.exec(line)?.[1] ?? [])
}

/** The fields of a line that say why something failed. */
export interface Cause {
  readonly error: string
  /** A SQLSTATE, an errno or a code of a library. */
  readonly code?: string | undefined
  readonly at?: readonly string[] | undefined
}

export const causeOf = (error: unknown): Cause => ({
  error: (isError(error) ? wordOf(error.constructor.name) : undefined) ?? typeof error,
  code: codeOf(error),
  at: placesOf(error),
})
