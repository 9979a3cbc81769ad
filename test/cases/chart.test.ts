/**
 * The whole chart by acting: cases are driven along every edge and every entry on a real database, with the worker's letter renderer and the clock, and four eyes are asked
 * where the chart asks for them. What was taken is read from the rows, and compared with the chart at the end.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { Forbidden, Invalid, NotFound, NotNow } from '../../src/base/errors.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { SignedPapers } from '../../src/cases/signedPapers.service.js'
import { type Actor, CLOCK, WORKER } from '../../src/people/actor.js'
import { Reference } from '../../src/reference/reference.service.js'
import { edgesFrom, entriesIn, isFinal, STATES } from '../../src/workflow/step.js'
import { exampleOf } from './inputs.js'
import { historyFaults } from './looking.js'
import type { Name } from './population.js'
import { MORNING } from '../clock.js'
import { type Case, World } from './world.js'

let world: World

beforeAll(async () => {
  world = await World.open()
})

afterAll(async () => {
  expect(await historyFaults(world.admin)).toEqual([])
  await world.close()
})

/** Every line: who, what, and the state in the row afterwards. */
async function play(
  one: Case,
  ...lines: [who: Name | Actor, action: string, state: string, input?: object][]
): Promise<void> {
  for (const [who, action, state, input] of lines) {
    if (who === WORKER) await one.makeLetter()
    else await one.do(who, action, input)
    expect(`${action} → ${await one.state()}`).toBe(`${action} → ${state}`)
  }
}

/** Why a person must wait, by the codes; `never` when it is not theirs to do, `unseen` when the case does not exist for them. */
async function refusal(
  one: Case,
  who: Name | Actor,
  action: string,
  input: object = {},
): Promise<string[] | 'never' | 'unseen'> {
  const before = await one.row()
  try {
    await one.do(who, action, input)
  } catch (error) {
    expect(await one.row()).toEqual(before)
    if (error instanceof NotNow) return error.because.map(({ code }) => code)
    if (error instanceof Invalid) return error.problems.map(({ code, path }) => `${path} ${code}`)
    if (error instanceof Forbidden) return 'never'
    if (error instanceof NotFound) return 'unseen'
    throw error
  }
  throw new Error(`${who} was not refused ${action}`)
}

const asking = (...places: string[]) => ({ items: places.map((on) => ({ on, what: 'Please mend it.' })) })
/** An outage of the next day, as the administrator records it. */
async function outage(): Promise<number> {
  const { rows } = await world.admin.query<{ id: number }>(
    `insert into outages (from_on, to_on, what, recorded_by, recorded_at)
     values ('2026-11-25', '2026-11-25', '{"zh":"机房停电","en":"A power cut"}', $1, now()) returning id`,
    [world.person('systemAdmin').id],
  )
  return rows[0]?.id ?? 0
}
const naming = (...departments: string[]) => ({ departments })

