/** What an upgraded database has in force for recommendations, and what a city had written itself. */
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type pg from 'pg'
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
