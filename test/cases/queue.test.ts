/** The queue is what the record says: every place, and every list, count and neighbour of every person, against the record itself, read without places and without an index. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { DUES, type Filters, type ListQuestion, statesFor, TABS, type Tab } from '../../src/cases/lists.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { has, partsOf } from '../../src/people/actor.js'
import type { State } from '../../src/workflow/machine.js'
import { entriesIn, metaOf, STATES } from '../../src/workflow/step.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'
import { exampleOf } from './inputs.js'
import type { Name } from './population.js'
import { type Case, World } from './world.js'

/** A case as an authority has it. */
interface Truth {
  readonly id: number
  readonly authority: number
  readonly parts: readonly string[]
  readonly state: State
  readonly due: string
  readonly district: string
  readonly holder: number | null
  readonly reported: boolean
  /** Persons who have reported in this round. */
  readonly reporters: readonly number[]
  readonly departments: readonly number[]
  readonly topics: readonly string[]
  /** When the contract begins. */
  readonly start: string
  /** When the permit ends, once that is recorded. */
  readonly permitUntil: string | null
}

const REPORTS = `(select count(*) from assessments a where a.case_id = c.id and a.round = c.round and a.authority_id = p.authority_id)`
/** Of a department that was consulted, and nothing has ended that. */
const OWN_DAY = `(
  select n.due_on from case_parties n where n.case_id = c.id and n.authority_id = p.authority_id and n.part = 'named' and c.state = 'underAssessment'
    and ${REPORTS} < c.assessors_needed and n.since > coalesce((
      select max(e.at) from events e where e.case_id = c.id and e.action in ('requestCorrection', 'returnToAssessment')), '-infinity'))`
const RECORD = `
  select c.id, p.authority_id as authority, array_agg(p.part order by p.part) as parts, c.state, coalesce(${OWN_DAY}::text, c.due_on::text, 'infinity') as due, f.district,
    (select k.person_id from claims k where k.case_id = c.id and k.authority_id = p.authority_id) as holder,
    ${REPORTS} >= c.assessors_needed as reported,
    array(select a.person_id from assessments a where a.case_id = c.id and a.round = c.round) as reporters,
    (select array_agg(distinct o.authority_id order by o.authority_id) from case_parties o where o.case_id = c.id and o.part in ('lead', 'named')) as departments,
    topics_of(c.answers) as topics, coalesce(c.answers #>> '{engagement,contract,start}', 'infinity') as start, c.permit_valid_until::text as "permitUntil"
  from cases c join firms f on f.id = c.firm_id join case_parties p on p.case_id = c.id group by c.id, p.authority_id, f.district`
const PLACES = `
  select case_id as id, authority_id as authority, part, state, due::text, district, holder, reported, departments, topics from queue_places order by 1, 2, 3`

const PEOPLE = [
  ...['intake', 'assessor', 'colleague', 'approver', 'bothHats', 'supervisor', 'panel', 'panelWhoAssesses'],
  ...['cultureAssessor', 'cultureSupervisor', 'marketAssessor', 'permitOfficer', 'policyEditor'],
] as Name[] // all are names of the population
const TODAY = '2026-12-09'

let world: World
let record: Truth[]
let corrected: Case
/** The cases in which something waits after the letter. */
const waiting = new Set<number>()

