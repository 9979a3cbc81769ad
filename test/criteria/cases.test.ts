/** The case files: what must come out of each, by the rules of its filing day. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { judge } from '../../src/criteria/judge.js'
import { mostMonths } from '../../src/criteria/recommendedRoutes.js'
import type { DocumentFacts, Subject } from '../../src/criteria/subject.js'
import { codesOf, rulesOn } from './example.js'

interface CaseFile extends Subject {
  readonly talent: NonNullable<Subject['talent']> & { readonly passport: { readonly expiresOn: string } }
  readonly engagement: NonNullable<Subject['engagement']> & {
    readonly contract: { readonly start: string; readonly end: string }
  }
  readonly title: string
  readonly submittedOn: string
  readonly firm: { readonly creditCode: string }
  readonly documents: readonly DocumentFacts[]
  readonly expect: {
    readonly expectedDecisionOn?: string
    readonly points: Readonly<Record<string, number>>
    readonly category: string
    readonly routes: { readonly A: readonly string[]; readonly B: readonly string[] }
    readonly blocks: readonly string[]
    readonly warns: readonly string[]
    readonly proposed?: { readonly class: string; readonly route: string; readonly months: number }
  }
}

const folder = new URL('../cases/', import.meta.url)
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()
  // The files' shape is fixed (docs/case-files.md); what they must hold is what this test reads.
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as CaseFile)

test('there are ten at least', () => {
  expect(files.length).toBeGreaterThanOrEqual(10)
})

test.each(files.map((file) => [file.title, file] as const))('%s', (_, file) => {
  const { submittedOn: filedOn, firm, documents, expect: expected } = file
  const { expectedDecisionOn, proposed, blocks, warns, ...rest } = expected
  const { routesOn, ...rules } = rulesOn(filedOn)
  const judgement = judge({ filedOn, answers: file, firm, documents, routesOn, ...rules })
  expect({
    points: { ...judgement.points.byElement, total: judgement.points.total },
    category: judgement.category,
    routes: judgement.routes,
    blocks: codesOf(judgement.blocks).sort(),
    warns: codesOf(judgement.warns).sort(),
  }).toEqual({ ...rest, blocks: [...blocks].sort(), warns: [...warns].sort() })
  if (expectedDecisionOn) expect(judgement.expectedDecisionOn).toBe(expectedDecisionOn)
  expect(judgement.provisional).toBe(judgement.expectedDecisionOn >= '2027') // for which no calendar is announced
  if (!proposed) return
  const [route] = routesOn(filedOn)
  const { contract } = file.engagement
  const term = { ...contract, passportEndsOn: file.talent.passport.expiresOn }
  expect({
    class: route?.class,
    route: route?.code,
    months: mostMonths(term, route?.longestMonths ?? 0),
  }).toEqual(proposed)
})
