/**
 * Where a test file runs: in the worker's own process, without a context of its own, so that what one file has loaded the
 * next one has. What a file changes of the process (Date, the environment, spies) is put back after it.
 */
const { ModuleMocker } = require('jest-mock')

const marks = process.env.TEST_MARKS ? require('./marks.cjs') : undefined
const { Date: realDate } = globalThis

class OwnProcess {
  global = globalThis
  mocker = new ModuleMocker(globalThis)
  variables = { ...process.env }
  folder = process.cwd()

  getVmContext() {
    return null
  }

  async setup() {}

  async teardown() {}

  /** After the last test; Jest then asks the time for how long it took. */
  handleTestEvent({ name }) {
    marks?.hear(name)
    if (name !== 'teardown') return
    this.mocker.restoreAllMocks()
    globalThis.Date = realDate
    process.chdir(this.folder)
    for (const key of Object.keys(process.env)) if (!(key in this.variables)) delete process.env[key]
    Object.assign(process.env, this.variables)
  }
}

module.exports = OwnProcess
