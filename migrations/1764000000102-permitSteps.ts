/** What a firm does at the permit authority with its letter: first entries of a new kind, which the last release does not look for. A fresh database has them already. */
import { readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

interface Entry {
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly body: unknown
}

/** Seen from the project's root: the same for the sources and for what is built from them. */
const FILE = 'migrations/reference/permitSteps.json'

const ADD = `
  insert into reference (kind, key, effective_from, body, approved_at) values ($1, $2, $3, $4, now())
  on conflict (kind, key, effective_from) where approved_at is not null do nothing`

export class PermitSteps1764000000102 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const entries: Entry[] = JSON.parse(readFileSync(FILE, 'utf8'))
    for (const { kind, key, effectiveFrom, body } of entries)
      await db.query(ADD, [kind, key, effectiveFrom, JSON.stringify(body)])
  }

  /** Nothing to take back: the code before reads the kinds that it knows. */
  async down(): Promise<void> {}
}
