/** The kinds of reference data by which an application is judged: which there are, and that what is shipped is of their form. */
import { expect, test } from '@jest/globals'
import { CRITERIA_KINDS } from '../../src/criteria/kinds.js'
import { entries } from './example.js'

test('are those of the screen, in its order', () => {
  expect(CRITERIA_KINDS.map(({ name }) => name)).toEqual(NAMES)
  expect(CRITERIA_KINDS.filter(({ newKeys }) => newKeys).map(({ name }) => name)).toEqual(NEW_KEYS)
})

test('have entries that pass their form and their check', () => {
  const wrong = CRITERIA_KINDS.flatMap(({ name, schema, check }) => {
    const own = entries.filter((entry) => entry.kind === name)
    const faults = own.flatMap(({ key, body }) => [
      ...((typeof schema === 'function' ? schema(key) : schema)?.safeParse(body).error?.issues ?? []),
      ...(check?.(body, key, undefined, entries) ?? []),
    ])
    return faults.length > 0 || own.length === 0 ? [`${name} ${faults.length}`] : []
  })
  // lanes are a department's own to make
  expect(wrong).toEqual(['fastLanes 0'])
})

const NAMES = [
  'points',
  'salary',
  'routes',
  'recommendedRoutes',
  'fastLanes',
  'eligibility',
  'documents',
  'permitSystem',
  'scorecard',
  'streamingChecks',
  'platformExports',
  'forbiddenActs',
  'productCategories',
]
const NEW_KEYS = [
  'recommendedRoutes',
  'fastLanes',
  'documents',
  'platformExports',
  'forbiddenActs',
  'productCategories',
]
