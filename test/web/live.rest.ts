/** What open pages hear while they are open: many of them, at two web servers on one database; nobody hears of what is not theirs to see; where streams do not get through, the same by asking. */
import { request as ask, type ClientRequest } from 'node:http'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import type { INestApplication } from '@nestjs/common'
import { webModule } from '../../src/web.module.js'
import { path, withQuery } from '../../src/base/path.js'
import { newSecret, secretHash } from '../../src/people/secrets.js'
import { projectFolder } from '../../src/settings.js'
import { createApplication } from '../../src/web/http/application.js'
import { Live } from '../../src/web/live/live.service.js'
import { compileAssets } from '../../src/web/kit/assets.js'
import { rounds } from '../long.js'
import { Served } from './served.js'

jest.setTimeout(600_000)

const MANY = rounds(1000)
let one: Served
let second: { readonly app: INestApplication; readonly origin: string }

beforeAll(async () => {
  one = await Served.open()
  const { config, appUrl } = one.world.db
  const assets = await compileAssets(`${config.dataDir}/assets`, projectFolder)
  const app = await createApplication(
    webModule({ config, databaseUrl: appUrl, clock: one.world.clock }, assets),
    config,
    assets.folder,
  )
  await app.listen(0, '127.0.0.1')
  second = { app, origin: await app.getUrl() }
})
afterAll(async () => {
  await second.app.close()
  await one.close()
})

/** As many colleagues of somebody as are asked for, each with a session of their own; gives the cookies. */
async function colleagues(of: string, many: number): Promise<string[]> {
  const { admin } = one.world
  const { rows } = await admin.query<{ id: number }>(
    `insert into people (account, name, password_hash, firm_id, authority_id, roles, created_at, language)
     select account || n, name || n, password_hash, firm_id, authority_id, roles, created_at, language
     from people, generate_series(1, $2::int) n where account = $1 returning id`,
    [of, many],
  )
  const tokens = rows.map(() => newSecret())
  await admin.query(
    `insert into sessions (token_hash, person_id, created_at, seen_at, ways, proved_at)
     select t.hash, t.id, $3, $3, '{}', $3 from unnest($1::bytea[], $2::int[]) t(hash, id)`,
    [tokens.map(secretHash), rows.map(({ id }) => id), one.world.clock.now()],
  )
  return tokens.map((token) => `session=${token}`)
}

interface Ear {
  readonly call: ClientRequest
  said: string
}

/** A page that listens; resolves when the server has begun to answer. */
function listen(origin: string, cookie: string, wish: string): Promise<Ear> {
  return new Promise((resolve, reject) => {
    const call = ask(`${origin}${withQuery(path.live, wish)}`, {
      headers: { cookie, accept: 'text/event-stream' },
      agent: false,
    })
    const ear: Ear = { call, said: '' }
    call.on('error', reject)
    call.on('response', (response) => {
      if (response.statusCode !== 200) reject(new Error(`${response.statusCode}`))
      response.on('data', (piece: Buffer) => {
        ear.said += piece.toString()
      })
      response.on('error', () => undefined)
      resolve(ear)
    })
    call.end()
  })
}

async function until(done: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600 && !done(); tries++) await new Promise((resolve) => setTimeout(resolve, 50))
}

