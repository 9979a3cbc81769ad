/**
 * Which tests a command runs is in the names of their files, the same every day: `npm test` those in *.test.ts, everything
 * that a change can break; `npm run test:rest` those in *.rest.ts, the rest of .ci/run; `npm run test:long` all, at full
 * figures, with those in *.long.ts, before a release. Months of a town (*.months.ts) are run by `npm run simulate`.
 */
const { TEST_TIER = 'test' } = process.env
const TIERS = { test: ['test'], rest: ['rest'], long: ['long', 'rest', 'test'], months: ['months'] }

/**
 * Two cores: a third test goes on while others wait for the disk, a server or a browser. What is left for test:rest keeps
 * both cores busy by itself. A whole installation that fails in pieces counts what had to be tried twice, which is true
 * only when nothing else takes the cores.
 */
const WORKERS = { test: 3, rest: 2, long: 1, months: 1 }

export default {
  testEnvironment: '<rootDir>/test/runtime/environment.cjs',
  runtime: '<rootDir>/test/runtime/runtime.cjs',
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {},
  testMatch: TIERS[TEST_TIER].map((tier) => `<rootDir>/test/**/*.${tier}.ts`),
  globalSetup: '<rootDir>/test/globalSetup.mjs',
  globalTeardown: '<rootDir>/test/globalTeardown.mjs',
  reporters: ['default', '<rootDir>/test/reporter.mjs'],
  maxWorkers: WORKERS[TEST_TIER],
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 120_000,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/build/'],
}
