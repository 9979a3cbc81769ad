/** Mail goes out by a real server: once, encrypted, tried again when it must be, given up when it is no use; and says nothing of anybody. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { follow } from '../../src/base/trail.js'
import { Outgoing } from '../../src/base/outgoing.js'
import { path, withQuery } from '../../src/base/path.js'
import { type MailOrder, orderMail } from '../../src/people/mail.js'
import { Firms } from '../../src/people/firm.service.js'
import { Mandates } from '../../src/people/mandate.service.js'
import { Emails } from '../../src/people/email.service.js'
import { linkTo, newCode, readLinkCode } from '../../src/people/secrets.js'
import { calendarFile } from '../../src/worker/calendarFile.js'
import { MailReturns } from '../../src/worker/mailReturns.js'
import { Notifier } from '../../src/worker/notifier.js'
import { writeMail } from '../../src/worker/mailText.js'
import { MailQueue } from '../../src/worker/mailQueue.js'
import { MailTransport, SmtpTransport, type SmtpSettings } from '../../src/worker/mailTransport.js'
import { takeReturned } from '../../tools/returned.js'
import { World } from '../cases/world.js'
import { ROUTES } from '../cases/routes.js'
import { issue } from '../letters/authority.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'
import { headerOf, type MailServer, partOf, startMailServer } from './mailServer.js'

let world: World
let server: MailServer
let post: MailQueue

const outgoing = new Outgoing({ production: false, outgoingPrivate: null })
const transportTo = (url: string, more: Partial<SmtpSettings> = {}) =>
  new SmtpTransport({ url, from: 'noreply@haijian.example', outgoing, patience: 2_000, ...more })
const workerWith = async (transport: MailTransport): Promise<MailQueue> =>
  (await world.openWorker([{ provide: MailTransport, useValue: transport }])).get(MailQueue)

beforeAll(async () => {
  world = await World.open({ settings: { PUBLIC_URL: 'https://haijian.example' } })
  server = await startMailServer()
  post = await workerWith(transportTo(`smtp://127.0.0.1:${server.port}`))
})
afterAll(async () => {
  await server.close()
  await world.close()
})
beforeEach(() => {
  world.at('2026-11-24')
  server.received.length = 0
  server.answer = () => undefined
})
afterEach(async () => {
  await world.admin.query('delete from notifications')
  await world.admin.query('delete from mails')
})

/** Nobody has an address, and everything until now has been told. */
async function quiet(): Promise<void> {
  await world.admin.query('update people set email = null, email_failed = null, email_failure = null')
  await world.notify()
  await world.admin.query('delete from notifications')
  await world.admin.query('delete from mails')
}

const RESET: MailOrder = {
  kind: 'passwordReset',
  to: { address: 'wang@firm.example' },
  language: 'zh',
  path: withQuery(path.resets, { token: 'Zm9v-bar_1' }),
  secret: true,
}
const order = (change: Partial<MailOrder> = {}): Promise<number> =>
  world.database.transaction({}, (tx) => orderMail(tx, { ...RESET, ...change }, world.clock.now()))

async function mailOf(id: number): Promise<Record<string, unknown>> {
  const { rows } = await world.admin.query(
    'select state, tries, next_try_at as next, last_error as why, path, settled_at as settled from mails where id = $1',
    [id],
  )
  return rows[0]
}

