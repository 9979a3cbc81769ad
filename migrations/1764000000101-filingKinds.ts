/**
 * From this day on a filing gets a receipt and its application form. The release before cannot read the form's data, so this runs when none of its processes does any more: `npm run migrate --
 * expand` leaves it out, and until then none is ordered. What a policy editor has drafted under one of these names is never touched.
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
const FOLDER = 'migrations/reference/closing'
const FILES = ['letterTemplates.json', 'numberSeries.json', 'paperKinds.json']
const KEYS: readonly string[] = ['filingReceipt', 'applicationForm']

const RENEW = `
  insert into reference (kind, key, effective_from, body, approved_at) values ($1, $2, $3, $4, now())
  on conflict (kind, key, effective_from) where approved_at is not null
  do update set body = excluded.body where reference.drafted_by is null and reference.body <> excluded.body`

const entries = (): Entry[] =>
  FILES.flatMap((file) => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Entry[]).filter(({ key }) =>
    KEYS.includes(key),
  )

export class FilingKinds1764000000101 implements MigrationInterface {
  static readonly closes = true

  async up(db: QueryRunner): Promise<void> {
    for (const { kind, key, effectiveFrom, body } of entries())
      await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
  }

  /** The kinds go, as far as nobody has drafted them; numbers that were taken stay taken. */
  async down(db: QueryRunner): Promise<void> {
    for (const { kind, key, effectiveFrom } of entries())
      await db.query('delete from reference where (kind, key, effective_from) = ($1, $2, $3) and drafted_by is null', [
        kind,
        key,
        effectiveFrom,
      ])
  }
}
