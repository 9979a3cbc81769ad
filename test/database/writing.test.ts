/**
 * The second wall: what PostgreSQL lets a person write, should the application ever ask for something that it ought not to. The rows it starts from are put there
 * by the superuser, since no step of the application would make some of them.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import { connect } from '../../tools/roles.js'
import { letSpeak, speak } from '../../tools/speaking.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { ROWS, WHO, type Who } from './rows.js'

let database: TestDatabase
let admin: pg.Client
let app: pg.Client
let worker: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  admin = await connect(database.adminUrl)
  app = await connect(database.appUrl)
  worker = await connect(database.workerUrl)
  await admin.query(ROWS)
})

afterAll(async () => {
  for (const client of [admin, app, worker]) await client.end()
  await database.drop()
})

const THEN = new Date('2026-11-24T01:00:00Z')

/** How many rows a statement wrote, or that it was refused; nothing of it stays. */
async function tryTo(client: pg.Client, who: Who, statement: string): Promise<number | 'refused' | null> {
  const person = WHO[who]
  const speaker = person ? await letSpeak(admin, person, THEN) : undefined
  await client.query('begin')
  try {
    if (speaker) await speak(client, speaker)
    return (await client.query(statement)).rowCount
  } catch (error) {
    // insufficient_privilege: no grant, or a policy that does not hold
    if (error instanceof Error && 'code' in error && error.code === '42501') return 'refused'
    throw error
  } finally {
    await client.query('rollback')
  }
}

const event = (actorKind: string, actorId: string, authorityId: string, internal = false) =>
  `insert into events (case_id, seq, at, action, to_state, version, actor_kind, actor_id, authority_id, internal, content_hash, prev_hash, hash)
   values (1, 2, now(), 'readCase', 'draft', 1, '${actorKind}', ${actorId}, ${authorityId}, ${internal}, '', '', '') returning case_id`
const firmPaper = `insert into firm_papers (firm_id, kind, name, mime, bytes, sha256, storage_key, uploaded_at)
   values (1, 'licence', 'l', 'm', 1, 's', 'm', now())`
const mending = `select 1 where mend_firm('{"nameZh": "丁", "creditCode": "A", "district": "310101", "kind": "mcn"}', now())`
const firmAct = (actorId: string, authorityId: string) =>
  `insert into firm_acts (firm_id, at, act, actor_id, authority_id, detail, xid) values (1, now(), 'corrected', ${actorId}, ${authorityId}, '{}', 1)`
const firmChange = (state: string) =>
  `insert into firm_changes (firm_id, asked_by, asked_at, facts, state) values (1, 1, now(), '{}', '${state}')`
const firmText = (by: number, name = 'duties') =>
  `insert into firm_texts (firm_id, name, answers, kept_by, kept_at) values (1, '${name}', '{}', ${by}, now())`
const batch = (firm: number, by: number) =>
  `insert into batches (firm_id, ordered_by, made_at, name, state) values (${firm}, ${by}, now(), 'hosts', 'running')`
const suspension = (by: number) =>
  `insert into firm_suspensions (firm_id, reason, intended_by, intended_at, answer_until) values (1, 'r', ${by}, now(), '2026-01-01')`
const opinion = (personId: number, authorityId: number) =>
  `insert into assessments values (1, 1, ${authorityId}, ${personId}, now(), 'against')`
const member = (firmId: string, authorityId: string, roles: string) =>
  `insert into people (account, name, password_hash, firm_id, authority_id, roles, created_at)
   values ('11', 'new', 'x', ${firmId}, ${authorityId}, '${roles}', now()) returning id`
const paper = (uploadedBy: number) =>
  `insert into attachments (case_id, kind, name, mime, bytes, sha256, storage_key, uploaded_by, uploaded_at)
   values (1, 'k', 'n', 'm', 1, 's', 'b', ${uploadedBy}, now()) returning id`
