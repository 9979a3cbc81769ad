/**
 * The English text of a recommendation opens with whole sentences. First entries are corrected in place, as far as no
 * policy editor has drafted them; a city's own text stays as it is.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const OPEN = `
  update reference set body = jsonb_set(body, '{opening,en,0}', to_jsonb(replace(body #>> '{opening,en,0}', $1, $2)))
  where (kind, key) = ('letterTemplates', 'recommendation') and drafted_by is null and approved_at is not null
    and body #>> '{opening,en,0}' like $1 || '%'`

export class LetterOpening1764000000251 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(OPEN, [
      'Under {{policyTitle}}, issued on {{policyDate}}, {{policyPassage}}, {{employer}} applied on {{filedOn}}',
      '{{policyTitle}}, issued on {{policyDate}}, provides for {{policyPassage}}. On this basis {{employer}} applied ' +
        'on {{filedOn}}',
    ])
  }

  /** Nothing to take back: the code before reads these words as well. */
  async down(): Promise<void> {}
}
