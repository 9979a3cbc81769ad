/** What the owner of the database can do, each sentence of docs/audit.md tried: what a verification finds, and what nobody sees. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import { checkPlace } from '../../src/cases/audit/apart.js'
import { type AuditKeys, openAuditKeys } from '../../src/cases/audit/keys.js'
import { FolderSink, type Sink } from '../../src/cases/audit/sinks.js'
import { contentHash, eventHash } from '../../src/cases/history.js'
import { Keys } from '../../src/people/key.service.js'
import { Passwords } from '../../src/people/password.service.js'
import { Sealer } from '../../src/worker/sealer.js'
import { type Verified, verifyHistory, verifyIn } from '../../tools/audit/verify.js'
import { connect } from '../../tools/roles.js'
import { settingsInEarnest } from '../letters/earnest.js'
import { eventsOf } from './looking.js'
import { PASSWORD } from './population.js'
import { type Case, World } from './world.js'

let world: World
let owner: pg.Client
let keys: AuditKeys
let sink: Sink
let one: Case

beforeAll(async () => {
  world = await World.open()
  one = await world.caseIn('submitted')
  const key = { name: 'HR system', scopes: ['read'] as const, days: 30 }
  await world.app.get(Keys).create(world.person('firmAdmin'), key)
  await world.app.get(Keys).create(world.person('applicant'), key)
  // what people do to their own ways in is no fault
  const wish = { current: PASSWORD, password: 'seven grey herons at noon' }
  await world.app.get(Passwords).change(world.person('applicant'), undefined, wish)
  await world.admin.query(
    `insert into passkeys (person_id, credential_id, public_key, counter, transports, name, added_at)
     select id, account, 'k', 0, '{}', 'office', now() from people where account in ('approver', 'intake')`,
  )
  await world.admin.query(`delete from passkeys where person_id = $1`, [world.person('intake').id])
  await (await world.worker()).get(Sealer).seal()
  owner = await connect(world.db.ownerUrl)
  keys = await openAuditKeys(world.db.config)
  sink = new FolderSink(join(world.db.config.dataDir, 'audit'))
})
afterAll(async () => {
  await owner.end()
  await world.close()
})

const found = ({ faults, rowFaults, checkpointFaults, paperFaults }: Verified) => [
  ...faults.map(({ seq, kind }) => `event ${seq} ${kind}`),
  ...rowFaults.map(({ relation, kind }) => `${relation} ${kind}`),
  ...checkpointFaults.map(({ no, kind }) => `checkpoint ${no} ${kind}`),
  ...paperFaults.map(({ kind }) => `paper ${kind}`),
]

/** The owner does it and it is verified; then it is undone. */
async function after(...statements: (string | (() => Promise<unknown>))[]): Promise<string[]> {
  const last = Math.max(...(await sink.list()))
  await owner.query('begin isolation level repeatable read')
  try {
    for (const statement of statements) await (typeof statement === 'string' ? owner.query(statement) : statement())
    return found(await verifyIn(owner, [sink], last, keys.seals))
  } finally {
    await owner.query('rollback')
  }
}

/** Everything that could stop an owner, lifted by the owner: policies, triggers, keys. */
const UNBOUND = `do $$ declare t text; c record; begin
  for c in select conrelid::regclass as t, conname from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace
    loop execute format('alter table %s drop constraint %I', c.t, c.conname); end loop;
  for t in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relowner = current_user::regrole
    loop execute format('alter table %I no force row level security, disable trigger user', t); end loop;
end $$`
const asleep = (table: string) => `alter table ${table} disable trigger user`
const HERS = `(select id from people where account = 'firmAdmin')`

test('the owner alone finds everything whole: nothing is hidden from who verifies', async () => {
  expect(found(await verifyHistory(owner, [sink], keys.seals))).toEqual([])
})