describe('a mail', () => {
  test('says the code of its link, for whoever has no script', async () => {
    const link = linkTo(path.reset, newCode())
    const [, code = ''] = link.split('#')
    await order({ path: link, language: 'en' })
    await post.sendDue()
    const [mail] = server.received
    for (const type of ['text/plain', 'text/html']) {
      const text = mail ? partOf(mail, type) : ''
      expect(text).toContain(`https://haijian.example/reset/link#${code}`)
      expect(text.replace(/<[^>]*>|\s+/g, ' ')).toMatch(new RegExp(`If the page asks for the code: +${code}`))
    }
  })

  test('arrives as text and as HTML, in the language of its reader, with one link', async () => {
    const id = await order()
    expect(await post.sendDue()).toBe(true)
    expect(server.received).toHaveLength(1)
    const [mail] = server.received
    if (!mail) throw new Error('no mail')
    expect(mail.to).toEqual(['wang@firm.example'])
    expect(headerOf(mail, 'Subject')).toBe('海荐：重新设置密码')
    expect(headerOf(mail, 'From')).toBe('海荐 Haijian <noreply@haijian.example>')
    expect(headerOf(mail, 'To')).toBe('wang@firm.example')
    expect(headerOf(mail, 'Message-ID')).toMatch(new RegExp(`^<haijian\\.${id}\\.[0-9a-f]{32}@haijian\\.example>$`))
    expect(headerOf(mail, 'Auto-Submitted')).toBe('auto-generated')
    for (const type of ['text/plain', 'text/html']) {
      const text = partOf(mail, type).replaceAll('&#x3D;', '=')
      expect(text).toContain('重新设置密码')
      expect(text).toContain('https://haijian.example/reset?token=Zm9v-bar_1')
      expect(text).toContain('演示系统，没有效力')
      expect(text).not.toMatch(/undefined|\[object/)
    }
  })

  test('in English holds no Chinese but the mark', async () => {
    await order({ language: 'en', kind: 'invitation' })
    await post.sendDue()
    const [mail] = server.received
    if (!mail) throw new Error('no mail')
    expect(headerOf(mail, 'Subject')).toBe('Haijian: Invitation to Haijian')
    expect(partOf(mail, 'text/plain')).not.toMatch(/\p{Script=Han}/u)
    expect(partOf(mail, 'text/html').match(/\p{Script=Han}+/gu)).toEqual(['海荐'])
  })

  test('is settled when it has gone out, and the secret is gone; the address after thirty days', async () => {
    const id = await order()
    await post.sendDue()
    expect(await mailOf(id)).toMatchObject({
      state: 'sent',
      tries: 1,
      why: null,
      path: null,
      settled: new Date('2026-11-24T01:00:00Z'),
    })
    const addresses = () => world.admin.query('select address from mails').then(({ rows }) => rows)
    world.at('2026-12-23')
    await post.forget()
    expect(await addresses()).toEqual([{ address: 'wang@firm.example' }])
    world.at('2026-12-25')
    await post.forget()
    expect(await addresses()).toEqual([{ address: null }])
  })

  test('to a person without a verified address, or whose access has ended, is given up', async () => {
    const { id: personId } = world.person('rival')
    await world.admin.query(`update people set email_wanted = 'rival@firm.example' where id = $1`, [personId])
    const id = await order({ to: { personId } })
    await post.sendDue()
    expect(await mailOf(id)).toMatchObject({ state: 'givenUp', why: 'noAddress' })
    expect(server.received).toEqual([])
  })

  test('goes to the verified address that the person has then', async () => {
    const { id: personId } = world.person('applicant')
    await order({ to: { personId } })
    await world.admin.query(`update people set email = 'su@firm.example' where id = $1`, [personId])
    await post.sendDue()
    expect(server.received.map(({ to }) => to)).toEqual([['su@firm.example']])
  })
})

describe('a mail to a firm about its case', () => {
  const toFirm = async (kind: string, caseId: number, language: 'zh' | 'en' = 'en') => {
    const personId = world.person('applicant').id ?? 0
    await world.admin.query(`update people set email = 'li@firm.example' where id = $1`, [personId])
    await order({ kind, to: { personId }, language, path: path.case(caseId), secret: false, caseId })
    server.received.length = 0
    await post.sendDue()
    const [mail] = server.received
    if (!mail) throw new Error('no mail came')
    return mail
  }
  /** The calendar files as they are read: no folded lines. */
  const calendarsOf = ({ raw }: { readonly raw: string }) =>
    [...raw.matchAll(/Content-Type: text\/calendar[\s\S]*?\r?\n\r?\n([\s\S]*?)\r?\n--/g)].map(([, text = '']) =>
      (/BEGIN:/.test(text) ? text : Buffer.from(text, 'base64').toString()).replaceAll('\r\n ', ''),
    )

  test('says of whom by initials, what, how many and until when; its calendar entry moves and is cancelled', async () => {
    const one = await world.caseIn('awaitingCorrection')
    const mail = await toFirm('requestCorrection', one.id)
    const text = partOf(mail, 'text/plain')
    expect(text).toContain('Correct 1 item. Correct by 24 December 2026')
    expect(text).toMatch(/Candidate: (\p{L}\.\s?)+/u)
    expect(text).not.toMatch(/Giulia|Rossi/i)
    const [entry = ''] = calendarsOf(mail)
    expect(entry).toContain('METHOD:PUBLISH')
    expect(entry).toContain(`UID:case-${one.id}-resubmit@haijian.example`)
    expect(entry).toContain('DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261225')
    const sequence = Number(/SEQUENCE:(\d+)/.exec(entry)?.[1])
    expect(entry.split('\r\n').every((line) => Buffer.byteLength(line) <= 200)).toBe(true)

    // a reminder says which limit is near
    const near = await toFirm('remind', one.id, 'zh')
    expect(partOf(near, 'text/plain')).toContain('2026年12月24日前补正')
    expect(partOf(near, 'text/plain')).not.toContain('期限即将届满')

    // met: the next mail takes the entry out of the calendar, once
    await one.do('applicant', 'resubmit')
    const [cancelled = '', ...others] = calendarsOf(await toFirm('accept', one.id))
    expect(others).toEqual([])
    expect(cancelled).toContain('METHOD:CANCEL')
    expect(cancelled).toContain(`UID:case-${one.id}-resubmit@haijian.example`)
    expect(cancelled).toContain('STATUS:CANCELLED')
    expect(Number(/SEQUENCE:(\d+)/.exec(cancelled)?.[1])).toBeGreaterThan(sequence)
    expect(calendarsOf(await toFirm('accept', one.id))).toEqual([])
  })

  test('a limit that has gone leaves the calendar by a mail of its own, when no other one is under way', async () => {
    await quiet()
    const one = await world.caseIn('awaitingCorrection')
    await quiet()
    const asked = await toFirm('requestCorrection', one.id)
    expect(calendarsOf(asked)).toEqual([expect.stringContaining('METHOD:PUBLISH')])
    // the applicant's own step: nobody else tells them of it
    await one.do('applicant', 'resubmit')
    server.received.length = 0
    await world.notify()
    await post.sendDue()
    expect(server.received).toHaveLength(1)
    const [mail] = server.received
    if (!mail) throw new Error('no mail came')
    expect(headerOf(mail, 'Subject')).toMatch(
      /^Haijian: A time limit no longer applies to you \(2026-\d+\)$|^海荐：期限已办结/,
    )
    const [cancelled = '', ...others] = calendarsOf(mail)
    expect(others).toEqual([])
    expect(cancelled).toContain('METHOD:CANCEL')
    expect(cancelled).toContain(`UID:case-${one.id}-resubmit@haijian.example`)
    // once
    await one.do('intake', 'accept')
    await world.notify()
    server.received.length = 0
    await post.sendDue()
    expect(server.received.length).toBeGreaterThan(0)
    expect(server.received.flatMap(calendarsOf)).toEqual([])
  })

  test('an agent, too, gets the entry of a case that it files, and its cancelling when the employer has done it', async () => {
    await quiet()
    const mandates = world.app.get(Mandates)
    const [employer, agent] = [world.person('firmAdmin'), world.person('rivalAdmin')]
    const { creditCode } = await world.app.get(Firms).get(agent, agent.firmId ?? 0)
    await world.letAllSpeak()
    await mandates.ask(world.person('firmAdmin'), {
      ...{ creditCode, asEmployer: true, acts: ['submit'], untilOn: '2027-03-31' },
    })
    await world.letAllSpeak()
    const [mandate] = await mandates.listInForce(world.person('rivalAdmin'))
    const one = await world.draft('rival', 'goodsHost', {}, mandate?.id)
    await one.walk(ROUTES.awaitingCorrection, 'rival')
    await quiet()
    await world.admin.query(`update people set email = 'agent@rival.example' where id = $1`, [world.person('rival').id])
    const to = { personId: world.person('rival').id ?? 0 }
    const more = { language: 'en', path: path.case(one.id), secret: false, caseId: one.id } as const
    await order({ ...more, kind: 'requestCorrection', to })
    await post.sendDue()
    const [asked] = server.received.splice(0)
    expect(asked?.to).toEqual(['agent@rival.example'])
    const uid = `UID:case-${one.id}-resubmit@haijian.example`
    const [entry = ''] = asked ? calendarsOf(asked) : []
    expect(entry).toContain('METHOD:PUBLISH')
    expect(entry).toContain(uid)
    await one.do('applicant', 'resubmit')
    await world.notify()
    await post.sendDue()
    const cancelled = server.received.filter((mail) => mail.to.includes('agent@rival.example')).flatMap(calendarsOf)
    expect(cancelled).toEqual([expect.stringContaining('METHOD:CANCEL')])
    expect(cancelled[0]).toContain(uid)
    await mandates.end(employer, mandate?.id ?? 0, 'Over.')
  })

  test('a digest brings the entries of the cases that it names, and takes out what has gone', async () => {
    await quiet()
    const personId = world.person('applicant').id ?? 0
    await world.admin.query(
      `update people set email = case when id = $1 then 'li@firm.example' end,
         mail_choices = case when id = $1 then '{"progress": "digest"}'::jsonb else mail_choices end`,
      [personId],
    )
    const notifier = (await world.worker()).get(Notifier)
    const digest = async (at: string) => {
      await world.notify()
      world.at(at)
      await notifier.orderDigests()
      server.received.length = 0
      await post.sendDue()
      const [mail] = server.received
      return mail ? calendarsOf(mail) : undefined
    }
    const one = await world.caseIn('awaitingCorrection')
    const [entry = '', ...more] = (await digest('2026-11-25T08:30:00+08:00')) ?? []
    expect(more).toEqual([])
    expect(entry).toContain('METHOD:PUBLISH')
    expect(entry).toContain(`UID:case-${one.id}-resubmit@haijian.example`)
    await one.do('applicant', 'resubmit')
    await world.notify()
    server.received.length = 0
    await post.sendDue()
    expect(server.received.map(calendarsOf)).toEqual([[expect.stringContaining('METHOD:CANCEL')]])
    await world.admin.query(`update people set mail_choices = '{}', email = null where id = $1`, [personId])
  })

  test('a consent that its candidate refuses, withdraws or gives again is told to firm and officer, who may choose when', async () => {
    const one = await world.caseIn('awaitingDecision')
    await world.cases.act(one.id, 'claim', { actor: world.person('approver') })
    await quiet()
    const addresses = `'{"applicant": "li@firm.example", "approver": "wu@office.example"}'::jsonb ->> account`
    await world.admin.query(`update people set email = ${addresses}, language = 'en'`)
    const say = async (action: 'recordConsent' | 'withdrawConsent') =>
      world.cases.act(one.id, action, { actor: await world.candidateOf(one), input: { about: 'medical' } })
    const arrived = async () => {
      await world.notify()
      server.received.length = 0
      await post.sendDue()
      return server.received.map((mail) => ({ to: mail.to[0], text: partOf(mail, 'text/plain') }))
    }
    const REFUSED = 'The candidate does not consent to the use of documents'
    await say('recordConsent')
    expect(await arrived()).toEqual([])

    // withdrawn: the firm at once, the officer in the mail of the next working day
    await say('withdrawConsent')
    const first = await arrived()
    expect(first.map(({ to }) => to)).toEqual(['li@firm.example'])
    expect(first[0]?.text).toContain(REFUSED)
    expect(first[0]?.text).toContain(`https://haijian.example${path.case(one.id)}`)
    // neither says whose document, nor which
    expect(first[0]?.text).not.toMatch(/Giulia|Rossi|medical/i)
    world.at('2026-11-25T08:30:00+08:00')
    await (await world.worker()).get(Notifier).orderDigests()
    const digest = await arrived()
    expect(digest.map(({ to }) => to)).toEqual(['wu@office.example'])
    expect(digest[0]?.text).toContain(REFUSED)

    // an officer who wants work at once has it at once
    await world.admin.query(`update people set mail_choices = '{"work": "once"}' where account = 'approver'`)
    await say('recordConsent')
    const again = await arrived()
    expect(again.map(({ to }) => to).sort()).toEqual(['li@firm.example', 'wu@office.example'])
    for (const { text } of again) expect(text).toContain('The candidate consents again to the use of documents')
    await say('withdrawConsent')
    expect((await arrived()).map(({ to }) => to).sort()).toEqual(['li@firm.example', 'wu@office.example'])
    await world.admin.query(`update people set mail_choices = '{}', language = 'zh', email = null`)
  })

  test('folds what is longer than a line of a calendar may be, between letters', () => {
    const summary = '海荐：拟不予推荐，请陈述意见；'.repeat(8)
    const file = calendarFile(
      [{ uid: 'a@b', sequence: 1, on: '2026-12-31', summary, url: 'https://haijian.example/cases/1' }],
      new Date('2026-11-24T01:00:00Z'),
    )
    const lines = file.split('\r\n')
    expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true)
    expect(file.replaceAll('\r\n ', '')).toContain(`SUMMARY:${summary}`)
    expect(file).toContain('DTSTAMP:20261124T010000Z')
    expect(file).toContain('DTEND;VALUE=DATE:20270101')
  })
})

