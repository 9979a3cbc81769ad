/** The demonstration's story holds on any day: what its clock does is due by then, however holidays lie between the steps. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { addDays, addMonths } from '../../src/base/dates.js'
import { Calendar, type CalendarBody } from '../../src/reference/workingDays.js'
import { projectFolder } from '../../src/settings.js'
import { toldOn } from '../../tools/seed/aftercare.js'
import { DECIDED } from '../../tools/seed/decided.js'
import { Days } from '../../tools/seed/story.js'

const entries = <Body>(kind: string) =>
  JSON.parse(readFileSync(join(projectFolder, 'migrations/reference', `${kind}.json`), 'utf8')) as readonly {
    readonly key: string
    readonly body: Body // as the migrations take it
  }[]
const calendar = new Calendar(entries<CalendarBody>('calendar').map(({ body }) => body))
const amountOf = (limit: string) => {
  const found = entries<{ amount: number }>('timeLimits').find(({ key }) => key === limit)
  if (!found) throw new Error(`no limit ${limit}`)
  return found.body.amount
}
const reminders =
  entries<{ permit: number[] }>('procedure')
    .find(({ key }) => key === 'reminders')
    ?.body.permit.toSorted((one, other) => other - one) ?? []

const movedOn = (date: string): string => (calendar.isWorkingDay(date) ? date : movedOn(addDays(date, 1)))

/** What of the clock's steps is not yet due when it is taken, on a demonstration of this day. */
function earlyOn(today: string): string[] {
  const days = new Days(calendar, today, new Date(`${today}T10:00:00Z`))
  return DECIDED.flatMap(({ name, steps }) => {
    let reminded = 0
    const agoOf = (action: string) => steps.find((step) => step[2] === action)?.[0] ?? 0
    const granted = toldOn(steps.find((step) => step[2] === 'recordGranted')?.[3], days.ago(0), 0, 0)
    return steps.flatMap(([ago, who, action]) => {
      if (who !== 'clock') return []
      const on = days.ago(ago)
      const dues = {
        expire: () => addDays(addMonths(days.ago(agoOf('recommend')), amountOf('letterValidity')), 1),
        lapse: () => addDays(movedOn(addDays(days.ago(agoOf('requestCorrection')), amountOf('correction'))), 1),
        remind: () => addDays(String(granted?.validUntil), -(reminders[reminded++] ?? 0)),
      }
      const due = Object.entries(dues).find(([act]) => act === action)?.[1]()
      return due !== undefined && on >= due ? [] : [`${name}: ${action}, due ${due}, on ${on}`]
    })
  })
}

test('no step of the clock is taken before it is due, on whatever day the demonstration is made', () => {
  const found: string[] = []
  for (let today = '2026-01-01'; today < '2027-12-31'; today = addDays(today, 1)) found.push(...earlyOn(today))
  expect(found).toEqual([])
})
