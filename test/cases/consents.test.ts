/** A candidate's consents as acts: who may say them, what they stand in the way of, who hears of it, how they are settled. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { consentsOf, type SaidConsent } from '../../src/cases/consents.js'
import type { Sensitive } from '../../src/forms/choices.js'
import { NotNow } from '../../src/base/errors.js'
import { Reference } from '../../src/reference/reference.service.js'
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
  expect(medical(yes, voided)).toBe('notAsked')
  expect(medical(no, voided)).toBe('refused')
  expect(medical(row('medical', false, 'talentPage', []))).toBe('replaced')
  expect(medical(row('police', false))).toBe('notAsked')
})
