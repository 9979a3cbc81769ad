/** Somebody of the demonstration is away this week, and a colleague stands in. */
import { addDays } from '../../src/base/dates.js'
import type { Stage } from './stage.js'
import type { Town } from './town.js'

/** Recorded once, by the supervisor; @param today YYYY-MM-DD */
export async function tellAbsence(stage: Stage, town: Town, today: string): Promise<void> {
  const [supervisor, away, deputy] = ['supervisor', 'assessor2', 'assessor'].map((account) => town.get(account))
  if (!supervisor || !away?.id || !deputy?.id) throw new Error('the demonstration has nobody to be away')
  if ((await stage.absences.list(supervisor)).length > 0) return
  await stage.absences.record(supervisor, {
    personId: away.id,
    deputyId: deputy.id,
    fromOn: today,
    toOn: addDays(today, 6),
  })
}
