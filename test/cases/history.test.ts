/** The history of a case: numbered, chained, appended only, written in one's own name; whatever is done to it afterwards is found. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import { canonical } from '../../src/base/canonical.js'
import { Database } from '../../src/base/database.js'
import { NotFound } from '../../src/base/errors.js'
import {
  type ChainedEvent,
  contentHash,
  eventHash,
  FIRST_HASH,
  firstBreak,
  inputHash,
  newSalt,
} from '../../src/cases/history.js'
import { listOpened } from '../../src/cases/oneOfMany.js'
import { ReadingService } from '../../src/cases/reading.service.js'
import { Letters } from '../../src/letters/letter.service.js'
import { connect } from '../../tools/roles.js'
import { speak } from '../../tools/speaking.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'
import { eventsOf, historyFaults } from './looking.js'
import type { Name } from './population.js'
import { type Case, World } from './world.js'

type Sealed = ChainedEvent & { readonly hash: Buffer }

/** A history of so many events, as it would be stored. */
function makeChain(length: number): Sealed[] {
  const events: Sealed[] = []
  for (let seq = 1; seq <= length; seq++) {
    const event: ChainedEvent = {
      caseId: 7,
      seq,
      at: new Date(Date.UTC(2026, 10, 24, 1, seq)),
      action: seq === 1 ? 'start' : 'note',
      fromState: 'draft',
      toState: 'draft',
      version: 1,
      actorKind: 'person',
      actorId: seq % 3,
      authorityId: null,
      contentHash: contentHash(newSalt(), { text: `${seq}` }),
      prevHash: events.at(-1)?.hash ?? FIRST_HASH,
    }
    events.push({ ...event, hash: eventHash(event) })
  }
  return events
}

/** The event with a change, and a hash that fits it. */
const resealed = (event: Sealed, change: Partial<ChainedEvent>): Sealed => {
  const changed = { ...event, ...change }
  return { ...changed, hash: eventHash(changed) }
}

describe('the chain', () => {
  const whole = makeChain(9)

  test('of an untouched history is sound, an empty one too', () => {
    expect(firstBreak(whole)).toBeUndefined()
    expect(firstBreak([])).toBeUndefined()
  })

  const changes: Partial<ChainedEvent>[] = [
    { caseId: 8 },
    { seq: 50 },
    { at: new Date('2026-11-24T01:00:00.001Z') },
    { action: 'withdraw' },
    { fromState: null },
    { toState: 'submitted' },
    { version: 2 },
    { actorKind: 'clock' },
    { actorId: null },
    { authorityId: 1 },
    { contentHash: Buffer.alloc(32) },
    { prevHash: Buffer.alloc(32, 1) },
  ]
  test.each(changes)('shows a changed %j, where it stands', (change) => {
    const changed = whole.map((event, index) => (index === 4 ? { ...event, ...change } : event))
    expect(firstBreak(changed)).toBe(change.seq ?? 5)
  })

  test.each(changes.filter((change) => !('seq' in change) && !('prevHash' in change)))(
    'shows a changed %j whose hash was made to fit, at the next event',
    (change) => {
      const changed = whole.map((event, index) => (index === 4 ? resealed(event, change) : event))
      expect(firstBreak(changed)).toBe(6)
    },
  )

  test('shows every event that was left out, put between or moved', () => {
    const kinds = fc.constantFrom('leave out', 'put between', 'exchange')
    fc.assert(
      fc.property(kinds, fc.nat(7), fc.nat(8), (kind, at, other) => {
        const events = [...whole]
        const [one, two] = [events[at], events[other]]
        if (!one || !two) throw new Error('out of range')
        if (kind === 'leave out') events.splice(at, 1)
        if (kind === 'put between')
          events.splice(at, 0, resealed(two, { prevHash: events[at - 1]?.hash ?? FIRST_HASH, seq: at + 1 }))
        if (kind === 'exchange') {
          if (at === other) return
          events[at] = two
          events[other] = one
        }
        expect(firstBreak(events)).toBeDefined()
      }),
      { numRuns: rounds(2000) },
    )
  })
})

describe('what is hashed', () => {
  test('does not depend on the order of keys, at any depth, but on that of lists', () => {
    expect(canonical({ b: [{ y: 1, x: 2 }], a: null })).toBe('{"a":null,"b":[{"x":2,"y":1}]}')
    expect(inputHash({ a: 1, b: 2 }, null).equals(inputHash({ b: 2, a: 1 }, null))).toBe(true)
    expect(inputHash([1, 2], null).equals(inputHash([2, 1], null))).toBe(false)
    expect(inputHash({ ['__proto__']: 1 }, null).equals(inputHash({}, null))).toBe(false)
  })

  test('is SHA-256 over the salt and the text, as sha256sum counts it', () => {
    expect(contentHash(Buffer.from('salt'), { b: 1, a: '中' }).toString('hex')).toBe(
      '0f918c653b386e9e46a0cc0086748a9c5e08de1c2685b376b381c821c23281b9',
    )
  })
})

