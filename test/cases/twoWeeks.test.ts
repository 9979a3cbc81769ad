/** What the next two weeks bring: counted, forecast with the error of the same forecast before, and shared out evenly. */
import { describe, expect, test } from '@jest/globals'
import { addDays } from '../../src/base/dates.js'
import { balanced, forecastOf, listDays, paceOf } from '../../src/cases/twoWeeks.js'
import { Calendar } from '../../src/reference/workingDays.js'

const calendar = new Calendar([])
/** So many working days before Monday 30 November 2026, the earliest first. */
const workdaysOf = (count: number): string[] => {
  const days: string[] = []
  for (let on = '2026-11-29'; days.length < count; on = addDays(on, -1)) if (calendar.isWorkingDay(on)) days.unshift(on)
  return days
}

describe('the forecast', () => {
  test('of what always comes alike is never off', () => {
    const workdays = workdaysOf(80)
    const counts = new Map(workdays.map((on) => [on, 2]))
    expect(forecastOf(counts, workdays)).toEqual({ expected: 20, replays: 4, mean: 0, worst: 0 })
  })

  test('says by how much it was off: a flood in one fortnight is missed, and then expected again', () => {
    const workdays = workdaysOf(80)
    const counts = new Map(workdays.map((on, at) => [on, at >= 50 && at < 60 ? 6 : 2]))
    // 20 were expected where 60 came; then 30, 30 where 20 came; and 20 of 20 before
    expect(forecastOf(counts, workdays)).toEqual({ expected: 30, replays: 4, mean: 15, worst: 40 })
  })

  test('of a record that is too short there is none', () => {
    const workdays = workdaysOf(69)
    expect(forecastOf(new Map(workdays.map((on) => [on, 1])), workdays)).toBeUndefined()
    expect(forecastOf(new Map(), workdaysOf(200))).toBeUndefined()
  })
})

test('two weeks: overdue on the first day, consultations among them, short from the day on which more is due than can be done', () => {
  const line = (dueOn: string | null, consulted = false) => ({ dueOn, consulted })
  const lines = [
    ...[line('2026-11-20'), line('2026-11-30'), line('2026-12-02', true), line('2026-12-02'), line('2026-12-02')],
    ...[line('2026-12-02'), line('2026-12-05'), line(null), line('2027-03-01')],
  ]
  const days = listDays(lines, {
    ...{ calendar, today: '2026-11-30', firstLimit: 5, pace: 1 },
    presentOn: (on) => (on === '2026-12-01' ? 0 : 1),
    forecast: { expected: 10, replays: 3, mean: 1, worst: 2 },
  })
  expect(days.map(({ on }) => on.slice(5)).join(' ')).toBe(
    '11-30 12-01 12-02 12-03 12-04 12-07 12-08 12-09 12-10 12-11',
  )
  expect(days.map(({ due }) => due)).toEqual([2, 2, 6, 6, 6, 7, 7, 7, 7, 7])
  expect(days.map(({ consultations }) => consultations)).toEqual([0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
  expect(days.map(({ expected }) => expected)).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 4, 5])
  expect(days.map(({ able }) => able)).toEqual([1, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(days.map(({ short }) => short)).toEqual([1, 1, 4, 3, 2, 3, 3, 3, 3, 3])
})

test('two weeks add up as they are shown, whatever the pace: due and expected, less what can be done, is left', () => {
  const lines = ['2026-11-30', '2026-11-30', '2026-11-30', '2026-12-03'].map((dueOn) => ({ dueOn, consulted: false }))
  for (const pace of [0.24, 0.3, 0.55, 1.2]) {
    const forecast = { expected: 3, replays: 3, mean: 1, worst: 2 }
    const days = listDays(lines, {
      ...{ calendar, today: '2026-11-30', firstLimit: 5, pace, forecast },
      presentOn: () => 4,
    })
    for (const { due, expected, able = 0, short } of days) {
      expect([due, expected, able, short].every(Number.isInteger)).toBe(true)
      expect(short).toBe(Math.max(0, due + expected - able))
    }
  }
})

test('a pace is that of the best ten days, by person and day; where nothing was finished it is not known', () => {
  const workdays = workdaysOf(40)
  const done = new Map(workdays.map((on, at) => [on, at === 12 || at === 20 ? 60 : 0]))
  expect(paceOf(done, workdays, 3)).toBe(4)
  expect(paceOf(new Map(), workdays, 3)).toBeUndefined()
})

test('the most urgent case goes first, each to whoever then has least and may take it', () => {
  const open = [
    { id: 1, dueOn: '2026-12-04', may: [10, 20] },
    { id: 2, dueOn: '2026-12-01', may: [10, 20] },
    { id: 3, dueOn: null, may: [20] },
    { id: 4, dueOn: '2026-12-02', may: [] },
    { id: 5, dueOn: '2026-12-03', may: [10, 20] },
  ]
  const held = new Map([
    [10, 0],
    [20, 1],
  ])
  expect([...balanced(open, held)]).toEqual([
    [2, 10],
    [5, 10],
    [1, 20],
    [3, 20],
  ])
})
