/** The folder of a release: what runs, built, and nothing that only builds or tests. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { z } from 'zod'
import { copyPackage, listPackages, type Package } from './packages.js'

/** What operators call (docs/commands.md, “To run the system”), but for what is for trying it out. */
export const COMMANDS = [
  'administrators',
  'audit',
  'backup',
  'doctor',
  'files',
  'installation',
  'keys',
  'migrate',
  'restore',
  'returned',
  'sealing',
  'verify',
] as const

/** Read while it runs. */
const FILES = [
  'CHANGELOG.md',
  'LICENSE',
  'NOTICE',
  'README.md',
  'build/assets',
  'build/faces',
  'build/fonts',
  'build/templates.cjs',
  'deploy',
  'dist/migrations',
  'dist/src',
  'docs',
  'lists',
  'migrations/reference',
  'migrations/released.json',
  'templates',
]
const NOT_THERE = /\.map$|^docs\/(screens|decisions)(\/|$)|^templates\/views\.ts/

/**
 * Makes the folder of a release from a checkout that is built; the folder must not be there yet. Answers its packages.
 * @param project the checkout
 */
export function makeTree(project: string, folder: string): Package[] {
  mkdirSync(folder, { recursive: true })
  for (const name of FILES)
    cpSync(join(project, name), join(folder, name), {
      recursive: true,
      filter: (file) => !NOT_THERE.test(relative(project, file)),
    })
  for (const file of calledBy(project)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(project, file), join(folder, file))
  }
  writeFileSync(join(folder, 'package.json'), ownPackage(project))
  const packages = listPackages(project)
  for (const one of packages) copyPackage(project, folder, one)
  return packages
}

/** The files of dist/tools that the commands are made of. */
function calledBy(project: string): readonly string[] {
  const found = new Set<string>()
  const take = (file: string) => {
    if (found.has(file) || !file.startsWith('dist/tools/') || !existsSync(join(project, file))) return
    found.add(file)
    const text = readFileSync(join(project, file), 'utf8')
    for (const [, name = ''] of text.matchAll(/(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g))
      take(join(dirname(file), name))
  }
  for (const name of COMMANDS) take(`dist/tools/${name}.js`)
  return [...found]
}

const manifest = z.looseObject({ scripts: z.record(z.string(), z.string()) })

/** package.json, whose commands build nothing first and are those that are there. */
function ownPackage(project: string): string {
  const {
    scripts,
    devDependencies: _,
    ...rest
  } = manifest.parse(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')))
  const kept = Object.entries(scripts).flatMap(([name, command]) => {
    const [file] = /dist\/tools\/(\w+)\.js$/.exec(command) ?? []
    return file && COMMANDS.some((one) => file === `dist/tools/${one}.js`) ? [[name, `node ${file}`]] : []
  })
  return `${JSON.stringify({ ...rest, scripts: Object.fromEntries(kept) }, null, 2)}\n`
}