describe('each mail is sent once', () => {
  test('by several workers at the same time', async () => {
    const other = await workerWith(transportTo(`smtp://127.0.0.1:${server.port}`))
    const count = rounds(100)
    for (let number = 0; number < count; number++) await order({ to: { address: `p${number}@firm.example` } })
    await Promise.all([post, other, post, other].map((one) => one.sendDue()))
    expect(server.received).toHaveLength(count)
    expect(new Set(server.received.map(({ to }) => to[0])).size).toBe(count)
  })

  test('and again ten minutes later when a worker died over it, under the same name', async () => {
    const sent: string[] = []
    const dying = new (class extends MailTransport {
      readonly ready = true
      send({ messageId }: { messageId: string }): Promise<void> {
        sent.push(messageId)
        return new Promise(() => {})
      }
    })()
    await order()
    void (await workerWith(dying)).sendDue()
    while (sent.length === 0) await pause(5)
    world.at('2026-11-24T09:09:59+08:00')
    await post.sendDue()
    expect(server.received).toHaveLength(0)
    world.at('2026-11-24T09:10:00+08:00')
    await post.sendDue()
    expect(server.received.map((mail) => headerOf(mail, 'Message-ID'))).toEqual(sent)
  })
})

describe('what fails', () => {
  test('refused: given up at once; why is told in our own words', async () => {
    server.answer = () => 550
    const id = await order()
    expect(await post.sendDue()).toBe(true)
    expect(await mailOf(id)).toMatchObject({ state: 'givenUp', tries: 1, why: 'refused 550' })
    world.at('2026-11-30')
    await post.sendDue()
    expect((await mailOf(id)).tries).toBe(1)
  })

  test('deferred: tried again after a minute, and others are not held up', async () => {
    server.answer = (address) => (address.startsWith('wang') ? 451 : undefined)
    const id = await order()
    await order({ to: { address: 'li@firm.example' } })
    expect(await post.sendDue()).toBe(true)
    expect(server.received.map(({ to }) => to)).toEqual([['li@firm.example']])
    expect(await mailOf(id)).toMatchObject({
      state: 'failed',
      tries: 1,
      why: 'deferred 451',
      path: withQuery(path.resets, { token: 'Zm9v-bar_1' }),
      next: new Date('2026-11-24T01:01:00Z'),
      settled: null,
    })
    server.answer = () => undefined
    await post.sendDue()
    expect(server.received).toHaveLength(1)
    world.at('2026-11-24T09:01:00+08:00')
    await post.sendDue()
    expect(server.received.map(({ to }) => to[0])).toEqual(['li@firm.example', 'wang@firm.example'])
  })

  test('the pauses grow: 1, 5, 15 minutes, 1, 4, 12 hours, a day; then it is given up', async () => {
    server.answer = () => 421
    const id = await order()
    const pauses: number[] = []
    for (let tries = 1; tries <= 8; tries++) {
      await post.sendDue()
      const { state, next, tries: counted } = (await mailOf(id)) as { state: string; next: Date; tries: number }
      expect(counted).toBe(tries)
      if (state === 'givenUp') break
      pauses.push((next.getTime() - world.clock.now().getTime()) / 60_000)
      world.clock.moveTo(next)
    }
    expect(pauses).toEqual([1, 5, 15, 60, 240, 720, 1440])
    expect(await mailOf(id)).toMatchObject({ state: 'givenUp', tries: 8 })
  })

  test('the server is down: one mail has tried, the rest wait', async () => {
    const closed = await startMailServer()
    await closed.close()
    const [first, second] = [await order(), await order()]
    const down = await workerWith(transportTo(`smtp://127.0.0.1:${closed.port}`))
    expect(await down.sendDue()).toBe(false)
    expect(await mailOf(first)).toMatchObject({ state: 'failed', why: 'noConnection' })
    expect(await mailOf(second)).toMatchObject({ state: 'waiting', tries: 0 })
  })

  test('the server says nothing: it is left after a while', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as { port: number } // of a TCP server
    const id = await order()
    const slow = await workerWith(transportTo(`smtp://127.0.0.1:${port}`, { patience: 150 }))
    expect(await slow.sendDue()).toBe(false)
    expect(await mailOf(id)).toMatchObject({ state: 'failed', why: 'timeout' })
    silent.close()
  })
})

