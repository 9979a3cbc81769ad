/**
 * The English text of a refusal says by whom the application was assessed: its issuer may be among them, and does not
 * assess "with" itself. First entries are corrected in place, as far as no policy editor has drafted them; a city's own
 * text stays as it is.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const SAY = `
  update reference set body = jsonb_set(body, '{opening,en,0}', to_jsonb(replace(body #>> '{opening,en,0}', $1, $2)))
  where (kind, key) = ('letterTemplates', 'refusal') and drafted_by is null and approved_at is not null
    and body #>> '{opening,en,0}' like '%' || $1 || '%'`

export class RefusalWords1764000000267 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(SAY, [
      'We accepted and assessed the application{{#if departments}} with {{departments}}{{/if}}.',
      'We accepted the application, and it was assessed{{#if departments}} by {{departments}}{{/if}}.',
    ])
  }

  /** Nothing to take back: the code before reads these words as well. */
  async down(): Promise<void> {}
}
