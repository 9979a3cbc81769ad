/** Tells the demonstration's story from its first day to today: the town, then the scenes. */

import { clockOf } from '../../src/core.module.js'
import { dateInShanghai } from '../../src/base/clock.js'
import { addDays } from '../../src/base/dates.js'
import type { Config } from '../../src/config.js'
import { tellAbsence } from './absence.js'
import { takePackage } from './package.js'
import { openPermitSystem } from './permitSystem.js'
import {
  AT_FIRST,
  draftFigures,
  draftHostTexts,
  extendPlans,
  FROM_TODAY,
  giveRates,
  openLane,
  turnOn,
} from './policy.js'
import { openHosts } from './host.js'
import type { Scene } from './scene.js'
import { Stage } from './stage.js'
import { Days, playScenes } from './story.js'
import { makeTown } from './town.js'

/** Working days before today on which the first firms register, before anything else happens; and on which the last do. */
const BEGAN = 170
const LATELY = 2
const YEAR = 366 * 86_400_000 // ms

/** @param ownerUrl the database for its owner */
export async function tell(config: Config, ownerUrl: string, scenes: readonly Scene[]): Promise<void> {
  const now = clockOf({ config, clock: undefined }).now()
  const stage = await Stage.open(config, new Date(now.getTime() - YEAR))
  try {
    const today = dateInShanghai(now)
    const days = new Days(await stage.calendar(today), today, now)
    const town = await makeTown(stage, ownerUrl, {
      began: days.at(BEGAN, 0),
      lately: days.at(LATELY, 0),
      day: days.ago(BEGAN),
    })
    const began = days.ago(BEGAN)
    await turnOn(stage, town, AT_FIRST, { today: began, effectiveFrom: addDays(began, 1) })
    await turnOn(stage, town, FROM_TODAY, { today: began, effectiveFrom: today })
    await extendPlans(stage, town, today, addDays(began, 1))
    await giveRates(stage, town, [addDays(began, 1), days.ago(1)])
    await playScenes(stage, town, days, scenes)
    stage.clock.moveTo(now)
    await draftFigures(stage, town, today)
    await draftHostTexts(stage, town, today)
    await openLane(stage, town, today)
    await tellAbsence(stage, town, today)
    await takePackage(stage, town)
    await openHosts(stage, town, ownerUrl)
    await openPermitSystem(stage, town, config, ownerUrl)
  } finally {
    await stage.close()
  }
}
