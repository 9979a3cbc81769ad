/**
 * A case that goes back to assessment is held again by whoever of each department assessed it in the
 * round before, alone, and still can. A claim is seen by its own department only, so a function does it.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class HeldAgain1764000000229 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function hold_again(wanted int, last_round int, since timestamptz) returns setof int
        language sql volatile security definer set search_path = public, pg_temp as $$
          delete from claims k where k.case_id = wanted;
          with alone as (
            select a.authority_id, min(a.person_id) as person_id from assessments a
            where a.case_id = wanted and a.round = last_round group by a.authority_id having count(*) = 1)
          insert into claims as k (case_id, authority_id, person_id, at)
          select wanted, o.authority_id, o.person_id, since from alone o
            join people p on p.id = o.person_id and p.authority_id = o.authority_id
          where p.ended_at is null and 'assessor' = any (p.roles)
            and not exists (select from events e
              where e.case_id = wanted and e.action = 'declareInterest' and e.actor_id = o.person_id)
          returning k.authority_id
        $$;
      revoke all on function hold_again from public;
      grant execute on function hold_again to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function hold_again')
  }
}
