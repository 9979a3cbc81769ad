/**
 * Which tests a command runs, the same every day: `npm test` those in *.test.ts, some of every
 * kind; `npm run test:rest` those in *.rest.ts, the case files, browser stories and failures of
 * machines that `npm test` leaves out; `npm run test:long` both, at full figures. `npm run drill`:
 * those in *.drill.ts, which need a machine of their own and more of Debian's packages.
 */
const { TEST_REST, TEST_LONG, TEST_DRILL } = process.env
const TESTS = '<rootDir>/test/**/*.test.ts'
const REST = '<rootDir>/test/**/*.rest.ts'
const DRILLS = '<rootDir>/test/**/*.drill.ts'

function chosen() {
  if (TEST_DRILL) return [DRILLS]
  if (TEST_LONG) return [TESTS, REST]
  return [TEST_REST ? REST : TESTS]
}

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.ts$': ['@swc/jest'] },
  testMatch: chosen(),
  globalSetup: '<rootDir>/test/globalSetup.mjs',
  globalTeardown: '<rootDir>/test/globalTeardown.mjs',
  reporters: ['default', '<rootDir>/test/reporter.mjs'],
  // Two cores: a third test goes on while others wait for the disk, a server or a browser. What is
  // left for test:rest keeps both cores busy by itself, and some of it counts what had to be tried twice.
  maxWorkers: TEST_REST ? 2 : 3,
  workerIdleMemoryLimit: '400MB',
  testTimeout: 120_000,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/build/'],
}
