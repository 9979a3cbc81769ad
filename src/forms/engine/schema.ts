/** A form as JSON Schema (draft 2020-12, which OpenAPI 3.1 uses): what a machine may send. */
import { z } from 'zod'
import type { Ui } from './ui.js'

type Json = z.core.JSONSchema.JSONSchema

const line = ({ label, unit }: Ui): string => (unit ? `${label.en} (${unit.en})` : label.en)

/** Questions that are asked only after some answer beside them. */
const following = new WeakSet<object>()

/** Labels and hints for readers, in English with the Chinese beside it; nothing of how a page shows the question. */
function describe(schema: Json): void {
  const ui = schema['x-ui'] as Ui | undefined // put there by the makers of field.ts
  delete schema['x-ui']
  if (!ui) return
  if (ui.control === 'file') {
    for (const key of Object.keys(schema)) delete schema[key]
    Object.assign(schema, { type: 'string', contentMediaType: 'application/octet-stream' })
  }
  if (ui.retired) schema.deprecated = true
  if (ui.after) following.add(schema)
  if (ui.label.en) schema.title = line(ui)
  if (ui.control === 'date') {
    delete schema.allOf
    delete schema.pattern
    schema.format = 'date'
  }
  const notes = [ui.label.zh, ui.hint?.en, ui.control === 'list' && 'Commas and line breaks separate entries.']
  const options = (ui.options ?? []).map(({ value, label }) => `${value}: ${label.en}`)
  if (options.length > 0 && options.length <= 30) notes.push(`${options.join('; ')}.`)
  const description = notes.filter(Boolean).join('\n')
  if (description) schema.description = description
}

/** An answer that may be left out may also be null, which means the same; what is not asked is left out. */
function allowNull(schema: Json): void {
  const { properties } = schema
  const required = schema.required?.filter((key) => !following.has(Object(properties?.[key]))) ?? []
  if (schema.required) schema.required = required
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (typeof value !== 'object' || required.includes(key)) continue
    // draft 2020-12 has lists of types
    if (typeof value.type === 'string') value.type = [value.type, 'null'] as unknown as typeof value.type
    if (value.enum && !value.enum.includes(null)) value.enum = [...value.enum, null]
  }
}

/**
 * The JSON Schema of a form's input. Dates are strings with the format `date`, months have a
 * pattern, whole numbers are integers. Members that are not named are ignored. `x-ui` is taken out.
 */
export function jsonSchema(schema: z.ZodObject): Json {
  const { $schema: _, ...found } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io: 'input',
    override: ({ jsonSchema: made }) => {
      describe(made)
      allowNull(made)
    },
  })
  return found
}
