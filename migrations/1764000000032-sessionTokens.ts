/**
 * A session's token is replaced when its person shows again who they are, in one update. The session still goes by its first token, and the forms that its pages have
 * already shown keep their tokens. open_session stays for processes of the release before.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class SessionTokens1764000000032 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- both are empty until the first token is replaced
      alter table sessions add column first_hash bytea, add column form_key bytea;
      grant update (token_hash, first_hash, form_key) on sessions to haijian_app;

      create function use_session(wanted bytea, at timestamptz, idle interval, absolute interval)
        returns table (id int, firm_id int, authority_id int, roles text[], name text, language text, account text, session_id text, proved_at timestamptz, form_key bytea)
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          select o.id, o.firm_id, o.authority_id, o.roles, o.name, o.language, o.account,
            encode(substring(coalesce(s.first_hash, s.token_hash) for 8), 'hex'), o.proved_at, s.form_key
          from open_session(wanted, at, idle, absolute) o join sessions s on s.token_hash = wanted
        $$;
      revoke all on function use_session from public;
      grant execute on function use_session to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function use_session;
      revoke update (token_hash, first_hash, form_key) on sessions from haijian_app;
      alter table sessions drop column form_key, drop column first_hash;
    `)
  }
}
