/**
 * Who sees what: every role on every case, by every way of reading that the application has, and then the same with the application's own predicate switched off: plain
 * statements as the application's database role, where row-level security stands alone.
 */

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { INestApplicationContext } from '@nestjs/common'
import pg from 'pg'
import { Database } from '../../src/base/database.js'
import { NotFound } from '../../src/base/errors.js'
import { CaseService } from '../../src/cases/case.service.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { SCOPE } from '../../src/cases/scope.js'
import { Letters } from '../../src/letters/letter.service.js'
import { type Actor, partsOf } from '../../src/people/actor.js'
import { settingsOf } from '../../src/people/scope.js'
import { connect } from '../../tools/roles.js'
import { speak } from '../../tools/speaking.js'
import { digests } from './looking.js'
import type { Name } from './population.js'
import { type Case, World } from './world.js'

const DEPARTMENTS = ['submitted', 'culture', 'issued', 'returned', 'review', 'rivalMarket', 'rivalIssued'] as const
const OWN = ['draft', 'submitted', 'culture', 'issued', 'returned', 'review'] as const
const RIVALS = ['rivalDraft', 'rivalMarket', 'rivalIssued'] as const
type CaseName = (typeof DEPARTMENTS)[number] | (typeof OWN)[number] | (typeof RIVALS)[number]

/** The whole truth: which cases exist for whom. */
const SEES: Readonly<Record<Name, readonly CaseName[]>> = {
  applicant: OWN,
  firmAdmin: OWN,
  rival: RIVALS,
  rivalAdmin: RIVALS,
  newcomer: [],
  intake: DEPARTMENTS,
  assessor: DEPARTMENTS,
  colleague: DEPARTMENTS,
  approver: DEPARTMENTS,
  otherApprover: DEPARTMENTS,
  bothHats: DEPARTMENTS,
  supervisor: DEPARTMENTS,
  panel: ['review'],
  panelWhoAssesses: DEPARTMENTS,
  cultureAssessor: ['culture'],
  cultureSupervisor: ['culture'],
  marketAssessor: ['rivalMarket'],
  permitOfficer: ['issued', 'returned', 'rivalIssued'],
  policyEditor: [],
  otherEditor: [],
  systemAdmin: [],
  securityAdmin: [],
  auditor: [],
}
const everybody = Object.keys(SEES) as Name[] // the keys of the table above

const INTERNAL = [
  'report',
  'consult',
  'returnToAssessment',
  'claim',
  'handOver',
  'note',
  'declareInterest',
  'proposeCorrection',
  'readCase',
  'readFile',
  'readLetter',
  'fetchLetter',
]

let world: World
let app: pg.Client
let cases: Record<CaseName, Case>
/** A paper, and the letter if there is one, of each case. */
const things: Partial<Record<CaseName, { paper: number; letter: number | null }>> = {}

beforeAll(async () => {
  world = await World.open({ drafts: false })
  app = await connect(world.db.appUrl)
  const culture = await world.caseIn('submitted')
  await culture.do('intake', 'accept', { departments: ['commerce', 'culture'] })
  for (const [who, entry] of [
    ['assessor', 'claim'],
    ['cultureAssessor', 'claim'],
    ['assessor', 'note'],
    ['cultureAssessor', 'proposeCorrection'],
    ['applicant', 'message'],
    ['assessor', 'report'],
  ] as const)
    await culture.do(who, entry)
  const returned = await world.caseIn('letterIssued')
  await returned.do('permitOfficer', 'returnLetter')
  const rivalMarket = await world.caseIn('submitted', 'rival', 'streamer')
  await rivalMarket.do('intake', 'accept', { departments: ['market'] })
  await rivalMarket.do('marketAssessor', 'claim')
  cases = {
    draft: await world.draft(),
    submitted: await world.caseIn('submitted'),
    culture,
    issued: await world.caseIn('letterIssued'),
    returned,
    review: await world.caseIn('underReview'),
    rivalDraft: await world.draft('rivalAdmin', 'streamer'),
    rivalMarket,
    rivalIssued: await world.caseIn('letterIssued', 'rival', 'streamer'),
  }
  for (const [name, { id }] of entriesOf(cases)) {
    const { rows } = await world.admin.query<{ paper: number; letter: number | null }>(
      'select (select min(id) from attachments where case_id = $1) as paper, (select min(id) from letters where case_id = $1) as letter',
      [id],
    )
    things[name] = rows[0]
  }
})

