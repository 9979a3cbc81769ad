/**
 * Two persons may assess for some departments of a case and one for the others: which ones is settled each round. Functions that look past row-level security say who has reported and
 * whether a report is still closed to colleagues; …-blindOpinions.ts has the policies ask them.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const READS = 'language sql stable security definer set search_path = public, pg_temp'

const hasReported = (needed: string) => `
      create or replace function has_reported(placed int, of_authority int) returns boolean ${READS} as $$
        select count(a.case_id) >= ${needed}
        from cases c left join assessments a on a.case_id = c.id and a.round = c.round and a.authority_id = of_authority where c.id = placed group by c.id
      $$;`

export class SecondOpinions1764000000070 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- the departments of which two persons assess in this round; null in cases of before, where assessors_needed says it for all
      alter table cases add column assessed_twice int[];
      grant update (assessed_twice) on cases to haijian_app, haijian_worker;
      create function assessors_of(twice int[], otherwise int, of_authority int) returns int language sql immutable parallel safe
        as $$ select case when twice is null then otherwise when of_authority = any (twice) then 2 else 1 end $$;
      ${hasReported('assessors_of(c.assessed_twice, c.assessors_needed, of_authority)')}

      -- who has reported, but not what: for those who work on the case, and for the worker
      create function reports_of(wanted int) returns table (round int, authority_id int, person_id int) ${READS} as $$
        select a.round, a.authority_id, a.person_id from assessments a
        where a.case_id = wanted and (pg_has_role(session_user, 'haijian_worker', 'usage') or me_internal() and exists (
          select from case_parties p where p.case_id = wanted and p.authority_id = me_authority() and p.part = any (me_parts())))
      $$;
      -- a department's reports of a round stay closed to others than their authors until all of them have come, or the case can have no more
      create function is_blind(wanted int, of_round int, of_authority int) returns boolean ${READS} as $$
        select c.round = of_round and c.state in ('underAssessment', 'awaitingCorrection') and not has_reported(wanted, of_authority) from cases c where c.id = wanted
      $$;
      -- the same of the event that made a report, which is its author's last one; the author reads it always
      create function is_blind_event(wanted int, of_seq int) returns boolean ${READS} as $$
        select exists (
          select from events e join assessments a on a.case_id = e.case_id and a.person_id = e.actor_id
          where e.case_id = wanted and e.seq = of_seq and e.action = 'report' and e.actor_id is distinct from me_person()
            and is_blind(a.case_id, a.round, a.authority_id)
            and not exists (select from events l where l.case_id = wanted and l.action = 'report' and l.actor_id = e.actor_id and l.seq > e.seq))
      $$;
      revoke all on function reports_of, is_blind, is_blind_event from public;
      grant execute on function reports_of to haijian_app, haijian_worker;
      grant execute on function is_blind, is_blind_event to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function is_blind_event, is_blind, reports_of;
      ${hasReported('c.assessors_needed')}
      drop function assessors_of;
      alter table cases drop column assessed_twice;
    `)
  }
}
