/**
 * What a candidate does on the own page as acts: consents, who may say them, what they stand in the way of, who hears of it, how
 * they are settled; papers signed by drawing, what voids them, and what is made of them.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { consentsOf, type SaidConsent } from '../../src/cases/consents.js'
import type { Sensitive, SignedPaper } from '../../src/forms/choices.js'
import { Invalid, NotNow } from '../../src/base/errors.js'
import { Erasing } from '../../src/cases/erasing.js'
import { notificationOf } from '../../src/cases/notifications.js'
import { SignedPapers } from '../../src/cases/signedPapers.service.js'
import { standing } from '../../src/cases/signatures.js'
import type { Opened } from '../../src/cases/talentDoor.js'
import { Talents } from '../../src/cases/talents.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { textAt } from '../../src/forms/engine/node.js'
import { MOST_POINTS, readStrokes, strokeProblems } from '../../src/forms/strokes.js'
import { SignatureMaker } from '../../src/worker/signatureMaker.js'
import { readSheet } from '../letters/pdfText.js'
import { Reference } from '../../src/reference/reference.service.js'
import { paperOf } from './inputs.js'
import { eventsOf, historyFaults } from './looking.js'
import { ROUTES } from './routes.js'
import { type Case, World } from './world.js'

let world: World

beforeAll(async () => {
  world = await World.open()
})
afterAll(() => world.close())

/** Says something as the case's candidate, who has opened the own page. */
async function say(subject: Case, about: Sensitive, given: boolean): Promise<void> {
  const actor = await world.candidateOf(subject)
  await world.cases.act(subject.id, given ? 'recordConsent' : 'withdrawConsent', { actor, input: { about } })
}

const reasons = async (work: Promise<unknown>): Promise<string[]> => {
  try {
    await work
    return []
  } catch (error) {
    if (error instanceof NotNow) return error.because.map(({ code, path }) => `${code} ${path ?? ''}`.trim())
    throw error
  }
}

const told = async (subject: Case): Promise<string[]> => {
  await world.notify()
  const { rows } = await world.admin.query<{ line: string }>(
    `select distinct n.kind || ' ' || case when p.firm_id is null then 'officer' else 'firm' end as line from notifications n
     join people p on p.id = n.person_id where n.case_id = $1 and n.kind ~ 'Consent$' order by line`,
    [subject.id],
  )
  return rows.map(({ line }) => line)
}

const settle = (subject: Case, who: 'approver' | 'assessor', about: Sensitive = 'medical') =>
  world.cases.act(subject.id, 'settleConsent', {
    actor: world.person(who),
    input: { about, how: 'The certificate is no longer used; Article 13 covers the rest.' },
  })

