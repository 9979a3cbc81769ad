/**
 * What strangers may cause is limited where they cause it: a person gets three links for a new
 * password within the time for which one is good, however many networks ask. Whoever asks once more
 * has one in the mail that still opens.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'volatile security definer set search_path = public, pg_temp'
const SIGNATURE =
  'ask_reset(wanted text, hash bytea, at timestamptz, until timestamptz) returns table (person int, language text)'

export class Strangers1764000000038 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function ${SIGNATURE} language plpgsql ${AS_OWNER} as $$
        declare
          found_id int;
          found_language text;
        begin
          -- one after another for a person, so that many at once are no more than three
          select p.id, p.language into found_id, found_language
          from people p where lower(p.account) = lower(wanted) and p.ended_at is null for update;
          if found_id is null then return; end if;
          if (select count(*) from resets r where r.person_id = found_id and r.asked_at > at - (until - at)) >= 3 then return; end if;
          insert into resets (token_hash, person_id, asked_at, expires_at) values (hash, found_id, at, until);
          return query select found_id, found_language;
        end $$;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function ${SIGNATURE} language sql ${AS_OWNER}
        as $$ with asked as (
                insert into resets (token_hash, person_id, asked_at, expires_at)
                select hash, p.id, at, until from people p where lower(p.account) = lower(wanted) and p.ended_at is null returning person_id)
              select p.id, p.language from asked join people p on p.id = asked.person_id $$;
    `)
  }
}
