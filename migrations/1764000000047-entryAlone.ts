/**
 * The application's role opens no session, sets no password, adds no person, and reads no hash, factor or session: haijian_entry does (…-entry.ts). It takes away what the release before still uses,
 * so it runs when none of that release's processes does any more: `npm run migrate -- expand` leaves it out.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ENTRY_FUNCTIONS } from './1764000000045-entry.js'

export class EntryAlone1764000000047 implements MigrationInterface {
  static readonly closes = true

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke all on sessions, authenticators, recovery_codes, passkeys, provider_links, spent from haijian_app;
      revoke insert, update (password_hash) on people from haijian_app;
      revoke insert on firms, firm_papers from haijian_app;
      revoke usage on sequence firms_id_seq from haijian_app;
      revoke execute on function ${ENTRY_FUNCTIONS}, open_session from haijian_app;
      drop policy app_sessions on sessions;
      drop policy app_authenticators on authenticators;
      drop policy app_recovery_codes on recovery_codes;
      drop policy app_passkeys on passkeys;
      drop policy app_provider_links on provider_links;
      drop policy app_people_add on people;
      drop policy app_firms_add on firms;
      drop policy app_firm_papers_add on firm_papers;
      drop policy app_firm_papers_unscanned on firm_papers;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create policy app_firm_papers_unscanned on firm_papers as restrictive for insert to haijian_app
        with check (scanned_at is null and (scan is null or scan = 'waiting'));
      create policy app_firm_papers_add on firm_papers for insert to haijian_app with check (firm_id = (select me_firm()));
      create policy app_firms_add on firms for insert to haijian_app with check (id = (select me_firm()));
      create policy app_people_add on people for insert to haijian_app with check (firm_id = (select me_firm()));
      create policy app_provider_links on provider_links to haijian_app using (person_id = (select me_person()));
      create policy app_passkeys on passkeys to haijian_app using (person_id = (select me_person()));
      create policy app_recovery_codes on recovery_codes to haijian_app using (person_id = (select me_person()));
      create policy app_authenticators on authenticators to haijian_app using (person_id = (select me_person()));
      create policy app_sessions on sessions to haijian_app using (person_id = (select me_person()));
      grant execute on function ${ENTRY_FUNCTIONS}, open_session to haijian_app;
      grant usage on sequence firms_id_seq to haijian_app;
      grant insert on firms, firm_papers to haijian_app;
      grant insert, update (password_hash) on people to haijian_app;
      grant select, insert, delete on provider_links, spent to haijian_app;
      grant select, insert, update (counter, used_at), delete on passkeys to haijian_app;
      grant select, insert, update (used_at), delete on recovery_codes to haijian_app;
      grant select, insert, update (secret, added_at, last_step), delete on authenticators to haijian_app;
      grant select, insert, update (token_hash, first_hash, form_key, proved_at), delete on sessions to haijian_app;
    `)
  }
}
