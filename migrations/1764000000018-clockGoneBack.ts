/** A stay in a state never takes less than no time in reports: a machine's clock may have gone back between two steps, whose order is that of their numbers and not of their instants. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const NEXT = 'lead(e.at) over (partition by e.case_id order by e.seq)'
const BEFORE = `(${NEXT} at time zone 'Asia/Shanghai')::date as left_on`
const AFTER = `(case when ${NEXT} < e.at then e.at else ${NEXT} end at time zone 'Asia/Shanghai')::date as left_on`

/** Makes the function anew with one expression changed; all else, rights included, stays. */
async function change(db: QueryRunner, from: string, to: string): Promise<void> {
  const [found]: { definition: string }[] = await db.query(
    `select pg_get_functiondef('report_marks'::regproc) as definition`,
  )
  if (!found?.definition.includes(from)) throw new Error('report_marks is not what this migration knows')
  await db.query(found.definition.replace(from, to))
}

export class ClockGoneBack1764000000018 implements MigrationInterface {
  up(db: QueryRunner): Promise<void> {
    return change(db, BEFORE, AFTER)
  }

  down(db: QueryRunner): Promise<void> {
    return change(db, AFTER, BEFORE)
  }
}