describe('journeys', () => {
  test('a draft is thrown away', async () => {
    await play(await world.draft(), ['applicant', 'discard', 'discarded'])
  })

  test('a firm recalls what it has filed until it is accepted: the number stays, and the next filing has a day of its own', async () => {
    const one = await world.caseIn('submitted')
    const filed = async () =>
      (
        await world.admin.query<{ number: string; on: string; n: number }>(
          `select number, filed_on::text as on, (select count(*)::int from submissions where case_id = c.id) as n from cases c where id = $1`,
          [one.id],
        )
      ).rows[0]
    const before = await filed()
    await one.do('intake', 'claim')
    world.at('2026-11-26')
    expect(await refusal(one, 'intake', 'recall')).toBe('never')
    await play(one, ['applicant', 'recall', 'draft'])
    expect(await one.row()).toMatchObject({ dueOn: null, daysLeft: null })
    expect(await refusal(one, 'applicant', 'discard')).toEqual(['neverFiled'])
    expect(await refusal(one, 'intake', 'accept')).toEqual(['notInThisState'])
    // what the firm changes now is its own until it submits again
    const { answers } = exampleOf('goodsHost')
    const changed = { ...answers, engagement: { ...answers.engagement, post: 'Host of another kind' } }
    await one.do('applicant', 'saveAnswers', { answers: changed })
    const readBy = async (who: Name) =>
      JSON.stringify((await world.app.get(ReadingService).get(world.person(who), one.id)).answers)
    expect(await readBy('intake')).not.toContain('Host of another kind')
    expect(await readBy('firmAdmin')).toContain('Host of another kind')
    await play(one, ['firmAdmin', 'submit', 'submitted'])
    expect(await readBy('intake')).toContain('Host of another kind')
    expect([before, await filed()]).toEqual([
      { number: before?.number, on: '2026-11-24', n: 1 },
      { number: before?.number, on: '2026-11-26', n: 2 },
    ])
    expect((await one.row()).dueOn).toBe('2026-12-03')
    await play(one, ['intake', 'accept', 'underAssessment'])
    expect(await refusal(one, 'applicant', 'recall')).toEqual(['notInThisState'])
    world.at(MORNING)
  })

  test('what was typed on the pages is filed as it is read, for lists, reports and programs; the firm’s draft stays as typed', async () => {
    const one = await world.draft()
    const typed = {
      engagement: {
        ...{ salaryPerYear: '９6万', salaryPerMonth: '80,000', monthsPerYear: '12' },
        contract: { start: { year: '2027', month: '1', day: '４' }, end: { year: '2029', month: '１', day: '3' } },
      },
      channels: [
        {
          ...{ platform: 'Taobao Live', handle: 'giulia_moda', followers: '128万', averageViewers: '21,500' },
          ...{ salesLast12MonthsCny: '¥86,000,000', languages: 'zh、it', markets: 'CN, IT' },
          productCategories: 'apparel，accessories',
        },
      ],
    }
    await one.do('applicant', 'saveAnswers', { answers: typed })
    const kept = async () =>
      (
        await world.admin.query<{ answers: object; filed: object | null }>(
          `select c.answers, (select s.answers from submissions s where s.case_id = c.id) as filed from cases c where id = $1`,
          [one.id],
        )
      ).rows[0]
    expect((await kept())?.answers).toMatchObject(typed)
    await play(one, ['applicant', 'submit', 'submitted'])
    const read = {
      engagement: {
        ...{ salaryPerYear: 960_000, salaryPerMonth: 80_000, monthsPerYear: 12 },
        contract: { start: '2027-01-04', end: '2029-01-03' },
      },
      channels: [
        {
          ...{ followers: 1_280_000, averageViewers: 21_500, salesLast12MonthsCny: 86_000_000 },
          ...{ languages: ['zh', 'it'], markets: ['CN', 'IT'], productCategories: ['apparel', 'accessories'] },
        },
      ],
    }
    expect(await kept()).toMatchObject({ answers: read, filed: read })
  })

  test('intake declines', async () => {
    await play(await world.draft(), ['applicant', 'submit', 'submitted'], ['intake', 'declineToAccept', 'notAccepted'])
  })

  test('through two rounds of correction, three departments, every turn of the letter and a review, to a permit that is taken back', async () => {
    const one = await world.draft()
    await play(
      one,
      ['firmAdmin', 'submit', 'submitted'],
      ['intake', 'requestCorrection', 'awaitingCorrection', asking('contract')],
      ['applicant', 'resubmit', 'submitted'],
      ['intake', 'accept', 'underAssessment', naming('commerce', 'culture')],
      ['assessor', 'report', 'underAssessment'],
      ['colleague', 'consult', 'underAssessment', { department: 'market' }],
      ['colleague', 'requestCorrection', 'awaitingCorrection', asking('resume')],
      ['applicant', 'resubmit', 'underAssessment'],
      ['cultureAssessor', 'report', 'underAssessment', { opinion: 'against' }],
      ['marketAssessor', 'report', 'awaitingDecision'],
      ['approver', 'returnToAssessment', 'underAssessment'],
      ['marketAssessor', 'report', 'underAssessment'],
      ['cultureAssessor', 'report', 'underAssessment'],
      ['assessor', 'report', 'awaitingDecision'],
      ['approver', 'recommend', 'recommended', { conditions: 'For one employer only.' }],
      [WORKER, 'recordLetter', 'letterIssued'],
      ['permitOfficer', 'returnLetter', 'awaitingDecision', { reasons: ['letterDefective'] }],
      ['approver', 'recommend', 'recommended'],
      [WORKER, 'recordLetter', 'letterIssued'],
      ['otherApprover', 'reissueLetter', 'recommended'],
      [WORKER, 'recordLetter', 'letterIssued'],
      ['permitOfficer', 'receiveLetter', 'letterReceived'],
      ['permitOfficer', 'returnLetter', 'awaitingDecision'],
      ['approver', 'refuse', 'notRecommended'],
      ['applicant', 'requestReview', 'underReview'],
      ['panel', 'overturnRefusal', 'awaitingDecision'],
      ['otherApprover', 'recommend', 'recommended'],
      [WORKER, 'recordLetter', 'letterIssued'],
      ['permitOfficer', 'receiveLetter', 'letterReceived'],
      ['permitOfficer', 'recordGranted', 'permitGranted', { permitNumber: '3101150012345', grantedOn: '2026-11-24' }],
      ['otherApprover', 'revokeLetter', 'letterRevoked'],
    )
    const { rows } = await world.admin.query(
      'select serial, ended_as, issued_at is not null as issued, received_at is not null as received from letters where case_id = $1 order by serial',
      [one.id],
    )
    expect(rows).toEqual([
      { serial: 1, ended_as: 'void', issued: true, received: false },
      { serial: 2, ended_as: 'superseded', issued: true, received: false },
      { serial: 3, ended_as: 'void', issued: true, received: true },
      { serial: 4, ended_as: 'revoked', issued: true, received: true },
    ])
    const filed = await world.admin.query('select seq from submissions where case_id = $1 order by seq', [one.id])
    expect(filed.rowCount).toBe(3)
  })

  test.each(['submitted', 'awaitingCorrection', 'underAssessment', 'awaitingDecision'] as const)(
    'the firm withdraws from %s',
    async (state) => {
      await play(await world.caseIn(state), ['applicant', 'withdraw', 'withdrawn'])
    },
  )

  test('the permit is refused', async () => {
    await play(await world.caseIn('letterReceived'), ['permitOfficer', 'recordRefused', 'permitRefused'])
  })

  test('a refusal is reopened by the department, once another approver decides', async () => {
    const one = await world.caseIn('notRecommended')
    expect((await one.row()).dueOn).toBe('2027-01-25')
    world.at('2026-12-01')
    await play(one, ['approver', 'reopenRefusal', 'awaitingDecision'])
    expect((await one.row()).dueOn).toBe('2026-12-03')
    for (const action of ['recommend', 'refuse', 'announceRefusal'])
      expect(await refusal(one, 'approver', action)).toEqual(['anotherAfterRefusal'])
    await play(one, ['otherApprover', 'refuse', 'notRecommended'])
    // the firm has its days anew, and a review, since there was none
    expect((await one.row()).dueOn).toBe('2027-02-01')
    world.at('2027-02-02')
    for (const [who, action] of [
      ['approver', 'reopenRefusal'],
      ['applicant', 'requestReview'],
    ] as const)
      expect(await refusal(one, who, action)).toEqual(['inTime'])
    world.at('2027-02-01')
    expect(await refusal(one, 'assessor', 'reopenRefusal')).toBe('never')
    await play(one, ['applicant', 'requestReview', 'underReview'], ['panel', 'upholdRefusal', 'notRecommended'])
    expect(await refusal(one, 'approver', 'reopenRefusal')).toEqual(['notReviewedYet'])
    world.at(MORNING)
  })

  test.each(['letterIssued', 'letterReceived'] as const)('the letter is revoked from %s', async (state) => {
    const one = await world.caseIn(state)
    await play(one, ['approver', 'revokeLetter', 'letterRevoked'])
    await one.do('applicant', 'message')
    await one.do('approver', 'note')
    expect(await one.state()).toBe('letterRevoked')
  })

  test('the review upholds the refusal, and that is the end', async () => {
    const one = await world.caseIn('underReview')
    await play(one, ['panel', 'upholdRefusal', 'notRecommended'])
    expect(await refusal(one, 'applicant', 'requestReview')).toEqual(['notReviewedYet'])
  })

  test('the correction never comes, and the case lapses the day after the last one', async () => {
    const one = await world.caseIn('awaitingCorrection')
    expect((await one.row()).dueOn).toBe('2026-12-24')
    world.at('2026-12-24T23:59:59+08:00')
    await one.strike('lapse')
    expect(await one.state()).toBe('awaitingCorrection')
    world.at('2026-12-25T00:00:00+08:00')
    expect(await refusal(one, 'applicant', 'resubmit')).toEqual(['inTime'])
    await one.strike('lapse')
    expect(await one.state()).toBe('lapsed')
    world.at('2026-11-24')
  })

  test('nobody takes the letter, and it expires the day after its last one', async () => {
    const one = await world.caseIn('letterIssued')
    expect((await one.row()).dueOn).toBe('2027-05-24')
    world.at('2027-05-24T23:59:59+08:00')
    await one.strike('expire')
    expect(await one.state()).toBe('letterIssued')
    world.at('2027-05-25T00:00:00+08:00')
    expect(await refusal(one, 'permitOfficer', 'receiveLetter')).toEqual(['inTime'])
    await one.strike('expire')
    expect(await one.state()).toBe('letterExpired')
    const { rows } = await world.admin.query('select ended_as, ended_at from letters where case_id = $1', [one.id])
    expect(rows).toEqual([{ ended_as: 'expired', ended_at: new Date('2027-05-24T16:00:00Z') }])
    world.at('2026-11-24')
  })

  test('a post that no font can print: the approver gives the case back, and the number stays void', async () => {
    const one = await world.draft()
    const { answers } = exampleOf('goodsHost')
    await one.do('applicant', 'saveAnswers', {
      answers: { ...answers, engagement: { ...answers.engagement, post: 'Host 𐎀𐎁' } },
    })
    await one.walk([
      ['applicant', 'submit'],
      ['intake', 'accept'],
      ['assessor', 'report'],
      ['approver', 'recommend'],
    ])
    expect(await refusal(one, 'approver', 'returnToAssessment')).toEqual(['letterFailed'])
    await one.makeLetter()
    const failed = await world.admin.query<{ failure: { characters: string[] } }>(
      'select failure from letters where case_id = $1',
      [one.id],
    )
    expect(failed.rows[0]?.failure.characters).toEqual(['𐎀', '𐎁'])
    expect(await one.state()).toBe('recommended')
    await play(one, ['approver', 'returnToAssessment', 'underAssessment'], ['assessor', 'report', 'awaitingDecision'])
    const { rows } = await world.admin.query('select ended_as, issued_at from letters where case_id = $1', [one.id])
    expect(rows).toEqual([{ ended_as: 'void', issued_at: null }])
  })
})

