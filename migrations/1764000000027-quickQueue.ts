/**
 * The queue at a million cases, made cheaper to keep and to read. An authority that leads a case and is named in it too has one place for both, so that nothing is written or counted twice; a step
 * only moves the places, which are worked out anew when the case is filed or another authority gets a part; the queue of one district has an index of its own; of a word that is looked for, its
 * ends are looked up. Not in one transaction: nothing waits for the index meanwhile, and every statement may be run again.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const COLUMNS = 'case_id, authority_id, part, state, due, district, holder, reported, departments, topics'
/** The places of a case, out of the record; the case being `c`. */
const placesOf = (cases: string) => `
  select p.case_id, p.authority_id, p.part, c.state, coalesce(c.due_on, 'infinity'), f.district,
    (select k.person_id from claims k where k.case_id = p.case_id and k.authority_id = p.authority_id),
    exists (select from assessments a where a.case_id = p.case_id and a.round = c.round and a.authority_id = p.authority_id),
    (select coalesce(array_agg(distinct n.authority_id order by n.authority_id), '{}') from case_parties n where n.case_id = p.case_id and n.part in ('lead', 'named')), topics_of(c.answers)
  from ${cases} c join case_parties p on p.case_id = c.id join firms f on f.id = c.firm_id`
const AGAIN = `
  on conflict (case_id, authority_id, part) do update set state = excluded.state, due = excluded.due, holder = excluded.holder, reported = excluded.reported,
    departments = excluded.departments, topics = excluded.topics`
const LEADS_TOO = `p.part = 'named' and exists (select from case_parties l where l.case_id = p.case_id and l.authority_id = p.authority_id and l.part = 'lead')`
const AS_OWNER = 'language plpgsql security definer set search_path = public, pg_temp'

/** Of a word that is looked for: all its threes, or the first and, where it stands alone, the last, which find nearly the same for much less; either way what is found is held against every word. */
const ALL_THREES = '(i > 0 or not sought or length(word) = 2)'
const ITS_ENDS = `(not sought or i = least(1, length(word) - 2) or i = length(word) - 2 and position(' ' in plain) = 0)`

/** The grams of a text (migrations/…-deskViews.ts): the indexes hold those of texts that are kept, which stay as they are. */
const searchGrams = (threes: string) => `
      create or replace function search_grams(plain text, sought boolean) returns text[] language sql immutable parallel safe cost 5000 set search_path = pg_catalog, pg_temp as $$
        select coalesce(array_agg(distinct gram), '{}') from (
          select substr(run, i, 2) from regexp_split_to_table(plain, '[^\\u2e80-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff]+') run, generate_series(1, length(run) - 1) i
          union all
          select case i when 0 then '^' || left(word, 2) else substr(word, i, 3) end
          from regexp_split_to_table(plain, '[ \\u2e80-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff（）()]+') word, generate_series(0, greatest(length(word) - 2, 0)) i
          where length(word) > 1 and ${threes}
        ) grams (gram)
      $$`

/** Cases whose second places are taken away at a time, so that no step waits long for them. */
const AT_A_TIME = 5000

export class QuickQueue1764000000027 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create or replace function place_case(placed int) returns void ${AS_OWNER} as $$
        begin
          insert into queue_places (${COLUMNS}) ${placesOf('cases')} where c.id = placed and c.filed_on is not null and not (${LEADS_TOO}) ${AGAIN};
        end $$;
      revoke all on function place_case from public;
      create or replace function add_place() returns trigger ${AS_OWNER} as $$
        begin
          perform place_case(new.case_id);
          return null;
        end $$;
      create or replace function keep_places() returns trigger ${AS_OWNER} as $$
        begin
          if old.filed_on is null then
            perform place_case(new.id);
          else
            update queue_places q set state = new.state, due = coalesce(new.due_on, 'infinity'),
              reported = exists (select from assessments a where a.case_id = new.id and a.round = new.round and a.authority_id = q.authority_id)
            where q.case_id = new.id;
          end if;
          return null;
        end $$;
      -- what the host will sell may be another thing when the case is filed again
      create or replace trigger submissions_place after insert on submissions for each row execute function add_place();
    `)
    await db.query(searchGrams(ITS_ENDS))
    await db.query('set lock_timeout = 0') // the index waits for transactions, and nothing for the index
    await db.query('drop index concurrently if exists queue_places_district')
    await db.query(`
      create index concurrently queue_places_district on queue_places (authority_id, part, district, state, due, case_id) include (holder, reported, departments, topics)`)
    await db.query('reset lock_timeout')
    const [{ last = 0 } = {}]: { last?: number | null }[] = await db.query(
      'select max(case_id) as last from queue_places',
    )
    for (let from = 0; from <= (last ?? 0); from += AT_A_TIME)
      await db.query(`delete from queue_places p where p.case_id > $1 and p.case_id <= $1 + $2 and ${LEADS_TOO}`, [
        from,
        AT_A_TIME,
      ])
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(searchGrams(ALL_THREES))
    await db.query(`
      drop trigger submissions_place on submissions;
      create or replace function add_place() returns trigger ${AS_OWNER} as $$
        begin
          insert into queue_places (${COLUMNS}) ${placesOf('cases')} where c.id = new.case_id and c.filed_on is not null ${AGAIN};
          return null;
        end $$;
      create or replace function keep_places() returns trigger ${AS_OWNER} as $$
        begin
          insert into queue_places (${COLUMNS}) ${placesOf('(select new.*)')}
          ${AGAIN};
          return null;
        end $$;
      drop function place_case;
      drop index queue_places_district;
      insert into queue_places (${COLUMNS}) ${placesOf('cases')} where c.filed_on is not null ${AGAIN};
    `)
  }
}
