import { describe, expect, test } from '@jest/globals'
import {
  addDays,
  addMonths,
  completedYears,
  daysBetween,
  isDate,
  isMonth,
  listMonths,
  monthAt,
  monthNumber,
  monthOf,
  sayDate,
  sayMonth,
  weekday,
} from '../../src/base/dates.js'
import { fc } from '../properties.js'

const day = fc.integer({ min: 0, max: 400_000 }).map((days) => addDays('1800-01-01', days))

describe('a civil date', () => {
  test.each(['2026-11-24', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])('%s exists', (date) => {
    expect(isDate(date)).toBe(true)
  })
  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-1-1',
    '20261124',
    '',
    '0000-01-01',
    ' 2026-11-24',
    '2026-11-24T00:00',
  ])('%j does not', (date) => {
    expect(isDate(date)).toBe(false)
  })
  test('is refused by arithmetic when it does not exist', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError)
    expect(() => completedYears('junk', '2026-11-24')).toThrow(RangeError)
    expect(() => monthNumber('2026-13')).toThrow(RangeError)
  })
})

describe('days', () => {
  test.each([
    ['2026-11-24', 1, '2026-11-25'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-02-28', 1, '2026-03-01'],
    ['2026-11-24', 30, '2026-12-24'],
    ['2026-11-24', 60, '2027-01-23'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2000-12-31', -366, '1999-12-31'],
    ['9999-12-30', 5, '9999-12-31'],
    ['0001-01-02', -5, '0001-01-01'],
  ])('%s and %i days is %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected)
  })
  test('between two dates', () => {
    expect(daysBetween('2026-11-24', '2026-12-24')).toBe(30)
    expect(daysBetween('2026-12-24', '2026-11-24')).toBe(-30)
    expect(daysBetween('1970-01-01', '2026-11-24')).toBe(20781)
  })
  test('of the week', () => {
    expect(weekday('2026-11-24')).toBe(2)
    expect(weekday('2026-10-10')).toBe(6)
    expect(weekday('2026-11-22')).toBe(7)
    expect(weekday('1970-01-01')).toBe(4)
  })
  test('there and back again', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -50_000, max: 50_000 }), (date, days) => {
        expect(addDays(addDays(date, days), -days)).toBe(date)
        expect(daysBetween(date, addDays(date, days))).toBe(days)
      }),
    )
  })
})

describe('months', () => {
  test.each([
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2026-08-29', 6, '2027-02-28'],
    ['2026-08-28', 6, '2027-02-28'],
    ['2026-05-31', 6, '2026-11-30'],
    ['2026-11-24', 6, '2027-05-24'],
    ['2026-02-28', 6, '2026-08-28'],
    ['2026-12-31', 12, '2027-12-31'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['9999-08-01', 6, '9999-12-31'],
    ['0001-02-01', -6, '0001-01-01'],
  ])('%s and %i months is %s', (date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected)
  })
  test('have a form, a number and an order', () => {
    expect(['2026-01', '2026-12'].map(isMonth)).toEqual([true, true])
    expect(['2026-00', '2026-13', '2026-1', '2026', '', '2026-01-01', '0000-05'].map(isMonth)).toEqual(
      Array(7).fill(false),
    )
    expect(monthAt(monthNumber('2019-07'))).toBe('2019-07')
    expect(monthAt(monthNumber('2026-01') - 1)).toBe('2025-12')
    expect(monthOf('2026-11-24')).toBe('2026-11')
    expect(listMonths('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
    expect(listMonths('2026-02', '2026-02')).toEqual(['2026-02'])
    expect(listMonths('2026-02', '2026-01')).toEqual([])
  })
})

describe('completed years', () => {
  test.each([
    ['1999-11-25', '2026-11-24', 26],
    ['1999-11-24', '2026-11-24', 27],
    ['2008-11-25', '2026-11-24', 17],
    ['2008-11-24', '2026-11-24', 18],
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['2008-02-29', '2028-02-28', 19],
    ['2008-02-29', '2028-02-29', 20],
    ['1965-11-24', '2026-11-24', 61],
    ['1965-11-25', '2026-11-24', 60],
    ['2026-11-24', '2026-11-24', 0],
    ['2027-11-24', '2026-11-24', -1],
  ])('born %s, on %s: %i', (birth, on, expected) => {
    expect(completedYears(birth, on)).toBe(expected)
  })
})

test('dates and months are said without leading zeros', () => {
  expect(sayDate('2026-06-01')).toEqual({ zh: '2026年6月1日', en: '1 June 2026' })
  expect(sayMonth('2019-07')).toEqual({ zh: '2019年7月', en: 'July 2019' })
})
