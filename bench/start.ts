/**
 * `npm run bench -- start`: how long it takes to the first page, from a bare clone and from a second start, beside the floor of both: the database server alone,
 * making its data or finding them. Whether npm's cache has the packages decides most of the first figure. Prints the ratio of a warm start to its floor last.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { environmentWith } from '../src/config.js'
import { projectFolder } from '../src/settings.js'
import { LauncherError } from '../tools/binaries.js'
import { startPostgres } from '../tools/postgres.js'

const WARM_ROUNDS = 5
const PATIENCE = 300_000

/** Measures in a copy of the project's files (those that git knows, as they stand), which is removed afterwards. */
export async function run(): Promise<void> {
  const clone = mkdtempSync(join(tmpdir(), 'haijian-bench-'))
  // As a clone is, and not as a temporary folder is: open to the account that runs the embedded PostgreSQL for root.
  chmodSync(clone, 0o755)
  try {
    copyProject(clone)
    const port = randomInt(18_000, 20_000)
    say(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()})`)
    say(`npm ci                                ${seconds(await time(() => install(clone)))}`)
    say(`npm start to the first page, cold     ${seconds(await measureStart(clone, port))}`)
    const alone = join(clone, '.alone')
    say(`PostgreSQL alone, cold                ${seconds(await measureServer(alone))}`)
    const warm: number[] = []
    const floor: number[] = []
    for (let round = 0; round < WARM_ROUNDS; round++) {
      warm.push(await measureStart(clone, port))
      floor.push(await measureServer(alone))
    }
    say(`npm start to the first page, warm     ${seconds(median(warm))}, median of ${WARM_ROUNDS}`)
    say(`PostgreSQL alone, warm                ${seconds(median(floor))}, median of ${WARM_ROUNDS}`)
    say(`ratio ${(median(warm) / median(floor)).toFixed(1)}`)
  } finally {
    rmSync(clone, { recursive: true, force: true })
  }
}

function copyProject(to: string): void {
  const { stdout, status } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectFolder,
  })
  if (status !== 0)
    throw new LauncherError('需要 git 和一个克隆。', 'This benchmark needs git, and to be run in a clone.')
  for (const name of stdout.toString().split('\0').filter(Boolean)) cpSync(join(projectFolder, name), join(to, name))
}

async function install(clone: string): Promise<void> {
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: clone, encoding: 'utf8' })
  if (status !== 0) throw new Error(`npm ci failed: ${stderr.slice(-2000)}`)
}

/** Milliseconds from the command until the first page is there, whole and good; then stops it. */
async function measureStart(clone: string, port: number): Promise<number> {
  const env = environmentWith({
    NODE_ENV: 'development',
    PORT: String(port),
    DATA_DIR: join(clone, '.data'),
    DATABASE_URL: undefined,
  })
  const began = performance.now()
  const child = spawn('npm', ['start'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part))
  try {
    await waitForPage(port, child, () => output)
    return performance.now() - began
  } finally {
    await stopAfter(child, () => output.includes(`http://localhost:${port}`))
  }
}

/** Milliseconds until the server alone takes connections; then stops it. */
async function measureServer(dataDir: string): Promise<number> {
  const began = performance.now()
  const server = await startPostgres({ dataDir })
  const took = performance.now() - began
  await server.stop()
  return took
}

async function waitForPage(port: number, child: ChildProcess, output: () => string): Promise<void> {
  for (const end = performance.now() + PATIENCE; performance.now() < end; await sleep(20)) {
    if (child.exitCode !== null) break
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
    const page = await answer?.text()
    if (answer?.status === 200 && page?.includes('</html>')) return
  }
  throw new Error(`no first page: ${output().slice(-2000)}`)
}

/** Waits until the start is complete (the demonstration is filled after the first page), then stops it. */
async function stopAfter(child: ChildProcess, complete: () => boolean): Promise<void> {
  for (const end = performance.now() + PATIENCE; !complete() && child.exitCode === null && performance.now() < end; )
    await sleep(50)
  child.kill('SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function time(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`
const say = (line: string) => process.stdout.write(`${line}\n`)
