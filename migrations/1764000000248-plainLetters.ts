/**
 * The English of letters and of the reasons in them, the questions that the city has to confirm, and what else of the
 * first entries was hard to read, in plain sentences. First entries are corrected in place, as far as no policy editor
 * has drafted them; a city's own text stays as it is.
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
/** The files whose entries are renewed; `except` are those that later migrations have changed otherwise. */
const FILES: readonly { readonly file: string; readonly except?: readonly string[] }[] = [
  { file: 'letterTemplates.json', except: ['recommendation'] },
  { file: 'obligations.json' },
  { file: 'openQuestions.json' },
  { file: 'policyBasis.json' },
  { file: 'procedure.json', except: ['reminders'] },
  { file: 'productCategories.json' },
  { file: 'reasons.json' },
  { file: 'routes.json' },
  { file: 'streamingChecks.json' },
  { file: 'timeLimits.json' },
]

/** The files of which only the names are renewed: migrations have changed the rest of these entries since. */
const NAMED = ['numberSeries.json', 'paperKinds.json']

/** Of scorecards that migrations have changed since, only these words are replaced. */
const REWORDED = [
  ['为什么需要此人', '聘用该人选的理由'],
  ['why this person is needed', 'the reasons for engaging this person'],
] as const

const REWORD = `
  update reference set body = replace(body::text, $1, $2)::jsonb
  where kind = 'scorecard' and drafted_by is null and approved_at is not null and strpos(body::text, $1) > 0`

const RENEW = `
  update reference set body = $4
  where (kind, key, effective_from) = ($1, $2, $3) and drafted_by is null and approved_at is not null and body <> $4::jsonb`

const RENAME = `
  update reference set body = jsonb_set(body, '{label}', $4::jsonb)
  where (kind, key, effective_from) = ($1, $2, $3) and drafted_by is null and approved_at is not null
    and body -> 'label' <> $4::jsonb`

export class PlainLetters1764000000248 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const { file, except = [] } of FILES) {
      const entries: Entry[] = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))
      for (const { kind, key, effectiveFrom, body } of entries.filter((entry) => !except.includes(entry.key)))
        await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
    }
    for (const file of NAMED) {
      const entries: (Entry & { body: { label: unknown } })[] = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))
      for (const { kind, key, effectiveFrom, body } of entries)
        await db.query(RENAME, [kind, key, effectiveFrom, JSON.stringify(body.label)])
    }
    for (const [before, after] of REWORDED) await db.query(REWORD, [before, after])
  }

  /** Nothing to take back: the code before reads these words as well. */
  async down(): Promise<void> {}
}