test(`${MANY} pages at two servers hear of a note within seconds, each once; those of another department and of a firm hear nothing`, async () => {
  const [shared, other] = [await one.world.caseIn('underAssessment'), await one.world.caseIn('underAssessment')]
  const origins = [one.origin, second.origin]
  const cookies = await colleagues('assessor', MANY)
  const [stranger, rival] = [await colleagues('marketAssessor', 1), await colleagues('rival', 1)]
  const began = performance.now()
  const ears = await Promise.all(
    cookies.map((cookie, at) => listen(origins[at % 2] ?? '', cookie, `case=${shared.id}&queue=tab%3Dmine&seq=100`)),
  )
  const apart = await Promise.all([
    listen(one.origin, stranger[0] ?? '', `case=${shared.id}&seq=0`),
    listen(second.origin, rival[0] ?? '', `case=${shared.id}&seq=0`),
    listen(second.origin, cookies[0] ?? '', `case=${other.id}&seq=100`),
    listen(one.origin, stranger[0] ?? '', 'queue=tab%3Dmine&seq=0'),
  ])
  // who begins to listen after the note is told to look anew, and of no row
  const LISTENING = `select count(*)::int as n from pg_stat_activity where datname = current_database() and query ilike 'listen %'`
  const isHeard = async () => ((await one.world.admin.query<{ n: number }>(LISTENING)).rows[0]?.n ?? 0) >= 2
  for (let tries = 0; tries < 600 && !(await isHeard()); tries++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  const opened = performance.now()
  // seq 100 is far ahead: nothing of before is told; what comes now has a number beyond it
  await one.world.admin.query('update cases set last_seq = 200 where id = $1', [shared.id])
  await shared.do('colleague', 'note', { text: 'Everybody hears of this.' })
  await until(() => ears.every(({ said }) => said.includes('event: case')))
  const told = performance.now()
  const [opening, telling] = [opened - began, told - opened].map(Math.round)
  process.stdout.write(`live: ${MANY} streams open in ${opening} ms, all told in ${telling} ms\n`)
  expect(ears.map(({ said }) => said.split('event: case').length - 1)).toEqual(ears.map(() => 1))
  expect(ears[0]?.said).toContain('colleague：')
  expect(apart.map(({ said }) => said.includes('event: case'))).toEqual([false, false, false, false])
  // the row of the queue says it as well
  await until(() => ears[0]?.said.includes('event: rows') ?? false)
  expect(ears[0]?.said).toMatch(new RegExp(`event: rows\\ndata: \\{"${shared.id}":"\\d\\d:\\d\\d colleague：[^"]+"\\}`))
  expect(apart.some(({ said }) => said.includes('event: rows'))).toBe(false)
  await until(() => ears.every(({ said }) => said.includes('event: counts')))
  expect(ears.every(({ said }) => said.includes('event: counts'))).toBe(true)
  for (const { call } of [...ears, ...apart]) call.destroy()
})

test('a stream goes on when its session gets another token, and ends with the session', async () => {
  const live = one.app.get(Live)
  const visitor = await one.visitor('assessor')
  const ear = await listen(one.origin, visitor.cookieHeader, 'queue=tab%3Dmine&seq=0')
  const { rows } = await one.world.admin.query<{ hash: Buffer }>(
    `update sessions set token_hash = sha256('another'), first_hash = token_hash, form_key = '' where token_hash = $1 returning first_hash as hash`,
    [secretHash(/session=([^;]+)/.exec(visitor.cookieHeader)?.[1] ?? '')],
  )
  expect(rows).toHaveLength(1)
  await live.beat()
  expect(ear.said).not.toContain('event: end')
  await one.world.admin.query('delete from sessions where first_hash = $1', [rows[0]?.hash])
  await live.beat()
  await until(() => ear.said.includes('event: end'))
  expect(ear.said).toContain('event: end')
  ear.call.destroy()
})

test('a stream whose session has ended tells nothing more, whether or not it has beaten since', async () => {
  const shared = await one.world.caseIn('underAssessment')
  const [mine, other] = [await one.visitor('assessor'), await one.visitor('assessor')]
  const query = `case=${shared.id}&seq=0&queue=tab%3Dmine`
  const ear = await listen(one.origin, mine.cookieHeader, query)
  const others = await listen(one.origin, other.cookieHeader, query)
  await until(() => [ear, others].every(({ said }) => said.includes('event: case')))
  const before = ear.said
  await mine.open(path.queue)
  await mine.send(path.signOut)
  await shared.do('colleague', 'note', { text: 'Nobody who has left hears of this.' })
  await until(() => others.said.split('event: case').length > 2 && ear.said.includes('event: end'))
  expect(others.said.split('event: case').length).toBeGreaterThan(2)
  expect(ear.said.slice(before.length)).toContain('event: end')
  expect(ear.said.slice(before.length)).not.toMatch(/event: (case|counts)/)
  for (const { call } of [ear, others]) call.destroy()
})

test('without streams the same is had by asking, at either server', async () => {
  const shared = await one.world.caseIn('underAssessment')
  const visitor = await one.visitor('assessor')
  await shared.do('colleague', 'note', { text: 'By asking.' })
  for (const origin of [one.origin, second.origin]) {
    const answer = await fetch(`${origin}${withQuery(path.live, { case: shared.id, queue: 'tab=todo', seq: 1 })}`, {
      headers: { cookie: visitor.cookieHeader },
    })
    const said = (await answer.json()) as { lines: string[]; counts: Record<string, unknown> } // what the page reads
    expect([said.lines.at(-1)?.replace(/^\S+ /, ''), Object.keys(said.counts).includes('todo')]).toEqual([
      'colleague: Wrote a note',
      true,
    ])
  }
})
