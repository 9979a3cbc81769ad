/** Reports read a copy where there is one, and say how old it is; what the copy cannot answer the database does, and nobody is turned away. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { type CopyState, faultOf } from '../../src/base/replica.js'
import type { Environment } from '../../src/config.js'
import { INPUTS } from '../cases/inputs.js'
import { PASSWORD } from '../cases/population.js'
import { App, findPort, Plant } from './plant.js'
import { type Standby, startStandby } from './standby.js'

jest.setTimeout(300_000)

let plant: Plant
let standby: Standby
let app: App
const closing: (() => unknown)[] = []

/** Longer than a copy that failed is left alone. */
const RESTED = 11_000

function settings(): Environment {
  const url = new URL(plant.settings('app').APP_DATABASE_URL ?? '')
  const copy = `postgres://127.0.0.1:${standby.port}${url.pathname}`
  return { ...plant.settings('app'), REPLICA_DATABASE_URL: copy }
}

beforeAll(async () => {
  plant = await Plant.open({ apps: 0, workers: 0, drafts: 3, database: { testing: true } })
  closing.push(() => plant.close())
  standby = await startStandby(plant.postgres)
  closing.push(() => standby.stop())
  app = new App(await findPort(), settings())
  closing.push(() => app.kill())
  await app.waitUntilReady()
})
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})

async function submit(draft: number): Promise<void> {
  const { drafts, headers } = plant.inhabited
  const id = Number(drafts[draft])
  const seen = await fetch(`${app.address}${apiPath.case(id)}`, { headers: headers.applicant })
  const { version } = (await seen.json()) as { version: number } // presentCase
  const answer = await fetch(`${app.address}${apiPath.action(id, 'submit')}`, {
    method: 'POST',
    headers: { ...headers.applicant, 'content-type': 'application/json' },
    body: JSON.stringify({ version, input: INPUTS.submit ?? {} }),
  })
  expect([answer.status, await answer.text()]).toEqual([200, expect.anything()])
}

/** The cases behind the figure of what was filed: how many, and whether the page says up to when its data go. */
async function filed(headers = plant.inhabited.headers.approver): Promise<[number, boolean]> {
  const answer = await fetch(`${app.address}${withQuery(path.reportedCases, { measure: 'filed' })}`, {
    headers: { ...headers, 'accept-language': 'zh' },
  })
  const text = await answer.text()
  expect([answer.status, text]).toEqual([200, expect.stringContaining('统计所列的案件')])
  return [new Set(text.match(/20\d\d-\d{6}/g)).size, text.includes('数据截至')]
}

/** What a trial of the draft says: of how many cases, and whether the page says up to when its data go. */
async function tried(draft: number, headers: Record<string, string>): Promise<[number, boolean]> {
  const answer = await fetch(`${app.address}${withQuery(path.whatIf, { draft })}`, {
    headers: { ...headers, 'accept-language': 'zh' },
  })
  const text = await answer.text()
  expect([answer.status, text]).toEqual([200, expect.stringMatching(/\d+件案件的判断都不变|\d+件中有\d+件判断会变/)])
  return [Number(/(\d+)件(?:案件的判断|中有)/.exec(text)?.[1]), text.includes('数据截至')]
}

/** A draft of the salary figures, which no copy knows that has stopped replaying. */
async function draftSalary(): Promise<number> {
  const body = {
    label: { zh: '草案', en: 'Draft' },
    sixTimes: 2_000_000,
    fourTimes: 596_832,
    monthlyAverage: null,
    source: { zh: '测试', en: 'Test' },
  }
  const admin = await plant.look()
  const { rows } = await admin.query<{ id: number }>(
    `insert into reference (kind, key, effective_from, body, drafted_by)
    values ('salary', 'shanghai', '2099-01-01', $1, $2) returning id`,
    [JSON.stringify(body), plant.inhabited.population.people.policyEditor.id],
  )
  await admin.end()
  return rows[0]?.id ?? 0
}

/** The headers of a new session. */
async function signIn(name: 'supervisor'): Promise<Record<string, string>> {
  const { people, authenticators } = plant.inhabited.population
  const { account } = people[name]
  const answer = await fetch(`${app.address}${apiPath.session}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ account, password: PASSWORD, code: await authenticators.nextCode(people[name]) }),
  })
  expect([answer.status, await answer.text()]).toEqual([201, expect.anything()])
  return {
    cookie: answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
  }
}

async function tell(sql: string): Promise<void> {
  const client = await standby.look()
  await client.query(sql)
  await client.end()
}

/** Settles when the copy has all that the database has. */
async function caughtUp(): Promise<void> {
  const admin = await plant.look()
  const { rows } = await admin.query<{ at: string }>('select pg_current_wal_lsn() as at')
  await admin.end()
  const client = await standby.look()
  const there = async () =>
    (await client.query<{ there: boolean }>('select pg_last_wal_replay_lsn() >= $1::pg_lsn as there', [rows[0]?.at]))
      .rows[0]?.there
  while (!(await there())) await sleep(50)
  await client.end()
}

test('figures come from the copy, which says so; when it is away or leads itself, from the database', async () => {
  await submit(0)
  await caughtUp()
  expect(await filed()).toEqual([1, true])

  await tell('select pg_wal_replay_pause()')
  await submit(1)
  expect(await filed()).toEqual([1, true])
  await tell('select pg_wal_replay_resume()')
  await caughtUp()
  expect(await filed()).toEqual([2, true])

  // a session of which the copy does not know yet
  await tell('select pg_wal_replay_pause()')
  const headers = await signIn('supervisor')
  expect(await filed(headers)).toEqual([2, false])
  await tell('select pg_wal_replay_resume()')
  await sleep(RESTED)
  await caughtUp()
  expect(await filed(headers)).toEqual([2, true])

  // a trial reads its draft from the database, and the cases from the copy
  await tell('select pg_wal_replay_pause()')
  await submit(2)
  const draft = await draftSalary()
  expect(await tried(draft, headers)).toEqual([2, true])
  await tell('select pg_wal_replay_resume()')
  await caughtUp()
  expect(await tried(draft, headers)).toEqual([3, true])

  await standby.promote()
  expect([await filed(), await tried(draft, headers)]).toEqual([
    [3, false],
    [3, false],
  ])
  await standby.stop()
  await sleep(RESTED)
  expect(await filed()).toEqual([3, false])
  expect(app.deaths).toBe(0)
})

const NOW = new Date('2026-11-28T09:00:00Z')
const STATE: CopyState = { follows: true, asOf: NOW, now: NOW, installation: 'ours' }

test.each([
  [{}, undefined],
  [{ asOf: new Date('2026-11-28T08:55:00Z') }, undefined],
  [{ asOf: new Date('2026-11-28T08:54:59Z') }, 'behind'],
  [{ follows: false }, 'leads'],
  [{ installation: 'theirs' }, 'foreign'],
] as const)('a copy that says %j is %s', (said, fault) => {
  expect(faultOf({ ...STATE, ...said }, 'ours')).toBe(fault)
})
