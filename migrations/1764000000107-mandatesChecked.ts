/** The cases of a mandate have an index, made beside those who write; and what …-mandates.ts asks of cases holds for those of before. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class MandatesChecked1764000000107 implements MigrationInterface {
  /** An index that is made beside those who write cannot be part of a transaction. */
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query('drop index concurrently if exists cases_mandate')
    await db.query('create index concurrently cases_mandate on cases (mandate_id) where mandate_id is not null')
    await db.query('alter table cases validate constraint cases_mandate_id_firm_id_fkey')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table cases drop constraint cases_mandate_id_firm_id_fkey,
        add constraint cases_mandate_id_firm_id_fkey foreign key (mandate_id, firm_id) references mandates (id, employer_id) not valid;
      drop index cases_mandate;
    `)
  }
}
