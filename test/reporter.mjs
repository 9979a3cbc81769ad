/**
 * Ends a run with one plain line, which .ci/run adds up, and before it with how to repeat what failed, and with the second witnesses that this machine does not have: what they would
 * have confirmed was not confirmed.
 */
import { accessSync, appendFileSync, constants, writeSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const WITNESSES = ['pdfsig', 'pdftotext', 'qpdf', 'openssl', 'pgbench', 'clamd', 'pgbouncer']

export default class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const missing = WITNESSES.filter((name) => !isInstalled(name))
    // A test file that could not run is a failure, though Jest counts no test in it.
    const failed = numFailedTests + numRuntimeErrorTestSuites
    const { TEST_SEED, TEST_TALLY } = process.env
    if (TEST_TALLY) appendFileSync(TEST_TALLY, `${numPassedTests} ${failed}\n`)
    const lines = [
      ...(failed > 0 ? [`To try the same at random again: TEST_SEED=${TEST_SEED}`] : []),
      ...(missing.length > 0 ? [`Witnesses not heard: ${missing.join(', ')}`] : []),
      `${numPassedTests} passed, ${failed} failed`,
    ]
    // Jest's own summary is written late; this is to be the last line.
    process.on('exit', () => writeSync(1, `${lines.join('\n')}\n`))
  }
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
