/**
 * The scorecard's hints and levels, phrases for corrections, groups of acts, documents, duties, steps,
 * retention and remedies say plainly what they mean. First
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
/** The entries of a file that are renewed; without keys all of it. */
const FILES: readonly { readonly file: string; readonly keys?: readonly string[] }[] = [
  { file: 'documents.json' },
  { file: 'forbiddenActs.json' },
  { file: 'obligations.json' },
  { file: 'openQuestions.json', keys: ['letterCodes'] },
  { file: 'permitSteps.json' },
  { file: 'permitSystem.json' },
  { file: 'phrases.json' },
  { file: 'remedies.json' },
  { file: 'retention.json' },
  { file: 'scorecard.json' },
]

const RENEW = `
  update reference set body = $4
  where (kind, key, effective_from) = ($1, $2, $3) and drafted_by is null and approved_at is not null and body <> $4::jsonb`

export class ClearHints1764000000255 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const { file, keys } of FILES) {
      const entries: Entry[] = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))
      for (const { kind, key, effectiveFrom, body } of entries.filter((entry) => keys?.includes(entry.key) ?? true))
        await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
    }
  }

  /** Nothing to take back: the code before reads these words as well. */
  async down(): Promise<void> {}
}
