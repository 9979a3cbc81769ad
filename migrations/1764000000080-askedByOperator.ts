/** What …-firstAdministrators.ts and …-wayBack.ts ask holds for the rows of before, too. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const CONSTRAINTS: readonly (readonly [table: string, name: string])[] = [
  ['invitations', 'invited_by_somebody'],
  ['resets', 'resets_asked_by'],
  ['resets', 'resets_objected'],
  ['resets', 'resets_objected_by_fkey'],
]

export class AskedByOperator1764000000080 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, name] of CONSTRAINTS) await db.query(`alter table ${table} validate constraint ${name}`)
  }

  /** As they were before they were looked at. */
  async down(db: QueryRunner): Promise<void> {
    for (const [table, name] of CONSTRAINTS) {
      const [found]: { definition: string }[] = await db.query(
        `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = $1 and conrelid = $2::regclass`,
        [name, table],
      )
      await db.query(
        `alter table ${table} drop constraint ${name}, add constraint ${name} ${found?.definition} not valid`,
      )
    }
  }
}
