/** What differs from main in the working tree, committed or not: files, and parts of sources. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LauncherError } from '../binaries.js'
import { joinParts, type Lines, type Parts, partsAt } from './functions.js'

export interface Change {
  /** From the project's folder, with slashes. */
  readonly path: string
  /** Of sources alone. */
  readonly parts?: Parts
}

const SOURCE = /^(src|tools|migrations|bench)\/.*(?<!\.d)\.ts$/

/**
 * The commit with which the working tree is compared: where it left `main`, or on main itself where
 * it left main's upstream. If neither is an earlier commit: HEAD, or when everything is committed
 * the commit before it.
 *
 * @throws LauncherError when there is no repository, or no such branch
 */
export function findBase(project: string, main: string): string {
  const head = ask(project, 'rev-parse', 'HEAD')
  if (!head || !ask(project, 'rev-parse', '--verify', `${main}^{commit}`))
    throw new LauncherError(
      `此处没有 git 仓库或没有分支 ${main}；可用 --base 指定分支。`,
      `There is no git repository with a branch ${main} here. Say another branch with --base.`,
    )
  const bases = [main, `${main}@{upstream}`].map((name) => ask(project, 'merge-base', 'HEAD', name))
  const earlier = bases.find((base) => base && base !== head)
  if (earlier) return earlier
  if (ask(project, 'status', '--porcelain')) return head
  return ask(project, 'rev-parse', '--verify', 'HEAD~1') ?? head
}

/** The files that differ from a commit, files that git does not know yet among them. */
export function findChanges(project: string, base: string): Change[] {
  const differ = run(project, 'diff', '--name-only', '-z', '--no-renames', '--relative', base)
  const added = run(project, 'ls-files', '-z', '--others', '--exclude-standard')
  const paths = new Set(`${differ}${added}`.split('\0').filter(Boolean))
  return [...paths]
    .sort()
    .map((path) => (SOURCE.test(path) ? { path, parts: readParts(project, base, path) } : { path }))
}

function readParts(project: string, base: string, path: string): Parts {
  const before = ask(project, 'show', `${base}:./${path}`)
  const file = join(project, path)
  const after = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (before === undefined) return partsAt(path, after, [{ first: 1, last: after.split('\n').length }])
  const hunks = readHunks(run(project, 'diff', '-U0', '--no-renames', '--no-ext-diff', '--no-color', base, '--', path))
  return joinParts(partsAt(path, before, hunks.before), partsAt(path, after, hunks.after))
}

/** The lines of both sides that a difference without context names. */
export function readHunks(difference: string): { readonly before: Lines[]; readonly after: Lines[] } {
  const heads = [...difference.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)]
  const lines = (first = '', count = '1'): Lines[] =>
    count === '0' ? [] : [{ first: Number(first), last: Number(first) + Number(count) - 1 }]
  return {
    before: heads.flatMap(([, first, count]) => lines(first, count)),
    after: heads.flatMap(([, , , first, count]) => lines(first, count)),
  }
}

const MOST = 64 * 2 ** 20

const run = (project: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: project, encoding: 'utf8', maxBuffer: MOST })

/** What git answers, or undefined when it refuses. */
function ask(project: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', args, { cwd: project, encoding: 'utf8', maxBuffer: MOST })
  return status === 0 ? stdout.replace(/\n$/, '') : undefined
}
