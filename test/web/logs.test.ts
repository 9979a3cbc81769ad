/** What the web server writes to its log: its real process, asked by people who would like to be in it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { environmentWith } from '../../src/config.js'
import { projectFolder, SETTINGS } from '../../src/settings.js'
import { sectionAddress } from '../../src/web/case/addresses.js'
import { addressSettings } from '../../tools/roles.js'
import { type Name, PASSWORD } from '../cases/population.js'
import { OPEN_DOOR } from '../cases/world.js'
import { MORNING } from '../clock.js'
import { multipart, Site } from './site.js'

const PORT = 8187
const origin = `http://127.0.0.1:${PORT}`
let site: Site
let server: ChildProcess
let text = ''

interface Line {
  readonly time: string
  readonly level: string
  readonly process: string
  readonly part?: string
  readonly msg: string
  readonly requestId?: string
  readonly traceId?: string
  readonly method?: string
  readonly path?: string
  readonly status?: number
  readonly [field: string]: unknown
}
const lines = (): Line[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

beforeAll(async () => {
  site = await Site.open()
  const { config } = site.world.db
  server = spawn('node', [join(projectFolder, 'dist/src/main.js')], {
    env: environmentWith({
      ...addressSettings(config),
      DATA_DIR: config.dataDir,
      PORT: String(PORT),
      LOG_LEVEL: 'info',
      [SETTINGS.proxies.name]: '1',
      ...OPEN_DOOR,
      NODE_ENV: 'test',
      DEMO: 'no',
      [SETTINGS.clockAt.name]: MORNING,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (piece: Buffer) => {
      text += piece.toString()
    })
  for (let attempt = 0; attempt < 300; attempt++) {
    if (
      await fetch(origin).then(
        () => true,
        () => false,
      )
    )
      return
    await sleep(100)
  }
  throw new Error(`the server did not start: ${text}`)
})
afterAll(async () => {
  server.kill('SIGKILL')
  await site.close()
})

/** Waits until the log has said something of this path. */
async function told(path: string): Promise<Line[]> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const found = lines().filter((line) => line.path === path)
    if (found.length > 0) return found
    await sleep(50)
  }
  throw new Error(`nothing about ${path}: ${text}`)
}

