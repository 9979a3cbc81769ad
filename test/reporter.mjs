/** Ends a run with one plain line, and with the second witnesses that this machine does not have: what they would have confirmed was not confirmed. */
import { accessSync, constants, writeSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const WITNESSES = ['pdfsig', 'pdftotext', 'qpdf', 'openssl', 'pgbench', 'clamd']

export default class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const missing = WITNESSES.filter((name) => !isInstalled(name))
    // A test file that could not run is a failure, though Jest counts no test in it.
    const closing = `${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed\n`
    // Jest's own summary is written late; this is to be the last line.
    process.on('exit', () => {
      writeSync(1, missing.length > 0 ? `Witnesses not heard: ${missing.join(', ')}\n${closing}` : closing)
    })
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
