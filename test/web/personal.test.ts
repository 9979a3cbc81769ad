/** Personal data, over HTTP: numbers masked until asked for with a reason, the talent's own page, and what is left of a case whose data were erased. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { apiPath, path, withQuery } from '../../src/base/path.js'
import { Erasing } from '../../src/cases/erasing.js'
import { Talents } from '../../src/cases/talents.js'
import { TALENT_ACT_JOB } from '../../src/jobs/talentAct.js'
import type { Actor } from '../../src/people/actor.js'
import { readLinkCode } from '../../src/people/secrets.js'
import { TalentRecord } from '../../src/worker/talentRecord.js'
import { eventsOf, historyFaults } from '../cases/looking.js'
import { lettersIn } from '../cases/opened.js'
import { ROUTES } from '../cases/routes.js'
import type { Case } from '../cases/world.js'
import { type Page, plain, Served, type Visitor } from './served.js'

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
  expect(sent.text).toContain('The link has been sent')
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

async function talentOf(subject: Case): Promise<Visitor> {
  const talent = await site.visitor()
  const link = await linkOf(subject)
  await talent.follow(link)
  await talent.send(path.talentLink)
  return talent
}

describe('the talent', () => {
  test('alone has the link: it goes to the own address, and no officer and no firm sees it on a page or by a program', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.draft('applicant', 'goodsHost', { email: TALENTS_ADDRESS })
    await subject.walk(ROUTES.submitted, 'applicant')
    const seen: string[] = []
    for (const [who, minute] of [
      ['intake', '00'],
      ['applicant', '20'],
    ] as const) {
      site.world.at(`2026-11-24T10:${minute}:00+08:00`)
      const visitor = await site.visitor(who)
      await visitor.open(path.caseTalent(subject.id))
      const sent = await visitor.send(path.caseTalent(subject.id))
      expect(sent.text).toContain('The link has been sent')
      const again = await visitor.send(path.caseTalent(subject.id))
      expect([again.status, again.text]).toEqual([409, expect.stringContaining('A link was sent a moment ago')])
      seen.push(sent.html, again.html, (await visitor.open(path.case(subject.id))).html)
      seen.push((await visitor.open(apiPath.case(subject.id))).html)
    }
    const mails = await mailsOf(subject)
    expect(mails.map(({ address }) => address)).toEqual([TALENTS_ADDRESS, TALENTS_ADDRESS])
    for (const { path: link } of mails) {
      expect(link).toMatch(/^\/talent\/link#[\w-]{29}$/)
      expect(seen.join()).not.toContain(link.split('#')[1])
      expect(seen.join()).not.toContain(readLinkCode(link))
    }
  })

  test('is written to at an address that the firm enters, where the application has none; an officer enters none', async () => {
    const subject = await site.world.caseIn('submitted')
    for (const who of ['intake', 'applicant'] as const) {
      const visitor = await site.visitor(who)
      await visitor.open(path.caseTalent(subject.id))
      const email = who === 'intake' ? 'intake@office.example' : 'no address'
      const refused = await visitor.send(path.caseTalent(subject.id), { email })
      expect([who, refused.status]).toEqual([who, 409])
    }
    expect(await mailsOf(subject)).toEqual([])
    expect(await linkOf(subject)).toMatch(/^\/talent\/link#/)
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
    const text = `did not reach ${TALENTS_ADDRESS}`
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

  test('does nothing by the link that is not an event of the case', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.caseIn('submitted')
    const talent = await talentOf(subject)
    await talent.open(path.talent)
    await talent.send(path.talentCopy)
    await talent.open(path.talent)
    for (const given of ['no', 'yes']) {
      await talent.send(path.talentConsent, { given })
      await talent.open(path.talent)
    }
    await talent.send(path.talentRequests, { kind: 'erasure', wording: 'Please erase it.' })
    await recordActs()
    const events = (await eventsOf(site.world.admin, subject.id)).filter(({ action }) => /^talent/.test(action))
    expect(events.map(({ action, actorKind }) => [action, actorKind])).toEqual([
      ['talentOpened', 'worker'],
      ['talentCopied', 'worker'],
      ['talentWithdrew', 'worker'],
      ['talentConsented', 'worker'],
      ['talentAsked', 'worker'],
    ])
    expect(events.at(-1)?.content).toEqual({ at: '2026-11-24T01:00:00.000Z', kind: 'erasure' })
    expect(await historyFaults(site.world.admin)).toEqual([])
  })

  test('comes by a link that nothing but its button uses up, and that works once', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.caseIn('underAssessment')
    const link = await linkOf(subject)
    const [scanner, talent, later] = [await site.visitor(), await site.visitor(), await site.visitor()]
    for (const _ of [1, 2]) expect((await scanner.follow(link)).status).toBe(200)
    expect((await scanner.open(path.talent)).status).toBe(404)
    await later.follow(link)
    await talent.follow(link)
    expect((await talent.send(path.talentLink)).headers.get('location')).toBe(path.talent)
    const page = await talent.open(path.talent)
    expect(page.text).not.toContain(NUMBER)
    expect(page.text).toContain(MASKED)
    expect((await later.send(path.talentLink)).status).toBe(404)
    expect((await scanner.follow(link)).status).toBe(404)
    site.world.at('2026-11-24T09:31:00+08:00')
    expect((await talent.open(path.talent)).status).toBe(404)
  })

  test('consents and takes it back, and has a copy of everything', async () => {
    site.world.at('2026-11-24')
    const subject = await site.world.caseIn('underAssessment')
    const talent = await talentOf(subject)
    expect((await talent.open(path.talent)).text).toContain('declared by the firm when it filed')
    await talent.send(path.talentConsent, { given: 'no' })
    expect((await talent.open(path.talent)).text).toContain('Withdrawn')
    await talent.send(path.talentConsent, { given: 'yes' })
    const { rows } = await site.world.admin.query(
      'select given, how, notice from talent_consents where case_id = $1 order by id',
      [subject.id],
    )
    expect(rows.map(({ given, how }) => [given, how])).toEqual([
      [true, 'firmDeclaration'],
      [false, 'talentPage'],
      [true, 'talentPage'],
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
    const talents = site.world.app.get(Talents)
    const session = await talents.open(readLinkCode(await linkOf(subject)))
    const visitor = await talents.find(session ?? '')
    const asked = (sql: string) => site.world.database.transaction(visitor ?? {}, (tx) => tx.query(sql))
    expect(await asked('select id from cases')).toEqual([{ id: subject.id }])
    expect(await asked(`select 1 from submissions where case_id = ${other.id}`)).toEqual([])
    expect(await asked(`select 1 from events`)).not.toContainEqual({ case_id: other.id })
    await asked(`update cases set answers = '{}'`)
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
  })
})

describe('erasure', () => {
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
