/** Sealing and verifying: nothing that commits is skipped, nothing that is done to the history afterwards stays hidden, and an untouched history is never accused. */
import { mkdtempSync, rmSync } from 'node:fs'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import S3rver from 's3rver'
import { fill } from '../../bench/audit/fill.js'
import { StandingClock } from '../../src/base/clock.js'
import { createDataSource, Database } from '../../src/base/database.js'
import { Installation } from '../../src/base/installation.js'
import { Outgoing } from '../../src/base/outgoing.js'
import { readCheckpoint, sealCheckpoint, writeCheckpoint } from '../../src/cases/audit/checkpoint.js'
import { type AuditKeys, openAuditKeys, openSealKey } from '../../src/cases/audit/keys.js'
import { MARKED } from '../../src/cases/audit/marked.js'
import { pathOf, rootBy, rootOf, sha256 } from '../../src/cases/audit/merkle.js'
import { SealingStates } from '../../src/cases/audit/sealing.service.js'
import { FolderSink, S3Sink, type Sink, SinkDiffers } from '../../src/cases/audit/sinks.js'
import { ENTITIES } from '../../src/entities.js'
import { settingsOf } from '../../src/people/scope.js'
import { Sealer, Sealing } from '../../src/worker/sealer.js'
import { StoreRegister } from '../../src/worker/storeRegister.js'
import { type Verified, verifyHistory, verifyIn } from '../../tools/audit/verify.js'
import { report } from '../../tools/audit.js'
import { connect } from '../../tools/roles.js'
import { readResume, resumeSealing } from '../../tools/sealing.js'
import { ROWS } from '../database/rows.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'
import { erase, TAMPERINGS } from './tampering.js'
import { World } from './world.js'

const CLOCK = new StandingClock(new Date('2026-11-27T09:00:00+08:00'))
const CASES = 24
const EVENTS = 12

let folder: string
let db: TestDatabase
let admin: pg.Client
let keys: AuditKeys
let sink: FolderSink
const sources: Database[] = []

async function sealerOn(database: Database, sealing: Sealing): Promise<Sealer> {
  const installation = await Installation.open(database)
  return new Sealer(database, CLOCK, sealing, installation, new StoreRegister(database, CLOCK))
}

async function sealerOf(...sinks: Sink[]): Promise<Sealer> {
  const source = await createDataSource({ url: db.workerUrl, poolSize: 4, entities: ENTITIES }).initialize()
  const database = new Database(source)
  sources.push(database)
  return sealerOn(database, new Sealing(await openSealKey(db.config), sinks))
}

const verify = (sinks: readonly Sink[] = [sink]): Promise<Verified> => verifyHistory(admin, sinks, keys.seals)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'audit-'))
  db = await freshDatabase({ DATA_DIR: folder })
  admin = await connect(db.adminUrl)
  keys = await openAuditKeys(db.config)
  sink = new FolderSink(join(folder, 'audit'))
  await admin.query(PEOPLE)
  await admin.query(
    `insert into people_history (at, person_id, actor_id, act, detail)
     select timestamptz '2026-11-24' + n * interval '1 hour', 1, 1, 'passkeyAdded', jsonb_build_object('name', n) from generate_series(1, $1) n`,
    [EVENTS],
  )
  // a part of the reference data is enough: all of it is read in every round below
  await admin.query(`begin; set local session_replication_role = replica;
    delete from row_marks where relation = 'reference' and row_id > 2 * ${EVENTS}; delete from reference where id > 2 * ${EVENTS}; commit`)
  const sealer = await sealerOf(sink)
  // in three checkpoints: some cases begin in one and go on in the next
  await fill(admin, { cases: CASES, eventsEach: EVENTS, firm: 1, person: 1 })
  for (const length of [5, 9, EVENTS]) {
    await admin.query('update cases set last_seq = $1', [length])
    expect(await sealer.seal()).toBe(1)
  }
})

afterAll(async () => {
  for (const { source } of sources) await source.destroy()
  await admin.end()
  await db.drop()
  rmSync(folder, { recursive: true, force: true })
})

