/**
 * Ends a run with one plain line, which .ci/run adds up, and before it with its slowest files, how to repeat what failed, and the second witnesses that this machine does not have: what
 * they would have confirmed was not confirmed.
 */
import { accessSync, appendFileSync, constants, writeSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'

const WITNESSES = ['pdfsig', 'pdftotext', 'qpdf', 'openssl', 'pgbench', 'clamd', 'pgbouncer']

export default class ClosingLine {
  files = []

  onTestResult({ path, context }, { perfStats, testResults }) {
    const inTests = testResults.reduce((sum, { duration }) => sum + (duration ?? 0), 0)
    this.files.push({
      name: relative(context.config.rootDir, path),
      seconds: perfStats.runtime / 1000,
      setUp: (perfStats.runtime - inTests) / 1000,
    })
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const missing = WITNESSES.filter((name) => !isInstalled(name))
    // A test file that could not run is a failure, though Jest counts no test in it.
    const failed = numFailedTests + numRuntimeErrorTestSuites
    const { TEST_SEED, TEST_TALLY } = process.env
    if (TEST_TALLY) appendFileSync(TEST_TALLY, `${numPassedTests} ${failed}\n`)
    const lines = [
      ...slowest(this.files),
      ...(failed > 0 ? [`To try the same at random again: TEST_SEED=${TEST_SEED}`] : []),
      ...(missing.length > 0 ? [`Witnesses not heard: ${missing.join(', ')}`] : []),
      `${numPassedTests} passed, ${failed} failed`,
    ]
    // Jest's own summary is written late; this is to be the last line.
    process.on('exit', () => writeSync(1, `${lines.join('\n')}\n`))
  }
}

/** The ten files that took longest, and what all files took before and after their tests. */
function slowest(files) {
  if (files.length < 10) return []
  const sum = (key) => files.reduce((all, one) => all + one[key], 0).toFixed(0)
  const first = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10)
  return [
    'The ten slowest files:',
    ...first.map(
      ({ name, seconds, setUp }) => `  ${seconds.toFixed(1)} s  ${name} (${setUp.toFixed(1)} s of it set-up)`,
    ),
    `All ${files.length} files: ${sum('seconds')} s, ${sum('setUp')} s of it set-up`,
  ]
}

function isInstalled(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
