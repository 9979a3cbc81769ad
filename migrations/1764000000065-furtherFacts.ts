/**
 * The single window for all classes, one application instead of two, and what else the city has to confirm. Nothing is deleted, and what a policy editor has drafted stays. The release before shows
 * the obligations and passes over the rest.
 */
import { readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

interface Entry {
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly body: unknown
}

/** Seen from the project's root: the same for the sources and for what is built from them. */
const FILES = ['migrations/reference/obligations.json', 'migrations/reference/openQuestions.json']

const RENEW = `
  insert into reference (kind, key, effective_from, body, approved_at) values ($1, $2, $3, $4, now())
  on conflict (kind, key, effective_from) where approved_at is not null
  do update set body = excluded.body where reference.drafted_by is null and reference.body <> excluded.body`

export class FurtherFacts1764000000065 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const file of FILES)
      for (const { kind, key, effectiveFrom, body } of JSON.parse(readFileSync(file, 'utf8')) as Entry[])
        await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
  }

  /** Nothing to take back: the code before reads these bodies, too. */
  async down(): Promise<void> {}
}