beforeAll(async () => {
  world = await World.open({ drafts: false })
  await world.draft()
  for (const state of [
    'submitted',
    'awaitingDecision',
    'letterIssued',
    'permitGranted',
    'underReview',
    'withdrawn',
  ] as const)
    await world.caseIn(state)
  const both = await world.caseIn('submitted', 'rival', 'streamer')
  await both.do('intake', 'accept', { departments: ['commerce', 'culture'] })
  await both.do('cultureAssessor', 'claim')
  await both.do('assessor', 'report')
  const elsewhere = await world.caseIn('submitted', 'rival', 'streamer')
  await elsewhere.do('intake', 'accept', { departments: ['market'] })
  const consulted = await world.caseIn('underAssessment')
  await consulted.do('assessor', 'claim')
  await consulted.do('assessor', 'consult')
  const [answered, cutShort, ofTwo] = [
    await world.caseIn('underAssessment'),
    await world.caseIn('underAssessment'),
    await world.caseIn('underAssessment'),
  ]
  await world.admin.query('update cases set assessors_needed = 2 where id = $1', [ofTwo.id])
  for (const one of [answered, cutShort, ofTwo]) await one.do('assessor', 'consult')
  world.at('2026-11-25')
  await answered.do('marketAssessor', 'report')
  await cutShort.do('assessor', 'requestCorrection')
  await cutShort.do('applicant', 'resubmit')
  await ofTwo.do('assessor', 'report')
  await ofTwo.do('marketAssessor', 'report')
  const twice = await world.caseIn('underAssessment')
  await twice.do('assessor', 'consult')
  await twice.do('marketAssessor', 'report')
  await twice.do('assessor', 'report')
  world.at('2026-11-26')
  await twice.do('approver', 'returnToAssessment')
  const again = await world.caseIn('awaitingDecision')
  await again.do('approver', 'returnToAssessment')
  await again.do('assessor', 'handOver', { to: world.person('colleague').id })
  const [reported, asked, acknowledged, overdue] = [
    await world.caseIn('letterReceived'),
    await world.caseIn('permitGranted'),
    await world.caseIn('letterIssued'),
    await world.caseIn('awaitingDecision', 'rival', 'streamer'),
  ]
  for (const one of [reported, asked, acknowledged]) await one.do('applicant', 'reportChange')
  await asked.do('approver', 'askBack')
  await acknowledged.do('approver', 'acknowledge')
  await overdue.do('approver', 'recommend', { conditions: 'File the plan.', conditionsDueOn: '2026-12-08' })
  await overdue.makeLetter()
  for (const one of [reported, overdue]) waiting.add(one.id)
  world.at('2026-11-26')
  corrected = await world.caseIn('awaitingCorrection')
  await world.caseIn('submitted', 'rival', 'streamer')
  world.at(TODAY)
  record = (await world.admin.query<Truth>(RECORD)).rows
})
afterAll(() => world.close())

describe('places', () => {
  test('are those of the record, one for the lead that assesses itself', async () => {
    const { rows } = await world.admin.query(PLACES)
    const expected = record
      .flatMap(({ parts, reporters: _, start: _start, permitUntil: _until, ...rest }) =>
        parts.filter((part) => part !== 'named' || !parts.includes('lead')).map((part) => ({ ...rest, part })),
      )
      .sort((a, b) => a.id - b.id || a.authority - b.authority || (a.part < b.part ? -1 : 1))
    expect(rows).toEqual(expected.map((one) => expect.objectContaining(one)))
    expect(rows.length).toBeGreaterThan(15)
  })

  test('a case that is filed again has the goods of the second filing', async () => {
    const goods = async (topic: string) =>
      (await lists().list(world.person('supervisor'), { tab: 'all', filters: { topics: [topic] } })).map(({ id }) => id)
    const { answers } = exampleOf('goodsHost')
    const channels = answers.channels.map((one) => ({ ...one, productCategories: ['Tea', '茶具'] }))
    await corrected.do('applicant', 'saveAnswers', { answers: { ...answers, channels } })
    expect(await goods('茶具')).toEqual([])
    await corrected.do('applicant', 'resubmit')
    record = (await world.admin.query<Truth>(RECORD)).rows
    expect(await goods('茶具')).toEqual([corrected.id])
    expect(await goods('tea')).toEqual([corrected.id])
  })
})

const lists = () => world.app.get(ReadingService).lists

/** The days of a span, of a working week from today on. */
const SPANS = {
  overdue: ['', '2026-12-08'],
  soon: ['2026-12-09', '2026-12-11'],
  week: ['2026-12-09', '2026-12-16'],
  none: ['infinity', 'infinity'],
} as const

const onlyAssesses = (who: Name) => has(world.person(who), 'assessor') && statesFor(world.person(who)).length === 1

