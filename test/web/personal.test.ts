/** Personal data, over HTTP: numbers masked until asked for with a reason, the talent's own page, and what is left of a case whose data were erased. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { AuditTrail } from '../../src/cases/audit/trail.service.js'
import { Erasing } from '../../src/cases/erasing.js'
import { TalentDoor } from '../../src/cases/talentDoor.js'
import { TALENT_ACT_JOB } from '../../src/jobs/talentAct.js'
import type { Actor } from '../../src/people/actor.js'
import { newCode, secretHash } from '../../src/people/secrets.js'
import { PolicyDrafts } from '../../src/reference/draft.service.js'
import { Reference } from '../../src/reference/reference.service.js'
import { actionAddress } from '../../src/web/case/addresses.js'
import { TalentRecord } from '../../src/worker/talentRecord.js'
import { exampleOf, paperOf } from '../cases/inputs.js'
import { eventsOf, historyFaults } from '../cases/looking.js'
import { lettersIn } from '../cases/opened.js'
import { ROUTES } from '../cases/routes.js'
import { Case } from '../cases/world.js'
import { type Page, plain, Served, type Visitor } from './served.js'

const LANGUAGES = JSON.parse(readFileSync('tools/seed/hostTexts.json', 'utf8')) as Record<
  string,
  { readonly texts: Readonly<Record<string, string>> }
>

let site: Served

beforeAll(async () => {
  site = await Served.open()
})
afterAll(() => site.close())

const NUMBER = 'YB1234567'
const MASKED = '•••••4567'
const TALENTS_ADDRESS = 'rossi@talent.example'

const erase = async (): Promise<number> => (await site.world.openWorker()).get(Erasing).eraseDue()

const one = async <Row>(sql: string, id: number): Promise<Row> => {
  const { rows } = await site.world.admin.query(sql, [id])
  return rows[0]
}

describe('an officer', () => {
  test('sees the end of the number, and the whole for a quarter of an hour after a reason was given', async () => {
    site.world.at('2026-11-24')
    const { id } = await site.world.caseIn('underAssessment')
    const [assessor, intake] = [await site.visitor('assessor'), await site.visitor('intake')]
    const page = await assessor.open(path.case(id))
    expect(page.text).toContain(MASKED)
    expect(page.html).not.toContain(NUMBER)
    expect((await assessor.open(path.passport(id))).text).toContain(MASKED)
    const empty = await assessor.send(path.passport(id), { reason: ' ' })
    expect([empty.status, empty.html.includes(NUMBER)]).toEqual([422, false])
    expect((await assessor.send(path.passport(id), { reason: 'To compare the page' })).status).toBe(303)
    expect((await assessor.open(path.passport(id))).text).toContain(NUMBER)
    expect((await assessor.open(path.case(id))).text).toContain(NUMBER)
    expect((await intake.open(path.case(id))).html).not.toContain(NUMBER)
    expect(
      await one(
        `select e.actor_id as who, t.content from events e join event_contents t using (case_id, seq) where case_id = $1 and action = 'revealNumber'`,
        id,
      ),
    ).toEqual({ who: site.world.person('assessor').id, content: { reason: 'To compare the page' } })
    site.world.at('2026-11-24T09:15:00+08:00')
    expect((await assessor.open(path.case(id))).html).not.toContain(NUMBER)
  })

  test('sees it beside the page of the passport, and that opening is recorded once', async () => {
    site.world.at('2026-11-24')
    const { id } = await site.world.caseIn('underAssessment')
    const intake = await site.visitor('intake')
    const { paper } = await one<{ paper: number }>(
      `select id as paper from attachments where case_id = $1 and kind = 'passportPage' and replaced_at is null`,
      id,
    )
    const { paper: photo } = await one<{ paper: number }>(
      `select id as paper from attachments where case_id = $1 and kind = 'photo' and replaced_at is null`,
      id,
    )
    expect((await intake.open(path.fileView(id, photo))).html).not.toContain(NUMBER)
    for (const _ of [1, 2]) expect((await intake.open(path.fileView(id, paper))).text).toContain(NUMBER)
    const count = `select count(*)::int as n from events where case_id = $1 and action = 'revealNumber'`
    expect(await one(count, id)).toEqual({ n: 1 })
  })

  test('finds the case by the whole number, however it is typed, and by no part of it', async () => {
    site.world.at('2026-11-24')
    const intake = await site.visitor('intake')
    expect((await intake.find(path.queue, 'yb-1234567')).text).toContain('ROSSI')
    expect((await intake.find(path.queue, '1234567')).text).not.toContain('ROSSI')
  })

  test('stands in no address when it is looked for: not in that of the list, its tabs, filters and views', async () => {
    const filed = await site.world.caseIn('letterIssued')
    const letter = await one<{ number: string }>('select number from letters where case_id = $1', filed.id)
    const permit = await site.visitor('permitOfficer')
    const addressesIn = ({ html }: Page) =>
      [...html.matchAll(/(?:href|action|data-live-counts|type="hidden" name="(?:find|address)" value)="([^"]*)"/g)].map(
        ([, address = '']) => plain(address),
      )
    const withoutNumber = (page: Page) =>
      expect(addressesIn(page).filter((one) => /1234567/.test(decodeURIComponent(one)))).toEqual([])
    for (const [list, found] of [
      [path.queue, 'ROSSI'],
      [path.letters, letter.number],
    ] as const) {
      const first = await permit.open(list)
      expect(first.html).toMatch(new RegExp(`<form [^>]*method="post" action="${list}/find"`))
      expect(first.html).not.toMatch(
        /<form (?![^>]*method="post")[^>]*>(?:(?!<\/form>)[\s\S])*<input (?!type="hidden")[^>]*name="find"/,
      )
      const page = await permit.find(list, 'yb 1234567')
      expect(page.text).toContain(found)
      withoutNumber(page)
      const tab =
        addressesIn(page).find(
          (one) => one.startsWith(`${list}?`) && /[?&](tab|list)=/.test(one) && /[?&]find=/.test(one),
        ) ?? ''
      const narrowed = await permit.open(tab)
      expect(narrowed.html).toContain('value="yb 1234567"')
      withoutNumber(narrowed)
      expect((await permit.open(withQuery(list, { find: 'YB1234567' }))).text).toContain('Nothing found')
    }
    await permit.find(path.queue, 'YB1234567')
    const kept = await permit.send(path.queueViews, { name: 'Rossi' })
    expect(kept.headers.get('location')).not.toContain('1234567')
    const { rows } = await site.world.admin.query<{ address: string }>('select address from saved_views')
    expect(rows.map(({ address }) => /1234567/.test(address))).toEqual([false])
    const [, view = ''] = /class="hj-view" href="([^"]+)"/.exec((await permit.open(path.queue)).html) ?? []
    expect((await permit.open(plain(view))).text).toContain('ROSSI')
    const ask = async (address: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${site.origin}${address}`, { headers: { cookie: permit.cookieHeader, ...headers } })
      const { letters } = (await answer.json()) as { letters: { number: string }[] } // as it declares
      return letters.map(({ number }) => number)
    }
    expect(await ask(apiPath.letters, { 'x-passport-number': 'YB1234567' })).toContain(letter.number)
    expect(await ask(withQuery(apiPath.letters, { find: 'YB1234567' }))).toEqual([])
  })

  test('sends no link, unless of intake; a stranger cannot ask for the number', async () => {
    const { id } = await site.world.caseIn('underAssessment')
    const [assessor, rival] = [await site.visitor('assessor'), await site.visitor('rival')]
    for (const visitor of [assessor, rival]) await visitor.open(path.keys)
    expect((await assessor.send(path.caseTalent(id))).status).toBe(403)
    expect((await rival.send(path.caseTalent(id))).status).toBe(404)
    expect((await rival.send(path.passport(id), { reason: 'x' })).status).toBe(403)
  })
})

/** What the talent's mails lead to, the last one first. */
const mailsOf = async ({ id }: Case): Promise<{ address: string; path: string }[]> =>
  (
    await site.world.admin.query<{ address: string; path: string }>(
      `select address, path from mails where case_id = $1 and kind = 'talentLink' order by id desc`,
      [id],
    )
  ).rows

