/** Races over two processes on one database (2,000 rounds of sixteen in the long run): of everything that can be done once, one does it, the others are told, and nothing is lost or doubled. */
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { rounds } from '../long.js'
import { fc } from '../properties.js'
import { Contest } from './contest.js'
import { inputOf, paperOf } from './inputs.js'
import { eventsOf, historyFaults } from './looking.js'
import type { Name } from './population.js'
import type { Answer, Call } from './rival.js'
import { type Case, World } from './world.js'

jest.setTimeout(600_000) // the long run

let world: World
let contest: Contest

beforeAll(async () => {
  world = await World.open()
  contest = await Contest.open(world)
})

afterAll(async () => {
  await contest?.close()
  await world.close()
})

afterEach(async () => {
  expect(await historyFaults(world.admin)).toEqual([])
})

const call = (who: Name, action: string, one: Case | null, more: Partial<Call> = {}): Call => ({
  actor: world.person(who),
  action,
  ...(one && { caseId: one.id }),
  input: inputOf(action, world.authorityOf(world.person(who))) ?? {},
  ...more,
})
const times = <Made>(count: number, make: (index: number) => Made): Made[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** How often each answer was given; outcomes count as `done` or `repeated`. */
function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { outcome, refused, fault } of answers) {
    const key = fault ?? refused ?? (outcome?.repeated ? 'repeated' : 'done')
    counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

const happened = async (one: Case, action: string): Promise<number> =>
  (await eventsOf(world.admin, one.id)).filter((event) => event.action === action).length

describe('16 at once', () => {
  test('the same submit, under one name: done once, and everybody gets that outcome', async () => {
    for (let round = 0; round < rounds(400, 40); round++) {
      const one = await world.draft()
      const answers = await contest.race(
        times(16, () => call('applicant', 'submit', one, { version: 1, requestId: 'the same' })),
      )
      expect(tally(answers)).toEqual({ done: 1, repeated: 15 })
      const { caseId, seq, state, version } = answers[0]?.outcome ?? {}
      for (const { outcome } of answers) expect(outcome).toMatchObject({ caseId, seq, state, version })
      expect([await happened(one, 'submit'), await one.state()]).toEqual([1, 'submitted'])
    }
  })

  test('a submit each, of the version that all have seen: one wins, the others are told that the case has changed', async () => {
    for (let round = 0; round < rounds(400, 40); round++) {
      const one = await world.draft()
      const answers = await contest.race(
        times(16, (index) =>
          call(index % 3 ? 'applicant' : 'firmAdmin', 'submit', one, { version: 1, requestId: `${index}` }),
        ),
      )
      expect(tally(answers)).toEqual({ done: 1, stale: 15 })
      const { rows } = await world.admin.query('select seq from submissions where case_id = $1', [one.id])
      expect(rows.length).toBe(1)
    }
  })

  test('and without a version: the others are told that it is not possible any more', async () => {
    const one = await world.draft()
    const answers = await contest.race(times(16, () => call('applicant', 'submit', one)))
    expect(tally(answers)).toEqual({ done: 1, notInThisState: 15 })
  })

  test('the same start is one draft', async () => {
    for (let round = 0; round < rounds(200, 20); round++) {
      const answers = await contest.race(
        times(16, () => call('applicant', 'start', null, { requestId: `start ${round}` })),
      )
      expect(tally(answers)).toEqual({ done: 1, repeated: 15 })
      expect(new Set(answers.map(({ outcome }) => outcome?.caseId)).size).toBe(1)
    }
  })

  test('recommend against refuse: one decision', async () => {
    for (let round = 0; round < rounds(400, 40); round++) {
      const one = await world.caseIn('awaitingDecision')
      const answers = await contest.race(
        times(16, (index) =>
          call(index % 4 < 2 ? 'approver' : 'otherApprover', index % 3 ? 'recommend' : 'refuse', one, {
            version: 4,
            requestId: `${index}`,
          }),
        ),
      )
      expect(tally(answers)).toEqual({ done: 1, stale: 15 })
      const state = answers.find(({ outcome }) => outcome)?.outcome?.state
      const { rows } = await world.admin.query('select id from letters where case_id = $1', [one.id])
      expect({ state: await one.state(), letters: rows.length }).toEqual({
        state,
        letters: state === 'recommended' ? 1 : 0,
      })
    }
  })

  test('a case is claimed by one of a department', async () => {
    const people: Name[] = [
      'assessor',
      'colleague',
      'approver',
      'otherApprover',
      'bothHats',
      'supervisor',
      'intake',
      'panelWhoAssesses',
    ]
    for (let round = 0; round < rounds(200, 20); round++) {
      const one = await world.caseIn('underAssessment')
      const answers = await contest.race([...people, ...people].map((who) => call(who, 'claim', one)))
      expect(tally(answers)).toEqual({ done: 1, unclaimed: 15 })
      const { rows } = await world.admin.query<{ person_id: number }>(
        'select person_id from claims where case_id = $1',
        [one.id],
      )
      const winner = answers.findIndex(({ outcome }) => outcome) % people.length
      expect(rows).toEqual([{ person_id: world.person(people[winner] ?? 'rival').id }])
    }
  })
})

describe('two departments’ last reports at once', () => {
  const departments: Name[] = ['assessor', 'cultureAssessor', 'marketAssessor']

  test('are both kept, and the later one moves the case', async () => {
    for (let round = 0; round < rounds(400, 40); round++) {
      const one = await world.caseIn('submitted')
      await one.do('intake', 'accept', { departments: ['commerce', 'culture', 'market'] })
      const answers = await contest.race(
        [...departments, ...departments].map((who) => call(who, 'report', one, { requestId: 'my report' })),
      )
      expect(tally(answers)).toEqual({ done: 3, repeated: 3 })
      const moved = answers.filter(
        ({ outcome }) => outcome && !outcome.repeated && outcome.state === 'awaitingDecision',
      )
      const { rows } = await world.admin.query('select authority_id from assessments where case_id = $1', [one.id])
      expect({ moved: moved.length, kept: rows.length, state: await one.state() }).toEqual({
        moved: 1,
        kept: 3,
        state: 'awaitingDecision',
      })
    }
  })

  test('of a version that both have seen: one is kept, the other one is told, and sends it again', async () => {
    const one = await world.caseIn('submitted')
    await one.do('intake', 'accept', { departments: ['commerce', 'culture'] })
    const calls = (['assessor', 'cultureAssessor'] as const).map((who) => call(who, 'report', one, { version: 3 }))
    const answers = await contest.race(calls)
    expect(tally(answers)).toEqual({ done: 1, stale: 1 })
    expect(await one.state()).toBe('underAssessment')
    const loser = answers[0]?.refused ? 'assessor' : 'cultureAssessor'
    await one.do(loser, 'report')
    expect(await one.state()).toBe('awaitingDecision')
  })
})

describe('entries at once', () => {
  test('different answers are all kept', async () => {
    const one = await world.draft()
    const answers = await contest.race(
      times(16, (index) =>
        call('applicant', 'saveAnswers', one, { input: { answers: { engagement: { [`note${index}`]: `${index}` } } } }),
      ),
    )
    expect(tally(answers)).toEqual({ done: 16 })
    const { rows } = await world.admin.query('select answers -> $2 as kept, answers_version from cases where id = $1', [
      one.id,
      'engagement',
    ])
    expect(rows[0]).toMatchObject({
      answers_version: 17,
      kept: Object.fromEntries(times(16, (index) => [`note${index}`, `${index}`])),
    })
  })

  test('answers laid over the same version: one is kept, the others are told', async () => {
    const one = await world.draft()
    const save = (index: number) =>
      call('applicant', 'saveAnswers', one, {
        input: { answersVersion: 1, answers: { engagement: { post: `${index}` } } },
      })
    expect(tally(await contest.race(times(16, save)))).toEqual({ done: 1, stale: 15 })
  })

  test('papers of one kind take each other’s place, and one stands', async () => {
    const one = await world.draft()
    const answers = await contest.race(
      times(16, () => call('applicant', 'attachFile', one, { input: paperOf({ kind: 'contract' }) })),
    )
    expect(tally(answers)).toEqual({ done: 16 })
    const { rows } = await world.admin.query(
      `select replaced_at is null as stands, count(*)::int as n from attachments where case_id = $1 and kind = 'contract' group by 1 order by 1`,
      [one.id],
    )
    expect(rows).toEqual([
      { stands: false, n: 16 },
      { stands: true, n: 1 },
    ])
  })
})

describe('the numbers of letters', () => {
  test('have no gap and no double, whatever is taken back', async () => {
    let issued = 0
    for (let round = 0; round < rounds(20); round++) {
      const ready: Case[] = []
      for (let made = 0; made < 16; made++) ready.push(await world.caseIn('awaitingDecision'))
      const answers = await contest.race(
        ready.map((one, index) =>
          call(index % 2 ? 'approver' : 'otherApprover', 'recommend', one, { version: 4, takeBack: index % 3 === 1 }),
        ),
      )
      expect(tally(answers)).toEqual({ done: 11, 'taken back': 5 })
      issued += 11
    }
    const { rows } = await world.admin.query<{ first: number; last: number; n: number; numbers: number }>(
      'select min(serial) as first, max(serial) as last, count(*)::int as n, count(distinct number)::int as numbers from letters',
    )
    const { n = 0 } = rows[0] ?? {}
    expect(rows).toEqual([{ first: 1, last: n, n, numbers: n }])
    expect(n).toBeGreaterThanOrEqual(issued)
    const jobs = await world.admin.query(
      `select count(*)::int as n from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'makeLetter'`,
    )
    expect(jobs.rows).toEqual([{ n }])
  })
})

test('whatever two processes do to a few cases at once, each outcome is one event, and the history holds', async () => {
  const people: Name[] = [
    'applicant',
    'firmAdmin',
    'intake',
    'assessor',
    'colleague',
    'cultureAssessor',
    'approver',
    'otherApprover',
    'bothHats',
    'supervisor',
    'panel',
  ]
  const actions = [
    'submit',
    'accept',
    'requestCorrection',
    'resubmit',
    'report',
    'consult',
    'recommend',
    'refuse',
    'returnToAssessment',
    'requestReview',
    'overturnRefusal',
    'upholdRefusal',
    'claim',
    'handOver',
    'note',
    'message',
    'read',
  ]
  const cases = [await world.draft(), await world.caseIn('submitted'), await world.caseIn('awaitingDecision')]
  const before: number[] = []
  for (const { id } of cases) before.push((await eventsOf(world.admin, id)).length)
  const done: NonNullable<Answer['outcome']>[] = []
  const faults: string[] = []
  const random = fc.array(
    fc.record({ who: fc.constantFrom(...people), action: fc.constantFrom(...actions), at: fc.nat(2) }),
    { minLength: 24, maxLength: 24 },
  )
  for (const [round, calls] of fc.sample(random, rounds(200)).entries()) {
    const answers = await contest.race(
      calls.map(({ who, action, at }, index) =>
        call(who, action, cases[at] ?? null, { requestId: `${round} ${index}` }),
      ),
    )
    for (const { outcome, fault } of answers) {
      if (outcome) done.push(outcome)
      if (fault) faults.push(fault)
    }
  }
  expect(faults.filter((fault) => !/^Error: (not found|forbidden)$/.test(fault))).toEqual([])
  expect(new Set(done.map(({ caseId, seq }) => `${caseId}/${seq}`)).size).toBe(done.length)
  for (const [index, { id }] of cases.entries()) {
    const events = (await eventsOf(world.admin, id)).slice(before[index]).filter(({ action }) => action !== 'readCase')
    expect(events.map(({ seq }) => seq)).toEqual(
      done
        .filter(({ caseId }) => caseId === id)
        .map(({ seq }) => seq)
        .sort((a, b) => a - b),
    )
  }
})
