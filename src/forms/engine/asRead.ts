/** Answers as their readers take them, for what is filed: a list, a report or a program reads them without the form. */
import type { z } from 'zod'
import { type Branch, isBlank, isBranch, memberOf } from './node.js'
import { parseForm } from './parse.js'

/**
 * The answers with each one that can be read as it is read: 480000 for 48万, 2027-02-28 for three boxes, a list for a
 * line of names. Whatever the form cannot read or does not ask for stays as it was typed.
 */
export const asRead = (schema: z.ZodObject, tree: unknown): unknown => over(tree, parseForm(schema, tree).partial)

function over(typed: unknown, read: unknown): unknown {
  if (read === undefined || isBlank(typed)) return typed
  if (isBranch(read)) return isBranch(typed) ? overEach(typed, read) : typed
  // blank rows are not read; lists of one question have no rows
  const given = Array.isArray(typed) ? typed.filter((one) => !isBlank(one)) : []
  if (!Array.isArray(read) || read.length !== given.length || !given.every(isBranch)) return read
  return given.map((one, index) => over(one, read[index]))
}

const overEach = (typed: Branch, read: Branch): Branch =>
  Object.fromEntries(Object.entries(typed).map(([key, one]) => [key, over(one, memberOf(read, key))]))