function statesOf(tab: Tab, who: Name): readonly State[] {
  const waits = (state: State) => metaOf(state).waitsFor
  const ours = STATES.filter((state) => !['firm', 'worker', undefined].includes(waits(state)))
  const mine = statesFor(world.person(who))
  if (tab === 'all' || tab === 'afterLetter') return STATES
  if (tab === 'open') return STATES.filter(waits)
  if (tab === 'done') return STATES.filter((state) => !waits(state))
  if (tab === 'permits' || tab === 'details') return ['permitGranted']
  if (tab === 'ended') return STATES.filter((state) => !waits(state) && state !== 'permitGranted')
  if (tab === 'waiting') return STATES.filter((state) => waits(state) && (onlyAssesses(who) || !mine.includes(state)))
  if (tab === 'dueSoon' || tab === 'overdue') return ours
  // what nobody can be given is not theirs to give
  return tab === 'unclaimed' && mine.length === 0 ? ours.filter((state) => entriesIn(state).has('assign')) : mine
}

/** What the list should hold, in its order, out of the record. */
function expected(who: Name, { tab, filters = {} }: ListQuestion): number[] {
  const actor = world.person(who)
  const within = (due: string, span: keyof typeof SPANS) => due >= SPANS[span][0] && due <= SPANS[span][1]
  const { states, district, department, holder, due, topics } = filters
  // letters come by when the contract begins
  const dayOf = (one: Truth) => (tab === 'todo' && !due && has(actor, 'permitOfficer') ? one.start : one.due)
  return record
    .filter((one) => one.authority === actor.authorityId && partsOf(actor).some((part) => one.parts.includes(part)))
    .filter(({ state }) => statesOf(tab, who).includes(state) && (states?.includes(state) ?? true))
    .filter((one) => tab !== 'afterLetter' || (one.parts.includes('lead') && waiting.has(one.id)))
    .filter((one) => tab !== 'details' || one.permitUntil === null)
    .filter((one) => tab !== 'mine' || one.holder === actor.id)
    .filter((one) => tab !== 'unclaimed' || one.holder === null)
    .filter(({ state, reported, reporters }) => {
      const assessed = reported || reporters.includes(actor.id ?? 0)
      if (!onlyAssesses(who) || !['todo', 'mine', 'unclaimed', 'waiting'].includes(tab)) return true
      return tab === 'waiting' ? assessed || !statesFor(actor).includes(state) : !assessed
    })
    .filter((one) => tab !== 'dueSoon' || within(one.due, 'soon'))
    .filter((one) => tab !== 'overdue' || within(one.due, 'overdue'))
    .filter((one) => (!due || within(one.due, due)) && (!district || one.district === district))
    .filter(
      (one) =>
        (department === undefined || one.departments.includes(department)) &&
        (holder === undefined || one.holder === holder),
    )
    .filter((one) => !topics || topics.some((topic) => one.topics.includes(topic)))
    .sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : a.id - b.id))
    .map(({ id }) => id)
}

