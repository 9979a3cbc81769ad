/** The demonstration's story counts working days back from today, so that it must be true whatever today is. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { addDays, addMonths } from '../../src/base/dates.js'
import { Calendar, calendarSchema } from '../../src/reference/workingDays.js'
import { projectFolder } from '../../src/settings.js'
import { DECIDED } from '../../tools/seed/decided.js'
import { Days } from '../../tools/seed/story.js'

const SHIPPED = JSON.parse(readFileSync(join(projectFolder, 'migrations/reference/calendar.json'), 'utf8')) as {
  body: unknown
}[]
const calendar = new Calendar(SHIPPED.map(({ body }) => calendarSchema.parse(body)))

test('a letter expires when its six months are over, on every day of half a year', () => {
  const steps = DECIDED.find(({ name }) => name === 'letter expired')?.steps ?? []
  const agoOf = (action: string) => steps.find((step) => step[2] === action)?.[0] ?? 0
  const early = Array.from({ length: 180 }, (_, later) => addDays('2026-11-24', later)).filter((today) => {
    const days = new Days(calendar, today, new Date(`${today}T12:00:00+08:00`))
    return days.ago(agoOf('expire')) <= addMonths(days.ago(agoOf('recommend')), 6)
  })
  expect(early).toEqual([])
})
