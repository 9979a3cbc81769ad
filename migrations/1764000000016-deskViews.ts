/**
 * What makes the officers' desk quick and whole at a million cases. `queue_places` says where a case stands in the queue of every authority that has a part in it: one index serves
 * every tab, in its order, within the scope. `case_words` holds what cases are searched by, from their filing. The pages of papers are kept as pictures, so that no firm's PDF is read in an
 * officer's browser. Views that somebody has saved are theirs alone.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const COLUMNS = 'case_id, authority_id, part, state, due, district, holder, reported, departments, topics'
/** The places of a case, out of the record; the case being `c`. */
const PLACES = `
  select p.case_id, p.authority_id, p.part, c.state, coalesce(c.due_on, 'infinity'), f.district,
    (select k.person_id from claims k where k.case_id = p.case_id and k.authority_id = p.authority_id),
    exists (select from assessments a where a.case_id = p.case_id and a.round = c.round and a.authority_id = p.authority_id),
    (select coalesce(array_agg(distinct n.authority_id order by n.authority_id), '{}') from case_parties n where n.case_id = p.case_id and n.part in ('lead', 'named')), topics_of(c.answers)
  from cases c join case_parties p on p.case_id = c.id join firms f on f.id = c.firm_id`
const AGAIN = `
  on conflict (case_id, authority_id, part) do update set state = excluded.state, due = excluded.due, holder = excluded.holder, reported = excluded.reported,
    departments = excluded.departments, topics = excluded.topics`

