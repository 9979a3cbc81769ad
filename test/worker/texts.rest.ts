/** Text messages go out by a real gateway: to a number that its owner has confirmed, thin, once; and what does not arrive goes by mail, without keeping anybody waiting. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Outgoing } from '../../src/base/outgoing.js'
import { fullNumber, maskedNumber, Reaches, type ReachState } from '../../src/people/reach.service.js'
import { MailQueue } from '../../src/worker/mailQueue.js'
import { MailTransport, SmtpTransport } from '../../src/worker/mailTransport.js'
import { HttpTextGateway, TextGateway } from '../../src/worker/textGateway.js'
import type { Name } from '../cases/population.js'
import { type Case, World } from '../cases/world.js'
import { type MailServer, partOf, startMailServer } from './mailServer.js'

interface Sent {
  readonly headers: IncomingHttpHeaders
  readonly json: { readonly mobiles: string[]; readonly content: string }
}

let world: World
let gateway: Server
let mail: MailServer
let queue: MailQueue
let reaches: Reaches
const sent: Sent[] = []
/** What the gateway answers; 200 when there is nothing. */
let answer: ((response: ServerResponse) => void) | undefined

beforeAll(async () => {
  world = await World.open({ settings: { PUBLIC_URL: 'https://haijian.example' } })
  mail = await startMailServer()
  gateway = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    sent.push({ headers: request.headers, json: JSON.parse(body) })
    if (answer) answer(response)
    else response.end('{"code":0}')
  })
  await once(gateway.listen(0, '127.0.0.1'), 'listening')
  const outgoing = new Outgoing({ production: false, outgoingPrivate: null })
  const { port } = gateway.address() as AddressInfo // of a TCP server
  const body = '{"mobiles":["{to}"],"content":"{text}","sign":"haijian"}'
  const texts = new HttpTextGateway({ url: `http://127.0.0.1:${port}/send`, key: 'k1', body, outgoing, patience: 500 })
  const smtp = new SmtpTransport({ url: `smtp://127.0.0.1:${mail.port}`, from: 'noreply@haijian.example', outgoing })
  const worker = await world.openWorker([
    { provide: TextGateway, useValue: texts },
    { provide: MailTransport, useValue: smtp },
  ])
  queue = worker.get(MailQueue)
  reaches = world.app.get(Reaches)
})
afterAll(async () => {
  gateway.closeAllConnections()
  gateway.close()
  await mail.close()
  await world.close()
})
beforeEach(async () => {
  world.at('2026-11-24')
  await world.notify()
  await world.admin.query('delete from notifications')
  await world.admin.query('delete from mails')
  await world.admin.query(
    `update people set email = null, phone = null, phone_wanted = null, phone_token = null, phone_asked_at = null,
       phone_failed_at = null, mail_choices = '{}'`,
  )
  sent.length = 0
  mail.received.length = 0
})
afterEach(() => {
  answer = undefined
})

const later = (minutes: number) => world.clock.moveTo(new Date(world.clock.now().getTime() + minutes * 60_000))
async function stateOf(who: Name): Promise<Pick<ReachState, 'there' | 'at' | 'wanted' | 'failedAt'>> {
  const found = (await reaches.list(world.person(who))).find(({ way }) => way === 'sms')
  if (!found) throw new Error('no text messages')
  const { way: _, ...state } = found
  return state
}
const codeIn = () => (/(\d{4})-(\d{4})/.exec(sent.at(-1)?.json.content ?? '') ?? []).slice(1).join('')
/** The applicant wants progress by text message, and has a mail address besides. */
async function byText(phone = '+8613800138000'): Promise<void> {
  await world.admin.query(
    `update people set email = 'li@firm.example', phone = $2, language = 'en',
       mail_choices = '{"progress": "sms", "deadlines": "sms"}' where id = $1`,
    [world.person('applicant').id, phone],
  )
}
const mails = async () =>
  (await world.admin.query('select kind, channel, state, last_error as why from mails order by id')).rows

describe('a number', () => {
  test('counts once its owner has entered the code that went there', async () => {
    const me = world.person('applicant')
    await reaches.ask(me, 'sms', '138 0013 8000')
    expect(await stateOf('applicant')).toMatchObject({ at: null, wanted: '+8613800138000' })
    await queue.sendDue('sms')
    expect(sent).toHaveLength(1)
    expect(sent[0]?.json.mobiles).toEqual(['+8613800138000'])
    await expect(reaches.ask(me, 'sms', '13800138001')).rejects.toMatchObject({ problems: [{ code: 'textTooSoon' }] })
    const code = codeIn()
    await expect(reaches.confirm(world.person('rival'), 'sms', code)).rejects.toMatchObject({
      problems: [{ code: 'wrongCode' }],
    })
    await expect(reaches.confirm(me, 'sms', '00000000')).rejects.toMatchObject({ problems: [{ code: 'wrongCode' }] })
    await reaches.confirm(me, 'sms', code)
    expect(await stateOf('applicant')).toMatchObject({ at: '+8613800138000', wanted: null })
    // used once
    await expect(reaches.confirm(me, 'sms', code)).rejects.toMatchObject({ problems: [{ code: 'wrongCode' }] })
    // the code is nowhere any more
    const { rows } = await world.admin.query(`select path, address from mails where kind = 'phoneCode'`)
    expect(rows).toEqual([{ path: null, address: null }])
    await reaches.forget(me, 'sms')
    expect(await stateOf('applicant')).toEqual({ there: true, at: null, wanted: null, failedAt: null })
  })

  test('is not confirmed after five tries, or after ten minutes', async () => {
    const me = world.person('applicant')
    await reaches.ask(me, 'sms', '13800138000')
    await queue.sendDue('sms')
    const code = codeIn()
    for (let times = 0; times < 5; times++) await expect(reaches.confirm(me, 'sms', '1')).rejects.toThrow()
    await expect(reaches.confirm(me, 'sms', code)).rejects.toThrow()
    later(11)
    await world.letAllSpeak()
    await reaches.ask(me, 'sms', '13800138000')
    await queue.sendDue('sms')
    later(11)
    await world.letAllSpeak()
    await expect(reaches.confirm(me, 'sms', codeIn())).rejects.toThrow()
    expect((await stateOf('applicant')).at).toBe(null)
  })

  test('whose code does not arrive gets no mail instead, and another one can be asked for', async () => {
    await world.admin.query(`update people set email = 'li@firm.example' where id = $1`, [world.person('applicant').id])
    answer = (response) => response.writeHead(422).end('no such number')
    await reaches.ask(world.person('applicant'), 'sms', '13800138000')
    await queue.sendDue('sms')
    await queue.sendDue()
    expect(await mails()).toEqual([{ kind: 'phoneCode', channel: 'sms', state: 'givenUp', why: 'refused 422' }])
    expect(mail.received).toEqual([])
  })

  test('is kept with its country, and shown by its ends', () => {
    expect(['138 0013 8000', '+86-13800138000', '+44 7911 123456'].map(fullNumber)).toEqual([
      '+8613800138000',
      '+8613800138000',
      '+447911123456',
    ])
    expect(maskedNumber('+8613800138000')).toBe('+86****8000')
  })
})

