/**
 * What somebody has reported is closed to everybody else until all whom their department needs have reported, too: the report's row, and what its event says. The release before counts the rows to
 * know who has reported, so this runs when none of its processes does any more: `npm run migrate -- expand` leaves it out.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const CASE = (table: string) => `exists (select 1 from cases c where c.id = ${table}.case_id)`

const SEES_REPORT = `(select me_internal()) and ${CASE('assessments')}`
const SEES_CONTENT = `
          ${CASE('event_contents')} and ((select me_internal()) or exists (
            select 1 from events e where e.case_id = event_contents.case_id and e.seq = event_contents.seq and not e.internal))`

export class BlindOpinions1764000000071 implements MigrationInterface {
  static readonly closes = true

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter policy app_assessments on assessments
        using (${SEES_REPORT} and (person_id = (select me_person()) or not is_blind(case_id, round, authority_id)));
      -- only what reports can be closed: the name of one of its answers comes first, since it costs nothing
      alter policy app_event_contents on event_contents
        using (${SEES_CONTENT} and not (content ? 'opinion' and is_blind_event(case_id, seq)));
    `)
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter policy app_assessments on assessments using (${SEES_REPORT});
      alter policy app_event_contents on event_contents using (${SEES_CONTENT});
    `)
  }
}
