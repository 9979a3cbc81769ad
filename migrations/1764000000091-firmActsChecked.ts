/** What …-firmActs.ts asks holds for the rows of before, too; and nobody is told of one act twice. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class FirmActsChecked1764000000091 implements MigrationInterface {
  /** An index that is made beside those who write cannot be part of a transaction. */
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query('drop index concurrently if exists notifications_of_firm')
    await db.query(
      'create unique index concurrently notifications_of_firm on notifications (person_id, firm_act) where firm_act is not null',
    )
    await db.query('alter table notifications validate constraint notifications_firm_act_fkey')
    await db.query('alter table notifications validate constraint notifications_about')
    await db.query('alter table firms validate constraint firms_sent_back_check')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table firms drop constraint firms_sent_back_check,
        add constraint firms_sent_back_check check ((sent_back_at is null) = (sent_back_reason is null)) not valid;
      alter table notifications drop constraint notifications_about, drop constraint notifications_firm_act_fkey,
        add constraint notifications_firm_act_fkey foreign key (firm_act) references firm_acts not valid,
        add constraint notifications_about check (num_nonnulls(case_id, firm_act) = 1) not valid;
      drop index notifications_of_firm;
    `)
  }
}
