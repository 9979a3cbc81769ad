/**
 * A mandate may name how many applications it covers, and whoever confirms one may make it narrower than it was asked for: fewer acts, fewer applications, an
 * earlier end. An agent may ask by a program, since nothing follows before the employer, in person, agrees. The functions of the release before stay beside these.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'security definer set search_path = public, pg_temp'

const STEPS = `
  create function ask_mandate(as_employer boolean, code text, given text[], until date, most int, why text, at timestamptz) returns text
    language plpgsql volatile ${AS_OWNER} as $$
    declare
      own firms;
      other firms;
      made mandates;
    begin
      if not 'firmAdmin' = any (me_roles()) or (as_employer and not me_proved()) then return 'forbidden'; end if;
      select f.* into own from firms f where f.id = me_firm();
      if own.confirmed_at is null then return 'notConfirmed'; end if;
      select f.* into other from firms f where f.credit_code = code and f.confirmed_at is not null order by f.id limit 1;
      if not found then return 'noFirm'; end if;
      if other.id = own.id then return 'ownFirm'; end if;
      insert into mandates (employer_id, agent_id, employer_name, agent_name, acts, until_on, most_cases, note, asked_by, asked_at, confirmed_by, confirmed_at)
        values (case when as_employer then own.id else other.id end, case when as_employer then other.id else own.id end,
          case when as_employer then own.name_zh else other.name_zh end, case when as_employer then other.name_zh else own.name_zh end,
          given, until, most, why, me_person(), at, case when as_employer then me_person() end, case when as_employer then at end)
        on conflict (employer_id, agent_id) where ended_at is null do nothing returning * into made;
      if not found then return 'already'; end if;
      perform note_mandate(made, case when as_employer then 'mandateGiven' else 'mandateAsked' end, at);
      return 'made';
    end $$;

  -- null: as it was asked for; answers what stands against it, or 'done'
  create function confirm_mandate(wanted int, given text[], until date, most int, today date, at timestamptz) returns text
    language plpgsql volatile ${AS_OWNER} as $$
    declare
      asked mandates;
      made mandates;
    begin
      if not 'firmAdmin' = any (me_roles()) or not me_proved() then return 'forbidden'; end if;
      select m.* into asked from mandates m
        where m.id = wanted and m.employer_id = me_firm() and m.confirmed_at is null and m.ended_at is null and m.until_on >= today for update;
      if not found then return 'none'; end if;
      if not coalesce(given, asked.acts) <@ asked.acts then return 'widerActs'; end if;
      if coalesce(until, asked.until_on) > asked.until_on then return 'widerEnd'; end if;
      if coalesce(until, asked.until_on) < today then return 'dayOver'; end if;
      if coalesce(most, asked.most_cases) > asked.most_cases then return 'widerNumber'; end if;
      update mandates m set confirmed_by = me_person(), confirmed_at = at, acts = coalesce(given, m.acts),
          until_on = coalesce(until, m.until_on), most_cases = coalesce(most, m.most_cases)
        where m.id = wanted returning * into made;
      insert into firm_acts (firm_id, at, act, actor_id, authority_id, reason, detail, xid)
        select firm, at, 'mandateGiven', me_person(), null, made.note, jsonb_build_object('mandate', made.id, 'with', other)
          || case when (made.acts, made.until_on, made.most_cases) is distinct from (asked.acts, asked.until_on, asked.most_cases)
            then '{"narrowed": true}'::jsonb else '{}' end, pg_current_xact_id()::text::bigint
        from (values (made.employer_id, made.agent_name), (made.agent_id, made.employer_name)) one (firm, other);
      return 'done';
    end $$;
  revoke all on function ask_mandate(boolean, text, text[], date, int, text, timestamptz), confirm_mandate(int, text[], date, int, date, timestamptz) from public;
  grant execute on function ask_mandate(boolean, text, text[], date, int, text, timestamptz), confirm_mandate(int, text[], date, int, date, timestamptz) to haijian_app;`

export class NarrowedMandates1764000000127 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      'alter table mandates add column most_cases int, add constraint mandates_most check (most_cases > 0) not valid',
    )
    await db.query(STEPS)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function ask_mandate(boolean, text, text[], date, int, text, timestamptz);
      drop function confirm_mandate(int, text[], date, int, date, timestamptz);
      alter table mandates drop column most_cases;
    `)
  }
}