describe('is found', () => {
  test.each([
    ['a password hash', 'people', `update people set password_hash = 'forged' where id = ${HERS}`, 'people changed'],
    [
      'an address for resets',
      'people',
      `update people set email = 'me@example.com' where id = ${HERS}`,
      'people changed',
    ],
    [
      'a person’s roles',
      'people',
      `update people set roles = '{applicant,firmAdmin}' where id = ${HERS}`,
      'people changed',
    ],
    [
      'an authenticator',
      'authenticators',
      `update authenticators set secret = 'x' where person_id = ${HERS}`,
      'authenticators changed',
    ],
    ['a passkey', 'passkeys', `update passkeys set public_key = 'mine'`, 'passkeys changed'],
    [
      'an API key',
      'api_keys',
      `update api_keys set scopes = '{read,write}' where person_id = ${HERS}`,
      'api_keys changed',
    ],
    [
      'an authenticator that is taken away',
      'authenticators',
      `delete from authenticators where person_id = ${HERS}`,
      'authenticators missing',
    ],
    ['a passkey that is taken away', 'passkeys', 'delete from passkeys', 'passkeys missing'],
    [
      'an API key that is put in',
      'api_keys',
      `insert into api_keys (person_id, name, prefix, key_hash, scopes, created_at, expires_at) values (${HERS}, 'n', 'p', 'h', '{read}', now(), now())`,
      'api_keys extra',
    ],
    [
      'an invitation that is put in',
      'invitations',
      `insert into invitations (token_hash, account, name, roles, invited_by, invited_at, expires_at) values ('h', 'a', 'n', '{intake}', 1, now(), now())`,
      'invitations extra',
    ],
    [
      'a link at the identity provider that is put in',
      'provider_links',
      `insert into provider_links (person_id, issuer, subject, linked_by, linked_at) values (${HERS}, 'i', 's', 1, now())`,
      'provider_links extra',
    ],
    [
      'a key of exports that is put in',
      'export_keys',
      `insert into export_keys (id, public_key) values ('i', 'p')`,
      'export_keys extra',
    ],
  ])('%s, changed while the triggers sleep', async (_what, table, statement, fault) => {
    expect(await after(asleep(table), statement)).toEqual([fault])
  })

  test('roles that nobody has agreed on, though they left their mark', async () => {
    const told = `insert into people_history (at, person_id, actor_id, act, detail) values (now(), ${HERS}, 1, 'joined', '{"roles": ["firmAdmin"]}')`
    expect(await after(told)).toEqual([])
    const changed = `update people set roles = '{applicant,firmAdmin}' where id = ${HERS}`
    expect(await after(told, changed)).toEqual(['people untold'])
  })
})

describe('is seen by nobody, as the page says', () => {
  test('an act that is forged with all that belongs to it, by the date of the forging', async () => {
    const forged = [
      `insert into people_history (at, person_id, actor_id, act, detail) values (now(), ${HERS}, 1, 'rolesApproved', '{"roles": ["applicant", "firmAdmin"]}')`,
      `update people set roles = '{applicant,firmAdmin}' where id = ${HERS}`,
      `insert into passkeys (person_id, credential_id, public_key, counter, transports, name, added_at) values (${HERS}, 'm', 'mine', 0, '{}', 'mine', now())`,
    ]
    expect(await after(...forged)).toEqual([])
  })

  test('recovery codes, sessions and links of resets, which leave no marks', async () => {
    const put = [
      `insert into recovery_codes (person_id, code_hash, made_at) values (${HERS}, 'mine', now())`,
      `insert into sessions (token_hash, person_id, created_at, seen_at, ways, proved_at) values ('mine', ${HERS}, now(), now(), '{totp}', now())`,
      `insert into resets (token_hash, person_id, asked_at, expires_at) values ('mine', ${HERS}, now(), now())`,
    ]
    expect(await after(...put)).toEqual([])
  })

  test('contents that are deleted, with an event `erase` that excuses it', async () => {
    const deleted = [asleep('event_contents'), `delete from event_contents where case_id = ${one.id} and seq = 1`]
    expect(await after(...deleted)).toEqual(['event 1 gone'])
    const excuse = async () => {
      const last = (await eventsOf(owner as pg.Client, one.id)).at(-1)
      if (!last) throw new Error('the case has no events')
      const salt = Buffer.alloc(32, 7)
      const event = {
        ...last,
        ...{
          seq: last.seq + 1,
          action: 'erase' as const,
          fromState: last.toState,
          actorKind: 'clock' as const,
          actorId: null,
        },
        ...{ authorityId: null, contentHash: contentHash(salt, {}), prevHash: last.hash },
      }
      const hash = eventHash(event)
      await owner.query(
        `insert into events (case_id, seq, at, action, from_state, to_state, version, actor_kind, internal, content_hash, prev_hash, hash, xid)
         select case_id, $2, at, 'erase', to_state, to_state, version, 'clock', internal, $3, $4, $5, xid from events where case_id = $1 and seq = $2 - 1`,
        [one.id, event.seq, event.contentHash, event.prevHash, hash],
      )
      await owner.query('insert into event_contents (case_id, seq, salt, content) values ($1, $2, $3, $4)', [
        ...[one.id, event.seq, salt, '{}'],
      ])
      await owner.query('update cases set last_seq = $2, last_hash = $3 where id = $1', [one.id, event.seq, hash])
    }
    expect(await after(UNBOUND, ...deleted, excuse)).toEqual([])
  })

  test('a database that is rolled back, once the last checkpoints are removed from every place; before that it is found', async () => {
    const last = Math.max(...(await sink.list()))
    await world.draft()
    // the state of before the draft: what came since is not there
    const { rows } = await world.admin.query<{ id: number }>('select max(id) as id from cases')
    const id = rows[0]?.id ?? 0
    const tables = await listWithCase()
    const gone = [
      ...tables.map(({ table, key }) => `delete from ${table} where ${key} = ${id}`),
      `delete from cases where id = ${id}`,
    ]
    // what no checkpoint has yet is missed by nobody
    expect(await after(UNBOUND, 'delete from row_marks where sealed_in is null', ...gone)).toEqual([])
    await (await world.worker()).get(Sealer).seal()
    const back = [
      UNBOUND,
      `delete from row_marks where sealed_in > ${last}`,
      `delete from checkpoints where no > ${last}`,
      ...gone,
    ]
    const shorter: Sink = {
      ...sink,
      identity: sink.identity,
      list: async () => (await sink.list()).filter((no) => no <= last),
      get: async (no) => (no <= last ? sink.get(no) : undefined),
      put: sink.put.bind(sink),
      name: sink.name,
    }
    const rolledBack = async (from: Sink): Promise<string[]> => {
      const listed = Math.max(...(await from.list()))
      await owner.query('begin isolation level repeatable read')
      try {
        for (const statement of back) await owner.query(statement)
        return found(await verifyIn(owner, [from], listed, keys.seals))
      } finally {
        await owner.query('rollback')
      }
    }
    expect(await rolledBack(sink)).toContain(`checkpoint ${last + 1} missing`)
    expect(await rolledBack(shorter)).toEqual([])
  })
})

