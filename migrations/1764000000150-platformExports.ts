/**
 * How tables of platforms are read, and the kind of document that they are: first entries for a database of before; a fresh one has them already. The release before does not
 * read the kind. The permit system is not sent such a table: the rule of its formats says so where no policy editor has drafted it.
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
const read = (name: string) => JSON.parse(readFileSync(`migrations/reference/${name}.json`, 'utf8')) as Entry[]

const ADD = `
  insert into reference (kind, key, effective_from, body, approved_at) values ($1, $2, $3, $4, now())
  on conflict (kind, key, effective_from) where approved_at is not null do nothing`
const EXCEPT = `
  update reference set body = $1 where kind = 'permitSystem' and key = 'files' and effective_from = $2
  and drafted_by is null and approved_at is not null`

export class PlatformExports1764000000150 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    const documents = read('documents').filter(({ key }) => key === 'platformExport')
    for (const { kind, key, effectiveFrom, body } of [...read('platformExports'), ...documents])
      await db.query(ADD, [kind, key, effectiveFrom, JSON.stringify(body)])
    for (const { body, effectiveFrom } of read('permitSystem'))
      await db.query(EXCEPT, [JSON.stringify(body), effectiveFrom])
  }

  /** Nothing to take back: the code before reads these bodies, too, and passes over the kinds that it does not know. */
  async down(): Promise<void> {}
}