describe('on a real database', () => {
  let world: World
  let one: Case
  let app: pg.Client

  beforeAll(async () => {
    world = await World.open()
    one = await world.caseIn('letterReceived')
    app = await connect(world.db.appUrl)
  })
  afterAll(async () => {
    await app.end()
    await world.close()
  })

  test('what an event says comes back from the database as it was hashed, whatever JSON it is', async () => {
    const storable = fc.jsonValue({ maxDepth: 4 }).filter((value) => !JSON.stringify(value).includes('\\u0000'))
    await fc.assert(
      fc.asyncProperty(storable, async (value) => {
        const { rows } = await app.query<{ value: unknown }>('select $1::jsonb as value', [JSON.stringify(value)])
        expect(canonical(rows[0]?.value)).toBe(canonical(value))
      }),
      { numRuns: rounds(1000) },
    )
  })

  test('every step is one event, with who, when and from where to where', async () => {
    const events = (await eventsOf(world.admin, one.id)).slice(12)
    const { id, authorityId } = world.person('permitOfficer')
    expect(
      events.map(({ action, fromState, toState, version }) => `${action}: ${fromState} → ${toState}, ${version}`),
    ).toEqual([
      'submit: draft → submitted, 2',
      'accept: submitted → underAssessment, 3',
      'report: underAssessment → awaitingDecision, 4',
      'recommend: awaitingDecision → recommended, 5',
      'recordLetter: recommended → letterIssued, 6',
      'receiveLetter: letterIssued → letterReceived, 7',
    ])
    expect(events.at(-1)).toMatchObject({
      seq: 18,
      actorKind: 'person',
      actorId: id,
      authorityId,
      at: new Date('2026-11-24T01:00:00Z'),
    })
    expect(events.at(-2)).toMatchObject({ seq: 17, actorKind: 'worker', actorId: null, authorityId: null })
    expect(await historyFaults(world.admin)).toEqual([])
  })

  test('answers and files are named in it, never copied into it', async () => {
    const events = await eventsOf(world.admin, one.id)
    const told = JSON.stringify(events.map(({ content }) => content))
    expect(told).toContain('talent.passport.number')
    for (const secret of ['YB1234567', '1993-04-18', 'storageKey']) expect(told).not.toContain(secret)
  })

  test('whoever of an authority opens a case, a paper or a letter is in it; the firm only when it downloads the letter', async () => {
    const two = await world.caseIn('letterIssued')
    const [reading, letters] = [world.app.get(ReadingService), world.app.get(Letters)]
    const ids = await world.admin.query<{ letter: number; paper: number }>(
      'select (select id from letters where case_id = $1) as letter, (select min(id) from attachments where case_id = $1) as paper',
      [two.id],
    )
    const { letter = 0, paper = 0 } = ids.rows[0] ?? {}
    const before = await two.row()
    for (const who of ['applicant', 'assessor', 'permitOfficer'] as const) {
      const actor = world.person(who)
      await reading.get(actor, two.id)
      await reading.get(actor, two.id)
      await reading.list(actor, { tab: 'all' })
      await reading.openFile(actor, two.id, paper)
      await letters.open(actor, letter)
      await letters.fetch(actor, letter)
    }
    const seen = (await eventsOf(world.admin, two.id)).slice(17).map(({ action, actorId }) => [action, actorId])
    const opened = (who: Name) =>
      ['readCase', 'readFile', 'readLetter', 'fetchLetter'].map((action) => [action, world.person(who).id])
    expect(seen).toEqual([
      ['fetchLetter', world.person('applicant').id],
      ...opened('assessor'),
      ...opened('permitOfficer'),
    ])
    expect(await two.row()).toEqual(before)
    await expect(reading.get(world.person('cultureAssessor'), two.id)).rejects.toBeInstanceOf(NotFound)
    expect(await historyFaults(world.admin)).toEqual([])
  })

  test('a case that was filed anew is opened anew, however lately it was read before', async () => {
    const one = await world.caseIn('submitted')
    const [reading, actor] = [world.app.get(ReadingService), world.person('intake')]
    const opened = async () => {
      for (const _ of [1, 2]) await reading.get(actor, one.id)
      const counted = (await eventsOf(world.admin, one.id)).filter(({ action }) => action === 'readCase').length
      return [counted, (await listOpened(world.app.get(Database), actor, [one.id])).has(one.id)]
    }
    expect(await opened()).toEqual([1, true])
    await one.do('applicant', 'recall')
    await one.do('applicant', 'submit')
    expect((await listOpened(world.app.get(Database), actor, [one.id])).has(one.id)).toBe(false)
    expect(await opened()).toEqual([2, true])
  })

  describe('appended only', () => {
    const statements = [
      `update events set action = 'note'`,
      'delete from events',
      'truncate events cascade',
      `update event_contents set content = '{}'`,
      'delete from event_contents',
      `update submissions set answers = '{}'`,
      'delete from submissions',
      `update assessments set opinion = 'recommend'`,
      'delete from assessments',
      'delete from cases',
      `update cases set number = '1'`,
      'update cases set firm_id = 1',
      'delete from case_parties',
      'update case_parties set authority_id = 1',
      'delete from attachments',
      `update attachments set sha256 = ''`,
      'delete from letters',
      `update letters set data = '{}'`,
      `update letters set number = '1'`,
      'delete from letter_files',
      `update letter_files set pdf = ''`,
      'delete from letter_series',
      'alter table events disable row level security',
      'drop table events',
      'create table mine ()',
      'set session_replication_role = replica',
    ]
    test.each(statements)('%s is denied to the application and the worker', async (statement) => {
      const worker = await connect(world.db.workerUrl)
      try {
        for (const client of [app, worker])
          await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' })
      } finally {
        await worker.end()
      }
    })
  })

  describe('in one’s own name', () => {
    const INSERT = `insert into events (case_id, seq, at, action, to_state, version, actor_kind, actor_id, authority_id, internal, content_hash, prev_hash, hash)
      values ($1, 900, now(), 'note', 'letterReceived', 7, $2, $3, $4, false, '', '', '')`

    async function write(who: Name, kind: string, as: number | null, authorityId: number | null): Promise<string> {
      await app.query('begin')
      try {
        await speak(app, world.person(who).speaker)
        await app.query(INSERT, [one.id, kind, as, authorityId])
        return 'written'
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : 'strange'
      } finally {
        await app.query('rollback')
      }
    }

    test('only', async () => {
      const { id, authorityId } = world.person('assessor')
      expect(await write('assessor', 'person', id, authorityId)).toBe('written')
      expect(await write('assessor', 'person', world.person('approver').id, authorityId)).toBe('42501')
      expect(await write('assessor', 'person', id, world.person('cultureAssessor').authorityId)).toBe('42501')
      expect(await write('assessor', 'worker', null, null)).toBe('42501')
      expect(await write('assessor', 'clock', id, authorityId)).toBe('42501')
      expect(await write('rival', 'person', world.person('rival').id, null)).toBe('42501')
      expect(await write('auditor', 'person', world.person('auditor').id, world.person('auditor').authorityId)).toBe(
        '42501',
      )
    })
  })

  test('what a superuser does to it is found, and where', async () => {
    const two = await world.caseIn('underAssessment')
    const edits: [statement: string, fault: string][] = [
      [`update events set action = 'withdraw' where case_id = $1 and seq = 13`, 'the chain breaks at 13'],
      [`delete from events where case_id = $1 and seq = 5`, 'the chain breaks at 6'],
      [`update events set seq = -seq where case_id = $1 and seq = 14`, 'the row is not at its last event'],
      [
        `update event_contents set content = '{"changed": []}' where case_id = $1 and seq = 2`,
        'event 2 (saveAnswers) does not say what was hashed',
      ],
      [`update cases set state = 'draft' where id = $1`, 'the row is not where its last event says'],
    ]
    for (const [statement, fault] of edits) {
      await world.admin.query('begin; set local session_replication_role = replica')
      await world.admin.query(statement, [two.id])
      expect(await historyFaults(world.admin)).toContain(`case ${two.id}: ${fault}`)
      await world.admin.query('rollback')
    }
    expect(await historyFaults(world.admin)).toEqual([])
  })

  test('when what was said is erased, the history still proves itself', async () => {
    const two = await world.caseIn('submitted')
    await world.admin.query(`begin; set local haijian.erasing = 'yes'`)
    await world.admin.query('delete from event_contents where case_id = $1', [two.id])
    await world.admin.query('commit')
    expect(firstBreak(await eventsOf(world.admin, two.id))).toBeUndefined()
  })
})
