/** The parts of which the API's answers are declared, and `only`, which answers what is declared and nothing else. */
import { z } from 'zod'
import type { Bilingual } from '../../base/text.js'
import { STATES } from '../../workflow/step.js'

export const bilingual = z.object({ zh: z.string(), en: z.string() })
export const day = z.string().meta({ format: 'date' })
export const moment = z.string().meta({ format: 'date-time' })
export const state = z.enum(STATES)
export const reason = z.object({ code: z.string(), path: z.string().optional(), ...bilingual.shape })
export const problem = z.object({ code: z.string(), path: z.string(), message: bilingual })
export const finding = z.object({ ...problem.shape, source: bilingual })
export const list = <S extends z.ZodType>(of: S) => z.array(of).readonly()

/** An object that is described as an object and no further: what it is inside is the engine's own affair. */
export const object = <T extends object>() => z.custom<T>().meta({ type: 'object' })

/** What stands under a name in the document's components, made from something other than an answer. */
export const component = (name: string) => z.unknown().meta({ $ref: `#/components/schemas/${name}` })

/** What every operation answers when it does not do what was asked. */
export const FAILURE = z
  .object({
    error: z.string(),
    title: bilingual,
    message: bilingual,
    problems: list(z.object({ ...problem.shape, source: bilingual.optional() })).optional(),
    because: list(reason).optional(),
    requestId: z.string(),
  })
  .meta({ id: 'Failure' })

/** What an answer is made of: the same, where a moment may still be a Date, and may have more members. */
export type Stored<T> = string extends T
  ? T | Date
  : T extends Bilingual
    ? T
    : T extends readonly (infer I)[]
      ? readonly Stored<I>[]
      : T extends object
        ? { readonly [K in keyof T]: Stored<T[K]> }
        : T

/** The declared members of what is given, at every depth, with moments as text; never a row as it is. */
export function only<S extends z.ZodType>(schema: S, given: Stored<z.infer<S>>): z.infer<S> {
  return declaredOf(schema, given) as z.infer<S> // the walk follows the declaration that the type is made from
}

function declaredOf(schema: z.core.$ZodType, given: unknown): unknown {
  if (given instanceof Date) return given.toISOString()
  if (given === null || given === undefined) return given
  if (schema instanceof z.ZodReadonly || schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return declaredOf(schema.unwrap(), given)
  if (schema instanceof z.ZodArray && Array.isArray(given)) return given.map((one) => declaredOf(schema.element, one))
  if (!(schema instanceof z.ZodObject)) return given
  const members = new Map(Object.entries(given))
  return Object.fromEntries(
    Object.entries(schema.shape).map(([name, inner]) => [name, declaredOf(inner, members.get(name))]),
  )
}