const PEOPLE = ROWS.split('insert into firm_papers')[0] ?? ''

/** How many rows there are that leave marks. */
async function markedRows(): Promise<number> {
  const each = Object.keys(MARKED).map((table) => `(select count(*) from ${table})`)
  const { rows } = await admin.query<{ n: number }>(`select (${each.join(' + ')})::int as n`)
  return rows[0]?.n ?? 0
}

describe('an untouched history', () => {
  test('is whole, and every event is in a checkpoint', async () => {
    const found = await verify()
    expect(found).toEqual({
      checkpointFaults: [],
      faults: [],
      rowFaults: [],
      rows: await markedRows(),
      cases: CASES,
      events: CASES * EVENTS,
      checked: CASES * EVENTS,
      erased: 0,
      checkpoints: 3,
      unsealed: 0,
      papers: 0,
      paperFaults: [],
      brokenSeries: [],
    })
    expect(report(found).at(-1)).toEqual({
      zh: '历史完整，没有被改动。',
      en: 'The history is complete and unchanged.',
    })
  })

  test('is the same to the owner, who runs the command, and whom row-level security binds', async () => {
    const owner = await connect(db.ownerUrl)
    expect(await verifyHistory(owner, [sink], keys.seals)).toMatchObject({ rowFaults: [], rows: await markedRows() })
    await owner.end()
  })

  test('stays whole when what was said is erased under retention', async () => {
    await admin.query('begin; set local session_replication_role = replica')
    await erase(admin, 3, EVENTS)
    const found = await verifyIn(admin, [sink], 3, keys.seals)
    await admin.query('rollback')
    expect(found).toMatchObject({ faults: [], checkpointFaults: [], erased: EVENTS, checked: (CASES - 1) * EVENTS + 1 })
  })
})

describe('whatever a superuser does to it', () => {
  const kinds = Object.keys(TAMPERINGS)

  test('is found, and the first bad row is named', async () => {
    const seen = new Set<string>()
    const place = fc.record({
      kind: fc.constantFrom(...kinds),
      caseId: fc.integer({ min: 1, max: CASES - 1 }),
      at: fc.integer({ min: 1, max: EVENTS }),
      beside: fc.integer({ min: 1, max: EVENTS - 1 }),
      below: fc.nat(),
    })
    const examples = kinds.map((kind) => ({ kind, caseId: 7, at: 6, beside: 3, below: 1 }))
    await fc.assert(
      fc.asyncProperty(place, async ({ kind, caseId, at, beside, below }) => {
        const other = ((at - 1 + beside) % EVENTS) + 1
        const otherCase = caseId + 1 + (below % (CASES - caseId))
        await admin.query('begin isolation level repeatable read')
        try {
          await admin.query('set local session_replication_role = replica')
          const first = await TAMPERINGS[kind]?.(admin, { caseId, length: EVENTS, at, other, otherCase })
          const found = await verifyIn(admin, [sink], 3, keys.seals)
          expect(found.checkpointFaults).toEqual([])
          const [bad, ...others] =
            first && 'relation' in first ? [found.rowFaults, found.faults] : [found.faults, found.rowFaults]
          expect(bad[0]).toMatchObject(first ?? {})
          expect(others).toEqual([[]])
          if (first && 'caseId' in first)
            expect(found.faults[0]?.number).toBe(`2026-${String(first.caseId).padStart(6, '0')}`)
        } finally {
          await admin.query('rollback')
        }
        seen.add(kind)
      }),
      { numRuns: rounds(2000) + kinds.length, examples: examples.map((one): [typeof one] => [one]) },
    )
    expect([...seen].sort()).toEqual([...kinds].sort())
    expect(await verify()).toMatchObject({ faults: [], checkpointFaults: [] })
  })

  test('is told in words, in both languages', async () => {
    await admin.query('begin isolation level repeatable read; set local session_replication_role = replica')
    await TAMPERINGS['rebuilt with other words']?.(admin, { caseId: 5, length: EVENTS, at: 7, other: 8, otherCase: 6 })
    const found = await verifyIn(admin, [sink], 3, keys.seals)
    await TAMPERINGS['a row says something else, and its mark was made to fit']?.(admin, {
      ...{ caseId: 6, length: EVENTS, at: 2, other: 8, otherCase: 7 },
    })
    const row = await verifyIn(admin, [sink], 3, keys.seals)
    await admin.query('rollback')
    expect(report(row)[1]).toEqual({
      zh: 'people_history 第 2 行的摘要与第 1 号检查点封存的不同：封存后被改写',
      en: 'Row 2 of people_history has a digest that differs from what checkpoint 1 sealed: it was rewritten afterwards',
    })
    expect(report(found)[0]).toEqual({
      zh: '案件 2026-000005：第 7 条与第 2 号检查点封存的不同：封存后被改写，摘要值也重新计算过',
      en: 'Case 2026-000005: event 7 differs from what checkpoint 2 sealed: it was rewritten afterwards, with new hashes',
    })
  })

  test('a case that is gone altogether is missed', async () => {
    await admin.query('begin isolation level repeatable read; set local session_replication_role = replica')
    for (const table of ['event_contents', 'events', 'seals'])
      await admin.query(`delete from ${table} where case_id = 9`)
    await admin.query('delete from cases where id = 9')
    const found = await verifyIn(admin, [sink], 3, keys.seals)
    await admin.query('rollback')
    expect(found.faults).toEqual([{ caseId: 9, seq: 1, kind: 'cut', checkpoint: 1, number: '#9' }])
  })
})

