/**
 * What was given up because a file was not there is tried once more: pages that could not be drawn, and files that the scanner could not examine. A file that is really unfit for either is given up
 * again. From now on a missing file gives nothing up. Some rows at a time; may be broken off anywhere.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const BATCH = 200

export class TriedAgain1764000000031 implements MigrationInterface {
  readonly transaction = false

  async up(db: QueryRunner): Promise<void> {
    const again = async (table: string, key: string, state: string) => {
      for (let last = 0; ; ) {
        const [rows] = (await db.query(
          `with failed as (select ${key} as id from ${table} where ${state} = 'failed' and ${key} > $1 order by ${key} limit ${BATCH} for no key update skip locked),
             changed as (update ${table} set ${state} = 'waiting' where ${key} in (select id from failed) returning ${key})
           select max(id) as last from failed`,
          [last],
        )) as [{ last: number | null }] // one row, as every aggregate has
        if (rows.last === null) return
        last = rows.last
      }
    }
    await again('previews', 'attachment_id', 'state')
    await again('attachments', 'id', 'scan')
    await again('firm_papers', 'id', 'scan')
  }

  async down(): Promise<void> {}
}
