/**
 * First reference data that were wrong are corrected: an older database gets the bodies and entries of this release, where no policy editor has drafted anything (…-first-entries.ts). Nothing is
 * deleted: a first entry that was invented is taken back, and its page says why. Cases are judged by the same rules as before, since none was filed on a day that the entry was in force.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { FirstEntries1764000000020 } from './1764000000020-first-entries.js'

/** Salary figures of before the permit system enforced any. */
const TAKE_BACK = `
  update reference set approved_at = null, withdrawn_at = now(), note = $1
  where kind = 'salary' and key = 'shanghai' and effective_from = '2017-04-01' and drafted_by is null and approved_at is not null`
const WHY =
  '四倍额是推算的，没有来源；2026年2月3日前没有公布的标准。The four-times figure was worked out and has no source; before 3 February 2026 no figures were published.'

export class CorrectedFacts1764000000028 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await new FirstEntries1764000000020().up(db)
    await db.query(TAKE_BACK, [WHY])
  }

  /** Nothing to take back: the code before reads these bodies, too, and passes over the kinds that it does not know. */
  async down(): Promise<void> {}
}