/** The link in the mail that the firm has sent to the talent. */
async function linkOf(subject: Case): Promise<string> {
  const firm = await site.visitor('applicant')
  await firm.open(path.caseTalent(subject.id))
  const sent = await firm.send(path.caseTalent(subject.id), { email: TALENTS_ADDRESS })
  expect(sent.text).toContain('Link sent')
  return (await mailsOf(subject))[0]?.path ?? ''
}

/** The worker's jobs that append what talents did, done at once. */
async function recordActs(): Promise<void> {
  const { rows } = await site.world.admin.query<{ payload: unknown }>(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'recordTalentAct' order by j.id`,
  )
  const record = (await site.world.worker()).get(TalentRecord)
  for (const { payload } of rows) await record.record(TALENT_ACT_JOB.parse(payload))
  await site.world.admin.query(
    `delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'recordTalentAct'`,
  )
}

const PIN = '730418'
const minute = (at: string) => site.world.at(`2026-11-24T${at}:00+08:00`)

/** The last mail of a kind about a case, or undefined. */
const mailOf = async ({ id }: Case, kind: string): Promise<{ address: string; path: string } | undefined> =>
  (
    await site.world.admin.query<{ address: string; path: string }>(
      'select address, path from mails where case_id = $1 and kind = $2 order by id desc limit 1',
      [id, kind],
    )
  ).rows[0]

const codeIn = (mail: { path: string } | undefined): string => mail?.path.split('#')[1] ?? ''

/** The code of a page, out of its address. */
const pageIn = (link: string): string => link.split('/')[2] ?? ''

async function askCode(talent: Visitor, link: string, email = TALENTS_ADDRESS, passport = NUMBER): Promise<Page> {
  await talent.open(link)
  return shown(talent, await talent.send(path.hostMail(pageIn(link)), { email, passport }))
}

/** The page to which a form of the door leads, whose address says nothing. */
async function shown(talent: Visitor, { status, headers }: Page): Promise<Page> {
  const to = headers.get('location') ?? ''
  expect([status, to]).toEqual([303, expect.stringMatching(/^\/host\/[\w-]+(\/code)?$/)])
  return talent.open(to)
}

/** Opens a page by a mailed code, as its candidate does the first time. */
async function comeByCode(talent: Visitor, subject: Case, link: string, email = TALENTS_ADDRESS): Promise<Page> {
  await askCode(talent, link, email)
  return talent.send(path.hostCode(pageIn(link)), { email, code: codeIn(await mailOf(subject, 'hostCode')) })
}

async function talentOf(subject: Case, link?: string): Promise<Visitor> {
  const talent = await site.visitor()
  await comeByCode(talent, subject, link ?? (await linkOf(subject)))
  await talent.open(path.talentPin)
  await talent.send(path.talentPin, { pin: PIN, again: PIN })
  return talent
}

describe('the talent', () => {
  test('is sent the link at the own address, by firm and by intake, not twice within ten minutes', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.draft('applicant', 'goodsHost', { email: TALENTS_ADDRESS })
    await subject.walk(ROUTES.submitted, 'applicant')
    for (const [who, minute] of [
      ['intake', '00'],
      ['applicant', '20'],
    ] as const) {
      site.world.at(`2026-11-24T10:${minute}:00+08:00`)
      const visitor = await site.visitor(who)
      await visitor.open(path.caseTalent(subject.id))
      const sent = await visitor.send(path.caseTalent(subject.id))
      expect(sent.text).toContain('Link sent')
      const again = await visitor.send(path.caseTalent(subject.id))
      expect([again.status, again.text]).toEqual([409, expect.stringContaining('A link was just sent')])
    }
    const mails = await mailsOf(subject)
    expect(mails.map(({ address }) => address)).toEqual([TALENTS_ADDRESS, TALENTS_ADDRESS])
    // what it leads to is no secret, and nobody's page names it but the firm's
    for (const { path: link } of mails) expect(link).toMatch(/^\/host\/(\w{4}-){2}\w{4}$/)
  })

  test('is written to at an address that the firm enters, where the application has none; an officer enters none', async () => {
    const subject = await site.world.caseIn('submitted')
    for (const who of ['intake', 'applicant'] as const) {
      const visitor = await site.visitor(who)
      await visitor.open(path.caseTalent(subject.id))
      const email = who === 'intake' ? 'intake@office.example' : 'no address'
      const refused = await visitor.send(path.caseTalent(subject.id), { email })
      expect([who, refused.status]).toEqual([who, who === 'intake' ? 409 : 422])
    }
    const firm = await site.visitor('applicant')
    await site.world.admin.query(`update people set email = 'Desk@firm.example' where account = 'applicant'`)
    await firm.open(path.caseTalent(subject.id))
    const own = await firm.send(path.caseTalent(subject.id), { email: 'desk+host@firm.example' })
    expect([own.status, own.text]).toEqual([422, expect.stringContaining('This is your firm’s address')])
    await site.world.admin.query(`update people set email = null where account = 'applicant'`)
    expect(await mailsOf(subject)).toEqual([])
    // as a Chinese keyboard writes it
    const sent = await firm.send(path.caseTalent(subject.id), { email: 'giulia＠ｈｏｓｔ.example ' })
    expect(sent.text).toContain('Link sent')
    const [mail, ...others] = await mailsOf(subject)
    expect([mail?.address, mail?.path, others]).toEqual(['giulia@host.example', expect.stringMatching(/^\/host\//), []])
  })

  test('reads of an application that nobody has submitted yet that the firm is preparing it', async () => {
    const subject = await site.world.draft('applicant', 'goodsHost', { email: TALENTS_ADDRESS })
    const link = await linkOf(subject)
    const { zh, en } = await one<{ zh: string; en: string }>(
      'select name_zh as zh, name_en as en from firms f join cases c on c.firm_id = f.id where c.id = $1',
      subject.id,
    )
    const talent = await talentOf(subject, link)
    const page = await talent.open(path.talent)
    expect(page.text).toContain('The firm is preparing the application and has not submitted it.')
    expect(page.text).not.toContain('recalled')
    // consent is asked here already: who asks is said once the door is open, and to nobody before it
    for (const place of [path.talent, path.talentCopy])
      expect((await talent.open(place)).text).toContain(`${en} (not submitted yet)`)
    const door = await (await site.visitor()).open(link)
    expect([door.status, [zh, en].some((name) => door.html.includes(name))]).toEqual([200, false])
    await subject.walk(ROUTES.submitted, 'applicant')
    const filed = (await talent.open(path.talent)).text
    expect([filed.includes(en), filed.includes('not submitted yet')]).toEqual([true, false])
  })

  test('whose link comes back: the firm reads it at home and on the case, officers on the case, until another one is sent', async () => {
    site.world.at('2026-11-24T14:00:00+08:00')
    const subject = await site.world.caseIn('submitted')
    await linkOf(subject)
    const fail = () =>
      site.world.admin.query(
        `update mails set state = 'givenUp', last_error = 'returned 5.2.2', settled_at = $2 where case_id = $1 and kind = 'talentLink'`,
        [subject.id, site.world.clock.now()],
      )
    const text = `was not delivered to ${TALENTS_ADDRESS}`
    const seen = async (who: 'applicant' | 'intake' | 'assessor' | 'rival', place: string) =>
      (await (await site.visitor(who)).open(place)).text.includes(text)
    expect(await seen('applicant', path.cases)).toBe(false)
    await fail()
    for (const place of [path.cases, path.case(subject.id), path.caseTalent(subject.id)])
      expect([place, await seen('applicant', place)]).toEqual([place, true])
    expect((await (await site.visitor('applicant')).open(path.cases)).text).toContain('the mailbox is full')
    for (const who of ['intake', 'assessor'] as const) expect(await seen(who, path.case(subject.id))).toBe(true)
    expect(await seen('rival', path.cases)).toBe(false)
    site.world.at('2026-11-24T14:30:00+08:00')
    await linkOf(subject)
    for (const place of [path.cases, path.case(subject.id)]) expect(await seen('applicant', place)).toBe(false)
  })

  test('does nothing on the page that is not an event of the case', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.caseIn('submitted')
    const talent = await talentOf(subject)
    await talent.open(path.talent)
    await talent.send(path.talentCopy)
    await talent.open(path.talent)
    for (const given of ['passport:no', 'passport:yes']) {
      await talent.send(path.talentConsent, { given })
      await talent.open(path.talent)
    }
    // pressed twice it is asked once
    const asked = { kind: 'erasure', wording: 'Please erase it.' }
    await Promise.all([talent.send(path.talentRequests, asked), talent.send(path.talentRequests, asked)])
    for (const _ of [1, 2]) await talent.open(path.talentSign('commitment'))
    minute('09:16')
    await talent.open(path.talent)
    await recordActs()
    const events = (await eventsOf(site.world.admin, subject.id)).filter(({ action }) =>
      /^talent|Consent$/.test(action),
    )
    expect(events.map(({ action, actorKind }) => [action, actorKind])).toEqual([
      ['withdrawConsent', 'talent'],
      ['recordConsent', 'talent'],
      ['talentOpened', 'worker'],
      ['talentSetPin', 'worker'],
      ['talentOpened', 'worker'],
      ['talentCopied', 'worker'],
      ['talentAsked', 'worker'],
      ['talentReadFile', 'worker'],
      ['talentOpened', 'worker'],
    ])
    const said = events.map(({ content }) => content)
    expect(said.at(-3)).toEqual({ at: '2026-11-24T01:00:00.000Z', kind: 'erasure' })
    // what was shown is said; the same within a quarter of an hour is one event
    const seen = { state: 'submitted', version: expect.any(Number), answersVersion: expect.any(Number) }
    expect(said.at(-2)).toEqual({ at: '2026-11-24T01:00:00.000Z', kind: 'commitment', ...seen })
    expect(said.at(-1)).toEqual({ at: '2026-11-24T01:16:00.000Z', kind: 'page', ...seen })
    expect(await historyFaults(site.world.admin)).toEqual([])
  })

  test('reads how far it is, the whole application, documents and letters; each is an event, and nothing of another case opens', async () => {
    site.world.at('2026-11-24')
    const [subject, other] = [
      await site.world.caseIn('permitGranted'),
      await site.world.caseIn('letterIssued', 'rival'),
    ]
    const ids = (id: number) =>
      one<{ paper: number; letter: number; number: string }>(
        `select (select min(id) from attachments where case_id = $1 and replaced_at is null) as paper,
           l.id as letter, l.number from letters l where l.case_id = $1 and l.kind = 'recommendation'`,
        id,
      )
    const [own, others] = [await ids(subject.id), await ids(other.id)]
    const talent = await talentOf(subject)
    const page = await talent.open(path.talent)
    expect(page.text).toContain('The work permit was granted. The case is closed.')
    expect(page.text).not.toContain('You have not signed yet.')
    expect(page.text).toContain(own.number)
    expect((await talent.open(path.talentCopy)).text).toContain(NUMBER)
    const taken = async (address: string, who = talent) => {
      const answer = await fetch(`${site.origin}${address}`, { headers: { cookie: who.cookieHeader } })
      return [answer.status, (await answer.text()).slice(0, 5)]
    }
    expect(await taken(path.talentLetter(own.letter))).toEqual([200, '%PDF-'])
    // nothing is stored of a paper of the fixture: it was found, and says that its content is missing
    expect((await taken(path.talentPaper(own.paper)))[0]).toBe(503)
    const stranger = await site.visitor()
    for (const address of [
      path.talentLetter(others.letter),
      path.talentPaper(others.paper),
      path.talentLetter(2 ** 31 - 1),
    ])
      expect([address, (await taken(address))[0]]).toEqual([address, 404])
    for (const address of [path.talentLetter(own.letter), path.talentPaper(own.paper), path.talentCopy])
      expect([address, (await taken(address, stranger))[0]]).toEqual([address, 404])
    await recordActs()
    const events = (await eventsOf(site.world.admin, subject.id)).filter(({ action }) => /^talent/.test(action))
    expect(events.map(({ action }) => action)).toEqual([
      ...['talentOpened', 'talentSetPin', 'talentOpened', 'talentCopied', 'talentFetchedLetter', 'talentReadFile'],
    ])
    expect(events.at(-2)?.content).toMatchObject({ letterId: own.letter, kind: 'recommendation' })
    // the worker wrote them down; whoever asks what the candidate has done finds them
    const trail = site.world.app.get(AuditTrail)
    const asked = { caseId: subject.id, kind: 'talent' }
    const { lines } = await trail.find(site.world.person('auditor'), asked, 50, 50)
    expect(lines.filter(({ action }) => /^talent/.test(action)).map(({ actorKind }) => actorKind)).toEqual(
      Array(6).fill('talent'),
    )
    expect(await historyFaults(site.world.admin)).toEqual([])
  })

  test('refuses a document that was never there: host and firm read that, and of no earlier one once there is one', async () => {
    minute('08:30')
    const { world } = site
    const actor = world.person('applicant')
    const subject = new Case(world, (await world.cases.start(actor)).caseId)
    await subject.do('applicant', 'saveAnswers', exampleOf('goodsHost', { email: TALENTS_ADDRESS }))
    const talent = await talentOf(subject)
    await talent.open(path.talent)
    await talent.send(path.talentConsent, { given: 'medical:no' })
    const firm = await site.visitor('applicant')
    const read = async () => [
      (await talent.open(path.talent)).text,
      (await firm.open(path.review(subject.id))).text,
      (await firm.open(path.caseTalent(subject.id))).text,
    ]
    const gone = /no longer in the application|document removed|earlier document/
    const before = await read()
    expect(before[0]).toContain('You do not consent; the firm has uploaded none so far')
    expect(before[1]).toContain('Medical certificate: refused by the candidate; none uploaded so far')
    for (const text of before) expect(text).not.toMatch(gone)
    minute('08:31')
    await subject.do('applicant', 'attachFile', paperOf({ kind: 'medical', issuedOn: '2026-11-20' }))
    const after = await read()
    expect(after[0]).toContain('The firm has uploaded a document since then. Please decide again.')
    expect(after[1]).toContain('the candidate refused before this document was uploaded and has not decided about it')
    for (const text of after) expect(text).not.toMatch(gone)
    const { id } = await one<{ id: number }>('select id from attachments where case_id = $1', subject.id)
    await subject.do('applicant', 'attachFile', { remove: id })
    expect((await read())[1]).toContain('Medical certificate: refused by the candidate; document removed')
  })

  test('is named to the firm that checks before it submits: what was refused, and what was signed and would be void', async () => {
    minute('09:00')
    const subject = await site.world.caseIn('submitted')
    const talent = await talentOf(subject)
    await talent.open(path.talent)
    await talent.send(path.talentConsent, { given: 'medical:no' })
    await site.world.admin.query(
      `insert into talent_signatures (case_id, paper, at, opened_by, digest, mark, strokes, shown, made_at, pdf, sha256)
       values ($1, 'application', $2, 'pin', repeat('a', 64), repeat('b', 64), 'sealed:x', 'sealed:x', $2, '', 'c')`,
      [subject.id, site.world.clock.now()],
    )
    await subject.do('applicant', 'recall')
    const firm = await site.visitor('applicant')
    const review = async () => (await firm.open(path.review(subject.id))).text
    const before = await review()
    expect(before).not.toContain('The candidate has not decided about consent yet')
    expect(before).toContain('Medical certificate: the candidate does not consent')
    expect(before).toContain('Police record: the candidate has not decided yet')
    expect(before).not.toContain('Submitting voids the signature')
    await subject.do('applicant', 'saveAnswers', { answers: { engagement: { post: 'Another post' } } })
    expect(await review()).toContain('Changed since it was signed. Submitting voids the signature')
    const { text } = await firm.open(withQuery(path.documents(subject.id), { only: 'medical' }))
    expect(text).toContain('Refused by the candidate')
    expect(text).not.toMatch(/Documents to correct|Back to the list/)
    // what was asked before the firm submitted again says so, to both
    await talent.open(path.talent)
    await talent.send(path.talentRequests, { kind: 'correction', wording: 'My name is spelt Rosa.' })
    const said = 'waiting for an answer; the firm submitted again'
    expect((await talent.open(path.talent)).text).not.toContain(said)
    minute('09:05')
    await subject.do('applicant', 'submit')
    expect((await talent.open(path.talent)).text).toContain(said)
    expect((await firm.open(path.case(subject.id))).text).toContain(said)
  })

  test('opens the page by a code that is mailed to an address of their own, and by a PIN from then on', async () => {
    minute('09:00')
    const subject = await site.world.caseIn('underAssessment')
    const link = await linkOf(subject)
    const talent = await site.visitor()
    const asked = await askCode(talent, link)
    expect([asked.status, asked.text]).toEqual([200, expect.stringContaining('we have sent a code')])
    const mail = await mailOf(subject, 'hostCode')
    expect(mail?.path).toMatch(new RegExp(`^${path.hostCode(pageIn(link))}#\\d{4}-\\d{4}$`))
    // a Chinese keyboard writes wide figures
    const wide = (digits: string) =>
      digits.replace(/\d/g, (figure) => String.fromCharCode(figure.charCodeAt(0) + 0xfee0))
    const entered = await talent.send(path.hostCode(pageIn(link)), { email: TALENTS_ADDRESS, code: wide(codeIn(mail)) })
    expect(entered.headers.get('location')).toBe(path.talent)
    // before anything is shown the PIN is set, which no form asks for
    expect((await talent.open(path.talent)).headers.get('location')).toBe(path.talentPin)
    await talent.open(path.talentPin)
    const refused = ['12345', '111111', '234567', '1234567', '930418', '180493', '19930418']
    for (const pin of refused)
      expect([pin, (await talent.send(path.talentPin, { pin, again: pin })).status]).toEqual([pin, 422])
    expect((await talent.send(path.talentPin, { pin: PIN, again: '730419' })).status).toBe(422)
    expect((await talent.send(path.talentPin, { pin: PIN, again: wide(PIN) })).status).toBe(303)
    const page = await talent.open(path.talent)
    expect(page.text).not.toContain(NUMBER)
    expect(page.text).toContain(MASKED)
    minute('09:31')
    expect((await talent.open(path.talent)).status).toBe(404)
    const later = await site.visitor()
    await later.open(link)
    expect((await later.send(path.hostPin(pageIn(link)), { pin: PIN })).headers.get('location')).toBe(path.talent)
    expect((await later.open(path.talent)).text).toContain(MASKED)
    // the PIN changes no PIN, and another opening ends the one before
    expect((await later.open(path.talentPin)).headers.get('location')).toBe(path.talent)
    await later.open(link)
    await later.send(path.hostPin(pageIn(link)), { pin: PIN })
    const { rows } = await site.world.admin.query(
      'select pin_hash, code_hash, address from talent_pages where case_id = $1',
      [subject.id],
    )
    expect(rows[0]).toEqual({
      pin_hash: expect.stringMatching(/^\$argon2id\$/),
      code_hash: null,
      address: expect.stringMatching(/^sealed:/),
    })
  })

  test('is spoken to in a further language once two editors have approved it, as the browser asks or as is chosen; else in English', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.caseIn('underAssessment')
    const link = await linkOf(subject)
    const seen = async (address: string, wanted: string, cookie = '') => {
      const answer = await fetch(`${site.origin}${address}`, { headers: { 'accept-language': wanted, cookie } })
      return { html: plain(await answer.text()), cookie: answer.headers.getSetCookie().join(';') }
    }
    const ko = LANGUAGES.ko
    const drafts = site.world.app.get(PolicyDrafts)
    const text = 'Korean, checked by a speaker'
    const draft = { effectiveFrom: '2026-11-24', body: { ...ko, texts: { ...ko?.texts, open: undefined } }, note: text }
    const id = await drafts.draft(site.world.person('policyEditor'), 'hostTexts', 'ko', draft)
    expect((await seen(link, 'ko-KR,en;q=0.5')).html).not.toMatch(/한국어|lang="ko"/)
    await drafts.approve(site.world.person('otherEditor'), id, 1)
    await site.app.get(Reference).refresh()
    const { html } = await seen(link, 'fr, ko-KR;q=0.9, en;q=0.5')
    for (const said of ['lang="ko" dir="ltr"', ko?.texts.title, ko?.texts.binds, '>Open</button>', '?language=zh'])
      expect(html).toContain(said)
    for (const wanted of ['zh-CN, ko', 'en, ko', 'fr']) {
      const other = await seen(link, wanted)
      expect([wanted, other.html.includes(ko?.texts.binds ?? ''), other.html.includes('?in=ko')]).toEqual([
        ...[wanted, false, true],
      ])
    }
    const chosen = await seen(`${link}?in=ko`, 'zh-CN')
    expect(chosen.html).toContain(ko?.texts.sendCode)
    expect(chosen.cookie).toContain('hostLanguage=ko')
    expect((await seen(link, 'zh-CN', 'hostLanguage=ko')).html).toContain(ko?.texts.sendCode)
    expect((await seen(`${link}?language=zh`, 'ko', 'hostLanguage=ko')).html).not.toContain(ko?.texts.sendCode)
    for (const strange of ['xx', '__proto__', '<script>', 'ko%00'])
      expect((await seen(`${link}?in=${strange}`, 'en')).html).not.toMatch(/lang="(xx|__proto__|<|&lt;)/)
    await expect(drafts.draft(site.world.person('policyEditor'), 'hostTexts', 'en', draft)).rejects.toThrow()
  })

  test('who the page is not meant for gets the same answer, and no mail', async () => {
    minute('11:00')
    const subject = await site.world.caseIn('underAssessment')
    const link = await linkOf(subject)
    const [talent, stranger] = [await talentOf(subject, link), await site.visitor()]
    await talent.open(path.talent)
    const same = (await askCode(await site.visitor(), link)).text.replace(TALENTS_ADDRESS, '')
    const before = await mailOf(subject, 'hostCode')
    const told = async (page: string, email: string, passport: string) => {
      const { status, text } = await askCode(stranger, page, email, passport)
      return [status, text.replace(email, '')]
    }
    const unknown = path.host('0000-0000-0000')
    const half = await stranger.open(link.slice(0, -5))
    expect([half.status, half.text]).toEqual([404, expect.stringContaining('The link is incomplete or wrong')])
    expect(half.text).toContain('ask the firm to send the link again')
    // cut off before its code, or half a link of the release before: the same
    const bare = await stranger.open(path.hostCut)
    await stranger.open(path.talentLink)
    const earlier = await stranger.send(path.talentLink, { _link: newCode().slice(0, 9) })
    for (const cut of [bare, earlier]) expect([cut.status, cut.text]).toEqual([404, half.text])
    for (const [page, email, passport] of [
      [link, TALENTS_ADDRESS, 'YB1234568'],
      [link, 'other@talent.example', NUMBER], // the first address sticks
      [unknown, TALENTS_ADDRESS, NUMBER],
    ] as const)
      expect(await told(page, email, passport)).toEqual([200, same])
    expect(await mailOf(subject, 'hostCode')).toEqual(before)
    // nor does the code of one address open for another
    await stranger.open(path.hostCode(pageIn(link)))
    const given = { email: 'other@talent.example', code: codeIn(before) }
    const wrong = await shown(stranger, await stranger.send(path.hostCode(pageIn(link)), given))
    expect(wrong.text).toContain('This code is wrong')
    expect(wrong.html).toContain(given.email)
    expect(wrong.html).not.toContain(given.code)
    // the page can be shown again, and says once what was wrong
    expect((await stranger.open(path.hostCode(pageIn(link)))).text).not.toContain('This code is wrong')
    for (const page of [link, unknown]) {
      await stranger.open(page)
      const tried = await shown(stranger, await stranger.send(path.hostPin(pageIn(page)), { pin: '190523' }))
      expect(tried.text).toContain('The PIN is not correct')
    }
    expect((await stranger.open(path.talent)).status).toBe(404)
  })

  test('no account of a firm or department takes the page, by whatever tag; its owner is written to', async () => {
    minute('12:00')
    const subject = await site.world.caseIn('underAssessment')
    const link = await linkOf(subject)
    await site.world.admin.query(`update people set email = 'Boss@firm.example' where account = 'applicant'`)
    await site.world.admin.query(`update people set email = 'officer@office.example' where account = 'intake'`)
    for (const email of ['boss@firm.example', 'BOSS+host@firm.example', 'officer@office.example']) {
      expect((await askCode(await site.visitor(), link, email)).text).toContain('we have sent a code')
      expect([email, await mailOf(subject, 'hostCode')]).toEqual([email, undefined])
      expect(await mailOf(subject, 'hostAccount')).toMatchObject({ address: email.toLowerCase() })
    }
    const after = await site.visitor()
    await comeByCode(after, subject, link)
    expect((await after.open(path.talent)).headers.get('location')).toBe(path.talentPin)
    await site.world.admin.query(`update people set email = null where account in ('applicant', 'intake')`)
  })

  test('guesses are few: five of a code, ten of a PIN in a row, then a mailed code opens', async () => {
    minute('13:00')
    const subject = await site.world.caseIn('underAssessment')
    const link = await linkOf(subject)
    const page = pageIn(link)
    await talentOf(subject, link)
    const door = site.world.app.get(TalentDoor)
    const from = (n: number) => ({ address: `10.9.${n}.1`, language: 'en' }) as const
    const asked = { email: TALENTS_ADDRESS, passport: NUMBER }
    await door.ask(page.replaceAll('-', ''), asked, from(1))
    const code = codeIn(await mailOf(subject, 'hostCode'))
    const name = page.replaceAll('-', '')
    for (let n = 0; n < 5; n++)
      expect(await door.enterByCode(name, { ...asked, code: '00000000' }, from(n))).toBeUndefined()
    expect(await door.enterByCode(name, { ...asked, code }, from(20))).toBeUndefined()
    for (let n = 0; n < 10; n++) expect(await door.enterByPin(name, '190523', from(30 + n))).toBeUndefined()
    expect(await door.enterByPin(name, PIN, from(50))).toBeUndefined()
    expect(await mailOf(subject, 'hostPinTried')).toMatchObject({ address: TALENTS_ADDRESS })
    minute('13:05')
    await door.ask(name, asked, from(60))
    const fresh = codeIn(await mailOf(subject, 'hostCode'))
    minute('13:21')
    expect(await door.enterByCode(name, { ...asked, code: fresh }, from(61))).toBeUndefined()
    await door.ask(name, asked, from(62))
    const last = codeIn(await mailOf(subject, 'hostCode'))
    expect(await door.enterByCode(name, { ...asked, code: last }, from(63))).toBeDefined()
    // of one network there are few tries, whatever is tried
    const many = Array.from({ length: 12 }, () => door.enterByPin(name, '190523', from(70)))
    const refused = (await Promise.allSettled(many)).filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    const mails = await one<{ n: number }>(
      `select count(*)::int as n from mails where case_id = $1 and kind = 'hostCode'`,
      subject.id,
    )
    for (let n = 0; n < 8; n++) await door.ask(name, asked, from(80 + n))
    expect(
      (
        await one<{ n: number }>(
          `select count(*)::int as n from mails where case_id = $1 and kind = 'hostCode'`,
          subject.id,
        )
      ).n,
    ).toBeLessThanOrEqual(6)
    expect(mails.n).toBe(4)
  })

  test('a page that somebody else has taken is emptied by intake with a reason, and by no firm; who had it is told', async () => {
    minute('15:00')
    const subject = await site.world.caseIn('underAssessment')
    const link = await linkOf(subject)
    const thief = await site.visitor()
    await comeByCode(thief, subject, link, 'boss.private@mail.example')
    const [firm, intake, rival] = [
      await site.visitor('applicant'),
      await site.visitor('intake'),
      await site.visitor('rival'),
    ]
    const seen = await firm.open(path.caseTalent(subject.id))
    expect(seen.text).toContain('linked to the candidate’s e-mail address')
    expect(seen.html).not.toContain('mail.example')
    expect((await firm.send(path.resetTalent(subject.id), { reason: 'Please' })).status).toBe(403)
    await rival.open(path.keys)
    expect((await rival.send(path.resetTalent(subject.id), { reason: 'Please' })).status).toBe(403)
    const page = await intake.open(path.caseTalent(subject.id))
    expect(page.text).toContain('b•••@mail.example')
    expect(page.html).not.toContain(pageIn(link)) // officers are shown no way in
    expect((await intake.send(path.resetTalent(subject.id), { reason: '' })).status).toBe(422)
    await intake.send(path.resetTalent(subject.id), { reason: 'The host telephoned.' })
    expect(await mailOf(subject, 'hostReset')).toMatchObject({ address: 'boss.private@mail.example', path: link })
    expect((await thief.open(path.talentPin)).status).toBe(404)
    const events = await eventsOf(site.world.admin, subject.id)
    expect(events.at(-1)).toMatchObject({ action: 'resetTalentPage', content: { reason: 'The host telephoned.' } })
    expect((await firm.open(path.case(subject.id))).text).toContain('Reset the candidate’s own page')
    const talent = await talentOf(subject, link)
    expect((await talent.open(path.talent)).text).toContain(MASKED)
  })

  test('that a reset voids what was consented to, not what was refused; the history says why; a supervisor reads the page', async () => {
    minute('15:30')
    const subject = await site.world.caseIn('underAssessment')
    const link = await linkOf(subject)
    const talent = await talentOf(subject, link)
    for (const given of ['passport:yes', 'medical:no']) {
      await talent.open(path.talent)
      await talent.send(path.talentConsent, { given })
    }
    const intake = await site.visitor('intake')
    await intake.open(path.caseTalent(subject.id))
    await intake.send(path.resetTalent(subject.id), { reason: 'The host telephoned.' })
    const after = await talentOf(subject, link)
    const own = await after.open(path.talent)
    expect(own.text).toContain('Consents given before the page was reset are void')
    expect(own.text).toContain('You do not consent (')
    for (const who of ['applicant', 'intake'] as const) {
      const page = await (await site.visitor(who)).open(path.case(subject.id))
      expect([who, page.text]).toEqual([who, expect.stringContaining('The host telephoned.')])
    }
    const supervisor = await site.visitor('supervisor')
    const read = await supervisor.open(path.caseTalent(subject.id))
    expect([read.status, read.text]).toEqual([200, expect.stringContaining('Medical certificate')])
    expect(read.html).not.toContain('Send the link')
    expect((await supervisor.send(path.caseTalent(subject.id))).status).toBe(403)
    expect((await (await site.visitor('assessor')).open(path.caseTalent(subject.id))).status).toBe(403)
  })

  test('a link of the release before leads to the same door, as often as it is opened', async () => {
    minute('16:00')
    const subject = await site.world.caseIn('underAssessment')
    const token = newCode()
    await site.world.admin.query(
      `insert into talent_links (case_id, token_hash, made_by, made_at, expires_at, used_at)
       values ($1, $2, (select id from people where account = 'applicant'), $3, $3, $3)`,
      [subject.id, secretHash(token), site.world.clock.now()],
    )
    const visitor = await site.visitor()
    const followed = async () => {
      await visitor.open(path.talentLink)
      return (await visitor.send(path.talentLink, { _link: token })).headers.get('location') ?? ''
    }
    const door = await followed()
    expect(door).toMatch(/^\/host\/(\w{4}-){2}\w{4}$/)
    expect(await followed()).toBe(door)
    expect(await linkOf(subject)).toBe(door)
  })

  test('comes back to the closed page by what the mails say, however it is pasted', async () => {
    minute('16:30')
    const subject = await site.world.caseIn('underAssessment')
    const link = await linkOf(subject)
    const talent = await talentOf(subject, link)
    const digits = codeIn(await mailOf(subject, 'hostCode'))
    await talent.open(path.talent)
    await talent.send(path.talentLeave)
    const closed = await talent.open(path.talent)
    expect([closed.status, closed.text]).toEqual([404, expect.stringContaining('Paste the link')])
    expect(closed.html).toContain(`href="${path.talentLink}"`)
    const asks = await talent.open(path.talentLink)
    expect(asks.text).toContain(
      'Paste the whole link from the mail or the firm, or enter only its 12 letters and digits',
    )
    expect(asks.text).not.toContain('below the link in the mail')
    const paste = async (_link: string) => {
      await talent.open(path.talentLink)
      const { status, headers, text } = await talent.send(path.talentLink, { _link })
      return headers.get('location') ?? `${status} ${text}`
    }
    const name = pageIn(link)
    for (const pasted of [link, `${site.origin}${link}`, `${site.origin}${link}please`, name, name.toLowerCase()])
      expect([pasted, await paste(pasted)]).toEqual([pasted, link])
    const mailed = `${site.origin}${path.hostCode(name)}`
    for (const pasted of [mailed, `${mailed}#${digits}`])
      expect([pasted, await paste(pasted)]).toEqual([pasted, path.hostCode(name)])
    for (const pasted of ['', digits])
      expect(await paste(pasted)).toMatch(/^422 .*Paste the link to your page, or enter its 12 letters and digits/)
    expect(await paste('/host/2ABC')).toMatch(/^404 The link is incomplete or wrong/)
    expect((await talent.open(link)).status).toBe(200)
  })

  test('whose page has closed keeps what was typed, by the PIN comes back to it, and reads when the page closes', async () => {
    minute('17:00')
    const subject = await site.world.caseIn('underAssessment')
    const door = await linkOf(subject)
    const talent = await talentOf(subject, door)
    const hidden = ({ html }: Page, name: string) => plain(html.match(`name="${name}" value="([^"]*)"`)?.[1] ?? '')
    const open = await talent.open(path.talent)
    expect(open.text).toContain('(Shanghai time). What you have entered or signed by then is kept')
    expect(open.html).not.toContain(`href="${path.signIn}"`)
    const asked = { kind: 'correction', wording: 'My name is spelt Rosa.', _page: hidden(open, '_page') }
    minute('17:31')
    const closed = await talent.send(path.talentRequests, asked)
    expect([closed.status, closed.text]).toEqual([404, expect.stringContaining('Your answers and signature are kept')])
    // a browser that has lost its cookies too gets the door, not a page for colleagues
    const stranger = await fetch(`${site.origin}${path.talentRequests}`, {
      ...{ method: 'POST', headers: { origin: site.origin }, body: new URLSearchParams({ ...asked, _csrf: 'gone' }) },
    })
    expect([stranger.status, await stranger.text()]).toEqual([403, expect.stringContaining('name="_late"')])
    const late = hidden(closed, '_late')
    const pinDoor = path.hostPin(pageIn(door))
    expect(hidden(await talent.send(pinDoor, { pin: '730419', _late: late }), '_late')).toBe(late)
    const back = await talent.send(pinDoor, { pin: PIN, _late: late })
    expect([back.status, back.text]).toEqual([200, expect.stringContaining('Your page is open again')])
    expect([hidden(back, 'wording'), back.html.includes(`action="${path.talentRequests}"`)]).toEqual([
      asked.wording,
      true,
    ])
    expect((await talent.send(path.talentRequests, asked)).status).toBe(303)
    // to a page of the own, and to nowhere else
    const elsewhere = JSON.stringify({ to: path.cases, fields: [['a', 'b']] })
    const to = async (_late: string) => (await talent.send(pinDoor, { pin: PIN, _late })).headers.get('location')
    expect(await to(elsewhere)).toBe(path.talent)
    minute('18:10')
    const sign = hidden(await talent.open(path.talentSign('application')), '_late')
    expect(await to(sign)).toBe(path.talentSign('application'))
  })

  test('objects, which intake reads with the wording before it accepts, and what waits for it', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.caseIn('submitted')
    const intake = await site.visitor('intake')
    const accept = actionAddress(subject.id, 'accept')
    for (const place of [path.case(subject.id), accept])
      expect((await intake.open(place)).text).not.toContain('The candidate objects')
    const [before, departments] = [await site.visitor('intake'), { departments: ['commerce'] }]
    await before.open(path.case(subject.id))
    const talent = await talentOf(subject)
    await talent.open(path.talent)
    await talent.send(path.talentConsent, { given: 'medical:no' })
    // who opened the page before reads it first
    const late = await before.send(accept, departments)
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('The candidate objects')])
    expect(await subject.state()).toBe('submitted')
    await talent.open(path.talent)
    await talent.send(path.talentRequests, { kind: 'correction', wording: 'My salary is another one.' })
    for (const place of [path.case(subject.id), accept]) {
      const { text } = await intake.open(place)
      expect(text).toContain('The candidate objects. Check this before you accept')
      expect(text).toContain('Medical certificate: the candidate does not consent')
      expect(text).toMatch(/Asked for a correction .*: My salary is another one\./)
      expect(text).toContain('You can still accept the case. No approver can recommend until')
    }
    const asked = /data-ask="([^"]*)"/.exec((await intake.open(path.case(subject.id))).html)?.[1]
    expect(plain(asked ?? '')).toMatch(
      /^Check first: Medical certificate: the candidate does not consent; .*Accept anyway\?$/,
    )
  })

  test('consents and takes it back, and has a copy of everything', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.caseIn('underAssessment')
    const talent = await talentOf(subject)
    expect((await talent.open(path.talent)).text).toContain('The firm declared your consent; that does not replace')
    await talent.send(path.talentConsent, { given: 'medical:no' })
    expect((await talent.open(path.talent)).text).toContain('You do not consent (')
    await talent.send(path.talentConsent, { given: 'medical:yes' })
    await talent.open(path.talent)
    await talent.send(path.talentConsent, { given: 'police:yes' })
    const told = await (await site.visitor('applicant')).open(path.caseTalent(subject.id))
    expect(told.text).toContain('Police record: Given')
    await talent.open(path.talent)
    expect((await talent.send(path.talentConsent, { given: 'yes' })).status).toBe(422)
    const { rows } = await site.world.admin.query(
      'select given, how, notice from talent_consents where case_id = $1 order by id',
      [subject.id],
    )
    expect(rows.map(({ given, how, notice }) => [given, how, notice.split(':')[1] && notice.split(':')[0]])).toEqual([
      [true, 'firmDeclaration', undefined],
      [false, 'talentPage', 'medical'],
      [true, 'talentPage', 'medical'],
      [true, 'talentPage', 'police'],
    ])
    await talent.open(path.talent)
    const copy = JSON.parse((await talent.send(path.talentCopy)).html)
    expect(copy).toMatchObject({ format: 'haijian-own-data-1', answers: { talent: { passport: { number: NUMBER } } } })
    await talent.open(path.talent)
    await talent.send(path.talentLeave)
    expect((await talent.open(path.talent)).status).toBe(404)
  })

  test('in the database sees the own case alone, and changes nothing of it', async () => {
    const [subject, other] = [
      await site.world.caseIn('underAssessment'),
      await site.world.caseIn('underAssessment', 'rival'),
    ]
    const door = site.world.app.get(TalentDoor)
    const name = pageIn(await linkOf(subject)).replaceAll('-', '')
    const given = { email: TALENTS_ADDRESS, passport: NUMBER }
    const knock = { address: '10.1.1.1', language: 'en' } as const
    await door.ask(name, given, knock)
    const code = codeIn(await mailOf(subject, 'hostCode'))
    const visitor = await door.find((await door.enterByCode(name, { ...given, code }, knock)) ?? '')
    const asked = (sql: string) => site.world.database.transaction(visitor ?? {}, (tx) => tx.query(sql))
    expect(await asked('select id from cases')).toEqual([{ id: subject.id }])
    expect(await asked(`select 1 from submissions where case_id = ${other.id}`)).toEqual([])
    expect(await asked(`select 1 from events`)).not.toContainEqual({ case_id: other.id })
    await expect(asked(`update cases set answers = '{}'`)).rejects.toThrow('a candidate changes nothing')
    await expect(asked(`update cases set state = 'withdrawn'`)).rejects.toThrow('a candidate changes nothing')
    await expect(
      asked(
        `insert into events (case_id, seq, at, action, from_state, to_state, version, actor_kind, internal, input_hash, content_hash, prev_hash, hash, xid)
         values (${subject.id}, 99, now(), 'withdraw', 'underAssessment', 'underAssessment', 1, 'talent', false, '', '', '', '', 1)`,
      ),
    ).rejects.toThrow('row-level security')
    expect(await one('select answers = $$ {} $$ as blank from cases where id = $1', subject.id)).toEqual({
      blank: false,
    })
    await expect(
      asked(
        `insert into talent_consents (case_id, at, notice, given, how) values (${other.id}, now(), 'x', true, 'talentPage')`,
      ),
    ).rejects.toThrow('row-level security')
    await expect(
      asked(`insert into talent_requests (case_id, kind, asked_at) values (${other.id}, 'erasure', now())`),
    ).rejects.toThrow('row-level security')
    await expect(asked('select token_hash from talent_links')).rejects.toThrow('permission denied')
    await expect(asked('select pin_hash from talent_pages')).rejects.toThrow('permission denied')
    expect(await asked('select case_id from talent_pages')).toEqual([])
  })
})

