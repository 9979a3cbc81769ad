/**
 * `npm run release -- FOLDER`: what an operator gets. An archive of the built system with the packages that it runs
 * by, its bill of materials, what is new, and the checksums of the three; the Containerfile takes that archive. A
 * release is a tag: without one at this commit the name says that it is a trial.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { projectFolder } from '../src/settings.js'
import { LauncherError } from './binaries.js'
import { isMain, runCommand, tell } from './command.js'
import type { Package } from './release/packages.js'
import { makeTree } from './release/tree.js'

/** What an operator has to carry at most, in MB. */
export const MOST = { packages: 200, archive: 250 } as const
const MB = 1_000_000

/** Makes the files of a release in a folder, which is made where it is not there. Answers their name. */
export function makeRelease(folder: string, project = projectFolder): string {
  const { name, changes, at } = identify(project)
  const tree = join(folder, name)
  if (existsSync(tree)) throw new LauncherError(`${tree} 已经存在。`, `${tree} is there already.`)
  mkdirSync(folder, { recursive: true })
  const packages = makeTree(project, tree)
  bound('node_modules', sizeOf(join(tree, 'node_modules')), MOST.packages)
  writeFileSync(join(folder, `${name}.cdx.json`), billOf(project, packages))
  writeFileSync(join(folder, `${name}.md`), changes)
  const archive = `${name}.tar.gz`
  pack(folder, name, archive, at)
  bound(archive, statSync(join(folder, archive)).size, MOST.archive)
  const sums = [archive, `${name}.cdx.json`, `${name}.md`].map((file) => `${digestOf(join(folder, file))}  ${file}\n`)
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''))
  return name
}

/** The name of a release, what the changelog says of it, and when its commit was made (seconds). */
function identify(project: string) {
  const git = (...args: string[]) => {
    const { status, stdout } = spawnSync('git', args, { cwd: project, encoding: 'utf8' })
    return status === 0 ? stdout.trim() : ''
  }
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')))
  const isTagged = git('tag', '--points-at', 'HEAD').split('\n').includes(`v${version}`)
  if (isTagged && git('status', '--porcelain') !== '')
    throw new LauncherError(
      '有未提交的修改，不能作为发布版本。',
      'There are changes that are not committed: no release.',
    )
  const commit = git('rev-parse', '--short=8', 'HEAD') || 'packed'
  const log = readFileSync(join(project, 'CHANGELOG.md'), 'utf8')
  const heading = isTagged ? `## ${version}` : '## Unreleased'
  const section = log.split(/^(?=## )/m).find((part) => part.startsWith(heading))
  if (section === undefined)
    throw new LauncherError(`CHANGELOG.md 没有“${heading}”。`, `CHANGELOG.md has no “${heading}”.`)
  return {
    name: `haijian-${version}${isTagged ? '' : `-trial.${commit}`}`,
    changes: section,
    at: Number(git('log', '-1', '--format=%ct')) || 0,
  }
}

/** The same files give the same archive: in order, of nobody, as old as the commit. */
function pack(folder: string, name: string, archive: string, at: number): void {
  const plain = ['--sort=name', `--mtime=@${at}`, '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX']
  const args = ['-C', folder, ...plain, '--use-compress-program=gzip -n', '-cf', join(folder, archive), name]
  const { status, stderr } = spawnSync('tar', args, { encoding: 'utf8' })
  if (status !== 0) throw new LauncherError(`tar 失败：${stderr}`, `tar failed: ${stderr}`)
}

const bill = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({}) }),
  components: z.array(z.looseObject({ name: z.string(), version: z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
})

/** CycloneDX, of the packages that go along. */
function billOf(project: string, packages: readonly Package[]): string {
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx']
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: project, encoding: 'utf8', maxBuffer: 100 * MB })
  if (status !== 0) throw new LauncherError(`npm sbom 失败：${stderr}`, `npm sbom failed: ${stderr}`)
  const whole = bill.parse(JSON.parse(stdout))
  const shipped = new Set(packages.map(({ name, version }) => `${name}@${version}`))
  const goes = (ref: string) => ref.startsWith('haijian@') || shipped.has(ref)
  const metadata = { ...whole.metadata, component: { ...whole.metadata.component, name: 'haijian' } }
  const components = whole.components.filter(({ name, version }) => shipped.has(`${name}@${version}`))
  const dependencies = whole.dependencies
    .filter(({ ref }) => goes(ref))
    .map((one) => ({ ...one, dependsOn: one.dependsOn.filter(goes) }))
  return `${JSON.stringify({ ...whole, metadata, components, dependencies }, null, 2)}\n`
}

function bound(what: string, bytes: number, most: number): void {
  const size = Math.ceil(bytes / MB)
  if (size > most)
    throw new LauncherError(`${what} 有 ${size} MB，至多 ${most} MB。`, `${what} has ${size} MB, ${most} at most.`)
}

export function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

const digestOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

async function run(): Promise<void> {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) throw new LauncherError('用法：npm run release -- 文件夹', 'Use: npm run release -- FOLDER')
  const name = makeRelease(resolve(folder))
  tell({ zh: `已生成 ${join(folder, name)}.tar.gz。`, en: `Made ${join(folder, name)}.tar.gz.` })
}

if (isMain(import.meta.url)) await runCommand(run)
