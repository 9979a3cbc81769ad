/** `@jest/globals` of the test file that runs: imported once a worker, while Jest has other functions for each file. */
const ofNow = (name) =>
  new Proxy(() => {}, {
    apply: (_, own, given) => Reflect.apply(globalThis.__jest[name], own, given),
    get: (_, key) => globalThis.__jest[name][key],
  })

export const [afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test] = [
  'afterAll',
  'afterEach',
  'beforeAll',
  'beforeEach',
  'describe',
  'expect',
  'jest',
  'test',
].map(ofNow)
