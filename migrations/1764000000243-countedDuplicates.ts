/** How many cases are about the same person, for some cases at once: a list of fifty asked …-duplicates.ts fifty times. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class CountedDuplicates1764000000243 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- for each of the cases asked about that the asking person may learn this of, and that has any; up to 20
      create function count_duplicates(wanted int[]) returns table (about int, n int)
        language sql stable security definer set search_path = public, pg_temp
        as $$
          with allowed as (
            select distinct p.case_id from case_parties p
            where p.case_id = any (wanted) and p.authority_id = (select me_authority())
              and p.part = any ((select me_parts())::text[]) and p.part in ('lead', 'named', 'review')
          ), same as (
            select k.case_id, o.case_id as other_id
            from allowed a join person_keys k on k.case_id = a.case_id
              join person_keys o on o.key = k.key and o.case_id <> k.case_id
            union
            select d.case_id, d.other_id from allowed a join filing_duplicates d on d.case_id = a.case_id
          )
          select s.case_id, least(count(*), 20)::int from same s join cases c on c.id = s.other_id group by s.case_id
        $$;
      revoke all on function count_duplicates from public;
      grant execute on function count_duplicates to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function count_duplicates;')
  }
}
