/** Service accounts over HTTP: made on their page, used by their keys, and by nothing else; limits of keys. */
import { createHmac, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { exportJWK, type JWTPayload, SignJWT } from 'jose'
import * as oauth from 'openid-client'
import { webModule } from '../../src/web.module.js'
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
  const { body } = await see(who, String(made.headers.location ?? path.serviceAccount(id)))
  return /hs_[\w-]{43}/.exec(body)?.[0] ?? `none: ${made.statusCode}`
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
    const { body } = await see('firmAdmin', path.firm)
    expect(body.replace(/<ol class="moj-timeline.*?<\/ol>/s, '')).not.toContain('HR system')
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

  test('has two keys at most, each with an end, and says clearly why one does not hold', async () => {
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

/** Another web server on the same database. */
async function beside() {
  const { appUrl, config } = site.world.db
  const assets = { folder: '', css: '', script: '', icon: '' }
  const module = webModule({ config, databaseUrl: appUrl, clock: site.world.clock }, assets)
  const second = await createApplication(module, config, '/tmp')
  await second.init()
  await second.getHttpAdapter().getInstance().ready()
  return second
}

describe('by private-key JWT', () => {
  const KINDS = {
    ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    EdDSA: () => generateKeyPairSync('ed25519'),
    RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  }
  const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()
  const register = (id: number, publicKey: string, who: Name = 'firmAdmin') =>
    send(who, path.serviceKeys(id), { name: 'server 1', days: '30', publicKey })
  const seconds = () => Math.floor(site.world.clock.now().getTime() / 1_000)
  const claims = (id: number): JWTPayload => ({
    iss: `service-${id}`,
    sub: `service-${id}`,
    aud: site.world.db.config.publicUrl,
    iat: seconds(),
    exp: seconds() + 60,
    jti: randomUUID(),
  })
  const sign = (key: KeyObject, payload: JWTPayload, alg = 'ES256', kid?: string) =>
    new SignJWT(payload).setProtectedHeader(kid ? { alg, kid } : { alg }).sign(key)
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const bodyOf = (assertion: string) => ({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  })
  const askToken = (assertion: string) => site.ask({ method: 'POST', url: apiPath.token, body: bodyOf(assertion) })
  const why = async (assertion: string) => {
    const answer = await askToken(assertion)
    const { error, problems } = answer.json()
    return answer.statusCode === 200 ? 'given' : `${answer.statusCode} ${error} ${problems?.[0]?.code}`
  }
  async function pair(kind: keyof typeof KINDS = 'ES256') {
    const [id, keys] = [await make(), KINDS[kind]()]
    expect((await register(id, pem(keys.publicKey))).statusCode).toBe(303)
    return { id, ...keys }
  }

  test.each(Object.keys(KINDS) as (keyof typeof KINDS)[])(
    '%s: a token is given, speaks as the account, ends',
    async (alg) => {
      const { id, privateKey } = await pair(alg)
      const given = await askToken(await sign(privateKey, claims(id), alg))
      expect([given.statusCode, given.json()]).toEqual([
        200,
        { access_token: expect.stringMatching(/^ht_[\w-]{43}$/), token_type: 'Bearer', expires_in: 600 },
      ])
      expect(given.headers['cache-control']).toBe('no-store')
      const token = given.json().access_token
      expect((await call(token)).json()).toMatchObject({ person: { name: 'HR system' } })
      expect((await call(token, apiPath.cases, { answers: {} })).statusCode).toBe(201)
      expect((await see('firmAdmin', path.serviceAccount(id))).body).toContain('from a private network')
      site.world.at('2026-11-24T09:10:01+08:00')
      expect((await call(token)).json()).toMatchObject({ error: 'tokenExpired' })
    },
  )

  test('a client of OAuth made by others gets a token', async () => {
    const { id, privateKey } = await pair()
    const issuer = site.world.db.config.publicUrl
    const key = await crypto.subtle.importKey(
      'pkcs8',
      privateKey.export({ type: 'pkcs8', format: 'der' }),
      { name: 'ECDSA', namedCurve: 'P-256' },
      false,
      ['sign'],
    )
    const server = { issuer, token_endpoint: issuer + apiPath.token }
    // the client asks this machine for the time, the server its own clock
    const metadata = { [oauth.clockSkew]: seconds() - Math.floor(Date.now() / 1_000) }
    const client = new oauth.Configuration(server, `service-${id}`, metadata, oauth.PrivateKeyJwt(key))
    oauth.allowInsecureRequests(client)
    client[oauth.customFetch] = async (_, { body, headers, method }) => {
      const sent = { method, url: apiPath.token, headers, payload: String(body) }
      const answer = await site.app.inject(sent as { url: string }) // the names are those of fetch
      return new Response(answer.body, { status: answer.statusCode, headers: answer.headers as Record<string, string> })
    }
    const { access_token: token } = await oauth.clientCredentialsGrant(client)
    expect((await call(token)).statusCode).toBe(200)
    await register(id, pem(KINDS.ES256().publicKey))
    await send('firmAdmin', path.endServiceAccount(id))
    await expect(oauth.clientCredentialsGrant(client)).rejects.toMatchObject({
      error: 'invalid_client',
      error_description: 'The account of this key has been closed.',
    })
  })

  test('what is forged, expired, early, too long, for others or incomplete is refused by its code', async () => {
    const { id, privateKey, publicKey } = await pair()
    const stranger = KINDS.ES256().privateKey
    const [header, payload, signature] = (await sign(privateKey, claims(id))).split('.')
    const other = encoded({ ...claims(id), sub: `service-${id + 1}` })
    const none = `${encoded({ alg: 'none' })}.${encoded(claims(id))}.`
    const unsigned = `${encoded({ alg: 'HS256' })}.${encoded(claims(id))}`
    const mac = createHmac('sha256', pem(publicKey)).update(unsigned).digest('base64url')
    const jwk = encoded({ alg: 'ES256', jwk: await exportJWK(KINDS.ES256().publicKey) })
    const cases: readonly (readonly [what: string, assertion: string, code: string])[] = [
      ['by another key', await sign(stranger, claims(id)), 'assertionKey'],
      ['another payload', `${header}.${encoded({ ...claims(id), jti: 'x' })}.${signature}`, 'assertionKey'],
      ['cut', `${header}.${payload}.`, 'assertionKey'],
      ['another account’s', `${header}.${other}.${signature}`, 'assertionKey'],
      ['its own key in the header', `${jwk}.${payload}.${signature}`, 'assertionKey'],
      ['none', none, 'assertionAlgorithm'],
      ['HS256 by the public key', `${unsigned}.${mac}`, 'assertionAlgorithm'],
      ['RS256', await sign(KINDS.RS256().privateKey, claims(id), 'RS256'), 'assertionAlgorithm'],
      ['of an unknown kid', await sign(privateKey, claims(id), 'ES256', 'unknown'), 'assertionKey'],
      [
        'expired',
        await sign(privateKey, { ...claims(id), iat: seconds() - 90, exp: seconds() - 31 }),
        'assertionExpired',
      ],
      ['early', await sign(privateKey, { ...claims(id), nbf: seconds() + 31 }), 'assertionEarly'],
      ['made later', await sign(privateKey, { ...claims(id), iat: seconds() + 31 }), 'assertionEarly'],
      ['for long', await sign(privateKey, { ...claims(id), exp: seconds() + 301 }), 'assertionTooLong'],
      ['for long, undated', await sign(privateKey, { ...claims(id), iat: undefined, exp: 9e9 }), 'assertionTooLong'],
      ['for another', await sign(privateKey, { ...claims(id), aud: 'https://example.org' }), 'assertionAudience'],
      ['for two', await sign(privateKey, { ...claims(id), aud: [String(claims(id).aud)] }), 'assertionAudience'],
      ['by another issuer', await sign(privateKey, { ...claims(id), iss: 'service-1' }), 'assertionIncomplete'],
      ...(await Promise.all(
        (['aud', 'exp', 'jti', 'iss'] as const).map(
          async (name) =>
            [name, await sign(privateKey, { ...claims(id), [name]: undefined }), 'assertionIncomplete'] as const,
        ),
      )),
      ['no JWT', 'a.b.c', 'assertionUnreadable'],
      ['long', 'a'.repeat(8_001), 'assertionUnreadable'],
    ]
    const said: string[] = []
    for (const [what, assertion] of cases) said.push(`${what}: ${await why(assertion)}`) // at once they would find no place
    expect(said).toEqual(cases.map(([what, , code]) => `${what}: 401 invalid_client ${code}`))
    // within what clocks may differ
    expect(await why(await sign(privateKey, { ...claims(id), iat: seconds() - 80, exp: seconds() - 29 }))).toBe('given')
    expect(await why(await sign(privateKey, { ...claims(id), iat: seconds() + 29 }))).toBe('given')
    const aud = site.world.db.config.publicUrl + apiPath.token
    expect(await why(await sign(privateKey, { ...claims(id), aud, exp: seconds() + 300 }))).toBe('given')
  })

  test('an assertion is taken once at all web servers, also when it comes to both at the same time', async () => {
    const { id, privateKey } = await pair()
    const second = await beside()
    try {
      const assertion = await sign(privateKey, claims(id))
      const there = (payload: object) => second.inject({ method: 'POST', url: apiPath.token, payload })
      const both = await Promise.all([askToken(assertion), there(bodyOf(assertion))])
      expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401])
      expect((await there(bodyOf(assertion))).json()).toMatchObject({ problems: [{ code: 'assertionUsed' }] })
      site.world.at('2026-11-24T09:01:29+08:00') // as long as it holds at all
      expect(await why(assertion)).toBe('401 invalid_client assertionUsed')
    } finally {
      await second.close()
    }
  })

  test('two keys overlap; a key that has ended ends its tokens, and says so to who has it alone', async () => {
    const { id, privateKey } = await pair()
    const newer = KINDS.EdDSA()
    expect((await register(id, JSON.stringify(await exportJWK(newer.publicKey)))).statusCode).toBe(303)
    const [old, fresh] = [await sign(privateKey, claims(id)), await sign(newer.privateKey, claims(id), 'EdDSA')]
    const [first, second] = [(await askToken(old)).json().access_token, (await askToken(fresh)).json().access_token]
    expect([(await call(first)).statusCode, (await call(second)).statusCode]).toEqual([200, 200])
    expect((await register(id, pem(KINDS.RS256().publicKey))).statusCode).toBe(409)
    const { key } = await one<{ key: number }>('select min(id) as key from api_keys where person_id = $1', [id])
    await send('firmAdmin', path.endServiceKey(id, key))
    expect((await call(first)).json()).toMatchObject({ error: 'keyEnded' })
    expect((await call(second)).statusCode).toBe(200)
    expect(await why(await sign(privateKey, claims(id)))).toBe('401 invalid_client keyEnded')
    expect(await why(await sign(KINDS.ES256().privateKey, claims(id)))).toBe('401 invalid_client assertionKey')
  })

  test('only a public key of a good kind is registered, and none twice', async () => {
    const id = await make()
    const { privateKey, publicKey } = KINDS.ES256()
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey
    const refusals = [
      ['PEM of a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'This is a private key'],
      ['JWK of one', JSON.stringify(await exportJWK(privateKey)), 'This is a private key'],
      ['a secret', JSON.stringify({ kty: 'oct', k: 'c2VjcmV0' }), 'This is a private key'],
      ['weak', pem(weak), 'This kind of key is not supported'],
      ['another curve', pem(curve), 'This kind of key is not supported'],
      ['nothing', 'hello', 'Not a public key'],
    ] as const
    for (const [, text, words] of refusals) {
      const as = { ...(await site.session('firmAdmin')) }
      const body = new URLSearchParams({ name: 'k', days: '30', publicKey: text }).toString()
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const en = { ...as, cookies: { ...as.cookies, language: 'en' } }
      const answer = await site.ask({ method: 'POST', url: path.serviceKeys(id), as: en, body, headers })
      expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining(words)])
      if (text.includes('PRIVATE')) expect(answer.body).not.toContain(text.slice(60, 100))
    }
    expect((await register(id, pem(publicKey))).statusCode).toBe(303)
    expect((await register(id, pem(publicKey))).statusCode).toBe(422)
  })

  test('requests that are no request for a token are told so, as OAuth has it', async () => {
    const said = async (body: object) => {
      const answer = await site.ask({ method: 'POST', url: apiPath.token, body })
      return [answer.statusCode, answer.headers['content-type'], answer.json().error]
    }
    const type = expect.stringMatching(/^application\/json/)
    expect(await said({ ...bodyOf('a.b.c'), grant_type: 'password' })).toEqual([400, type, 'unsupported_grant_type'])
    expect(await said({ grant_type: 'client_credentials' })).toEqual([400, type, 'invalid_request'])
    expect((await said({ ...bodyOf('a.b.c'), scop: 'x' }))[0]).toBe(422)
  })
})

test('what is done to a firm’s accounts stands in its history', async () => {
  const id = await make()
  await addKey(id)
  const { key } = await one<{ key: number }>('select id as key from api_keys where person_id = $1', [id])
  await send('firmAdmin', path.endServiceKey(id, key))
  await send('firmAdmin', path.endServiceAccount(id))
  const { rows } = await site.world.admin.query(
    `select act, detail from firm_acts where act like 'service%' order by id desc limit 4`,
  )
  const detail = { name: 'HR system', key: 'server 1' }
  expect(rows.toReversed()).toEqual([
    { act: 'serviceMade', detail: { name: 'HR system' } },
    { act: 'serviceKeyAdded', detail },
    { act: 'serviceKeyEnded', detail },
    { act: 'serviceEnded', detail: { name: 'HR system' } },
  ])
  const page = (await see('firmAdmin', path.firm)).body
  expect(page).toContain('Service account key created')
  expect(page.replace(/<[^>]*>/g, '')).toContain('HR system: server 1')
})

test('calls of a key are counted at all web processes together, and say how many are left', async () => {
  const key = await addKey(await make())
  const second = await beside()
  try {
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
