/** What holds for every form and any input. */
import { describe, expect, test } from '@jest/globals'
import qs from 'qs'
import type { z } from 'zod'
import { ACCEPT_INVITATION, API_KEY, FIRM_INVITATION, SIGN_IN, STAFF_INVITATION } from '../../src/forms/account.js'
import { ACTION_FORMS } from '../../src/forms/actions.js'
import { APPLICATION, parseApplication, SECTIONS } from '../../src/forms/application.js'
import { changedAnswers, draftProblems, readForm } from '../../src/forms/engine/body.js'
import { checkRows } from '../../src/forms/engine/check.js'
import { FIRM_FACTS, FIRM_REGISTRATION } from '../../src/forms/firm.js'
import { findNode, getNode, listLeaves } from '../../src/forms/engine/node.js'
import { parseForm } from '../../src/forms/engine/parse.js'
import { changeRows } from '../../src/forms/engine/rows.js'
import { formView } from '../../src/forms/engine/view.js'
import { fillFromZone } from '../../src/forms/zone.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'
import { answersOf, flatBody, pageNames } from './generate.js'

const forms: [string, z.ZodObject][] = [
  ['application', APPLICATION],
  ...Object.entries(ACTION_FORMS),
  ['firm registration', FIRM_REGISTRATION],
  ['firm facts', FIRM_FACTS],
  ['sign in', SIGN_IN],
  ['firm invitation', FIRM_INVITATION],
  ['staff invitation', STAFF_INVITATION],
  ['accept invitation', ACCEPT_INVITATION],
  ['API key', API_KEY],
]
const runs = (name: string) => ({ numRuns: rounds(name === 'application' ? 1000 : 200, 40) })

/** Passwords and files never stand on a page; a draft's tree is not typed. */
const stands = (schema: z.ZodObject) =>
  listLeaves(getNode(schema)).every((path) => {
    const control = findNode(getNode(schema), path)?.ui.control
    return control !== 'password' && control !== 'file' && control !== 'tree'
  })

/** How the draft takes changes: laid over, null takes away (src/cases/answers.ts). */
function laidOver(before: unknown, changes: unknown): unknown {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) return changes
  const found: Record<string, unknown> =
    typeof before === 'object' && before !== null && !Array.isArray(before) ? { ...before } : {}
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete found[key]
    else found[key] = laidOver(found[key], value)
  }
  return found
}

test.each(forms)('%s: right answers parse to themselves, and zod agrees', (name, schema) => {
  fc.assert(
    fc.property(answersOf(schema), (answers) => {
      const { value, partial, problems } = parseForm(schema, JSON.parse(JSON.stringify(answers)))
      expect(problems).toEqual([])
      expect(value).toEqual(answers)
      expect(partial).toEqual(answers)
      expect(schema.parse(answers)).toEqual(answers)
    }),
    runs(name),
  )
})

test.each(forms.filter(([, schema]) => stands(schema)))(
  '%s: right answers come back from their page as they were',
  (name, schema) => {
    fc.assert(
      fc.property(answersOf(schema), fc.constantFrom('zh' as const, 'en' as const), (answers, language) => {
        const names = pageNames(formView(schema, answers, { language }).items)
        const text = names.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')
        for (const body of [flatBody(names), qs.parse(text, { depth: 12, arrayLimit: 200, parameterLimit: 5000 })]) {
          const { value, problems } = parseForm(schema, readForm(body).tree)
          expect(problems).toEqual([])
          expect(value).toEqual(answers)
        }
      }),
      runs(name),
    )
  },
)