afterAll(async () => {
  await app.end()
  await world.close()
})

const entriesOf = <Value>(record: Partial<Record<CaseName, Value>>) => Object.entries(record) as [CaseName, Value][] // the keys are those of the type
const nameOf = (id: number): CaseName | undefined => entriesOf(cases).find(([, one]) => one.id === id)?.[0]
const namesOf = (ids: readonly number[]) => ids.map(nameOf).sort()

/** The ways of reading a case and what belongs to it. */
const waysTo = (app: INestApplicationContext, actor: Actor, name: CaseName): Record<string, () => Promise<unknown>> => {
  const [reading, letters, service, db] = [
    app.get(ReadingService),
    app.get(Letters),
    app.get(CaseService),
    app.get(Database),
  ]
  const { id } = cases[name]
  const { paper = 0, letter = 0 } = things[name] ?? {}
  return {
    get: () => reading.get(actor, id),
    requireOpen: () => reading.requireOpen(actor, id),
    openFile: () => reading.openFile(actor, id, paper),
    choices: () => db.transaction(settingsOf(actor), (tx) => service.possible(tx, id, actor)),
    recordReading: () => db.transaction(settingsOf(actor), (tx) => service.recordReading(tx, id, actor, 'readCase')),
    ...(letter && { open: () => letters.open(actor, letter), fetch: () => letters.fetch(actor, letter) }),
  }
}

/** Tries every way to every case: shown what the table says, and not found what it does not. */
async function expectOpened(app: INestApplicationContext, who: Name): Promise<void> {
  for (const [name] of entriesOf(cases))
    for (const [way, read] of Object.entries(waysTo(app, world.person(who), name))) {
      const answer = await read().then(
        () => 'shown',
        (error: unknown) => (error instanceof NotFound ? 'not found' : error),
      )
      expect({ name, way, answer }).toEqual({ name, way, answer: SEES[who].includes(name) ? 'shown' : 'not found' })
    }
}

/** The cases of a list, and those of the letters' list. */
async function expectListed(app: INestApplicationContext, who: Name): Promise<void> {
  const [reading, letters, actor] = [app.get(ReadingService), app.get(Letters), world.person(who)]
  const lines = await reading.list(actor, { tab: 'all' })
  expect(namesOf(lines.map(({ id }) => id))).toEqual([...SEES[who]].sort())
  expect((await reading.count(actor, ['all'])).get('all')).toBe(SEES[who].length)
  const found = await letters.list(actor, {})
  expect(namesOf(found.map(({ caseId }) => caseId))).toEqual(
    SEES[who].filter((name) => ['issued', 'returned', 'rivalIssued'].includes(name)).sort(),
  )
}

describe('by the application’s own predicate alone, where row-level security is off', () => {
  let beyond: INestApplicationContext
  beforeAll(async () => {
    beyond = await world.openAs(world.db.adminUrl)
  })

  test('the superuser’s connection does see everything', async () => {
    const { rows } = await world.admin.query<{ n: number }>('select count(*)::int as n from cases')
    expect(rows).toEqual([{ n: 9 }])
  })

  test.each(everybody)('%s finds and opens the same cases', async (who) => {
    await expectListed(beyond, who)
    await expectOpened(beyond, who)
  })
})

