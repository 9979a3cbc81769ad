/** A candidate reads the letters and notices of the own case, those to the firm too: they are about the candidate. Nobody else sees more than before. */
import type { MigrationInterface, QueryRunner } from 'typeorm'

const seenBy = (readers: string) => `
  alter policy app_letters_see on letters using (
    exists (select 1 from cases c where c.id = letters.case_id)
    and (addressed_to is not null or (select me_firm()) is not null or (select me_internal())${readers}))`

export class OwnLetters1764000000166 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(seenBy(' or (select me_talent()) is not null'))
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(seenBy(''))
  }
}
