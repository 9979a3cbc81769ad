/**
 * Files that come into a case: the papers of the application, and what is sent with a message, a
 * statement or a request for review.
 */
import { row, rows, type Tx } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { sql } from '../base/sql.js'
import { ENCLOSURE, EVIDENCE } from '../forms/choices.js'
import { orderScan } from '../jobs/scan.js'
import type { Cause } from './causes.js'
import { askForPages } from './files/askForPages.js'
import type { ReceivedFile } from './files/receive.js'

const ATTACH = sql`
  insert into attachments (case_id, kind, name, mime, bytes, sha256, pages, width, height, issued_on, details, unfit,
    storage_key, uploaded_by, uploaded_at, scan, sealed, replaced_at)
  values (${'caseId'}, ${'kind'}, ${'name'}, ${'mime'}, ${'bytes'}, ${'sha256'}, ${'pages'}, ${'width'}, ${'height'},
    ${'issuedOn'}, ${'details'}, ${'unfit'}, ${'storageKey'}, ${'uploadedBy'}, ${'uploadedAt'}, ${'scan'}, ${'sealed'},
    ${'replacedAt'})
  returning id`

interface Stored {
  readonly kind: string
  readonly issuedOn?: unknown
  readonly details?: unknown
  readonly replacedAt?: Date
}

/** Stores the row of a received file, orders its scan and asks for its pages; answers its number. */
async function store(
  tx: Tx,
  { case: found, actor, at }: Cause,
  file: ReceivedFile,
  { kind, issuedOn, details, replacedAt }: Stored,
): Promise<number | undefined> {
  const added = await row<{ id: number }>(
    tx,
    ...ATTACH({
      caseId: found.id,
      kind,
      name: file.name,
      mime: file.mime,
      bytes: file.bytes,
      sha256: file.sha256,
      pages: file.pages,
      width: file.width,
      height: file.height,
      issuedOn,
      details: JSON.stringify(details ?? {}),
      unfit: JSON.stringify(file.unfit),
      storageKey: file.storageKey,
      uploadedBy: actor.id,
      uploadedAt: at,
      scan: file.scan,
      sealed: file.sealed ?? false,
      replacedAt,
    }),
  )
  if (added && file.scan) await orderScan(tx, 'attachments', added.id)
  if (added) await askForPages(tx, added.id, at)
  return added?.id
}

/**
 * Adds a paper; unless told to stand beside them, it takes the place of those of its kind. `remove`
 * takes one away, `dated` corrects its day of issue; what was filed before stands in the
 * submission. Nothing is deleted.
 */
export async function attachFile(tx: Tx, cause: Cause): Promise<void> {
  const { case: found, at, input, content } = cause
  if (input.remove !== undefined && input.remove !== null) {
    const gone = await row<{ kind: string }>(
      tx,
      'update attachments set replaced_at = $3 where id = $1 and case_id = $2 and replaced_at is null returning kind',
      [input.remove, found.id, at],
    )
    if (!gone) throw new NotFound()
    content.kind = gone.kind
    return
  }
  if (input.dated !== undefined && input.dated !== null) {
    const dated = await row<{ kind: string }>(
      tx,
      'update attachments set issued_on = $3 where id = $1 and case_id = $2 and replaced_at is null returning kind',
      [input.dated, found.id, input.issuedOn ?? null],
    )
    if (!dated) throw new NotFound()
    content.kind = dated.kind
    return
  }
  const file = input.file as ReceivedFile // made by web/uploads from what it has inspected; the form demands it
  if (!input.beside)
    await rows(tx, 'update attachments set replaced_at = $3 where case_id = $1 and kind = $2 and replaced_at is null', [
      found.id,
      input.kind,
      at,
    ])
  content.attachmentId = await store(tx, cause, file, {
    kind: String(input.kind),
    issuedOn: input.issuedOn,
    details: input.details,
  })
  delete content.file
  content.sha256 = file.sha256
}

/**
 * A file that comes with a message stands in the conversation alone: it takes no paper's place, and
 * is never among those that are filed.
 */
export async function message(tx: Tx, cause: Cause): Promise<void> {
  const { at, content } = cause
  const [file] = cause.files
  if (!file) return
  content.attachmentId = await store(tx, cause, file, { kind: ENCLOSURE, replacedAt: at })
  content.sha256 = file.sha256
}

/**
 * What the firm encloses with a statement or with its request for review: like a message's file, it
 * stands with those words alone, and is open to whoever decides on them.
 */
export async function keepEvidence(tx: Tx, cause: Cause): Promise<void> {
  const { files, at, content } = cause
  if (files.length === 0) return
  const kept: (number | undefined)[] = []
  for (const file of files) kept.push(await store(tx, cause, file, { kind: EVIDENCE, replacedAt: at }))
  content.attachments = kept
  content.sha256 = files.map(({ sha256 }) => sha256)
}
