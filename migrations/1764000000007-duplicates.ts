/**
 * Whom a case is about, so that another case about the same person is found at once, whoever filed it. One row a fact and filed case: the passport (issuing State and number), and each
 * spelling of the name with the birth date. `person_keys_of` is the one place that makes a key of an answer; when passports are encrypted it makes a blind index of the same facts.
 * Kept by the database at every filing, so that no way of filing leaves it out; what is only drafted is never in it. What agreed at a filing stays known.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class Duplicates1764000000007 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table person_keys (
        key text not null,
        case_id int not null references cases,
        fact text not null check (fact in ('passport', 'name')),
        primary key (key, case_id)
      );
      create index person_keys_case on person_keys (case_id);

      create table filing_duplicates (
        case_id int not null,
        seq int not null,
        other_id int not null references cases,
        facts text[] not null,
        primary key (case_id, seq, other_id),
        foreign key (case_id, seq) references submissions (case_id, seq)
      );

      -- letters without their accents, in capitals, the words in the order of the alphabet: which is the surname, forms and passports tell differently
      create function plain_name(typed text) returns text language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
        select string_agg(word, ' ' order by word collate "C")
        from regexp_split_to_table(upper(regexp_replace(normalize(left(typed, 200), NFKD), '[\\u0300-\\u036f''’ʼ.]', '', 'g')), '[[:space:],·・_-]+') word
        where word <> ''
      $$;

      create function person_keys_of(answers jsonb) returns table (fact text, key text)
        language sql immutable parallel safe set search_path = public, pg_temp as $$
        with typed as (
          select nullif(regexp_replace(upper(answers #>> '{talent,passport,number}'), '[^A-Z0-9]', '', 'g'), '') as number,
            upper(btrim(answers #>> '{talent,passport,issuingState}')) as state,
            regexp_match(case when jsonb_typeof(answers #> '{talent,birthDate}') = 'object'
              then concat_ws('-', answers #>> '{talent,birthDate,year}', answers #>> '{talent,birthDate,month}', answers #>> '{talent,birthDate,day}')
              else answers #>> '{talent,birthDate}' end, '^\\s*(\\d{4})\\D*(\\d{1,2})\\D*(\\d{1,2})\\D*$') as born
        )
        select 'passport', concat('passport:', left(state, 10), ':', left(number, 40)) from typed where number is not null and state <> ''
        union
        select 'name', concat('name:', born[1], '-', lpad(born[2], 2, '0'), '-', lpad(born[3], 2, '0'), ':', name)
        from typed, (values (plain_name(answers #>> '{talent,systemName}')), (plain_name(answers #>> '{talent,visualName}'))) spelling (name)
        where born is not null and name is not null
      $$;

      create function keep_person() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
        begin
          delete from person_keys k where k.case_id = new.case_id;
          insert into person_keys (key, case_id, fact) select k.key, new.case_id, k.fact from person_keys_of(new.answers) k;
          insert into filing_duplicates (case_id, seq, other_id, facts)
            select new.case_id, new.seq, o.case_id, array_agg(distinct o.fact order by o.fact)
            from person_keys k join person_keys o on o.key = k.key and o.case_id <> k.case_id
            where k.case_id = new.case_id group by o.case_id;
          return null;
        end
      $$;
      create trigger submissions_person after insert on submissions for each row execute function keep_person();

      alter table person_keys enable row level security, force row level security;
      alter table filing_duplicates enable row level security, force row level security;
      create policy app_person_keys on person_keys for select to haijian_app using (exists (select 1 from cases c where c.id = case_id));
      create policy owner_person_keys on person_keys to current_user using (true);
      create policy owner_filing_duplicates on filing_duplicates to current_user using (true);
      -- the functions of this file read no draft, whoever asks
      create policy owner_cases_filed on cases for select to current_user using (filed_on is not null);
      create policy owner_case_parties_duplicates on case_parties for select to current_user using (true);
      create policy owner_submissions_duplicates on submissions for select to current_user using (true);
      grant select on person_keys to haijian_app;

      -- to somebody of a department with a part in the case, and to nobody else: no more of the other case than whom to ask about it, and which facts agree
      create function possible_duplicates(wanted int)
        returns table (id int, number text, state text, firm_name text, lead_id int, facts text[], filed_facts text[])
        language sql stable security definer set search_path = public, pg_temp
        as $$
          with allowed as (
            select 1 from case_parties p
            where p.case_id = wanted and p.authority_id = me_authority() and p.part = any (me_parts()) and p.part in ('lead', 'named', 'review')
          ), now as (
            select o.case_id, array_agg(distinct o.fact order by o.fact) as facts
            from person_keys k join person_keys o on o.key = k.key and o.case_id <> k.case_id
            where k.case_id = wanted and exists (select from allowed) group by o.case_id
          ), filed as (
            select d.other_id as case_id, array_agg(distinct f.fact order by f.fact) as facts
            from filing_duplicates d, unnest(d.facts) f (fact)
            where d.case_id = wanted and exists (select from allowed) group by d.other_id
          )
          select c.id, c.number, c.state, f.name_zh, (select min(p.authority_id) from case_parties p where p.case_id = c.id and p.part = 'lead'),
            coalesce(now.facts, '{}'), coalesce(filed.facts, '{}')
          from now full join filed using (case_id) join cases c on c.id = case_id join firms f on f.id = c.firm_id
          order by cardinality(coalesce(now.facts, '{}')) desc, c.id desc limit 20
        $$;
      revoke all on function keep_person, possible_duplicates from public;
      grant execute on function possible_duplicates to haijian_app;

      insert into person_keys (key, case_id, fact)
        select k.key, s.case_id, k.fact
        from (select distinct on (case_id) case_id, answers from submissions order by case_id, seq desc) s, person_keys_of(s.answers) k;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop function possible_duplicates;
      drop policy owner_submissions_duplicates on submissions;
      drop policy owner_case_parties_duplicates on case_parties;
      drop policy owner_cases_filed on cases;
      drop trigger submissions_person on submissions;
      drop function keep_person, person_keys_of, plain_name;
      drop table filing_duplicates, person_keys;
    `)
  }
}
