/** What strangers can make the server do: everybody without a session passes one door, with a rate, places and a size for each network. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path } from '../../src/base/path.js'
import { Firms } from '../../src/people/firm.service.js'
import { Keys } from '../../src/people/key.service.js'
import { passwordHash } from '../../src/people/secrets.js'
import { Tickets } from '../../src/people/tickets.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { connect as openClient } from '../../tools/roles.js'
import { readExample } from '../cases/inputs.js'
import { PASSWORD } from '../cases/population.js'
import { Served } from './served.js'
import { type Answer as Injected, multipart, Site } from './site.js'

const FIVE = ['intake', 'assessor', 'approver', 'supervisor', 'auditor'] as const

const EXAMPLE = readExample('goodsHost') as unknown as PaperCase // the case files are what papers are made from
const TYPED = {
  nameZh: '上海新潮跨境电子商务有限公司',
  nameEn: 'Shanghai Newtide Co., Ltd.',
  creditCode: '91310105MA1FW0007P',
  district: '310105',
  kind: 'mcn',
  crossBorderFiling: 'none',
  'handler[name]': '陈静',
  'handler[phone]': '13800000000',
  'handler[same]': 'true',
  'account[password]': 'twelve letters',
}

interface Answer {
  readonly status: number
  readonly retryAfter: string | undefined
  readonly text: string
}

/** Asks as somebody at another address of this machine does. */
function ask(origin: string, from: string, address: string, body?: object | string, language = 'en'): Promise<Answer> {
  const type = typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json'
  const headers = { 'accept-language': language, ...(body !== undefined && { 'content-type': type }) }
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const asked = request(new URL(address, origin), { method, localAddress: from, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], text }),
      )
    })
    asked.on('error', reject)
    asked.end(typeof body === 'object' ? JSON.stringify(body) : body)
  })
}

describe('a flood from one address', () => {
  let site: Served
  beforeAll(async () => {
    site = await Served.open({ settings: { VISITS_PER_MINUTE: '600' } })
  })
  afterAll(() => site.close())

  const invite = async (account: string) => {
    const guest = { account, name: '客人', roles: ['applicant' as const] }
    return (await site.world.app.get(Firms).invite(site.world.person('firmAdmin'), guest)).token
  }

  test('of seventy lanes at an invitation leaves sign-ins from another address alone', async () => {
    const link = { _link: await invite('applicant'), _act: 'yes' }
    const codes = await Promise.all(FIVE.map((account) => site.world.code(account)))
    let over = false
    const seen = new Map<number, number>()
    const lane = async () => {
      while (!over) {
        const { status } = await ask(site.origin, '127.0.0.2', path.join, {
          ...link,
          password: 'a password of the flood',
        })
        seen.set(status, (seen.get(status) ?? 0) + 1)
        await sleep(100) // the flood comes from this very process
      }
    }
    const lanes = Array.from({ length: 70 }, lane)
    const came: number[] = []
    try {
      for (const [index, account] of FIVE.entries()) {
        const body = { account, password: PASSWORD, code: codes[index] }
        let answer = await ask(site.origin, '127.0.0.1', apiPath.session, body)
        // a machine that has other work may be busy for a moment, and says when to come again
        for (let again = 0; answer.status === 503 && again < 2; again++) {
          await sleep(Number(answer.retryAfter) * 1000)
          answer = await ask(site.origin, '127.0.0.1', apiPath.session, body)
        }
        came.push(answer.status)
      }
      while (!seen.has(429)) await sleep(100)
    } finally {
      over = true
      await Promise.allSettled(lanes)
    }
    expect(came).toEqual(FIVE.map(() => 201))
    expect([...seen.keys()].filter((status) => ![422, 429, 503].includes(status))).toEqual([])
  })

  test('an invitation whose account is taken is refused before anything is hashed', async () => {
    const token = await invite('approver')
    const queue = Array.from({ length: 52 }, (_, index) => passwordHash('somebody’s', `lane ${index % 2}`))
    const { status } = await ask(site.origin, '127.0.0.4', path.join, {
      _link: token,
      _act: 'yes',
      password: 'a password of a guest',
    })
    expect(status).toBe(422)
    await Promise.all(queue)
  })

  test('is told in both languages when it may come again', async () => {
    const asked = () => ask(site.origin, '127.0.0.3', apiPath.selfCheck, {})
    const answers = []
    for (let round = 0; round < 125; round++) answers.push(await asked())
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(answers.findIndex(({ status }) => status === 429)).toBeLessThanOrEqual(120)
    expect(Number(refused[0]?.retryAfter)).toBeGreaterThan(0)
    const english = await ask(site.origin, '127.0.0.3', path.selfCheck, 'a=b')
    const chinese = await ask(site.origin, '127.0.0.3', path.selfCheck, 'a=b', 'zh-CN')
    expect([english.status, chinese.status]).toEqual([429, 429])
    expect(english.text).toContain('Please wait')
    expect(chinese.text).toContain('请稍候')
    expect((await ask(site.origin, '127.0.0.3', path.signIn)).status).toBe(200) // pages have a count of their own
  })

  test('of slow uploads holds no more than its places', async () => {
    const slow = (from: string) => {
      const socket = connect({ port: Number(new URL(site.origin).port), host: '127.0.0.1', localAddress: from })
      const answer = new Promise<string>((resolve) => socket.once('data', (bytes) => resolve(bytes.toString())))
      const head = [
        `POST ${path.verifyFile} HTTP/1.1`,
        'host: localhost',
        'content-length: 10000',
        'content-type: multipart/form-data; boundary=b',
      ]
      socket.write(
        `${head.join('\r\n')}\r\n\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nx`,
      )
      socket.on('error', () => undefined)
      return { socket, answer }
    }
    const uploads = Array.from({ length: 5 }, () => slow('127.0.0.5'))
    const first = await Promise.race(uploads.map(({ answer }) => answer))
    expect(first).toMatch(/^HTTP\/1.1 503 /)
    expect(first).toMatch(/retry-after: 5/i)
    const other = slow('127.0.0.6')
    other.socket.end('\r\n--b--\r\n')
    for (const { socket } of [...uploads, other]) socket.destroy()
    expect((await ask(site.origin, '127.0.0.5', path.signIn)).status).toBe(200)
  })
})

