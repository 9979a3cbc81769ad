/**
 * Which packages a release carries, and how much of each: what the lock file says is needed where the system runs.
 * Fonts and style sheets are made when it is built; of their packages only the names, versions and licences are left,
 * by which the processes know that what lies in build/ is of today.
 */
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { z } from 'zod'

/** cosmiconfig would read settings that are written in TypeScript by it; there are none. */
const LEFT_OUT = new Set(['typescript'])

/** Used when it is built, and not again: what it gave lies in build/. */
const FOR_BUILDING = /^(@expo-google-fonts\/|@fontsource\/|@ministryofjustice\/frontend$|govuk-frontend$|sass$)/

/** Forms of a package that Node does not load, the same code again for browsers and older readers. */
const OTHER_FORMS: Readonly<Record<string, readonly string[]>> = {
  'pdf-lib': ['dist', 'es', 'src', 'ts3.4'],
  rxjs: ['dist/bundles', 'dist/esm', 'dist/esm5', 'dist/types', 'src'],
  typeorm: ['browser'],
}

/** Licences and notices go with what they are of. */
const KEPT = /^(licen[cs]e|notice|copying|ofl)/i
const NOT_RUN = /\.(d\.[cm]?ts|map|md|markdown|flow)$|^(\.github|__tests__|tests?|docs?|examples?|bench(mark)?s?)$/i

const locked = z.object({
  version: z.string().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
})
const lock = z.object({ packages: z.record(z.string(), locked) })
type Locked = z.infer<typeof locked>

export interface Package {
  /** Below the project: node_modules/NAME, or within another package. */
  readonly path: string
  readonly name: string
  readonly version: string
  /** Only its package.json and its licence go along. */
  readonly named: boolean
}

/**
 * All packages of a release, in the order of their paths.
 * @param project a checkout with its packages installed
 */
export function listPackages(project: string): Package[] {
  const { packages } = lock.parse(JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')))
  const found = new Map<string, Package>()
  const take = (from: string, { dependencies, optionalDependencies, peerDependencies }: Locked) => {
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const path = resolve(packages, from, name)
      // what is for another machine, or optional and not wanted, is not installed
      if (path === undefined || found.has(path) || LEFT_OUT.has(name) || !existsSync(join(project, path))) continue
      const entry = packages[path]
      if (!entry) continue
      const named = FOR_BUILDING.test(name)
      found.set(path, { path, name, version: entry.version ?? '', named })
      if (!named) take(path, entry)
    }
  }
  const own = packages['']
  const built = Object.entries(own?.devDependencies ?? {}).filter(([name]) => FOR_BUILDING.test(name))
  if (own) take('', { ...own, dependencies: { ...own.dependencies, ...Object.fromEntries(built) } })
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** As Node finds it: beside the files of whoever asks, then further up. */
function resolve(packages: Readonly<Record<string, Locked>>, from: string, name: string): string | undefined {
  for (let at = from; ; at = at.includes('/node_modules/') ? at.slice(0, at.lastIndexOf('/node_modules/')) : '') {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (packages[path]) return path
    if (at === '') return undefined
  }
}

/** Copies what a release has of this package from a checkout to the same place in another folder. */
export function copyPackage(project: string, folder: string, { path, name, named }: Package): void {
  const root = join(project, path)
  const others = (OTHER_FORMS[name] ?? []).map((one) => join(root, one))
  cpSync(root, join(folder, path), {
    recursive: true,
    filter: (file) => {
      const below = relative(root, file)
      if (below === '') return true
      const word = basename(file)
      if (word === 'node_modules') return false // each package of its own accord
      if (KEPT.test(word) && (!named || dirname(below) === '.')) return true
      if (named) return below === 'package.json' || below.split(sep).some((part) => KEPT.test(part))
      return !NOT_RUN.test(word) && !others.includes(file)
    },
  })
}
