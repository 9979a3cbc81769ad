/**
 * A clock for tests that goes on: it starts on one morning, whatever the day is, so that the plan runs, the calendar is
 * known and no document of an example has become too old. Time limits, ages and periods are the same every day.
 */
import { Clock } from '../src/base/clock.js'

/** A test's firms file on this morning; every literal date of the tests counts from it. */
export const MORNING = '2026-11-24T09:00:00+08:00'

const Today = Date
const behind = Today.now() - Date.parse(MORNING) // ms

/** The time since the morning. */
export const sinceMorning = (): Date => new Today(Today.now() - behind)

/** For what is given a clock. */
export class MorningClock extends Clock {
  now(): Date {
    return sinceMorning()
  }
}

/** A Date of an earlier now; its text is what other processes load, so that it may use nothing from outside. */
const setBack = (real: DateConstructor, by: number): DateConstructor =>
  new Proxy(real, {
    construct: (Real, given, made) => Reflect.construct(Real, given.length > 0 ? given : [Real.now() - by], made),
    get: (Real, name) => (name === 'now' ? () => Real.now() - by : Reflect.get(Real, name)),
  })

/** What the environment of a process of its own says, so that its time of day is this one, whatever release it is of. */
export const morningOptions = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`globalThis.Date = (${setBack})(Date, ${behind})`)}`,
}

/** Sets back the time of day of the test itself, for libraries that ask for it. */
export function beMorning(): void {
  globalThis.Date = setBack(Today, behind)
}
