/** The migrations go up, down and up again and leave nothing behind. */
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type pg from 'pg'
import type { DataSource } from 'typeorm'
import { FirstEntries1764000000020 } from '../../migrations/1764000000020-first-entries.js'
import { CorrectedFacts1764000000028 } from '../../migrations/1764000000028-correctedFacts.js'
import { TriedAgain1764000000031 } from '../../migrations/1764000000031-triedAgain.js'
import { RecommendedRoutes1764000000060 } from '../../migrations/1764000000060-recommendedRoutes.js'
import { ProposedInLetters1764000000061 } from '../../migrations/1764000000061-proposedInLetters.js'
import { FurtherFacts1764000000065 } from '../../migrations/1764000000065-furtherFacts.js'
import { RouteToConfirm1764000000066 } from '../../migrations/1764000000066-routeToConfirm.js'
import { FilingKinds1764000000101 } from '../../migrations/1764000000101-filingKinds.js'
import { PermitSteps1764000000102 } from '../../migrations/1764000000102-permitSteps.js'
import { DepartmentRules1764000000130 } from '../../migrations/1764000000130-departmentRules.js'
import { Phrases1764000000135 } from '../../migrations/1764000000135-phrases.js'
import { PlatformExports1764000000150 } from '../../migrations/1764000000150-platformExports.js'
import { CorrectionWords1764000000156 } from '../../migrations/1764000000156-correctionWords.js'
import { ConsentRule1764000000164 } from '../../migrations/1764000000164-consentRule.js'
import { GoodsWords1764000000179 } from '../../migrations/1764000000179-goodsWords.js'
import { SignatureRule1764000000181 } from '../../migrations/1764000000181-signatureRule.js'
import { PlainWords1764000000244 } from '../../migrations/1764000000244-plainWords.js'
import { PlainLetters1764000000248 } from '../../migrations/1764000000248-plainLetters.js'
import { LetterOpening1764000000251 } from '../../migrations/1764000000251-letterOpening.js'
import { ClearHints1764000000255 } from '../../migrations/1764000000255-clearHints.js'
import { RefusalWords1764000000267 } from '../../migrations/1764000000267-refusalWords.js'
import { createDataSource } from '../../src/base/database.js'
import { listMigrations } from '../../tools/migrate.js'
import { connect } from '../../tools/roles.js'
import { freshDatabase, type TestDatabase } from '../database.js'
import { readCatalogue, type Thing } from './catalogue.js'

/** They change rows and nothing in the catalogue. */
const ROWS_ONLY = [
  FirstEntries1764000000020.name,
  CorrectedFacts1764000000028.name,
  TriedAgain1764000000031.name,
  RecommendedRoutes1764000000060.name,
  ProposedInLetters1764000000061.name,
  FurtherFacts1764000000065.name,
  RouteToConfirm1764000000066.name,
  FilingKinds1764000000101.name,
  PermitSteps1764000000102.name,
  DepartmentRules1764000000130.name,
  Phrases1764000000135.name,
  PlatformExports1764000000150.name,
  CorrectionWords1764000000156.name,
  ConsentRule1764000000164.name,
  GoodsWords1764000000179.name,
  SignatureRule1764000000181.name,
  PlainWords1764000000244.name,
  PlainLetters1764000000248.name,
  LetterOpening1764000000251.name,
  ClearHints1764000000255.name,
  RefusalWords1764000000267.name,
]

const CONTENTS = `
  select id, kind, key, effective_from::text, body from reference
  union all select id, 'authority', code, null, to_jsonb(a) from authorities a order by 2, 1`

describe('up, down and up again', () => {
  let database: TestDatabase
  let admin: pg.Client
  let source: DataSource
  /** The catalogue before the first migration, and after each. */
  const stages: Thing[][] = []

  beforeAll(async () => {
    // a migrated database first: the roles, which belong to the whole server, exist from then on
    await (await freshDatabase()).drop()
    database = await freshDatabase({}, { migrated: false })
    admin = await connect(database.adminUrl)
    source = createDataSource({ url: database.ownerUrl, poolSize: 1, entities: [] })
    source.setOptions({ migrations: await listMigrations() })
    await source.initialize()
  })

  afterAll(async () => {
    await source.destroy()
    await admin.end()
    await database.drop()
  })

  test('every down takes away all that its up has made, and nothing else', async () => {
    stages.push(await readCatalogue(admin))
    const runner = source.createQueryRunner()
    for (const migration of source.migrations) {
      await migration.up(runner)
      stages.push(await readCatalogue(admin))
    }
    expect(stages).toHaveLength(source.migrations.length + 1)
    for (const [index, migration] of [...source.migrations.entries()].reverse()) {
      const changes = !isDeepStrictEqual(stages[index + 1], stages[index])
      const { name } = migration.constructor
      expect([name, changes]).toEqual([name, !ROWS_ONLY.includes(name)])
      await migration.down(runner)
      expect(await readCatalogue(admin)).toEqual(stages[index])
    }
    await runner.release()
  })

  test('an empty database has nothing of ours', () => {
    expect(stages[0]?.filter(({ kind }) => kind !== 'schema')).toEqual([])
  })

  test('and the second time they make the same, rows too', async () => {
    const entries = async () => (await admin.query(CONTENTS)).rows
    await source.runMigrations({ transaction: 'each' })
    expect(await readCatalogue(admin)).toEqual(stages.at(-1))
    const first = await entries()
    expect(first.length).toBeGreaterThan(100)
    for (let count = source.migrations.length; count > 0; count--)
      await source.undoLastMigration({ transaction: 'each' })
    expect(await readCatalogue(admin)).toEqual(stages[0])
    await source.runMigrations({ transaction: 'each' })
    expect(await readCatalogue(admin)).toEqual(stages.at(-1))
    expect(await entries()).toEqual(first)
  })
})
