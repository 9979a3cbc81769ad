/** The first administrators are invited by whoever runs the system, since nobody is there who could: the invitation says who that was. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class FirstAdministrators1764000000078 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table invitations
        alter column invited_by drop not null,
        add column operator text,
        add constraint invited_by_somebody check ((invited_by is null) = (operator is not null) and (operator is null or firm_id is null)) not valid;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from invitations where invited_by is null;
      alter table invitations drop constraint invited_by_somebody, drop column operator, alter column invited_by set not null;
    `)
  }
}
