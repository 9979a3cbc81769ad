/** What an upgraded database has in force for recommendations, and what a city had written itself. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type pg from 'pg'
import { LetterOpening1764000000251 } from '../../migrations/1764000000251-letterOpening.js'
import { RefusalWords1764000000267 } from '../../migrations/1764000000267-refusalWords.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { readEntries } from '../letters/entries.js'
import { goBack, listReleased, openOwner } from './released.js'

let database: TestDatabase
let admin: pg.Client
beforeAll(async () => {
  database = await freshDatabase()
  admin = await connect(database.adminUrl)
})
afterAll(async () => {
  await admin?.end()
  await database?.drop()
})

async function listBodies(kind: string): Promise<unknown[]> {
  const { rows } = await admin.query<{ body: unknown }>(
    `select body from reference where kind = $1 and key = 'recommendation' order by effective_from, id`,
    [kind],
  )
  return rows.map(({ body }) => body)
}
const listFacts = async (): Promise<unknown[]> =>
  (await listBodies('paperKinds')).map((body) => (body as { facts: string[] }).facts.slice(-3)) // as paperKindSchema has it
const shipped = (kind: string): unknown => readEntries(kind).find(({ key }) => key === 'recommendation')?.body

async function migrateAll(expand: boolean): Promise<void> {
  const { all } = await listReleased()
  const source = await openOwner(database.ownerUrl, expand ? all.filter(({ closes }) => closes !== true) : all)
  await source.runMigrations({ transaction: 'each' })
  await source.destroy()
}

test('first entries say what is proposed when the last release has ended, and not before', async () => {
  await goBack(database.ownerUrl)
  await migrateAll(true)
  expect(await listFacts()).toEqual([['post', 'contract', 'salary']])
  expect(JSON.stringify(await listBodies('letterTemplates'))).not.toContain('{{proposal}}')
  await migrateAll(false)
  expect(await listBodies('paperKinds')).toEqual([shipped('paperKinds')])
  expect(await listBodies('letterTemplates')).toEqual([shipped('letterTemplates')])
})

test('a city keeps its own text and its own table, which gets the lines from today on', async () => {
  await goBack(database.ownerUrl)
  await admin.query(`
    insert into people (account, password_hash, name, roles, created_at) values ('one', '', 'one', '{policyEditor}', now()), ('other', '', 'other', '{policyEditor}', now());
    update reference set drafted_by = (select max(id) from people), approved_by = (select max(id) - 1 from people) where kind in ('letterTemplates', 'paperKinds') and key = 'recommendation'`)
  const [text] = await listBodies('letterTemplates')
  await migrateAll(false)
  expect(await listBodies('letterTemplates')).toEqual([text])
  expect(await listFacts()).toEqual([
    ['post', 'contract', 'salary'],
    ['reached', 'proposed', 'ground'],
  ])
})

test.each([
  {
    key: 'recommendation',
    upgrade: LetterOpening1764000000251,
    before:
      'Under {{policyTitle}}, issued on {{policyDate}}, {{policyPassage}}, {{employer}} applied on {{filedOn}} for it.',
    after:
      '{{policyTitle}}, issued on {{policyDate}}, provides for {{policyPassage}}. On this basis {{employer}} applied ' +
      'on {{filedOn}} for it.',
  },
  {
    key: 'refusal',
    upgrade: RefusalWords1764000000267,
    before: 'We accepted and assessed the application{{#if departments}} with {{departments}}{{/if}}. It is refused.',
    after:
      'We accepted the application, and it was assessed{{#if departments}} by {{departments}}{{/if}}. It is refused.',
  },
])('the English words of a $key are whole after an upgrade, unless a policy editor has drafted them', async (one) => {
  const { rows } = await admin.query<{ id: number }>(
    `select id from reference where kind = 'letterTemplates' and key = $1 order by id`,
    [one.key],
  )
  const [id] = rows.map((found) => found.id)
  const opening = async (): Promise<string> =>
    (await admin.query<{ text: string }>(`select body #>> '{opening,en,0}' as text from reference where id = $1`, [id]))
      .rows[0]?.text ?? ''
  const upgrade = async (drafted: boolean): Promise<string> => {
    await admin.query(
      `update reference set body = jsonb_set(body, '{opening,en,0}', to_jsonb($2::text)),
         drafted_by = case when $3 then (select max(id) from people) end,
         approved_by = case when $3 then (select max(id) - 1 from people) end where id = $1`,
      [id, one.before, drafted],
    )
    const source = await openOwner(database.ownerUrl, [])
    await new one.upgrade().up(source.createQueryRunner())
    await source.destroy()
    return opening()
  }
  expect(await upgrade(true)).toBe(one.before)
  expect(await upgrade(false)).toBe(one.after)
})