describe('a refusal', () => {
  test('stands in the way of a recommendation until it is settled, and firm and officer hear of it each time', async () => {
    world.at('2026-11-24')
    const subject = await world.caseIn('awaitingDecision')
    await say(subject, 'passport', true)
    expect(await told(subject)).toEqual([]) // a first consent settles nothing
    await say(subject, 'medical', false)
    expect(await told(subject)).toEqual(['withdrawConsent firm', 'withdrawConsent officer'])
    // a firm recommends nobody
    expect(notificationOf('withdrawConsent', subject.id)?.text.en).toMatch(/must be settled before a recommendation is/)
    expect(await reasons(subject.do('approver', 'recommend'))).toEqual(['consentsSettled consents.medical'])
    await say(subject, 'medical', true)
    expect(await told(subject)).toContain('recordConsent officer')
    await say(subject, 'medical', false)
    await settle(subject, 'approver')
    expect(await told(subject)).toContain('settleConsent firm')
    expect(await reasons(settle(subject, 'approver'))).toEqual(['consentOpen'])
    // whoever has settled it leaves the decision to somebody else
    expect(await reasons(subject.do('approver', 'recommend'))).toEqual(['anotherSettled'])
    const events = await eventsOf(world.admin, subject.id)
    expect(
      events.filter(({ action }) => /Consent$/.test(action)).map(({ action, actorKind }) => [action, actorKind]),
    ).toEqual([
      ['recordConsent', 'talent'],
      ['withdrawConsent', 'talent'],
      ['recordConsent', 'talent'],
      ['withdrawConsent', 'talent'],
      ['settleConsent', 'person'],
    ])
    expect(await historyFaults(world.admin)).toEqual([])
  })

  test('settled by an assessor does not keep the approver from deciding', async () => {
    world.at('2026-11-24')
    const subject = await world.caseIn('awaitingDecision')
    await say(subject, 'medical', false)
    await settle(subject, 'assessor')
    expect(await reasons(subject.do('approver', 'recommend'))).toEqual([])
  })

  test('is over once its documents are no longer here', async () => {
    world.at('2026-11-24')
    const subject = await world.caseIn('awaitingDecision')
    await say(subject, 'police', false)
    await world.admin.query(
      `update attachments set replaced_at = $2 where case_id = $1 and kind = 'policeRecord' and replaced_at is null`,
      [subject.id, world.clock.now()],
    )
    expect(await reasons(subject.do('approver', 'recommend'))).toEqual([])
  })

  test('is asked about anew where the firm has another document instead: by mail, and it stands in the way until then', async () => {
    world.at('2026-11-24')
    const subject = await world.caseIn('submitted')
    await say(subject, 'medical', false)
    await subject.do('applicant', 'recall')
    world.at('2026-11-25')
    await world.admin.query(
      `update attachments set replaced_at = $2 where case_id = $1 and kind = 'medical' and replaced_at is null`,
      [subject.id, world.clock.now()],
    )
    await subject.do('applicant', 'attachFile', paperOf({ kind: 'medical', issuedOn: '2026-11-20' }))
    await world.admin.query('update talent_pages set address = $2 where case_id = $1', [
      subject.id,
      'rossi@talent.example',
    ])
    await subject.do('applicant', 'submit')
    const standings = async () =>
      (await world.app.get(ReadingService).get(world.person('intake'), subject.id)).consents.map((one) => one.standing)
    expect(await standings()).toEqual(['notAsked', 'askedAnew', 'notAsked'])
    const { rows: mails } = await world.admin.query<{ kind: string }>('select kind from mails where case_id = $1', [
      subject.id,
    ])
    expect(mails).toEqual([{ kind: 'talentLink' }])
    // what the firm declares does not cover it
    const { rows: declared } = await world.admin.query<{ notice: string }>(
      `select split_part(notice, ':', 1) as notice from talent_consents
       where case_id = $1 and how = 'firmDeclaration' and at = $2 order by id`,
      [subject.id, world.clock.now()],
    )
    expect(declared).toEqual([{ notice: 'passport' }, { notice: 'police' }])
    await say(subject, 'medical', false)
    expect(await standings()).toEqual(['notAsked', 'refused', 'notAsked'])
    await say(subject, 'medical', true)
    expect(await standings()).toEqual(['notAsked', 'given', 'notAsked'])
    expect(await historyFaults(world.admin)).toEqual([])
  })

  test('stays refused for a department while the firm has not sent what it has put in its place', async () => {
    world.at('2026-11-24')
    const subject = await world.caseIn('underAssessment')
    await say(subject, 'medical', false)
    world.at('2026-11-25')
    const items = [{ on: 'medical', what: '请更换。', whatEn: 'Please replace it.' }]
    await subject.do('assessor', 'requestCorrection', { items })
    await subject.do('applicant', 'attachFile', paperOf({ kind: 'medical', issuedOn: '2026-11-20' }))
    const medicalFor = async (who: 'assessor' | 'applicant') =>
      (await world.app.get(ReadingService).get(world.person(who), subject.id)).consents[1]?.standing
    expect([await medicalFor('assessor'), await medicalFor('applicant')]).toEqual(['refused', 'askedAnew'])
    await subject.do('applicant', 'resubmit')
    expect([await medicalFor('assessor'), await medicalFor('applicant')]).toEqual(['askedAnew', 'askedAnew'])
  })

  test('that was settled is asked about anew when another document of the kind follows', async () => {
    world.at('2026-11-24')
    const subject = await world.caseIn('underAssessment')
    await say(subject, 'medical', false)
    await settle(subject, 'assessor')
    const standing = async () =>
      (await world.app.get(ReadingService).get(world.person('assessor'), subject.id)).consents[1]?.standing
    expect(await standing()).toBe('settled')
    world.at('2026-11-25')
    const items = [{ on: 'medical', what: '请更换。', whatEn: 'Please replace it.' }]
    await subject.do('assessor', 'requestCorrection', { items })
    await subject.do('applicant', 'attachFile', paperOf({ kind: 'medical', issuedOn: '2026-11-20' }))
    expect(await standing()).toBe('settled')
    await subject.do('applicant', 'resubmit')
    expect(await standing()).toBe('askedAnew')
    await subject.do('assessor', 'report')
    expect(await reasons(subject.do('approver', 'recommend'))).toEqual(['consentsSettled consents.medical'])
    await settle(subject, 'approver')
    expect(await standing()).toBe('settled')
  })

  test('is the candidate’s alone to say: no person of firm or department does', async () => {
    const subject = await world.caseIn('underAssessment')
    for (const who of ['applicant', 'intake', 'approver'] as const)
      for (const action of ['recordConsent', 'withdrawConsent'] as const)
        await expect(
          world.cases.act(subject.id, action, { actor: world.person(who), input: { about: 'passport' } }),
        ).rejects.toThrow('forbidden')
    const other = await world.caseIn('underAssessment')
    await say(subject, 'passport', true)
    const actor = await world.candidateOf(subject)
    await expect(world.cases.act(other.id, 'recordConsent', { actor, input: { about: 'passport' } })).rejects.toThrow(
      'not found',
    )
  })
})

