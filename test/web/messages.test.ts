/** Messages in the application: the bell, the list, preferences, the address, the mailbox of a demonstration, the conversation; and what the system administrator looks after. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Database } from '../../src/base/database.js'
import { path, withQuery } from '../../src/base/path.js'
import { enqueue } from '../../src/jobs/queue.js'
import { settingsOf } from '../../src/people/scope.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import { MailQueue } from '../../src/worker/mailQueue.js'
import { Notifier } from '../../src/worker/notifier.js'
import { Pollers } from '../../src/worker/pollers.js'
import { makePaper, type PaperCase } from '../../tools/papers.js'
import { readExample } from '../cases/inputs.js'
import { PASSWORD } from '../cases/population.js'
import type { Case } from '../cases/world.js'
import { Served, type Visitor } from './served.js'

let site: Served
beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())
beforeEach(() => site.world.at('2026-11-24'))

const worker = () => site.world.worker()
/** Tells of all that has happened: other transactions of the same server may hold the cursor back for a moment. */
async function tell(one: Case, kind: string): Promise<void> {
  for (let told = 0; told === 0; ) {
    await (await worker()).get(Notifier).notify()
    const { rows } = await site.world.admin.query(
      'select count(*)::int as n from notifications where case_id = $1 and kind = $2',
      [one.id, kind],
    )
    told = rows[0]?.n
  }
}
const bellOf = (html: string): string | undefined =>
  /class="hj-bell"[\s\S]*?<\/a>/.exec(html)?.[0].match(/hj-count--red">(\d+\+?)/)?.[1]

async function corrected(): Promise<Case> {
  const one = await site.world.caseIn('submitted')
  await one.do('intake', 'requestCorrection')
  await tell(one, 'requestCorrection')
  return one
}

describe('the list', () => {
  test('counts what is not read on every page; leads to the case, which reads it', async () => {
    const one = await corrected()
    const firm = await site.visitor('applicant')
    const home = await firm.open(path.cases)
    expect(bellOf(home.html)).toBe('1')
    const list = await firm.open(path.messages)
    expect(list.text).toContain('A correction is needed from you')
    expect(list.html).toContain(`href="${path.case(one.id)}"`)
    expect(bellOf((await firm.open(path.case(one.id))).html)).toBe('1')
    expect(bellOf((await firm.open(path.cases)).html)).toBeUndefined()
    expect((await firm.open(withQuery(path.messages, { unread: 'yes' }))).text).toContain('No unread messages')
  })

  test('one is marked as read and as not read, or all at once; another person’s is not there', async () => {
    await corrected()
    const firm = await site.visitor('firmAdmin')
    const { html } = await firm.open(path.messages)
    const id = /action="\/messages\/(\d+)\/read"/.exec(html)?.[1] ?? ''
    await firm.send(path.readMessage(Number(id)))
    expect((await firm.open(path.messages)).html).toContain(`action="${path.unreadMessage(Number(id))}"`)
    await firm.send(path.unreadMessage(Number(id)))
    expect(bellOf((await firm.open(path.messages)).html)).toBeDefined()
    await firm.send(path.readMessages)
    expect(bellOf((await firm.open(path.messages)).html)).toBeUndefined()
    const rival = await site.visitor('rival')
    await rival.open(path.messageChoices)
    expect((await rival.send(path.readMessage(Number(id)))).status).toBe(404)
  })

  test('stands by case; what is asked of the reader by name stands first, cases that have come to wait in one line', async () => {
    const { world } = site
    const one = await world.caseIn('underAssessment')
    const to = world.person('colleague').id
    await one.do('assessor', 'note', { text: '@colleague, look at page 3.' })
    for (const action of ['assign', 'assign', 'assign']) await one.do('supervisor', action, { to })
    for (const _ of [1, 2, 3]) await tell(await world.caseIn('underAssessment'), 'turn')
    await tell(one, 'note')
    const reader = await site.visitor('colleague')
    const before = (await reader.open(path.messages)).text
    expect(before).toMatch(
      /For you to deal with or answer.*A colleague mentioned you in a note.*Other messages.*\d cases moved to assessment/s,
    )
    expect((await reader.open(path.queue)).text).toContain('unread note for you')
    expect((await reader.open(path.case(one.id))).text).toMatch(
      /Note that mentions you\s+New\s+@colleague, look at page 3/,
    )
    const after = (await reader.open(path.messages)).text
    expect(after).not.toContain('For you to deal with or answer')
    expect(after).toMatch(/5 messages about 2026-\d{6}/)
    expect((await reader.open(path.queue)).text).not.toContain('unread note for you')
  })

  test('is closed to others by row-level security alone', async () => {
    await corrected()
    const { database } = site.world
    const seen = await database.transaction(settingsOf(site.world.person('intake')), (tx) =>
      tx.query('select distinct person_id from notifications'),
    )
    expect(seen).toEqual([{ person_id: site.world.person('intake').id }])
  })
})

describe('how one is told', () => {
  test('an address counts once its link was opened, which goes there and nowhere else', async () => {
    const one = await site.visitor('rivalAdmin')
    await one.open(path.messageChoices)
    site.world.clock.moveTo(new Date(site.world.clock.now().getTime() + 601_000))
    const doubted = await one.send(path.messageEmail, { email: 'qin@firm.example' })
    expect([doubted.status, doubted.text.includes('Confirm that it is you')]).toEqual([403, true])
    expect((await one.send(path.messageEmail, { email: 'qin@firm.example', _password: PASSWORD })).status).toBe(403)
    const _code = (await site.world.code('rivalAdmin')) ?? ''
    const asked = await one.send(path.messageEmail, { email: 'qin@firm.example', _code })
    expect(asked.headers.get('location')).toBe(withQuery(path.messageChoices, { done: 'email' }))
    expect((await one.open(path.messageChoices)).text).toContain('Waiting for confirmation: qin@firm.example')
    await (await worker()).get(MailQueue).sendDue()
    const visitor = await site.visitor()
    const mailbox = await visitor.open(path.mailbox)
    expect(mailbox.text).toContain('请确认您的电子邮箱')
    const link = /href="(\/email#[\w-]{29})"/.exec(mailbox.html)?.[1] ?? ''
    const emailOf = async () =>
      (await site.world.admin.query(`select email from people where account = 'rivalAdmin'`)).rows[0]?.email
    await visitor.follow(link)
    expect(await emailOf()).toBeNull()
    expect((await visitor.send(path.email)).text).toContain('E-mail address confirmed')
    expect(await emailOf()).toBe('qin@firm.example')
    await visitor.follow(link)
    expect((await visitor.send(path.email)).status).toBe(404)
    await one.open(path.messageChoices)
    await one.send(path.forgetMessageEmail)
    expect(await emailOf()).toBeNull()
  })

  test('a link is too old after two days', async () => {
    const one = await site.visitor('newcomer')
    await one.open(path.messageChoices)
    await one.send(path.messageEmail, { email: 'old@firm.example' })
    await (await worker()).get(MailQueue).sendDue()
    const { html } = await one.open(path.mailbox)
    const link = /href="(\/email#[\w-]{29})"/.exec(html)?.[1] ?? ''
    site.world.at('2026-11-26T09:00:01+08:00')
    const late = await site.visitor()
    await late.follow(link)
    expect((await late.send(path.email)).status).toBe(404)
  })

  test('is chosen by group, and kept', async () => {
    const one = await site.visitor('applicant')
    const page = await one.open(path.messageChoices)
    expect(page.text).toContain('Progress of applications')
    expect(page.text).not.toContain('Your tasks')
    expect((await one.send(path.messageChoices, { progress: 'never' })).status).toBe(422)
    await one.open(path.messageChoices)
    const saved = { progress: 'digest', deadlines: 'once', messages: 'app', language: 'en' }
    expect((await one.send(path.messageChoices, saved)).headers.get('location')).toBe(
      withQuery(path.messageChoices, { done: 'choices' }),
    )
    const { rows } = await site.world.admin.query(
      `select mail_choices as choices, language from people where account = 'applicant'`,
    )
    expect(rows).toEqual([{ choices: { progress: 'digest', deadlines: 'once', messages: 'app' }, language: 'en' }])
  })
})

describe('the conversation', () => {
  test('of firm and department: the department’s name, not the officer’s; new ones are marked; notes stay inside', async () => {
    const one = await site.world.caseIn('underAssessment')
    await one.do('assessor', 'note', { text: 'Not for the firm.' })
    const desk = await site.visitor('assessor')
    await desk.open(path.case(one.id))
    const sent = await desk.send(actionAddress(one.id, 'message'), { text: 'Which platform do you mean?' })
    expect(sent.headers.get('location')).toBe(withQuery(path.case(one.id), { done: 'message' }))
    await tell(one, 'message')
    const firm = await site.visitor('applicant')
    const page = await firm.open(path.case(one.id))
    const talk = /<ol class="hj-talk">[\s\S]*?<\/ol>/.exec(page.html)?.[0] ?? ''
    expect(talk).toContain('Which platform do you mean?')
    expect(talk).toContain('New: ')
    expect(talk).not.toContain('assessor')
    expect(page.text).not.toContain('Not for the firm.')
    expect((await firm.open(path.case(one.id))).html).not.toContain('New: ')
    await firm.send(actionAddress(one.id, 'message'), { text: 'The second one.\nSince March.' })
    expect((await desk.open(path.case(one.id))).text).toContain('The second one. Since March.')
  })

  test('a file with a message, from either side: sealed, seen by both and by nobody else, never among what is filed', async () => {
    const one = await site.world.caseIn('underAssessment')
    const { bytes } = await makePaper({ kind: 'degree' }, readExample('goodsHost') as unknown as PaperCase)
    const paper = new Blob([new Uint8Array(bytes)])
    const send = async (visitor: Visitor, text: string, file: Blob, name: string) => {
      await visitor.open(path.case(one.id))
      const body = new FormData()
      body.append('_csrf', [visitor.fields._csrf ?? ''].flat()[0] ?? '')
      body.append('text', text)
      body.append('file', file, name)
      const headers = { cookie: visitor.cookieHeader, accept: 'text/html' }
      return fetch(`${site.origin}${path.conversation(one.id)}`, { method: 'POST', body, redirect: 'manual', headers })
    }
    const papers = async () =>
      (
        await site.world.admin.query<{ id: number }>(
          `select id, sealed, replaced_at = uploaded_at as apart from attachments where case_id = $1 and kind = 'message' order by id`,
          [one.id],
        )
      ).rows
    const [firm, desk, rival] = [
      await site.visitor('applicant'),
      await site.visitor('assessor'),
      await site.visitor('rival'),
    ]
    expect((await send(firm, 'The new degree.', paper, 'degree.pdf')).status).toBe(303)
    expect((await send(desk, 'As on this sheet, please.', paper, 'sheet.pdf')).status).toBe(303)
    const [first, second] = await papers()
    expect([first, second]).toMatchObject([
      { sealed: true, apart: true },
      { sealed: true, apart: true },
    ])
    expect((await desk.open(path.case(one.id))).html).toContain(path.fileView(one.id, Number(first?.id)))
    const page = await firm.open(path.case(one.id))
    expect(page.text).toContain('sheet.pdf')
    expect((await firm.open(path.fileView(one.id, Number(second?.id)))).text).toContain('Sent with a message')
    expect((await rival.open(path.file(one.id, Number(second?.id)))).status).toBe(404)
    const refused = await send(firm, 'Kept with what is wrong.', new Blob(['hello']), 'note.pdf')
    expect([refused.status, (await refused.text()).includes('Kept with what is wrong.')]).toEqual([422, true])
    // what a program names is no file
    const named = { storageKey: 'x', name: 'x.pdf', mime: 'application/pdf', bytes: 1, sha256: '0', unfit: [] }
    await one.do('applicant', 'message', { text: 'Without a file.', file: named }).catch(() => undefined)
    expect(await papers()).toHaveLength(2)
  })

  test('a message that is too long comes back with its text', async () => {
    const one = await site.world.caseIn('submitted')
    const firm = await site.visitor('applicant')
    await firm.open(path.case(one.id))
    const long = `kept ${'x'.repeat(4000)}`
    const again = await firm.send(actionAddress(one.id, 'message'), { text: long })
    expect([again.status, again.html.includes(long)]).toEqual([422, true])
  })

  test('officers see when the firm was told, and that the mail arrived; the permit officer does not', async () => {
    await site.world.admin.query(
      `update people set email = 'su@firm.example', mail_choices = '{}' where account = 'applicant'`,
    )
    const one = await corrected()
    const desk = await site.visitor('intake')
    expect((await desk.open(path.case(one.id))).text).toContain(
      'A correction is needed from you (mail waits to be sent',
    )
    await (await worker()).get(MailQueue).sendDue()
    const page = await desk.open(path.case(one.id))
    expect(page.text).toContain('When the firm was informed')
    expect(page.text).toContain('A correction is needed from you (mail delivered 24 Nov, 09:00, not read yet)')
    expect(page.html).not.toContain('su@firm.example')
    const seen = (who: 'permitOfficer' | 'cultureAssessor' | 'applicant') =>
      site.world.database.transaction(settingsOf(site.world.person(who)), (tx) =>
        tx.query('select * from told_firm($1)', [one.id]),
      )
    for (const who of ['permitOfficer', 'cultureAssessor', 'applicant'] as const) expect(await seen(who)).toEqual([])
  })
})

describe('the system administrator', () => {
  let admin: Visitor
  beforeEach(async () => {
    admin = await site.visitor('systemAdmin')
  })

  test('sees mails that did not go out, masked, and tries them again', async () => {
    await site.world.admin.query(`delete from notifications`)
    await site.world.admin.query(`delete from mails`)
    await site.world.admin.query(
      `insert into mails (kind, address, language, path, secret, ordered_at, state, tries, next_try_at, last_error, settled_at) values
       ('invitation', 'zhang.wei@firm.example', 'zh', '/join/x', true, now(), 'givenUp', 1, now(), 'refused 550', now())`,
    )
    const page = await admin.open(path.mails)
    expect(page.text).toContain('z•••@f•••.example')
    expect(page.text).toContain('rejected by the server (550)')
    expect(page.html).not.toMatch(/zhang|\/join\/x/)
    const again = await admin.send(path.retryMails)
    expect(again.headers.get('location')).toBe(withQuery(path.mails, { again: 1 }))
    const { rows } = await site.world.admin.query('select state, tries from mails')
    expect(rows).toEqual([{ state: 'waiting', tries: 0 }])
  })

  test('sees failed jobs without contents, tries them again, gives one up with a reason', async () => {
    const db = (await worker()).get(Database)
    await db.transaction({}, (tx) => enqueue(tx, 'makeLetter', { letterId: 4711 }, 'failing'))
    await site.world.admin.query(
      `update graphile_worker._private_jobs set attempts = 25, last_error = 'secret 4711' where key = 'failing'`,
    )
    await (await worker()).get(Pollers).alive()
    const page = await admin.open(path.jobs)
    expect(page.text).toContain('Make a letter')
    expect(page.text).toContain('A worker was last seen on 24 November 2026, 09:00')
    expect(page.text).toContain('no automatic retry')
    expect(page.text).toContain('As read by a worker on 24 November 2026, 09:00')
    expect(page.text).toMatch(/Failed jobs, to be retried or not 1 · Make a letter at most 0 Needs attention/)
    expect(page.text).toMatch(/Active workers 1 at least 1 Normal/)
    expect(page.text).toMatch(/Time since the last backup — at most 26 hours No data/)
    expect(page.html).not.toContain('4711')
    const id = /action="\/admin\/jobs\/(\d+)\/discard"/.exec(page.html)?.[1] ?? ''
    expect((await admin.send(path.discardJob(Number(id)), { reason: '' })).status).toBe(422)
    expect((await admin.send(path.retryJob(Number(id)))).headers.get('location')).toBe(
      withQuery(path.jobs, { again: 1 }),
    )
    await site.world.admin.query(`update graphile_worker._private_jobs set attempts = 25 where key = 'failing'`)
    await admin.open(path.jobs)
    const given = await admin.send(path.discardJob(Number(id)), { reason: 'The case is gone.' })
    expect(given.headers.get('location')).toBe(withQuery(path.jobs, { done: 'discard' }))
    expect((await admin.open(path.jobs)).text).toContain('The case is gone.')
    const { rows } = await site.world.admin.query(`select 1 from graphile_worker.jobs where key = 'failing'`)
    expect(rows).toEqual([])
  })

  test.each([
    'select jobs.state()',
    'select jobs.list_failed()',
    'select jobs.retry(null)',
    `select jobs.discard(1, 'x', now())`,
  ])('and nobody else, by the database itself: %s', async (statement) => {
    for (const who of ['securityAdmin', 'auditor', 'supervisor', 'firmAdmin'] as const)
      await expect(
        site.world.database.transaction(settingsOf(site.world.person(who)), (tx) => tx.query(statement)),
      ).rejects.toThrow('only for the system administrator')
  })

  test('nor do others see or retry mails', async () => {
    for (const who of ['securityAdmin', 'auditor', 'supervisor', 'firmAdmin'] as const)
      await site.world.database.transaction(settingsOf(site.world.person(who)), async (tx) => {
        expect(await tx.query(`select * from list_mails('{waiting,failed,givenUp,sent}')`)).toEqual([])
        expect(await tx.query('select * from mail_counts()')).toEqual([])
        expect(await tx.query('select retry_mails(null, now()) as n')).toEqual([{ n: 0 }])
      })
  })

  test('announces to everybody, to firms or to staff; each reader may put it away; it can be taken back', async () => {
    const announce = (audience: string, en: string) =>
      admin.send(path.announcements, {
        ...{ zh: '本周六维护。', en, level: 'maintenance', audience },
        ...{ 'from-year': '2026', 'from-month': '11', 'from-day': '24', fromAt: '08:00', from: '2026-11-24' },
        ...{ 'until-year': '2026', 'until-month': '11', 'until-day': '28', untilAt: '18:00', until: '2026-11-28' },
      })
    await admin.open(path.announcements)
    expect((await announce('all', 'Closed on Saturday.')).headers.get('location')).toBe(
      withQuery(path.announcements, { done: 'announce' }),
    )
    await admin.open(path.announcements)
    await announce('firms', 'For firms only.')
    const [visitor, firm, desk] = [await site.visitor(), await site.visitor('applicant'), await site.visitor('intake')]
    expect((await visitor.open('/')).html).toContain('Closed on Saturday.')
    expect((await visitor.open('/')).html).not.toContain('For firms only.')
    expect((await firm.open(path.cases)).html).toContain('For firms only.')
    expect((await desk.open(path.queue)).html).not.toContain('For firms only.')
    const { html } = await visitor.open(path.criteria)
    const id = /action="\/announcements\/(\d+)\/dismiss"/.exec(html)?.[1]
    const _csrf = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const away = await visitor.send(path.dismissAnnouncement(Number(id)), { _csrf, to: path.criteria })
    expect(away.headers.get('location')).toBe(path.criteria)
    expect((await visitor.open('/')).html).not.toContain('Closed on Saturday.')
    expect((await (await site.visitor()).open('/')).html).toContain('Closed on Saturday.')
    const elsewhere = await visitor.send(path.dismissAnnouncement(Number(id)), { _csrf, to: 'https://evil.example/' })
    expect(elsewhere.headers.get('location')).toBe('/')
    await admin.open(path.announcements)
    await admin.send(path.endAnnouncement(Number(id)))
    expect((await (await site.visitor()).open('/')).html).not.toContain('Closed on Saturday.')
    site.world.at('2026-11-28T18:00:00+08:00')
    expect((await firm.open('/')).html).not.toContain('For firms only.')
  })
})