export class DeskViews1764000000016 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- what a host will sell, in small letters, as the firm typed it
      create function topics_of(answers jsonb) returns text[] language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
        select coalesce(array_agg(distinct lower(btrim(normalize(topic, NFKC)))), '{}')
        from jsonb_path_query(answers, '$.channels[*].productCategories', '{}', true) typed,
          lateral (
            select regexp_split_to_table(typed #>> '{}', '[,，、]') where jsonb_typeof(typed) = 'string'
            union all select jsonb_array_elements_text(typed) where jsonb_typeof(typed) = 'array'
          ) one (topic)
        where btrim(topic) <> ''
      $$;

      create table queue_places (
        case_id int not null references cases,
        authority_id int not null references authorities,
        part text not null,
        state text not null,
        due date not null,
        district text not null,
        holder int references people,
        reported boolean not null,
        departments int[] not null,
        topics text[] not null,
        primary key (case_id, authority_id, part)
      );
      create index queue_places_order on queue_places (authority_id, part, state, due, case_id) include (district, holder, reported, departments, topics);
      create index queue_places_holder on queue_places (holder) where holder is not null;

      create function keep_places() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into queue_places (${COLUMNS}) ${PLACES.replace('from cases c join case_parties p on p.case_id = c.id', 'from (select new.*) c join case_parties p on p.case_id = c.id')}
          ${AGAIN};
          return null;
        end $$;
      create trigger cases_places after update of state, due_on on cases for each row
        when ((old.state, old.due_on) is distinct from (new.state, new.due_on)) execute function keep_places();
      -- a department that is consulted while the case stays where it is
      create function add_place() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          insert into queue_places (${COLUMNS}) ${PLACES} where c.id = new.case_id and c.filed_on is not null ${AGAIN};
          return null;
        end $$;
      create trigger case_parties_place after insert on case_parties for each row execute function add_place();
      create function keep_holder() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        declare one claims := case when tg_op = 'DELETE' then old else new end;
        begin
          update queue_places q set holder = case when tg_op <> 'DELETE' then one.person_id end where q.case_id = one.case_id and q.authority_id = one.authority_id;
          return null;
        end $$;
      create trigger claims_place after insert or update or delete on claims for each row execute function keep_holder();
      create function keep_reported() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          update queue_places q set reported = true where q.case_id = new.case_id and q.authority_id = new.authority_id;
          return null;
        end $$;
      create trigger assessments_place after insert on assessments for each row execute function keep_reported();

      create function search_text(typed text) returns text language sql immutable parallel safe cost 500 set search_path = pg_catalog, pg_temp as $$
        select btrim(regexp_replace(translate(upper(normalize(regexp_replace(normalize(left(typed, 400), NFKD), '[\\u0300-\\u036f''’ʼ]', '', 'g'), NFKC)),
          'ØĐŁÐÞ', 'ODLDT'), '[[:space:],.·・_-]+', ' ', 'g'))
      $$;
      -- pairs of Han characters (kana, hangul), threes of other letters, and the first two letters of a word; of what is looked for, the last only when the word has no more
      create function search_grams(plain text, sought boolean) returns text[] language sql immutable parallel safe cost 5000 set search_path = pg_catalog, pg_temp as $$
        select coalesce(array_agg(distinct gram), '{}') from (
          select substr(run, i, 2) from regexp_split_to_table(plain, '[^\\u2e80-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff]+') run, generate_series(1, length(run) - 1) i
          union all
          select case i when 0 then '^' || left(word, 2) else substr(word, i, 3) end
          from regexp_split_to_table(plain, '[ \\u2e80-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff（）()]+') word, generate_series(0, greatest(length(word) - 2, 0)) i
          where length(word) > 1 and (i > 0 or not sought or length(word) = 2)
        ) grams (gram)
      $$;
      create table case_words (
        case_id int primary key references cases,
        plain text not null,
        grams text[] not null
      );
      create index case_words_grams on case_words using gin (grams);
      create index firms_grams on firms using gin (search_grams(search_text(name_zh || ' ' || coalesce(name_en, '')), false));
      create function keep_words() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        declare typed text := search_text(concat_ws(' ', new.answers #>> '{talent,systemName}', new.answers #>> '{talent,visualName}', new.answers #>> '{talent,chineseName}'));
        begin
          insert into case_words (case_id, plain, grams) values (new.case_id, typed, search_grams(typed, false))
            on conflict (case_id) do update set plain = excluded.plain, grams = excluded.grams;
          return null;
        end $$;
      create trigger submissions_words after insert on submissions for each row execute function keep_words();
      -- whose name is taken out of the record is found by it no more, and the pictures of their papers go with the next sweep of the files
      create function forget_words() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          delete from case_words w where w.case_id = new.id;
          delete from page_images i using attachments a where a.case_id = new.id and i.attachment_id = a.id;
          return null;
        end $$;
      create trigger cases_words after update of answers on cases for each row
        when (old.system_name is not null and new.system_name is null) execute function forget_words();

      -- the cases of the asking person's authority whose talent or firm is called so; row-level security would keep the index out, so the scope stands in here
      create function find_cases(sought text, most int) returns setof int
        language sql stable security definer set search_path = public, pg_temp
      as $$
        with asked as materialized (
          select search_grams(search_text(sought), true) as grams,
            (select array_agg('%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%') from regexp_split_to_table(search_text(sought), ' ') word) as words
        ), named as (
          select w.case_id from asked a join case_words w on w.grams @> a.grams and w.plain like all (a.words)
          where cardinality(a.grams) > 0 and exists (
            select from queue_places p where p.case_id = w.case_id and p.authority_id = me_authority() and p.part = any (me_parts()))
          limit most
        ), firm as (
          select f.id from asked a
          join firms f on search_grams(search_text(f.name_zh || ' ' || coalesce(f.name_en, '')), false) @> a.grams
            and search_text(f.name_zh || ' ' || coalesce(f.name_en, '')) like all (a.words)
          where cardinality(a.grams) > 0 limit most
        ), engaged as (
          select c.id from firm f cross join lateral (
            select o.id from cases o where o.firm_id = f.id and o.filed_on is not null order by o.changed_at desc, o.id desc limit most) c
          where exists (select from queue_places p where p.case_id = c.id and p.authority_id = me_authority() and p.part = any (me_parts()))
          limit most
        )
        select case_id from named union select id from engaged
      $$;

      create table previews (
        attachment_id int primary key references attachments,
        state text not null check (state in ('waiting', 'ready', 'failed')),
        asked_at timestamptz not null,
        pages int not null default 0
      );
      create index previews_waiting on previews (asked_at) where state = 'waiting';
      create table page_images (
        attachment_id int not null references previews,
        page int not null,
        storage_key text not null unique,
        sha256 text not null,
        sealed boolean not null,
        width int not null,
        height int not null,
        bytes int not null,
        primary key (attachment_id, page)
      );

      create table saved_views (
        id int generated always as identity primary key,
        person_id int not null references people,
        name text not null,
        address text not null,
        place int not null
      );
      create index saved_views_person on saved_views (person_id, place);

      alter table queue_places enable row level security, force row level security;
      alter table case_words enable row level security, force row level security;
      alter table previews enable row level security, force row level security;
      alter table page_images enable row level security, force row level security;
      alter table saved_views enable row level security, force row level security;
      create policy app_queue_places on queue_places for select to haijian_app
        using (authority_id = (select me_authority()) and part = any ((select me_parts())::text[]));
      create policy owner_queue_places on queue_places to current_user using (true);
      create policy owner_assessments_places on assessments for select to current_user using (true);
      create policy owner_case_words on case_words to current_user using (true);
      create policy app_previews_see on previews for select to haijian_app using (exists (select from attachments a where a.id = attachment_id));
      create policy app_previews_add on previews for insert to haijian_app
        with check (state = 'waiting' and exists (select from attachments a where a.id = attachment_id));
      create policy app_page_images on page_images for select to haijian_app using (exists (select from attachments a where a.id = attachment_id));
      create policy worker_previews on previews to haijian_worker using (true);
      create policy worker_page_images on page_images to haijian_worker using (true);
      create policy app_saved_views on saved_views to haijian_app using (person_id = (select me_person()));
      create policy owner_page_images on page_images to current_user using (true);
      create policy owner_previews on previews to current_user using (true);
      grant select on queue_places, page_images to haijian_app;
      grant select, insert on previews to haijian_app;
      grant select, insert, update (name, place), delete on saved_views to haijian_app;
      grant select, update (state, pages) on previews to haijian_worker;
      grant select, insert on page_images to haijian_worker;
      revoke all on function keep_places, add_place, keep_holder, keep_reported, keep_words, forget_words, find_cases from public;
      grant execute on function find_cases to haijian_app;

      insert into queue_places (${COLUMNS}) ${PLACES} where c.filed_on is not null;
      insert into case_words (case_id, plain, grams)
        select s.case_id, s.plain, search_grams(s.plain, false) from (
          select distinct on (case_id) case_id,
            search_text(concat_ws(' ', answers #>> '{talent,systemName}', answers #>> '{talent,visualName}', answers #>> '{talent,chineseName}')) as plain
          from submissions order by case_id, seq desc) s;
      insert into previews (attachment_id, state, asked_at) select id, 'waiting', uploaded_at from attachments;
      drop index cases_queue;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create index cases_queue on cases (state, due_on, id);
      drop policy owner_assessments_places on assessments;
      drop table saved_views, page_images, previews;
      drop function find_cases;
      drop trigger cases_words on cases;
      drop trigger submissions_words on submissions;
      drop index firms_grams;
      drop table case_words, queue_places;
      drop trigger assessments_place on assessments;
      drop trigger claims_place on claims;
      drop trigger case_parties_place on case_parties;
      drop trigger cases_places on cases;
      drop function forget_words, keep_words, keep_reported, keep_holder, add_place, keep_places, search_grams, search_text, topics_of;
    `)
  }
}
