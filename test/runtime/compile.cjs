/** The tests' TypeScript as JavaScript, by the settings of the sources. */
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { transformSync } = require('@swc/core')

const settings = JSON.parse(readFileSync(join(__dirname, '../../.swcrc'), 'utf8'))

/** `code`, and the `map` of its places as JSON. */
exports.compile = (filename) =>
  transformSync(readFileSync(filename, 'utf8'), { ...settings, filename, swcrc: false, sourceMaps: true })
