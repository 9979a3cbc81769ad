/**
 * What a form can ask, read off a zod schema: the screen of reference data is made from the schemas of the bodies alone, so that a kind needs no form of its own.
 */
import type { z } from 'zod'
import { bilingualSchema, dateSchema } from '../../../reference/shapes.js'

export type Shape = (
  | { readonly is: 'text' | 'date' | 'boolean' }
  | { readonly is: 'number'; readonly whole: boolean }
  | { readonly is: 'choice'; readonly values: readonly string[] }
  /** The same text in two languages. */
  | { readonly is: 'bilingual' }
  /** Paragraphs in two languages. */
  | { readonly is: 'paragraphs' }
  /** Short texts, numbers or dates, one a line. */
  | { readonly is: 'lines'; readonly item: Shape }
  /** Some of a few. */
  | { readonly is: 'choices'; readonly values: readonly string[] }
  | { readonly is: 'group'; readonly fields: readonly (readonly [name: string, shape: Shape])[] }
  | { readonly is: 'rows'; readonly item: Shape }
  /** Values by code. */
  | { readonly is: 'record'; readonly item: Shape; readonly keys: readonly string[] | undefined }
  | { readonly is: 'oneOf'; readonly cases: readonly Shape[] }
  /** Always this value; nothing is asked. */
  | { readonly is: 'fixed'; readonly value: unknown }
  /** Anything else, written as JSON. */
  | { readonly is: 'json' }
) & {
  /** What stands for no answer: null, or nothing at all. */
  readonly empty?: 'null' | 'absent'
}

type Schema = z.core.$ZodType
type Def = Record<string, unknown> & { readonly type: string }

/** zod's own description of a schema; its type is as loose as this. */
const defOf = (schema: Schema): Def => schema._zod.def as unknown as Def
const inner = (value: unknown): Schema => value as Schema // members of a zod definition that hold schemas

const read = new WeakMap<Schema, Shape>()

/** The shape of a schema; read once. */
export function shapeOf(schema: Schema): Shape {
  const known = read.get(schema)
  if (known) return known
  const shape = readShape(schema)
  read.set(schema, shape)
  return shape
}

function readShape(schema: Schema): Shape {
  if (schema === bilingualSchema) return { is: 'bilingual' }
  if (schema === dateSchema) return { is: 'date' }
  const def = defOf(schema)
  switch (def.type) {
    case 'string':
      return { is: def.format === 'date' ? 'date' : 'text' }
    case 'number':
      return { is: 'number', whole: isWhole(def) }
    case 'boolean':
      return { is: 'boolean' }
    case 'enum':
      return { is: 'choice', values: Object.values(def.entries as Record<string, string>) }
    case 'literal':
      return literal(def.values as unknown[])
    case 'object':
      return group(def.shape as Record<string, Schema>)
    case 'array':
      return list(shapeOf(inner(def.element)))
    case 'record':
      return { is: 'record', item: shapeOf(inner(def.valueType)), keys: keysOf(shapeOf(inner(def.keyType))) }
    case 'union':
      return union((def.options as Schema[]).map(shapeOf))
    case 'nullable':
      return { ...shapeOf(inner(def.innerType)), empty: 'null' }
    case 'optional':
    case 'default':
    case 'prefault':
      return { ...shapeOf(inner(def.innerType)), empty: 'absent' }
    case 'readonly':
    case 'nonoptional':
      return shapeOf(inner(def.innerType))
    case 'pipe':
      return shapeOf(inner(def.in))
    case 'lazy':
      return shapeOf((def.getter as () => Schema)())
    default:
      return { is: 'json' }
  }
}

const isWhole = (def: Def): boolean =>
  def.format === 'safeint' ||
  ((def.checks as Schema[] | undefined) ?? []).some((check) => defOf(check).format === 'safeint')

const keysOf = (key: Shape): readonly string[] | undefined => (key.is === 'choice' ? key.values : undefined)

function literal(values: readonly unknown[]): Shape {
  if (values.length === 1) return { is: 'fixed', value: values[0] }
  return values.every((value) => typeof value === 'string') ? { is: 'choice', values } : { is: 'json' }
}

function group(fields: Record<string, Schema>): Shape {
  const shapes = Object.entries(fields).map(([name, field]) => [name, shapeOf(field)] as const)
  const names = shapes.map(([name]) => name).join(' ')
  const both = (is: Shape['is']) => names === 'zh en' && shapes.every(([, shape]) => shape.is === is && !shape.empty)
  if (both('text')) return { is: 'bilingual' }
  if (both('lines')) return { is: 'paragraphs' }
  return { is: 'group', fields: shapes }
}

function list(item: Shape): Shape {
  if (item.is === 'choice') return { is: 'choices', values: item.values }
  return item.is === 'text' || item.is === 'number' || item.is === 'date' ? { is: 'lines', item } : { is: 'rows', item }
}

function union(cases: readonly Shape[]): Shape {
  const isNull = (shape: Shape) => shape.is === 'fixed' && shape.value === null
  const rest = cases.filter((shape) => !isNull(shape))
  const [only] = rest
  if (only && rest.length === 1) return rest.length < cases.length ? { ...only, empty: 'null' } : only
  if (rest.every((shape) => shape.is === 'fixed' && typeof shape.value === 'string'))
    return { is: 'choice', values: rest.flatMap((shape) => (shape.is === 'fixed' ? String(shape.value) : [])) }
  return { is: 'oneOf', cases: rest }
}

/** Whether a value has the outline of a shape: enough to say which case of several it is. */
export function fits(shape: Shape, value: unknown): boolean {
  if (value === null || value === undefined) return shape.empty !== undefined
  switch (shape.is) {
    case 'group': {
      if (typeof value !== 'object' || Array.isArray(value)) return false
      const names = Object.keys(value)
      const needed = shape.fields.filter(([, field]) => !field.empty)
      return (
        needed.every(([name, field]) => names.includes(name) && fits(field, Reflect.get(value, name))) &&
        names.every((name) => shape.fields.some(([known]) => known === name))
      )
    }
    case 'fixed':
      return value === shape.value
    case 'rows':
    case 'lines':
    case 'choices':
      return Array.isArray(value)
    case 'number':
    case 'boolean':
      return typeof value === shape.is
    case 'text':
    case 'date':
      return typeof value === 'string'
    case 'choice':
      return typeof value === 'string' && shape.values.includes(value)
    case 'oneOf':
      return shape.cases.some((one) => fits(one, value))
    case 'json':
      return true
    default:
      return typeof value === 'object'
  }
}

/** The names of all fields below a shape, each with the names around it: `salary bands from`. */
export function listFields(shape: Shape, around: readonly string[] = []): string[][] {
  switch (shape.is) {
    case 'group':
      return shape.fields.flatMap(([name, field]) => [[...around, name], ...listFields(field, [...around, name])])
    case 'rows':
    case 'record':
    case 'lines':
      return listFields(shape.item, around)
    case 'oneOf':
      return shape.cases.flatMap((one) => listFields(one, around))
    default:
      return []
  }
}

/** All values that can be chosen below a shape, each with the names around it. */
export function listChoices(shape: Shape, around: readonly string[] = []): string[][] {
  switch (shape.is) {
    case 'group':
      return shape.fields.flatMap(([name, field]) => listChoices(field, [...around, name]))
    case 'rows':
    case 'record':
    case 'lines':
      return listChoices(shape.item, around)
    case 'oneOf':
      return shape.cases.flatMap((one) => listChoices(one, around))
    case 'choice':
    case 'choices':
      return shape.values.map((value) => [...around, value])
    default:
      return []
  }
}
