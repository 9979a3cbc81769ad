/** `npm run simulate`: what its arguments mean, and that equal places draw equal numbers. */
import { expect, test } from '@jest/globals'
import { readPlan } from '../../tools/simulate.js'
import { Luck } from '../simulation/luck.js'
import { happeningsOf } from '../simulation/policy.js'

test.each([
  [[], { seed: 7, from: '2026-11-24', days: 30, steps: 20 }],
  [['--seed', '5', '--months', '3'], { seed: 5, from: '2026-11-24', days: 91, steps: 20 }],
  [['--minutes', '90'], { seed: 7, from: '2026-11-24', days: 365, steps: 20, minutes: 90 }],
  [['--from', '2027-02-01', '--days', '4', '--steps', '9'], { seed: 7, from: '2027-02-01', days: 4, steps: 9 }],
])('%j', (args, plan) => {
  expect(readPlan(args, 7)).toEqual(plan)
})

test.each([[['--months', 'three']], [['--seed', '0']], [['--from', 'today']], [['--year', '2']]])(
  '%j is refused with the usage',
  (args) => {
    expect(() => readPlan(args, 7)).toThrow(/npm run simulate -- \[--seed N\]/)
  },
)

test('what is drawn follows from the seed and the place alone', () => {
  const draw = (...places: readonly (number | string)[]) => {
    const luck = new Luck(...places)
    return [luck.between(1, 1000), luck.pick(['a', 'b', 'c']), luck.chance(0.5), luck.shuffled([1, 2, 3, 4])]
  }
  expect(draw(1, '2027-01-01', 3)).toEqual(draw(1, '2027-01-01', 3))
  expect(draw(1, '2027-01-01', 3)).not.toEqual(draw(2, '2027-01-01', 3))
})

test('a year and more has its calendars, the plan’s successor and new keys, drawn by the seed', () => {
  const happened = happeningsOf(3, '2026-11-24', '2028-01-31').map(({ on, what }) => `${on} ${what}`)
  expect(happened.filter((line) => line.includes('calendar of'))).toHaveLength(2)
  expect(happened.filter((line) => line.includes('the plan'))).toHaveLength(2)
  expect(happened.filter((line) => line.includes('key')).length).toBeGreaterThan(5)
  expect(happened).toEqual(happeningsOf(3, '2026-11-24', '2028-01-31').map(({ on, what }) => `${on} ${what}`))
})
