/**
 * What a step asks of the database besides its own statements, asked once: whether a place has reported is counted where
 * the case's new row is at hand, a day of its own is looked for only where one was set, and a report changes a place only
 * once it is the last that is needed. Claims are held again by statements that are planned once a connection.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'security definer set search_path = public, pg_temp'

const HOLD_AGAIN = `with alone as (
            select a.authority_id, min(a.person_id) as person_id from assessments a
            where a.case_id = wanted and a.round = last_round group by a.authority_id having count(*) = 1)
          insert into claims as k (case_id, authority_id, person_id, at)
          select wanted, o.authority_id, o.person_id, since from alone o
            join people p on p.id = o.person_id and p.authority_id = o.authority_id
          where p.ended_at is null and 'assessor' = any (p.roles)
            and not exists (select from events e
              where e.case_id = wanted and e.action = 'declareInterest' and e.actor_id = o.person_id)
          returning k.authority_id`

export class LeanSteps1764000000256 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function keep_places() returns trigger language plpgsql ${AS_OWNER} as $$
        begin
          if old.filed_on is null then
            perform place_case(new.id);
          else
            update queue_places q set state = new.state,
              due = coalesce(case when exists (
                  select from case_parties p where p.case_id = new.id and p.authority_id = q.authority_id
                    and p.part = 'named' and p.due_on is not null)
                then own_due(new.id, q.authority_id) end, new.due_on, 'infinity'),
              reported = (
                select count(*) from assessments a
                where a.case_id = new.id and a.round = new.round and a.authority_id = q.authority_id)
                >= assessors_of(new.assessed_twice, new.assessors_needed, q.authority_id)
            where q.case_id = new.id;
          end if;
          return null;
        end $$;
      create or replace function keep_reported() returns trigger language plpgsql ${AS_OWNER} as $$
        begin
          -- a department that has reported has no day of its own any more (own_due)
          if has_reported(new.case_id, new.authority_id) then
            update queue_places q set reported = true, due = coalesce(c.due_on, 'infinity')
            from cases c
            where c.id = new.case_id and q.case_id = c.id and q.authority_id = new.authority_id;
          end if;
          return null;
        end $$;
      create or replace function hold_again(wanted int, last_round int, since timestamptz) returns setof int
        language plpgsql ${AS_OWNER} as $$
        #variable_conflict use_column
        begin
          delete from claims k where k.case_id = wanted;
          return query ${HOLD_AGAIN};
        end $$;
      create or replace function free_claims(wanted int) returns void language plpgsql ${AS_OWNER} as $$
        begin
          delete from claims k where k.case_id = wanted;
        end $$;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function free_claims(wanted int) returns void language sql ${AS_OWNER}
        as $$ delete from claims k where k.case_id = wanted $$;
      create or replace function hold_again(wanted int, last_round int, since timestamptz) returns setof int
        language sql ${AS_OWNER} as $$
          delete from claims k where k.case_id = wanted;
          ${HOLD_AGAIN}
        $$;
      create or replace function keep_reported() returns trigger language plpgsql ${AS_OWNER} as $$
        begin
          update queue_places q set reported = has_reported(q.case_id, q.authority_id),
            due = (select coalesce(own_due(c.id, q.authority_id), c.due_on, 'infinity') from cases c where c.id = q.case_id) where q.case_id = new.case_id and q.authority_id = new.authority_id;
          return null;
        end $$;
      create or replace function keep_places() returns trigger language plpgsql ${AS_OWNER} as $$
        begin
          if old.filed_on is null then
            perform place_case(new.id);
          else
            update queue_places q set state = new.state, due = coalesce(own_due(new.id, q.authority_id), new.due_on, 'infinity'),
              reported = has_reported(new.id, q.authority_id)
            where q.case_id = new.id;
          end if;
          return null;
        end $$;
    `)
  }
}
