/**
 * From this day on the table of a recommendation says what the person reaches, what is proposed and on which ground, and its first text says it in its own sentences. The release before can
 * read neither, so this runs when none of its processes does any more: `npm run migrate -- expand` leaves it out. Until then, and beside a text that a policy editor has drafted, the code adds
 * the sentence. First entries are corrected in place (…-first-entries.ts); a city's own table gets the lines by an entry of today.
 */
import { readFileSync } from 'node:fs'
import type { MigrationInterface, QueryRunner } from 'typeorm'

interface Entry {
  readonly kind: string
  readonly key: string
  readonly effectiveFrom: string
  readonly body: unknown
}

/** Seen from the project's root: the same for the sources and for what is built from them. */
const FOLDER = 'migrations/reference'
const read = (file: string): Entry[] => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))

const RENEW = `
  update reference set body = $4 where (kind, key, effective_from) = ($1, $2, $3) and drafted_by is null and approved_at is not null and body <> $4::jsonb`

const TODAY = `(now() at time zone 'Asia/Shanghai')::date`
const ADD_LINES = `
  insert into reference (kind, key, effective_from, body, approved_at)
  select kind, key, ${TODAY}, jsonb_set(body, '{facts}', body -> 'facts' || '["reached", "proposed", "ground"]'), now()
  from (
    select kind, key, body from reference
    where kind = 'paperKinds' and key = 'recommendation' and approved_at is not null and effective_from <= ${TODAY}
    order by effective_from desc, id desc limit 1) found
  where not body -> 'facts' ? 'proposed'
  on conflict (kind, key, effective_from) where approved_at is not null do nothing`

export class ProposedInLetters1764000000061 implements MigrationInterface {
  static readonly closes = true

  async up(db: QueryRunner): Promise<void> {
    for (const file of ['letterTemplates.json', 'paperKinds.json']) await renew(db, read(`closing/${file}`))
    await db.query(ADD_LINES)
  }

  /** The lines go from a city's own table, too: the release before does not read a table that has them. */
  async down(db: QueryRunner): Promise<void> {
    for (const file of ['letterTemplates.json', 'paperKinds.json'])
      await renew(
        db,
        read(file).filter(({ key }) => key === 'recommendation'),
      )
    await db.query(`
      update reference set body = jsonb_set(body, '{facts}', (body -> 'facts') - 'reached' - 'proposed' - 'ground')
      where kind = 'paperKinds' and body -> 'facts' ? 'proposed'`)
  }
}

async function renew(db: QueryRunner, entries: readonly Entry[]): Promise<void> {
  for (const { kind, key, effectiveFrom, body } of entries)
    await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
}