const ticked = (by: number) => `insert into paper_ticks values (${by}, 1, now())`
const webhook = (by: number, owner: string, state = 'unconfirmed') =>
  `insert into webhooks (code, ${owner.split(' ')[0]}, address, kinds, state, secret, made_by, made_at)
   values ('new', ${owner.split(' ')[1]}, 'a', '{}', '${state}', 's', ${by}, now())`
const letter = (authorityId: number) =>
  `insert into letters (case_id, kind, authority_id, addressed_to, series, year, serial, number, check_code, template, data, public_facts, ordered_at)
   values (1, 'k', ${authorityId}, 3, 's', 2026, 2, '2', '2', '{}', '{}', '{}', now()) returning id`
const entry = (draftedBy: number, approvedAt = 'null') =>
  `insert into reference (kind, key, effective_from, body, drafted_by, approved_at) values ('test', 'new', '2026-01-01', '{}', ${draftedBy}, ${approvedAt})`
const sentBack = (by: number, revision = 1) =>
  `sent_back_at = now(), sent_back_by = ${by}, sent_back_why = 'w', sent_back_revision = ${revision}`
const series = (authorityId: number) =>
  `insert into letter_series values (${authorityId}, 's', 2026, 1)
   on conflict (authority_id, series, year) do update set last = letter_series.last + 1 returning last`

