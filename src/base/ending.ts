/**
 * How a process ends: in order when it is asked to, and at once when something broke that nobody
 * caught, since what it holds can then no longer be trusted. Whoever started it starts it anew.
 * Nothing that could hold data is written: of an error its kind and where it happened.
 */

import { Logger } from '@nestjs/common'
import { causeOf } from './cause.js'
import { type Line, logFatal } from './log.js'

/** The exit status after an error of our own. */
export const BROKEN = 70 // EX_SOFTWARE of BSD's sysexits.h

/** The exit status when the database stays away at a start; a later start may find it. */
export const AWAY = 69 // EX_UNAVAILABLE

/** An error that nobody caught ends the process with one line that has the place. */
export function endWhenBroken(): void {
  const end = (error: unknown) => {
    logFatal({ msg: 'an error was not caught; the process ends', status: BROKEN, ...causeOf(error) })
    process.exit(BROKEN)
  }
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

/**
 * At SIGTERM or Ctrl-C closes and ends with status 0; with 1 when closing fails or takes longer
 * than `milliseconds`. A second signal changes nothing: whoever is in a hurry sends SIGKILL, which
 * loses nothing either. Answers a function that tells whether the process was asked.
 */
export function endWhenAsked(close: () => Promise<void>, milliseconds: number): () => boolean {
  const log = new Logger('process')
  let asked = false
  const end = (status: 0 | 1, line: Line) => {
    if (status === 0) log.log({ ...line, status })
    else log.error({ ...line, status })
    process.exit(status)
  }
  const leave = (signal: NodeJS.Signals) => {
    if (asked) return
    asked = true
    log.log({ msg: 'leaving', signal })
    setTimeout(() => end(1, { msg: 'ended before all was done' }), milliseconds).unref()
    close().then(
      () => end(0, { msg: 'ended' }),
      (error: unknown) => end(1, { msg: 'closing failed', ...causeOf(error) }),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, leave)
  return () => asked
}