describe('by the application', () => {
  test.each(everybody)('%s finds these cases in a list, and no others', (who) => expectListed(world.app, who))

  test.each(everybody)('%s opens those, and is told of every other one that it does not exist', async (who) => {
    await expectOpened(world.app, who)
    const [letters, actor] = [world.app.get(Letters), world.person(who)]
    for (const [name, { id }] of entriesOf(cases)) {
      const listed = await world.database.transaction(settingsOf(actor), (tx) => letters.listOf(tx, actor, id))
      expect(listed.length).toBe(SEES[who].includes(name) && things[name]?.letter ? 1 : 0)
    }
  })

  test('a paper is opened with its own case only', async () => {
    const reading = world.app.get(ReadingService)
    const { paper = 0 } = things.submitted ?? {}
    await expect(reading.openFile(world.person('applicant'), cases.issued.id, paper)).rejects.toBeInstanceOf(NotFound)
    await expect(reading.openFile(world.person('rival'), cases.rivalDraft.id, paper)).rejects.toBeInstanceOf(NotFound)
  })

  test('searching finds nothing beyond', async () => {
    const [reading, letters] = [world.app.get(ReadingService), world.app.get(Letters)]
    const { rows } = await world.admin.query<{ number: string }>('select number from cases where id = $1', [
      cases.issued.id,
    ])
    for (const find of [rows[0]?.number ?? '', 'Giulia', 'ROSSI', '上海云帆', '%', '_', '\\', "' or true --"]) {
      expect(await reading.list(world.person('rival'), { tab: 'all', find })).toEqual([])
      expect(
        await letters.list(world.person('rival'), {
          find: find === '%' || find === '_' ? 'YB1234567' : find,
          byPassport: true,
        }),
      ).toEqual([])
    }
    expect(
      namesOf(
        (await letters.list(world.person('permitOfficer'), { find: 'yb1234567', byPassport: true })).map(
          ({ caseId }) => caseId,
        ),
      ),
    ).toEqual(['issued', 'returned'])
    expect(
      namesOf(
        (await reading.list(world.person('applicant'), { tab: 'all', find: rows[0]?.number })).map(({ id }) => id),
      ),
    ).toEqual(['issued'])
  })

  test('a list comes in pages that leave nothing out and show nothing twice', async () => {
    const reading = world.app.get(ReadingService)
    const seen: number[] = []
    for (let after: { dueOn: string | null; id: number } | undefined; ; ) {
      const page = await reading.list(world.person('intake'), { tab: 'all', limit: 2, after })
      seen.push(...page.map(({ id }) => id))
      const last = page.at(-1)
      if (!last) break
      after = { dueOn: last.dueOn, id: last.id }
    }
    expect(seen.length).toBe(7)
    expect(namesOf(seen)).toEqual([...DEPARTMENTS].sort())
  })

  test('the firm reads no note, no assessment, no claim, and no officer’s name', async () => {
    const file = await world.app.get(ReadingService).get(world.person('applicant'), cases.culture.id)
    const events = file.events.filter(({ action }) => action !== 'readCase') // its own, from the test above
    expect(events.filter(({ action }) => INTERNAL.includes(action))).toEqual([])
    expect(events.map(({ action }) => action).slice(-3)).toEqual(['submit', 'accept', 'message'])
    expect(new Set(events.map(({ actorName }) => actorName))).toEqual(new Set(['applicant', null]))
    expect(file.assessments).toEqual([])
    expect(file.case).toMatchObject({ claimedBy: null, claimedName: null })
  })

  test('the permit officer reads answers and evidence, not the notes', async () => {
    const file = await world.app.get(ReadingService).get(world.person('permitOfficer'), cases.issued.id)
    expect(file.answers).toMatchObject({ talent: { passport: { number: '•••••4567' } } })
    expect(file.attachments.length).toBe(10)
    expect(file.assessments).toEqual([])
    expect(
      file.events
        .map(({ action, content }) => (INTERNAL.includes(action) ? content : null))
        .every((content) => content === null),
    ).toBe(true)
    expect(
      new Set(file.events.filter(({ action }) => INTERNAL.includes(action)).map(({ actorName }) => actorName)),
    ).toEqual(new Set(['permitOfficer']))
  })

  test('a named department reads the other departments’ notes and opinions', async () => {
    const file = await world.app.get(ReadingService).get(world.person('cultureAssessor'), cases.culture.id)
    expect(file.assessments.map(({ personName, opinion }) => [personName, opinion])).toEqual([
      ['assessor', 'recommend'],
    ])
    expect(file.events.find(({ action }) => action === 'note')?.content).toEqual({ text: 'Looked at the contract.' })
    expect(file.case.claimedName).toBe('cultureAssessor')
  })
})