describe('entries', () => {
  afterEach(() => world.at(MORNING))

  /** In each state: who writes what. A person who declares an interest is of no use afterwards. */
  const written: [
    state: Parameters<World['caseIn']>[0],
    ...lines: [who: Name | Actor, entry: string, input?: object][],
  ][] = [
    [
      'draft',
      ['applicant', 'saveAnswers', { answers: { engagement: { post: 'Host' } } }],
      ['applicant', 'askToSubmit'],
      ['firmAdmin', 'attachFile', { remove: 0 }],
    ],
    [
      'submitted',
      ['applicant', 'message'],
      ['supervisor', 'note'],
      ['intake', 'claim'],
      ['intake', 'handOver'],
      ['colleague', 'declareInterest'],
      ['approver', 'proposeCorrection'],
      ['supervisor', 'assign', { to: 'intake' }],
      ['supervisor', 'extendLimit'],
      [CLOCK, 'extend', { outageId: 0 }],
      ['intake', 'chase'],
      ['intake', 'giveTask', { to: 'intake' }],
      ['intake', 'finishTask'],
    ],
    [
      'awaitingCorrection',
      ['intake', 'message'],
      ['intake', 'note'],
      ['firmAdmin', 'saveAnswers'],
      ['applicant', 'askToSubmit'],
      ['applicant', 'attachFile', { remove: 0 }],
      [CLOCK, 'extend', { outageId: 0 }],
      ['intake', 'giveTask', { to: 'intake' }],
      ['intake', 'finishTask'],
    ],
    [
      'underAssessment',
      ['firmAdmin', 'message'],
      ['assessor', 'note'],
      ['assessor', 'claim'],
      ['supervisor', 'handOver'],
      ['colleague', 'declareInterest'],
      ['assessor', 'proposeCorrection'],
      ['supervisor', 'assign', { to: 'assessor' }],
      ['supervisor', 'extendLimit'],
      [CLOCK, 'extend', { outageId: 0 }],
      ['supervisor', 'chase'],
      ['assessor', 'giveTask', { to: 'assessor' }],
      ['assessor', 'finishTask'],
    ],
    [
      'awaitingDecision',
      ['approver', 'message'],
      ['approver', 'note'],
      ['approver', 'claim'],
      ['approver', 'handOver'],
      ['colleague', 'declareInterest'],
      ['supervisor', 'assign', { to: 'approver' }],
      ['supervisor', 'extendLimit'],
      ['approver', 'announceRefusal'],
      ['firmAdmin', 'answerIntention'],
      [CLOCK, 'extend', { outageId: 0 }],
      ['supervisor', 'chase'],
      ['approver', 'giveTask', { to: 'approver' }],
      ['approver', 'finishTask'],
    ],
    [
      'recommended',
      ['applicant', 'message'],
      ['approver', 'note'],
      ['colleague', 'declareInterest'],
      [CLOCK, 'extend', { outageId: 0 }],
      ['approver', 'giveTask', { to: 'approver' }],
      ['approver', 'finishTask'],
    ],
    [
      'letterIssued',
      ['applicant', 'message'],
      ['approver', 'note'],
      ['applicant', 'reportChange'],
      ['assessor', 'askBack'],
      ['intake', 'acknowledge'],
      ['firmAdmin', 'reportEnd'],
      ['approver', 'proposeRevocation'],
      ['firmAdmin', 'answerRevocation'],
      ['colleague', 'declareInterest'],
    ],
    [
      'letterReceived',
      ['applicant', 'message'],
      ['approver', 'note'],
      ['applicant', 'reportChange'],
      ['assessor', 'askBack'],
      ['intake', 'acknowledge'],
      ['applicant', 'reportEnd'],
      ['approver', 'proposeRevocation'],
      ['firmAdmin', 'answerRevocation'],
      ['colleague', 'declareInterest'],
    ],
    [
      'permitGranted',
      ['permitOfficer', 'completePermit'],
      ['applicant', 'message'],
      ['approver', 'note'],
      ['firmAdmin', 'reportChange'],
      ['assessor', 'askBack'],
      ['intake', 'acknowledge'],
      ['applicant', 'reportEnd'],
      ['approver', 'proposeRevocation'],
      ['firmAdmin', 'answerRevocation'],
      ['colleague', 'declareInterest'],
    ],
    ['notRecommended', ['applicant', 'message'], ['approver', 'note'], [CLOCK, 'extend', { outageId: 0 }]],
    [
      'underReview',
      ['applicant', 'message'],
      ['panel', 'note'],
      ['panel', 'claim'],
      ['panel', 'handOver'],
      ['panelWhoAssesses', 'declareInterest'],
      [CLOCK, 'extend', { outageId: 0 }],
    ],
  ]
  /** What the candidate says in every state, below. */
  const CONSENTS = ['recordConsent', 'withdrawConsent', 'settleConsent', 'sign']
  /** These wait for a day, or for what was recommended: they have tests of their own below, as has what was announced and goes with the case. */
  const later = [
    'escalate',
    'remind',
    'meetCondition',
    'confirmCondition',
    'pauseLimit',
    'resumeLimit',
    'recompute',
    ...CONSENTS,
  ]

  test.each(written)('in %s', async (state, ...lines) => {
    const one = await world.caseIn(state)
    const { version } = await one.row()
    for (const [who, entry, input] of lines) {
      const { rows } = await world.admin.query<{ id: number }>(
        'select max(id) as id from attachments where case_id = $1',
        [one.id],
      )
      await one.do(who, entry, {
        ...(input && 'remove' in input && { remove: rows[0]?.id }),
        ...(input && 'to' in input && { to: world.person(input.to as Name).id }), // the lines above name one of ours
        ...(input && 'outageId' in input && { outageId: await outage() }),
      })
    }
    const talent = await world.candidateOf(one)
    await one.do(talent, 'withdrawConsent', { about: 'medical' })
    if (entriesIn(state).has('settleConsent'))
      await one.do('intake', 'settleConsent', { about: 'medical', how: 'The law asks for it.' })
    await one.do(talent, 'recordConsent', { about: 'medical' })
    if (entriesIn(state).has('sign')) {
      const page = { caseId: one.id, speaker: talent.speaker }
      const { digest } = await world.app.get(SignedPapers).toSign(page, 'commitment')
      const strokes = [...Array(30).keys()].map((at) => `${at * 20} ${(at * 37) % 200}`).join(' ')
      await one.do(talent, 'sign', { paper: 'commitment', digest, strokes, openedBy: 'pin', confirmed: true })
    }
    expect(await one.row()).toMatchObject({ state, version })
    const expected = [...entriesIn(state).keys()].filter(
      (entry) => !later.includes(entry) && (entry !== 'answerIntention' || state === 'awaitingDecision'),
    )
    expect(lines.map(([, entry]) => entry).sort()).toEqual(expected.sort())
  })

  test('an intention that was announced is answered under assessment, or while the firm corrects', async () => {
    for (const corrects of [false, true]) {
      const one = await world.caseIn('awaitingDecision')
      await one.do('approver', 'announceRefusal')
      await one.do('approver', 'returnToAssessment')
      if (corrects) await one.do('assessor', 'requestCorrection')
      await one.do('applicant', 'answerIntention')
      expect(await refusal(one, 'applicant', 'answerIntention')).toEqual(['intentionOpen'])
    }
  })

  test.each(['submitted', 'underAssessment', 'awaitingDecision', 'recommended', 'underReview'] as const)(
    'the clock tells the supervisor once that a case is overdue, in %s',
    async (state) => {
      const one = await world.caseIn(state)
      const { dueOn } = await one.row()
      world.at(dueOn ?? '')
      expect(await refusal(one, CLOCK, 'escalate')).toEqual(['timeIsUp'])
      world.at('2027-06-30')
      await one.do(CLOCK, 'escalate')
      expect(await refusal(one, CLOCK, 'escalate')).toEqual(['notEscalated'])
    },
  )

  test('the clock counts the days again when a day off has been added, in every state that has days', async () => {
    const states = ['submitted', 'awaitingCorrection', 'underAssessment', 'awaitingDecision', 'recommended'] as const
    const cases = new Map<string, Case>()
    for (const state of [...states, 'notRecommended', 'underReview'] as const)
      cases.set(state, await world.caseIn(state))
    const { rows: added } = await world.admin.query<{ id: number }>(`
      insert into reference (kind, key, effective_from, body, approved_at)
      select kind, key, '2026-11-24', jsonb_set(body, '{off}', body -> 'off' || jsonb_agg(jsonb_build_object('from', d, 'to', d, 'name', '{"zh": "台风", "en": "Typhoon"}'::jsonb))), now()
      from reference, unnest(array['2026-11-25', '2026-12-24', '2027-01-25']) d
      where kind = 'calendar' and key = left(d, 4) group by kind, key, body returning id`)
    const refresh = async () => (await world.worker()).get(Reference).refresh()
    await refresh()
    const days: Record<string, string | null> = {}
    for (const [state, one] of cases) {
      await one.do(CLOCK, 'recompute')
      days[state] = (await one.row()).dueOn
    }
    expect(days).toEqual({
      submitted: '2026-12-02',
      awaitingCorrection: '2026-12-25',
      underAssessment: '2026-12-09',
      awaitingDecision: '2026-11-27',
      recommended: '2026-11-26',
      notRecommended: '2027-01-26',
      underReview: '2027-01-26',
    })
    await world.admin.query('delete from reference where id = any ($1)', [added.map(({ id }) => id)])
    await refresh()
  })

  test('the clock counts no days again while the calendar leaves them as they are', async () => {
    const one = await world.caseIn('submitted')
    expect(await refusal(one, CLOCK, 'recompute')).toEqual(['nothingChanged'])
  })

  test('a decision waits while no route of a recommendation is in force', async () => {
    const one = await world.caseIn('awaitingDecision')
    expect(await refusal(one, CLOCK, 'pauseLimit')).toEqual(['routesEnded'])
    world.at('2027-01-02')
    await one.do(CLOCK, 'pauseLimit')
    expect(await refusal(one, CLOCK, 'pauseLimit')).toEqual(['routesEnded'])
    expect(await refusal(one, CLOCK, 'resumeLimit')).toEqual(['routesBack'])
    world.at('2026-12-31') // the plan's last day
    await one.do(CLOCK, 'resumeLimit')
    expect(await refusal(one, CLOCK, 'resumeLimit')).toEqual(['routesBack'])
  })

  test('of a correction, the end of a permit and a letter received there is a reminder, each time once', async () => {
    const one = await world.caseIn('awaitingCorrection') // due on 24 December
    const two = await world.caseIn('letterReceived')
    await two.do('permitOfficer', 'recordGranted', { grantedOn: '2026-11-24', validUntil: '2027-11-23' })
    const three = await world.caseIn('letterReceived')
    const days: [Case, string, number | null][] = [
      [one, '2026-12-16', null],
      [one, '2026-12-17', 7],
      [one, '2026-12-20', null],
      [one, '2026-12-22', 3],
      [one, '2026-12-24', 1],
      [two, '2027-07-25', null],
      [two, '2027-07-26', 120],
      [two, '2027-07-27', null],
      [two, '2027-10-01', 60],
      [two, '2027-11-20', 30],
      [two, '2027-11-22', null],
      [two, '2027-12-01', null],
      [three, '2026-12-23', null],
      [three, '2026-12-24', 30],
      [three, '2027-01-22', null],
      [three, '2027-02-28', 90],
      [three, '2027-12-31', null],
    ]
    for (const [which, day, reminded] of days) {
      world.at(day)
      if (reminded === null) expect([day, await refusal(which, CLOCK, 'remind')]).toEqual([day, ['reminderDue']])
      else await which.do(CLOCK, 'remind')
    }
    const { rows } = await world.admin.query(
      `select e.case_id = $1 as one, t.content ->> 'days' as days from events e join event_contents t using (case_id, seq)
       where e.action = 'remind' and e.case_id in ($1, $2, $3) order by e.case_id, e.seq`,
      [one.id, two.id, three.id],
    )
    expect(rows.map(({ days }) => days)).toEqual(['7', '3', '1', '120', '60', '30', '30', '90'])
  })

  test('a permit is recorded with its number and days, or they follow by an act of their own, and reminders count by them', async () => {
    const [known, one] = [await world.caseIn('letterReceived'), await world.caseIn('letterReceived')]
    const days = { permitNumber: '310000001234567', validFrom: '2026-11-24', validUntil: '2027-06-30' }
    const later = { detailsLater: undefined }
    const missing = ['permitNumber required', 'validFrom required', 'validUntil required']
    expect(await refusal(one, 'permitOfficer', 'recordGranted', later)).toEqual(missing)
    expect(
      await refusal(one, 'permitOfficer', 'recordGranted', { detailsLater: false, validUntil: '2027-06-30' }),
    ).toEqual(missing.slice(0, 2))
    await known.do('permitOfficer', 'recordGranted', { ...later, ...days })
    await one.do('permitOfficer', 'recordGranted', { permitClass: 'B' })
    expect(await refusal(one, CLOCK, 'remind')).toEqual(['reminderDue'])

    expect(await refusal(one, 'approver', 'completePermit')).toBe('never')
    const emptied = { permitNumber: undefined, validFrom: undefined, validUntil: undefined }
    expect(await refusal(one, 'permitOfficer', 'completePermit', emptied)).toEqual(missing)
    expect(await refusal(one, 'permitOfficer', 'completePermit', { ...days, validFrom: '2027-07-01' })).toEqual([
      'validUntil endsBefore',
    ])
    const mistyped = { ...days, grantedOn: '2026-10-01', validFrom: '2025-01-01', validUntil: '2025-06-30' }
    expect(await refusal(one, 'permitOfficer', 'completePermit', mistyped)).toEqual([
      'grantedOn beforeFiled',
      'validUntil beforeFiled',
    ])
    // a permit lasts 60 months at most: 2126 is meant to be 2026, and nobody is reminded in a hundred years
    for (const [wrong, said] of [
      [{ validUntil: '2031-11-25' }, 'validUntil lastsTooLong'],
      [{ validFrom: '2126-11-24', validUntil: '2127-06-30' }, 'validFrom beginsTooLate'],
    ] as const) {
      expect(await refusal(known, 'permitOfficer', 'completePermit', { ...days, ...wrong })).toEqual([said])
      expect(await refusal(one, 'permitOfficer', 'completePermit', { ...days, ...wrong })).toEqual([said])
    }
    // everything that is wrong at once, each day once
    const astray = { ...days, grantedOn: '2126-11-24', validFrom: '2126-11-24', validUntil: '2026-12-20' }
    expect(await refusal(one, 'permitOfficer', 'completePermit', astray)).toEqual([
      ...['grantedOn grantedLater', 'validFrom beginsTooLate', 'validUntil endsBefore'],
    ])
    await known.do('permitOfficer', 'completePermit', { ...days, validUntil: '2031-11-24' })
    world.at('2026-11-25')
    const reissued = await world.caseIn('letterReceived')
    const [before, firstDay] = ['2026-11-24', '2026-11-25'].map((grantedOn) => ({ ...later, ...days, grantedOn }))
    await world.admin.query("update cases set filed_on = '2026-11-20' where id = $1", [reissued.id])
    expect(await refusal(reissued, 'permitOfficer', 'recordGranted', before)).toEqual(['grantedOn beforeLetter'])
    await reissued.do('permitOfficer', 'recordGranted', firstDay)
    await one.do('permitOfficer', 'completePermit', days)
    world.at('2027-03-02') // 120 days before the last one
    await one.do(CLOCK, 'remind')
    expect(await refusal(one, CLOCK, 'remind')).toEqual(['reminderDue'])
    // the day was wrong: what was reminded of before counts no more
    await one.do('permitOfficer', 'completePermit', { ...days, validUntil: '2027-12-31' })
    world.at('2027-09-01')
    expect(await refusal(one, CLOCK, 'remind')).toEqual(['reminderDue'])
    world.at('2027-09-02')
    await one.do(CLOCK, 'remind')
    const { rows } = await world.admin.query(
      `select e.action, t.content ->> 'validUntil' as until, t.content ->> 'detailsLater' as later
       from events e join event_contents t using (case_id, seq)
       where e.case_id = $1 and e.action in ('recordGranted', 'completePermit') order by e.seq`,
      [one.id],
    )
    expect(rows).toEqual([
      { action: 'recordGranted', until: null, later: 'true' },
      { action: 'completePermit', until: '2027-06-30', later: null },
      { action: 'completePermit', until: '2027-12-31', later: null },
    ])
    world.at(MORNING)
  })

  test('a recommendation against an opinion, or while an intended refusal runs, says that it is known', async () => {
    const one = await world.caseIn('underAssessment')
    await one.do('bothHats', 'report', { opinion: 'against' })
    await one.do('approver', 'announceRefusal')
    expect(await refusal(one, 'approver', 'recommend', { despite: undefined })).toEqual(['despite unacknowledged'])
    expect(await refusal(one, 'approver', 'recommend', { despite: ['opinionAgainst'] })).toEqual([
      'despite unacknowledged',
    ])
    await one.do('approver', 'recommend', { despite: ['opinionAgainst', 'refusalAnnounced', 'opinionMissing'] })
    const fine = await world.caseIn('awaitingDecision')
    await fine.do('approver', 'recommend', { despite: ['opinionAgainst'] })
    const { rows } = await world.admin.query(
      `select e.case_id = $1 as against, t.content -> 'despite' as despite from events e
       join event_contents t using (case_id, seq) where e.action = 'recommend' and e.case_id in ($1, $2) order by e.case_id`,
      [one.id, fine.id],
    )
    // what there was, whatever else was ticked
    expect(rows).toEqual([
      { against: true, despite: ['opinionAgainst', 'refusalAnnounced'] },
      { against: false, despite: null },
    ])
  })

  test('a recommendation although a correction was proposed says so, until the firm is asked for one', async () => {
    const [ignored, asked] = [await world.caseIn('underAssessment'), await world.caseIn('underAssessment')]
    await play(
      ignored,
      ['assessor', 'proposeCorrection', 'underAssessment'],
      ['assessor', 'report', 'awaitingDecision'],
    )
    expect(await refusal(ignored, 'approver', 'recommend', { despite: undefined })).toEqual(['despite unacknowledged'])
    await play(ignored, ['approver', 'recommend', 'recommended', { despite: ['correctionProposed'] }])
    await play(
      asked,
      ['assessor', 'proposeCorrection', 'underAssessment'],
      ['assessor', 'requestCorrection', 'awaitingCorrection'],
      ['applicant', 'resubmit', 'underAssessment'],
      ['assessor', 'report', 'awaitingDecision'],
      ['approver', 'recommend', 'recommended', { despite: undefined }],
    )
  })

  test('a condition of the recommendation is reported as met and confirmed, once each, wherever the letter is', async () => {
    const one = await world.caseIn('awaitingDecision')
    await one.do('approver', 'recommend', { conditions: 'One employer only.\n\nA course on advertising law.\nThird.' })
    await one.makeLetter()
    await one.do('applicant', 'meetCondition', { condition: 2, how: 'The certificate of the course.' })
    expect(await refusal(one, 'applicant', 'meetCondition', { condition: 2, how: 'Again.' })).toEqual([
      'condition noSuchCondition',
    ])
    expect(await refusal(one, 'applicant', 'meetCondition', { condition: 4, how: 'No such.' })).toEqual([
      'condition noSuchCondition',
    ])
    await one.do('assessor', 'confirmCondition', { condition: 2 })
    await one.do('permitOfficer', 'receiveLetter')
    await one.do('firmAdmin', 'meetCondition', { condition: 1, how: 'The contract says so.' })
    await one.do('intake', 'confirmCondition', { condition: 1 })
    await one.do('permitOfficer', 'recordGranted')
    await one.do('firmAdmin', 'meetCondition', { condition: 3, how: 'Done.' })
    await one.do('approver', 'confirmCondition', { condition: 3 })
    expect(await refusal(one, 'applicant', 'meetCondition', { condition: 1, how: 'Again.' })).toEqual([
      'conditionsOpen',
    ])
  })
})