const filtersOf = () => {
  const oneOf = <Value>(values: readonly Value[]) => fc.constantFrom(...new Set(values))
  return fc.record(
    {
      states: fc.subarray([...STATES], { minLength: 1 }),
      district: oneOf([...record.map(({ district }) => district), '310151']),
      department: oneOf(record.map(({ authority }) => authority)),
      holder: oneOf(record.flatMap(({ holder }) => holder ?? [])),
      due: oneOf(DUES),
      topics: fc.subarray([...new Set(record.flatMap((one) => one.topics)), 'nothing'], { minLength: 1 }),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Filters> // a record whose keys may all be missing
}

describe('lists', () => {
  test('whoever asks for whatever, page by page, forwards and backwards, sees the record', async () => {
    const asked = fc.record({
      who: fc.constantFrom(...PEOPLE),
      tab: fc.constantFrom(...TABS),
      filters: fc.oneof(fc.constant({}), filtersOf()),
      limit: fc.integer({ min: 1, max: 4 }),
      backwards: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(asked, async ({ who, limit, backwards, ...question }) => {
        const actor = world.person(who)
        const seen: number[] = []
        for (let after: ListQuestion['after']; ; ) {
          const page = await lists().list(actor, { ...question, limit, backwards, after })
          seen.push(...page.map(({ id }) => id))
          const last = page.at(-1)
          if (!last || page.length < limit) break
          after = last
        }
        const truth = expected(who, question)
        expect(seen).toEqual(backwards ? truth.reverse() : truth)
        const counted = [question, { ...question, tab: 'all' }, { ...question, tab: 'done' }] as const
        const most = counted.map((one) => Math.min(limit, expected(who, one).length))
        expect(await lists().countEach(actor, counted, limit)).toEqual(most)
      }),
      { numRuns: rounds(1500) },
    )
  })
})

test('letters that wait for a permit officer come by when the contract begins', async () => {
  const who = world.person('permitOfficer')
  const question = { tab: 'todo', filters: { states: ['letterIssued'] } } as const
  const soon = (await lists().list(who, question)).at(-1)
  await world.admin.query(
    `update cases set answers = jsonb_set(answers, '{engagement,contract,start}', '"2026-12-20"') where id = $1`,
    [soon?.id],
  )
  record = (await world.admin.query<Truth>(RECORD)).rows
  const lines = await lists().list(who, question)
  expect(lines[0]).toMatchObject({ id: soon?.id, startsOn: '2026-12-20', byStart: true })
  const { before, after } = await lists().beside(who, question, { ...lines[1], id: lines[1]?.id ?? 0, dueOn: null })
  expect([before?.id, after?.id]).toEqual([soon?.id, lines[2]?.id])
})

describe('search', () => {
  const found = async (who: Name, find: string) => {
    const seen: number[] = []
    for (let after: ListQuestion['after']; ; ) {
      const page = await lists().list(world.person(who), { tab: 'all', find, byPassport: true, limit: 2, after })
      seen.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      if (!last || page.length < 2) return seen
      after = last
    }
  }

  test.each([
    ['the whole name', 'rossi giulia maria'],
    ['its words in another order', 'Giulia Rossi'],
    ['a fragment', 'iuli'],
    ['the beginnings of its words', 'gi ro mari'],
    ['two Han characters', '罗茜'],
  ])('finds every case by %s, page by page, each once, within the scope', async (_, find) => {
    const { rows } = await world.admin.query<{ id: number; authority: number }>(
      `select c.id from cases c where c.system_name = 'ROSSI GIULIA MARIA' and c.filed_on is not null`,
    )
    expect(rows.length).toBeGreaterThan(4)
    expect((await found('supervisor', find)).sort((a, b) => a - b)).toEqual(
      rows.map(({ id }) => id).sort((a, b) => a - b),
    )
    expect(await found('panel', find)).toHaveLength(1)
    expect(await found('cultureSupervisor', find)).toEqual([])
  })

  test('does not find what only begins and ends like a word of the name', async () => {
    for (const find of ['rozzi', 'giuxxia', 'rossi gixxia', 'maxxa rossi'])
      expect(await found('supervisor', find)).toEqual([])
  })

  test('of a firm finds its own by each word of a name, without accents and spaces', async () => {
    const names = { visualName: 'Sofía Luna Herrera', chineseName: '田中 由紀' }
    const one = await world.draft('applicant', 'streamer', names)
    for (const find of ['sofia herrera', 'HERRERA, Sofía', 'lunaherrera', '田中由紀', '由紀', 'minji kim'])
      expect([find, await found('applicant', find)]).toEqual([find, [one.id]])
    for (const find of ['sofia rossi', '田中由美', '%', '_', '.', "' or true --"])
      expect([find, await found('applicant', find)]).toEqual([find, []])
    expect(await found('rival', 'sofia herrera')).toEqual([])
  })

  test('finds a case by its number without the hyphen, or with another dash', async () => {
    const { rows } = await world.admin.query<{ id: number; number: string }>(
      `select c.id, c.number from cases c where c.filed_on is not null order by c.id limit 1`,
    )
    const { id = 0, number = '' } = rows[0] ?? {}
    for (const find of [number, number.replace('-', ''), number.replace('-', ' – ')])
      expect([find, await found('applicant', find), await found('supervisor', find)]).toEqual([find, [id], [id]])
    expect(await found('supervisor', `${number.replace('-', '')}0`)).toEqual([])
  })
})