describe('what is kept for good', () => {
  /** Tables to which the web server or the worker only adds, and that leave no marks of their own: why not. */
  const OTHERWISE: Readonly<Record<string, string>> = {
    events: 'the chains themselves',
    event_contents: 'committed to by the chains',
    case_parties: 'said by the event that names them: accept, consult, issue',
    submissions: 'the event of the step that files; its answers are erased with the case',
    assessments: 'said by the event `report`',
    paper_orders: 'orders to the worker; what comes of one is in the registry of letters',
    letter_files: 'signed, and named by the registry by their hashes',
    talent_links: 'making one is an event of the case',
    previews: 'made of papers, can be made anew',
    proofs: 'made of the history, can be made anew',
  }

  test('is in the chains, or leaves marks: every table to which is only added', async () => {
    const { rows } = await admin.query<{ name: string }>(`
      select c.relname as name from pg_class c, (values ('haijian_app'), ('haijian_worker')) r (name)
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and has_table_privilege(r.name, c.oid, 'INSERT')
        and not has_table_privilege(r.name, c.oid, 'DELETE') and not has_any_column_privilege(r.name, c.oid, 'UPDATE')
      group by 1 order by 1`)
    const added = rows.map(({ name }) => name)
    expect(added.filter((name) => !(name in MARKED) && !(name in OTHERWISE))).toEqual([])
    expect(Object.keys(OTHERWISE).filter((name) => name in MARKED || !added.includes(name))).toEqual([])
  })

  test('leaves marks by the list that is verified, and a column that was added is in it or named', async () => {
    const { rows } = await admin.query<{ relation: string; columns: Buffer; seen: boolean }>(`
      select c.relname as relation, tgargs as columns, not c.relrowsecurity or exists (
        select 1 from pg_policy p where p.polrelid = c.oid and c.relowner = any (p.polroles) and pg_get_expr(p.polqual, c.oid) = 'true' and p.polcmd in ('r', '*')) as seen
      from pg_trigger t join pg_class c on c.oid = t.tgrelid where tgname = 'keep_mark'`)
    const marked = rows.map(({ relation, columns }) => [
      relation,
      columns.toString().replace(/\0$/, '').replaceAll('\0', ' '),
    ])
    expect(Object.fromEntries(marked)).toEqual(MARKED)
    // or a verification by the owner would miss rows
    expect(rows.filter(({ seen }) => !seen).map(({ relation }) => relation)).toEqual([])
    const { rows: columns } = await admin.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns where table_name = any ($1) order by 1`,
      [Object.keys(MARKED)],
    )
    const covered = Object.entries(MARKED).flatMap(([table, list]) => list.split(' ').map((name) => `${table}.${name}`))
    expect(columns.map(({ name }) => name).filter((name) => !covered.includes(name))).toEqual(UNCOVERED)
  })

  test('a mark is only ever added, and sealed once, by the owner neither', async () => {
    const owner = await connect(db.ownerUrl)
    for (const statement of [
      'update row_marks set digest = digest',
      'update row_marks set sealed_in = 9',
      'delete from row_marks',
      'update people_history set at = at',
      'delete from people_history',
    ])
      await expect(owner.query(statement)).rejects.toThrow(/only (ever )?added/)
    await owner.end()
  })
})

/** What may change about people and firms without being an act of office, and what the worker notes. */
const UNCOVERED = [
  'api_keys.made_by', // of a service account, whose administrators these are
  'api_keys.public_key',
  'api_keys.thumbprint', // of which the first eight characters are the prefix, which is covered
  'api_keys.used_at',
  'api_keys.used_from',
  'authenticators.failures',
  'authenticators.last_step',
  'firm_acts.trail', // which request it was, as the log names it
  'firm_acts.xid',
  'firm_papers.bytes',
  'firm_papers.change_id',
  'firm_papers.mime',
  'firm_papers.name',
  'firm_papers.replaced_at', // the act by which it was stands in firm_acts, which are covered
  'firm_papers.scan',
  'firm_papers.scanned_at',
  'firm_papers.sealed',
  'firm_papers.storage_key',
  'firms.cross_border_filing',
  'firms.district',
  'firms.handler',
  'firms.kind',
  'firms.name_en',
  // each of these stands in an act of the firm's, which is covered
  'firms.second_person',
  'firms.sent_back_at',
  'firms.sent_back_reason',
  'firms.sent_in_at',
  'firms.suspended_at',
  'firms.zone',
  'invitations.operator', // stands in the history of people, which is covered
  'letter_receipts.person_name',
  'outages.settled_at',
  'passkeys.counter',
  'passkeys.used_at',
  'people.chat',
  'people.chat_asked_at',
  'people.chat_failed_at',
  'people.chat_token',
  'people.chat_tries',
  'people.chat_wanted',
  'people.created_at',
  'people.email_asked_at',
  'people.email_failed',
  'people.email_failed_at',
  'people.email_failure',
  'people.email_token',
  'people.email_wanted',
  'people.language',
  'people.mail_choices',
  'people.name',
  'people.phone',
  'people.phone_asked_at',
  'people.phone_failed_at',
  'people.phone_token',
  'people.phone_tries',
  'people.phone_wanted',
  'reference.earlier', // what a draft said before: each revision left its mark when it was written
]

describe('a checkpoint outside', () => {
  const file = (no: number) => join(folder, 'audit/checkpoints/000000', `00000000${no}.json`)

  /** Changes files for as long as `work` takes. */
  async function spoil(no: number, change: (document: string) => string | undefined, work: () => Promise<void>) {
    const before = await readFile(file(no), 'utf8')
    const after = change(before)
    await chmod(file(no), 0o600)
    if (after === undefined) await rm(file(no))
    else await writeFile(file(no), after)
    try {
      await work()
    } finally {
      await writeFile(file(no), before)
      await chmod(file(no), 0o440)
    }
  }

  test.each([1, 2, 3])('that is missing is missed: number %i', async (no) => {
    await spoil(
      no,
      () => undefined,
      async () => {
        const { checkpointFaults, faults } = await verify()
        expect(checkpointFaults).toEqual([{ no, kind: 'missing' }])
        expect(faults).toEqual([])
      },
    )
  })

  test('that was changed anywhere, by one character, is found', async () => {
    const document = await readFile(file(2), 'utf8')
    await fc.assert(
      fc.asyncProperty(fc.nat(document.length - 2), async (at) => {
        const spoilt = (text: string) => `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`
        await spoil(2, spoilt, async () => {
          const { checkpointFaults } = await verify()
          expect(checkpointFaults[0]).toMatchObject({ no: 2 })
        })
      }),
      { numRuns: rounds(200) },
    )
  })

  test('that was made and signed anew by somebody else, or put in another one’s place, is found', async () => {
    const stranger = await openSealKey({ ...db.config, dataDir: join(folder, 'stranger') })
    const forge = (text: string) => {
      const read = readCheckpoint(text)
      if (!read) throw new Error('no checkpoint')
      return writeCheckpoint(sealCheckpoint(stranger, read))
    }
    await spoil(3, forge, async () => {
      expect((await verify()).checkpointFaults[0]).toEqual({ no: 3, kind: 'key' })
    })
    const third = await readFile(file(3), 'utf8')
    await spoil(
      2,
      () => third,
      async () => {
        expect((await verify()).checkpointFaults[0]).toEqual({ no: 2, kind: 'unreadable' })
      },
    )
  })

  test('is set aside only when it continues the history, and the database does not have it', async () => {
    const request = { operator: '陈一帆', why: '恢复' }
    const resume = () => resumeSealing(admin, [sink], keys.seals, request, CLOCK.now())
    await expect(resume()).rejects.toThrow('No checkpoint lies outside that the database does not have')
    await spoil(
      3,
      (text) => text.replace(/"at":"\d{4}/, '"at":"2031'),
      async () => {
        await expect(resume()).rejects.toThrow('Checkpoint 3 in')
        expect(await sink.list()).toEqual([1, 2, 3])
      },
    )
    expect((await admin.query('select from resumed_sealings')).rowCount).toBe(0)
    expect(readResume(['resume', '--operator', '陈一帆', '--why', '恢复'])).toEqual(request)
    for (const wrong of [[], ['resume'], ['resume', '--operator', 'x'], ['resume', '--operator', 'x', '--why', ' ']])
      expect(() => readResume(wrong)).toThrow('Usage: npm run sealing')
  })

  test('is never written over', async () => {
    const before = await readFile(file(1), 'utf8')
    await sink.put(1, before)
    await expect(sink.put(1, `${before} `)).rejects.toBeInstanceOf(SinkDiffers)
    expect(await readFile(file(1), 'utf8')).toBe(before)
  })
})

describe('sealing', () => {
  /** What is sealed, as `case:seq`, out of the documents outside; each once. */
  async function sealedIn(one: Sink): Promise<string[]> {
    const documents = await Promise.all((await one.list()).map((no) => one.get(no)))
    return documents
      .flatMap((text) => readCheckpoint(text ?? '')?.leaves ?? [])
      .map(({ caseId, seq }) => `${caseId}:${seq}`)
  }

  test('skips nothing while others write and several workers seal, not even what commits late', async () => {
    const world = await World.open()
    try {
      const outside = new FolderSink(join(world.db.config.dataDir, 'audit'))
      const cases = await Promise.all(Array.from({ length: 4 }, () => world.draft('applicant')))
      const workers = await Promise.all([world.openWorker(), world.openWorker()])
      const late = cases[0]
      if (!late) throw new Error('no case')
      let commit = () => {}
      const held = new Promise<void>((resolve) => {
        commit = resolve
      })
      const actor = world.person('applicant')
      const slow = world.database.transaction(settingsOf(actor), async (tx) => {
        await world.cases.actIn(tx, late.id, 'saveAnswers', { actor, input: { answers: { note: 'late' } } })
        await held
      })
      const writing = cases.slice(1).map(async (one) => {
        for (let round = 0; round < 10; round++)
          await world.cases.act(one.id, 'saveAnswers', { actor, input: { answers: { note: `${round}` } } })
      })
      let done = false
      const sealing = workers.map(async (worker) => {
        while (!done) await worker.get(Sealer).seal()
        await worker.get(Sealer).seal()
      })
      await Promise.all(writing)
      commit()
      await slow
      done = true
      await Promise.all(sealing)

      const { rows } = await world.admin.query<{ event: string }>(`select case_id || ':' || seq as event from events`)
      expect((await sealedIn(outside)).sort()).toEqual(rows.map(({ event }) => event).sort())
      const { seals } = await openAuditKeys(world.db.config)
      expect(await verifyHistory(world.admin, [outside], seals)).toMatchObject({
        ...{ faults: [], checkpointFaults: [], unsealed: 0, events: rows.length },
      })
      expect((await outside.list()).length).toBeGreaterThan(1)
    } finally {
      await world.close()
    }
  })

  /** A place that fails before or after it has written. */
  class Failing implements Sink {
    readonly name = 'failing'
    readonly identity: Sink['identity']
    constructor(
      private readonly inner: Sink,
      private readonly when: 'before' | 'after',
    ) {
      this.identity = inner.identity
    }
    list = () => this.inner.list()
    get = (no: number) => this.inner.get(no)
    setAside = (no: number, folder: string) => this.inner.setAside(no, folder)
    async put(no: number, document: string): Promise<void> {
      if (this.when === 'after') await this.inner.put(no, document)
      throw Object.assign(new Error('no'), { code: 'ENOSPC' })
    }
  }

  test.each(['before', 'after'] as const)(
    'goes on with the same checkpoint when it ended %s writing it outside',
    async (when) => {
      const last = (await sink.list()).length
      await admin.query('begin; set local session_replication_role = replica')
      await fill(admin, { cases: 2, eventsEach: 3, firm: 1, person: 1, first: CASES + 1 + (when === 'after' ? 2 : 0) })
      await admin.query('commit')
      expect(await (await sealerOf(new Failing(sink, when))).seal()).toBe(0)
      const waiting = 'select no, failure, stored_at is null as waits from checkpoints order by no desc limit 1'
      expect((await admin.query(waiting)).rows).toEqual([{ no: last + 1, failure: 'ENOSPC', waits: true }])
      expect(await verify()).toMatchObject({ faults: [], checkpointFaults: [], unsealed: when === 'before' ? 6 : 0 })
      expect(await (await sealerOf(sink)).seal()).toBe(1)
      expect((await admin.query(waiting)).rows).toEqual([{ no: last + 1, failure: null, waits: false }])
      expect(await verify()).toMatchObject({ faults: [], checkpointFaults: [], unsealed: 0, checkpoints: last + 1 })
      expect(await (await sealerOf(sink)).seal()).toBe(0)
    },
  )

  test('of two workers with a place each: each brings its own to the last checkpoint, and one that lags is named', async () => {
    const world = await World.open()
    try {
      const source = await createDataSource({ url: world.db.workerUrl, poolSize: 4, entities: ENTITIES }).initialize()
      const database = new Database(source)
      sources.push(database)
      const [key, installation] = [await openSealKey(world.db.config), await Installation.open(database)]
      const places = [new FolderSink(join(folder, 'here')), new FolderSink(join(folder, 'there'))] as const
      const [one, other] = places.map(
        (place) =>
          new Sealer(
            database,
            world.clock,
            new Sealing(key, [place]),
            installation,
            new StoreRegister(database, world.clock),
          ),
      )
      const numbers = () => Promise.all(places.map((place) => place.list()))
      const reached = async () => {
        const state = await world.app.get(SealingStates).state(world.person('auditor'))
        return state.places.map(({ place, lastNo, behind }) => [
          place.slice(place.lastIndexOf('/') + 1),
          lastNo,
          behind,
        ])
      }
      await world.draft()
      expect(await one?.seal()).toBe(1)
      await world.draft()
      expect(await other?.seal()).toBe(1)
      expect(await numbers()).toEqual([[1], [1, 2]])
      world.at('2026-11-24T09:10:00+08:00')
      expect(await reached()).toEqual([
        ['here', 1, true],
        ['there', 2, false],
      ])
      await one?.seal()
      expect(await numbers()).toEqual([
        [1, 2],
        [1, 2],
      ])
      expect(await places[0].get(2)).toBe(await places[1].get(2))
      expect(await reached()).toEqual([
        ['here', 2, false],
        ['there', 2, false],
      ])
      const { seals } = await openAuditKeys(world.db.config)
      for (const place of places)
        expect(await verifyHistory(world.admin, [place], seals)).toMatchObject({
          ...{ faults: [], checkpointFaults: [], checkpoints: 2, unsealed: 0 },
        })
    } finally {
      await world.close()
    }
  })

  test('writes to a real S3 server too, never over an object, and tries again when it is away', async () => {
    const settings = {
      endpoint: 'http://127.0.0.1:8131',
      bucket: 'checkpoints',
      key: 'S3RVER',
      secret: 'S3RVER',
      region: 'us-east-1',
    }
    const serve = async () => {
      const configureBuckets = [{ name: settings.bucket, configs: [] }]
      const server = new S3rver({
        port: 8131,
        address: '127.0.0.1',
        silent: true,
        directory: join(folder, 's3'),
        configureBuckets,
      })
      await server.run()
      return server
    }
    const send = new Outgoing(db.config).fetch
    const s3 = new S3Sink(settings, send)
    const wrong = new S3Sink({ ...settings, key: 'STRANGER' }, send)
    const world = await World.open()
    const outside = new FolderSink(join(world.db.config.dataDir, 'audit'))
    let server: S3rver | undefined
    try {
      const source = await createDataSource({ url: world.db.workerUrl, poolSize: 4, entities: ENTITIES }).initialize()
      const database = new Database(source)
      sources.push(database)
      const key = await openSealKey(world.db.config)
      const sealer = await sealerOn(database, new Sealing(key, [outside, s3]))
      await world.draft()
      expect(await sealer.seal()).toBe(0)
      const { rows } = await world.admin.query('select no, stored_at, failure from checkpoints')
      expect(rows).toEqual([{ no: 1, stored_at: null, failure: 'ECONNREFUSED' }])

      server = await serve()
      await expect(wrong.list()).rejects.toThrow('S3 403')
      expect(await sealer.seal()).toBe(1)
      await world.draft()
      expect(await sealer.seal()).toBe(1)
      expect(await s3.list()).toEqual([1, 2])
      expect(await s3.get(2)).toBe(await outside.get(2))
      expect(await s3.get(3)).toBeUndefined()
      await expect(s3.put(1, 'something else')).rejects.toBeInstanceOf(SinkDiffers)
      const second = (await s3.get(2)) ?? ''
      await s3.setAside(2, 'set-aside/20261127010000')
      expect(await s3.list()).toEqual([1])
      await s3.put(2, second)
      // a copy of the database that got an identity of its own
      await world.admin.query('update installation set id = gen_random_uuid()')
      const copy = await sealerOn(database, new Sealing(key, [s3]))
      await expect(copy.openPlaces()).rejects.toThrow(`AUDIT_S3 (${s3.name}) belongs to installation`)

      const { seals } = await openAuditKeys(world.db.config)
      const whole = await verifyHistory(world.admin, [outside, s3], seals)
      expect(whole).toMatchObject({ faults: [], checkpointFaults: [], checkpoints: 2, unsealed: 0 })
      await rm(join(folder, 's3/checkpoints/checkpoints'), { recursive: true })
      const { checkpointFaults } = await verifyHistory(world.admin, [outside, s3], seals)
      expect(checkpointFaults).toEqual([1, 2].map((no) => ({ no, kind: 'missing', place: s3.name })))
    } finally {
      await server?.close()
      await world.close()
    }
  })
})

describe('the tree', () => {
  test('has the root that the definition gives, and every mark leads to it', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((text) => sha256(text)) as [Buffer, Buffer, Buffer]
    const node = (left: Buffer, right: Buffer) => sha256(Buffer.concat([Buffer.from([1]), left, right]))
    expect(rootOf([a, b, c])).toEqual(node(node(a, b), c))
    expect(rootOf([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (length, index) => {
        const marks = Array.from({ length }, (_, at) => sha256(String(at)))
        const at = index % length
        expect(rootBy(marks[at] ?? a, pathOf(marks, at))).toEqual(rootOf(marks))
      }),
    )
    expect(() => pathOf([a], 1)).toThrow(RangeError)
  })
})