describe('the log', () => {
  test('is one line of JSON a request', async () => {
    const answer = await fetch(`${origin}${path.criteria}`)
    expect(answer.status).toBe(200)
    const requestId = answer.headers.get('x-request-id')
    const told1 = await told(path.criteria)
    expect(told1).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        level: 'info',
        process: 'web',
        pid: server.pid,
        host: hostname(),
        part: 'web',
        msg: 'answered',
        method: 'GET',
        path: path.criteria,
        status: 200,
        ms: expect.any(Number),
        traceId: expect.stringMatching(/^[\da-f]{32}$/),
        requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      },
    ])
    expect(told1[0]?.requestId).toBe(requestId)
    expect(lines().filter((line) => line.requestId === requestId)).toHaveLength(1)
  })

  test('a proxy’s id stands in every answer and in its line, and so does the trace; others’ are not believed', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const asked = [path.signIn, '/nothing-here', '/assets/nothing.css', '/reset/%0', path.account, apiPath.case(1)]
    const ids: string[] = []
    for (const [at, address] of [...asked, ...asked].entries()) {
      const id = `proxy-${at}-0af7651916cd43dd`
      const method = at < asked.length ? 'GET' : 'POST'
      const headers = { 'x-request-id': id, traceparent }
      const answer = await fetch(origin + address, { method, headers, redirect: 'manual' })
      expect([address, answer.headers.get('x-request-id')]).toEqual([address, id])
      ids.push(id)
    }
    const answered = () => lines().filter(({ msg, requestId = '' }) => msg === 'answered' && ids.includes(requestId))
    for (let attempt = 0; attempt < 100 && answered().length < ids.length; attempt++) await sleep(50)
    expect(answered().map(({ requestId }) => requestId)).toEqual(ids)
    expect(new Set(answered().map(({ traceId }) => traceId))).toEqual(new Set([traceparent.split('-')[1]]))

    for (const strange of ['short', 'x'.repeat(65), 'two words', '<script>alert(1)</script>', 'name=王小明'])
      for (const headers of [{ 'x-request-id': encodeURI(strange), traceparent: `${traceparent}-01` }]) {
        const { headers: given } = await fetch(origin + path.signIn, { headers })
        expect(given.get('x-request-id')).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/)
        const find = () => lines().find(({ requestId }) => requestId === given.get('x-request-id'))
        for (let attempt = 0; attempt < 100 && !find(); attempt++) await sleep(50)
        const line = find()
        expect(line?.traceId).toMatch(/^[\da-f]{32}$/)
        expect(line?.traceId).not.toBe(traceparent.split('-')[1])
      }
    // the other web server stands behind no proxy: what a client says is nobody’s word
    const direct = await site.ask({ url: path.signIn, headers: { 'x-request-id': 'client-0af7651916cd43dd' } })
    expect(direct.headers['x-request-id']).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/)
  })

  test('says at the start what runs, and not which routes there are; nor that somebody asked how it is', async () => {
    for (const probe of [path.isLive, path.isReady]) expect((await fetch(origin + probe)).status).toBe(200)
    await fetch(`${origin}${path.signIn}`)
    await told(path.signIn)
    const started = lines().filter(({ msg }) => msg === 'started')
    expect(started).toMatchObject([{ part: 'process', port: PORT, proxies: 1, release: expect.any(String) }])
    expect(lines().filter(({ requestId, path = '' }) => !requestId || path.startsWith('/health')).length).toBeLessThan(
      5,
    )
    expect(text).not.toMatch(/Mapped|InstanceLoader|health/)
  })

  test('tells refusals by status, with the id that the reader saw', async () => {
    const answer = await fetch(`${origin}${apiPath.case(1)}`, { headers: { authorization: 'Bearer hj_none' } })
    expect(answer.status).toBe(401)
    expect((await told(apiPath.case(1)))[0]?.status).toBe(401)
    const other = await fetch(`${origin}${apiPath.session}`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'application/json' },
      body: '{}',
    })
    const { requestId } = (await other.json()) as { requestId: string } // what every refusal of the API says
    expect(other.status).toBe(403)
    expect(other.headers.get('x-request-id')).toBe(requestId)
    expect((await told(apiPath.session)).map((line) => [line.requestId, line.status])).toContainEqual([requestId, 403])
  })

  test('holds no name, number, password, token or query', async () => {
    await fetch(`${origin}${apiPath.session}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: 'CanaryAccount', password: 'CanaryPassword 8' }),
    })
    await fetch(`${origin}${apiPath.session}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: 'applicant', password: PASSWORD }),
    })
    await fetch(`${origin}${withQuery(apiPath.me, { find: 'CanaryQuery' })}`, {
      headers: {
        authorization: 'Bearer hj_CanaryKey',
        cookie: 'session=CanaryCookie',
        'user-agent': 'CanaryAgent',
        referer: 'https://x/CanaryReferer',
      },
    })
    await fetch(`${origin}${withQuery(path.selfCheck, { after: 'CanaryAfter' })}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'talent.passport.number=CanaryPassport',
    })
    await told(path.selfCheck)
    await told(apiPath.me)
    expect(text).not.toMatch(/Canary/)
    expect(text).not.toContain(PASSWORD)
    expect(text).not.toMatch(/127\.0\.0\.1:\d+.*account|hj_|remoteAddress/)
  })

  /** Asks as somebody who is signed in to the process itself. */
  async function signedIn(name: Name) {
    const answer = await fetch(`${origin}${apiPath.session}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: name, password: PASSWORD, code: await site.world.code(name) }),
    })
    expect([name, answer.status]).toEqual([name, 201])
    const { csrfToken } = (await answer.json()) as { csrfToken: string } // as the document of the API says
    const headers = {
      cookie: answer.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; '),
      'x-csrf-token': csrfToken,
    }
    return async (
      path: string,
      body?: Buffer | string,
      type = 'application/x-www-form-urlencoded',
      method = 'POST',
    ) => {
      const { status } = await fetch(origin + path, {
        redirect: 'manual',
        headers: { ...headers, ...(body && { 'content-type': type }) },
        ...(body && { method, body }),
      })
      await told(path.split('?')[0]?.replace(/(?<=\/answers)\/\w+/, '/:section') ?? '')
      return status
    }
  }

  test('holds nothing of a case that is written, filed, looked for, revealed and talked about', async () => {
    const one = await site.world.draft()
    const firm = await signedIn('applicant')
    const put = (answers: string) => firm(apiPath.answers(one.id), `{"answers":${answers}}`, 'application/json', 'PUT')
    const talent = {
      visualName: 'CANARY TALENT',
      systemName: 'CANARY TALENT',
      email: 'canary@talent.example',
      passport: { number: 'CANARY123', issuingState: 'D', expiresOn: '2031-01-01' },
    }
    expect(await put(JSON.stringify({ talent }))).toBe(200)
    expect(await put('{"talent":{"passport":"canary"}}')).toBe(200) // a draft keeps what was typed, right or wrong
    expect(await put('{"talent":{"canary":"canary"}}')).toBe(422)
    expect(await put('{"talent":{"canary"')).toBe(422)
    const paper = multipart([
      ['kind', 'photo'],
      ['file', Buffer.from('%PDF-1.7 canary'), 'canary.pdf'],
    ])
    expect(await firm(apiPath.documents(one.id), paper.body, paper.headers['content-type'])).toBe(422)
    expect(await firm(sectionAddress(one.id, 'talent'), 'talent.visualName=Canary')).toBe(303)
    const filed = await site.world.caseIn('submitted')
    const said = JSON.stringify({ input: { text: 'canary text' } })
    expect(await firm(apiPath.action(filed.id, 'message'), said, 'application/json')).toBe(200)
    const officer = await signedIn('intake')
    expect(await officer(withQuery(path.queue, { find: 'CANARY TALENT' }))).toBe(200)
    expect(await officer(path.queueFind, 'find=CANARY123')).toBe(303)
    expect(await officer(path.passport(filed.id), 'reason=canary+reason')).toBe(303)
    expect(await officer(path.passport(filed.id))).toBe(200)
    expect(text).not.toMatch(/canary|YB1234567/i)
  })

  test('holds no token and no code of any address, and nothing of one that is wrong', async () => {
    const routes: string[] = Object.keys(JSON.parse(readFileSync(new URL('routes.json', import.meta.url), 'utf8')))
    const named = routes.filter((route) => route.includes(':'))
    for (const known of ['/reset/:token', '/join/:token', '/talent/:token', '/email/:token', '/verify/:code'])
      expect(named).toContain(`GET ${known}`)
    const ask = (method: string, path: string) => fetch(origin + path, { method, redirect: 'manual' })
    for (const route of named) {
      const [method = '', path = ''] = route.split(' ')
      // as it is in a link, and with what may come of one: cut short, or with a sign too many
      const asked = path.replace(/:\w+/g, 'CanaryToken-0123456789abcdefABCDEF')
      for (const address of [
        asked,
        `${asked}.`,
        `${asked}/more`,
        `${asked}%0`,
        `/CanaryPath${asked}`,
        `${asked}?x=Canary`,
      ])
        await ask(method, address)
    }
    await ask('POST', path.earlierReset('CanaryToken'))
    await ask('GET', '/CanaryToken')
    await ask('GET', '/assets/CanaryFile.css')
    await ask('GET', '//CanaryHost/reset/CanaryToken')
    const paths = () => new Set(lines().flatMap((line) => line.path ?? []))
    for (let attempt = 0; attempt < 100 && !paths().has('/assets/*'); attempt++) await sleep(50)
    // whoever looks after the service still sees which route was asked, and where addresses go wrong
    for (const path of [
      '/reset/:token',
      '/verify/:code',
      '/api/verify/:code',
      '/reset/*',
      '/verify/*',
      '/join/*',
      '/*',
    ])
      expect(paths()).toContain(path)
    expect(text).not.toMatch(/canary/i)
  })

  test('cannot be given lines of one’s own', async () => {
    const forged = '{"level":30,"time":1,"msg":"all is well","forged":true}'
    await fetch(`${origin}/x%0A${encodeURIComponent(forged)}%0D%1B[31m`).catch(() => undefined)
    await fetch(`${origin}/cases/%0a%0dforged`, { redirect: 'manual' })
    for (let attempt = 0; attempt < 100 && !text.includes('"/cases/*"'); attempt++) await sleep(50)
    expect(lines().filter((line) => 'forged' in line)).toEqual([])
    expect(text).not.toMatch(new RegExp(`^.*${String.fromCharCode(27)}`, 'm'))
  })

  test('tells a fault of ours with its place, without its message', async () => {
    await site.world.admin.query('alter table reference rename to "the canary table"')
    const answer = await fetch(`${origin}${apiPath.selfCheck}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"answers":{"talent":{"visualName":"CanaryFault"}}}',
    })
    await site.world.admin.query('alter table "the canary table" rename to reference')
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      500,
      'application/problem+json; charset=utf-8',
    ])
    const { requestId } = (await answer.json()) as { requestId: string } // what every refusal of the API says
    await told(apiPath.selfCheck)
    const fault = lines().find((line) => line.requestId === requestId && line.level === 'error')
    expect(fault).toMatchObject({ msg: 'a fault of ours', error: 'DatabaseError', code: '42P01' })
    expect(fault?.at).toContainEqual(expect.stringMatching(/\.js:\d+:\d+/))
    expect(text).not.toMatch(/CanaryFault|relation \\?"reference\\?" does not exist/)
    expect(await fetch(`${origin}${path.criteria}`).then(({ status }) => status)).toBe(200)
  })
})