describe('refused registrations', () => {
  let site: Site
  const backup = mkdtempSync(join(tmpdir(), 'haijian-copies-'))
  beforeAll(async () => {
    site = await Site.open({ settings: { BACKUP_DIR: backup } })
  })
  afterAll(async () => {
    await site.close()
    rmSync(backup, { recursive: true, force: true })
  })

  const filesIn = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^[0-9a-f]{30,32}/.test(entry.name))
      .map(({ name }) => name)

  test.each([
    ['twelve', 'for their fields', 12, { creditCode: '91310105MA1FW0007Q' }, ['licence', 'authorisation']],
    ['seven', 'for their account', 7, {}, ['licence', 'authorisation']],
    ['seven', 'for a paper', 7, {}, ['licence']],
  ])('%s %s leave files for five rounds, and then no file and no copy', async (_, why, rounds, changed, papers) => {
    const { admin, app, db } = site.world
    const email = why === 'for their account' ? 'firmAdmin' : `${why.replaceAll(' ', '.')}@example.com`
    const url = path.registrationForm
    const _link = app.get(Tickets).issue('registration', { email })
    const { bytes } = await makePaper({ kind: 'licence' }, EXAMPLE)
    const { rows: before } = await admin.query('select count(*)::int as firms from firms')
    const waiting = () => [db.config.dataDir, backup].map((folder) => filesIn(folder).length)
    const [first = 0, copies = 0] = waiting()
    for (let round = 0; round < rounds; round++) {
      const { body, headers } = multipart([
        ...Object.entries({ _link, ...TYPED, ...changed }).map(([name, value]): [string, string] => [name, value]),
        ...papers.map((name): [string, Buffer, string] => [name, Buffer.from(bytes), 'paper.pdf']),
      ])
      const answer = await site.ask({ method: 'POST', url, body, headers })
      expect(answer.statusCode).toBe(422)
    }
    expect((await admin.query('select count(*)::int as firms from firms')).rows).toEqual(before)
    // what was fine waits for the next round, so that nobody chooses it twice; the sweep takes what nobody sends
    expect(waiting()).toEqual([first + 5 * papers.length, copies + 5 * papers.length])
  })
})

describe('in production without a mail server', () => {
  let site: Site
  beforeAll(async () => {
    site = await Site.open({
      config: (own) => ({ ...own, production: true, auditKey: join(own.dataDir, 'audit/key.pem') }),
    })
  })
  afterAll(() => site.close())

  test('nobody can register: both languages say why and whom to ask, and no mail is ordered', async () => {
    const mails = async () => (await site.world.admin.query('select count(*)::int as n from mails')).rows
    const before = await mails()
    const body = { email: 'chen@example.com' }
    for (const asked of [{ url: path.register }, { method: 'POST', url: path.register, body }] as const) {
      const [english, chinese] = await Promise.all(
        ['en', 'zh-CN'].map((language) => site.ask({ ...asked, headers: { 'accept-language': language } })),
      )
      expect([english?.statusCode, chinese?.statusCode]).toEqual([503, 503])
      expect(english?.body).toContain('Online registration is closed')
      expect(english?.body).toContain('Contact the lead department')
      expect(chinese?.body).toContain('网上登记暂未开放')
      expect(chinese?.body).toContain('请与主管部门联系')
      expect(english?.body).not.toContain('name="email"')
    }
    expect(await mails()).toEqual(before)
  })
})

