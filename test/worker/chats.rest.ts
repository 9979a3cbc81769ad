/** Chat messages go out by WeCom's interface, played by a server on loopback: to a user id that its owner has confirmed, thin, once; tokens are renewed, and what does not arrive goes by mail. */
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Outgoing } from '../../src/base/outgoing.js'
import { REACH } from '../../src/forms/mail.js'
import { parseForm } from '../../src/forms/engine/parse.js'
import { Reaches } from '../../src/people/reach.service.js'
import { ChatGateway, openChatGateway, WeComGateway } from '../../src/worker/chatGateway.js'
import { MailQueue } from '../../src/worker/mailQueue.js'
import { MailTransport, SmtpTransport } from '../../src/worker/mailTransport.js'
import type { Name } from '../cases/population.js'
import { type Case, World } from '../cases/world.js'
import { type MailServer, startMailServer } from './mailServer.js'

interface Sent {
  readonly token: string | null
  readonly json: {
    readonly touser: string
    readonly agentid: number
    readonly text: { readonly content: string }
    readonly [more: string]: unknown
  }
}

let world: World
let office: Server
let mail: MailServer
let queue: MailQueue
let reaches: Reaches
let url: string
const outgoing = new Outgoing({ production: false, outgoingPrivate: null })
const sent: Sent[] = []
/** Tokens that were given; the last one holds. */
const tokens: string[] = []
/** What `message/send` answers; taken when there is nothing. */
let answer: ((response: ServerResponse) => void) | undefined
/** What `gettoken` answers. */
let opening: ((response: ServerResponse) => void) | undefined

const says = (json: object) => (response: ServerResponse) => void response.end(JSON.stringify(json))
const endless = (response: ServerResponse) => {
  response.writeHead(200)
  const more = setInterval(() => response.write(' '.repeat(1_000)), 1)
  response.on('close', () => clearInterval(more))
}

beforeAll(async () => {
  world = await World.open({ settings: { PUBLIC_URL: 'https://haijian.example' } })
  mail = await startMailServer()
  office = createServer(async (request, response) => {
    const asked = new URL(request.url ?? '', 'http://office')
    let body = ''
    for await (const piece of request) body += piece
    if (asked.pathname === '/cgi-bin/gettoken') {
      if (opening) return opening(response)
      if (asked.searchParams.get('corpid') !== 'ww1' || asked.searchParams.get('corpsecret') !== 's1')
        return says({ errcode: 40001, errmsg: 'invalid credential' })(response)
      tokens.push(`token-${tokens.length + 1}`)
      return says({ errcode: 0, errmsg: 'ok', access_token: tokens.at(-1), expires_in: 7200 })(response)
    }
    if (asked.pathname !== '/cgi-bin/message/send' || request.method !== 'POST')
      return void response.writeHead(404).end()
    const token = asked.searchParams.get('access_token')
    if (token !== tokens.at(-1)) return says({ errcode: 40014, errmsg: 'invalid access_token' })(response)
    sent.push({ token, json: JSON.parse(body) })
    if (answer) answer(response)
    else says({ errcode: 0, errmsg: 'ok', invaliduser: '', msgid: 'm1' })(response)
  })
  await once(office.listen(0, '127.0.0.1'), 'listening')
  const { port } = office.address() as AddressInfo // of a TCP server
  url = `http://127.0.0.1:${port}`
  const chat = new WeComGateway({ url, corp: 'ww1', agent: 1000002, secret: 's1', outgoing, patience: 500 })
  const smtp = new SmtpTransport({ url: `smtp://127.0.0.1:${mail.port}`, from: 'noreply@haijian.example', outgoing })
  const worker = await world.openWorker([
    { provide: ChatGateway, useValue: chat },
    { provide: MailTransport, useValue: smtp },
  ])
  queue = worker.get(MailQueue)
  reaches = world.app.get(Reaches)
})
afterAll(async () => {
  office.closeAllConnections()
  office.close()
  await mail.close()
  await world.close()
})
beforeEach(async () => {
  world.at('2026-11-24')
  await world.notify()
  await world.admin.query('delete from notifications')
  await world.admin.query('delete from mails')
  await world.admin.query(
    `update people set email = null, phone = null, chat = null, chat_wanted = null, chat_token = null,
       chat_asked_at = null, chat_failed_at = null, mail_choices = '{}'`,
  )
  sent.length = 0
  mail.received.length = 0
})
afterEach(() => {
  answer = undefined
  opening = undefined
})

const later = (minutes: number) => world.clock.moveTo(new Date(world.clock.now().getTime() + minutes * 60_000))
const stateOf = async (who: Name) => (await reaches.list(world.person(who))).find(({ way }) => way === 'chat')
const codeIn = () => (/(\d{4})-(\d{4})/.exec(sent.at(-1)?.json.text.content ?? '') ?? []).slice(1).join('')
/** The applicant wants progress by chat, and has a mail address and a number besides. */
const byChat = () =>
  world.admin.query(
    `update people set email = 'li@firm.example', chat = 'li.wei', language = 'en',
       mail_choices = '{"progress": "chat", "deadlines": "chat"}' where id = $1`,
    [world.person('applicant').id],
  )
