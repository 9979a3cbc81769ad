import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { addDays } from '../../src/base/dates.js'
import { entrySchema, pickInForce, reasonSchema } from '../../src/reference/bodies.js'
import { schemaOf } from '../../src/reference/registry.js'
import { Calendar, calendarSchema, timeLimitSchema } from '../../src/reference/workingDays.js'
import { REGISTRY } from '../../src/web/policy/kinds.js'
import { fc } from '../properties.js'

const folder = new URL('../../migrations/reference/', import.meta.url)
const entries = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => entrySchema.array().parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))))
const inForce = pickInForce(entries, '2026-11-24')
const calendar = new Calendar(calendarSchema.array().parse(Object.values(inForce.calendar ?? {})))
const limit = (key: string) => timeLimitSchema.parse(inForce.timeLimits?.[key])

describe('the announced calendar', () => {
  test.each([
    ['2026-02-12', 5, '2026-02-26'],
    ['2026-09-24', 5, '2026-10-09'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-04-30', 5, '2026-05-11'],
    ['2026-11-24', 17, '2026-12-17'],
    ['2026-11-21', 1, '2026-11-23'],
    ['2025-01-27', 1, '2025-02-05'],
  ])('%s and %i working days is %s', (start, count, on) => {
    expect(calendar.addWorkingDays(start, count)).toEqual({ on, provisional: false })
  })
  test.each([
    ['2025', 248],
    ['2026', 248],
  ])('%s has %i working days', (year, count) => {
    expect(calendar.workingDaysBetween(`${Number(year) - 1}-12-31`, `${year}-12-31`)).toBe(count)
  })
  test('weekends are worked and weekdays are off as announced', () => {
    const worked = ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11']
    const alsoWorked = ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10']
    expect([...worked, ...alsoWorked].filter((date) => !calendar.isWorkingDay(date))).toEqual([])
    const off = [
      '2026-01-02',
      '2026-02-16',
      '2026-02-23',
      '2026-04-06',
      '2026-05-05',
      '2026-06-19',
      '2026-09-25',
      '2026-10-07',
    ]
    expect([...off, '2025-06-02', '2025-10-08'].filter((date) => calendar.isWorkingDay(date))).toEqual([])
  })
  test('a day that is none moves on, one that is stays', () => {
    expect(calendar.nextWorkingDay('2026-10-01')).toEqual({ on: '2026-10-08', provisional: false })
    expect(calendar.nextWorkingDay('2026-10-10')).toEqual({ on: '2026-10-10', provisional: false })
    expect(calendar.addWorkingDays('2026-10-01', 0).on).toBe('2026-10-08')
    expect(['2026-10-07', '2026-10-10', '2027-01-01'].map((date) => calendar.lastWorkingDay(date))).toEqual([
      '2026-09-30',
      '2026-10-10',
      '2026-12-31',
    ])
  })
  test('days left count down to 0 on the last day and go on below', () => {
    expect(calendar.daysLeft('2026-11-24', '2026-12-01')).toBe(5)
    expect(calendar.daysLeft('2026-11-28', '2026-12-01')).toBe(2)
    expect(calendar.daysLeft('2026-12-01', '2026-12-01')).toBe(0)
    expect(calendar.daysLeft('2026-12-03', '2026-12-01')).toBe(-2)
    // Saturday and Sunday after a Friday
    expect(calendar.daysLeft('2026-11-28', '2026-11-27')).toBe(-1)
    expect(calendar.daysLeft('2026-11-29', '2026-11-27')).toBe(-1)
  })
})

describe('beyond the announced calendar', () => {
  test.each([
    ['2026-12-31', 1, '2027-01-04'],
    ['2027-02-04', 1, '2027-02-09'],
    ['2027-04-02', 1, '2027-04-06'],
    ['2027-04-30', 1, '2027-05-03'],
    ['2027-06-08', 1, '2027-06-10'],
    ['2027-09-14', 1, '2027-09-16'],
    ['2027-09-30', 1, '2027-10-04'],
    ['2035-04-30', 1, '2035-05-03'],
    ['2035-09-28', 1, '2035-10-04'],
  ])('%s and %i working days is %s, provisionally', (start, count, on) => {
    expect(calendar.addWorkingDays(start, count)).toEqual({ on, provisional: true })
  })
  test('the last announced day is not provisional', () => {
    expect(calendar.addWorkingDays('2026-12-30', 1)).toEqual({ on: '2026-12-31', provisional: false })
    expect([calendar.isAnnounced('2026-12-31'), calendar.isAnnounced('2027-01-01')]).toEqual([true, false])
  })
  test('an announcement that comes later replaces the statutory days', () => {
    const holiday = { from: '2027-02-05', to: '2027-02-12', name: { zh: '春节', en: 'Spring Festival' } }
    const source = { zh: '通知', en: 'Notice' }
    const body = { year: 2027, announced: true, off: [holiday], working: ['2027-02-13'], source }
    const later = [...entries, { kind: 'calendar', key: '2027', effectiveFrom: '2026-11-26', body }]
    const at = (on: string) => {
      const bodies = Object.values(pickInForce(later, on).calendar ?? {})
      return new Calendar(calendarSchema.array().parse(bodies)).addWorkingDays('2027-02-04', 1)
    }
    expect(at('2026-11-25')).toEqual({ on: '2027-02-09', provisional: true })
    expect(at('2026-11-26')).toEqual({ on: '2027-02-13', provisional: false })
  })
})

describe('time limits', () => {
  test.each([
    ['acceptance', '2026-11-24', '2026-12-01', false],
    ['assessment', '2026-12-01', '2026-12-15', false],
    ['decision', '2026-12-15', '2026-12-17', false],
    ['letter', '2026-12-17', '2026-12-18', false],
    ['correction', '2026-11-24', '2026-12-24', false],
    ['correction', '2026-11-26', '2026-12-28', false],
    ['correction', '2026-12-02', '2027-01-04', true],
    ['reviewRequest', '2026-11-24', '2027-01-25', true],
    ['review', '2026-11-27', '2027-01-26', true],
    ['letterValidity', '2026-08-31', '2027-02-28', false],
    ['letterValidity', '2026-11-24', '2027-05-24', false],
  ])('%s from %s ends on %s', (key, start, on, provisional) => {
    expect(calendar.dueOn(start, limit(key))).toEqual({ on, provisional })
  })
})

test('every entry fits the schema of its kind', () => {
  for (const { kind, key, body } of entries) {
    const known = REGISTRY.find(kind)
    expect([kind, key, known && schemaOf(known, key)?.safeParse(body).success]).toEqual([kind, key, true])
  }
  const without = REGISTRY.list.filter(({ name }) => !entries.some(({ kind }) => kind === name))
  // lanes, rates and languages are the city's to fill
  expect(without.map((kind) => kind.name)).toEqual(['fastLanes', 'exchangeRates', 'hostTexts'])
})

test('the reasons are those that the case files name, and have the key of their purpose', () => {
  const reasons = reasonSchema.array().parse(Object.values(inForce.reasons ?? {}))
  const codesOf = (purpose: string) => reasons.filter((reason) => reason.purpose === purpose).map(({ code }) => code)
  expect(codesOf('refusal')).toEqual([
    'criteriaNotMet',
    'complianceRecord',
    'platformEvidenceDoubtful',
    'falseMaterials',
    'other',
  ])
  expect(codesOf('revocation')).toEqual(['falseMaterials', 'changedFacts', 'requestedByFirm', 'issuedInError', 'other'])
  expect(Object.keys(inForce.reasons ?? {})).toEqual(reasons.map(({ purpose, code }) => `${purpose}.${code}`))
})

test('counting forward and counting between agree', () => {
  const start = fc.integer({ min: 0, max: 1400 }).map((days) => addDays('2025-01-01', days))
  fc.assert(
    fc.property(start, fc.integer({ min: 1, max: 60 }), (from, count) => {
      const { on } = calendar.addWorkingDays(from, count)
      expect(calendar.isWorkingDay(on)).toBe(true)
      expect(calendar.workingDaysBetween(from, on)).toBe(count)
    }),
  )
})

test('the last safe start is the last working day from which that many are left, across years', () => {
  const end = fc.integer({ min: 0, max: 1400 }).map((days) => addDays('2025-01-01', days))
  fc.assert(
    fc.property(end, fc.integer({ min: 0, max: 300 }), (by, count) => {
      const start = calendar.latestStart(by, count)
      expect(calendar.isWorkingDay(start)).toBe(true)
      expect(calendar.workingDaysBetween(start, by)).toBe(count)
      const walked = { on: start, worked: 0 }
      while (walked.on < by) {
        walked.on = addDays(walked.on, 1)
        if (calendar.isWorkingDay(walked.on)) walked.worked++
      }
      expect(walked.worked).toBe(count)
    }),
  )
})
