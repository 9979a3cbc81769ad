/**
 * Within a firm somebody may only fill in, or only read. Its administrators say who, by `set_firm_roles` alone: it asks again, under the lock under which access
 * ends, whether the administrator still is one. The last step looks at rows of before: it stands outside the transaction of the others.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const rolesOfFirms = (roles: string) => `
  alter table people drop constraint if exists firm_roles, add constraint firm_roles check (
    (firm_id is not null and roles <@ array[${roles}]) or (firm_id is null and not (roles && array[${roles}]))) not valid`

const SETTING = `
  create or replace function set_firm_roles(wanted int, given text[], at timestamptz) returns boolean
    language plpgsql volatile security definer set search_path = public, pg_temp
    as $$
    begin
      if me_firm() is null or not 'firmAdmin' = any (me_roles()) or wanted = me_person() or cardinality(given) = 0 then return false; end if;
      perform pg_advisory_xact_lock(hashtext('people of a firm'), me_firm());
      update people p set roles = given
        where p.id = wanted and p.firm_id = me_firm() and p.ended_at is null
          and exists (select 1 from people a where a.id = me_person() and a.ended_at is null and 'firmAdmin' = any (a.roles));
      if not found then return false; end if;
      insert into people_history (at, person_id, actor_id, act, detail)
        values (at, wanted, me_person(), 'rolesSet', jsonb_build_object('roles', to_jsonb(given)));
      return true;
    end $$;
  revoke all on function set_firm_roles from public;
  grant execute on function set_firm_roles to haijian_app;`

export class FirmRoles1764000000105 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query(rolesOfFirms(`'applicant', 'firmAdmin', 'preparer', 'viewer'`))
    await db.query(SETTING)
    await db.query('alter table people validate constraint firm_roles')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function set_firm_roles')
    // whoever only fills in or reads does neither any more
    await db.query(`update people set roles = '{}' where roles && array['preparer', 'viewer']`)
    await db.query(rolesOfFirms(`'applicant', 'firmAdmin'`))
    await db.query('alter table people validate constraint firm_roles')
  }
}