/** The tables that name a case. */
async function listWithCase(): Promise<{ table: string; key: string }[]> {
  const { rows } = await owner.query<{ table: string; key: string }>(
    `select c.conrelid::regclass::text as table, a.attname as key from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.confrelid = 'cases'::regclass order by c.conrelid::regclass::text = 'events', 1`,
  )
  return rows
}

describe('where checkpoints go', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'apart-'))
    mkdirSync(join(folder, 'data/audit'), { recursive: true })
    mkdirSync(join(folder, 'elsewhere'))
    symlinkSync(join(folder, 'data/audit'), join(folder, 'link'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const check = (auditDir: string | null, auditS3Endpoint: string | null = null, production = true) =>
    checkPlace({
      ...{ production, auditS3Endpoint, dataDir: join(folder, 'data') },
      auditDir: auditDir && join(folder, auditDir),
    })

  test('in production never in the folder of the data, by whatever name', async () => {
    for (const wrong of ['data', 'data/audit', 'data/new/audit', 'link', 'link/new'])
      await expect(check(wrong)).rejects.toThrow('must not be inside DATA_DIR')
    await expect(check(null)).rejects.toThrow('AUDIT_DIR must be set')
    expect(await check('elsewhere')).toContain('on the disk of the data')
    expect(await check('elsewhere/new')).toContain('on the disk of the data')
    expect(await check(null, 'https://s3.example')).toBeUndefined()
    expect(await check(null, null, false)).toBeUndefined()
  })

  test('the worker does not start otherwise, and says why', async () => {
    const env = {
      ...{ PATH: process.env.PATH, DATABASE_URL: world.db.ownerUrl, WORKER_DATABASE_URL: world.db.workerUrl },
      ...(await settingsInEarnest(folder, '2040-01-01')),
      ...{ DATA_DIR: join(folder, 'data'), AUDIT_DIR: join(folder, 'data/audit') },
    }
    const { status, stderr } = spawnSync(process.execPath, ['dist/src/worker.js'], { env, encoding: 'utf8' })
    expect([status, stderr]).toEqual([78, expect.stringContaining('AUDIT_DIR')])
  })
})
