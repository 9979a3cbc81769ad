/** What holds of every judgement, whatever comes in. */
import { expect, test } from '@jest/globals'
import { addDays } from '../../src/base/dates.js'
import { compareJudgements } from '../../src/criteria/difference.js'
import { judge } from '../../src/criteria/judge.js'
import type { DocumentFacts, Subject } from '../../src/criteria/subject.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'
import { answers, channel, circumstances, codesOf, documents, rulesOn } from './example.js'

const inForce = rulesOn('2026-11-24')
const filedOn = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2025-06-01', days))
const kinds = documents.map(({ kind }) => kind)
const junk = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    maxDepth: 2,
  }),
  fc.constantFrom('', '2026-02-30', '9999-12-31', '0001-01-01', 'D', '<', Number.NaN, -1, 1e308, Symbol('no answer')),
)

/** The tree with some leaves and branches replaced by anything at all. */
function spoil(tree: unknown): fc.Arbitrary<unknown> {
  const kept: fc.Arbitrary<unknown> = Array.isArray(tree)
    ? fc.tuple(...tree.map(spoil))
    : typeof tree === 'object' && tree !== null
      ? fc.record(Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, spoil(value)])), {
          requiredKeys: [],
        })
      : fc.constant(tree)
  return fc.oneof({ weight: 12, arbitrary: kept }, { weight: 1, arbitrary: junk })
}

const file = fc.record(
  {
    kind: fc.oneof(fc.constantFrom(...kinds), junk),
    issuedOn: fc.oneof(fc.constantFrom('2026-11-01', '2020-01-01', '9999-08-31'), junk),
    format: fc.oneof(fc.constantFrom('jpeg', 'png'), junk),
    bytes: fc.oneof(fc.nat(2_000_000), junk),
    width: fc.oneof(fc.nat(1000), junk),
    height: fc.oneof(fc.nat(1000), junk),
  },
  { requiredKeys: [] },
)
// Anything may come out of a draft or an old row: the point of these tests is what the types forbid.
const anySubject = spoil({ ...answers, channels: [channel, channel], circumstances }).map((tree) => tree as Subject)
const anyDocuments = fc
  .array(fc.oneof({ weight: 9, arbitrary: file }, junk), { maxLength: 12 })
  .map((list) => list as DocumentFacts[])

test('a judgement is made of anything, with points from 0 to 120', () => {
  fc.assert(
    fc.property(anySubject, anyDocuments, filedOn, fc.oneof(fc.string(), junk), (subject, files, on, code) => {
      const firm = { creditCode: code as string } // any type, as above
      const judgement = judge({ filedOn: on, answers: subject, firm, documents: files, ...inForce })
      const { points, category, routes } = judgement
      expect(points.lines).toHaveLength(9)
      expect(points.total).toBeGreaterThanOrEqual(0)
      expect(points.total).toBeLessThanOrEqual(120)
      expect(points.total).toBe(Object.values(points.byElement).reduce((sum, value) => sum + value, 0))
      expect(category).toBe(routes.A.length > 0 ? 'A' : routes.B.length > 0 ? 'B' : 'none')
      for (const { message, arithmetic } of judgement.streaming)
        for (const text of [message.zh, message.en, arithmetic.zh, arithmetic.en])
          expect(text).not.toMatch(/NaN|undefined/)
      expect(compareJudgements(judgement, judgement).sentences).toEqual([])
    }),
    { numRuns: rounds(1000) },
  )
})

test('a judgement is made of nothing', () => {
  const empty: unknown[] = [{}, null, undefined, [], 'x', 0]
  for (const subject of empty) {
    const firm = { creditCode: '' }
    const judgement = judge({ filedOn: '2026-11-24', answers: subject as Subject, firm, documents: [], ...inForce })
    expect([judgement.points.total, judgement.category, judgement.age]).toEqual([0, 'none', null])
    expect(codesOf(judgement.blocks)).toContain('missing:photo')
  }
})

test('one more document never brings a missing one, nor takes a fit one away', () => {
  fc.assert(
    fc.property(anyDocuments, file, (files, added) => {
      const firm = { creditCode: '91310105MA1FW0007P' }
      const missing = (list: DocumentFacts[]) =>
        codesOf(judge({ filedOn: '2026-11-24', answers, firm, documents: list, ...inForce }).blocks).filter((code) =>
          code.startsWith('missing:'),
        )
      const before = missing(files)
      expect(missing([...files, added as DocumentFacts]).filter((code) => !before.includes(code))).toEqual([])
    }),
  )
  fc.assert(
    fc.property(file, (added) => {
      const firm = { creditCode: '91310105MA1FW0007P' }
      const list = [...documents, added as DocumentFacts]
      expect(judge({ filedOn: '2026-11-24', answers, firm, documents: list, ...inForce }).blocks).toEqual([])
    }),
  )
})

test('a higher salary never closes a route or lowers the points', () => {
  const salary = fc.integer({ min: 0, max: 2_000_000 })
  fc.assert(
    fc.property(anySubject, salary, salary, (subject, one, other) => {
      const judged = (salaryPerYear: number) =>
        judge({
          filedOn: '2026-11-24',
          answers: { talent: subject?.talent, engagement: { salaryPerYear } },
          firm: { creditCode: '' },
          documents: [],
          ...inForce,
        })
      const [low, high] = [judged(Math.min(one, other)), judged(Math.max(one, other))]
      expect(high.points.total).toBeGreaterThanOrEqual(low.points.total)
      expect(low.routes.A.filter((code) => !high.routes.A.includes(code))).toEqual([])
      expect(low.routes.B.filter((code) => !high.routes.B.includes(code))).toEqual([])
    }),
  )
})

test('the same question has the same answer', () => {
  const question = { filedOn: '2026-11-24', answers, firm: { creditCode: '91310105MA1FW0007P' }, documents, ...inForce }
  expect(judge(question)).toEqual(judge(question))
})