describe('four eyes', () => {
  test('who has assessed does not decide, in any round', async () => {
    const one = await world.caseIn('underAssessment')
    await one.do('bothHats', 'report')
    for (const action of ['recommend', 'refuse', 'returnToAssessment'])
      expect(await refusal(one, 'bothHats', action)).toEqual(['hasNotAssessed'])
    await one.do('approver', 'returnToAssessment')
    await one.do('assessor', 'report')
    expect(await refusal(one, 'bothHats', 'recommend')).toEqual(['hasNotAssessed'])
    await one.do('approver', 'recommend')
  })

  test('a department reports once a round', async () => {
    const one = await world.caseIn('submitted')
    await one.do('intake', 'accept', naming('commerce', 'culture'))
    await one.do('assessor', 'report')
    expect(await refusal(one, 'colleague', 'report')).toEqual(['departmentNotReported'])
    expect(await refusal(one, 'marketAssessor', 'report')).toBe('unseen')
    expect(await refusal(one, 'cultureAssessor', 'consult', { department: 'market' })).toBe('never')
    await one.do('cultureAssessor', 'report')
    await one.do('approver', 'returnToAssessment')
    await one.do('colleague', 'report')
    const { rows } = await world.admin.query(
      'select round, count(*)::int as n from assessments where case_id = $1 group by 1 order by 1',
      [one.id],
    )
    expect(rows).toEqual([
      { round: 1, n: 2 },
      { round: 2, n: 1 },
    ])
  })

  test('who has declared an interest stands aside, everywhere', async () => {
    const one = await world.caseIn('submitted')
    await one.do('intake', 'declareInterest')
    for (const action of ['accept', 'requestCorrection', 'declineToAccept'])
      expect(await refusal(one, 'intake', action)).toEqual(['noInterest'])
    const two = await world.caseIn('awaitingDecision')
    await two.do('approver', 'claim')
    expect(await refusal(two, 'otherApprover', 'claim')).toHaveLength(1)
    await two.do('approver', 'declareInterest')
    expect(await refusal(two, 'approver', 'claim')).toEqual(['noInterest'])
    // and what stood aside no longer holds the case
    await two.do('otherApprover', 'claim')
    expect(await refusal(two, 'approver', 'recommend')).toEqual(['noInterest'])
    await two.do('otherApprover', 'recommend')
  })

  test('a review is done once, by somebody who has touched nothing; then another approver decides', async () => {
    const one = await world.caseIn('underAssessment')
    await one.do('panelWhoAssesses', 'note')
    await one.walk([
      ['assessor', 'report'],
      ['approver', 'refuse'],
      ['applicant', 'requestReview'],
    ])
    expect(await refusal(one, 'approver', 'overturnRefusal')).toBe('never')
    for (const action of ['upholdRefusal', 'overturnRefusal', 'claim'])
      expect(await refusal(one, 'panelWhoAssesses', action)).toEqual(['hasTouchedNothing'])
    await one.do('panel', 'note')
    await one.do('panel', 'overturnRefusal')
    for (const action of ['recommend', 'refuse'])
      expect(await refusal(one, 'approver', action)).toEqual(['anotherAfterRefusal'])
    await one.do('otherApprover', 'refuse')
    expect(await refusal(one, 'applicant', 'requestReview')).toEqual(['notReviewedYet'])
  })

  test('before a review the panel does not see the case; afterwards it still does', async () => {
    const one = await world.caseIn('notRecommended')
    expect(await refusal(one, 'panel', 'note')).toBe('unseen')
    await one.do('applicant', 'requestReview')
    await one.do('panel', 'upholdRefusal')
    expect(await refusal(one, 'panel', 'upholdRefusal')).toEqual(['notInThisState'])
  })
})

