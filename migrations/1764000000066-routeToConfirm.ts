/** The route of a recommendation is for the city to confirm, too: the question names its entry. */
import { readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Seen from the project's root: the same for the sources and for what is built from them. */
const FILE = 'migrations/reference/openQuestions.json'

const RENEW = `
  update reference set body = $4
  where (kind, key, effective_from) = ($1, $2, $3) and drafted_by is null and approved_at is not null and body <> $4::jsonb`

export class RouteToConfirm1764000000066 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const entries: { kind: string; key: string; effectiveFrom: string; body: unknown }[] = JSON.parse(
      readFileSync(FILE, 'utf8'),
    )
    for (const { kind, key, effectiveFrom, body } of entries)
      await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
  }

  /** Nothing to take back: the code before reads these bodies, too. */
  async down(): Promise<void> {}
}
