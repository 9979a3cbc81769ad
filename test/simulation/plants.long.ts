/** What the checks of a simulation find: each fault that is planted is named, by the invariant that it breaks, and nothing is named before. */
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { inputOf } from '../cases/inputs.js'
import type { Name } from '../cases/population.js'
import { People } from './acting.js'
import type { Operation } from './asking.js'
import { Papers } from './filing.js'
import { CHECKS, listViolations } from './invariants.js'
import type { Look } from './look.js'
import { Luck } from './luck.js'
import { Town } from './town.js'

jest.setTimeout(180_000)

const TODAY = '2026-11-24'
let town: Town
let caseId = 0
let filed: Operation[] = []

beforeAll(async () => {
  town = await Town.open({ at: `${TODAY}T09:00:00+08:00` })
  town.world.at(`${TODAY}T10:00:00+08:00`) // the subscription is older than the case
  const people = new People(town, await Papers.make())
  filed = await people.apply(new Luck('plants'), 'applicant', true)
  caseId = filed[0]?.caseId ?? 0
  const act = (who: Name, action: 'accept' | 'report' | 'recommend') =>
    town.anyWeb.cases.act(caseId, action, {
      actor: town.world.person(who),
      input: inputOf(action, town.world.authorityOf(town.world.person(who))),
    })
  await act('intake', 'accept')
  await act('assessor', 'report')
  await act('approver', 'recommend')
  for (let turn = 0; turn < 3; turn++) {
    await town.leavePictures()
    await town.worker?.turn()
    await town.worker?.poll()
  }
})
afterAll(() => town?.close())

const look = (more: Partial<Look> = {}): Look => ({
  ...{ town, admin: town.admin, today: TODAY, cases: null, operations: filed, calm: true, luck: new Luck(1) },
  ...more,
})

/** Those that read by another connection would wait for what is planted. */
const OWN = CHECKS.filter(
  ({ name }) => !['scope', 'sealed', 'contents', 'readings', 'counts', 'recount'].includes(name),
)

/** What is named while something is planted, which is then taken back. */
async function found(sql: string): Promise<string[]> {
  await town.admin.query('begin')
  try {
    await town.admin.query(`set local session_replication_role = 'replica'`) // no trigger stands in the way
    await town.admin.query(sql.replaceAll('$case', String(caseId)))
    return (await listViolations(look(), OWN)).map((line) => line.split(':')[0] ?? '')
  } finally {
    await town.admin.query('rollback')
  }
}

test('nothing is named where all is well', async () => {
  expect(await listViolations(look())).toEqual([])
  expect(await listViolations(look({ cases: [caseId] }))).toEqual([])
})

