/**
 * Officers find cases by the firm's credit code and by the account of a channel as well, and by a name with one letter typed wrong. Accounts stand among a case's grams, behind an @, so that the one
 * index has them, too. Of a word with one mistake one end is right: the index is asked for the cases that have either end, and what it gives is held against the word. The scope stands in the
 * functions, as in find_cases, which the release before asks. Not in one transaction: the words of a case are written a few thousand at a time.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const AS_OWNER = 'security definer set search_path = public, pg_temp'
const PURE = 'language sql immutable parallel safe set search_path = public, pg_temp'
const AT_A_TIME = 5000

const keepWords = (grams: string) => `
      create or replace function keep_words() returns trigger language plpgsql ${AS_OWNER} as $$
        declare typed text := search_text(concat_ws(' ', new.answers #>> '{talent,systemName}', new.answers #>> '{talent,visualName}', new.answers #>> '{talent,chineseName}'));
        begin
          insert into case_words (case_id, plain, grams) values (new.case_id, typed, ${grams})
            on conflict (case_id) do update set plain = excluded.plain, grams = excluded.grams;
          return null;
        end $$;`

const IN_SCOPE = (id: string) =>
  `exists (select from queue_places p where p.case_id = ${id} and p.authority_id = (select me_authority()) and p.part = any ((select me_parts())::text[]))`
const FIRM = `search_text(f.name_zh || ' ' || coalesce(f.name_en, ''))`
const OF_FIRMS = `
          select c.id from firm f cross join lateral (
            select o.id from cases o where o.firm_id = f.id and o.filed_on is not null order by o.changed_at desc, o.id desc limit most) c
          where ${IN_SCOPE('c.id')} limit most`
const LIKE = (word: string) => `'%' || regexp_replace(${word}, '([\\\\%_])', '\\\\\\1', 'g') || '%'`

const HELPERS = `
      create function account_grams(answers jsonb) returns text[] ${PURE} as $$
        select coalesce(array_agg(distinct '@' || account), '{}') from (
          select search_text(ltrim(channel ->> 'handle', '@')) as account
          from jsonb_array_elements(case when jsonb_typeof(answers -> 'channels') = 'array' then answers -> 'channels' else '[]' end) channel) a
        where account <> ''
      $$;
      -- one letter too many, too few or another one, or two that have changed places
      create function is_mistyped(one text, other text) returns boolean language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
        begin
          if abs(length(one) - length(other)) > 1 then return false; end if;
          while one <> '' and left(one, 1) = left(other, 1) loop
            one := substr(one, 2);
            other := substr(other, 2);
          end loop;
          return substr(one, 2) = substr(other, 2) or substr(one, 2) = other or one = substr(other, 2)
            or (left(one, 2) = reverse(left(other, 2)) and substr(one, 3) = substr(other, 3));
        end $$;
      create function is_han(word text) returns boolean ${PURE} as $$ select word ~ '^[\\u2e80-\\u9fff\\uac00-\\ud7af\\uf900-\\ufaff]+$' $$;
      -- Han characters stand without spaces: any stretch of about the length
      create function has_mistyped(plain text, word text) returns boolean ${PURE} as $$
        select case when is_han(word) then exists (
            select from generate_series(1, length(plain)) i, generate_series(-1, 1) longer where is_mistyped(substr(plain, i, length(word) + longer), word))
          else exists (select from regexp_split_to_table(plain, ' ') one where is_mistyped(one, word)) end
      $$;
      -- the grams of a word's beginning, and those of its end
      create function end_grams(word text) returns setof jsonb ${PURE} as $$
        select (
          select jsonb_agg(gram) from (
            select substr(part, i, size) as gram from generate_series(1, length(part) - size + 1) i
            union all select '^' || left(word, 2) where begins and size = 3) g)
        from (select case when is_han(word) then 2 else 3 end as size, length(word) as n) s
        cross join lateral (values (left(word, n / 2), true), (right(word, greatest(size, (n - 1) / 2)), false)) part (part, begins)
        where n >= size + 2
      $$;`

const SEARCH = `
      create function search_cases(sought text, most int) returns table (case_id int, way text) language sql stable ${AS_OWNER} as $$
        with asked as materialized (
          select search_grams(search_text(sought), true) as grams, array['@' || search_text(ltrim(btrim(sought), '@'))] as account,
            (select array_agg(${LIKE('word')}) from regexp_split_to_table(search_text(sought), ' ') word) as words
        ), named as (
          select w.case_id from asked a join case_words w on w.grams @> a.grams and w.plain like all (a.words)
          where cardinality(a.grams) > 0 and ${IN_SCOPE('w.case_id')} limit most
        ), account as (
          select w.case_id from asked a join case_words w on w.grams @> a.account where ${IN_SCOPE('w.case_id')} limit most
        ), firm as (
          select f.id from asked a join firms f on search_grams(${FIRM}, false) @> a.grams and ${FIRM} like all (a.words)
          where cardinality(a.grams) > 0 limit most
        ), engaged as (${OF_FIRMS}
        )
        select c.case_id, 'account' from account c union all select n.case_id, 'name' from named n union all select e.id, 'firm' from engaged e
      $$;
      create function search_credit_code(code text, most int) returns setof int language sql stable ${AS_OWNER} as $$
        with firm as (select f.id from firms f where f.credit_code = code and f.declined_at is null limit most) ${OF_FIRMS}
      $$;
      create function search_mistyped(sought text, most int) returns setof int language sql stable ${AS_OWNER} as $$
        with asked as materialized (
          select word, i from regexp_split_to_table(search_text(sought), ' ') with ordinality w (word, i) where word <> '' limit 5
        ), tries as materialized (
          select a.word, array(select jsonb_array_elements_text(g)) || coalesce((select search_grams(string_agg(o.word, ' '), true) from asked o where o.i <> a.i), '{}') as grams,
            (select coalesce(array_agg(${LIKE('o.word')}), '{}') from asked o where o.i <> a.i) as others
          from asked a cross join lateral end_grams(a.word) g where g is not null and (select count(*) from asked) < 5
        ), named as (
          select w.case_id from tries t cross join lateral (
            select n.case_id from case_words n
            where n.grams @> t.grams and n.plain like all (t.others) and has_mistyped(n.plain, t.word) and ${IN_SCOPE('n.case_id')} limit most) w
        ), firm as (
          select distinct f.id from tries t join firms f on search_grams(${FIRM}, false) @> t.grams and ${FIRM} like all (t.others) and has_mistyped(${FIRM}, t.word)
          limit most
        )
        select n.case_id from named n union (${OF_FIRMS})
      $$;`

const ASKED = ['search_cases(text, int)', 'search_credit_code(text, int)', 'search_mistyped(text, int)']
const HELPING = ['has_mistyped(text, text)', 'end_grams(text)', 'is_mistyped(text, text)', 'is_han(text)']

export class SearchFurther1764000000170 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await this.drop(db)
    await db.query(`${HELPERS}${keepWords('search_grams(typed, false) || account_grams(new.answers)')}${SEARCH}
      revoke all on function ${[...ASKED, ...HELPING, 'account_grams(jsonb)', 'keep_words()'].join(', ')} from public;
      grant execute on function ${ASKED.join(', ')} to haijian_app;`)
    const [{ last = 0 } = {}]: { last?: number | null }[] = await db.query(
      'select max(case_id) as last from case_words',
    )
    for (let from = 0; from <= (last ?? 0); from += AT_A_TIME)
      await db.query(
        `update case_words w set grams = w.grams || a.grams
         from submissions s cross join lateral account_grams(s.answers) a (grams)
         where w.case_id > $1 and w.case_id <= $1 + $2 and s.case_id = w.case_id and cardinality(a.grams) > 0 and not w.grams @> a.grams
           and s.seq = (select max(o.seq) from submissions o where o.case_id = w.case_id)`,
        [from, AT_A_TIME],
      )
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(keepWords('search_grams(typed, false)'))
    await this.drop(db)
  }

  private async drop(db: QueryRunner): Promise<void> {
    for (const name of [...ASKED, ...HELPING]) await db.query(`drop function if exists ${name}`)
    await db.query(`${keepWords('search_grams(typed, false)')} drop function if exists account_grams(jsonb)`)
  }
}
