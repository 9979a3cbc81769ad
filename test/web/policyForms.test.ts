/** The form of reference data is made from the schemas: every kind has one, every field and choice a word, and what is shown and sent back is what was there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { z } from 'zod'
import { readForm } from '../../src/forms/engine/body.js'
import type { ItemView } from '../../src/forms/engine/parts.js'
import { type Kind, schemaOf } from '../../src/reference/registry.js'
import { projectFolder } from '../../src/settings.js'
import { bodyForm } from '../../src/web/policy/form.view.js'
import { KINDS } from '../../src/web/policy/kinds.js'
import { listChanges } from '../../src/web/kit/reference/say.js'
import { listChoices, listFields, shapeOf } from '../../src/web/kit/reference/shape.js'
import { BodyReader, typedOf } from '../../src/web/policy/typed.js'
import { findChoice, findLabel } from '../../src/web/kit/reference/words.js'

interface Entry {
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly body: unknown
}
const folder = join(projectFolder, 'migrations/reference')
const ENTRIES: Entry[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Entry[])
const kindOf = (name: string): Kind | undefined => KINDS.find((kind) => kind.name === name)

/** What a browser sends of a form: every field by its name. */
function sent(items: readonly ItemView[], body = new Map<string, string | string[]>()): Map<string, string | string[]> {
  for (const item of items) {
    if (!('label' in item)) {
      sent(item.items, body)
      for (const row of item.rows) sent(row.items, body)
    } else if (item.boxes.length > 0) for (const box of item.boxes) body.set(box.name, box.value)
    else if (item.part.endsWith('checkboxes')) {
      const chosen = item.options.filter((option) => option.chosen).map(({ value }) => value)
      if (chosen.length > 0) body.set(item.name, chosen)
    } else if (item.options.length > 0) {
      const chosen = item.options.find((option) => option.chosen)
      if (chosen) body.set(item.name, chosen.value)
    } else body.set(item.name, item.value)
  }
  return body
}

function through(kind: string, schema: z.ZodType, body: unknown) {
  const shape = shapeOf(schema)
  const form = bodyForm({ kind, shape, typed: typedOf(shape, body), language: 'zh', problems: [], path: 'body' })
  const { tree } = readForm(Object.fromEntries(sent(form.items)))
  const reader = new BodyReader('body')
  return { value: reader.read(shape, tree.body, schema), problems: reader.problems }
}

describe('kinds', () => {
  test('every entry that is shipped is of a kind of the registry, and fits its schema', () => {
    expect(ENTRIES.filter(({ kind }) => !kindOf(kind)).map(({ kind, key }) => `${kind} ${key}`)).toEqual([])
    const faults = ENTRIES.flatMap(({ kind, key, body }) => {
      const found = kindOf(kind)
      const schema = found && schemaOf(found, key)
      if (!found || !schema) return [`${kind} ${key} has no schema`]
      const { error } = schema.safeParse(body)
      const own = found.keyOf?.(body)
      if (error) return [`${kind} ${key} ${error.message}`]
      return own === undefined || own === key ? [] : [`${kind} ${key} says ${own}`]
    })
    expect(faults).toEqual([])
  })

  test('every kind has entries, and what its own check says of them is nothing', () => {
    for (const kind of KINDS) {
      const own = ENTRIES.filter((entry) => entry.kind === kind.name)
      expect([kind.name, own.length > 0]).toEqual([kind.name, true])
      for (const { key, body } of own) expect([key, kind.check?.(body, key, body, ENTRIES) ?? []]).toEqual([key, []])
    }
  })

  test('every field and every choice has a word in both languages', () => {
    const missing = new Set<string>()
    for (const kind of KINDS) {
      const keys = new Set(ENTRIES.filter((entry) => entry.kind === kind.name).map(({ key }) => key))
      for (const key of keys) {
        const shape = shapeOf(schemaOf(kind, key) ?? z.never())
        for (const names of listFields(shape))
          if (!findLabel(kind.name, names)) missing.add(`${kind.name} ${names.join('.')}`)
        for (const names of listChoices(shape))
          if (!findChoice(kind.name, names)) missing.add(`choice ${kind.name} ${names.join('.')}`)
      }
    }
    expect([...missing]).toEqual([])
  })

  test('no schema needs JSON to be typed', () => {
    const walk = (value: unknown): boolean =>
      typeof value === 'object' &&
      value !== null &&
      (Reflect.get(value, 'is') === 'json' || Object.values(value).some(walk))
    expect(
      KINDS.filter((kind) =>
        ENTRIES.some(({ kind: name, key }) => name === kind.name && walk(shapeOf(schemaOf(kind, key) ?? z.never()))),
      ).map(({ name }) => name),
    ).toEqual([])
  })
})

describe('what is shown and sent back is what was there', () => {
  test.each([...new Set(ENTRIES.map(({ kind }) => kind))])('%s', (name) => {
    for (const { key, body } of ENTRIES.filter(({ kind }) => kind === name)) {
      const found = kindOf(name)
      const schema = found && schemaOf(found, key)
      if (!schema) throw new Error(`${name} ${key} has no schema`)
      const { value, problems } = through(name, schema, body)
      expect([key, problems]).toEqual([key, []])
      expect(schema.parse(value)).toEqual(schema.parse(body))
      expect(listChanges(name, shapeOf(schema), body, value)).toEqual([])
    }
  })
})