const mails = async () =>
  (await world.admin.query('select kind, channel, state, last_error as why from mails order by id')).rows
async function corrected(): Promise<Case> {
  const one = await world.caseIn('submitted')
  await world.notify()
  await world.admin.query('delete from notifications')
  await world.admin.query('delete from mails')
  await one.do('intake', 'requestCorrection')
  await world.notify()
  return one
}

describe('a user id', () => {
  test('counts once its owner has entered the code that went there', async () => {
    const me = world.person('applicant')
    await reaches.ask(me, 'chat', 'li.wei')
    expect(await stateOf('applicant')).toMatchObject({ at: null, wanted: 'li.wei' })
    await queue.sendDue('chat')
    expect(sent.map(({ json }) => [json.touser, json.agentid, json.msgtype])).toEqual([['li.wei', 1000002, 'text']])
    await expect(reaches.ask(me, 'chat', 'wang')).rejects.toMatchObject({
      problems: [{ code: 'textTooSoon', path: 'chat' }],
    })
    const code = codeIn()
    // another person's, a wrong one, and the same for another way
    for (const [who, way, typed] of [
      ['rival', 'chat', code],
      ['applicant', 'chat', '00000000'],
      ['applicant', 'sms', code],
    ] as const)
      await expect(reaches.confirm(world.person(who), way, typed)).rejects.toMatchObject({
        problems: [{ code: 'wrongCode' }],
      })
    await reaches.confirm(me, 'chat', code)
    expect(await stateOf('applicant')).toMatchObject({ at: 'li.wei', wanted: null })
    const { rows } = await world.admin.query(`select path, address from mails where kind = 'phoneCode'`)
    expect(rows).toEqual([{ path: null, address: null }])
    await reaches.forget(me, 'chat')
    expect(await stateOf('applicant')).toEqual({ way: 'chat', there: true, at: null, wanted: null, failedAt: null })
  })

  test('is one person: never everybody, never several', () => {
    const problems = (chat: string) => parseForm(REACH.chat, { chat }).problems.map(({ path }) => path)
    expect(['li.wei', '00123', 'a@b-c_d'].map(problems)).toEqual([[], [], []])
    expect(['@all', 'li|wang', 'li wei', ''].map(problems)).toEqual([['chat'], ['chat'], ['chat'], ['chat']])
  })
})

