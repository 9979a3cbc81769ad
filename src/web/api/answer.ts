/**
 * The parts of which the API's answers are declared, and `onlyDeclared`, which answers what is
 * declared and nothing else.
 */
import { z } from 'zod'
import { STATES } from '../../workflow/step.js'

export const bilingual = z.object({ zh: z.string(), en: z.string() })
export const day = z.string().meta({ format: 'date' })
export const moment = z.string().meta({ format: 'date-time' })
export const state = z.enum(STATES)
export const reason = z.object({ code: z.string(), path: z.string().optional(), ...bilingual.shape })
export const problem = z.object({ code: z.string(), path: z.string(), message: bilingual })
export const finding = z.object({ ...problem.shape, source: bilingual })

/** An object that is described as an object and no further: what it is inside is the engine's own affair. */
export const object = <T extends object>() => z.custom<T>().meta({ type: 'object' })

/** What stands under a name in the document's components, made from something other than an answer. */
export const component = (name: string) => z.unknown().meta({ $ref: `#/components/schemas/${name}` })

/** What every answer has that says why something was not done (RFC 9457); `title` and `detail` in one language. */
export const PROBLEM = {
  type: z.string().meta({ format: 'uri-reference' }).describe('`/api/codes#` and `error`: the same for each kind'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().meta({ format: 'uri-reference' }).describe('This response, by its `requestId`'),
  heading: bilingual.describe('`title` in both languages'),
  message: bilingual.describe('`detail` in both languages'),
  requestId: z.string(),
}

/** What every operation answers when it does not do what was asked. */
export const FAILURE = z
  .object({
    ...PROBLEM,
    error: z.string().describe('The kind of error, for programs to act on'),
    problems: z.array(z.object({ ...problem.shape, source: bilingual.optional() })).optional(),
    because: z.array(reason).optional(),
    version: z.int().optional().describe('If the case has changed meanwhile: its current version'),
    since: z.array(z.object({ seq: z.int(), action: z.string(), at: moment, by: bilingual })).optional(),
  })
  .meta({ id: 'Failure' })

/** What an answer is made of: the same, where a moment may still be a Date, and may have more members. */
export type Stored<T> = string extends T
  ? T | Date
  : T extends readonly (infer I)[]
    ? readonly Stored<I>[]
    : T extends object
      ? { readonly [K in keyof T]: Stored<T[K]> }
      : T

/** The declared members of what is given, at every depth, with moments as text; never a row as it is. */
export function onlyDeclared(schema: z.core.$ZodType, given: unknown): unknown {
  if (given instanceof Date) return given.toISOString()
  if (given === null || given === undefined) return given
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return onlyDeclared(schema.unwrap(), given)
  if (schema instanceof z.ZodArray && Array.isArray(given)) return given.map((one) => onlyDeclared(schema.element, one))
  if (!(schema instanceof z.ZodObject)) return given
  const members = new Map(Object.entries(given))
  return Object.fromEntries(
    Object.entries(schema.shape).map(([name, inner]) => [name, onlyDeclared(inner, members.get(name))]),
  )
}
