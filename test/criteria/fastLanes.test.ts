/** Which fast lane a case fits, by literals. */
import { expect, test } from '@jest/globals'
import { checkLane, findLane } from '../../src/criteria/fastLanes.js'
import { judge } from '../../src/criteria/judge.js'
import { answers, rulesOn } from './example.js'

const lane = {
  label: { zh: '快', en: 'Fast' },
  what: { zh: '快', en: 'Fast' },
  ...{ points: null, salaryMultiple: null, recommendedBefore: false },
  ...{ acceptance: 1, assessment: 2, decision: 1, order: 1 },
  source: { zh: '测', en: 'Test' },
}
const facts = { points: 84, salaryPerYear: 895_248, monthlyAverage: 12_434, recommendedBefore: false }

test('every fact that a lane asks for has to be there', () => {
  const fits = (asked: object, changes: object = {}) =>
    findLane({ fast: { ...lane, ...asked } }, { ...facts, ...changes })?.code ?? null
  expect(fits({ points: 85 })).toBe(null)
  expect(fits({ points: 85 }, { points: 85 })).toBe('fast')
  expect(fits({ salaryMultiple: 6 })).toBe('fast')
  expect(fits({ salaryMultiple: 6 }, { salaryPerYear: 895_247 })).toBe(null)
  expect(fits({ salaryMultiple: 6 }, { salaryPerYear: undefined })).toBe(null)
  expect(fits({ salaryMultiple: 6 }, { monthlyAverage: null })).toBe(null)
  expect(fits({ salaryMultiple: 6, points: 85 })).toBe(null)
  expect(fits({ recommendedBefore: true })).toBe(null)
  expect(fits({ recommendedBefore: true }, { recommendedBefore: true })).toBe('fast')
})

test('of several the first by its place in the list', () => {
  const lanes = {
    a: { ...lane, points: 10, order: 2 },
    b: { ...lane, points: 20, order: 1 },
    c: { ...lane, points: 90, order: 0 },
  }
  expect(findLane(lanes, facts)?.code).toBe('b')
})

test('one that asks for nothing is refused', () => {
  expect(checkLane(lane).map(({ code }) => code)).toEqual(['asksNothing'])
  expect(checkLane({ ...lane, recommendedBefore: true })).toEqual([])
})

test('the expected day of decision counts by its days; without lanes by the usual ones', () => {
  const { rules, calendar, routesOn } = rulesOn('2026-11-24')
  const question = { filedOn: '2026-11-24', answers, firm: { creditCode: '' }, documents: [], calendar, routesOn }
  const usual = judge({ ...question, rules })
  expect([usual.lane, usual.expectedDecisionOn]).toEqual([null, '2026-12-17'])
  const fast = judge({ ...question, rules: { ...rules, fastLanes: { fast: { ...lane, salaryMultiple: 6 } } } })
  expect([fast.lane?.code, fast.expectedDecisionOn]).toEqual(['fast', '2026-11-30'])
})
