/**
 * What a candidate says about the use of sensitive documents is an act of theirs: their transaction writes its event, as nobody else, and changes nothing else of the case.
 * An officer may record that a refusal is settled, a reset that what was said before counts no more; firms read what their candidates ask to have corrected.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const ITS_CASE = 'exists (select 1 from cases c where c.id = case_id)'
const MANDATED =
  'exists (select 1 from cases c where c.id = case_id and c.mandate_id = any ((select me_mandates())::int[]))'
const OF_FIRM = 'exists (select 1 from cases c where c.id = case_id and c.firm_id = (select me_firm()))'
const HISTORY = `array['changed_at', 'last_seq', 'last_hash', 'counted_from', 'counted_days', 'counted_seq']`

const kinds = (list: string, state: string) => `
  alter table events drop constraint if exists events_actor_kind_check,
    add constraint events_actor_kind_check check (actor_kind in (${list})) ${state};`
const hows = (list: string, state: string) => `
  alter table talent_consents drop constraint if exists talent_consents_how_check,
    add constraint talent_consents_how_check check (how in (${list})) ${state};`

export class ConsentActs1764000000162 implements MigrationInterface {
  readonly transaction = false

  /** Table by table, each let go before the next one: a step of a case takes them in another order. What was cut off is begun anew. */
  async up(db: QueryRunner): Promise<void> {
    await db.query(`${kinds(`'person', 'clock', 'worker', 'talent'`, 'not valid')}
      drop policy if exists talent_events_add on events;
      create policy talent_events_add on events for insert to haijian_app with check (
        actor_kind = 'talent' and actor_id is null and authority_id is null and not internal and from_state = to_state
        and action in ('recordConsent', 'withdrawConsent') and case_id = (select me_talent()));`)
    await db.query(`
      create or replace function talent_writes_history() returns trigger language plpgsql as $$
        begin
          if to_jsonb(new) - ${HISTORY} is distinct from to_jsonb(old) - ${HISTORY} then
            raise exception 'a candidate changes nothing of a case' using errcode = 'insufficient_privilege';
          end if;
          return null;
        end $$;
      revoke all on function talent_writes_history from public;`)
    await db.query(`
      drop trigger if exists cases_talent on cases;
      create trigger cases_talent after update on cases for each row when (me_talent() is not null) execute function talent_writes_history();
      drop policy if exists talent_cases_history on cases;
      create policy talent_cases_history on cases for update to haijian_app using (id = (select me_talent()));`)
    await db.query(`${hows(`'talentPage', 'firmDeclaration', 'settled', 'voided'`, 'not valid')}
      alter policy app_talent_consents_add on talent_consents with check (
        case how when 'talentPage' then case_id = (select me_talent()) when 'firmDeclaration' then ${OF_FIRM}
        else not given and (select me_internal()) and ${ITS_CASE} end);
      alter policy mandate_talent_consents_add on talent_consents with check (how = 'firmDeclaration' and ${MANDATED});
      drop policy if exists worker_talent_consents on talent_consents;
      create policy worker_talent_consents on talent_consents for select to haijian_worker using (true);
      grant select on talent_consents to haijian_worker;`)
    await db.query(`
      drop policy if exists firm_talent_requests_see on talent_requests;
      create policy firm_talent_requests_see on talent_requests for select to haijian_app
        using (kind = 'correction' and (select me_firm()) is not null and ${ITS_CASE});`)
  }

  /** Fails once a candidate has acted: such a case is not what the code before knows. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(kinds(`'person', 'clock', 'worker'`, ''))
    await db.query(hows(`'talentPage', 'firmDeclaration'`, ''))
    await db.query('drop policy if exists talent_events_add on events')
    await db.query('drop policy if exists firm_talent_requests_see on talent_requests')
    await db.query(`
      revoke select on talent_consents from haijian_worker;
      drop policy if exists worker_talent_consents on talent_consents;
      alter policy mandate_talent_consents_add on talent_consents with check (how <> 'talentPage' and ${MANDATED});
      alter policy app_talent_consents_add on talent_consents with check (
        case how when 'talentPage' then case_id = (select me_talent()) else ${OF_FIRM} end);`)
    await db.query('drop policy if exists talent_cases_history on cases')
    await db.query('drop trigger if exists cases_talent on cases')
    await db.query('drop function if exists talent_writes_history')
  }
}
