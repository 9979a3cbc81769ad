/** Right answers to any form, made from its schema; and a browser that fills a form's page with them and sends it. */
import { z } from 'zod'
import { type FormNode, getNode, getRow, isGroup, isRows, listChildren } from '../../src/forms/engine/node.js'
import type { FieldView, ItemView } from '../../src/forms/engine/parts.js'
import { fc } from '../properties.js'

const letters = [...'AbcXYZéßñłčÄ中文字榮𠮷日本かなЖя0123456789-.’&()']
const words = (max: number) =>
  fc
    .array(fc.constantFrom(...letters, ' '), { minLength: 1, maxLength: Math.max(1, Math.min(max, 40) >> 1) })
    .map((parts) => parts.join('').replace(/ +/g, ' ').trim().normalize('NFC'))
    .filter((text) => text !== '')
const capitals = (max: number) => fc.stringMatching(new RegExp(`^[A-Z]{1,${Math.min(max, 20)}}$`))
const twoFigures = (number: number) => String(number).padStart(2, '0')
const month = fc
  .tuple(fc.integer({ min: 1900, max: 2199 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${twoFigures(number)}`)
const date = fc.tuple(month, fc.integer({ min: 1, max: 28 })).map(([start, day]) => `${start}-${twoFigures(day)}`)

/** Any right answer to one question. */
export function leafOf({ schema, ui }: FormNode): fc.Arbitrary<unknown> {
  const max = schema instanceof z.ZodString ? (schema.maxLength ?? 100) : 100
  const [least, most] = schema instanceof z.ZodNumber ? [schema.minValue ?? 0, schema.maxValue ?? 1e6] : [0, 0]
  const values = (ui.options ?? []).map(({ value }) => value)
  switch (ui.control) {
    case 'code':
      return capitals(max)
    case 'mrz':
      return fc.tuple(fc.stringMatching(/^[A-Z0-9<]{44}$/), fc.stringMatching(/^[A-Z0-9<]{44}$/))
    case 'email':
      return fc.emailAddress().filter((address) => schema.safeParse(address).success)
    case 'phone':
      return fc.stringMatching(/^(1[3-9][0-9]{9}|021[ -]?[0-9]{4} ?[0-9]{4}|\+44[0-9]{9,10})$/)
    case 'password':
      return fc.string({ minLength: 12, maxLength: 40 }).filter((text) => !text.includes('\0'))
    case 'number':
      return fc.integer({ min: least, max: most })
    case 'money':
      return fc.integer({ min: 0, max: 1e11 }).map((cents) => cents / 100)
    case 'date':
      return date
    case 'month':
      return month
    case 'checkbox':
      return fc.constant(true)
    case 'checkboxes':
      return fc.subarray(values, { minLength: 1 })
    case 'list':
      return fc.uniqueArray(fc.stringMatching(/^[a-z]{1,12}( [a-z]{1,12})?$/), { minLength: 1, maxLength: 5 })
    case 'file':
    case 'tree':
      return fc.constant({ reference: 'stored' })
    case 'select':
    case 'radio':
      if (schema instanceof z.ZodBoolean) return fc.boolean()
      return schema instanceof z.ZodNumber ? fc.integer({ min: least, max: most }) : fc.constantFrom(...values)
    default:
      return words(max).filter((text) => schema.safeParse(text).success)
  }
}

function inOrder(found: Record<string, unknown>, { ui }: FormNode): Record<string, unknown> {
  const sorted = { ...found }
  for (const [first, second] of ui.inOrder ?? []) {
    const [from, to] = [sorted[first], sorted[second]]
    if (typeof from === 'string' && typeof to === 'string' && to < from) [sorted[first], sorted[second]] = [to, from]
  }
  return sorted
}

function nodeArbitrary(node: FormNode): fc.Arbitrary<unknown> {
  if (isRows(node)) {
    return fc.array(nodeArbitrary(getRow(node)), { minLength: Math.max(1, node.ui.least ?? 0), maxLength: 3 })
  }
  if (!isGroup(node)) return leafOf(node)
  const children = listChildren(node)
  const mayMiss = (child: FormNode) => child.optional && child.fallback === undefined && !child.ui.unless
  return fc
    .record(Object.fromEntries(children.map(([key, child]) => [key, nodeArbitrary(child)])), {
      requiredKeys: children.filter(([, child]) => !mayMiss(child)).map(([key]) => key),
    })
    .map((found) => inOrder(found as Record<string, unknown>, node))
}

/** Any right value of a form. Boxes are ticked or not there, as a page sends them. */
export const answersOf = <Schema extends z.ZodObject>(schema: Schema): fc.Arbitrary<z.output<Schema>> =>
  nodeArbitrary(getNode(schema)) as fc.Arbitrary<z.output<Schema>> // made by the schema's own tree

const fieldNames = (field: FieldView): [string, string][] => {
  if (field.boxes.length > 0) return field.boxes.map(({ name, value }) => [name, value])
  if (field.part.endsWith('/checkbox')) return field.checked ? [[field.name, 'true']] : []
  if (field.part.endsWith('/select')) return [[field.name, field.options.find(({ chosen }) => chosen)?.value ?? '']]
  if (field.options.length > 0) {
    return field.options.flatMap(({ chosen, value, items }) => [
      ...(chosen ? [[field.name, value] as [string, string]] : []),
      ...pageNames(items),
    ])
  }
  return [[field.name, field.value]]
}

/** The names and values that a browser sends for a page, in the order of the page. */
export function pageNames(items: readonly ItemView[]): [string, string][] {
  return items.flatMap((item) => {
    if ('boxes' in item) return fieldNames(item)
    return [...pageNames(item.items), ...item.rows.flatMap((row) => pageNames(row.items))]
  })
}

/** A body as Fastify's form parser makes it: a name that comes twice has a list. */
export function flatBody(names: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const body: Record<string, string | string[]> = {}
  for (const [name, value] of names) {
    const before = body[name]
    body[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]
  }
  return body
}

const plain = (text = ''): string =>
  text.replaceAll(/&(lt|gt|quot|#x27|#x3D|#x60|amp);/g, (_, name: string) => {
    const signs: Record<string, string> = {
      lt: '<',
      gt: '>',
      quot: '"',
      '#x27': "'",
      '#x3D': '=',
      '#x60': '`',
      amp: '&',
    }
    return signs[name] ?? ''
  })
const attribute = (tag: string, name: string): string => plain(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1])

/** What a browser would send for rendered HTML: every control with a name, in order; buttons and files left out. */
export function htmlNames(html: string): [string, string][] {
  const controls = html.matchAll(/<input[^>]*>|<textarea[^>]*>([^<]*)<\/textarea>|<select[^>]*>([\s\S]*?)<\/select>/g)
  return [...controls].flatMap(([tag, text, options]): [string, string][] => {
    const head = tag.slice(0, tag.indexOf('>') + 1)
    const name = attribute(head, 'name')
    const type = attribute(head, 'type')
    if (name === '' || type === 'file') return []
    if (options !== undefined) return [[name, attribute(/<option[^>]* selected>/.exec(options)?.[0] ?? '', 'value')]]
    if (text !== undefined) return [[name, plain(text)]]
    if (type === 'checkbox' || type === 'radio')
      return / checked[ >]/.test(head) ? [[name, attribute(head, 'value')]] : []
    return [[name, attribute(head, 'value')]]
  })
}
