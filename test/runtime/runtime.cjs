/**
 * Jest's runtime without a context for each file: the sources come as they were built, once a worker, and a test file as
 * any other module of Node. To load the application anew into a context of its own took two of the four seconds of a
 * file (docs/decisions/0065-tests-in-one-process.md).
 */
const { existsSync, writeFileSync } = require('node:fs')
const { register } = require('node:module')
const { join, relative } = require('node:path')
const { fileURLToPath, pathToFileURL } = require('node:url')
const { compile } = require('./compile.cjs')

register('./hooks.mjs', pathToFileURL(__filename))

/** For `npm run test:changed`. */
const marks = process.env.TEST_MARKS ? require('./marks.cjs') : undefined

const TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL')
const HANDLERS = Symbol.for('EVENT_HANDLERS')

/** For the lines of an error: of a test file where the map of its places lies, which is made when it is asked for. */
const sourceMaps = {
  get(source) {
    const file = source?.startsWith('file:') ? fileURLToPath(source) : source
    if (!file?.endsWith('.ts') || !existsSync(file)) return undefined
    const map = join(process.env.TEST_FOLDER, `${relative(process.cwd(), file).replaceAll('/', '-')}.map`)
    if (!existsSync(map)) writeFileSync(map, compile(file).map)
    return map
  },
}

class Runtime {
  constructor(_config, { mocker }) {
    this.mocker = mocker
  }

  /** Jest's own part, anew for each file: it keeps the tests that it has read. */
  requireInternalModule(path) {
    delete require.cache[path]
    delete globalThis[HANDLERS]
    delete globalThis[TIMEOUT]
    return require(path)
  }

  requireModule(path) {
    return require(path)
  }

  /** For globals.mjs: what a test file imports from `@jest/globals`. */
  setGlobalsForRuntime(globals) {
    const setTimeout = (milliseconds) => {
      globalThis[TIMEOUT] = milliseconds
    }
    const spyOn = (...what) => this.mocker.spyOn(...what)
    globalThis.__jest = { ...globals, jest: { setTimeout, spyOn } }
  }

  unstable_shouldLoadAsEsm() {
    return true
  }

  async unstable_importModule(path) {
    marks?.begin(path)
    await import(pathToFileURL(path).href)
    marks?.load()
  }

  getSourceMaps() {
    return sourceMaps
  }

  getAllCoverageInfoCopy() {}

  enterTestCode() {}

  leaveTestCode() {}

  teardown() {}
}

module.exports = Runtime
