/** Where the last release ends, and the way back to it: migrations/released.json says it, for the tests of what comes after. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataSource, type MigrationInterface } from 'typeorm'
import { projectFolder } from '../../src/settings.js'
import { listMigrations } from '../../tools/migrate.js'

interface Released {
  /** The last migration of the release. */
  readonly last: string
  /** Where its code is, in a checkout that has the history. */
  readonly commit: string
  /** Tables that never hold more than some thousand rows: to read or to rewrite them takes no time. */
  readonly small: readonly string[]
  /** Migrations that break a rule all the same, by name, and why that is borne. */
  readonly borne: Readonly<Record<string, string>>
}

export const RELEASED = JSON.parse(readFileSync(join(projectFolder, 'migrations/released.json'), 'utf8')) as Released // test/database/expanding.rest.ts checks what it says

/** All migrations, and those that came after the release. */
export async function listReleased() {
  const all = await listMigrations()
  const last = all.findIndex(({ name }) => name === RELEASED.last)
  if (last < 0) throw new Error(`there is no migration ${RELEASED.last}, which migrations/released.json names`)
  return { all, later: all.slice(last + 1) }
}

/** The owner's connection for migrations. */
export async function openOwner(url: string, migrations: readonly (new () => MigrationInterface)[]) {
  const source = new DataSource({ type: 'postgres', url, migrations: [...migrations], installExtensions: false })
  return source.initialize()
}

/** Takes a database of the present back to the release, by what each migration says of its way back. */
export async function goBack(ownerUrl: string): Promise<void> {
  const { all, later } = await listReleased()
  const source = await openOwner(ownerUrl, all)
  try {
    for (const _ of later) await source.undoLastMigration({ transaction: 'each' })
  } finally {
    await source.destroy()
  }
}