describe('by row-level security alone, through the application: its own predicate is switched off in every statement that it sends', () => {
  // what is sent is changed on its way into the driver, so that all of the application runs as it is
  const { query } = pg.Client.prototype
  const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const ON = new RegExp(SCOPE.texts.map(literally).join('\\$(\\d+)'), 'g')
  const OFF = '(true or $$$1::int is null or $$$2::int is null or $$$3::text[] is null)'
  let switched = 0

  beforeAll(() => {
    pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
      const [sent, ...rest] = args as [{ text?: string; name?: string } | string | undefined]
      const call = query as (...given: unknown[]) => unknown // one of its nine forms
      if (typeof sent !== 'object' || !sent?.text?.match(ON)) return call.apply(this, args)
      switched += 1
      return call.call(this, { ...sent, name: `${sent.name}_off`, text: sent.text.replace(ON, OFF) }, ...rest)
    } as typeof query
  })
  afterAll(() => {
    pg.Client.prototype.query = query
  })

  test.each(everybody)('%s finds and opens the same cases', async (who) => {
    const before = switched
    await expectListed(world.app, who)
    await expectOpened(world.app, who)
    expect(switched - before).toBeGreaterThan(20)
  })
})

/** The rows of a plain statement, as the application's role with what a transaction of this person is told; without one, with nothing. */
async function plain<Row extends object>(who: Name | null, statement: string): Promise<Row[]> {
  await app.query('begin')
  try {
    if (who) await speak(app, world.person(who).speaker)
    return (await app.query<Row>(statement)).rows
  } finally {
    await app.query('rollback')
  }
}

/** What a person reads who works on the case and is not of its firm or of the permit authority. */
const isInside = (who: Name): boolean => partsOf(world.person(who)).some((part) => part !== 'permit')

