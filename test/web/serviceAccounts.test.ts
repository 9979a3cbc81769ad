/** Service accounts over HTTP: made on their page, used by their keys, and by nothing else; limits of keys. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { webModule } from '../../src/app.module.js'
import { apiPath, path } from '../../src/base/path.js'
import { createApplication } from '../../src/web/http/application.js'
import type { Name } from '../cases/population.js'
import { type Answer, Site } from './site.js'

let site: Site

beforeAll(async () => {
  site = await Site.open({ settings: { KEY_CALLS_PER_MINUTE: '30', SERVICE_KEY_DAYS: '100' } })
})
afterAll(() => site.close())
beforeEach(async () => {
  site.world.at('2026-11-24')
  await site.world.letAllSpeak()
})

const send = async (who: Name, url: string, fields: Record<string, string | string[]> = {}): Promise<Answer> => {
  const as = await site.session(who)
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as [string, string])),
  )
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return site.ask({ method: 'POST', url, as, body: body.toString(), headers })
}
const see = async (who: Name, url: string): Promise<Answer> =>
  site.ask({
    url,
    as: { ...(await site.session(who)), cookies: { ...(await site.session(who)).cookies, language: 'en' } },
  })

const ALL = ['start', 'saveAnswers', 'attachFile', 'resubmit', 'reportChange']

async function make(acts: readonly string[] = ALL, who: Name = 'firmAdmin', responsible: Name = 'applicant') {
  const made = await send(who, path.serviceAccounts, {
    name: 'HR system',
    purpose: 'drafts',
    acts: [...acts],
    responsible,
  })
  expect(made.statusCode).toBe(303)
  return Number(/service-accounts\/(\d+)/.exec(String(made.headers.location))?.[1])
}
async function addKey(id: number, who: Name = 'firmAdmin', days = '30'): Promise<string> {
  const made = await send(who, path.serviceKeys(id), { name: 'server 1', days })
  return /hs_[\w-]{43}/.exec(made.body)?.[0] ?? `none: ${made.statusCode}`
}
const call = (key: string, url: string = apiPath.me, body?: object) =>
  site.ask({ method: body ? 'POST' : 'GET', url, key, ...(body && { body }) })
const one = async <Row>(sql: string, values: unknown[] = []) =>
  (await site.world.admin.query<Row & object>(sql, values)).rows[0] as Row

describe('a firm’s', () => {
  test('starts and fills in a draft by its key, is named as what it is, and does nothing else', async () => {
    const id = await make()
    const key = await addKey(id)
    expect((await call(key)).json()).toMatchObject({ person: { name: 'HR system', roles: ['applicant'] } })
    const started = await call(key, apiPath.cases, { answers: {} })
    expect(started.statusCode).toBe(201)
    const { id: caseId, version, availableActions } = started.json()
    const names = JSON.stringify(availableActions)
    expect([names.includes('saveAnswers'), names.includes('"submit"'), names.includes('discard')]).toEqual([
      true,
      false,
      false,
    ])
    for (const action of ['submit', 'discard', 'message'])
      expect((await call(key, apiPath.action(caseId, action), { version, input: {} })).statusCode).toBe(403)
    expect(
      await one('select actor_kind as kind, actor_id as who from events where case_id = $1 and seq = 1', [caseId]),
    ).toEqual({ kind: 'service', who: id })
    // it is nobody who could be chosen, invited or written to
    expect((await see('firmAdmin', path.firm)).body).not.toContain('HR system')
    for (const [method, url] of [
      ['GET', apiPath.keys],
      ['GET', apiPath.mandates],
      ['GET', apiPath.batch(1)],
    ] as const)
      expect((await site.ask({ method, url, key })).statusCode).toBe(403)
    // no page is open to a key
    expect((await call(key, path.cases)).statusCode).toBe(303)
  })

  test('submits only where that is allowed, and never where the firm wants a second person', async () => {
    const key = await addKey(await make([...ALL, 'submit']))
    const draft = await site.world.draft()
    const { version } = (await call(key, apiPath.case(draft.id))).json()
    await site.world.admin.query('update firms set second_person = true')
    expect((await call(key, apiPath.action(draft.id, 'submit'), { version, input: {} })).statusCode).toBe(403)
    await site.world.admin.query('update firms set second_person = false')
    const sent = await call(key, apiPath.action(draft.id, 'submit'), { version, input: { declaration: true } })
    expect([sent.statusCode, sent.body]).toEqual([200, expect.stringContaining('submitted')])
    expect((await see('applicant', path.case(draft.id))).body).toContain('service account HR system (')
    expect((await see('intake', path.case(draft.id))).body).toContain('service account HR system (')
  })

  test('sees its own firm’s cases and no other’s', async () => {
    const draft = await site.world.draft()
    const theirs = await addKey(await make(ALL, 'rivalAdmin', 'rivalAdmin'), 'rivalAdmin')
    expect((await call(theirs, apiPath.case(draft.id))).statusCode).toBe(404)
    const other = await make()
    expect((await see('rivalAdmin', path.serviceAccount(other))).statusCode).toBe(404)
    expect((await send('rivalAdmin', path.endServiceAccount(other))).statusCode).toBe(404)
    expect((await send('applicant', path.serviceAccounts, {})).statusCode).toBe(403)
  })

  test('has two keys at most, each with an end, and says clearly why one is good for nothing', async () => {
    const id = await make()
    const [first, second] = [await addKey(id), await addKey(id)]
    expect([(await call(first)).statusCode, (await call(second)).statusCode]).toEqual([200, 200])
    expect(await addKey(id)).toBe('none: 409')
    expect(await addKey(id, 'firmAdmin', '101')).toBe('none: 422')
    const { key } = await one<{ key: number }>('select min(id) as key from api_keys where person_id = $1', [id])
    expect((await send('firmAdmin', path.endServiceKey(id, key))).statusCode).toBe(303)
    const why = async (secret: string) => {
      const { statusCode, body } = await call(secret)
      return [statusCode, JSON.parse(body).error]
    }
    expect(await why(first)).toEqual([401, 'keyEnded'])
    expect(await why(`${second.slice(0, -1)}_`)).toEqual([401, 'signInNeeded'])
    site.world.at('2026-12-24T09:00:01+08:00')
    expect(await why(second)).toEqual([401, 'keyExpired'])
    site.world.at('2026-11-24')
    expect((await send('firmAdmin', path.endServiceAccount(id))).statusCode).toBe(303)
    expect(await why(second)).toEqual([401, 'accountEnded'])
  })

  test('ends with its firm’s suspension; whoever leaves as its responsible person is to be replaced', async () => {
    const id = await make(ALL, 'rivalAdmin', 'rival')
    const key = await addKey(id, 'rivalAdmin')
    await site.world.admin.query(`update people set ended_at = now() where account = 'rival'`)
    expect((await see('rivalAdmin', path.serviceAccount(id))).body).toContain('The responsible person has left')
    expect(await addKey(id, 'rivalAdmin')).toBe('none: 409')
    expect((await send('rivalAdmin', path.serviceResponsible(id), { responsible: 'rivalAdmin' })).statusCode).toBe(303)
    await site.world.admin.query(`update people set ended_at = null where account = 'rival'`)
    await site.world.admin.query(
      `update firms set suspended_at = now() where id = (select firm_id from people where account = 'rival')`,
    )
    expect((await call(key)).json()).toMatchObject({ error: 'firmSuspended' })
    await site.world.admin.query(`update firms set suspended_at = null`)
    expect((await call(key)).json()).toMatchObject({ error: 'keyEnded' })
  })

  test('leaves a line a call: route, status and request, nothing of what was said', async () => {
    const id = await make()
    const key = await addKey(id)
    const draft = await site.world.draft()
    await call(key, apiPath.case(draft.id))
    await call(key, apiPath.action(draft.id, 'discard'), { version: 1 })
    const read = async () =>
      (await site.world.admin.query('select route, status from service_calls where account_id = $1 order by id', [id]))
        .rows
    while ((await read()).length < 2) await pause(10)
    expect(await read()).toEqual([
      { route: 'GET /api/cases/:id', status: 200 },
      { route: 'POST /api/cases/:id/actions/:action', status: 403 },
    ])
    const page = (await see('firmAdmin', path.serviceAccount(id))).body
    expect(page).toContain('GET /api/cases/:id')
    expect(page).toContain('from a private network')
  })
})

describe('a permit authority’s', () => {
  test('is proposed by one administrator, confirmed by another, and records what the permit system has done', async () => {
    const authority = String(site.world.population.authorities['sh-permit'])
    const wish = {
      authority,
      name: 'Permit system',
      purpose: 'receipts',
      acts: ['receiveLetter'],
      responsible: 'permitOfficer',
    }
    const made = await send('systemAdmin', path.serviceAccounts, wish)
    const id = Number(/service-accounts\/(\d+)/.exec(String(made.headers.location))?.[1])
    expect(await addKey(id, 'systemAdmin')).toBe('none: 403')
    expect((await send('systemAdmin', path.confirmServiceAccount(id))).statusCode).toBe(403)
    expect((await send('firmAdmin', path.confirmServiceAccount(id))).statusCode).toBe(403)
    expect((await send('securityAdmin', path.confirmServiceAccount(id))).statusCode).toBe(303)
    const key = await addKey(id, 'systemAdmin')
    const lettered = await site.world.caseIn('letterIssued')
    const { version } = (await call(key, apiPath.case(lettered.id))).json()
    const refused = await call(key, apiPath.action(lettered.id, 'returnLetter'), { version, input: {} })
    const done = await call(key, apiPath.action(lettered.id, 'receiveLetter'), { version, input: {} })
    expect([refused.statusCode, done.statusCode]).toEqual([403, 200])
    const draft = await site.world.draft()
    expect((await call(key, apiPath.case(draft.id))).statusCode).toBe(404)
  })
})

test('calls of a key are counted at all web processes together, and say how many are left', async () => {
  const key = await addKey(await make())
  const { appUrl, config } = site.world.db
  const assets = { folder: '', css: '', script: '', icon: '' }
  const module = webModule({ config, databaseUrl: appUrl, clock: site.world.clock }, assets)
  const second = await createApplication(module, config, '/tmp')
  try {
    await second.init()
    await second.getHttpAdapter().getInstance().ready()
    const there = () => second.inject({ url: apiPath.me, headers: { authorization: `Bearer ${key}` } })
    const first = await call(key)
    expect(first.headers['ratelimit-policy']).toBe('"key";q=30;w=60')
    expect(first.headers.ratelimit).toMatch(/^"key";r=29;t=\d+$/)
    expect((await there()).headers.ratelimit).toMatch(/^"key";r=28;t=/)
    for (let calls = 2; calls < 30; calls++) expect((await (calls % 2 ? call(key) : there())).statusCode).toBe(200)
    const refused = await there()
    expect([refused.statusCode, refused.json()]).toEqual([429, expect.objectContaining({ error: 'tooMany' })])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(refused.headers.ratelimit).toMatch(/^"key";r=0;t=/)
  } finally {
    await second.close()
  }
})