describe.each<[matter: string, tries: [who: Who, statement: string, outcome: number | 'refused'][]]>([
  [
    'history, in nobody else’s name',
    [
      ['clerk', event('person', '2', 'null'), 1],
      ['clerk', event('person', '1', 'null'), 'refused'],
      ['clerk', event('worker', 'null', 'null'), 'refused'],
      ['clerk', event('clock', '2', 'null'), 'refused'],
      ['lead', event('person', '4', '1', true), 1],
      ['lead', event('person', '4', '2', true), 'refused'],
      ['other', event('person', '5', '2', true), 'refused'],
      ['rival', event('person', '3', 'null'), 'refused'],
      // a reading is internal, and yet whoever reads must be able to leave its event
      ['permit', event('person', '6', '3', true), 1],
      ['clerk', event('person', '2', 'null', true), 1],
    ],
  ],
  [
    'firms, which only intake confirms',
    [
      ['intake', 'update firms set confirmed_at = now(), confirmed_by = 7 where id = 1 returning id', 1],
      ['boss', 'update firms set confirmed_at = now() where id = 1', 0],
      ['lead', 'update firms set confirmed_at = now() where id = 1', 0],
      ['intake', "update firms set credit_code = 'C' where id = 1", 'refused'],
      [
        'boss',
        `insert into firms (name_zh, credit_code, district, kind, registered_at) values ('丙', 'C', '310101', 'mcn', now())`,
        'refused',
      ],
      [
        'rival',
        `insert into firm_papers (firm_id, kind, name, mime, bytes, sha256, storage_key, uploaded_at) values (1, 'licence', 'l', 'm', 1, 's', 'm', now())`,
        'refused',
      ],
      // until it is confirmed, the firm's administrator corrects what it has registered; nobody writes the facts by themselves
      ['boss', firmPaper, 1],
      ['clerk', firmPaper, 'refused'],
      ['boss', 'update firm_papers set replaced_at = now() where firm_id = 1', 1],
      ['clerk', 'update firm_papers set replaced_at = now() where firm_id = 1', 0],
      ['rival', 'update firm_papers set replaced_at = now() where firm_id = 1', 0],
      ['boss', `update firms set name_zh = '丁' where id = 1`, 'refused'],
      ['boss', mending, 1],
      ['clerk', mending, 0],
      ['intake', mending, 0],
      // a change is asked for by the firm, sent back by intake, and accepted by the function that writes it
      ['boss', firmChange('open'), 1],
      ['boss', firmChange('accepted'), 'refused'],
      ['clerk', firmChange('open'), 'refused'],
      ['rival', firmChange('open'), 'refused'],
      ['intake', firmChange('open'), 'refused'],
      // texts are the firm's, whoever of it keeps them, and no officer's
      ['clerk', firmText(2), 1],
      ['clerk', firmText(1), 'refused'],
      ['rival', firmText(3), 'refused'],
      ['lead', firmText(4), 'refused'],
      ['clerk', `update firm_texts set name = 'n', kept_by = 2 where firm_id = 1`, 1],
      ['rival', `update firm_texts set name = 'n', kept_by = 3 where firm_id = 1`, 0],
      ['clerk', `update firm_texts set answers = '{}' where firm_id = 1`, 'refused'],
      ['rival', 'delete from firm_texts', 0],
      ['intake', 'delete from firm_texts', 0],
      ['clerk', batch(1, 2), 1],
      ['clerk', batch(1, 1), 'refused'],
      ['rival', batch(1, 3), 'refused'],
      ['clerk', `update batches set state = 'paused'`, 1],
      ['rival', `update batches set state = 'paused'`, 0],
      ['rival', `update batch_rows set content = 'x'`, 0],
      ['clerk', `update batches set ordered_by = 2`, 'refused'],
      ['boss', `select 1 where accept_firm_change(1, now())`, 0],
      ['lead', `select 1 where accept_firm_change(1, now())`, 0],
      // a suspension is announced by intake, in its own name; whoever announced it does not decide to suspend
      ['intake', suspension(7), 1],
      ['intake', suspension(4), 'refused'],
      ['lead', suspension(4), 'refused'],
      ['boss', suspension(1), 'refused'],
      ['boss', 'update firms set suspended_at = null where id = 1', 0],
      ['boss', firmAct('1', 'null'), 1],
      ['boss', firmAct('2', 'null'), 'refused'],
      ['boss', firmAct('1', '1'), 'refused'],
      ['intake', firmAct('7', '1'), 1],
      ['intake', firmAct('7', '2'), 'refused'],
      ['lead', firmAct('4', '1'), 'refused'],
    ],
  ],
  [
    'people, of one’s own firm or authority',
    [
      ['boss', member('1', 'null', '{applicant}'), 'refused'],
      ['boss', member('2', 'null', '{applicant}'), 'refused'],
      ['boss', member('null', 'null', '{systemAdmin}'), 'refused'],
      ['lead', member('null', '1', '{assessor}'), 'refused'],
      ['lead', member('null', '2', '{assessor}'), 'refused'],
      ['lead', member('null', 'null', '{auditor}'), 'refused'],
      ['clerk', `update people set password_hash = 'y' where id = 2`, 'refused'],
      ['clerk', `update people set password_hash = 'y' where id = 1`, 'refused'],
      ['boss', 'update people set ended_at = now() where id = 2', 1],
      ['boss', 'update people set ended_at = now() where id = 3', 0],
      ['lead', `update people set password_hash = 'y' where id in (1, 5)`, 'refused'],
      ['clerk', `update people set roles = '{firmAdmin}' where id = 2`, 'refused'],
    ],
  ],
  [
    'cases and what is filed, by the firm itself',
    [
      ['clerk', `update cases set answers = '{"a":1}' where id = 1`, 1],
      ['rival', `update cases set answers = '{"a":1}' where id = 1`, 0],
      ['clerk', `insert into submissions values (1, 2, now(), '1', '{}', '{}', '[]')`, 1],
      ['lead', `insert into submissions values (1, 2, now(), '1', '{}', '{}', '[]')`, 'refused'],
      ['clerk', paper(2), 1],
      ['clerk', paper(1), 'refused'],
      ['rival', paper(3), 'refused'],
      ['lead', paper(4), 'refused'],
      ['clerk', 'update attachments set replaced_at = now() where id = 1', 1],
      ['lead', 'update attachments set replaced_at = now() where id = 1', 0],
    ],
  ],
  [
    'marks on documents, of officers who see the case, each their own',
    [
      ['intake', ticked(7), 1],
      ['intake', ticked(4), 'refused'],
      ['clerk', ticked(2), 'refused'],
      ['rival', ticked(3), 'refused'],
      ['lead', 'delete from paper_ticks', 1],
      ['intake', 'delete from paper_ticks', 0],
      ['clerk', 'select 1 from paper_ticks', 0],
      ['intake', 'select 1 from paper_ticks', 0],
      ['lead', 'select 1 from paper_ticks', 1],
      ['lead', 'update paper_ticks set at = now()', 'refused'],
    ],
  ],
  [
    'webhooks, of the firm’s administrators, and never begun as confirmed',
    [
      ['boss', webhook(1, 'firm_id 1'), 1],
      ['boss', webhook(1, 'firm_id 1', 'active'), 'refused'],
      ['boss', webhook(2, 'firm_id 1'), 'refused'],
      ['boss', webhook(1, 'firm_id 2'), 'refused'],
      ['boss', webhook(1, 'authority_id 3'), 'refused'],
      ['clerk', webhook(2, 'firm_id 1'), 'refused'],
      ['lead', webhook(4, 'authority_id 1'), 'refused'],
      ['boss', `update webhooks set state = 'paused', changed_by = 1`, 1],
      ['boss', `update webhooks set secret = 'other', changed_by = 1`, 1],
      ['boss', `update webhooks set state = 'paused'`, 'refused'],
      ['boss', `update webhooks set address = 'other', changed_by = 1`, 'refused'],
      ['boss', `update webhook_deliveries set state = 'waiting'`, 1],
      [
        'boss',
        `insert into webhook_deliveries (webhook_id, kind, at, made_at, next_try_at) values (2, 'challenge', now(), now(), now())`,
        'refused',
      ],
      ['clerk', 'select 1 from webhooks', 0],
      ['rival', 'select 1 from webhook_deliveries', 0],
      ['permit', 'select 1 from webhooks', 0],
      ['security', 'select 1 from webhooks', 0],
    ],
  ],
  [
    'assessments and claims, of one’s own authority',
    [
      ['lead', opinion(4, 1), 1],
      ['lead', opinion(7, 1), 'refused'],
      ['lead', opinion(4, 2), 'refused'],
      ['other', opinion(5, 2), 'refused'],
      ['clerk', opinion(2, 1), 'refused'],
      ['permit', opinion(6, 3), 'refused'],
      ['lead', 'update claims set person_id = 7 where case_id = 1', 1],
      ['lead', `insert into claims values (1, 2, 4, now())`, 'refused'],
      ['permit', 'delete from claims', 0],
      ['clerk', 'delete from claims', 0],
    ],
  ],
  [
    'letters, by the authority that issues or the one addressed',
    [
      ['lead', letter(1), 1],
      ['lead', letter(2), 'refused'],
      ['clerk', letter(1), 'refused'],
      ['permit', letter(1), 'refused'],
      ['permit', 'update letters set received_at = now() where id = 1', 1],
      ['lead', `update letters set ended_at = now(), ended_as = 'revoked' where id = 1`, 1],
      ['clerk', `update letters set ended_at = now(), ended_as = 'revoked' where id = 1`, 0],
      ['other', `update letters set ended_at = now(), ended_as = 'revoked' where id = 1`, 0],
      ['lead', `update letters set public_facts = '{}' where id = 1`, 'refused'],
      ['lead', 'update letters set issued_at = now() where id = 1', 'refused'],
      ['lead', series(1), 1],
      ['lead', series(2), 'refused'],
      ['clerk', series(1), 'refused'],
    ],
  ],
  [
    'reference data, drafted by one policy editor and approved by another',
    [
      ['editor', entry(8), 1],
      ['editor', entry(9), 'refused'],
      ['editor', entry(8, 'now()'), 'refused'],
      ['lead', entry(4), 'refused'],
      ['clerk', entry(2), 'refused'],
      ['editor', `update reference set body = '{"a":1}' where key = 'drafted'`, 1],
      ['second', `update reference set approved_by = 9, approved_at = now() where key = 'drafted'`, 1],
      [
        'editor',
        `update reference set approved_by = 8, approved_at = now() where key = 'drafted' and drafted_by = 9`,
        0,
      ],
      ['editor', `update reference set approved_by = 9, approved_at = now() where key = 'drafted'`, 'refused'],
      ['second', `update reference set body = '{"a":1}' where key = 'drafted'`, 'refused'],
      ['second', `update reference set body = '{"a":1}' where key = 'approved'`, 0],
      // approving changes nothing else, in the same statement or in another one
      ...['body = \'{"a":1}\'', "effective_from = '2030-01-01'", "note = 'n'", 'drafted_at = now()'].map(
        (more): [Who, string, 'refused'] => [
          'second',
          `update reference set approved_by = 9, approved_at = now(), ${more} where key = 'drafted'`,
          'refused',
        ],
      ),
      ['second', `update reference set approved_by = 9 where key = 'drafted'`, 'refused'],
      ['second', `update reference set approved_at = now() where key = 'drafted'`, 'refused'],
      ['second', `update reference set approved_by = 8, approved_at = now() where key = 'drafted'`, 'refused'],
      ['editor', `update reference set drafted_by = 9 where key = 'drafted'`, 'refused'],
      ['second', `update reference set drafted_by = 9 where key = 'drafted'`, 'refused'],
      // sent back by another one, in their own name, and by nobody else; taken back by its drafter
      ['second', `update reference set ${sentBack(9)} where key = 'drafted'`, 1],
      ['second', `update reference set ${sentBack(8)} where key = 'drafted'`, 'refused'],
      ['second', `update reference set ${sentBack(9, 2)} where key = 'drafted'`, 'refused'],
      ['second', `update reference set ${sentBack(9)}, note = 'n' where key = 'drafted'`, 'refused'],
      ['editor', `update reference set ${sentBack(8)} where key = 'drafted'`, 'refused'],
      ['lead', `update reference set ${sentBack(4)} where key = 'drafted'`, 0],
      ['editor', `update reference set withdrawn_at = now() where key = 'drafted'`, 1],
      ['second', `update reference set withdrawn_at = now() where key = 'drafted'`, 'refused'],
      ['editor', `update reference set withdrawn_at = now(), note = 'n' where key = 'drafted'`, 'refused'],
      ['editor', `update reference set revision = 7 where key = 'drafted'`, 'refused'],
      ['lead', `update reference set body = '{"a":1}' where kind = 'test'`, 0],
    ],
  ],
])('%s', (_matter, tries) => {
  test.each(tries)('%s: %s', async (who, statement, outcome) => {
    expect(await tryTo(app, who, statement)).toBe(outcome)
  })
})

