/** Calendars that no year can have, on which deadlines would rest. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { checkCalendar } from '../../src/reference/calendarCheck.js'
import { projectFolder } from '../../src/settings.js'

const same = (text: string) => ({ zh: text, en: text })
const SPRING = { from: '2027-02-05', to: '2027-02-11', name: { zh: '春节', en: 'Spring Festival' } }
const LABOUR = { from: '2027-05-01', to: '2027-05-05', name: { zh: '劳动节', en: 'Labour Day' } }
const calendar = (changes: object) => ({
  ...{ year: 2027, announced: true, off: [SPRING, LABOUR], working: ['2027-02-14'], source: same('a notice') },
  ...changes,
})
const faults = (changes: object) => checkCalendar(calendar(changes)).map(({ code, path }) => [code, path])

test('every calendar that is shipped can be', () => {
  const shipped: { key: string; body: unknown }[] = JSON.parse(
    readFileSync(join(projectFolder, 'migrations/reference/calendar.json'), 'utf8'),
  )
  expect(shipped.length).toBeGreaterThan(4)
  for (const { key, body } of shipped) expect([key, checkCalendar(body)]).toEqual([key, []])
})

describe('a weekend that is worked', () => {
  test('is a Saturday or a Sunday', () => {
    expect(checkCalendar(calendar({ working: ['2027-02-14', '2027-02-03'] }))).toEqual([
      {
        code: 'noWeekend',
        path: 'working.1',
        message: {
          zh: '2027年2月3日是周三，本为工作日；调休上班日只能是周六或周日。',
          en: '3 February 2027 is a Wednesday, an ordinary working day. A weekend worked must be a Saturday or Sunday.',
        },
      },
    ])
  })

  test('does not lie within days off', () => {
    expect(checkCalendar(calendar({ working: ['2027-02-06'] }))).toEqual([
      {
        code: 'workingAndOff',
        path: 'working.0',
        message: {
          zh: '2027年2月6日在“春节”放假期间（2027年2月5日至2027年2月11日），不能同时为调休上班日。',
          en:
            '6 February 2027 lies within “Spring Festival” (5 February 2027 to 11 February 2027) and cannot be a ' +
            'weekend worked.',
        },
      },
    ])
  })

  test('is there once, and of the year, or of the December before for New Year', () => {
    expect(faults({ working: ['2027-02-14', '2027-02-14'] })).toEqual([['twice', 'working.1']])
    expect(faults({ working: ['2028-02-19'] })).toEqual([['otherYear', 'working.0']])
    expect(faults({ working: ['2026-12-26'] })).toEqual([])
    expect(faults({ working: ['2026-11-28'] })).toEqual([['otherYear', 'working.0']])
  })
})

describe('days off', () => {
  test('are off once', () => {
    const bridge = { from: '2027-05-05', to: '2027-05-06', name: same('bridge') }
    expect(checkCalendar(calendar({ off: [SPRING, LABOUR, bridge] }))).toEqual([
      {
        code: 'spansOverlap',
        path: 'off.2.from',
        message: {
          zh: '“bridge”与“劳动节”（2027年5月1日至2027年5月5日）重叠，同一天只能属于一个假期。',
          en: '“bridge” overlaps “Labour Day” (1 May 2027 to 5 May 2027). A day can belong to one holiday only.',
        },
      },
    ])
    expect(faults({ off: [LABOUR, { ...SPRING, from: '2027-02-01', to: '2027-05-01' }], working: [] })).toEqual([
      ['spansOverlap', 'off.1.from'],
    ])
  })

  test('are of the year, but for New Year', () => {
    const newYear = { from: '2026-12-31', to: '2027-01-02', name: same('New Year') }
    expect(faults({ off: [newYear, SPRING] })).toEqual([])
    expect(faults({ off: [{ ...SPRING, from: '2026-02-05', to: '2026-02-11' }] })).toEqual([
      ['otherYear', 'off.0.from'],
      ['otherYear', 'off.0.to'],
    ])
    expect(faults({ off: [{ ...LABOUR, to: '2028-05-05' }] })).toEqual([['otherYear', 'off.0.to']])
  })

  test('of every year neither overlap nor go beyond the year', () => {
    const every = (...spans: [from: string, to: string][]) =>
      checkCalendar({
        everyYear: spans.map(([from, to]) => ({ from, to, name: same(from) })),
        source: same('a rule'),
      }).map(({ code, path }) => [code, path])
    expect(every(['01-01', '01-01'], ['10-01', '10-03'])).toEqual([])
    expect(every(['10-01', '10-03'], ['10-03', '10-04'])).toEqual([['spansOverlap', 'everyYear.1.from']])
    expect(every(['12-31', '01-02'])).toEqual([['spanOrder', 'everyYear.0.to']])
  })
})
