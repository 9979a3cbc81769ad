/** Several servers in every address: that which can be written is found, and after a failover the other one, by web server, worker, queue, notifications and commands, without a restart. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type pg from 'pg'
import { Notices } from '../../src/base/notices.js'
import { apiPath, path } from '../../src/base/path.js'
import type { Environment } from '../../src/config.js'
import { connect } from '../../tools/roles.js'
import { App, findPort, Part, Plant } from './plant.js'
import { type Standby, startStandby } from './standby.js'

jest.setTimeout(300_000)

let plant: Plant
let standby: Standby
let app: App
let worker: Part
const closing: (() => unknown)[] = []

/** Nobody, the standby, the server that is written: in the order that is worst. */
let nobody: number
const everywhere = (url: string): string =>
  `${url.replace(/:\d+\/(?=[^/]*$)/, `:${nobody},127.0.0.1:${standby.port},127.0.0.1:${plant.postgres.port}/`)}&target_session_attrs=read-write`

function settings(kind: 'app' | 'worker'): Environment {
  const single = plant.settings(kind)
  const names = Object.keys(single).filter((name) => name.endsWith('DATABASE_URL'))
  return { ...single, ...Object.fromEntries(names.map((name) => [name, everywhere(single[name] ?? '')])) }
}

beforeAll(async () => {
  plant = await Plant.open({ apps: 0, workers: 0, drafts: 4, database: { testing: true } })
  closing.push(() => plant.close())
  standby = await startStandby(plant.postgres)
  closing.push(() => standby.stop())
  nobody = await findPort()
  app = new App(await findPort(), settings('app'))
  closing.push(() => app.kill())
  worker = new Part('worker.js', settings('worker'))
  closing.push(() => worker.kill())
  await app.waitUntilReady()
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

async function write(draft: number): Promise<number> {
  const answer = await fetch(`${app.address}${apiPath.answers(Number(plant.inhabited.drafts[draft]))}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${plant.inhabited.keys.applicant}`, 'content-type': 'application/json' },
    body: '{"answers":{}}',
  })
  await answer.body?.cancel()
  return answer.status
}

const signIn = async (): Promise<number> => {
  const answer = await fetch(`${app.address}${apiPath.session}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"account":"nobody","password":"nothing at all"}',
  })
  await answer.body?.cancel()
  return answer.status
}

/** Waits until the worker has done a job on this server. */
async function workOn(client: pg.Client): Promise<void> {
  await client.query(`select graphile_worker.add_job('sweep', job_key => 'asked by the test')`)
  const waiting = async () =>
    (await client.query(`select 1 from graphile_worker.jobs where key = 'asked by the test'`)).rows.length > 0
  while (await waiting()) await sleep(100)
}

const pidOf = async (url: string): Promise<unknown> => {
  const client = await connect(url)
  const { rows } = await client.query('select inet_server_port() as port')
  await client.end()
  return rows[0].port
}

test('the one that can be written is used, then the one that was promoted when it is gone', async () => {
  const url = everywhere(plant.settings('app').APP_DATABASE_URL ?? '')
  const heard: (string | null)[] = []
  const notices = new Notices(url, 'of the test', (text) => heard.push(text))
  closing.push(() => notices.close())
  const admin = await plant.look()
  expect(await Promise.all([0, 1, 2, 3].map(write))).toEqual([200, 200, 200, 200])
  expect(await signIn()).toBe(422)
  expect(await pidOf(url)).toBe(plant.postgres.port)
  await workOn(admin)
  while (heard.length < 1) await sleep(50)

  await admin.end()
  plant.signalDatabase('SIGSTOP') // nobody says that it is gone
  closing.push(() => plant.signalDatabase('SIGCONT'))
  await standby.promote()
  const after = await standby.look()
  while ((await write(0)) !== 200) await sleep(200)
  expect(await Promise.all([0, 1, 2, 3].map(write))).toEqual([200, 200, 200, 200])
  while ((await signIn()) !== 422) await sleep(200)
  while ((await fetch(`${app.address}${path.isReady}`)).status !== 200) await sleep(200)
  await workOn(after)
  await after.query(`notify "of the test", 'from the other'`)
  expect(await pidOf(url)).toBe(standby.port)
  await after.end()
  expect([app.deaths, worker.deaths]).toEqual([0, 0])
})
