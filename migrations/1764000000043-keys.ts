/**
 * API keys end with what let their maker in: a password that is changed or reset, factors that are reset. And they are no more than their person was when they were made, nor than the person is now.
 * Both are the database's to keep, whoever asks: the history of people says what ends keys, and a key's roles are written by a trigger. Not in one transaction: keys of before get their roles
 * while nothing is closed, and every statement may be run again.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'language plpgsql security definer set search_path = public, pg_temp'

/** Who a key stands for; `roles`: with which of them. */
const openKey = (roles: string): string => `
      create or replace function open_key(wanted bytea, at timestamptz)
        returns table (key_id int, scopes text[], id int, firm_id int, authority_id int, roles text[], name text, language text, account text)
        language sql volatile security definer set search_path = public, pg_temp
        as $$
          with seen as (
            update api_keys k set used_at = at
            where k.key_hash = wanted and k.ended_at is null and k.expires_at > at and (k.used_at is null or k.used_at < at - interval '1 minute'))
          select k.id, k.scopes, p.id, p.firm_id, p.authority_id, ${roles}, p.name, p.language, p.account
          from api_keys k join people p on p.id = k.person_id
          where k.key_hash = wanted and k.ended_at is null and k.expires_at > at and p.ended_at is null
        $$;`

export class Keys1764000000043 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table api_keys add column if not exists roles text[];
      create or replace function set_key_roles() returns trigger ${AS_OWNER} as $$
        begin
          new.roles := (select p.roles from people p where p.id = new.person_id);
          return new;
        end $$;
      create or replace trigger set_key_roles before insert on api_keys for each row execute function set_key_roles();
      revoke all on function set_key_roles from public;
    `)
    await db.query(`
      create or replace function end_keys_of() returns trigger ${AS_OWNER} as $$
        begin
          update api_keys set ended_at = new.at where person_id = new.person_id and ended_at is null;
          return null;
        end $$;
      create or replace trigger people_history_keys after insert on people_history for each row
        when (new.act in ('passwordChanged', 'passwordReset', 'factorsReset')) execute function end_keys_of();
      revoke all on function end_keys_of from public;
      ${openKey('array(select r from unnest(p.roles) with ordinality h (r, n) where k.roles is null or r = any (k.roles) order by n)')}
    `)
    // keys of before: what their person is today
    await db.query('update api_keys k set roles = p.roles from people p where p.id = k.person_id and k.roles is null')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ${openKey('p.roles')}
      drop trigger people_history_keys on people_history;
      drop trigger set_key_roles on api_keys;
      drop function end_keys_of, set_key_roles;
      alter table api_keys drop column roles;
    `)
  }
}
