/** Ends a run with one plain line, and with the second witnesses that this machine does not have: what they would have confirmed was not confirmed. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const WITNESSES = ['pdfsig', 'pdftotext', 'qpdf', 'openssl', 'pgbench']

export default class ClosingLine {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const missing = WITNESSES.filter((name) => !isInstalled(name))
    if (missing.length > 0) console.log(`Witnesses not heard: ${missing.join(', ')}`)
    // A test file that could not run is a failure, though Jest counts no test in it.
    console.log(`${numPassedTests} passed, ${numFailedTests + numRuntimeErrorTestSuites} failed`)
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