test('submitting waits for the candidate where the rules say so, and says what to do', async () => {
  world.at('2026-11-24')
  const waiting = await world.draft()
  await world.admin.query(
    `insert into reference (kind, key, effective_from, body, approved_at)
     values ('procedure', 'consents', '2026-11-24', '{"waits": true, "source": {"zh": "测试", "en": "a test"}}', now())`,
  )
  await world.app.get(Reference).refresh()
  expect(await reasons(waiting.do('applicant', 'submit'))).toEqual([
    'consentsGiven consents.passport',
    'consentsGiven consents.medical',
    'consentsGiven consents.police',
  ])
  for (const about of ['passport', 'medical', 'police'] as const) await say(waiting, about, true)
  await waiting.walk(ROUTES.submitted, 'applicant')
})

test('what rows come to: the last word counts, a reset voids consents alone, a settlement stands until the next word', () => {
  const row = (
    about: string,
    given: boolean,
    how: SaidConsent['how'] = 'talentPage',
    kinds: string[] = ['medical'],
  ) => ({
    at: '2026-11-24T00:00:00Z',
    notice: about && `${about}:2026-11-25`,
    given,
    how,
    kinds,
  })
  const medical = (...said: SaidConsent[]) => consentsOf(said).find(({ about }) => about === 'medical')?.standing
  const [yes, no] = [row('medical', true), row('medical', false)]
  const [settled, voided] = [row('medical', false, 'settled'), row('', false, 'voided')]
  expect(medical()).toBe('notAsked')
  expect(medical(row('', true, 'firmDeclaration'))).toBe('notAsked')
  expect(medical(yes)).toBe('given')
  expect(medical(no)).toBe('refused')
  expect(medical(yes, no)).toBe('withdrawn')
  expect(medical(yes, no, settled)).toBe('settled')
  expect(medical(no, settled, no)).toBe('refused')
  expect(medical(no, settled, yes)).toBe('given')
  expect(medical(no, { ...settled, since: ['medical'] })).toBe('askedAnew')
  expect(medical(no, { ...settled, since: ['policeRecord'] })).toBe('settled')
  expect(medical(yes, voided)).toBe('notAsked')
  expect(medical(no, voided)).toBe('refused')
  const none = row('medical', false, 'talentPage', [])
  expect(medical({ ...none, ever: ['medical'] })).toBe('replaced')
  expect(medical({ ...none, ever: ['policeRecord'] })).toBe('noneYet')
  expect(medical(none)).toBe('noneYet')
  expect(medical(none, settled)).toBe('noneYet')
  expect(medical(none, yes)).toBe('given')
  const anew = { ...none, since: ['medical'] }
  expect(medical(anew)).toBe('askedAnew')
  expect(medical(anew, row('', true, 'firmDeclaration'))).toBe('askedAnew')
  expect(medical(anew, yes)).toBe('given')
  expect(medical(anew, no)).toBe('refused')
  expect(medical({ ...no, since: ['medical'] })).toBe('refused')
  expect(medical(row('police', false))).toBe('notAsked')
})

