/**
 * Which tests a command runs, the same every day: `npm test` those in *.test.ts, some of every
 * kind; `npm run test:rest` those in *.rest.ts, the case files and browser stories that `npm test`
 * leaves out; `npm run test:machines` those of them that let machines fail, one at a time; `npm run
 * test:long` all, at full figures. `npm run drill`: those in *.drill.ts, which need a machine of
 * their own and more of Debian's packages. `npm run simulate`: those in *.simulation.ts.
 */
const { TEST_REST, TEST_MACHINES, TEST_LONG, TEST_DRILL, TEST_SIMULATION } = process.env
const TESTS = '<rootDir>/test/**/*.test.ts'
const REST = '<rootDir>/test/**/*.rest.ts'
const MACHINES = '<rootDir>/test/reliability/*.rest.ts'
const DRILLS = '<rootDir>/test/**/*.drill.ts'
const SIMULATIONS = '<rootDir>/test/**/*.simulation.ts'

function chosen() {
  if (TEST_DRILL) return [DRILLS]
  if (TEST_SIMULATION) return [SIMULATIONS]
  if (TEST_LONG) return [TESTS, REST]
  if (TEST_MACHINES) return [MACHINES]
  return TEST_REST ? [REST, '!**/test/reliability/**'] : [TESTS]
}

/**
 * Two cores: a third test goes on while others wait for the disk, a server or a browser. What is left
 * for test:rest keeps both cores busy by itself. A whole installation that fails in pieces counts what
 * had to be tried twice, which is true only when nothing else takes the cores.
 */
function workers() {
  if (TEST_MACHINES) return 1
  return TEST_REST ? 2 : 3
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
  maxWorkers: workers(),
  workerIdleMemoryLimit: '400MB',
  testTimeout: 120_000,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/build/'],
}
