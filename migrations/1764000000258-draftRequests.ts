/** A draft is with no department: what its candidate asks to have erased is read by the firm, which may discard it. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const seen = (kind: string) => `
  alter policy firm_talent_requests_see on talent_requests using (${kind} and (select me_firm()) is not null
    and exists (select 1 from cases c where c.id = talent_requests.case_id))`

export class DraftRequests1764000000258 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      seen(`(kind = 'correction' or exists (
        select from cases d where d.id = talent_requests.case_id and d.filed_on is null))`),
    )
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(seen(`kind = 'correction'`))
  }
}
