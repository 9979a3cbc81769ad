/**
 * Right answers to any form, and what any answer of the API looks like, made from how both are declared: the
 * examples of the API's description. What a question does not say by its own `example` follows from its kind.
 */
import { z } from 'zod'
import { addDays } from '../../base/dates.js'
import {
  type Branch,
  type FormNode,
  getNode,
  getRow,
  isAsked,
  isBranch,
  isGroup,
  isPair,
  isRecord,
  isRows,
  listChildren,
} from './node.js'

/**
 * A right answer to a form, as programs send it, without what may be left out, unless that has an example of its own.
 *
 * @param today from which examples of days are counted
 */
export const exampleOf = (form: z.ZodObject, today: string): Branch => groupOf(getNode(form), today)

function groupOf(node: FormNode, today: string): Branch {
  const found: Record<string, unknown> = {}
  for (const [key, child] of listChildren(node)) {
    if (child.ui.retired || !isAsked(child, found) || (child.optional && !isShown(child))) continue
    const answer = answerTo(child, today)
    if (answer !== undefined) found[key] = answer
  }
  return found
}

/** Of what may be left out: whether the declaration gives an example, or it may be left out only for another answer. */
const isShown = (node: FormNode): boolean =>
  node.ui.example !== undefined ||
  node.ui.unless !== undefined ||
  (isGroup(node) && listChildren(node).some(([, child]) => isShown(child)))

function answerTo(node: FormNode, today: string): unknown {
  const { ui } = node
  if (ui.control === 'date' && typeof ui.example === 'number') return addDays(today, ui.example)
  if (ui.example !== undefined) return ui.example
  if (isPair(node)) return ui.label
  if (isGroup(node)) return groupOf(node, today)
  if (isRecord(node)) return {}
  if (isRows(node) || ui.control === 'lines') return [answerTo(getRow(node), today)]
  return usualAnswer(node, today)
}

/** By the kind of the question alone. */
function usualAnswer({ schema, ui }: FormNode, today: string): unknown {
  const [first = ''] = (ui.options ?? []).map(({ value }) => value)
  const most = schema instanceof z.ZodString ? (schema.maxLength ?? 100) : 100
  const least = schema instanceof z.ZodNumber ? Math.max(1, schema.minValue ?? 1) : 1
  switch (ui.control) {
    case 'date':
      return today
    case 'month':
      return today.slice(0, 7)
    case 'email':
      return 'name@example.com'
    case 'phone':
      return '021-1234 5678'
    case 'select':
    case 'radio':
      if (schema instanceof z.ZodBoolean) return true
      return schema instanceof z.ZodNumber ? least : first
    case 'number':
    case 'year':
    case 'money':
      return least
    case 'checkbox':
      return true
    case 'checkboxes':
      return [first]
    case 'tree':
      return {}
    case 'file':
      return undefined
    default:
      return ui.label.en.slice(0, most)
  }
}

/** What stands in the schemas of a document where others are named. */
export interface Named {
  readonly schemas: Readonly<Record<string, unknown>>
  /** Examples of schemas that have one already, by their names. */
  readonly examples: Readonly<Record<string, unknown>>
  /** Texts by the names of the members in which they stand. */
  readonly texts: Readonly<Record<string, string>>
}

const PREFIX = '#/components/schemas/'

/** An example of what a JSON Schema describes (draft 2020-12, as z.toJSONSchema writes it); `name`: of the member. */
export function sampleOf(schema: unknown, named: Named, today: string, name = 'text'): unknown {
  if (!isBranch(schema)) return {}
  const { $ref, type, properties, items, anyOf, format } = schema
  if (typeof $ref === 'string') {
    const own = $ref.slice(PREFIX.length)
    return named.examples[own] ?? sampleOf(named.schemas[own], named, today, name)
  }
  if (Array.isArray(schema.examples)) return schema.examples[0]
  if ('const' in schema) return schema.const
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (Array.isArray(anyOf)) return sampleOf(anyOf[0], named, today, name)
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object': {
      const members = isBranch(properties) ? Object.entries(properties) : []
      return Object.fromEntries(members.map(([key, inner]) => [key, sampleOf(inner, named, today, key)]))
    }
    case 'array':
      return items === undefined ? [] : [sampleOf(items, named, today, name)]
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? Math.max(1, schema.minimum) : 1
    case 'boolean':
      return true
    case 'string':
      if (format === 'date') return today
      return format === 'date-time' ? `${today}T01:00:00.000Z` : (named.texts[name] ?? name)
    default:
      return {}
  }
}

/** The same of what is sent: without what may be left out, unless that is a form or nothing would be left. */
export function requestOf(schema: unknown, named: Named, today: string): unknown {
  const { properties, required } = isBranch(schema) ? schema : {}
  if (!isBranch(properties)) return sampleOf(schema, named, today)
  const needed = Array.isArray(required) ? required : []
  const isForm = (inner: unknown) => isBranch(inner) && String(inner.$ref).slice(PREFIX.length) in named.examples
  const kept = Object.entries(properties).filter(([name, inner]) => needed.includes(name) || isForm(inner))
  return sampleOf(kept.length > 0 ? { type: 'object', properties: Object.fromEntries(kept) } : schema, named, today)
}
