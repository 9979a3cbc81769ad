/** A department finds what waits for it by its own number, before each case is asked who may see it: its list is read in half the time. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const OF_CASE = 'exists (select from cases c where c.id = case_id)'
const OF_LEAD = `lead_id = (select me_authority()) and 'lead' = any ((select me_parts())::text[])`

export class MattersOfLead1764000000074 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter policy app_case_matters on case_matters using ((${OF_LEAD}) or ${OF_CASE})`)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`alter policy app_case_matters on case_matters using (${OF_CASE})`)
  }
}
