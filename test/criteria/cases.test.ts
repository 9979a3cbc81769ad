/** The case files: what must come out of each, by the rules of its filing day. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { judge } from '../../src/criteria/judge.js'
import type { DocumentFacts, Subject } from '../../src/criteria/subject.js'
import { codesOf, rulesOn } from './example.js'

interface CaseFile extends Subject {
  readonly title: string
  readonly submittedOn: string
  readonly firm: { readonly creditCode: string }
  readonly documents: readonly DocumentFacts[]
  readonly expect: {
    readonly expectedDecisionOn: string
    readonly points: Readonly<Record<string, number>>
    readonly category: string
    readonly routes: { readonly A: readonly string[]; readonly B: readonly string[] }
    readonly blocks: readonly string[]
    readonly warns: readonly string[]
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
  const judgement = judge({ filedOn, answers: file, firm, documents, ...rulesOn(filedOn) })
  expect({
    expectedDecisionOn: judgement.expectedDecisionOn,
    points: { ...judgement.points.byElement, total: judgement.points.total },
    category: judgement.category,
    routes: judgement.routes,
    blocks: codesOf(judgement.blocks).sort(),
    warns: codesOf(judgement.warns).sort(),
  }).toEqual({ ...expected, blocks: [...expected.blocks].sort(), warns: [...expected.warns].sort() })
  expect(judgement.provisional).toBe(false)
})
