/** The launcher of the embedded PostgreSQL, on real servers: an ordinary life, and whatever is killed, the next start works and has lost nothing. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { createDataSource } from '../../src/base/database.js'
import { findProcess, isLiving, waitUntil } from '../../tools/processes.js'
import { connect } from '../../tools/roles.js'
import { issue } from '../letters/authority.js'
import { ask, keepBusy, kill, recall, remember, useSite } from './site.js'

const site = useSite()

describe('an ordinary life', () => {
  test('the first start makes a UTF-8 database on loopback whose owner is no superuser', async () => {
    const postgres = await site.start()
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

  test('what it leaves in the site.folder is closed to others', async () => {
    const postgres = await site.start()
    await postgres.stop()
    const mode = (name: string) => (statSync(join(site.folder, name)).mode & 0o777).toString(8)
    expect({ password: mode('pg-password'), data: mode('pg'), log: mode('postgres.log') }).toEqual({
      password: '600',
      data: '700',
      log: '600',
    })
    expect(readdirSync(site.folder).filter((name) => /new|probe|copying/.test(name))).toEqual([])
  })

  test('a second start keeps the data, the port and the address', async () => {
    const first = await site.start()
    await remember(first)
    await first.stop()
    const second = await site.start()
    expect(await recall(second)).toEqual([{ what: '外国主播' }])
    expect({ url: second.url, found: second.found }).toEqual({ url: first.url, found: false })
    await second.stop()
  })

  test('a wrong password does not open it', async () => {
    const postgres = await site.start()
    const wrong = postgres.url.replace(/:[^:@]+@/, ':guess@')
    await expect(connect(wrong)).rejects.toThrow('password authentication failed')
    await postgres.stop()
  })

  test('two starts at once share one server, and the last to stop ends it', async () => {
    const [one, two] = await Promise.all([site.start(), site.startElsewhere()])
    expect(two.postgres.pid).toBe(one.pid)
    await one.stop()
    expect(findProcess(one.pid)).toBeDefined()
    two.parent.stdin?.write('stop\n')
    await once(two.parent, 'exit')
    expect(findProcess(one.pid)).toBeUndefined()
  })

  test('the end of the server is announced', async () => {
    const postgres = await site.start()
    process.kill(postgres.pid, 'SIGINT')
    await expect(postgres.ended).resolves.toBeUndefined()
    await postgres.stop()
  })
})

test('by sslmode=verify-full the server is spoken to over TLS and with the certificate of the named authority, or not at all', async () => {
  const postgres = await site.start()
  const [authority, stranger] = ['an authority', 'another'].map((name) => issue({ name, authority: true }))
  const own = issue({ name: 'localhost', ...(authority && { by: authority }) })
  const { uid, gid } = statSync(join(postgres.home, 'pg'))
  const write = (name: string, text: string) => {
    const file = join(postgres.home, name)
    writeFileSync(file, text, { mode: 0o600 })
    chownSync(file, uid, gid)
    return file
  }
  const key = write('tls.key', String(own.key.export({ type: 'pkcs8', format: 'pem' })))
  const certificate = write('tls.pem', own.pem)
  const speak = async (hosts: string, pem = '') => {
    const servers = hosts.split(',').map((host) => `${host}:${postgres.port}`)
    const search = `sslmode=verify-full&sslrootcert=${write('root.pem', pem)}`
    const url = `${postgres.url.replace(/@[^/]*/, `@${servers.join(',')}`)}?${search}`
    const source = createDataSource({ url, poolSize: 1, entities: [] })
    try {
      await source.initialize()
      const [{ version }] = await source.query('select version from pg_stat_ssl where pid = pg_backend_pid()')
      return version
    } catch (error) {
      return String(error)
    } finally {
      if (source.isInitialized) await source.destroy()
    }
  }
  expect(await speak('localhost', authority?.pem)).toBe('Error: The server does not support SSL connections')
  for (const line of [
    'alter system set ssl = on',
    `alter system set ssl_cert_file = '${certificate}'`,
    `alter system set ssl_key_file = '${key}'`,
    'select pg_reload_conf()',
  ])
    await ask(postgres.adminUrl, line)
  for (let tries = 0; tries < 200 && (await speak('localhost', authority?.pem)) !== 'TLSv1.3'; tries++) await sleep(50)
  expect(await speak('localhost', authority?.pem)).toBe('TLSv1.3')
  expect(await speak('localhost', stranger?.pem)).toMatch(/unable to (get local issuer|verify the first) certificate/)
  expect(await speak('127.0.0.1', authority?.pem)).toMatch(/does not match certificate's altnames/)
  // of several each is asked for a certificate with its own name
  expect(await speak('127.0.0.1,localhost', authority?.pem)).toBe('TLSv1.3')
  expect(await speak('127.0.0.1,127.0.0.1', authority?.pem)).toMatch(/does not match certificate's altnames/)
  await postgres.stop()
})

describe('after something was killed', () => {
  test('kill -9 of the parent: the living server is used again, and stopped', async () => {
    const { parent, postgres } = await site.startElsewhere()
    await remember(postgres)
    await kill(parent.pid ?? 0)
    expect(findProcess(postgres.pid)).toBeDefined()
    const next = await site.start()
    expect({ pid: next.pid, found: next.found }).toEqual({ pid: postgres.pid, found: true })
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
    expect(findProcess(postgres.pid)).toBeUndefined()
  })

  test('kill -9 of the server while a query computes: nothing committed is lost', async () => {
    const postgres = await site.start({ testing: false })
    await remember(postgres)
    const busy = await keepBusy(postgres.url)
    await kill(postgres.pid)
    const next = await site.start({ testing: false })
    expect(next.pid).not.toBe(postgres.pid)
    expect(findProcess(busy)).toBeUndefined()
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
  })

  test('the parent that restarted a killed server is the one that stops it', async () => {
    const postgres = await site.start()
    await kill(postgres.pid)
    const next = await site.start()
    await next.stop()
    expect(findProcess(next.pid)).toBeUndefined()
  })

  test('kill -9 of the parent and the server together', async () => {
    const { parent, postgres } = await site.startElsewhere()
    await remember(postgres)
    await keepBusy(postgres.url)
    await kill(postgres.pid, [parent.pid ?? 0])
    const next = await site.start({ testing: false })
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
  })

  test('kill -9 of the parent while the data are being made', async () => {
    const half = join(site.folder, 'pg-new-abandoned')
    mkdirSync(half)
    writeFileSync(join(half, 'PG_VERSION'), '17\n')
    const postgres = await site.start()
    await remember(postgres)
    expect(existsSync(half)).toBe(false)
    await postgres.stop()
  })

  test('a note of a dead server whose pid is now another process', async () => {
    const postgres = await site.start()
    await remember(postgres)
    const note = readFileSync(join(site.folder, 'pg/postmaster.pid'), 'utf8')
    await postgres.stop()
    // A process of the server's own account, because PostgreSQL passes over those of others.
    const owner = statSync(join(site.folder, 'pg'))
    const stranger = spawn('/bin/sleep', ['60'], { uid: owner.uid, gid: owner.gid, cwd: '/' })
    site.parents.push(stranger)
    writeFileSync(join(site.folder, 'pg/postmaster.pid'), note.replace(/^\d+/, String(stranger.pid)))
    chownSync(join(site.folder, 'pg/postmaster.pid'), owner.uid, owner.gid)
    const next = await site.start()
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    expect(findProcess(stranger.pid ?? 0)).toBeDefined()
    await next.stop()
  })

  test('a note of a dead server that nobody has collected', async () => {
    const postgres = await site.start()
    await remember(postgres)
    const note = readFileSync(join(site.folder, 'pg/postmaster.pid'), 'utf8')
    await postgres.stop()
    const owner = statSync(join(site.folder, 'pg'))
    // the child ends only when its parent has become a program that collects nobody
    const idle = spawn('/bin/sh', ['-c', 'read line <&3 & echo $!; exec sleep 60 3<&-'], {
      uid: owner.uid,
      gid: owner.gid,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    })
    site.parents.push(idle)
    const [zombie] = await once(createInterface(idle.stdout as Readable), 'line') // a pipe, as asked
    await waitUntil(() => readFileSync(`/proc/${idle.pid}/comm`, 'utf8') === 'sleep\n', 10_000)
    idle.stdio[3]?.destroy()
    await waitUntil(() => readFileSync(`/proc/${zombie}/stat`, 'utf8').includes(') Z '), 10_000)
    writeFileSync(join(site.folder, 'pg/postmaster.pid'), note.replace(/^\d+/, zombie))
    chownSync(join(site.folder, 'pg/postmaster.pid'), owner.uid, owner.gid)
    const next = await site.start()
    expect(await recall(next)).toEqual([{ what: '外国主播' }])
    await next.stop()
  })
})

test('a process is known by its pid and its beginning', () => {
  const identity = findProcess(process.pid)?.identity ?? ''
  expect(isLiving(identity)).toBe(true)
  expect(isLiving(`${process.pid}-1`)).toBe(false)
})
