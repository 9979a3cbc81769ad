/**
 * The index of the queue by district says that there is one, as every place does, so that only a list that says so goes
 * through it: of two indexes that seemed to cost the same the planner took this one, and read all places of a desk for each state.
 * Not in one transaction: nothing waits for the index meanwhile.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const COLUMNS = '(authority_id, part, district, state, due, case_id) include (holder, reported, departments, topics)'

export class DistrictPlaces1764000000246 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    await db.query('set lock_timeout = 0') // the index waits for transactions, and nothing for the index
    await db.query('drop index concurrently if exists queue_places_of_district') // half made, when this was broken off
    await db.query(`
      create index concurrently queue_places_of_district on queue_places ${COLUMNS} where district <> ''`)
    await db.query('drop index concurrently if exists queue_places_district')
    await db.query('reset lock_timeout')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      create index queue_places_district on queue_places ${COLUMNS};
      drop index queue_places_of_district;
    `)
  }
}
