/**
 * The way back in for an administrator who has lost every way: asked for by whoever runs the system, told to all administrators and auditors, open after a day unless one of them objects. It takes the
 * second factors away with the password, since they are what was lost.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const open = (condition: string) => `
      create or replace function open_reset(wanted bytea, at timestamptz)
        returns table (account text, name text, firm text)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select p.account, p.name, f.name_zh from resets r join people p on p.id = r.person_id left join firms f on f.id = p.firm_id
              where r.token_hash = wanted and r.used_at is null and r.expires_at > at and p.ended_at is null${condition} $$;`
const use = (declared: string, used: string, then = '') => `
      create or replace function use_reset(wanted bytea, hashed text, at timestamptz) returns int
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        declare
${declared}
        begin
${used}
          update people set password_hash = hashed where id = person and ended_at is null;
          if not found then return null; end if;
          update resets set used_at = at where person_id = person and used_at is null;
          delete from sessions where person_id = person;
          insert into people_history (at, person_id, actor_id, act, detail) values (at, person, person, 'passwordReset', '{}');${then}
          return person;
        end $$;`

const BEFORE = use(
  '          person int;',
  `          update resets r set used_at = at where r.token_hash = wanted and r.used_at is null and r.expires_at > at returning r.person_id into person;
          if not found then return null; end if;`,
)
const OPEN_BY_NOW = ' and coalesce(r.opens_at, at) <= at and r.objected_at is null'
const FACTORS_TOO = `
          if came.operator is not null then
            delete from authenticators where person_id = person;
            delete from recovery_codes where person_id = person;
            delete from passkeys where person_id = person;
            insert into people_history (at, person_id, actor_id, act, detail)
              values (at, person, person, 'factorsReset', jsonb_build_object('operator', came.operator, 'why', came.why));
          end if;`

const NOW = use(
  `          came resets;
          person int;`,
  `          update resets r set used_at = at
            where r.token_hash = wanted and r.used_at is null and r.expires_at > at${OPEN_BY_NOW} returning * into came;
          if not found then return null; end if;
          person := came.person_id;`,
  FACTORS_TOO,
)

export class WayBack1764000000079 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table resets
        add column operator text,
        add column why text,
        add column opens_at timestamptz,
        add column objected_by int,
        add column objected_at timestamptz,
        add constraint resets_objected_by_fkey foreign key (objected_by) references people not valid,
        add constraint resets_asked_by check ((operator is null) = (why is null) and (operator is null) = (opens_at is null)) not valid,
        add constraint resets_objected check ((objected_by is null) = (objected_at is null) and (objected_at is null or operator is not null)) not valid;
      ${open(OPEN_BY_NOW)}
      ${NOW}

      -- what may still be objected to
      create function list_ways_back(at timestamptz)
        returns table (person int, account text, name text, operator text, why text, asked_at timestamptz, opens_at timestamptz)
        language sql stable security definer set search_path = public, pg_temp
        as $$ select p.id, p.account, p.name, r.operator, r.why, r.asked_at, r.opens_at from resets r join people p on p.id = r.person_id
              where r.operator is not null and r.used_at is null and r.objected_at is null and r.expires_at > at
                and me_administers('systemAdmin', 'securityAdmin', 'auditor') order by r.asked_at $$;
      create function object_to_way_back(wanted int, at timestamptz) returns boolean
        language plpgsql volatile security definer set search_path = public, pg_temp
        as $$
        declare
          asked resets;
        begin
          if not me_administers('systemAdmin', 'securityAdmin', 'auditor') then return false; end if;
          for asked in
            update resets r set objected_by = me_person(), objected_at = at
              where r.person_id = wanted and r.operator is not null and r.used_at is null and r.objected_at is null and r.expires_at > at returning *
          loop
            insert into people_history (at, person_id, actor_id, act, detail)
              values (at, wanted, me_person(), 'wayBackRefused', jsonb_build_object('operator', asked.operator, 'why', asked.why));
          end loop;
          return found;
        end $$;
      revoke all on function list_ways_back, object_to_way_back from public;
      grant execute on function list_ways_back, object_to_way_back to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function object_to_way_back, list_ways_back;
      ${open('')}
      ${BEFORE}
      alter table resets drop constraint resets_objected, drop constraint resets_asked_by,
        drop column objected_at, drop column objected_by, drop column opens_at, drop column why, drop column operator;
    `)
  }
}