describe('people who have signed in', () => {
  let site: Site
  beforeAll(async () => {
    site = await Site.open({ settings: { REQUESTS_PER_MINUTE: '40', KEY_CALLS_PER_MINUTE: '40' } })
  })
  afterAll(() => site.close())

  test('have a rate of their own each, and each of their keys: 429 in both languages, and when to come again', async () => {
    const [as, other] = [await site.session('intake'), await site.session('supervisor')]
    const mine = async () => (await site.ask({ url: path.queue, as })).statusCode
    let asked = 0
    while ((await mine()) === 200 && asked < 100) asked++
    expect(asked).toBeLessThanOrEqual(40)
    const inLanguage = (language: string) =>
      site.ask({ url: path.queue, as: { ...as, cookies: { ...as.cookies, language } } })
    const [english, chinese] = [await inLanguage('en'), await inLanguage('zh')]
    expect([english.statusCode, chinese.statusCode]).toEqual([429, 429])
    expect(Number(english.headers['retry-after'])).toBeGreaterThan(0)
    expect(english.body).toContain('Please wait')
    expect(chinese.body).toContain('请稍候')
    expect((await site.ask({ url: path.queue, as: other })).statusCode).toBe(200)
    const of = async (name: string) =>
      (await site.world.app.get(Keys).create(site.world.person('intake'), { name, scopes: ['read'], days: 1 })).secret
    const [one, another] = [await of('one'), await of('another')]
    const program = (key: string) => site.ask({ url: apiPath.me, key })
    expect((await program(one)).statusCode).toBe(200) // what its person has used up is not the program's
    for (let round = 0; round < 39; round++) await program(one)
    const refused = await program(one)
    expect([refused.statusCode, refused.json()]).toEqual([429, expect.objectContaining({ error: 'tooMany' })])
    expect(refused.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await program(another)).statusCode).toBe(200)
  })
})

describe('people who ask much at once', () => {
  let site: Site
  beforeAll(async () => {
    site = await Site.open({ settings: { DATABASE_POOL: '50' } })
  })
  afterAll(() => site.close())

  test('have forty requests in hand; what is more is refused before it is begun, and when to come again', async () => {
    const as = await site.session('intake')
    const holding = await openClient(site.world.db.adminUrl)
    await holding.query('begin; lock table cases in access exclusive mode')
    const refused: Injected[] = []
    const asked = Array.from({ length: 45 }, async () => {
      const answer = await site.ask({ url: apiPath.cases, as })
      if (answer.statusCode !== 200) refused.push(answer)
      return answer
    })
    while (refused.length < 5) await sleep(10)
    await holding.query('commit')
    await holding.end()
    const answers = await Promise.all(asked)
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(40)
    expect(refused.map(({ statusCode, headers }) => [statusCode, headers['retry-after']])).toEqual(
      Array.from({ length: 5 }, () => [503, '5']),
    )
    // their places are free again
    expect((await site.ask({ url: apiPath.cases, as })).statusCode).toBe(200)
  })
})

describe('the door', () => {
  let site: Site
  beforeAll(async () => {
    site = await Site.open({ settings: { VISITS_PER_MINUTE: '30', TRUSTED_PROXIES: '1' } })
  })
  afterAll(() => site.close())

  const from = (address: string) => ({ 'x-forwarded-for': address })
  const visit = async (address: string, url: string = path.criteria) =>
    (await site.ask({ url, headers: from(address) })).statusCode

  test('counts an IPv6 network as one, lets others and the signed in by, and what costs nothing', async () => {
    for (let round = 0; round < 30; round++) expect(await visit(`2001:db8:1:2::${round}`)).toBe(200)
    expect(await visit('2001:db8:1:2:ffff::1')).toBe(429)
    expect(await visit('2001:db8:1:3::1')).toBe(200)
    const intake = await site.session('intake')
    const mine = await site.ask({ url: path.queue, as: intake, headers: from('2001:db8:1:2::1') })
    expect(mine.statusCode).toBe(200)
    expect(await visit('2001:db8:1:2::1', path.isLive)).toBe(200)
    expect(await visit('2001:db8:1:2::1', '/nothing-there')).toBe(429)
    const { statusCode } = await site.ask({
      url: path.queue,
      as: { cookies: { session: 'invented' }, csrf: '' },
      headers: from('2001:db8:1:2::1'),
    })
    expect(statusCode).toBe(429)
  })

  test('takes less from strangers than from people', async () => {
    const body = { account: 'x'.repeat(300_000) }
    const stranger = await site.ask({ method: 'POST', url: apiPath.session, headers: from('192.0.2.7'), body })
    expect(stranger.statusCode).toBe(413)
    const as = await site.session('intake')
    const person = await site.ask({ method: 'POST', url: path.messageChoices, as, headers: from('192.0.2.7'), body })
    expect(person.statusCode).toBe(422)
  })

  test('gives a person three links for a new password, however many networks ask', async () => {
    const asked: number[] = []
    for (let network = 0; network < 12; network++)
      asked.push(
        (
          await site.ask({
            method: 'POST',
            url: path.resets,
            headers: from(`198.51.100.${network}`),
            body: { account: 'firmAdmin' },
          })
        ).statusCode,
      )
    expect(new Set(asked).size).toBe(1)
    const { rows } = await site.world.admin.query(
      `select count(*)::int as mails from mails where kind = 'passwordReset'`,
    )
    expect(rows).toEqual([{ mails: 3 }])
  })
})