describe('corrections', () => {
  test('two rounds, and no third', async () => {
    const one = await world.caseIn('awaitingCorrection')
    await one.do('applicant', 'resubmit')
    await one.do('intake', 'requestCorrection', asking('resume'))
    await one.do('applicant', 'resubmit')
    expect(await refusal(one, 'intake', 'requestCorrection', asking('photo'))).toEqual(['correctionsLeft'])
    await one.do('intake', 'accept')
    expect(await refusal(one, 'assessor', 'requestCorrection', asking('photo'))).toEqual(['correctionsLeft'])
  })

  test('the same is not asked for twice, unless an approver has given a reason since', async () => {
    const one = await world.caseIn('submitted')
    const again = {
      items: [{ on: 'contract', what: 'Still unreadable.', repeatReason: 'The new scan is of another page.' }],
    }
    await one.do('approver', 'proposeCorrection', asking('contract'))
    await one.do('intake', 'requestCorrection', asking('contract', 'photo'))
    await one.do('applicant', 'resubmit')
    await one.do('intake', 'accept')
    const repeated = ['items.1.on askedBefore']
    expect(await refusal(one, 'assessor', 'requestCorrection', asking('resume', 'contract'))).toEqual(repeated)
    await one.do('assessor', 'proposeCorrection', again)
    expect(await refusal(one, 'assessor', 'requestCorrection', asking('resume', 'contract'))).toEqual(repeated)
    await one.do('approver', 'proposeCorrection', asking('contract'))
    expect(await refusal(one, 'assessor', 'requestCorrection', asking('resume', 'contract'))).toEqual(repeated)
    await one.do('approver', 'proposeCorrection', again)
    expect(await refusal(one, 'assessor', 'requestCorrection', asking('contract', 'photo'))).toEqual(repeated)
    await one.do('assessor', 'requestCorrection', asking('contract', 'resume'))
  })

  test('what the application does not have cannot be asked for', async () => {
    const one = await world.caseIn('submitted')
    expect(await refusal(one, 'intake', 'requestCorrection', asking('contract', 'document:degree'))).toEqual([
      'items.1.on noSuchPlace',
    ])
    expect(await refusal(one, 'approver', 'proposeCorrection', asking('nothing'))).toEqual(['items.0.on noSuchPlace'])
    const named = [
      'degree',
      'documents.photo',
      'talent.passport.number',
      'talent.resume.1.from',
      'talent',
      'section:talent',
    ]
    await one.do('intake', 'requestCorrection', asking(...named))
  })

  test('what stops submitting stops the correction too', async () => {
    const one = await world.caseIn('awaitingCorrection')
    const { rows } = await world.admin.query<{ id: number }>(
      `select id from attachments where case_id = $1 and kind = 'contract'`,
      [one.id],
    )
    await one.do('applicant', 'attachFile', { remove: rows[0]?.id })
    expect(await refusal(one, 'applicant', 'resubmit')).toEqual(['missing:contract'])
  })
})

