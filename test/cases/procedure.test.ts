/** The procedure in time: consultations that stop the clock, announced refusals, two assessors, outages, overdue cases, deputies, after care. Dates are literals. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Forbidden, Invalid, NotFound, NotNow } from '../../src/base/errors.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { CLOCK } from '../../src/people/actor.js'
import { settingsOf } from '../../src/people/scope.js'
import { Reference } from '../../src/reference/reference.service.js'
import { historyFaults } from './looking.js'
import type { Name } from './population.js'
import { MORNING } from '../clock.js'
import { type Case, World } from './world.js'

let world: World

beforeAll(async () => {
  world = await World.open()
})
beforeEach(() => world.at(MORNING))
afterAll(async () => {
  expect(await historyFaults(world.admin)).toEqual([])
  await world.close()
})

/** The ledger of a case: reason, from, until, to, days. */
async function ledgerOf(one: Case): Promise<unknown[]> {
  const { rows } = await world.admin.query({
    text: `select reason, from_on::text, until_on::text, to_on::text, days from clock_stops where case_id = $1 order by seq`,
    values: [one.id],
    rowMode: 'array',
  })
  return rows
}
const dueOf = async (one: Case): Promise<string | null> => (await one.row()).dueOn

async function refused(one: Case, who: Name, action: string, input: object = {}): Promise<unknown> {
  try {
    await one.do(who, action, input)
  } catch (error) {
    if (error instanceof NotNow) return error.because.map(({ code }) => code)
    if (error instanceof Invalid) return error.problems.map(({ path, code }) => `${path} ${code}`)
    if (error instanceof Forbidden) return 'never'
    if (error instanceof NotFound) return 'unseen'
    throw error
  }
  throw new Error(`${who} was not refused ${action}`)
}

/** Puts a rule in force, as if two policy editors had; the text of the rule before stays. */
async function settle(key: string, body: object): Promise<void> {
  await world.admin.query(
    `insert into reference (kind, key, effective_from, body, approved_at) values ('procedure', $1, '2026-11-01', $2, now())
     on conflict do nothing`,
    [key, JSON.stringify({ ...body, source: { zh: '测试', en: 'a test' } })],
  )
  await world.app.get(Reference).refresh()
}