describe('erasure', () => {
  test('asked of a draft, which no department has, is the firm’s to answer, and the candidate reads so', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.draft('applicant', 'goodsHost', { email: TALENTS_ADDRESS })
    const talent = await talentOf(subject)
    await talent.open(path.talent)
    const sent = await talent.send(path.talentRequests, { kind: 'erasure', wording: 'I do not work for them.' })
    const { text } = await talent.open(sent.headers.get('location') ?? '')
    expect(text).toContain('Request sent to the firm')
    const firm = await (await site.visitor('applicant')).open(path.case(subject.id))
    expect(firm.text).toMatch(/Asks to erase their personal data I do not work for them\./)
    await subject.walk(ROUTES.submitted, 'applicant')
    const after = await (await site.visitor('applicant')).open(path.case(subject.id))
    expect(after.text).not.toContain('I do not work for them.')
    expect((await (await site.visitor('supervisor')).open(path.talents)).text).toContain('I do not work for them.')
  })

  test('asked for by the talent, granted by the supervisor with a reason, done by the worker; what proves the letter stays', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.caseIn('permitGranted')
    const [letter] = await lettersIn<{ check_code: string; number: string; sha256: string }>(
      site.world.app,
      site.world.admin,
      subject.id,
    )
    const talent = await talentOf(subject)
    await talent.open(path.talent)
    expect((await talent.send(path.talentRequests, { kind: 'erasure', wording: '' })).status).toBe(422)
    await talent.send(path.talentRequests, { kind: 'erasure', wording: 'I have left for good.' })
    const supervisor = await site.visitor('supervisor')
    const list = await supervisor.open(path.talents)
    expect(list.text).toContain('I have left for good.')
    const { id } = await one<{ id: number }>('select id from talent_requests where case_id = $1', subject.id)
    await supervisor.send(path.talentRequest(id), { outcome: 'granted', answer: 'The permit has ended.' })
    expect((await talent.open(path.talent)).text).toContain('The permit has ended.')
    expect(await erase()).toBe(1)
    expect(await erase()).toBe(0)
    const left = await one<Record<string, unknown>>(
      `select data_key, passport_index, answers, talent_name, system_name, (select count(*)::int from person_keys where case_id = c.id) as keys,
         (select count(*)::int from letter_files f join letters l on l.id = f.letter_id where l.case_id = c.id) as files,
         (select array_agg(distinct s.answers) from submissions s where s.case_id = c.id) as filed
       from cases c where id = $1`,
      subject.id,
    )
    expect(left).toEqual({
      ...{ data_key: null, passport_index: null, answers: {}, talent_name: null, system_name: null },
      ...{ keys: 0, files: 0, filed: [{}] },
    })
    expect((await historyFaults(site.world.admin)).filter((fault) => !fault.includes('what was hashed'))).toEqual([])
    expect((await talent.open(path.talent)).status).toBe(404)
    const check = await (await site.visitor()).open(path.verifyCode(String(letter?.check_code)))
    expect(check.text).toContain(letter?.number)
    expect(check.text).not.toContain('4567')
    const officer = await (await site.visitor('intake')).open(path.case(subject.id))
    expect([officer.status, officer.html.includes('4567')]).toEqual([200, false])
  })

  test('by itself when the time of its kind is over, and not a day before', async () => {
    site.world.at('2026-11-24')
    const draft = await site.world.draft()
    const withdrawn = await site.world.caseIn('withdrawn')
    const gone = async ({ id }: Case) =>
      (await one<{ gone: boolean }>('select erased_at is not null as gone from cases where id = $1', id)).gone
    site.world.at('2027-05-24')
    await erase()
    expect([await gone(draft), await gone(withdrawn)]).toEqual([false, false])
    site.world.at('2027-05-25')
    await erase()
    expect([await gone(draft), await gone(withdrawn)]).toEqual([true, false])
    site.world.at('2028-11-25')
    await erase()
    expect(await gone(withdrawn)).toBe(true)
    const applicant: Actor = site.world.person('applicant')
    await expect(
      site.world.cases.act(draft.id, 'saveAnswers', {
        actor: applicant,
        input: { answers: { talent: { email: 'a@b.cn' } } },
      }),
    ).rejects.toThrow()
    site.world.at('2026-11-24')
    expect((await (await site.visitor()).open(path.privacy)).text).toContain('10 years')
  })
})
