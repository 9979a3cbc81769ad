/** The process in which tests run for mutants, one file at a time as it is asked: Jest is loaded once, and what it compiled is compiled once. */
import { fileURLToPath } from 'node:url'
import { runCLI } from 'jest'
import { outcome, reached } from './environment.mjs'

const [, , rootDir] = process.argv

const config = JSON.stringify({
  rootDir,
  roots: ['<rootDir>/test'],
  testEnvironment: fileURLToPath(new URL('environment.mjs', import.meta.url)),
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '\\.ts$': ['@swc/jest'] },
  testMatch: ['**/*.ts'],
  testTimeout: 120_000,
  cacheDirectory: `${rootDir}/build/jest`,
  modulePathIgnorePatterns: ['<rootDir>/build/'],
  reporters: [],
})

/** What would go on in this process after a test, and could disturb the next one. */
const remains = () => process.getActiveResourcesInfo().filter((name) => /^(Timeout|TCP|ProcessWrap)/.test(name)).length

process.on('message', async (file) => {
  const before = remains()
  const options = { $0: 'jest', _: [file], config, runInBand: true, runTestsByPath: true, silent: true, ci: true }
  const { results } = await runCLI(options, [rootDir])
  const [{ testResults = [] } = {}] = results.testResults
  const failed = testResults.find(({ status }) => status === 'failed')?.fullName
  const passed = results.success && !outcome.failed
  process.send({
    passed,
    test: passed ? undefined : (failed ?? (results.success ? 'what comes before the tests' : 'does not load')),
    ran: results.numPassedTests,
    reached: [...reached],
    isSpent: remains() > before || process.memoryUsage.rss() > 1.5e9,
  })
})
process.on('disconnect', () => process.exit())
