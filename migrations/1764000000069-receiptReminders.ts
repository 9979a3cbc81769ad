/**
 * Permit officers are reminded of letters whose outcome is not recorded. The release before cannot read the days, so this runs when none of its processes does any more: `npm run migrate -- expand`
 * leaves it out, and until then nobody is reminded. What …-endings.ts asks of stops of a clock holds for the rows of before, too.
 */
import { readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Seen from the project's root: the same for the sources and for what is built from them. */
const FILE = 'migrations/reference/closing/procedure.json'

const RENEW = `
  update reference set body = $4
  where (kind, key, effective_from) = ($1, $2, $3) and drafted_by is null and approved_at is not null and body <> $4::jsonb`

export class ReceiptReminders1764000000069 implements MigrationInterface {
  static readonly closes = true

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table clock_stops validate constraint clock_stops_reason_check')
    const entries: { kind: string; key: string; effectiveFrom: string; body: unknown }[] = JSON.parse(
      readFileSync(FILE, 'utf8'),
    )
    for (const { kind, key, effectiveFrom, body } of entries)
      await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
  }

  /** The days go: the release before does not read an entry that has them. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      update reference set body = body - 'receipt' where kind = 'procedure' and key = 'reminders' and body ? 'receipt';
      alter table clock_stops drop constraint clock_stops_reason_check,
        add constraint clock_stops_reason_check check (reason in ('correction', 'consultation', 'intention', 'outage', 'basis', 'extension')) not valid;
    `)
  }
}