describe('a consultation', () => {
  let one: Case
  beforeEach(async () => {
    one = await world.caseIn('underAssessment')
    expect(await dueOf(one)).toBe('2026-12-08')
    world.at('2026-11-26')
    await one.do('assessor', 'consult', { department: 'market' })
  })

  test('has five working days of its own, and the clock goes on when the answer is there', async () => {
    expect(await dueOf(one)).toBe('2026-12-15') // eight days were left on the 26th, and are had after 3 December
    const { rows } = await world.admin.query(
      `select due_on::text from case_parties where case_id = $1 and due_on is not null`,
      [one.id],
    )
    expect(rows).toEqual([{ due_on: '2026-12-03' }])
    world.at('2026-12-01')
    await one.do('marketAssessor', 'report')
    expect(await dueOf(one)).toBe('2026-12-11')
    expect(await ledgerOf(one)).toEqual([['consultation', '2026-11-26', '2026-12-03', '2026-12-01', 3]])
  })

  test('stands in its department’s queue by its own day, until it is answered or the firm is asked for a correction', async () => {
    const reading = world.app.get(ReadingService)
    const dayIn = async (who: Name) => {
      const lines = await reading.list(world.person(who), { tab: 'all', limit: 200 })
      return lines.find(({ id }) => id === one.id)?.ownDueOn
    }
    const listedIn = async (who: Name, tab: 'todo' | 'dueSoon' | 'overdue') =>
      (await reading.list(world.person(who), { tab, limit: 200 })).some(({ id }) => id === one.id)
    const other = await world.caseIn('submitted')
    await other.do('intake', 'accept', { departments: ['market'] }) // due on 10 December
    const todo = (await reading.list(world.person('marketAssessor'), { tab: 'todo', limit: 200 })).map(({ id }) => id)
    expect(todo.indexOf(one.id)).toBeLessThan(todo.indexOf(other.id))
    expect([await dayIn('marketAssessor'), await dayIn('assessor')]).toEqual(['2026-12-03', '2026-12-15'])
    world.at('2026-12-01')
    expect([await listedIn('marketAssessor', 'dueSoon'), await listedIn('assessor', 'dueSoon')]).toEqual([true, false])
    expect(await reading.get(world.person('marketAssessor'), one.id)).toMatchObject({
      case: { ownDueOn: '2026-12-03' },
    })
    world.at('2026-12-04')
    expect([await listedIn('marketAssessor', 'overdue'), await listedIn('assessor', 'overdue')]).toEqual([true, false])
    await one.do('assessor', 'requestCorrection')
    await one.do('applicant', 'resubmit')
    const { dueOn } = await one.row()
    expect(await dayIn('marketAssessor')).toBe(dueOn)
    expect(await listedIn('marketAssessor', 'overdue')).toBe(false)
    await one.do('marketAssessor', 'report')
    expect(await listedIn('marketAssessor', 'todo')).toBe(false)
  })

  test('that is late stops the clock no longer than its own limit', async () => {
    world.at('2026-12-07')
    await one.do('marketAssessor', 'report')
    expect(await dueOf(one)).toBe('2026-12-15')
    expect(await ledgerOf(one)).toEqual([['consultation', '2026-11-26', '2026-12-03', '2026-12-03', 5]])
  })

  test('beside another one: the clock waits for both', async () => {
    world.at('2026-11-27')
    await one.do('assessor', 'consult', { department: 'culture' })
    expect(await dueOf(one)).toBe('2026-12-16')
    world.at('2026-12-01')
    await one.do('marketAssessor', 'report')
    expect(await dueOf(one)).toBe('2026-12-16')
    world.at('2026-12-02')
    await one.do('cultureAssessor', 'report')
    expect(await dueOf(one)).toBe('2026-12-14')
  })

  test('ends when the firm is asked for a correction, and the days that were left stay', async () => {
    world.at('2026-11-27')
    await one.do('assessor', 'requestCorrection')
    expect(await one.row()).toMatchObject({ dueOn: '2026-12-28', daysLeft: 8 })
    world.at('2026-12-01')
    await one.do('applicant', 'resubmit')
    expect(await dueOf(one)).toBe('2026-12-11')
    expect(await ledgerOf(one)).toEqual([
      ['consultation', '2026-11-26', '2026-12-03', '2026-11-27', 1],
      ['correction', '2026-11-27', '2026-12-28', '2026-12-01', 2],
    ])
  })

  test('whose answer is the last one: the decision has its own limit', async () => {
    await one.do('assessor', 'report')
    world.at('2026-12-01')
    await one.do('marketAssessor', 'report')
    expect(await one.row()).toMatchObject({ state: 'awaitingDecision', dueOn: '2026-12-03' })
  })

  test('may be of the commission of the firm’s own district', async () => {
    await one.do('assessor', 'consult', { department: 'district' })
    const { rows } = await world.admin.query(
      `select a.code from case_parties p join authorities a on a.id = p.authority_id where p.case_id = $1 and a.district <> '310000'`,
      [one.id],
    )
    expect(rows).toEqual([{ code: '310105-commerce' }])
  })
})

describe('claims and deputies', () => {
  test('every claim ends when the case goes on to other people, whoever sent it there', async () => {
    const one = await world.caseIn('submitted')
    await one.do('intake', 'accept', { departments: ['commerce', 'culture'] })
    await one.do('assessor', 'claim')
    await one.do('assessor', 'report')
    await one.do('cultureAssessor', 'claim')
    await one.do('cultureAssessor', 'report')
    expect((await world.admin.query('select 1 from claims where case_id = $1', [one.id])).rowCount).toBe(0)
    await one.do('approver', 'claim')
  })

  test('a claim is kept while the firm corrects', async () => {
    const one = await world.caseIn('underAssessment')
    await one.do('assessor', 'claim')
    await one.do('assessor', 'requestCorrection')
    await one.do('applicant', 'resubmit')
    expect(await refused(one, 'colleague', 'claim')).toEqual(['unclaimed'])
  })

  test('the supervisor gives a case to whom they choose, of their own department', async () => {
    const one = await world.caseIn('underAssessment')
    await one.do('supervisor', 'assign', { to: world.person('assessor').id })
    await one.do('supervisor', 'assign', { to: world.person('colleague').id })
    expect(await refused(one, 'assessor', 'claim')).toEqual(['unclaimed'])
    expect(await refused(one, 'supervisor', 'assign', { to: world.person('cultureAssessor').id })).toEqual([
      'to noSuchColleague',
    ])
    expect(await refused(one, 'assessor', 'assign', { to: world.person('assessor').id })).toBe('never')
  })

  test('a deputy finds the cases of the person who is away, and may hand them over, on those days only', async () => {
    const one = await world.caseIn('underAssessment')
    await one.do('assessor', 'claim')
    const { id: away, authorityId } = world.person('assessor')
    await world.admin.query(
      `insert into absences (authority_id, person_id, deputy_id, from_on, to_on, recorded_by, recorded_at)
       values ($1, $2, $3, '2026-11-25', '2026-11-27', $4, now())`,
      [authorityId, away, world.person('colleague').id, world.person('supervisor').id],
    )
    const mine = async () =>
      (await world.app.get(ReadingService).list(world.person('colleague'), { tab: 'mine' })).map(({ id }) => id)
    expect(await mine()).not.toContain(one.id)
    expect(await refused(one, 'colleague', 'handOver')).toBe('never')
    world.at('2026-11-27')
    expect(await mine()).toContain(one.id)
    await one.do('colleague', 'handOver', { to: world.person('colleague').id })
    world.at('2026-11-28')
    expect(await mine()).toContain(one.id)
  })
})

