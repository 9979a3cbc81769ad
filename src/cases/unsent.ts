/**
 * What a firm has typed and not sent, once a case was filed: kept apart from the case, so that
 * nothing of it is read, listed or found by anybody else. What officers see of documents is what
 * was filed, too.
 */
import { rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import { APPLICATION } from '../forms/application.js'
import { ENCLOSED } from '../forms/choices.js'
import { OWN_WORK } from '../workflow/words.js'
import type { Attachment, TimelineEvent } from './caseFile.js'
import type { Cause } from './causes.js'
import { issuedAt } from './paperFacts.js'
import type { CaseKeys } from './sealing/caseKeys.js'
import { passportIndexOf } from './sealing/personFacts.js'
import { PLACES } from './sealing/place.js'
import { sealTree } from './sealing/sealedTree.js'
import { voidChanged } from './signing.js'

const KEEP = `
  insert into unsent_answers (case_id, answers, saved_at) values ($1, $2, $3)
  on conflict (case_id) do update set answers = excluded.answers, saved_at = excluded.saved_at`
const COUNT = 'update cases set answers_version = answers_version + 1 where id = $1'
const SAVE = 'update cases set answers = $2, passport_index = $3, answers_version = answers_version + $4 where id = $1'
const FORGET = 'delete from unsent_answers where case_id = $1'

/** Keeps the answers of a draft; once the case was filed they wait apart until they are sent. */
export async function keepAnswers(tx: Tx, keys: CaseKeys, cause: Cause, answers: unknown): Promise<void> {
  const { case: found, key, at } = cause
  if (found.filedOn === null) return setAnswers(tx, keys, cause, answers, 1)
  const sealed = JSON.stringify(sealTree(APPLICATION, key, answers, PLACES.unsent(found.id)))
  await rows(tx, KEEP, [found.id, sealed, at])
  await rows(tx, COUNT, [found.id])
}

/** What was typed is the case's, now that it is filed. */
export async function fileAnswers(tx: Tx, keys: CaseKeys, cause: Cause, answers: unknown): Promise<void> {
  await setAnswers(tx, keys, cause, answers, 0)
  await rows(tx, FORGET, [cause.case.id])
}

async function setAnswers(tx: Tx, keys: CaseKeys, cause: Cause, answers: unknown, versions: number): Promise<void> {
  const { id } = cause.case
  await voidChanged(tx, cause, answers)
  const sealed = JSON.stringify(sealTree(APPLICATION, cause.key, answers, PLACES.answers(id)))
  await rows(tx, SAVE, [id, sealed, passportIndexOf(keys, answers), versions])
}

/**
 * A document `a` of the case `c` that its reader may open: the firm any of its own, others what was
 * filed or came with a message, a statement or a request.
 */
export const SENT = sql`(
  c.firm_id = ${'ownFirm'}::int or a.kind in ('message', 'evidence')
  or exists (select 1 from submissions s where s.case_id = c.id and s.attachments @> to_jsonb(a.id)))`

/** The documents of each filing, the first one first. */
export interface FiledDocuments {
  readonly seq: number
  readonly attachments: readonly number[]
}

export const listFiledDocuments = (tx: Tx, caseId: number): Promise<FiledDocuments[]> =>
  rows<FiledDocuments>(tx, 'select seq, attachments from submissions where case_id = $1 order by seq', [caseId])

interface Sendable {
  readonly attachments: readonly Attachment[]
  readonly events: readonly TimelineEvent[]
}

/** Documents and events as they were last sent: what was added, taken away or dated since is not seen. */
export function asSent({ attachments, events }: Sendable, filings: readonly FiledDocuments[]): Sendable {
  const last = filings.at(-1)
  if (!last) return { attachments, events }
  const filed = new Set(filings.flatMap((one) => one.attachments))
  return {
    attachments: attachments
      .filter(({ id, kind }) => filed.has(id) || ENCLOSED.includes(kind))
      .map((paper) =>
        last.attachments.includes(paper.id)
          ? { ...paper, replacedAt: null, issuedOn: issuedAt(paper, last.seq, events) }
          : paper,
      ),
    events: events.filter(({ action, seq }) => seq <= last.seq || !OWN_WORK.includes(action)),
  }
}
