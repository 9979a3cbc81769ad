/**
 * The notice of deficiencies is called 补正告知书, and says that the time limit is paused until the firm replies. First
 * entries are corrected in place, as far as no policy editor has drafted them; a city's own text stays as it is.
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
const FOLDER = 'migrations/reference'
const FILES = ['letterTemplates.json', 'paperKinds.json']

const RENEW = `
  update reference set body = $4
  where (kind, key, effective_from) = ($1, $2, $3) and drafted_by is null and approved_at is not null and body <> $4::jsonb`

export class CorrectionWords1764000000156 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const entries = FILES.flatMap((file) => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Entry[])
    for (const { kind, key, effectiveFrom, body } of entries.filter(({ key }) => key === 'correction'))
      await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
  }

  /** Nothing to take back: the code before prints these words as well. */
  async down(): Promise<void> {}
}