describe('an outage', () => {
  const record = (from: string, to: string) =>
    world.admin.query(
      `insert into outages (from_on, to_on, what, recorded_by, recorded_at) values ($1, $2, '{"zh":"停机","en":"Down"}', $3, now())`,
      [from, to, world.person('systemAdmin').id],
    )

  test('gives every running deadline the days that it took, once, and before the clock strikes', async () => {
    const [draft, submitted, correcting, issued] = [
      await world.caseIn('draft'),
      await world.caseIn('submitted'),
      await world.caseIn('awaitingCorrection'),
      await world.caseIn('letterIssued'),
    ]
    world.at('2026-11-27')
    const late = await world.caseIn('submitted') // due on 4 December
    await record('2026-12-02', '2026-12-03')
    world.at('2026-12-04')
    const tasks = await world.tasks()
    await tasks.runMinute()
    await tasks.runMinute()
    expect(await dueOf(draft)).toBeNull()
    expect(await dueOf(submitted)).toBe('2026-12-01') // its day was over before
    expect(await one(correcting)).toEqual(['awaitingCorrection', '2026-12-28']) // two days after the 24th is a Saturday, so the Monday
    expect(await dueOf(issued)).toBe('2027-05-24')
    expect(await dueOf(late)).toBe('2026-12-08')
    expect(await ledgerOf(late)).toEqual([['outage', '2026-12-02', '2026-12-03', '2026-12-03', 2]])
    const { rows } = await world.admin.query('select settled_at is not null as settled from outages')
    expect(rows).toEqual([{ settled: true }])
    const events = await world.admin.query(
      `select internal, actor_kind from events where case_id = $1 and action = 'extend'`,
      [late.id],
    )
    expect(events.rows).toEqual([{ internal: false, actor_kind: 'clock' }])
  })

  const one = async (which: Case) => {
    const { state, dueOn } = await which.row()
    return [state, dueOn]
  }

  test('is recorded by the administrator only, in the own name, and never settled by hand', async () => {
    const add = (who: Name, by = world.person(who).id, settled = false) =>
      world.database.transaction(settingsOf(world.person(who)), (tx) =>
        tx.query(
          `insert into outages (from_on, to_on, what, recorded_by, recorded_at, settled_at) values ('2026-11-01', '2026-11-02', '{}', $1, now(), $2)`,
          [by, settled ? world.clock.now() : null],
        ),
      )
    await expect(add('supervisor')).rejects.toThrow('row-level security')
    await expect(add('systemAdmin', world.person('supervisor').id)).rejects.toThrow('row-level security')
    await expect(add('systemAdmin', undefined, true)).rejects.toThrow('row-level security')
  })
})

