/**
 * How a process ends: in order when it is asked to, and at once when something broke that nobody
 * caught, since what it holds can then no longer be trusted. Whoever started it starts it anew.
 * Nothing that could hold data is written: of an error its kind and where it happened.
 */

/** The kind of an error for the log; never its message, which could hold data. */
export const nameOf = (error: unknown): string =>
  error instanceof Error ? `${error.name} ${'code' in error ? String(error.code) : ''}`.trim() : typeof error

/** Where it happened, without the message. */
export const framesOf = (error: unknown): string | undefined =>
  error instanceof Error
    ? error.stack
        ?.split('\n')
        .filter((line) => /^\s+at /.test(line))
        .join('\n')
    : undefined

/** The exit status after an error of our own. */
export const BROKEN = 70 // EX_SOFTWARE of BSD's sysexits.h

/** An error that nobody caught ends the process with one line and the place. */
export function endWhenBroken(part: string): void {
  const end = (error: unknown) => {
    process.stderr.write(`${part}: ${nameOf(error)} was not caught; the process ends.\n${framesOf(error) ?? ''}\n`)
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
  let asked = false
  const end = () => {
    if (asked) return
    asked = true
    setTimeout(() => process.exit(1), milliseconds).unref()
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  return () => asked
}
