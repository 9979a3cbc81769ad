/**
 * Whether somebody reads on: then no further event is written for a while. A permit officer may not
 * read what officers' events say, so that the database answers for one's own events.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

export class ReadLately1764000000048 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function read_lately(wanted int, reading text, since timestamptz, said jsonb) returns boolean
        language sql stable security definer set search_path = public, pg_temp
        as $$
          select exists (
            select 1 from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
            where e.case_id = wanted and e.actor_id = me_person() and e.action = reading and e.at > since and t.content @> said)
        $$;
      revoke all on function read_lately from public;
      grant execute on function read_lately to haijian_app;
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop function read_lately')
  }
}