test('what is overdue is told to the supervisor once, and stands in their list', async () => {
  const late = await world.caseIn('underAssessment')
  world.at('2026-12-09')
  const tasks = await world.tasks()
  await tasks.runMinute()
  await tasks.runMinute()
  const { rows } = await world.admin.query(
    `select internal, count(*)::int as n from events where case_id = $1 and action = 'escalate' group by 1`,
    [late.id],
  )
  expect(rows).toEqual([{ internal: true, n: 1 }])
  const reading = world.app.get(ReadingService)
  const lines = await reading.list(world.person('supervisor'), { tab: 'overdue', limit: 200 })
  expect(lines.map(({ id }) => id)).toContain(late.id)
  expect(lines.every(({ dueOn }) => dueOn !== null && dueOn < '2026-12-09')).toBe(true)
  world.at('2026-12-04')
  const soon = await reading.list(world.person('assessor'), { tab: 'dueSoon', limit: 200 })
  expect(soon.map(({ id }) => id)).toContain(late.id) // due on the 8th, the second working day from the 4th
  world.at('2026-12-03')
  expect(
    (await reading.list(world.person('assessor'), { tab: 'dueSoon', limit: 200 })).map(({ id }) => id),
  ).not.toContain(late.id)
})

describe('an extension by the supervisor', () => {
  const because = { days: 3, reason: '平台尚未答复。', reasonEn: 'The platform has not answered.' }

  test('adds working days once in each stage, with a reason that the firm reads', async () => {
    const one = await world.caseIn('underAssessment') // due on 8 December
    expect(await refused(one, 'supervisor', 'extendLimit', { ...because, days: 11 })).toEqual(['days tooMany'])
    expect(await refused(one, 'supervisor', 'extendLimit', { days: 3, reason: '' })).toEqual(['reason required'])
    for (const who of ['assessor', 'approver'] as const)
      expect(await refused(one, who, 'extendLimit', because)).toBe('never')
    expect(await refused(one, 'cultureSupervisor', 'extendLimit', because)).toBe('unseen')
    await one.do('supervisor', 'extendLimit', because)
    expect(await dueOf(one)).toBe('2026-12-11')
    expect(await ledgerOf(one)).toEqual([['extension', '2026-12-08', '2026-12-11', '2026-12-11', 3]])
    expect(await refused(one, 'supervisor', 'extendLimit', because)).toEqual(['notExtended'])

    const { stops, events } = await world.app.get(ReadingService).get(world.person('applicant'), one.id)
    expect(stops.map(({ what }) => what)).toEqual([{ zh: because.reason, en: because.reasonEn }])
    expect(events.at(-1)).toMatchObject({
      action: 'extendLimit',
      content: { ...because, was: '2026-12-08', dueOn: '2026-12-11' },
    })

    // a correction keeps the days, and the stage is the same one afterwards; the next stage is another
    world.at('2026-12-07')
    await one.do('assessor', 'requestCorrection')
    world.at('2026-12-10')
    await one.do('applicant', 'resubmit')
    expect(await dueOf(one)).toBe('2026-12-16') // four days were left
    expect(await refused(one, 'supervisor', 'extendLimit', because)).toEqual(['notExtended'])
    await one.do('assessor', 'report')
    expect(await dueOf(one)).toBe('2026-12-14')
    await one.do('supervisor', 'extendLimit', { ...because, days: 10 })
    expect(await dueOf(one)).toBe('2026-12-28')
  })

  test('not while the limit is paused, nor when it has passed', async () => {
    const [one, late] = [await world.caseIn('underAssessment'), await world.caseIn('submitted')]
    await one.do('assessor', 'consult')
    expect(await refused(one, 'supervisor', 'extendLimit', because)).toEqual(['limitRuns'])
    world.at('2026-12-02') // the consultation was over on the first
    expect(await dueOf(one)).toBe('2026-12-15')
    await one.do('supervisor', 'extendLimit', because)
    expect(await dueOf(one)).toBe('2026-12-18')
    world.at('2026-12-03')
    await one.do('marketAssessor', 'report')
    expect(await dueOf(one)).toBe('2026-12-18')
    world.at('2026-12-11')
    expect(await refused(late, 'supervisor', 'extendLimit', because)).toEqual(['inTime'])
  })
})

