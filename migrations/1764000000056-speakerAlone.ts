/**
 * Who speaks is what is sealed (…-speaker.ts), and nothing else: what the release before says in settings of its own counts no longer. So it runs when none of that release's processes does any more:
 * `npm run migrate -- expand` leaves it out.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { SAID_BEFORE, speakerFunction } from './1764000000046-speaker.js'

export class SpeakerAlone1764000000056 implements MigrationInterface {
  static readonly closes = true

  async up(db: QueryRunner): Promise<void> {
    await db.query(speakerFunction())
    await db.query('revoke execute on function use_session from haijian_app')
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(speakerFunction(SAID_BEFORE))
    await db.query('grant execute on function use_session to haijian_app')
  }
}
