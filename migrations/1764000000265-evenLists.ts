/**
 * Lists that took longer the more cases there are. A firm's cases by number, and the newest first, come from an index.
 * A list with one department leaves out the states in which that department has no case, which were read from end to
 * end. Not in one transaction: nothing waits for the index meanwhile.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class EvenLists1764000000265 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- those of some states in which an authority leads a case or takes part in one; whoever is of no authority learns nothing
      create or replace function states_with(department int, wanted text[]) returns text[]
        language plpgsql stable security definer set search_path = public, pg_temp
        as $$
        begin
          return array(
            select s.state from unnest(wanted) with ordinality s (state, place)
            where (select me_authority()) is not null and exists (
              select from queue_places p
              where p.authority_id = department and p.part in ('lead', 'named') and p.state = s.state)
            order by s.place);
        end $$;
      revoke all on function states_with from public;
      grant execute on function states_with to haijian_app;
    `)
    await db.query('set lock_timeout = 0') // the index waits for transactions, and nothing for the index
    await db.query('drop index concurrently if exists cases_of_firm') // half made, when this was broken off
    await db.query('create index concurrently cases_of_firm on cases (firm_id, id)')
    await db.query('reset lock_timeout')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index cases_of_firm; drop function states_with;')
  }
}
