/** What comes into force, ends or changes on days of a simulation: calendars, the plan by which is recommended, keys. Two policy editors do it, as they do in earnest. */
import { addDays } from '../../src/base/dates.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { Luck } from './luck.js'
import type { Town } from './town.js'

const SOURCE = { zh: '国务院办公厅通知', en: 'Notice of the General Office of the State Council' }
const HOLIDAY = { zh: '假期', en: 'Holiday' }

/** Days off and working weekends of years to come, roughly as they are each year. */
function calendarOf(year: number, luck: Luck): object {
  const festival = `${year}-02-${String(luck.between(1, 18)).padStart(2, '0')}`
  const range = (from: string, days: number) => ({ from, to: addDays(from, days - 1), name: HOLIDAY })
  return {
    year,
    announced: true,
    off: [
      range(`${year}-01-01`, luck.between(1, 4)),
      range(festival, 8),
      range(`${year}-04-04`, 3),
      range(`${year}-05-01`, 5),
      range(`${year}-06-${String(luck.between(8, 25)).padStart(2, '0')}`, 3),
      range(`${year}-10-01`, 7),
    ],
    working: [weekendAfter(addDays(festival, 8)), weekendAfter(`${year}-10-08`)],
    source: SOURCE,
  }
}

function weekendAfter(day: string): string {
  const isWeekend = (one: string) => [0, 6].includes(new Date(`${one}T00:00:00Z`).getUTCDay())
  let found = day
  while (!isWeekend(found)) found = addDays(found, 1)
  return found
}

export interface Happening {
  readonly on: string
  readonly what: string
  readonly happen: (town: Town) => Promise<unknown>
}

/** Drafted by one policy editor, approved by another. */
async function enter(town: Town, kind: string, key: string, effectiveFrom: string, body: object): Promise<void> {
  const { world } = town
  await world.letAllSpeak()
  const drafts = town.anyWeb.app.get(PolicyDrafts)
  const draft = { effectiveFrom, body, note: 'The notice.' }
  const id = await drafts.draft(world.person('policyEditor'), kind, key, draft)
  await drafts.approve(world.person('otherEditor'), id, 1)
  await town.refresh()
}

async function renewPlan(town: Town, from: string, lapsesOn: string): Promise<void> {
  const inForce = await town.anyWeb.app.get(PolicyDrafts).inForce(addDays(from, -400), 'policyBasis')
  const plan = inForce.find(({ key }) => key === 'shanghaiPlan')
  await enter(town, 'policyBasis', 'shanghaiPlan', from, { ...(plan?.body as object), lapsesOn }) // of its kind
}

/** What happens between two days, as the seed draws it: the plan of the seed ends with 2026, and each of its successors a year later. */
export function happeningsOf(seed: number, from: string, until: string): readonly Happening[] {
  const luck = new Luck(seed, 'policy')
  const list: Happening[] = []
  for (let year = Number(from.slice(0, 4)); year <= Number(until.slice(0, 4)); year++) {
    const announced = `${year}-12-${String(luck.between(8, 27)).padStart(2, '0')}`
    const inForce = addDays(announced, luck.between(0, 4))
    const calendar = calendarOf(year + 1, luck)
    list.push({
      on: announced,
      what: `the calendar of ${year + 1} is announced, in force from ${inForce}`,
      happen: (town) => enter(town, 'calendar', String(year + 1), inForce, calendar),
    })
    const renewed = addDays(`${year + 1}-01-01`, luck.between(3, 25))
    list.push({
      on: addDays(renewed, -1),
      what: `the plan, which lapsed with ${year}, goes on from ${renewed}`,
      happen: (town) => renewPlan(town, renewed, `${year + 1}-12-31`),
    })
  }
  for (let on = addDays(from, luck.between(8, 20)); on <= until; on = addDays(on, luck.between(30, 60)))
    list.push({ on, what: 'the master key is rotated', happen: (town) => town.rotateKeys() })
  return list.filter(({ on }) => on >= from && on <= until)
}
