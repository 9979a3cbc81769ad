/** What ends, by kind, and what takes its place. */
import { expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry } from '../../src/reference/bodies.js'
import { endingsOf } from '../../src/reference/endings.js'
import { projectFolder } from '../../src/settings.js'
import { REGISTRY } from '../../src/web/policy/kinds.js'

const read = (kind: string): Entry[] =>
  JSON.parse(readFileSync(join(projectFolder, `migrations/reference/${kind}.json`), 'utf8'))
const SEED = ['calendar', 'policyBasis', 'recommendedRoutes', 'salary'].flatMap(read)
const change = (kind: string, key: string, effectiveFrom: string, changes: object): Entry => {
  const found = SEED.find((entry) => entry.kind === kind && entry.key === key)
  if (!found) throw new Error(key)
  return { ...found, effectiveFrom, body: { ...(found.body as object), ...changes } }
}
const namesOn = (today: string, within = 90, more: readonly Entry[] = []) =>
  endingsOf(REGISTRY, [...SEED, ...more], today, within).map(({ kind, key, on }) => `${kind} ${key} ${on}`)

test('the seed', () => {
  expect(namesOn('2026-10-01')).toEqual([])
  expect(namesOn('2026-10-02')).toEqual([
    'calendar 2026 2026-12-31',
    'policyBasis shanghaiPlan 2026-12-31',
    'recommendedRoutes livestreamPlan 2026-12-31',
  ])
  expect(namesOn('2026-12-01', 30)).toHaveLength(3)
  expect(namesOn('2027-03-01')).toEqual([
    'calendar 2026 2026-12-31',
    'policyBasis shanghaiPlan 2026-12-31',
    'recommendedRoutes livestreamPlan 2026-12-31',
    'salary shanghai 2027-02-02',
  ])
})

test('a successor that stands is no news', () => {
  const on = '2026-12-01'
  expect(namesOn(on, 30, [change('policyBasis', 'shanghaiPlan', '2027-01-01', { lapsesOn: '2029-12-31' })])).toEqual([
    'calendar 2026 2026-12-31',
  ])
  // a gap of a day is one
  expect(
    namesOn(on, 30, [change('policyBasis', 'shanghaiPlan', '2027-01-02', { lapsesOn: '2029-12-31' })]),
  ).toHaveLength(3)
  expect(namesOn(on, 30, [change('calendar', '2027', '2026-11-10', { announced: true })])).toEqual([
    'policyBasis shanghaiPlan 2026-12-31',
    'recommendedRoutes livestreamPlan 2026-12-31',
  ])
  const other = { ...change('policyBasis', 'shanghaiPlan', '2026-11-30', { lapsesOn: null }), key: 'newPlan' }
  const route = {
    ...change('recommendedRoutes', 'livestreamPlan', '2026-12-31', { basis: 'newPlan' }),
    key: 'newRoute',
  }
  expect(namesOn(on, 30, [other])).toHaveLength(3)
  expect(namesOn(on, 30, [other, route])).toEqual(['calendar 2026 2026-12-31'])
  expect(
    namesOn('2026-12-05', 90, [change('salary', 'shanghai', '2027-02-03', { label: { zh: '新', en: 'New' } })]),
  ).not.toContain('salary shanghai 2027-02-02')
})