test('the permit authority is reminded of a letter whose outcome is not recorded; nothing lapses', async () => {
  const one = await world.caseIn('letterReceived')
  const tasks = await world.tasks()
  await world.admin.query(`update people set email = account || '@example.org' where account = 'permitOfficer'`)
  for (const day of ['2026-12-23', '2026-12-24', '2026-12-25', '2027-02-22', '2027-02-23', '2027-12-01']) {
    world.at(day)
    await tasks.runMinute()
    await tasks.runMinute()
    await world.notify()
  }
  const { rows } = await world.admin.query(
    `select (e.at at time zone 'Asia/Shanghai')::date::text as day, (t.content ->> 'days')::int as days
     from events e join event_contents t using (case_id, seq) where e.case_id = $1 and e.action = 'remind' order by e.seq`,
    [one.id],
  )
  expect(rows).toEqual([
    { day: '2026-12-24', days: 30 },
    { day: '2027-02-22', days: 90 }, // the worker was away in January
  ])
  const { rows: told } = await world.admin.query(
    `select p.account, n.kind, n.mail_id is not null as mailed from notifications n join people p on p.id = n.person_id
     where n.case_id = $1 and n.kind in ('remind', 'outcomeDue') order by n.id`,
    [one.id],
  )
  expect(told).toEqual([
    { account: 'permitOfficer', kind: 'outcomeDue', mailed: true },
    { account: 'permitOfficer', kind: 'outcomeDue', mailed: true },
  ])
  expect(await one.state()).toBe('letterReceived')
})

test('the worker reminds by itself, once for every day that is named', async () => {
  const one = await world.caseIn('awaitingCorrection') // due on 24 December
  const tasks = await world.tasks()
  for (const day of ['2026-12-17', '2026-12-18', '2026-12-21', '2026-12-23', '2026-12-24']) {
    world.at(day)
    await tasks.runMinute()
    await tasks.runMinute()
  }
  const { rows } = await world.admin.query(
    `select (e.at at time zone 'Asia/Shanghai')::date::text as day, (t.content ->> 'days')::int as days
     from events e join event_contents t using (case_id, seq) where e.case_id = $1 and e.action = 'remind' order by e.seq`,
    [one.id],
  )
  expect(rows).toEqual([
    { day: '2026-12-17', days: 7 },
    { day: '2026-12-21', days: 3 },
    { day: '2026-12-23', days: 1 },
  ])
})

test('nobody is reminded of the end of a permit whose engagement is reported as over', async () => {
  const details = { detailsLater: undefined, permitNumber: '310000001234567', validFrom: '2026-11-24' }
  const [goesOn, over] = [await world.caseIn('letterReceived'), await world.caseIn('letterReceived')]
  for (const one of [goesOn, over])
    await one.do('permitOfficer', 'recordGranted', { ...details, validUntil: '2027-06-30' })
  await over.do('applicant', 'reportEnd', { endedOn: '2026-11-20' })
  world.at('2027-03-02') // 120 days before
  await (await world.tasks()).runMinute()
  const { rows } = await world.admin.query(
    `select case_id as id from events where action = 'remind' and case_id = any ($1)`,
    [[goesOn.id, over.id]],
  )
  expect(rows).toEqual([{ id: goesOn.id }])
  world.at(MORNING)
})

test('a change is reported within ten working days, or the record says that it was late', async () => {
  const one = await world.caseIn('permitGranted')
  world.at('2026-12-08')
  const notYet = one.do('applicant', 'reportChange', { changedOn: '2026-12-09' })
  await expect(notYet).rejects.toMatchObject({ problems: [{ code: 'notHappenedYet', path: 'changedOn' }] })
  await one.do('applicant', 'reportChange', { changedOn: '2026-11-24' })
  await one.do('applicant', 'reportChange', { changedOn: '2026-11-23' })
  await one.do('applicant', 'reportEnd', { endedOn: '2026-11-20' })
  const { rows } = await world.admin.query(
    `select t.content ->> 'reportBy' as by, (t.content ->> 'late')::boolean as late
     from events e join event_contents t using (case_id, seq) where e.case_id = $1 and e.action like 'report%' and e.from_state = 'permitGranted' order by e.seq`,
    [one.id],
  )
  expect(rows).toEqual([
    { by: '2026-12-08', late: false },
    { by: '2026-12-07', late: true },
    { by: '2026-12-04', late: true },
  ])
})

