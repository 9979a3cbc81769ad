/** Every kind of reference data is declared as a form: each question and choice has its words, and what is shown and sent back is what was there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { z } from 'zod'
import { canonical } from '../../src/base/canonical.js'
import { readForm, withValue } from '../../src/forms/engine/body.js'
import { listAnswers } from '../../src/forms/engine/check.js'
import { listChanges } from '../../src/forms/engine/compare.js'
import { type FormNode, getNode, getRow, isGroup, isPair, isRows, listChildren } from '../../src/forms/engine/node.js'
import { parseForm } from '../../src/forms/engine/parse.js'
import type { ItemView } from '../../src/forms/engine/parts.js'
import { formView } from '../../src/forms/engine/view.js'
import { type Kind, nameOf, ownNameOf, schemaOf } from '../../src/reference/registry.js'
import { projectFolder } from '../../src/settings.js'
import { differing, windowsTable } from '../../src/web/kit/differing.js'
import { leftInEnglish, sidesOf } from '../../src/web/kit/versions.view.js'
import { REGISTRY } from '../../src/web/policy/kinds.js'
import { showBody } from '../../src/web/policy/show.view.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'

interface Entry {
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly body: unknown
}
const folder = join(projectFolder, 'migrations/reference')
const NAME = { zh: '例子', en: 'Example' }
/** Of kinds that only a city fills. */
const OF_A_CITY: readonly Entry[] = [
  {
    kind: 'exchangeRates',
    key: 'USD',
    effectiveFrom: '2026-01-01',
    body: { label: NAME, yuan: 7.1, on: '2026-01-01', until: '2026-12-31', source: NAME },
  },
  {
    kind: 'fastLanes',
    key: 'clearCases',
    effectiveFrom: '2026-01-01',
    body: {
      ...{ label: NAME, what: NAME, points: 85, salaryMultiple: 6.5, recommendedBefore: false },
      ...{ acceptance: 2, assessment: 5, decision: 1, order: 1, source: NAME },
    },
  },
]
const LANGUAGES = JSON.parse(readFileSync(join(projectFolder, 'tools/seed/hostTexts.json'), 'utf8')) as object
const FURTHER = Object.entries(LANGUAGES).map(([key, body]) => ({
  ...{ kind: 'hostTexts', key, effectiveFrom: '2026-01-01', body: body as unknown },
}))
const entriesOf = (path: string): Entry[] =>
  readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(path, name), 'utf8')) as Entry[])
const CLOSING = entriesOf(join(folder, 'closing'))
/** As a new installation has them: those that the last release could not read are brought last. */
const FIRST: Entry[] = entriesOf(folder).map(
  (entry) => CLOSING.find(({ kind, key }) => kind === entry.kind && key === entry.key) ?? entry,
)
const kindOf = (name: string): Kind | undefined => REGISTRY.list.find((kind) => kind.name === name)
const ENTRIES: Entry[] = [...FIRST, ...OF_A_CITY, ...FURTHER]

function formOf(kind: Kind | undefined, key: string): z.ZodObject {
  const schema = kind && schemaOf(kind, key)
  if (!schema) throw new Error(`${kind?.name} ${key} has no form`)
  return schema
}

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

function through(schema: z.ZodObject, body: unknown) {
  const form = formView(schema, body, { language: 'zh' })
  return parseForm(schema, readForm(Object.fromEntries(sent(form.items))).tree)
}

/** Every question of a form, those of rows once, with the names around it. */
function listQuestions(node: FormNode, around: readonly string[] = []): [names: readonly string[], node: FormNode][] {
  if (isPair(node)) return []
  if (isRows(node)) return [[around, node], ...listQuestions(getRow(node), around)]
  if (!isGroup(node)) return [[around, node]]
  return listChildren(node).flatMap(([key, child]) => {
    const names = [...around, key]
    const inner = listQuestions(child, names)
    return inner.some(([, one]) => one === child) ? inner : [[names, child], ...inner]
  })
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
    for (const kind of REGISTRY.list) {
      const own = ENTRIES.filter((entry) => entry.kind === kind.name)
      expect([kind.name, own.length > 0]).toEqual([kind.name, true])
      for (const { key, body } of own) expect([key, kind.check?.(body, key, body, ENTRIES) ?? []]).toEqual([key, []])
    }
  })

  test('every question and every choice has a word in both languages', () => {
    const missing = new Set<string>()
    for (const kind of REGISTRY.list)
      for (const { key } of ENTRIES.filter((entry) => entry.kind === kind.name))
        for (const [names, { ui }] of listQuestions(getNode(formOf(kind, key)))) {
          const isWhole = names.length === 0 || names.at(-1) === 'value'
          if (!isWhole && !(ui.label.zh && ui.label.en)) missing.add(`${kind.name} ${names.join('.')}`)
          for (const { value, label } of ui.options ?? [])
            if (!label.zh || !label.en || label.zh === value)
              missing.add(`choice ${kind.name} ${names.join('.')} ${value}`)
        }
    expect([...missing]).toEqual([])
  })
})