describe('claims', () => {
  test('one person of a department holds a case, and hands it to a colleague or back', async () => {
    const one = await world.caseIn('submitted')
    await one.do('intake', 'accept', naming('commerce', 'culture'))
    await one.do('assessor', 'claim')
    expect(await refusal(one, 'colleague', 'claim')).toEqual(['unclaimed'])
    await one.do('cultureAssessor', 'claim')
    expect(await refusal(one, 'colleague', 'handOver')).toBe('never')
    expect(await refusal(one, 'assessor', 'handOver', { to: world.person('cultureAssessor').id })).toEqual([
      'to noSuchColleague',
    ])
    // nobody gives a case back by leaving the choice empty
    expect(await refusal(one, 'assessor', 'handOver', { to: '' })).toEqual(['to notChosen'])
    await one.do('assessor', 'handOver', { to: world.person('colleague').id })
    await one.do('supervisor', 'handOver', { to: world.person('assessor').id })
    await one.do('assessor', 'handOver')
    const { rows } = await world.admin.query('select person_id from claims where case_id = $1', [one.id])
    expect(rows).toEqual([{ person_id: world.person('cultureAssessor').id }])
    expect(await refusal(one, 'supervisor', 'handOver')).toEqual(['claimed'])
  })
})

describe('everything that the chart allows was done', () => {
  test('every edge, with the state in the row', () => {
    const edges = STATES.flatMap((state) =>
      [...edgesFrom(state)].flatMap(([action, to]) => to.map(({ target }) => `${state} ${action} ${target}`)),
    )
    expect(edges.length).toBe(36)
    expect(edges.filter((edge) => !world.taken.has(edge))).toEqual([])
  })

  test('every entry, in every state', () => {
    const entries = STATES.flatMap((state) => [...entriesIn(state).keys()].map((entry) => `${state} ${entry} ${state}`))
    expect(entries.length).toBe(148)
    expect(entries.filter((entry) => !world.taken.has(entry))).toEqual([])
  })

  test('and nothing else', () => {
    const possible = STATES.flatMap((state) => [
      ...[...edgesFrom(state)].flatMap(([action, to]) => to.map(({ target }) => `${state} ${action} ${target}`)),
      ...[...entriesIn(state).keys()].map((entry) => `${state} ${entry} ${state}`),
    ])
    expect([...world.taken].filter((step) => !possible.includes(step))).toEqual([])
  })

  test('after an end, nothing at all', async () => {
    for (const state of ['discarded', 'notAccepted', 'withdrawn', 'permitRefused', 'letterRevoked'] as const) {
      expect(isFinal(state)).toBe(true)
      const one = await world.caseIn(state)
      // of a permit whose letter is revoked there is still something to say
      if (state !== 'letterRevoked') expect(await refusal(one, 'applicant', 'message')).toEqual(['notInThisState'])
      expect(await refusal(one, 'applicant', 'withdraw')).toEqual(['notInThisState'])
    }
  })
})
