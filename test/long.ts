/** How much a run tries: all of it by `npm run test:long`, a tenth or less by `npm test`; and by which seed, when it tries something else each time. */

/** Whether this is the long run. */
export const long = Boolean(process.env.TEST_LONG)

/** How many rounds to run when the full figure is `full`; `npm test` runs one `part` of it. */
export const rounds = (full: number, part = 10): number => (long ? full : Math.max(1, Math.round(full / part)))

/** From which whatever is tried at random follows; test/globalSetup.mjs chooses it and prints it. */
export const seed = Number(process.env.TEST_SEED)
