/**
 * The two policies that …-blindOpinions.ts makes, planned as …-plainPlans.ts has it. That one runs when no process of the
 * release before does any more, and so does this.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const ONCE = ' offset 0'

export class BlindPlans1764000000247 implements MigrationInterface {
  static readonly closes = true

  async up(db: QueryRunner): Promise<void> {
    await alter(db, ONCE)
  }

  async down(db: QueryRunner): Promise<void> {
    await alter(db, '')
  }
}

async function alter(db: QueryRunner, once: string): Promise<void> {
  const seen = (table: string) => `exists (select 1 from cases c where c.id = ${table}.case_id${once})`
  await db.query(`
    alter policy app_assessments on assessments
      using ((select me_internal()) and ${seen('assessments')}
        and (person_id = (select me_person()) or not is_blind(case_id, round, authority_id)));
    alter policy app_event_contents on event_contents
      using (${seen('event_contents')} and ((select me_internal()) or exists (
          select 1 from events e where e.case_id = event_contents.case_id and e.seq = event_contents.seq
            and not e.internal${once})) and not (content ? 'opinion' and is_blind_event(case_id, seq)))
      with check (${seen('event_contents')});
  `)
}
