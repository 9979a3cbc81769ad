/**
 * The whole installation on hosts of its own: two web servers, two workers, three PostgreSQL under Patroni behind HAProxy, a mail server. The database fails over in every way,
 * and hosts are cut off from each other, from the database and from the mail server, while people work. Nothing that was acknowledged is lost or done twice, histories stand in
 * order, nobody sees a 500, and every mail arrives. Then the same with standbys that commits do not wait for: what is lost is lost, and no number is given twice.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { readConfig } from '../../src/config.js'
import { migrate } from '../../tools/migrate.js'
import { addressSettings, connect, withAddresses } from '../../tools/roles.js'
import { OPEN_DOOR } from '../cases/world.js'
import { issue } from '../letters/authority.js'
import { listFaults, listOpenWork } from '../reliability/checker.js'
import { Driver } from '../reliability/driver.js'
import { type Inhabited, inhabit } from '../reliability/inhabitants.js'
import { type Log, sum } from '../reliability/log.js'
import { App, type Host, Part } from '../reliability/plant.js'
import { finishPost, mailFaults } from '../reliability/post.js'
import { type MailServer, startMailServer } from '../worker/mailServer.js'
import { Network } from './network.js'
import { Cluster, listMissing, type NodeNumber } from './patroni.js'

jest.setTimeout(3_600_000)

const HOSTS = ['database', 'web1', 'web2', 'worker1', 'worker2'] as const
type HostName = (typeof HOSTS)[number]

/** Steps before a disturbance, and after it. */
const STEPS = 40
/** How long a lost server stays away, a held one stands still, and hosts are cut off, in milliseconds. */
const AWAY = 40_000
const CUT = 15_000

const missing = listMissing()
if (missing.length > 0)
  throw new Error(
    `The drill needs Debian's packages (postgresql patroni python3-etcd etcd-server haproxy iproute2); not found: ${missing.join(', ')}`,
  )

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** Everything that runs. */
class Installation {
  private constructor(
    readonly network: Network<HostName>,
    readonly cluster: Cluster,
    readonly post: MailServer,
    readonly apps: readonly App[],
    readonly workers: readonly Part[],
    private readonly inhabited: Inhabited,
  ) {}

  /** People who know nothing yet of what was done. */
  drive(): Driver {
    return new Driver({
      addresses: () => this.apps.map(({ address }) => address),
      inhabited: this.inhabited,
      clients: 6,
    }).start()
  }

  static async open({ synchronous }: { synchronous: boolean }): Promise<Installation> {
    const network = Network.open(HOSTS)
    closing.push(() => network.close())
    const cluster = await Cluster.open(network.address('database'), network.on('database'), { synchronous })
    closing.push(() => cluster.close())
    const owner = await connect(cluster.url())
    await owner.query(`create role haijian_owner login createrole password 'of-the-drill-only'`)
    await owner.query(`create database haijian owner haijian_owner encoding 'UTF8' template template0`)
    await owner.end()
    const folder = mkdtempSync(join(tmpdir(), 'haijian-drill-'))
    chmodSync(folder, 0o711)
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    const authority = issue({ name: 'an authority of the drill', authority: true })
    const own = issue({ name: 'mail', by: authority, ip: network.here })
    const key = String(own.key.export({ type: 'pkcs8', format: 'pem' }))
    const post = await startMailServer({ key, cert: own.pem, disabledCommands: [] }, network.here)
    writeFileSync(join(folder, 'mail.pem'), authority.pem)
    closing.push(() => post.close())
    const config = withAddresses(
      readConfig({
        NODE_ENV: 'test',
        DATABASE_URL: cluster.url('haijian_owner', 'of-the-drill-only', 'haijian'),
        DATA_DIR: folder,
      }),
    )
    await migrate(config.databaseUrl ?? '', config)
    const inhabited = await inhabit(config, 32)
    const client = await connect(cluster.url('postgres', undefined, 'haijian'))
    await client.query(`update people set email = account || '@people.example'`)
    await client.end()
    const settings = {
      NODE_ENV: 'test',
      DATA_DIR: folder,
      DATABASE_POOL: '10',
      LOG_LEVEL: 'error',
      ...OPEN_DOOR,
      PROOF_MINUTES: '1440',
      ...addressSettings(config),
      DATABASE_URL: '',
      SMTP_URL: `smtp://${network.here}:${post.port}`,
      SMTP_CERTIFICATE: join(folder, 'mail.pem'),
      OUTGOING_PRIVATE: network.here,
      MAIL_FROM: 'noreply@haijian.example',
    }
    const at = (name: HostName) => ({ address: `${network.address(name)}:80`, on: network.on(name) })
    const apps = (['web1', 'web2'] as const).map((name) => {
      const proxy = startProxy(join(folder, `${name}.cfg`), at(name))
      closing.push(() => proxy.kill())
      return new App(8080, settings, undefined, at(name))
    })
    const workers = (['worker1', 'worker2'] as const).map(
      (name) => new Part('worker.js', settings, undefined, at(name)),
    )
    closing.push(() => {
      for (const part of [...apps, ...workers]) part.kill()
    })
    await Promise.all(apps.map((app) => app.waitUntilReady()))
    return new Installation(network, cluster, post, apps, workers, inhabited)
  }

  look(): Promise<pg.Client> {
    return connect(this.cluster.url('postgres', undefined, 'haijian'))
  }

  /** Waits until everything that was ordered is made and everybody has been told. */
  async finish(client: pg.Client): Promise<void> {
    for (const end = performance.now() + 300_000; performance.now() < end; await sleep(250))
      if ((await listOpenWork(client)).length === 0) break
    await finishPost(client)
  }
}

