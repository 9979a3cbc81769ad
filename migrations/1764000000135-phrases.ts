/** The first phrases for corrections, for a database of before; a fresh one has them already. The release before does not read their kind. */
import { readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

interface Entry {
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly body: unknown
}

/** Seen from the project's root: the same for the sources and for what is built from them. */
const FILE = 'migrations/reference/phrases.json'

const ADD = `
  insert into reference (kind, key, effective_from, body, approved_at) values ($1, $2, $3, $4, now())
  on conflict (kind, key, effective_from) where approved_at is not null do nothing`

export class Phrases1764000000135 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const { kind, key, effectiveFrom, body } of JSON.parse(readFileSync(FILE, 'utf8')) as Entry[])
      await db.query(ADD, [kind, key, effectiveFrom, JSON.stringify(body)])
  }

  /** Nothing to take back: the code before reads the kinds that it knows. */
  async down(): Promise<void> {}
}