describe('a mail that comes back', () => {
  let back: MailQueue
  beforeAll(async () => {
    back = await workerWith(transportTo(`smtp://127.0.0.1:${server.port}`, { returns: 'returns@haijian.example' }))
  })
  beforeEach(async () => {
    await world.admin.query(
      `update people set email_failed = null, email_failure = null, email_failed_at = null,
         email = case when account = 'applicant' then 'li@firm.example' end`,
    )
  })
  const returns = async () => (await world.worker()).get(MailReturns)
  const applicant = () => ({ personId: world.person('applicant').id ?? 0 })
  const failureAt = async () => {
    const { rows } = await world.admin.query(
      `select email_failed as address, email_failure as why from people where account = 'applicant'`,
    )
    return rows[0]
  }
  /** A mail to the applicant as their server has it. */
  const sent = async () => {
    const id = await order({ to: applicant(), kind: 'digest', path: path.messages, secret: false, language: 'en' })
    await back.sendDue()
    const mail = server.received.pop()
    if (!mail) throw new Error('no mail came')
    return { id, mail, head: mail.raw.slice(0, mail.raw.indexOf('\r\n\r\n')) }
  }
  const report = (head: string, fields: readonly string[], returned = 'text/rfc822-headers') =>
    [
      ...['Return-Path: <>', 'From: MAILER-DAEMON@firm.example', 'To: returns@haijian.example', 'MIME-Version: 1.0'],
      ...['Content-Type: multipart/report; report-type=delivery-status;', '\tboundary="b1/x"', ''],
      ...['--b1/x', 'Content-Type: text/plain', '', 'I am sorry.', ''],
      ...['--b1/x', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mail.firm.example', ''],
      ...[...fields, '', '--b1/x', `Content-Type: ${returned}`, '', head, '', '--b1/x--', ''],
    ].join('\r\n')
  const GIVEN_UP = ['Final-Recipient: rfc822; li@firm.example', 'Action: failed']
  const FAILED = [...GIVEN_UP, 'Status: 5.1.1']

  test('says where it wants to come back to', async () => {
    const { mail, head } = await sent()
    expect(headerOf(mail, 'Reply-To')).toBe('returns@haijian.example')
    expect(head).toContain('From: ')
    expect(partOf(mail, 'text/plain')).toContain('Replies, including answers to calendar entries, are not read')
  })

  test.each([
    ['no such address', FAILED, 'address', 'returned 5.1.1'],
    ['a full mailbox', [...GIVEN_UP, 'Status: 5.2.2'], 'full', 'returned 5.2.2'],
    ['a policy', [...GIVEN_UP, 'Status: 5.7.1', 'Diagnostic-Code: smtp; 550 5.7.1 spam'], 'refused', 'returned 5.7.1'],
    ['a server that was away for days', [...GIVEN_UP, 'Status: 4.4.1'], 'away', 'returned 4.4.1'],
  ] as const)('by a report of %s is noted with its person', async (_what, fields, why, error) => {
    const { id, head } = await sent()
    const raw = report(head, fields)
    expect(await (await returns()).take(raw)).toBe(why)
    expect(await failureAt()).toEqual({ address: 'li@firm.example', why })
    expect(await mailOf(id)).toMatchObject({ state: 'givenUp', why: error })
  })

  test('by a report with the whole mail, by Exchange’s way of writing, too', async () => {
    const { mail } = await sent()
    expect(await (await returns()).take(report(mail.raw, FAILED, 'message/rfc822').replaceAll('\r\n', '\n'))).toBe(
      'address',
    )
  })

  test('by a report of a delay, or of what arrived, changes nothing', async () => {
    const { id, head } = await sent()
    for (const [action, status] of [
      ['delayed', '4.4.1'],
      ['delivered', '2.1.5'],
    ] as const)
      expect(await (await returns()).take(report(head, [`Action: ${action}`, `Status: ${status}`]))).toBe('late')
    expect([await failureAt(), (await mailOf(id)).state]).toEqual([{ address: null, why: null }, 'sent'])
  })

  test('that is none of ours changes nothing: no mark can be guessed, and another address is not touched', async () => {
    const { id, head } = await sent()
    const forged = head.replace(/(haijian\.\d+\.)[0-9a-f]{32}/, `$1${'0'.repeat(32)}`)
    expect(await (await returns()).take(report(forged, FAILED))).toBe('unknown')
    expect(await (await returns()).take('')).toBe('unknown')
    await world.admin.query(`update people set email = 'new@firm.example' where account = 'applicant'`)
    expect(await (await returns()).take(report(head, FAILED))).toBe('address')
    expect(await failureAt()).toEqual({ address: null, why: null })
    expect(await mailOf(id)).toMatchObject({ state: 'givenUp' })
  })

  test('refused at its recipient, at once; mail to an address that does not exist stops until it is confirmed again', async () => {
    server.answer = (address) => (address === 'li@firm.example' ? 550 : undefined)
    await order({ to: applicant(), kind: 'digest', path: path.messages, secret: false })
    await back.sendDue()
    expect(await failureAt()).toEqual({ address: 'li@firm.example', why: 'address' })
    server.answer = () => undefined
    const stopped = await order({ to: applicant(), kind: 'digest', path: path.messages, secret: false })
    await back.sendDue()
    expect([server.received, (await mailOf(stopped)).why]).toEqual([[], 'noAddress'])
    // the notifier orders none, and what is told inside goes on
    await world.admin.query('delete from mails')
    const one = await world.caseIn('submitted')
    await one.do('intake', 'requestCorrection')
    await world.notify()
    const told = await world.admin.query(
      `select count(*)::int as n, count(n.mail_id)::int as mails from notifications n join people p on p.id = n.person_id
       where p.account = 'applicant' and n.case_id = $1 and n.kind = 'requestCorrection'`,
      [one.id],
    )
    expect(told.rows).toEqual([{ n: 1, mails: 0 }])
    const emails = world.app.get(Emails)
    const me = world.person('applicant')
    await emails.askAgain(me)
    await back.sendDue()
    const [link] = server.received
    expect(link?.to).toEqual(['li@firm.example'])
    await emails.verify(readLinkCode(/\/email#[\w-]+/.exec(link ? partOf(link, 'text/plain') : '')?.[0] ?? ''))
    expect(await failureAt()).toEqual({ address: null, why: null })
    await order({ to: applicant(), kind: 'digest', path: path.messages, secret: false })
    await back.sendDue()
    expect(server.received).toHaveLength(2)
  })

  test('as a reply: its writer is told once that nobody reads it, a program that answers never', async () => {
    const { id, head } = await sent()
    const [, own = ''] = /Message-ID: (<[^>]+>)/.exec(head) ?? []
    const reply = (more: readonly string[] = []) =>
      [...['From: Li <li@firm.example>', 'Subject: Re: x', `In-Reply-To: ${own}`, ...more], '', 'Thank you'].join(
        '\r\n',
      )
    const away = ['Auto-Submitted: auto-replied']
    expect(await (await returns()).take(reply(away))).toBe('automatic')
    const calendar = ['Content-Type: text/calendar; method=REPLY']
    expect(await (await returns()).take(reply(calendar))).toBe('answered')
    expect(await (await returns()).take(reply())).toBe('automatic')
    await back.sendDue()
    expect(server.received.map((one) => headerOf(one, 'Subject'))).toEqual(['Haijian: Your reply was not delivered'])
    expect((await mailOf(id)).state).toBe('sent')
  })

  test('comes by the command that a mail server hands it to', async () => {
    const { head } = await sent()
    const input = async function* () {
      yield Buffer.from(report(head, FAILED))
    }
    const { config, workerUrl } = world.db
    const environment = { DATA_DIR: config.dataDir, WORKER_DATABASE_URL: workerUrl }
    expect(await takeReturned(environment, input())).toBe('address')
    // where there is none it says which setting is missing, and what it is not
    const nowhere = { NODE_ENV: 'production', DATA_DIR: config.dataDir }
    await expect(takeReturned(nowhere, input())).rejects.toThrow(
      /WORKER_DATABASE_URL is not set: set it to the address/,
    )
    const owner = { ...nowhere, DATABASE_URL: world.db.ownerUrl }
    await expect(takeReturned(owner, input())).rejects.toThrow(/DATABASE_URL is the address of the owner/)
    expect(await failureAt()).toEqual({ address: 'li@firm.example', why: 'address' })
  })
})

describe('the request that ordered a mail', () => {
  test('stands in its header: of what a request orders itself, and of what follows from an event', async () => {
    const one = await world.caseIn('submitted')
    await quiet()
    await world.admin.query(`update people set email = case when account = 'applicant' then 'li@firm.example' end`)
    await follow({ requestId: 'request-of-a-reset' }, () => order())
    await follow({ requestId: 'request-of-intake' }, () => one.do('intake', 'requestCorrection'))
    await world.notify()
    await post.sendDue()
    expect(server.received.map((mail) => [mail.to[0], headerOf(mail, 'X-Request-Id')])).toEqual([
      ['wang@firm.example', 'request-of-a-reset'],
      ['li@firm.example', 'request-of-intake'],
    ])
  })
})

describe('encryption', () => {
  const authority = issue({ name: 'an authority', authority: true })
  // by which Linux reaches this machine, while the system takes it for any other host
  const OTHER_HOST = '0.0.0.0'
  const to = (...named: string[]) => new Outgoing({ production: true, outgoingPrivate: named })
  const own = issue({ name: 'localhost', by: authority, ip: OTHER_HOST })
  const certificate = { key: String(own.key.export({ type: 'pkcs8', format: 'pem' })), cert: own.pem }
  let secure: MailServer
  let starting: MailServer
  beforeAll(async () => {
    secure = await startMailServer({ ...certificate, secure: true })
    starting = await startMailServer({
      ...certificate,
      disabledCommands: [],
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        username === 'haijian' && password === 'p@ss' ? done(null, { user: username }) : done(new Error('no')),
    })
  })
  afterAll(async () => {
    await secure.close()
    await starting.close()
  })

  const outcome = async (transport: MailTransport) => {
    const id = await order()
    await (await workerWith(transport)).sendDue()
    const { state, why } = await mailOf(id)
    return [state, why]
  }

  test('from the first byte, by a certificate of the authority that is named', async () => {
    const url = `smtps://localhost:${secure.port}`
    expect(await outcome(transportTo(url, { ca: authority.pem }))).toEqual(['sent', null])
    const stranger = issue({ name: 'another authority', authority: true })
    expect(await outcome(transportTo(url, { ca: stranger.pem }))).toEqual(['failed', 'tls'])
    expect(await outcome(transportTo(url))).toEqual(['failed', 'tls'])
    expect(secure.received).toHaveLength(1)
  })

  test('by STARTTLS, then name and password', async () => {
    const url = (password: string) => `smtp://haijian:${encodeURIComponent(password)}@localhost:${starting.port}`
    expect(await outcome(transportTo(url('p@ss'), { ca: authority.pem }))).toEqual(['sent', null])
    expect(await outcome(transportTo(url('other'), { ca: authority.pem }))).toEqual(['failed', 'signIn 535'])
  })

  test('is enough for a server on another host, either way', async () => {
    const toOther = (url: string) => transportTo(url, { ca: authority.pem, outgoing: to(OTHER_HOST) })
    for (const url of [
      `smtps://${OTHER_HOST}:${secure.port}`,
      `smtp://haijian:${encodeURIComponent('p@ss')}@${OTHER_HOST}:${starting.port}`,
    ])
      expect([url, await outcome(toOther(url))]).toEqual([url, ['sent', null]])
  })

  test('a host that may not be reached fails its mail, and the worker goes on', async () => {
    expect(
      await outcome(transportTo(`smtps://${OTHER_HOST}:${secure.port}`, { ca: authority.pem, outgoing: to() })),
    ).toEqual(['failed', 'noConnection'])
  })

  test('is not done without: a server that offers none gets nothing', async () => {
    const [state, why] = await outcome(transportTo(`smtp://localhost:${server.port}`, { ca: authority.pem }))
    expect([state, String(why).split(' ')[0]]).toEqual(['failed', 'tls'])
    expect(server.received).toEqual([])
  })
})

describe('headers', () => {
  test('cannot be added, whatever stands in a subject', () => {
    const base = { title: 't', lines: [], button: { text: 'b', href: 'https://x' }, demonstration: false }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (subject) => {
        expect(writeMail({ ...base, subject }, 'zh').subject).not.toMatch(/[\r\n\0\u2028\u2029]/)
      }),
    )
    expect(writeMail({ ...base, subject: 'a\r\nBcc: all@example.com' }, 'en').subject).toBe('a Bcc: all@example.com')
  })

  test('HTML stays text', () => {
    const view = { subject: '<b>', title: '<script>', lines: ['<img src=x>'], button: { text: '"', href: 'https://x' } }
    const { html } = writeMail({ ...view, demonstration: false }, 'en')
    expect(html).not.toMatch(/<script|<img/)
  })
})
