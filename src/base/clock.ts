/** The only place that asks the machine for the time, so that tests and case files can make it stand still. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** An instant with the time that it is in Shanghai (ISO 8601): 2026-11-24T09:00:00.000+08:00. */
export const timeInShanghai = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().replace('Z', '+08:00')

/** The civil date (YYYY-MM-DD) that it is in Shanghai at an instant; by `Intl` a row of a list would take longer. */
export const dateInShanghai = (at: Date): string => timeInShanghai(at).slice(0, 10)

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

/** Where somebody who tries the system out says by how many milliseconds its clock is ahead (npm run clock). */
export const aheadFile = (dataDir: string): string => join(dataDir, 'clock')

/** By how many milliseconds a clock is ahead by its file; 0 without one. */
export function readAhead(file: string): number {
  try {
    return Math.max(0, Number.parseInt(readFileSync(file, 'utf8'), 10) || 0)
  } catch {
    return 0
  }
}

/** The machine's clock, and ahead of it as its file says: never in production. The file is read once a second. */
export class AheadClock extends SystemClock {
  private ahead = 0
  private readAt = Number.NEGATIVE_INFINITY

  constructor(private readonly file: string) {
    super()
  }

  override now(): Date {
    const passed = performance.now()
    if (passed - this.readAt >= 1000) {
      this.ahead = readAhead(this.file)
      this.readAt = passed
    }
    return new Date(super.now().getTime() + this.ahead)
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