describe('what happens in a case', () => {
  test('goes by chat to who wants that: what, which case, by initials, until when, and a link', async () => {
    await byChat()
    const one = await corrected()
    await queue.sendDue()
    await queue.sendDue('sms')
    expect(mail.received).toEqual([])
    await queue.sendDue('chat')
    const [message, ...more] = sent
    expect(more).toEqual([])
    expect(message?.json).toMatchObject({
      touser: 'li.wei',
      enable_duplicate_check: 1,
      duplicate_check_interval: 14400,
    })
    const text = message?.json.text.content ?? ''
    const { rows } = await world.admin.query('select number, talent_name as name from cases where id = $1', [one.id])
    expect(text).toContain(rows[0].number)
    expect(text).toContain(`https://haijian.example/cases/${one.id}`)
    for (const part of String(rows[0].name)
      .split(/\s+/)
      .filter((word) => word.length > 2))
      expect(text).not.toContain(part)
    expect(text).not.toMatch(/YB1234567|云帆/)
    expect(await mails()).toEqual([{ kind: 'requestCorrection', channel: 'chat', state: 'sent', why: null }])
  })

  test.each([40014, 42001])(
    'gets a new token when the one it had is not taken any more (%d), and is sent once',
    async (errcode) => {
      await byChat()
      await corrected()
      await queue.sendDue('chat') // a token is known from now on
      const before = tokens.length
      await corrected()
      if (errcode === 40014) tokens.push('of another server')
      else
        answer = (response) => {
          answer = undefined
          says({ errcode, errmsg: 'access_token expired' })(response)
        }
      await queue.sendDue('chat')
      expect(tokens.length).toBeGreaterThan(before)
      expect(sent.at(-1)?.token).toBe(tokens.at(-1))
      expect((await mails()).map(({ state }) => state)).toEqual(['sent'])
    },
  )

  test.each<[string, (response: ServerResponse) => void, string]>([
    ['is asked too often', says({ errcode: 45009, errmsg: 'api freq out of limit' }), 'busy 45009'],
    ['is busy', says({ errcode: -1, errmsg: 'system busy' }), 'busy -1'],
    ['takes no token at all', says({ errcode: 42001, errmsg: 'access_token expired' }), 'signIn 42001'],
    [
      'may not be asked from here',
      says({ errcode: 60020, errmsg: 'not allow to access from your ip' }),
      'signIn 60020',
    ],
    ['says something that nobody knows', says({ errcode: 99999, errmsg: 'new' }), 'deferred 99999'],
    ['is out of order', (response) => void response.writeHead(502).end(), 'deferred 502'],
    ['answers no JSON', (response) => void response.end('<html>'), 'deferred'],
    [
      'leads elsewhere',
      (response) => void response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'deferred 302',
    ],
    ['says nothing', () => undefined, 'timeout'],
  ])('goes by mail after some tries where the office %s, and mail waits for nothing', async (_, way, why) => {
    await byChat()
    answer = way
    await corrected()
    for (const minutes of [0, 2, 6, 16]) {
      later(minutes)
      await queue.sendDue('chat')
      if (minutes === 0) expect(await mails()).toMatchObject([{ channel: 'chat', state: 'failed', why }])
    }
    expect(await mails()).toMatchObject([{ channel: 'mail', state: 'waiting', why }])
    await queue.sendDue()
    expect(mail.received.map(({ to }) => to)).toEqual([['li@firm.example']])
    expect((await stateOf('applicant'))?.failedAt).toBe(null)
  })

  test('an endless answer holds nothing up', async () => {
    await byChat()
    answer = endless
    await corrected()
    await queue.sendDue('chat')
    expect(await mails()).toMatchObject([
      { channel: 'chat', state: 'failed', why: expect.stringMatching(/^(deferred|timeout)/) },
    ])
  })

  test.each<[string, object]>([
    ['nobody of that name', { errcode: 81013, errmsg: 'user & party & tag all invalid' }],
    ['a wrong id', { errcode: 40003, errmsg: 'invalid userid' }],
    ['the rest taken, this one not', { errcode: 0, errmsg: 'ok', invaliduser: 'li.wei' }],
  ])(
    'goes by mail at once where the office knows %s, and so does the rest until it is confirmed again',
    async (_, json) => {
      await byChat()
      answer = says(json)
      const one = await corrected()
      await queue.sendDue('chat')
      await queue.sendDue()
      expect(mail.received).toHaveLength(1)
      expect((await stateOf('applicant'))?.failedAt).not.toBe(null)
      answer = undefined
      await one.do('applicant', 'resubmit')
      await one.do('intake', 'accept')
      await world.notify()
      sent.length = 0
      await queue.sendDue('chat')
      await queue.sendDue()
      expect(sent).toEqual([])
      expect(mail.received.length).toBeGreaterThan(1)
    },
  )
})

describe('an office', () => {
  const send = (to: Partial<ConstructorParameters<typeof WeComGateway>[0]>) =>
    new WeComGateway({ url, corp: 'ww1', agent: 1, secret: 's1', outgoing, patience: 500, ...to }).send({
      id: 1,
      to: 'li.wei',
      at: world.clock.now(),
      text: 'text',
    })

  test('whose secret is wrong, or whose tokens do not come, gets no message, and is not asked for ever', async () => {
    await expect(send({ secret: 'wrong' })).rejects.toMatchObject({ fault: 'signIn', code: 40001 })
    opening = says({ errcode: 0, errmsg: 'ok' })
    await expect(send({})).rejects.toMatchObject({ fault: 'deferred' })
    opening = says({ errcode: 45009 })
    await expect(send({})).rejects.toMatchObject({ fault: 'busy', code: 45009 })
    opening = () => undefined
    await expect(send({})).rejects.toMatchObject({ fault: 'timeout' })
    opening = endless
    await expect(send({})).rejects.toMatchObject({ fault: expect.stringMatching(/deferred|timeout/) })
    expect(sent).toEqual([])
  })

  test('inside the network is not reached unless the settings name it', async () => {
    const strict = new Outgoing({ production: true, outgoingPrivate: null })
    for (const inside of [url, 'https://10.0.0.1', 'https://169.254.169.254/'])
      await expect(send({ url: inside, outgoing: strict })).rejects.toMatchObject({ fault: 'noConnection' })
    expect(sent).toEqual([])
  })

  test('that the settings do not name is none: what was to go there goes by mail', async () => {
    const none = {
      chatUrl: null,
      chatCorp: null,
      chatAgent: null,
      chatSecret: null,
      smsUrl: null,
      smsKey: null,
      smsBody: '{}',
    }
    const open = (production: boolean) =>
      openChatGateway({ ...none, production, outgoingPrivate: null, smtpUrl: 'smtp://localhost', dataDir: '/nowhere' })
    expect((await open(true)).ready).toBe(false)
    const named = { chatUrl: url, chatCorp: 'ww1', chatAgent: 1, chatSecret: '/nowhere/secret' }
    await expect(
      openChatGateway({
        ...none,
        ...named,
        production: false,
        outgoingPrivate: null,
        smtpUrl: null,
        dataDir: '/nowhere',
      }),
    ).rejects.toThrow('CHAT_SECRET')
  })
})