test('a new draft begins with the answers of an earlier case of the firm, and of no other one', async () => {
  const earlier = await world.caseIn('permitGranted')
  const { caseId } = await world.cases.start(world.person('firmAdmin'), 'renewal-1', earlier.id)
  const again = await world.cases.start(world.person('firmAdmin'), 'renewal-1', earlier.id)
  expect(again).toMatchObject({ caseId, repeated: true })
  const { rows } = await world.admin.query(
    `select n.copied_from = o.id as linked, n.state,
       (select count(*)::int from attachments a where a.case_id = n.id) as papers
     from cases n, cases o where n.id = $1 and o.id = $2`,
    [caseId, earlier.id],
  )
  expect(rows).toEqual([{ linked: true, state: 'draft', papers: 0 }])
  const reading = world.app.get(ReadingService)
  const answersOf = async (id: number) => (await reading.get(world.person('firmAdmin'), id)).answers
  expect(await answersOf(caseId)).toEqual(await answersOf(earlier.id))
  await expect(world.cases.start(world.person('rival'), 'x', earlier.id)).rejects.toBeInstanceOf(NotFound)
  await expect(world.cases.start(world.person('intake'), 'x', earlier.id)).rejects.toBeInstanceOf(Forbidden)
})

describe('a hearing that was promised, where the rules ask for none', () => {
  let one: Case
  beforeEach(async () => {
    one = await world.caseIn('awaitingDecision')
    await one.do('approver', 'announceRefusal') // the firm may answer until 1 December
  })

  test('is cut short by nobody: a refusal waits for the answer or for the end of the last day, and says until when', async () => {
    expect(await refused(one, 'otherApprover', 'refuse')).toEqual(['refusalHeard'])
    world.at('2026-12-01T23:59:59+08:00')
    const reading = world.app.get(ReadingService)
    const { choices } = await reading.get(world.person('approver'), one.id)
    expect(choices.find(({ action }) => action === 'refuse')).toMatchObject({
      enabled: false,
      because: [
        {
          code: 'refusalHeard',
          zh: '已告知企业可以陈述意见至2026年12月1日；企业答复之前或者期限届满之前，不能决定不予推荐。',
          en: 'The firm can respond until 1 December 2026. You cannot refuse before it has responded or that day has passed.',
        },
      ],
    })
    world.at('2026-12-02T00:00:00+08:00')
    await one.do('approver', 'refuse')
  })

  test('ends when the firm answers, or says that it will not', async () => {
    expect(await refused(one, 'applicant', 'answerIntention', { statement: '' })).toEqual(['statement required'])
    await one.do('applicant', 'answerIntention', { statement: '', noStatement: true })
    await one.do('approver', 'refuse')
  })

  test('goes on through another round of assessment: the firm may answer there, and the decision waits with its clock', async () => {
    await one.do('approver', 'returnToAssessment')
    const two = await world.caseIn('awaitingDecision')
    await two.do('approver', 'announceRefusal')
    await two.do('approver', 'returnToAssessment')
    await two.do('applicant', 'answerIntention')
    world.at('2026-11-25')
    for (const each of [one, two]) await each.do('assessor', 'report')
    await two.do('approver', 'refuse')
    expect(await refused(one, 'approver', 'refuse')).toEqual(['refusalHeard'])
    expect(await dueOf(one)).toBe('2026-12-03') // the two days of the decision are had after 1 December
    expect(await ledgerOf(one)).toEqual([
      ['intention', '2026-11-24', '2026-12-01', '2026-11-24', 0],
      ['intention', '2026-11-25', '2026-12-01', null, null],
    ])
    world.at('2026-11-26')
    await one.do('applicant', 'answerIntention')
    expect(await dueOf(one)).toBe('2026-11-30')
    await one.do('approver', 'refuse')
  })

  test('goes on while the firm corrects, and through a recommendation whose letter came back', async () => {
    await one.do('approver', 'recommend')
    await one.makeLetter()
    await one.do('permitOfficer', 'returnLetter')
    expect(await refused(one, 'approver', 'refuse')).toEqual(['refusalHeard'])
    await one.do('approver', 'returnToAssessment')
    await one.do('assessor', 'requestCorrection')
    await one.do('applicant', 'answerIntention')
    await one.do('applicant', 'resubmit')
    await one.do('assessor', 'report')
    await one.do('approver', 'refuse')
  })
})

test('an opinion that was returned is sent again with a change, or with why it stands', async () => {
  const one = await world.caseIn('awaitingDecision')
  const summary = 'The contract was read once more.'
  await one.do('approver', 'returnToAssessment')
  expect(await refused(one, 'assessor', 'report', { stands: '' })).toEqual(['stands opinionUnchanged'])
  await one.do('assessor', 'report', { stands: '', summary })
  await one.do('approver', 'returnToAssessment')
  // a colleague who sends the department's own opinion answers for it as well
  expect(await refused(one, 'colleague', 'report', { stands: ' ', summary })).toEqual(['stands opinionUnchanged'])
  await one.do('colleague', 'report', { stands: 'The contract says so on page 2.', summary })
  expect(await one.state()).toBe('awaitingDecision')
})