describe('what an entry is called', () => {
  const named = (kind: string, key: string, body: unknown = {}) => {
    const found = kindOf(kind)
    return found && ownNameOf(found, key, body)?.en
  }

  test('by what its form says it is about, or by what its key stands for in its kind', () => {
    const nameless = ENTRIES.filter(({ kind, key, body }) => named(kind, key, body) === undefined).map(
      ({ kind }) => kind,
    )
    expect([...new Set(nameless)].sort()).toEqual(['calendar', 'letterTemplates', 'signatories'])
    expect(named('authorities', 'x', { name: { zh: '甲', en: 'One' }, office: { zh: '乙', en: 'Two' } })).toBe('One')
    expect(named('procedure', 'refusal')).toBe('Announcing a refusal')
    const texts = REGISTRY.get('letterTemplates')
    expect(nameOf(texts, { key: 'refusal', body: {} })).toEqual({
      zh: '文书模板 refusal',
      en: 'Letter templates refusal',
    })
    expect(named('procedure', 'constructor')).toBe(undefined)
  })

  test('never by what the same key stands for in another kind', () => {
    const text = ENTRIES.find(({ kind, key }) => kind === 'letterTemplates' && key === 'refusal')?.body
    expect(named('letterTemplates', 'refusal', text)).toBe(undefined)
  })
})

test('what two windows differ in stands as it was typed: each language on a line of its own', () => {
  const schema = formOf(kindOf('districts'), '310101')
  const body = (en: string) => ({ code: '310101', label: { zh: '黄浦区', en } })
  const table = windowsTable('x', differing(schema, body('Huangpu'), body('Huangpu District')))
  expect(table.rows.map(({ cells }) => cells.map(({ line }) => line))).toMatchObject([
    [
      [{ text: { zh: '黄浦区' } }, { text: { zh: 'Huangpu' }, below: true }],
      [{ text: { zh: '黄浦区' } }, { text: { zh: 'Huangpu District' }, below: true }],
    ],
  ])
})

test('of two versions the words that differ stand out, and a text that was left in English is named', () => {
  const schema = formOf(kindOf('districts'), '310101')
  const body = (zh: string) => ({ code: '310101', label: { zh, en: 'The district of Huangpu' } })
  const changes = listChanges(schema, body('上海市的黄浦区和南市区'), body('上海市的黄浦区和卢湾区'))
  const { rows } = sidesOf(NAME, [NAME, NAME], changes) ?? { rows: [] }
  const [was = [], is = []] = rows[0]?.cells.map(({ line }) => line) ?? []
  expect(was).toMatchObject([{ text: '上海市的黄浦区和' }, { text: '南市', struck: true }, { text: '区' }])
  expect(is).toMatchObject([{ text: '上海市的黄浦区和' }, { text: '卢湾', fresh: true }, { text: '区' }])
  expect(leftInEnglish(changes)?.items).toEqual([{ zh: '名称（中文）', en: 'Name (Chinese)' }])
})

describe('what is shown and sent back is what was there', () => {
  test.each([...new Set(ENTRIES.map(({ kind }) => kind))])('%s', (name) => {
    for (const { key, body } of ENTRIES.filter(({ kind }) => kind === name)) {
      const schema = formOf(kindOf(name), key)
      const { value, problems } = through(schema, body)
      expect([key, problems]).toEqual([key, []])
      expect(canonical(value)).toBe(canonical(body))
      expect(listChanges(schema, body, value)).toEqual([])
    }
  })
})

/** The paths of all that stands in a body. */
const placesOf = (value: unknown, path: readonly string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...placesOf(inner, [...path, key])])
    : []

test.each(REGISTRY.list.map((kind) => [kind.name, kind] as const))(
  '%s: whatever is sent in one place of a body is shown, refused or kept, and what is kept fits',
  (name, kind) => {
    const bodies = ENTRIES.filter((entry) => entry.kind === name)
    const spoilt = fc
      .constantFrom(...bodies)
      .chain(({ key, body }) =>
        fc
          .tuple(fc.constantFrom(...placesOf(body)), fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' })))
          .map(([place, value]) => ({ schema: formOf(kind, key), body, tree: withValue(body, place, value) })),
      )
    fc.assert(
      fc.property(spoilt, ({ schema, body, tree }) => {
        const { value, problems } = parseForm(schema, tree)
        formView(schema, tree, { language: 'en', problems, dense: true })
        listAnswers(schema, tree)
        listChanges(schema, body, tree)
        showBody(schema, tree)
        if (value)
          expect([schema.safeParse(value).error?.issues, through(schema, value).value]).toEqual([undefined, value])
        else expect(problems.length).toBeGreaterThan(0)
      }),
      { numRuns: rounds(60) },
    )
  },
)