/** The proxy of a web server's host, since a server listens on its own machine only. */
function startProxy(file: string, { address, on }: Host) {
  writeFileSync(
    file,
    `
defaults
  mode tcp
  timeout connect 2s
  timeout client 1m
  timeout server 1m
listen web
  bind ${address}
  server web 127.0.0.1:8080
`,
  )
  const [program = '', ...args] = [...on, 'haproxy', '-db', '-f', file]
  return spawn(program, args, { stdio: 'ignore' })
}

/** The longest time without an acknowledged step since a moment, in seconds. */
function longestGap({ operations }: Log, since: number): number {
  const times = operations
    .filter(({ outcome, requestId, ended }) => outcome === 'ok' && requestId && ended > since)
    .map(({ ended }) => ended)
    .sort((one, other) => one - other)
  const gaps = times.map((time, index) => time - (times[index - 1] ?? since))
  return Math.round(Math.max(0, ...gaps) / 100) / 10
}

type Disturbance = (at: Installation, leader: NodeNumber) => Promise<unknown> | unknown

/** Cuts for a while, and mends. */
const cutting =
  (cut: (at: Installation) => void): Disturbance =>
  async (at) => {
    cut(at)
    await sleep(CUT)
    at.network.mend()
  }

const DISTURBANCES: Readonly<Record<string, Disturbance>> = {
  'the leader is lost and stays away': ({ cluster }, leader) => cluster.kill(leader, AWAY),
  'the leader is killed and comes back': ({ cluster }, leader) => cluster.kill(leader),
  'the leader stands still': ({ cluster }, leader) => cluster.pause(leader, AWAY),
  'the leader hands over': ({ cluster }, leader) => cluster.switchOver(leader),
  'a web server is cut off from the database': cutting(({ network }) => network.cut('web1', 'database')),
  'a worker is cut off from the database': cutting(({ network }) => network.cut('worker1', 'database')),
  'all are cut off from the database': cutting(({ network }) => {
    for (const host of ['web1', 'web2', 'worker1', 'worker2'] as const) network.cut(host, 'database')
  }),
  'web servers and workers are cut off from each other': cutting(({ network }) => {
    network.cut('web1', 'web2')
    network.cut('worker1', 'worker2')
    for (const web of ['web1', 'web2'] as const)
      for (const worker of ['worker1', 'worker2'] as const) network.cut(web, worker)
  }),
  'workers are cut off from the mail server': cutting(({ network }) => {
    for (const host of ['worker1', 'worker2'] as const) network.cutFromHere(host)
  }),
}

test('commits wait for a standby: nothing is lost or doubled, whatever is lost or cut off', async () => {
  const all = await Installation.open({ synchronous: true })
  const { cluster } = all
  const driver = all.drive()
  for (const [what, disturb] of Object.entries(DISTURBANCES)) {
    await cluster.settle()
    await driver.advance(STEPS)
    const [leader, since] = [await cluster.leader(), performance.now()]
    if (!leader) throw new Error('nobody leads')
    await disturb(all, leader)
    await driver.advance(STEPS)
    const now = await cluster.leader()
    process.stdout.write(`${what}: node ${leader}, then ${now}; ${longestGap(driver.log, since)} s without a step\n`)
  }
  await cluster.settle()
  await driver.advance(STEPS)
  const log = await driver.stop(120_000)
  const client = await all.look()
  closing.push(() => client.end())
  await all.finish(client)
  process.stdout.write(
    `${JSON.stringify({ ...sum(log), deaths: [...all.apps, ...all.workers].map(({ deaths }) => deaths) })}\n`,
  )
  expect(await listFaults(client, log)).toEqual([])
  expect(await mailFaults(client, all.post)).toEqual([])
  expect((await client.query('select * from skipped_numbers')).rows).toEqual([])
})

test('commits wait for nobody, and the leader is lost with what only it had: no number is given twice', async () => {
  const all = await Installation.open({ synchronous: false })
  const { cluster } = all
  const driver = all.drive()
  await driver.advance(STEPS)
  const leader = await cluster.leader()
  if (!leader) throw new Error('nobody leads')
  const kept = await givenNumbers(all)
  cluster.strand(leader)
  await driver.advance(4 * STEPS)
  await driver.stop()
  const given = await givenNumbers(all)
  cluster.kill(leader, 24 * 3_600_000)
  cluster.release(leader)
  while ((await cluster.leader()) === undefined) await sleep(500)
  const others = all.drive()
  await others.advance(4 * STEPS)
  await others.stop(120_000)
  const now = await givenNumbers(all)
  const lost = [...given].filter(([number, check]) => !kept.has(number) && now.get(number) !== check)
  process.stdout.write(`numbers that were given and lost: ${lost.length}\n`)
  expect(lost.length).toBeGreaterThan(0)
  expect(lost.filter(([number]) => now.has(number))).toEqual([])
  const client = await all.look()
  closing.push(() => client.end())
  expect((await client.query('select first, last from skipped_numbers')).rows.length).toBeGreaterThan(0)
  expect((await client.query('select number from letters group by 1 having count(*) > 1')).rows).toEqual([])
})

/** Every number that was given, with the check code of its paper. */
async function givenNumbers(all: Installation): Promise<Map<string, string>> {
  const client = await all.look()
  try {
    const { rows } = await client.query<{ number: string; check: string }>(
      'select number, check_code as check from letters',
    )
    return new Map(rows.map(({ number, check }) => [number, check]))
  } finally {
    await client.end()
  }
}
