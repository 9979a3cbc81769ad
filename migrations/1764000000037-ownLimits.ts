/**
 * A consulted department has a limit of its own, and its place in the queue has that day until it has reported or the firm is asked for a correction. Where two persons assess, a department has
 * reported when both have. An outage moves such days, so the worker may write them; it reads the places to announce days that are near. Not in one transaction: the places are worked out anew some at
 * a time while nothing is closed, and every statement may be run again.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const COLUMNS = 'case_id, authority_id, part, state, due, district, holder, reported, departments, topics'
const AS_OWNER = 'language plpgsql security definer set search_path = public, pg_temp'
const READS = 'language sql stable security definer set search_path = public, pg_temp'

/** How a place's day and report are found; `of` is the case (with its columns), `by` the row that names the authority. */
interface Finding {
  readonly due: (of: string, by: string) => string
  readonly reported: (id: string, of: string, by: string) => string
  /** What a report changes in the places `q` of its department. */
  readonly onReport: string
}

/** As before (migrations/…-quickQueue.ts), word by word. */
const BEFORE: Finding = {
  due: (of) => `coalesce(${of}.due_on, 'infinity')`,
  reported: (id, of, by) =>
    `exists (select from assessments a where a.case_id = ${id} and a.round = ${of}.round and a.authority_id = ${by}.authority_id)`,
  onReport: 'reported = true',
}
const AFTER: Finding = {
  due: (of, by) => `coalesce(own_due(${of}.id, ${by}.authority_id), ${of}.due_on, 'infinity')`,
  reported: (id, _of, by) => `has_reported(${id}, ${by}.authority_id)`,
  onReport: `reported = has_reported(q.case_id, q.authority_id),
            due = (select coalesce(own_due(c.id, q.authority_id), c.due_on, 'infinity') from cases c where c.id = q.case_id)`,
}

const placesOf = ({ due, reported }: Finding) => `
  select p.case_id, p.authority_id, p.part, c.state, ${due('c', 'p')}, f.district,
    (select k.person_id from claims k where k.case_id = p.case_id and k.authority_id = p.authority_id),
    ${reported('p.case_id', 'c', 'p')},
    (select coalesce(array_agg(distinct n.authority_id order by n.authority_id), '{}') from case_parties n where n.case_id = p.case_id and n.part in ('lead', 'named')), topics_of(c.answers)
  from cases c join case_parties p on p.case_id = c.id join firms f on f.id = c.firm_id`
const AGAIN = `
  on conflict (case_id, authority_id, part) do update set state = excluded.state, due = excluded.due, holder = excluded.holder, reported = excluded.reported,
    departments = excluded.departments, topics = excluded.topics`
const LEADS_TOO = `p.part = 'named' and exists (select from case_parties l where l.case_id = p.case_id and l.authority_id = p.authority_id and l.part = 'lead')`

/** The functions that keep the places. */
const keeping = (finding: Finding) => `
      create or replace function place_case(placed int) returns void ${AS_OWNER} as $$
        begin
          insert into queue_places (${COLUMNS}) ${placesOf(finding)} where c.id = placed and c.filed_on is not null and not (${LEADS_TOO}) ${AGAIN};
        end $$;
      create or replace function keep_places() returns trigger ${AS_OWNER} as $$
        begin
          if old.filed_on is null then
            perform place_case(new.id);
          else
            update queue_places q set state = new.state, due = ${finding.due('new', 'q')},
              reported = ${finding.reported('new.id', 'new', 'q')}
            where q.case_id = new.id;
          end if;
          return null;
        end $$;
      create or replace function keep_reported() returns trigger ${AS_OWNER} as $$
        begin
          update queue_places q set ${finding.onReport} where q.case_id = new.case_id and q.authority_id = new.authority_id;
          return null;
        end $$;`

/** `when`: what may happen to a department's part that places have to follow. */
const following = (when: string) =>
  `create or replace trigger case_parties_place after ${when} on case_parties for each row execute function add_place();`

const AT_A_TIME = 5000
/** The cases whose places hold something else from now on. */
const SOME = `
  select place_case(c.id) from cases c where c.id > $1 and c.id <= $1 + $2 and c.state = 'underAssessment'
    and (c.assessors_needed > 1 or exists (select from case_parties p where p.case_id = c.id and p.due_on is not null))`

async function placeAnew(db: QueryRunner): Promise<void> {
  const [{ last = 0 } = {}]: { last?: number | null }[] = await db.query('select max(id) as last from cases')
  for (let from = 0; from <= (last ?? 0); from += AT_A_TIME) await db.query(SOME, [from, AT_A_TIME])
}

export class OwnLimits1764000000037 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function has_reported(placed int, of_authority int) returns boolean ${READS} as $$
        select count(a.case_id) >= c.assessors_needed
        from cases c left join assessments a on a.case_id = c.id and a.round = c.round and a.authority_id = of_authority where c.id = placed group by c.id
      $$;
      -- the last day of a consultation that still runs; a later round goes by the case's own day
      create or replace function own_due(placed int, of_authority int) returns date ${READS} as $$
        select p.due_on from case_parties p join cases c on c.id = p.case_id
        where p.case_id = placed and p.authority_id = of_authority and p.part = 'named' and p.due_on is not null and c.state = 'underAssessment'
          and not exists (select from assessments a where a.case_id = placed and a.authority_id = of_authority and a.round < c.round)
          and not exists (select from events e where e.case_id = placed and e.action = 'requestCorrection' and e.at > p.since)
          and not has_reported(placed, of_authority)
      $$;
      revoke all on function has_reported, own_due from public;
      grant execute on function own_due to haijian_app, haijian_worker;
      ${keeping(AFTER)}
      ${following('insert or update of due_on')}
      drop policy if exists worker_queue_places on queue_places;
      create policy worker_queue_places on queue_places for select to haijian_worker using (true);
      grant select on queue_places to haijian_worker;
      grant update (until_on) on clock_stops to haijian_worker;
      grant update (due_on) on case_parties to haijian_worker;
    `)
    await placeAnew(db)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      revoke update (due_on) on case_parties from haijian_worker;
      revoke update (until_on) on clock_stops from haijian_worker;
      revoke select on queue_places from haijian_worker;
      drop policy worker_queue_places on queue_places;
      ${following('insert')}
      ${keeping(BEFORE)}
      drop function own_due, has_reported;
    `)
    await placeAnew(db)
  }
}
