/** How much a run tries: all of it by `npm run test:long`, a tenth or less by `npm test`; and by which seed, when it tries something else each time. */

/** Whether this is the long run. */
export const long = process.env.TEST_TIER === 'long'

/** How many rounds to run when the full figure is `full`; `npm test` runs one `part` of it. */
export const rounds = (full: number, part = 10): number => (long ? full : Math.max(1, Math.round(full / part)))

/** From which whatever is tried at random follows; test/globalSetup.mjs chooses it and prints it. */
export const seed = Number(process.env.TEST_SEED)

/** Numbers from 0 up to 1 that follow from a seed, one after the other (mulberry32): for what a test chooses, in place of Math.random. */
export function drawsFrom(from: number): () => number {
  let state = from
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The next number that follows from the seed of this run. */
export const chance = drawsFrom(seed)
