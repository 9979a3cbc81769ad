/**
 * Coffee, drinks and perfume are known by their names. First entries are corrected in place, as far as no policy editor has drafted them; a city's own list stays as it is.
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
const FILE = 'migrations/reference/productCategories.json'
const KEYS = ['food', 'cosmetics']

const RENEW = `
  update reference set body = $4
  where (kind, key, effective_from) = ($1, $2, $3) and drafted_by is null and approved_at is not null and body <> $4::jsonb`

export class GoodsWords1764000000179 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const entries: Entry[] = JSON.parse(readFileSync(FILE, 'utf8'))
    for (const { kind, key, effectiveFrom, body } of entries.filter((entry) => KEYS.includes(entry.key)))
      await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
  }

  /** Nothing to take back: the code before reads these words as well. */
  async down(): Promise<void> {}
}
