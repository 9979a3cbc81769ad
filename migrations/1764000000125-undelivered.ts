/**
 * Who may see a case sees that its candidate's link did not arrive, and a firm's administrators that an invitation did not: of the mails that were
 * given up these alone, for as long as their address is kept.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Undelivered1764000000125 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      grant select (kind, address, case_id, ordered_at, state, last_error, settled_at) on mails to haijian_app;
      create policy app_mails_undelivered on mails for select to haijian_app using (
        state = 'givenUp' and address is not null and (select me_talent()) is null and (
          (kind = 'talentLink' and exists (select 1 from cases c where c.id = case_id))
          or (kind = 'invitation' and exists (
            select 1 from invitations i where i.account = address and i.invited_at = ordered_at and i.firm_id = (select me_firm())))));
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop policy app_mails_undelivered on mails;
      revoke select (kind, address, case_id, ordered_at, state, last_error, settled_at) on mails from haijian_app;
    `)
  }
}
