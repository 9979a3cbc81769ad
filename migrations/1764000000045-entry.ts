/**
 * A role of its own, haijian_entry, for whatever happens before a session is open, and for what opens one: sign-in, resets, invitations, registration, the provider, factors. It reads no case. What it
 * may do is taken away from the application's role by …-entryAlone.ts, when no process of the release before runs any more.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** The functions that look up accounts, hashes and links, and set passwords; …-entryAlone.ts leaves them to this role. */
export const ENTRY_FUNCTIONS =
  'find_account, find_passkey, find_link, open_invitation, accept_invitation, ask_reset, open_reset, use_reset, verify_email, firm_by_code'

/** Table → what the role may do with every row of it. */
const ALL_ROWS: Readonly<Record<string, string>> = {
  sessions: 'select, insert, update (token_hash, first_hash, form_key, proved_at), delete',
  authenticators: 'select, insert, update (secret, added_at, last_step), delete',
  recovery_codes: 'select, insert, update (used_at), delete',
  passkeys: 'select, insert, update (counter, used_at), delete',
  provider_links: 'select, insert, delete',
}

/** Policy → the table and what it lets the role do there. */
const POLICIES: Readonly<Record<string, readonly [table: string, what: string]>> = {
  ...Object.fromEntries(
    Object.keys(ALL_ROWS).map((table) => [`entry_${table}`, [table, 'to haijian_entry using (true)']]),
  ),
  entry_people_see: ['people', 'for select to haijian_entry using (true)'],
  entry_people_change: ['people', 'for update to haijian_entry using (true)'],
  // a firm's first person, and no staff
  entry_people_add: ['people', 'for insert to haijian_entry with check (firm_id is not null)'],
  entry_firms_add: [
    'firms',
    'for insert to haijian_entry with check (num_nonnulls(confirmed_at, confirmed_by, declined_at, decline_reason) = 0)',
  ],
  entry_firm_papers_see: ['firm_papers', 'for select to haijian_entry using (true)'],
  entry_firm_papers_add: [
    'firm_papers',
    `for insert to haijian_entry with check (scanned_at is null and (scan is null or scan = 'waiting'))`,
  ],
  entry_people_history: ['people_history', 'for insert to haijian_entry with check (actor_id = person_id)'],
  entry_access_log: ['access_log', 'for insert to haijian_entry with check (true)'],
  entry_mails: ['mails', `for insert to haijian_entry with check (state = 'waiting')`],
}

export class Entry1764000000045 implements MigrationInterface {
  /** Many tables that are always in use: each is closed for a moment of its own, never all at once. */
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query('grant usage on schema public to haijian_entry')
    for (const [name, [table, what]] of Object.entries(POLICIES)) {
      await db.query(`drop policy if exists ${name} on ${table}`)
      await db.query(`create policy ${name} on ${table} ${what}`)
    }
    for (const [table, rights] of Object.entries(ALL_ROWS))
      await db.query(`grant ${rights} on ${table} to haijian_entry`)
    await db.query(`
      grant select (id, account, name, firm_id, authority_id, roles, language, created_at, ended_at), insert, update (password_hash) on people to haijian_entry;
      grant insert on firms, people_history, access_log to haijian_entry;
      grant usage on sequence firms_id_seq, mails_id_seq to haijian_entry;
      grant select (id), insert on firm_papers to haijian_entry;
      grant insert (id, kind, person_id, address, language, path, secret, case_id, ordered_at, next_try_at) on mails to haijian_entry;
      grant select, insert, delete on spent to haijian_entry;
      grant select, insert, update on attempts to haijian_entry;
      grant execute on function ${ENTRY_FUNCTIONS} to haijian_entry;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke execute on function ${ENTRY_FUNCTIONS} from haijian_entry;
      revoke all on attempts, spent, mails, firm_papers, access_log, people_history, firms, people from haijian_entry;
      revoke all on sequence firms_id_seq, mails_id_seq from haijian_entry;
    `)
    for (const [name, [table]] of Object.entries(POLICIES)) await db.query(`drop policy ${name} on ${table}`)
    for (const table of Object.keys(ALL_ROWS)) await db.query(`revoke all on ${table} from haijian_entry`)
    await db.query('revoke usage on schema public from haijian_entry')
  }
}
