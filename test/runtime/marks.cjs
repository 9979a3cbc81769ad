/**
 * Which functions of the sources a test file runs, counted by V8 and noted in build/marks for
 * `npm run test:changed`. A function is noted by the name of the outermost named function around
 * it, which stays when lines move. What runs while modules are loaded is noted apart: a worker
 * loads a module once, for whichever test file is first.
 */
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const { Session } = require('node:inspector')
const { dirname, join, relative } = require('node:path')
const { fileURLToPath } = require('node:url')

const project = join(__dirname, '../..')
const FAILURES = ['test_fn_failure', 'hook_failure', 'error']

const session = new Session()
session.connect()

/** The session runs in this thread, so that the answer is there when `post` returns. */
function call(method, given) {
  let answer
  session.post(method, given, (error, result) => {
    if (error) throw new Error(error.message)
    answer = result
  })
  return answer
}

call('Profiler.enable')
call('Profiler.startPreciseCoverage', { callCount: true, detailed: false })

/** A file that was built, and the functions of it that have run in this worker. */
class Script {
  known = new Map()

  constructor(path) {
    this.path = path
    this.text = readFileSync(join(project, path), 'utf8')
  }

  /** The functions that V8 counted since the last time, as pairs of a source and a name in it. */
  read(functions) {
    for (const { functionName, ranges } of functions) {
      const [{ startOffset: start, endOffset: end }] = ranges
      const name = functionName.replace(/^[gs]et /, '')
      // no name, one made up by V8, or a constructor that is not written and spans its class
      if (/^$|[<.]/.test(name) || this.text.startsWith('class', start)) continue
      this.known.set(`${start}-${end}`, { name, start, end })
    }
    const ran = functions.map(({ ranges }) => ranges[0]).filter(({ count }) => count > 0)
    return ran.flatMap((range) => this.place(range))
  }

  /** A function outside all named ones only tells that the file was reached; the module is none. */
  place({ startOffset, endOffset }) {
    if (startOffset === 0 && endOffset === this.text.length) return []
    const around = [...this.known.values()].filter(({ start, end }) => start <= startOffset && end >= endOffset)
    const [outermost] = around.toSorted((a, b) => a.start - b.start || b.end - a.end)
    return [[this.path.replace(/^dist\//, '').replace(/\.js$/, '.ts'), outermost?.name]]
  }
}

/** All templates as functions, each within an entry that begins with its name. */
class Templates extends Script {
  entries = [...this.text.matchAll(/^(?:module\.exports = \[)?\["([^"]+)",\(/gm)].map((found) => ({
    path: `templates/${found[1]}.hbs`,
    start: found.index + found[0].length,
  }))

  read(functions) {
    const ran = functions.map(({ ranges }) => ranges[0]).filter(({ count }) => count > 0)
    return ran.flatMap(({ startOffset }) => {
      const entry = this.entries.findLast(({ start }) => start <= startOffset)
      // what begins where the entry begins makes the template, and does not show it
      return entry && entry.start !== startOffset ? [[entry.path, undefined]] : []
    })
  }
}

const scripts = new Map()

function scriptOf({ scriptId, url }) {
  if (!scripts.has(scriptId)) scripts.set(scriptId, openScript(url))
  return scripts.get(scriptId)
}

function openScript(url) {
  const file = url.startsWith('file:') ? fileURLToPath(url) : url
  const path = relative(project, file)
  if (path === 'build/templates.cjs') return new Templates(path)
  return /^dist\/.*\.js$/.test(path) ? new Script(path) : undefined
}

/** The names of what ran since the last time, by source. */
function take() {
  const found = {}
  for (const { functions, ...script } of call('Profiler.takePreciseCoverage').result) {
    for (const [path, name] of scriptOf(script)?.read(functions) ?? []) {
      found[path] ??= new Set()
      if (name) found[path].add(name)
    }
  }
  return Object.fromEntries(Object.entries(found).map(([path, names]) => [path, [...names].sort()]))
}

let file = { path: '', begun: 0, loaded: {}, failed: false }

/** Before a test file is imported. */
exports.begin = (path) => {
  take()
  file = { path: relative(project, path), begun: performance.now(), loaded: {}, failed: false }
}

/** When it has been imported, and none of its tests has begun. */
exports.load = () => {
  file.loaded = take()
}

/** Jest's events. After a failure the earlier note stays, since the file did not run to its end. */
exports.hear = (event) => {
  if (FAILURES.includes(event)) file.failed = true
  if (event !== 'teardown' || file.failed) return
  const { path, begun, loaded } = file
  const ran = take()
  const seconds = Math.round((performance.now() - begun) / 100) / 10
  const note = join(project, 'build/marks', `${path}.json`)
  mkdirSync(dirname(note), { recursive: true })
  writeFileSync(note, JSON.stringify({ seconds, ran, loaded }))
}
