/**
 * Whether a letter is in force, or being made, for the same person in another case. A second letter needs a reason, and whoever receives one of the two must know of the other one: so the
 * lead department learns of it, and the permit authority, the latter of letters that are issued only. What departments learn of other cases stands in …-duplicates.ts.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class LettersOfSamePerson1764000000036 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- for each of the cases asked about that the asking person's authority leads or has a letter of: the letters of the same person elsewhere
      create function letters_of_same_person(wanted int[], today date)
        returns table (about int, id int, number text, state text, firm_name text, lead_id int, facts text[], letter text, issued boolean, valid_until date)
        language sql stable security definer set search_path = public, pg_temp
        as $$
          with mine as (
            select p.case_id, bool_or(p.part = 'lead') as decides from case_parties p
            where p.case_id = any (wanted) and p.authority_id = me_authority() and p.part = any (me_parts()) and p.part in ('lead', 'permit')
            group by p.case_id
          ), same as (
            select m.case_id as about, m.decides, o.case_id, array_agg(distinct o.fact order by o.fact) as facts
            from mine m join person_keys k on k.case_id = m.case_id join person_keys o on o.key = k.key and o.case_id <> k.case_id
            group by m.case_id, m.decides, o.case_id
          )
          select s.about, c.id, c.number, c.state, f.name_zh, (select min(p.authority_id) from case_parties p where p.case_id = c.id and p.part = 'lead'),
            s.facts, l.number, l.issued_at is not null, l.valid_until
          from same s
          join letters l on l.case_id = s.case_id and l.kind = 'recommendation' and l.ended_at is null and coalesce(l.valid_until, 'infinity') >= today
            and (l.issued_at is not null or s.decides)
          join cases c on c.id = s.case_id join firms f on f.id = c.firm_id
          order by s.about, l.id
        $$;
      revoke all on function letters_of_same_person from public;
      grant execute on function letters_of_same_person to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function letters_of_same_person;')
  }
}
