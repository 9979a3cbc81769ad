/**
 * Hints of documents, duties, reasons and notices say “candidate”, “document” and “correction”, in plain sentences. First
 * entries are corrected in place, as far as no policy editor has drafted them; a city's own text stays as it is.
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
/** The entries of a file that are renewed; without keys all of it. */
const FILES: readonly { readonly file: string; readonly keys?: readonly string[] }[] = [
  { file: 'documents.json' },
  { file: 'letterTemplates.json', keys: ['correction'] },
  { file: 'numberSeries.json', keys: ['correction'] },
  { file: 'obligations.json' },
  { file: 'openQuestions.json', keys: ['letterCodes', 'furtherDepartments', 'permitFiles'] },
  { file: 'paperKinds.json', keys: ['correction'] },
  { file: 'procedure.json', keys: ['consultation', 'extension'] },
  {
    file: 'reasons.json',
    keys: [
      ...['refusal.criteriaNotMet', 'refusal.complianceRecord'],
      ...['withdrawal.engagementEnded', 'withdrawal.talentDeclined'],
    ],
  },
  { file: 'scorecard.json' },
  { file: 'streamingChecks.json' },
]

const RENEW = `
  update reference set body = $4
  where (kind, key, effective_from) = ($1, $2, $3) and drafted_by is null and approved_at is not null and body <> $4::jsonb`

/** Of the letter's own text one line: which release's text it is depends on what has closed (…061). */
const LIST = `
  update reference set body = jsonb_set(body, '{attachments,0,en}', $2::jsonb)
  where (kind, key) = ('letterTemplates', 'recommendation') and drafted_by is null and approved_at is not null
    and body #>> '{attachments,0,en}' = $1`

export class PlainWords1764000000244 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const { file, keys } of FILES) {
      const entries: Entry[] = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))
      for (const { kind, key, effectiveFrom, body } of entries.filter((entry) => keys?.includes(entry.key) ?? true))
        await db.query(RENEW, [kind, key, effectiveFrom, JSON.stringify(body)])
    }
    await db.query(LIST, [
      'List of the papers filed and the assessment (in the system)',
      JSON.stringify('List of the documents submitted and the assessment (in the system)'),
    ])
  }

  /** Nothing to take back: the code before reads these words as well. */
  async down(): Promise<void> {}
}
