/** How Node finds and reads what tests import: the sources as they were built, the tests' own TypeScript compiled on the way, and Jest's functions. */
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compile } from './compile.cjs'

const project = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const tests = pathToFileURL(join(project, 'test/')).href
const globals = new URL('globals.mjs', import.meta.url).href
const built = ['src', 'migrations', 'tools', 'bench'].map((name) => [
  pathToFileURL(join(project, name, '/')).href,
  pathToFileURL(join(project, 'dist', name, '/')).href,
])

export function resolve(name, context, next) {
  if (name === '@jest/globals') return { url: globals, shortCircuit: true }
  const isOurs = context.parentURL?.startsWith(tests) && name.startsWith('.') && name.endsWith('.js')
  if (!isOurs) return next(name, context)
  const { href } = new URL(name, context.parentURL)
  if (href.startsWith(tests)) return { url: href.replace(/\.js$/, '.ts'), format: 'module', shortCircuit: true }
  const [from, to] = built.find(([folder]) => href.startsWith(folder)) ?? ['', '']
  return { url: href.replace(from, to), format: 'module', shortCircuit: true }
}

export function load(url, context, next) {
  if (!url.startsWith(tests) || !url.endsWith('.ts')) return next(url, context)
  return { format: 'module', source: compile(fileURLToPath(url)).code, shortCircuit: true }
}
