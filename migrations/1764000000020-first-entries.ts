/**
 * Brings the first reference data of an older database to this release: entries of new kinds are added, and bodies that nobody has drafted get the shape that the code reads
 * now. What a policy editor has drafted and another one approved is never touched. A fresh database has them all already.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

interface Entry {
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly body: unknown
}

/** Seen from the project's root: the same for the sources and for what is built from them. */
const folder = 'migrations/reference'

const RENEW = `
  insert into reference (kind, key, effective_from, body, approved_at) values ($1, $2, $3, $4, now())
  on conflict (kind, key, effective_from) where approved_at is not null
  do update set body = excluded.body where reference.drafted_by is null and reference.body <> excluded.body`

export class FirstEntries1764000000020 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const entries = readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .flatMap((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Entry[])
    for (const { kind, key, effectiveFrom, body } of entries)
      await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
    await db.query(`
      insert into authorities (code, kind, subject, district)
      select distinct on (key) key, body ->> 'kind', body ->> 'subject', body ->> 'district'
      from reference where kind = 'authorities' and approved_at is not null order by key, effective_from
      on conflict (code) do nothing
    `)
  }

  /** Nothing to take back: the code before reads the kinds that it knows. */
  async down(): Promise<void> {}
}
