/**
 * A thousand clients at once on one web server: what finds no place is refused at once with 503 and a time to come again, what was acknowledged is done once, memory stays
 * within bounds, whoever watches over the process hears from it, and afterwards all is as before.
 */
import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { Watch } from '../../bench/memory/watch.js'
import { apiPath, path } from '../../src/base/path.js'
import { inputOf } from '../cases/inputs.js'
import { ACTORS } from './inhabitants.js'
import { Plant } from './plant.js'

jest.setTimeout(300_000)

const CLIENTS = 1_000
/** What a client asks for, one after another. */
const TURNS = 3
/** Megabytes: a fresh web server has 190, one that is busy 310. */
const BOUND = 500

let plant: Plant

beforeAll(async () => {
  plant = await Plant.open({ drafts: 8, apps: 1, workers: 0, settings: { REQUESTS_PER_MINUTE: '1000000' } })
})
afterAll(() => plant?.close())

interface Answer {
  readonly status: number
  readonly retryAfter: string | undefined
}

const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })

/** One request over one of a thousand connections; status 0 when there is no answer. */
function ask(port: number, address: string, headers: Readonly<Record<string, string>>, body?: object): Promise<Answer> {
  const text = body && JSON.stringify(body)
  return new Promise((resolve) => {
    const call = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        path: address,
        method: text ? 'POST' : 'GET',
        headers: { ...headers, ...(text && { 'content-type': 'application/json' }) },
      },
      (response) => {
        response.resume().on('end', () => {
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
        })
      },
    )
    call.on('error', () => resolve({ status: 0, retryAfter: undefined }))
    call.end(text)
  })
}

test('a thousand clients at once', async () => {
  const [app] = plant.apps
  const [caseId = 0] = plant.inhabited.drafts
  const { headers } = plant.inhabited
  if (!app) throw new Error('no web server')
  const about = await fetch(`${app.address}${apiPath.case(caseId)}`, { headers: headers.applicant })
  const { version } = (await about.json()) as { version: number } // presentCase of case.api.ts
  const filing = { version, input: inputOf('submit', undefined) }
  expect((await ask(app.port, apiPath.action(caseId, 'submit'), headers.applicant, filing)).status).toBe(200)
  const watch = new Watch(app.pid)
  const pid = app.pid
  const ready: number[] = []
  let over = false
  const watching = (async () => {
    while (!over) {
      watch.look()
      ready.push(await app.ready(60_000)) // this process is as busy as the server: its own clock says nothing
      await sleep(200)
    }
  })()

  const visits: Answer[] = []
  const lists: Answer[] = []
  const written: Answer[] = []
  const client = async (number: number) => {
    for (let turn = 0; turn < TURNS; turn++)
      if (number % 2 === 0) visits.push(await ask(app.port, path.criteria, {}))
      else if (number % 4 === 1) {
        const who = ACTORS[number % ACTORS.length] ?? 'intake'
        lists.push(await ask(app.port, apiPath.me, headers[who]))
      } else {
        const body = { input: { text: `Client ${number}, turn ${turn}` } }
        written.push(await ask(app.port, apiPath.action(caseId, 'message'), headers.applicant, body))
      }
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)))
  over = true
  await watching
  agent.destroy()

  const all = [...visits, ...lists, ...written]
  expect(all).toHaveLength(CLIENTS * TURNS)
  expect([...new Set(all.map(({ status }) => status))].sort()).toEqual([200, 503])
  for (const { status, retryAfter } of all) expect(retryAfter).toBe(status === 503 ? '5' : undefined)
  // each of them gets its turn, too
  for (const some of [visits, lists, written]) expect(some.some(({ status }) => status === 200)).toBe(true)
  // whoever watches over the process does not take it for dead, and it is the same process
  expect(new Set(ready)).toEqual(new Set([200]))
  expect(app.pid).toBe(pid)
  expect(watch.most.all).toBeLessThan(BOUND)

  const admin = await plant.look()
  const { rows } = await admin.query<{ n: number }>(
    `select count(*)::int as n from events where case_id = $1 and action = 'message'`,
    [caseId],
  )
  await admin.end()
  expect(rows[0]?.n).toBe(written.filter(({ status }) => status === 200).length)

  const answer = await fetch(`${app.address}${path.criteria}`)
  expect(answer.status).toBe(200)
  const count = (some: readonly Answer[]) => some.filter(({ status }) => status === 200).length
  process.stdout.write(
    `${JSON.stringify({ visits: count(visits), lists: count(lists), written: count(written), of: CLIENTS * TURNS, megabytes: watch.most.all })}\n`,
  )
})