describe('a drawn signature', () => {
  async function rule(key: string, from: string, body: object): Promise<void> {
    const source = { zh: '测试', en: 'a test' }
    await world.admin.query(
      `insert into reference (kind, key, effective_from, body, approved_at) values ('procedure', $1, $2, $3, now())`,
      [key, from, JSON.stringify({ ...body, source })],
    )
    await world.app.get(Reference).refresh()
  }
  beforeAll(() => rule('consents', '2026-11-25', { waits: false }))
  const papers = () => world.app.get(SignedPapers)
  /** The page of a case's candidate, opened. */
  async function pageOf(subject: Case): Promise<Opened> {
    const { speaker } = await world.candidateOf(subject)
    return { caseId: subject.id, speaker, by: 'pin', hasPin: true, page: '', until: world.clock.now() }
  }
  /** A name as it is drawn, another one for every number. */
  const name = (which: number): string =>
    [0, 1]
      .map((one) =>
        [...Array(30).keys()]
          .map((at) => `${100 + at * 20} ${90 + ((at * 37 + which * 11 + one * 80) % 200)}`)
          .join(' '),
      )
      .join(';')

  async function sign(subject: Case, paper: SignedPaper, which: number, digest?: string): Promise<void> {
    const page = await pageOf(subject)
    const shown = await papers().toSign(page, paper)
    await papers().sign(page, { paper, digest: digest ?? shown.digest, strokes: name(which), confirmed: true })
  }
  const codes = async (work: Promise<unknown>): Promise<string[]> => {
    try {
      await work
      return []
    } catch (error) {
      if (error instanceof Invalid) return error.problems.map(({ code, path }) => `${code} ${path}`)
      throw error
    }
  }
  const fileOf = (subject: Case) => world.app.get(ReadingService).get(world.person('applicant'), subject.id)
  /** What the firm reads of them. */
  const signed = async (subject: Case): Promise<string[]> =>
    (await fileOf(subject)).signatures.map(({ paper, because }) => `${paper} ${because ?? 'stands'}`)
  const answer = (subject: Case, answers: object) => subject.do('applicant', 'saveAnswers', { answers })
  const mails = async (subject: Case): Promise<string[]> =>
    (
      await world.admin.query<{ kind: string }>('select kind from mails where case_id = $1 order by id', [subject.id])
    ).rows.map(({ kind }) => kind)

  test('is bound to what was shown: changed answers, a second time, the same strokes and another case are refused', async () => {
    world.at('2026-11-25')
    const [subject, other] = [await world.draft(), await world.draft()]
    const page = await pageOf(subject)
    const before = await papers().toSign(page, 'application')
    expect(JSON.stringify(before.shown)).toContain('YB1234567')
    await answer(subject, { engagement: { post: 'Another post' } })
    expect(await codes(sign(subject, 'application', 1, before.digest))).toEqual(['changedSinceShown digest'])
    await sign(subject, 'application', 1)
    expect(await codes(sign(subject, 'application', 2))).toEqual(['alreadySigned paper'])
    expect(await codes(sign(subject, 'commitment', 1))).toEqual(['drawnBefore strokes'])
    await sign(subject, 'commitment', 3)
    expect(await signed(subject)).toEqual(['application stands', 'commitment stands'])
    // what one page shows is not signed on another one
    const { digest } = await papers().toSign(await pageOf(other), 'commitment')
    expect(await codes(sign(subject, 'commitment', 4, digest))).toEqual(['alreadySigned paper'])
    expect(await codes(sign(other, 'commitment', 4, (await papers().toSign(page, 'commitment')).digest))).toEqual([
      'changedSinceShown digest',
    ])
    const { speaker } = page
    await expect(
      papers().sign(
        { ...page, caseId: other.id, speaker },
        { paper: 'commitment', digest, strokes: name(5), confirmed: true },
      ),
    ).rejects.toThrow('not found')
    expect(
      await codes(papers().sign(page, { paper: 'commitment', digest, strokes: name(6), confirmed: false })),
    ).toEqual(['notConfirmed confirmed'])
    const events = await eventsOf(world.admin, subject.id)
    expect(events.filter(({ action }) => action === 'sign').map(({ actorKind }) => actorKind)).toEqual([
      'talent',
      'talent',
    ])
    // what was drawn stands in no event
    const { rows } = await world.admin.query<{ said: string }>(
      `select string_agg(content::text, '') as said from event_contents where case_id = $1`,
      [subject.id],
    )
    expect(rows[0]?.said).not.toContain('100 90')
    expect(await historyFaults(world.admin)).toEqual([])
  })

  test('nobody else draws it', async () => {
    world.at('2026-11-25')
    const subject = await world.caseIn('underAssessment')
    const input = { paper: 'commitment', digest: 'x', strokes: name(1), openedBy: 'pin', confirmed: true }
    for (const who of ['applicant', 'intake', 'approver'] as const)
      await expect(world.cases.act(subject.id, 'sign', { actor: world.person(who), input })).rejects.toThrow(
        'forbidden',
      )
    const decided = await world.caseIn('recommended')
    await expect(sign(decided, 'commitment', 1)).rejects.toThrow('not now')
  })

  test('is void once the firm changes what it rests on, with the reason told to both; a reset voids the rest', async () => {
    world.at('2026-11-25')
    const subject = await world.draft()
    await sign(subject, 'application', 1)
    await sign(subject, 'commitment', 2)
    await world.admin.query('update talent_pages set address = $2, taken_at = now() where case_id = $1', [
      subject.id,
      'rossi@talent.example',
    ])
    // the same number typed in another way says the same
    const number = textAt((await fileOf(subject)).answers, 'talent.passport.number')
    await answer(subject, { talent: { passport: { number: `${number.slice(0, 2)} ${number.slice(2)}` } } })
    expect(await signed(subject)).toEqual(['application stands', 'commitment stands'])
    await answer(subject, { engagement: { post: 'Another post' } })
    expect(await signed(subject)).toEqual(['application answers', 'commitment stands'])
    expect(await mails(subject)).toEqual(['hostSignatureVoid'])
    await answer(subject, { engagement: { post: 'A third post' } })
    expect(await mails(subject)).toEqual(['hostSignatureVoid']) // told once
    const systemName = textAt((await fileOf(subject)).answers, 'talent.systemName')
    await answer(subject, { talent: { systemName: 'ROSSI, SOFIA' } })
    expect(await signed(subject)).toEqual(['application answers', 'commitment answers'])
    const own = await world.app.get(Talents).read(await pageOf(subject))
    expect(own.signatures.map(({ because }) => because)).toEqual(['answers', 'answers'])
    await answer(subject, { talent: { systemName } })
    await sign(subject, 'application', 3)
    await subject.walk(ROUTES.submitted, 'applicant')
    await world.admin.query('update talent_pages set address = $2 where case_id = $1', [
      subject.id,
      'rossi@talent.example',
    ])
    await world.app.get(Talents).reset(world.person('intake'), subject.id, 'Somebody else opened it.')
    expect(await signed(subject)).toEqual(['application answers', 'commitment answers', 'application reset'])
  })

  test('what a firm types while it corrects voids nothing before it is sent', async () => {
    world.at('2026-11-25')
    const subject = await world.caseIn('awaitingCorrection')
    await sign(subject, 'application', 1)
    await answer(subject, { engagement: { post: 'Another post' } })
    expect(await signed(subject)).toEqual(['application stands'])
    await subject.do('applicant', 'resubmit')
    expect(await signed(subject)).toEqual(['application answers'])
  })

  test('stands for the signed document where the rules of the day say so', async () => {
    world.at('2026-11-26')
    const subject = await world.draft()
    await world.admin.query(`update attachments set replaced_at = now() where case_id = $1 and kind = 'commitment'`, [
      subject.id,
    ])
    await sign(subject, 'commitment', 1)
    expect(await reasons(subject.do('applicant', 'submit'))).toEqual(['missing:commitment documents.commitment'])
    await rule('signatures', '2026-11-26', { replaces: true })
    await subject.walk(ROUTES.submitted, 'applicant')
  })

  test('is kept as a PDF with the strokes as vectors, for those who may see the case, and goes with it', async () => {
    world.at('2026-11-25')
    const subject = await world.caseIn('underAssessment')
    await sign(subject, 'commitment', 1)
    const worker = await world.worker()
    await worker.get(SignatureMaker).makeAll(subject.id)
    const [one] = standing((await fileOf(subject)).signatures)
    expect(one?.made).toBe(true)
    const id = one?.id ?? 0
    const { name: called, pdf } = await papers().fetch(world.person('applicant'), subject.id, id, 'en')
    expect(called).toMatch(/^Commitment to lawful streaming .*\.pdf$/)
    const text = (await readSheet(pdf)).runs
      .map((run) => run.text)
      .join('')
      .replace(/\s+/g, '')
    for (const said of ['手写笔迹签名', 'Adrawnsignature'.slice(1), 'SHA-256', 'PIN', '25November2026'])
      expect(text).toContain(said)
    expect((await papers().fetchOwn(await pageOf(subject), id, 'zh')).pdf.equals(pdf)).toBe(true)
    await expect(papers().fetch(world.person('rival'), subject.id, id, 'en')).rejects.toThrow('not found')
    await papers().fetch(world.person('assessor'), subject.id, id, 'en')
    expect((await eventsOf(world.admin, subject.id)).at(-1)).toMatchObject({ action: 'readFile' })
    await world.admin.query(
      `insert into talent_requests (case_id, kind, asked_at, outcome, answered_by, answered_at) values ($1, 'erasure', now(), 'granted', $2, now())`,
      [subject.id, world.person('supervisor').id],
    )
    await worker.get(Erasing).eraseDue()
    expect((await world.admin.query('select from talent_signatures where case_id = $1', [subject.id])).rowCount).toBe(0)
  })

  test('strokes are read by their form alone, and a dot is no name', () => {
    const wrong = (text: string) => strokeProblems(text).map(({ code }) => code)
    expect(wrong(name(1))).toEqual([])
    expect(readStrokes('0 0 1000 400;5 5')).toEqual([
      [
        [0, 0],
        [1000, 400],
      ],
      [[5, 5]],
    ])
    const many = [...Array(MOST_POINTS + 1).keys()].map((at) => `${at % 9} ${at % 7}`).join(' ')
    expect(wrong('')).toEqual(['strokesNone'])
    for (const text of [
      '1',
      '1 2 3',
      '1 401',
      '1001 1',
      '-1 2',
      '1.5 2',
      '1e3 2',
      'M0 0',
      '1 2;;3 4',
      '01 2',
      many,
      ' 1 2',
      '9'.repeat(30_000),
    ])
      expect([text.slice(0, 9), wrong(text)]).toEqual([text.slice(0, 9), ['strokesForm']])
    expect(wrong('1 1 2 2')).toEqual(['strokesShort'])
    expect(wrong([...Array(50).keys()].map(() => '500 200').join(' '))).toEqual(['strokesShort'])
  })
})