const PLANTS: readonly (readonly [what: string, named: string, sql: string])[] = [
  ['an event is removed', 'invariant 1 (history)', 'delete from events where case_id = $case and seq = 3'],
  ['the state is another one', 'invariant 1 (history)', `update cases set state = 'letterReceived' where id = $case`],
  ['a version too many', 'invariant 1 (version)', 'update cases set version = version + 1 where id = $case'],
  [
    'what was acknowledged is gone',
    'invariant 2 (requests)',
    `update events set request_id = null where case_id = $case and action = 'submit'`,
  ],
  [
    'who assessed has decided',
    'invariant 3 (four eyes)',
    `update events set actor_id = (select actor_id from events where case_id = $case and action = 'report')
     where case_id = $case and action = 'recommend'`,
  ],
  [
    'a letter’s number doubled',
    'invariant 4 (letters)',
    `alter table letters drop constraint if exists letters_number_key cascade;
     update letters set number = (select min(number) from letters)`,
  ],
  ['a gap in a series', 'invariant 4 (letters)', 'update letter_series set last = last + 1'],
  ['a letter without its file', 'invariant 4 (letters)', 'delete from letter_files'],
  [
    'a letter that nobody decided',
    'invariant 4 (letters)',
    `update events set action = 'note' where case_id = $case and action = 'recommend'`,
  ],
  [
    'a notification doubled',
    'invariant 5 (once)',
    `alter table notifications drop constraint if exists notifications_once;
     insert into notifications (person_id, case_id, kind, mark, at) select person_id, case_id, kind, mark, at from notifications where case_id is not null limit 1`,
  ],
  ['a firm that was not told', 'invariant 5 (firm told)', `delete from notifications where kind = 'accept'`],
  ['a webhook that is not delivered', 'invariant 5 (webhooks)', `delete from webhook_deliveries where kind = 'accept'`],
  [
    'a mail that never arrived',
    'invariant 5 (mail)',
    `insert into mails (kind, language, secret, ordered_at, next_try_at, state) values ('digest', 'zh', false, now(), now(), 'sent')`,
  ],
  [
    'a mail that was ordered twice',
    'invariant 5 (mail once)',
    `insert into mails (kind, person_id, language, path, secret, case_id, ordered_at, next_try_at, state)
     select kind, person_id, language, path, secret, case_id, ordered_at, next_try_at, state from mails where case_id is not null limit 1`,
  ],
  ['a paper that was not made', 'invariant 5 (work)', 'update paper_orders set letter_id = null'],
  ['a due day that is a day late', 'invariant 7 (due day)', 'update cases set due_on = due_on + 1 where id = $case'],
  ['a case past its day', 'invariant 7 (overdue)', `update cases set due_on = '2026-11-23' where id = $case`],
]

test.each(PLANTS)('%s is found', async (_what, named, sql) => {
  expect(await found(sql)).toContain(named)
})

test('a document without its content is found', async () => {
  const { rows } = await town.admin.query<{ key: string }>('select storage_key as key from attachments limit 1')
  const [{ key } = { key: '' }] = rows
  const path = join(town.files, key.slice(0, 2), key.slice(2))
  renameSync(path, `${path}.away`)
  expect(await listViolations(look())).toContainEqual(expect.stringContaining('invariant 4 (documents): document'))
  renameSync(`${path}.away`, path)
})

test('documents and letters of another content are found', async () => {
  await town.admin.query(`
    create table kept as select id, sha256 from attachments;
    create table kept_letters as select letter_id, pdf from letter_files;
    update attachments set sha256 = repeat('0', 64);
    update letter_files f set pdf = (select pdf from letter_files o where o.letter_id <> f.letter_id order by letter_id limit 1)`)
  const lines = await listViolations(look())
  await town.admin.query(`
    update attachments a set sha256 = k.sha256 from kept k where k.id = a.id;
    update letter_files f set pdf = k.pdf from kept_letters k where k.letter_id = f.letter_id;
    drop table kept, kept_letters`)
  const named = lines.filter((line) => line.startsWith('invariant 4 (contents)'))
  expect(named).toContainEqual(expect.stringMatching(/document \d+ of case \d+ does not open/))
  expect(named).toHaveLength(4)
})

test('events of a case that arrive in another order are found', async () => {
  const { received } = town.receiver
  received.reverse()
  expect(await listViolations(look())).toContainEqual(expect.stringContaining('invariant 5 (webhook order)'))
  received.reverse()
})

test('a wall that is down is found', async () => {
  await town.admin.query('alter table cases disable row level security')
  const lines = await listViolations(look())
  await town.admin.query('alter table cases enable row level security')
  expect(lines).toContainEqual(expect.stringContaining('invariant 6 (scope)'))
})

test('what was changed after it was sealed is found', async () => {
  await town.admin.query('select graphile_worker.add_job($1)', ['seal'])
  await town.worker?.turn()
  await town.admin.query(
    `set session_replication_role = 'replica'; update events set hash = sha256(hash) where case_id = ${caseId} and seq = 2`,
  )
  expect(await listViolations(look())).toContainEqual(expect.stringContaining('invariant 8 (sealed)'))
})
