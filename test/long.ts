/** Long tests run in full by `npm run test:long`, and at a tenth of their figures by `npm test`. */

/** Whether this is the long run. */
export const long = Boolean(process.env.TEST_LONG)

/** How many rounds to run when the full figure is `full`. */
export const rounds = (full: number): number => (long ? full : Math.max(1, Math.round(full / 10)))

/** Changes once a day, so that what fails can be run again: of what is long, `npm test` takes another part each day. */
export const turn = Math.floor(Date.now() / 86_400_000)

/** Whether this part, of so many, is today's; in the long run every one is. */
export const isToday = (part: number, parts: number): boolean => long || part % parts === turn % parts

/** The seed of a test that tries another part of all at each run: told, so that a failure can be repeated by TEST_SEED. */
export function seedOf(test: string): number {
  const seed = Number(process.env.TEST_SEED) || Math.trunc(Math.random() * 0xffffffff)
  process.stdout.write(`${test}: TEST_SEED=${seed}\n`)
  return seed
}
