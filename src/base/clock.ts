/** The only place that asks the machine for the time, so that tests and case files can make it stand still. */

const shanghaiDate = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' })

/** The civil date (YYYY-MM-DD) that it is in Shanghai at an instant. */
export const dateInShanghai = (at: Date): string => shanghaiDate.format(at)

/** An instant with the time that it is in Shanghai (ISO 8601): 2026-11-24T09:00:00.000+08:00. */
export const timeInShanghai = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+08:00')

/** The instant at which a civil date (YYYY-MM-DD) begins in Shanghai, which has no summer time. */
export const startInShanghai = (on: string): Date => new Date(`${on}T00:00:00+08:00`)

export abstract class Clock {
  abstract now(): Date

  /**
   * Today in Asia/Shanghai, the time zone of every time limit
   * (docs/architecture.md#jobs-and-clocks), as YYYY-MM-DD.
   */
  today(): string {
    return dateInShanghai(this.now())
  }
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date()
  }
}

/** A clock that stands until somebody moves it: for tests, case files and the demonstration's past. */
export class StandingClock extends Clock {
  constructor(private at: Date) {
    super()
  }

  now(): Date {
    return new Date(this.at)
  }

  moveTo(at: Date): void {
    this.at = at
  }
}