describe('where the rules ask for more', () => {
  beforeAll(async () => {
    await settle('refusal', { announced: true })
    await settle('assessment', { assessors: 2, twoWhen: [] })
  })

  test('two persons of a department assess, and their opinions count together', async () => {
    const one = await world.caseIn('submitted')
    await one.do('intake', 'accept', { departments: ['commerce'] })
    await one.do('assessor', 'report', { opinion: 'against' })
    expect(await one.state()).toBe('underAssessment')
    expect(await refused(one, 'assessor', 'report')).toEqual(['hasNotReported'])
    const waitsFor = async (who: Name) => {
      const lines = await world.app.get(ReadingService).list(world.person(who), { tab: 'todo', limit: 200 })
      return lines.some(({ id }) => id === one.id)
    }
    expect([await waitsFor('assessor'), await waitsFor('colleague')]).toEqual([false, true])
    await one.do('colleague', 'report')
    expect(await one.state()).toBe('awaitingDecision')
    await one.do('approver', 'returnToAssessment')
    await one.do('assessor', 'report')
    expect(await one.state()).toBe('underAssessment')
  })

  test('a refusal is announced first: the firm answers, or lets its five working days pass', async () => {
    const ready = async () => {
      const made = await world.caseIn('submitted')
      await made.do('intake', 'accept')
      await made.do('assessor', 'report')
      await made.do('colleague', 'report')
      return made
    }
    const [one, two] = [await ready(), await ready()]
    expect(await dueOf(one)).toBe('2026-11-26')
    expect(await refused(one, 'approver', 'refuse')).toEqual(['refusalHeard'])
    expect(await refused(one, 'applicant', 'answerIntention')).toEqual(['intentionOpen'])
    for (const each of [one, two]) await each.do('approver', 'announceRefusal')
    expect(await dueOf(one)).toBe('2026-12-03') // five working days to answer, then the two that were left
    expect(await refused(one, 'approver', 'refuse')).toEqual(['refusalHeard'])
    expect(await refused(one, 'otherApprover', 'announceRefusal')).toEqual(['notAnnounced'])
    world.at('2026-11-26')
    await one.do('applicant', 'answerIntention')
    expect(await dueOf(one)).toBe('2026-11-30')
    expect(await refused(one, 'applicant', 'answerIntention')).toEqual(['intentionOpen'])
    await one.do('approver', 'refuse')
    expect(await ledgerOf(one)).toEqual([['intention', '2026-11-24', '2026-12-01', '2026-11-26', 2]])
    world.at('2026-12-01')
    expect(await refused(two, 'approver', 'refuse')).toEqual(['refusalHeard'])
    world.at('2026-12-02')
    expect(await refused(two, 'applicant', 'answerIntention')).toEqual(['intentionOpen'])
    await two.do('approver', 'refuse')
    expect(await ledgerOf(two)).toEqual([['intention', '2026-11-24', '2026-12-01', '2026-12-01', 5]])
  })

  test('an announced refusal is no decision: the case may still be recommended, and another round starts afresh', async () => {
    const one = await world.caseIn('submitted')
    await one.do('intake', 'accept')
    for (const who of ['assessor', 'colleague'] as const) await one.do(who, 'report')
    await one.do('approver', 'announceRefusal')
    await one.do('applicant', 'answerIntention')
    await one.do('approver', 'returnToAssessment')
    for (const who of ['assessor', 'colleague'] as const) await one.do(who, 'report')
    expect(await refused(one, 'approver', 'refuse')).toEqual(['refusalHeard'])
    await one.do('approver', 'recommend')
  })
})

test('the clock’s own entries are nobody else’s', async () => {
  const one = await world.caseIn('submitted')
  for (const entry of ['extend', 'escalate', 'remind', 'recompute'])
    expect(await refused(one, 'supervisor', entry, { outageId: 1 })).toBe('never')
  await expect(one.do(CLOCK, 'extend', { outageId: 9999 })).rejects.toBeInstanceOf(NotFound)
})