test('a draft that is saved section by section holds what was typed on each page', () => {
  fc.assert(
    fc.property(answersOf(APPLICATION), answersOf(APPLICATION), (before, after) => {
      let kept: unknown = JSON.parse(JSON.stringify(before))
      for (const { paths } of SECTIONS) {
        const { tree } = readForm(
          flatBody(pageNames(formView(APPLICATION, after, { language: 'zh', only: paths }).items)),
        )
        kept = laidOver(kept, changedAnswers(APPLICATION, kept, tree, paths))
      }
      expect(draftProblems(APPLICATION, kept)).toEqual([])
      expect(parseApplication(kept).value).toEqual(after)
    }),
    runs('application'),
  )
})

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom<unknown>(
    '\0',
    '\ud800',
    'a\udfffb',
    '\u202etxt',
    '1e999',
    '-',
    '万',
    '٣',
    'x'.repeat(1_000_000),
    [[[[]]]],
    [null, 1, {}],
    { year: {}, month: [], day: null },
    { '0': 'a', length: 9 },
    JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    1e308,
    -0,
    false,
  ),
)
const paths = listLeaves(getNode(APPLICATION)).flatMap((path) => {
  const keys = path.split('.')
  return [...keys.map((_, at) => keys.slice(0, at + 1).join('.')), `${path}.0`, `${path}.0.from`, `${path}.year`]
})

function withJunk(tree: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  const index = Number(key)
  const own = typeof tree === 'object' && tree !== null ? tree : {}
  const inner = rest.length === 0 ? value : withJunk(Reflect.get(own, key), rest, value)
  if (Array.isArray(own))
    return own.length === 0 ? [inner] : own.with(Math.min(Math.max(0, index || 0), own.length - 1), inner)
  return { ...own, [key]: inner }
}

const broken = fc
  .tuple(answersOf(APPLICATION), fc.array(fc.tuple(fc.constantFrom(...paths), junk), { minLength: 1, maxLength: 6 }))
  .map(([answers, places]) =>
    places.reduce<unknown>((tree, [path, value]) => withJunk(tree, path.split('.'), value), answers),
  )

describe('nothing throws, whatever comes in', () => {
  const anything = fc.oneof(fc.jsonValue(), junk, broken)

  test('parsing: a value, or problems in both languages', () => {
    fc.assert(
      fc.property(anything, (tree) => {
        const { value, problems } = parseApplication(tree)
        expect(value === undefined).toBe(problems.length > 0)
        for (const { message, path, code } of problems) {
          expect(message.zh).toMatch(/^[^{}]+。$/)
          expect(message.en).toMatch(/^[A-Z“][^{}]+\.$/)
          expect(code).toMatch(/^[a-zA-Z]+$/)
          expect(path).toMatch(/^([a-zA-Z0-9]+(\.[a-zA-Z0-9]+)*)?$/)
        }
      }),
      runs('application'),
    )
  })

  test('pages, the check of answers, the task of keeping them', () => {
    fc.assert(
      fc.property(anything, (tree) => {
        const { problems } = parseApplication(tree)
        formView(APPLICATION, tree, { language: 'en', problems })
        checkRows(APPLICATION, tree, 'zh')
        draftProblems(APPLICATION, tree)
        const read = readForm(tree)
        fillFromZone(read.tree, '2026-11-24')
        changeRows(APPLICATION, read.tree, { kind: 'add', path: 'talent.resume' })
        changedAnswers(APPLICATION, tree, read.tree, ['talent', 'channels'])
      }),
      runs('application'),
    )
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  })

  test('every action', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(...Object.values(ACTION_FORMS)), (tree, schema) => {
        expect(parseForm(schema, tree).problems).toBeDefined()
      }),
      runs('application'),
    )
  })

  test('bodies of any names', () => {
    const name = fc.stringMatching(/^(a|talent|__proto__|constructor|\[|\]|\[\]|\[[a-z0-9_]{0,6}\]){1,8}$/)
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(fc.string(), fc.array(fc.string()))), (body) => {
        const { tree } = readForm(body)
        expect(JSON.stringify(tree)).not.toMatch(/"(__proto__|constructor|prototype)":/)
      }),
      runs('application'),
    )
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false)
  })

  test('nesting as deep as JSON allows', () => {
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`)
    const deeper = JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)
    for (const tree of [deep, deeper, { talent: deep, channels: deep }, { talent: { resume: [deep, deeper] } }]) {
      expect(parseApplication(tree).value).toBeUndefined()
      expect(draftProblems(APPLICATION, tree).map(({ code }) => code)).toContain('tooMuch')
      expect(checkRows(APPLICATION, tree, 'en').length).toBeGreaterThan(10)
      readForm(tree)
    }
  })
})
