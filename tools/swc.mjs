/**
 * Lets Node run our sources as they stand, compiled by the same SWC settings as the build and the tests: module hooks for `node:module`'s
 * `register`. Used where a process is started from sources (tests, `npm run dev`); what is deployed is compiled beforehand.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { transform } from '@swc/core'

const options = JSON.parse(await readFile(new URL('../.swcrc', import.meta.url), 'utf8'))

/** An import of `./x.js` means `./x.ts` where only that exists. */
export async function resolve(specifier, context, next) {
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const source = new URL(`${specifier.slice(0, -3)}.ts`, context.parentURL)
    if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true }
  }
  if (specifier.endsWith('.ts') && specifier.startsWith('file:')) {
    return { url: specifier, format: 'module', shortCircuit: true }
  }
  return next(specifier, context)
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context)
  const path = fileURLToPath(url)
  const { code } = await transform(await readFile(path, 'utf8'), {
    ...options,
    swcrc: false,
    filename: path,
    sourceMaps: 'inline',
  })
  return { format: 'module', source: code, shortCircuit: true }
}