describe('what happens in a case', () => {
  const corrected = async (): Promise<Case> => {
    const one = await world.caseIn('submitted')
    await world.notify()
    await world.admin.query('delete from mails')
    await one.do('intake', 'requestCorrection')
    await world.notify()
    return one
  }
  const numberOf = async (one: Case) =>
    String((await world.admin.query('select number from cases where id = $1', [one.id])).rows[0].number)

  test('goes by text message to who wants that: what, which case, by initials, until when, and a link', async () => {
    await byText()
    const one = await corrected()
    await queue.sendDue()
    expect(mail.received).toEqual([])
    await queue.sendDue('sms')
    const [message, ...more] = sent
    expect(more).toEqual([])
    expect(message?.headers.authorization).toBe('Bearer k1')
    expect(message?.headers['idempotency-key']).toMatch(/^haijian-\d+$/)
    expect(message?.json).toMatchObject({ mobiles: ['+8613800138000'], sign: 'haijian' })
    const text = message?.json.content ?? ''
    expect(text).toContain(await numberOf(one))
    expect(text).toContain(`https://haijian.example/cases/${one.id}`)
    expect(text).toMatch(/^Haijian: .*\b\d{1,2} (December|January) \d{4}/)
    const { rows } = await world.admin.query('select talent_name as name from cases where id = $1', [one.id])
    for (const part of String(rows[0].name)
      .split(/\s+/)
      .filter((word) => word.length > 2))
      expect(text).not.toContain(part)
    expect(text).not.toMatch(/YB1234567|云帆/)
    expect(await mails()).toEqual([{ kind: 'requestCorrection', channel: 'sms', state: 'sent', why: null }])
  })

  test.each<[string, (response: ServerResponse) => void, string]>([
    ['is out of order', (response) => response.writeHead(500).end(), 'deferred 500'],
    ['refuses the key', (response) => response.writeHead(401).end(), 'signIn 401'],
    [
      'leads elsewhere',
      (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
      'deferred 302',
    ],
    ['says nothing', () => undefined, 'timeout'],
  ])('goes by mail after some tries where the gateway %s, and mail waits for nothing', async (_, way, why) => {
    await byText()
    answer = way
    await corrected()
    for (const minutes of [0, 2, 6, 16]) {
      later(minutes)
      await queue.sendDue('sms')
      if (minutes === 0) expect(await mails()).toMatchObject([{ channel: 'sms', state: 'failed', why }])
    }
    expect(sent).toHaveLength(4)
    expect(await mails()).toMatchObject([{ channel: 'mail', state: 'waiting', why }])
    await queue.sendDue()
    expect(mail.received.map(({ to }) => to)).toEqual([['li@firm.example']])
    const [arrived] = mail.received
    expect(arrived && partOf(arrived, 'text/plain')).toContain('https://haijian.example')
    expect((await stateOf('applicant')).failedAt).toBe(null)
  })

  test('goes by mail at once where the number is refused, and so does the rest until it is confirmed again', async () => {
    await byText()
    answer = (response) => response.writeHead(422).end()
    const one = await corrected()
    await queue.sendDue('sms')
    await queue.sendDue()
    expect(mail.received).toHaveLength(1)
    expect((await stateOf('applicant')).failedAt).not.toBe(null)
    answer = undefined
    await one.do('applicant', 'resubmit')
    await one.do('intake', 'accept')
    await world.notify()
    sent.length = 0
    await queue.sendDue('sms')
    await queue.sendDue()
    expect(sent).toEqual([])
    expect(mail.received.length).toBeGreaterThan(1)
  })

  test('an endless answer holds nothing up', async () => {
    await byText()
    answer = (response) => {
      response.writeHead(200)
      const more = setInterval(() => response.write('x'.repeat(1_000)), 1)
      response.on('close', () => clearInterval(more))
    }
    await corrected()
    await queue.sendDue('sms')
    expect(await mails()).toMatchObject([{ channel: 'sms', state: 'sent' }])
  })
})
