/**
 * Every deadline by the calendar of docs/domain.md#working-days and the rules of
 * docs/architecture.md#jobs-and-clocks, in literal days: first the arithmetic of a move, then
 * whole cases on a real database.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { addDays } from '../../src/base/dates.js'
import {
  type Deadline,
  daysLeftNow,
  deadlineAfter,
  type OpenStop,
  reminderAfter,
  reminderOf,
} from '../../src/cases/deadlines.js'
import { awaitedOf } from '../../src/cases/facts.js'
import { Calendar, type CalendarBody, type TimeLimit } from '../../src/reference/workingDays.js'
import { projectFolder } from '../../src/settings.js'
import type { State } from '../../src/workflow/machine.js'
import { metaOf } from '../../src/workflow/step.js'
import { fc } from '../properties.js'
import type { StepLine } from './routes.js'
import { type Case, World } from './world.js'

const referenceOf = <Body>(kind: string): Record<string, Body> =>
  Object.fromEntries(
    (
      JSON.parse(readFileSync(join(projectFolder, `migrations/reference/${kind}.json`), 'utf8')) as {
        key: string
        body: Body
      }[]
    ).map(({ key, body }) => [key, body]),
  )
const calendar = new Calendar(Object.values(referenceOf<CalendarBody>('calendar')))
const limits = referenceOf<TimeLimit>('timeLimits')

type Days = Omit<Deadline, 'counted'>
const NONE: Days = { dueOn: null, dueProvisional: false, daysLeft: null }
const due = (dueOn: string, dueProvisional = false, daysLeft: number | null = null): Days => ({
  dueOn,
  dueProvisional,
  daysLeft,
})

function move(from: State, to: State, today: string, current: Days = NONE, visited: State[] = []): Days {
  const meta = metaOf(to)
  const { counted, ...days } = deadlineAfter({
    from: metaOf(from),
    to: meta,
    current,
    left: daysLeftNow(calendar, today, current.dueOn, []),
    visited,
    today,
    calendar,
    limit: meta.clock && limits[meta.clock.limit],
  })
  // the count is kept so that it gives the same day again
  if (counted) expect(calendar.addWorkingDays(counted.from, counted.days).on).toBe(days.dueOn)
  return days
}

test('a stop holds the clock on its last day, and no more on the day after', () => {
  const last = '2026-11-26'
  const stop: OpenStop = {
    seq: 3,
    reason: 'intention',
    fromOn: '2026-11-24',
    untilOn: last,
    daysLeft: 4,
    authorityId: null,
  }
  const leftOn = (today: string) => daysLeftNow(calendar, today, '2026-12-10', [stop])
  expect(leftOn(last)).toBe(4)
  expect(leftOn('2026-11-27')).toBe(calendar.workingDaysBetween('2026-11-27', '2026-12-10'))
})

test('a reminder is sent once: before a day the nearest one that has come, after a day the latest one', () => {
  const before = (today: string, reminded: number | null) => reminderOf([5, 2], '2026-12-10', today, reminded)
  expect([before('2026-12-04', null), before('2026-12-05', null), before('2026-12-05', 5)]).toEqual([null, 5, null])
  expect([before('2026-12-08', 5), before('2026-12-08', 2), before('2026-12-11', null)]).toEqual([2, null, null])
  const after = (today: string, reminded: number | null) => reminderAfter([10, 20], '2026-12-10', today, reminded)
  expect([after('2026-12-19', null), after('2026-12-20', null), after('2026-12-20', 10)]).toEqual([null, 10, null])
  expect(after('2026-12-30', 10)).toBe(20)
})

test('a case waits for those who have not reported, for all where nobody has', () => {
  const parties = { departments: [1, 2], leadId: 1 }
  expect(awaitedOf({ state: 'underAssessment' }, { ...parties, reported: [1] })).toEqual([2])
  expect(awaitedOf({ state: 'underAssessment' }, { ...parties, reported: null })).toEqual([1, 2])
  expect(awaitedOf({ state: 'awaitingDecision' }, { ...parties, reported: null })).toEqual([1])
  expect(awaitedOf({ state: 'draft' }, { ...parties, reported: null })).toEqual([])
})

describe('the deadline of a move', () => {
  test.each([
    ['draft', 'submitted', '2026-11-24', due('2026-12-01')],
    ['draft', 'submitted', '2026-02-12', due('2026-02-26')], // the Spring Festival, with a working Saturday before and after it
    ['draft', 'submitted', '2026-04-30', due('2026-05-11')],
    ['draft', 'submitted', '2026-09-24', due('2026-10-09')],
    ['draft', 'submitted', '2026-10-03', due('2026-10-13')], // filed on a holiday: 8, 9, Sat 10, 12, 13
    ['draft', 'submitted', '2026-12-28', due('2027-01-05', true)], // beyond the announced calendar
    ['draft', 'submitted', '2026-12-24', due('2026-12-31')],
    ['draft', 'submitted', '2027-02-04', due('2027-02-15', true)], // 5 to 8 February are off by statute
    ['submitted', 'underAssessment', '2026-11-24', due('2026-12-08')],
    ['underAssessment', 'awaitingDecision', '2026-11-24', due('2026-11-26')],
    ['underAssessment', 'awaitingDecision', '2026-11-27', due('2026-12-01')],
    ['awaitingDecision', 'recommended', '2026-11-27', due('2026-11-30')],
    ['awaitingDecision', 'notRecommended', '2026-11-24', due('2027-01-25', true)], // 60 days end on Saturday 23 January
    ['awaitingDecision', 'notRecommended', '2026-10-20', due('2026-12-21')], // Saturday 19 December
    ['awaitingDecision', 'notRecommended', '2026-08-03', due('2026-10-08')], // 2 October is a holiday, the 8th works
    ['notRecommended', 'underReview', '2026-10-26', due('2026-12-25')],
    ['recommended', 'letterIssued', '2026-11-24', due('2027-05-24')],
    ['recommended', 'letterIssued', '2026-11-30', due('2027-05-30')], // a Sunday: a letter’s validity does not move
    ['recommended', 'letterIssued', '2026-08-31', due('2027-02-28')], // held to the month’s last day
    ['recommended', 'letterIssued', '2026-04-01', due('2026-10-01')],
    ['letterIssued', 'letterReceived', '2026-11-24', NONE],
    ['submitted', 'withdrawn', '2026-11-24', NONE],
  ] as const)('%s → %s on %s', (from, to, today, expected) => {
    expect(move(from, to, today, due('2026-11-30'))).toEqual(expected)
  })

  test.each([
    ['2026-11-26', due('2026-12-28', false, 3)], // 30 days end on Saturday 26 December
    ['2026-09-01', due('2026-10-08', false, 61)], // in the holiday week
    ['2026-11-30', due('2026-12-30', false, 1)],
    ['2026-12-01', due('2026-12-31', false, 0)], // on the last day
    ['2026-12-03', due('2027-01-04', true, 0)], // overdue: nothing is left, and nothing is owed; 2 January is a Saturday
  ] as const)('a correction asked on %s of a case due on 1 December keeps what is left', (today, expected) => {
    expect(move('submitted', 'awaitingCorrection', today, due('2026-12-01'))).toEqual(expected)
  })

  test.each([
    ['2026-12-10', 3, due('2026-12-15')],
    ['2026-09-30', 3, due('2026-10-10')], // a working Saturday
    ['2026-12-10', 0, due('2026-12-11')], // one day at the least
    ['2026-12-30', 2, due('2027-01-04', true)],
  ] as const)('resubmitted on %s with %i days left', (today, left, expected) => {
    for (const to of ['submitted', 'underAssessment'] as const)
      expect(move('awaitingCorrection', to, today, due('2026-12-31', false, left))).toEqual(expected)
  })

  test('60 days to ask for a review run after each refusal, but not after a review', () => {
    const refused: State[] = ['awaitingDecision', 'notRecommended']
    expect(move('awaitingDecision', 'notRecommended', '2026-11-24', due('2026-11-26'), refused)).toEqual(
      due('2027-01-25', true),
    )
    expect(move('underReview', 'notRecommended', '2026-11-24', due('2027-01-25'), [...refused, 'underReview'])).toEqual(
      NONE,
    )
  })

  test('stopped and gone on with, a limit has as many working days as it always had', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((days) => addDays('2025-09-01', days))
    fc.assert(
      fc.property(day, fc.nat(20), fc.integer({ min: 0, max: 60 }), (start, runs, stands) => {
        const first = move('draft', 'submitted', start)
        const stop = addDays(start, runs)
        const stopped = move('submitted', 'awaitingCorrection', stop, first)
        const resumed = addDays(stop, stands)
        const after = move('awaitingCorrection', 'submitted', resumed, stopped)
        const used = Math.min(calendar.workingDaysBetween(start, stop), 5)
        expect(calendar.workingDaysBetween(resumed, after.dueOn ?? '')).toBe(Math.max(5 - used, 1))
      }),
    )
  })
})

describe('on whole cases', () => {
  let world: World

  beforeAll(async () => {
    world = await World.open()
  })
  afterAll(() => world.close())
  beforeEach(() => world.at('2026-11-24'))

  type Line = [
    on: string,
    step: StepLine | 'letter',
    dueOn: string | null,
    more?: { provisional?: boolean; left?: number },
  ]

  /** Each step on its day, and the deadline that the row has afterwards. */
  async function play(one: Case, ...lines: Line[]): Promise<void> {
    for (const [on, step, dueOn, { provisional = false, left = null } = {}] of lines) {
      world.at(on)
      if (step === 'letter') await one.makeLetter()
      else await one.walk([step])
      const { state, ...row } = await one.row()
      expect({ on, state, due: row.dueOn, provisional: row.dueProvisional, left: row.daysLeft }).toEqual({
        on,
        state,
        due: dueOn,
        provisional,
        left,
      })
    }
  }

  test('5 + 10 + 2 working days, one for the letter, six months for its validity', async () => {
    await play(
      await world.draft(),
      ['2026-11-24', ['applicant', 'submit'], '2026-12-01'],
      ['2026-12-01', ['intake', 'accept', { departments: ['commerce', 'culture'] }], '2026-12-15'],
      ['2026-12-10', ['assessor', 'consult'], '2026-12-22'], // three days are left, to be had after the consultation’s five
      ['2026-12-11', ['assessor', 'report'], '2026-12-22'],
      ['2026-12-14', ['marketAssessor', 'report'], '2026-12-17'],
      ['2026-12-15', ['cultureAssessor', 'report'], '2026-12-17'],
      // ten days more would end on 30 December: the promise of 17 December, moved by two days, comes first
      ['2026-12-16', ['approver', 'returnToAssessment'], '2026-12-21'],
      ['2026-12-17', ['assessor', 'report'], '2026-12-21'],
      ['2026-12-17', ['cultureAssessor', 'report'], '2026-12-21'],
      ['2026-12-18', ['marketAssessor', 'report'], '2026-12-21'],
      ['2026-12-21', ['approver', 'recommend'], '2026-12-22'],
      ['2026-12-21', 'letter', '2027-06-21'],
      ['2026-12-22', ['approver', 'reissueLetter'], '2026-12-23'],
      ['2026-12-22', 'letter', '2027-06-22'],
      ['2026-12-24', ['permitOfficer', 'receiveLetter'], null],
      ['2026-12-28', ['permitOfficer', 'returnLetter'], '2026-12-30'],
      ['2026-12-29', ['approver', 'refuse'], '2027-03-01', { provisional: true }],
      ['2026-12-31', ['applicant', 'requestReview'], '2027-03-01', { provisional: true }],
      ['2027-01-04', ['panel', 'overturnRefusal'], '2027-01-06', { provisional: true }],
      ['2027-01-05', ['otherApprover', 'refuse'], null],
    )
  })

  test('stopped for a correction at intake and in the assessment, then gone on with', async () => {
    const one = await world.draft()
    await play(
      one,
      ['2026-11-24', ['applicant', 'submit'], '2026-12-01'],
      ['2026-11-26', ['intake', 'requestCorrection'], '2026-12-28', { left: 3 }],
      ['2026-12-10', ['applicant', 'resubmit'], '2026-12-15'],
      ['2026-12-10', ['intake', 'accept'], '2026-12-24'],
      [
        '2026-12-23',
        ['assessor', 'requestCorrection', { items: [{ on: 'resume', what: 'The dates.' }] }],
        '2027-01-22',
        { left: 1, provisional: true },
      ],
      ['2027-01-04', ['applicant', 'resubmit'], '2027-01-05', { provisional: true }],
    )
    const { rows } = await world.admin.query('select filed_on::text as on from cases where id = $1', [one.id])
    expect(rows).toEqual([{ on: '2026-11-24' }])
  })

  test('through the holiday week of October', async () => {
    world.at('2026-09-18')
    await play(
      await world.draft(),
      ['2026-09-18', ['applicant', 'submit'], '2026-09-24'],
      ['2026-09-21', ['intake', 'requestCorrection'], '2026-10-21', { left: 3 }],
      ['2026-09-30', ['applicant', 'resubmit'], '2026-10-10'],
    )
  })

  test('the day is Shanghai’s', async () => {
    const [late, early] = [await world.draft(), await world.draft()]
    await play(late, ['2026-11-24T23:59:59+08:00', ['applicant', 'submit'], '2026-12-01'])
    await play(early, ['2026-11-24T16:00:00Z', ['applicant', 'submit'], '2026-12-02'])
    const { rows } = await world.admin.query(
      'select filed_on::text as on from cases where id in ($1, $2) order by id',
      [late.id, early.id],
    )
    expect(rows).toEqual([{ on: '2026-11-24' }, { on: '2026-11-25' }])
  })

  test('a letter that is made after midnight is valid as long as it says', async () => {
    const one = await world.draft()
    await play(
      one,
      ['2026-11-24', ['applicant', 'submit'], '2026-12-01'],
      ['2026-11-24', ['intake', 'accept'], '2026-12-08'],
      ['2026-11-24', ['assessor', 'report'], '2026-11-26'],
      ['2026-11-30T23:59:00+08:00', ['approver', 'recommend'], '2026-12-01'],
      ['2026-12-02T00:10:00+08:00', 'letter', '2027-05-30'],
    )
    const { rows } = await world.admin.query('select valid_until::text as until from letters where case_id = $1', [
      one.id,
    ])
    expect(rows).toEqual([{ until: '2027-05-30' }])
  })
})