describe('and otherwise', () => {
  test('nobody approves what they drafted themselves', async () => {
    const statement = `update reference set approved_by = 8, approved_at = now() where key = 'drafted'`
    expect(await tryTo(app, 'editor', statement)).toBe('refused')
    await expect(tryTo(admin, 'nobody', statement)).rejects.toThrow('four_eyes')
  })

  test('the worker writes history as worker and clock only', async () => {
    expect(await tryTo(worker, 'nobody', event('worker', 'null', 'null'))).toBe(1)
    expect(await tryTo(worker, 'nobody', event('clock', 'null', 'null'))).toBe(1)
    expect(await tryTo(worker, 'nobody', event('person', '2', 'null'))).toBe('refused')
    expect(await tryTo(worker, 'nobody', 'update letters set issued_at = now() where id = 1')).toBe(1)
    expect(await tryTo(worker, 'nobody', `update letters set data = '{}' where id = 1`)).toBe('refused')
  })

  test('a transaction of nobody sees no row of any table that row-level security guards, but for four', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity order by 1`,
    )
    const seen: string[] = []
    for (const { name } of rows) {
      expect((await admin.query(`select 1 from ${name} limit 1`)).rowCount).toBe(1)
      const found = await tryTo(app, 'nobody', `select 1 from ${name} limit 1`)
      if (found !== 0 && found !== 'refused') seen.push(name)
    }
    expect(seen).toEqual(['announcements', 'case_parties', 'outages', 'reference'])
  })
})
