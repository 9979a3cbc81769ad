/** What a recommendation may ask for: which routes are in force on a day, and how long a permit. */
import { describe, expect, test } from '@jest/globals'
import { addDays, addMonths } from '../../src/base/dates.js'
import { checkRoute, lastDayOfRoutes, mostMonths, routesInForce } from '../../src/criteria/recommendedRoutes.js'
import { pickInForce } from '../../src/reference/bodies.js'
import { fc } from '../properties.js'
import { codesOf, entries, judgeWith } from './example.js'

const on = (day: string) => routesInForce(pickInForce(entries, day), day).map(({ code }) => code)
const beside = entries

describe('a route is in force while its basis is', () => {
  test.each([
    ['2024-09-01', []],
    ['2024-09-02', ['livestreamPlan']],
    ['2026-12-31', ['livestreamPlan']],
    ['2027-01-01', []],
  ])('on %s: %j', (day, codes) => {
    expect(on(day)).toEqual(codes)
  })
  test('afterwards it is known until when there was one', () => {
    const last = (day: string) => lastDayOfRoutes(pickInForce(entries, day), day)
    expect([last('2026-12-31'), last('2027-01-01'), last('2020-01-01')]).toEqual([null, '2026-12-31', null])
  })
  test('a successor of the basis brings it back, and several stand by their codes', () => {
    const plan = entries.find(({ kind, key }) => kind === 'policyBasis' && key === 'shanghaiPlan')
    const route = entries.find(({ kind }) => kind === 'recommendedRoutes')
    if (!plan || !route) throw new Error('they are shipped')
    const body = { ...(plan.body as object), lapsesOn: '2029-12-31' } // a body is an object
    const after = [...entries, { ...plan, effectiveFrom: '2027-02-01', body }, { ...route, key: 'another' }]
    const codes = (day: string) => routesInForce(pickInForce(after, day), day).map(({ code }) => code)
    expect([codes('2027-01-31'), codes('2027-02-01')]).toEqual([[], ['another', 'livestreamPlan']])
  })
  test('an application whose decision is expected after its end is told so', () => {
    const warns = (filedOn: string) => codesOf(judgeWith({ filedOn }).warns).includes('basisLapsed')
    expect([warns('2026-11-24'), warns('2026-12-18')]).toEqual([false, true])
  })
})

describe('the longest permit', () => {
  const term = (start: string, end: string, passportEndsOn = '2040-01-01') => ({ start, end, passportEndsOn })
  test.each([
    ['2027-01-01', '2027-12-31', 12],
    ['2027-01-04', '2028-12-31', 23],
    ['2027-01-04', '2029-01-03', 24],
    ['2027-01-31', '2027-02-27', 1],
    ['2027-01-31', '2027-02-26', 0],
    ['2027-01-01', '2040-12-31', 60],
  ])('a contract from %s to %s: %i months', (start, end, months) => {
    expect(mostMonths(term(start, end), 60)).toBe(months)
  })
  test('ends with the passport, and with the route', () => {
    expect(mostMonths(term('2027-01-01', '2029-12-31', '2028-06-29'), 60)).toBe(17)
    expect(mostMonths(term('2027-01-01', '2029-12-31', '2028-06-30'), 60)).toBe(18)
    expect(mostMonths(term('2027-01-01', '2029-12-31'), 24)).toBe(24)
  })
  test('is the most whole months within both, whatever the days', () => {
    const days = fc.integer({ min: -400, max: 3000 })
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 800 }),
        days,
        days,
        fc.integer({ min: 1, max: 60 }),
        (from, long, left, most) => {
          const start = addDays('2026-01-01', from)
          const [end, passportEndsOn] = [addDays(start, long), addDays(start, left)]
          const months = mostMonths({ start, end, passportEndsOn }, most)
          const fits = (n: number) =>
            addMonths(start, n) <= addDays(end, 1) && addMonths(start, n) <= addDays(passportEndsOn, 1)
          expect(months === 0 || fits(months)).toBe(true)
          expect(months === most || !fits(months + 1)).toBe(true)
        },
      ),
    )
  })
})

describe('a draft of a route', () => {
  const body = entries.find(({ kind }) => kind === 'recommendedRoutes')?.body as object
  test('names a basis that is there, and papers that may be promised', () => {
    const wrong = checkRoute({ ...body, basis: 'nothing', promised: ['degree', 'contract'] }, 'k', undefined, beside)
    expect(wrong.map(({ code, path }) => [code, path])).toEqual([
      ['noBasis', 'basis'],
      ['neverPromised', 'promised.1'],
    ])
    expect(checkRoute(body, 'k', undefined, beside)).toEqual([])
  })
})
