/** When a case's assessment was over: its firm is told the day, and nothing else of the departments' own steps. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class AssessedAt1764000000120 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function assessed_at(wanted int) returns timestamptz
        language sql stable security definer set search_path = public, pg_temp as $$
        select e.at from events e join cases c on c.id = e.case_id
        where e.case_id = wanted and e.action = 'report' and e.from_state <> e.to_state
          and (c.firm_id = (select me_firm()) or c.mandate_id = any ((select me_mandates())::int[]))
        order by e.seq desc limit 1
      $$;
      revoke all on function assessed_at from public;
      grant execute on function assessed_at to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function assessed_at')
  }
}
