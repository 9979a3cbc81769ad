/** Whether a drawn signature takes the place of the signed paper: the first entry of its key, which the last release does not look for. A fresh database has it already. */
import { readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

interface Entry {
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly body: unknown
}

/** Seen from the project's root: the same for the sources and for what is built from them. */
const FILE = 'migrations/reference/procedure.json'
const KEY = 'signatures'

const ADD = `
  insert into reference (kind, key, effective_from, body, approved_at) values ($1, $2, $3, $4, now())
  on conflict (kind, key, effective_from) where approved_at is not null do nothing`

export class SignatureRule1764000000181 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const entries: Entry[] = JSON.parse(readFileSync(FILE, 'utf8'))
    for (const { kind, key, effectiveFrom, body } of entries.filter((entry) => entry.key === KEY))
      await db.query(ADD, [kind, key, effectiveFrom, JSON.stringify(body)])
  }

  /** Nothing to take back: the code before reads the keys that it knows. */
  async down(): Promise<void> {}
}
