/**
 * The first entries of the reference data: a new installation has those of migrations/reference, and one that was installed by the last release has the same after its upgrade. What policy
 * editors have approved stays, nothing is deleted, and the history of what was changed holds.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type pg from 'pg'
import { CorrectedFacts1764000000028 } from '../../migrations/1764000000028-correctedFacts.js'
import { MarkedRows, type RowBesideMark, SELECT_MARKED } from '../../src/cases/audit/marked.js'
import { type Entry, entrySchema } from '../../src/reference/bodies.js'
import { projectFolder } from '../../src/settings.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { openOwner, RELEASED } from './released.js'

const FOLDER = 'migrations/reference'
const parse = (texts: readonly string[]): Entry[] =>
  texts.flatMap((text) => entrySchema.array().parse(JSON.parse(text)))

const read = (folder: string): Entry[] =>
  parse(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  )
/** As `expand` leaves them. */
const expanded = (): Entry[] => read(join(projectFolder, FOLDER))
/** With those that the last release cannot read in their places. */
function shipped(): Entry[] {
  const closing = read(join(projectFolder, FOLDER, 'closing'))
  const first = expanded()
  const sameAs = (one: Entry) => (other: Entry) => one.kind === other.kind && one.key === other.key
  const added = closing.filter((entry) => !first.some(sameAs(entry)))
  return [...first.map((entry) => closing.find(sameAs(entry)) ?? entry), ...added]
}

/** Those of the last release; undefined in a checkout without the history. */
function released(): Entry[] | undefined {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: projectFolder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const names = git('ls-tree', '--name-only', `${RELEASED.commit}:${FOLDER}`).trim().split('\n')
    return parse(
      names.filter((name) => name.endsWith('.json')).map((name) => git('show', `${RELEASED.commit}:${FOLDER}/${name}`)),
    )
  } catch {
    process.stdout.write('without the history the entries of the last release are not upgraded\n')
    return undefined
  }
}

const sorted = (entries: readonly Entry[]): Entry[] => {
  const place = ({ kind, key, effectiveFrom }: Entry) => `${kind} ${key} ${effectiveFrom}`
  return [...entries].sort((one, other) => (place(one) < place(other) ? -1 : 1))
}

let database: TestDatabase
let admin: pg.Client

beforeEach(async () => {
  database = await freshDatabase()
  admin = await connect(database.adminUrl)
})
afterEach(async () => {
  await admin.end()
  await database.drop()
})

/** What came with the program and is in force from its day. */
const firstEntries = async (): Promise<Entry[]> =>
  (
    await admin.query<Entry>(
      `select kind, key, effective_from::text as "effectiveFrom", body from reference where approved_at is not null and drafted_by is null`,
    )
  ).rows
const authorities = async (): Promise<unknown[]> =>
  (await admin.query('select code, kind, subject, district from authorities order by code')).rows

async function put({ kind, key, effectiveFrom, body }: Entry, by?: { drafted: number; approved: number }) {
  await admin.query(
    `insert into reference (kind, key, effective_from, body, drafted_by, approved_by, approved_at) values ($1, $2, $3, $4, $5, $6, now())`,
    [kind, key, effectiveFrom, JSON.stringify(body), by?.drafted ?? null, by?.approved ?? null],
  )
}

/** As the last release installs it. */
async function install(entries: readonly Entry[]): Promise<void> {
  await admin.query('set session_replication_role = replica')
  await admin.query('truncate reference, authorities, row_marks, export_keys restart identity cascade')
  await admin.query('set session_replication_role = origin')
  for (const entry of entries) await put(entry)
  await admin.query(
    `insert into authorities (code, kind, subject, district)
     select key, body ->> 'kind', body ->> 'subject', body ->> 'district' from reference where kind = 'authorities' order by id`,
  )
}

async function upgrade(): Promise<void> {
  const source = await openOwner(database.ownerUrl, [])
  try {
    await new CorrectedFacts1764000000028().up(source.createQueryRunner())
  } finally {
    await source.destroy()
  }
}

/** Rows that do not say what their marks say, or are gone. */
async function faults(): Promise<unknown[]> {
  await admin.query(`begin; set local timezone = 'UTC'`)
  const { rows } = await admin.query<RowBesideMark>(SELECT_MARKED)
  await admin.query('commit')
  const marked = new MarkedRows(new Map(), true)
  const places = new Map<string, RowBesideMark[]>()
  for (const row of rows) {
    const place = `${row.relation} ${row.rowId}`
    places.set(place, [...(places.get(place) ?? []), row])
  }
  for (const beside of places.values()) marked.add(beside)
  return marked.finish('2026-11-27T00:00:00.000Z', [])
}

test('a new installation has the shipped entries and no others', async () => {
  expect(sorted(await firstEntries())).toEqual(sorted(shipped()))
  expect((await admin.query('select from reference where approved_at is null')).rowCount).toBe(0)
})

test('an installation of the last release has the same after its upgrade, and keeps what its editors have approved', async () => {
  const before = released()
  if (!before) return
  const there = await authorities()
  await install(before)
  expect(sorted(await firstEntries())).toEqual(sorted(before))
  const { rows: people } = await admin.query<{ id: number }>(
    `insert into people (account, password_hash, name, roles, created_at) values ('one', '', 'one', '{policyEditor}', now()), ('other', '', 'other', '{policyEditor}', now()) returning id`,
  )
  const by = { drafted: people[0]?.id ?? 0, approved: people[1]?.id ?? 0 }
  const bodyOf = (kind: string, key: string) => expanded().find((one) => one.kind === kind && one.key === key)?.body
  const own = [
    { kind: 'obligations', key: 'lodging', effectiveFrom: '2026-10-01', body: bodyOf('obligations', 'change') },
    {
      kind: 'policyBasis',
      key: 'qualityContent',
      effectiveFrom: '2025-07-15',
      body: bodyOf('policyBasis', 'classification'),
    },
  ]
  for (const entry of own) await put(entry, by)

  await upgrade()
  const theirs = new Set(['policyBasis qualityContent'])
  const expected = expanded().filter(({ kind, key }) => !theirs.has(`${kind} ${key}`))
  expect(sorted(await firstEntries())).toEqual(sorted(expected))
  expect(await authorities()).toEqual(there)
  const { rows: kept } = await admin.query<Entry>(
    `select kind, key, effective_from::text as "effectiveFrom", body from reference where drafted_by is not null order by id`,
  )
  expect(kept).toEqual(own)

  const { rows: gone } = await admin.query(
    `select kind, key, effective_from::text as "from", body ->> 'fourTimes' as figure, note from reference where withdrawn_at is not null`,
  )
  expect(gone).toEqual([
    {
      kind: 'salary',
      key: 'shanghai',
      from: '2017-04-01',
      figure: '400000',
      note: expect.stringContaining('no source'),
    },
  ])
  expect(await faults()).toEqual([])

  await upgrade()
  expect(sorted(await firstEntries())).toEqual(sorted(expected))
})