describe('by row-level security alone', () => {
  test.each(everybody)('%s selects the same cases', async (who) => {
    const found = await plain<{ id: number }>(who, 'select id from cases')
    expect(namesOf(found.map(({ id }) => id))).toEqual([...SEES[who]].sort())
  })

  test.each(['submissions', 'attachments', 'letters'])('and of %s what belongs to them', async (table) => {
    const { rows } = await world.admin.query<{ case_id: number }>(`select case_id from ${table}`)
    expect(rows.length).toBeGreaterThan(0)
    for (const who of everybody) {
      const expected = rows.filter(({ case_id }) => SEES[who].includes(nameOf(case_id) as CaseName)) // every case here has a name
      expect({ who, rows: (await plain(who, `select case_id from ${table}`)).length }).toEqual({
        who,
        rows: expected.length,
      })
    }
  })

  test('and the files of their letters', async () => {
    for (const who of everybody) {
      const found = await plain<{ case_id: number }>(
        who,
        'select case_id from letter_files f join letters l on l.id = f.letter_id',
      )
      const expected = SEES[who].filter((name) => ['issued', 'returned', 'rivalIssued'].includes(name))
      expect({ who, names: namesOf(found.map(({ case_id }) => case_id)) }).toEqual({ who, names: [...expected].sort() })
      expect((await plain(who, 'select 1 from letter_files')).length).toBe(expected.length)
    }
  })

  test('events: internal ones for those who work on the case, one’s own for everybody, all of them, without content, for the auditor', async () => {
    const { rows } = await world.admin.query<{ case_id: number; seq: number; action: string; actor_id: number | null }>(
      'select case_id, seq, action, actor_id from events',
    )
    for (const who of everybody) {
      const expected = rows.filter(
        ({ case_id, action, actor_id }) =>
          who === 'auditor' ||
          (SEES[who].includes(nameOf(case_id) as CaseName) &&
            (isInside(who) || !INTERNAL.includes(action) || actor_id === world.person(who).id)),
      )
      const keys = (list: { case_id: number; seq: number }[]) =>
        list.map(({ case_id, seq }) => `${case_id}/${seq}`).sort()
      expect({ who, events: keys(await plain(who, 'select case_id, seq from events')) }).toEqual({
        who,
        events: keys(expected),
      })
      const told = expected.filter(({ action }) => who !== 'auditor' && (isInside(who) || !INTERNAL.includes(action)))
      expect({ who, contents: keys(await plain(who, 'select case_id, seq from event_contents')) }).toEqual({
        who,
        contents: keys(told),
      })
    }
  })

  test('the day on which an assessment was over is told to the firm of the case, by its number, and to nobody else', async () => {
    const { rows: over } = await world.admin.query<{ case_id: number }>(
      "select distinct case_id from events where action = 'report' and from_state <> to_state",
    )
    const all = over.map(({ case_id }) => case_id)
    for (const who of everybody) {
      const told = await plain<{ case_id: number }>(
        who,
        `select case_id from unnest('{${all}}'::int[]) case_id where assessed_at(case_id) is not null`,
      )
      const own =
        world.person(who).firmId === null ? [] : namesOf(all).filter((name) => SEES[who].some((seen) => seen === name))
      expect({ who, told: namesOf(told.map(({ case_id }) => case_id)) }).toEqual({ who, told: own })
    }
    expect(namesOf(all)).toContain('rivalIssued')
  })

  test('assessments and claims: for those who work on the case; a claim only for its own department', async () => {
    for (const who of everybody) {
      const assessed = await plain<{ case_id: number }>(who, 'select case_id from assessments')
      const expected = isInside(who)
        ? SEES[who].filter((name) => ['culture', 'issued', 'returned', 'review', 'rivalIssued'].includes(name))
        : []
      expect({ who, assessed: namesOf(assessed.map(({ case_id }) => case_id)) }).toEqual({
        who,
        assessed: [...expected].sort(),
      })
      const claimed = await plain<{ case_id: number; person_id: number }>(who, 'select case_id, person_id from claims')
      const { authorityId } = world.person(who)
      const holders = {
        'sh-commerce': ['culture', 'assessor'],
        'sh-culture': ['culture', 'cultureAssessor'],
        'sh-market': ['rivalMarket', 'marketAssessor'],
      } as const
      const mine = Object.entries(holders).filter(
        ([code, [name]]) =>
          isInside(who) && world.population.authorities[code] === authorityId && SEES[who].includes(name),
      )
      expect({ who, claimed: claimed.map(({ case_id, person_id }) => [nameOf(case_id), person_id]) }).toEqual({
        who,
        claimed: mine.map(([, [name, holder]]) => [name, world.person(holder).id]),
      })
    }
  })

  test('firms, their papers and their people: one’s own, or all for an authority', async () => {
    const { first, second, third } = world.population.firms
    const expected = (who: Name) => {
      const { firmId } = world.person(who)
      return firmId === null ? [first, second, third] : [firmId]
    }
    for (const who of everybody) {
      expect((await plain<{ id: number }>(who, 'select id from firms order by id')).map(({ id }) => id)).toEqual(
        expected(who),
      )
      expect(
        (await plain<{ firm_id: number }>(who, 'select firm_id from firm_papers order by 1')).map(
          ({ firm_id }) => firm_id,
        ),
      ).toEqual(expected(who))
      const people = await plain<{ firm_id: number | null }>(
        who,
        'select distinct firm_id from people order by 1 nulls first',
      )
      expect(people.map(({ firm_id }) => firm_id)).toEqual(
        world.person(who).firmId === null ? [null, ...expected(who)] : expected(who),
      )
    }
  })

  test('nobody reads a password’s hash', async () => {
    await expect(plain('securityAdmin', 'select password_hash from people')).rejects.toMatchObject({ code: '42501' })
  })

  const guarded = [
    'cases',
    'events',
    'event_contents',
    'submissions',
    'assessments',
    'claims',
    'attachments',
    'letters',
    'letter_files',
    'letter_series',
    'firms',
    'people',
    'firm_papers',
    'mandates',
    'invitations',
    'api_keys',
  ]
  test('every table is guarded but those that say nothing of anybody', async () => {
    const { rows } = await world.admin.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not (relrowsecurity and relforcerowsecurity) order by 1`,
    )
    expect(rows.map(({ name }) => name)).toEqual([
      'attempts',
      'authorities',
      'export_keys',
      'installation',
      'migrations',
      'speaker_keys',
      'spent',
      'system_keys',
    ])
  })

  test.each(guarded)('without settings, nothing of %s is seen', async (table) => {
    expect(await plain(null, `select count(*)::int as n from ${table}`)).toEqual([{ n: 0 }])
  })

  test('what a transaction was told is forgotten with it', async () => {
    await plain('intake', 'select 1')
    expect((await app.query('select count(*)::int as n from cases')).rows).toEqual([{ n: 0 }])
  })

  describe('writing', () => {
    /** Statements on somebody else's case, as its stranger: the number of rows touched, or the error's SQLSTATE. */
    async function attempt(who: Name, statement: string): Promise<number | string> {
      await app.query('begin')
      try {
        await speak(app, world.person(who).speaker)
        return (await app.query(statement)).rowCount ?? 0
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : 'strange'
      } finally {
        await app.query('rollback')
      }
    }

    test('changes nothing of a case that one does not see', async () => {
      const { id } = cases.culture
      const statements: [statement: string, outcome: number | string][] = [
        [`update cases set state = 'withdrawn', version = version + 1 where id = ${id}`, 0],
        [`update cases set answers = '{}' where id = ${id}`, 0],
        [`update attachments set replaced_at = now() where case_id = ${id}`, 0],
        [`update claims set person_id = 1 where case_id = ${id}`, 0],
        [`delete from claims where case_id = ${id}`, 0],
        [`insert into claims values (${id}, 1, 1, now())`, '42501'],
        [`insert into case_parties values (${id}, 1, 'review', now())`, '42501'],
        [`insert into submissions values (${id}, 900, now(), '', '{}', '{}', '[]')`, '42501'],
        [`insert into assessments values (${id}, 9, 1, 1, now(), 'recommend')`, '42501'],
        [`insert into event_contents values (${id}, 900, '', '{}')`, '42501'],
        [
          `insert into attachments (case_id, kind, name, mime, bytes, sha256, storage_key, uploaded_by, uploaded_at) values (${id}, 'photo', '', '', 1, '', 'x', 1, now())`,
          '42501',
        ],
      ]
      const before = await digests(world.admin)
      for (const who of [
        'rival',
        'newcomer',
        'marketAssessor',
        'permitOfficer',
        'panel',
        'systemAdmin',
        'auditor',
      ] as const)
        for (const [statement, outcome] of statements)
          expect({ who, statement, outcome: await attempt(who, statement) }).toEqual({ who, statement, outcome })
      expect(await digests(world.admin)).toEqual(before)
    })

    test('files nothing in another firm’s case, starts none for another firm, and assesses for no other department', async () => {
      const { first } = world.population.firms
      const columns =
        'number, state, version, firm_id, created_by, created_at, changed_at, last_seq, last_hash, form_version'
      expect(
        await attempt(
          'rival',
          `insert into cases (${columns}) values ('x', 'draft', 1, ${first}, 1, now(), now(), 0, '', '')`,
        ),
      ).toBe('42501')
      const assess = (authority: number | null) =>
        `insert into assessments values (${cases.culture.id}, 9, ${authority}, ${world.person('assessor').id}, now(), 'recommend')`
      expect(await attempt('assessor', assess(world.person('assessor').authorityId))).toBe(1)
      expect(await attempt('assessor', assess(world.person('cultureAssessor').authorityId))).toBe('42501')
      const number = `insert into letter_series values (${world.person('assessor').authorityId}, 'recommendation', 2030, 1)`
      expect(await attempt('approver', number)).toBe(1)
      expect(await attempt('cultureAssessor', number)).toBe('42501')
    })
  })
})
