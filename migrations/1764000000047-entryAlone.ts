/**
 * The application's role opens no session, sets no password, adds no person, and reads no hash, factor or session: haijian_entry does (…-entry.ts). It takes away what the release before still uses,
 * so it runs when none of that release's processes does any more: `npm run migrate -- expand` leaves it out.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { ENTRY_FUNCTIONS } from './1764000000045-entry.js'

/** What the role could do by these it may do no longer, by whatever policy. */
const POLICIES: Readonly<Record<string, string>> = {
  app_sessions: 'sessions',
  app_authenticators: 'authenticators',
  app_recovery_codes: 'recovery_codes',
  app_passkeys: 'passkeys',
  app_provider_links: 'provider_links',
  app_people_add: 'people',
  app_firms_add: 'firms',
  app_firm_papers_add: 'firm_papers',
  app_firm_papers_unscanned: 'firm_papers',
}

export class EntryAlone1764000000047 implements MigrationInterface {
  static readonly closes = true
  /** Tables that are always in use: each is closed for a moment of its own, never all at once. */
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke all on sessions, authenticators, recovery_codes, passkeys, provider_links, spent from haijian_app;
      revoke insert, update (password_hash) on people from haijian_app;
      revoke insert on firms, firm_papers from haijian_app;
      revoke usage on sequence firms_id_seq from haijian_app;
      revoke execute on function ${ENTRY_FUNCTIONS}, open_session from haijian_app;
    `)
    for (const [name, table] of Object.entries(POLICIES)) await db.query(`drop policy if exists ${name} on ${table}`)
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
