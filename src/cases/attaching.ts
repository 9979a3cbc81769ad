/**
 * Files that come into a case: the papers of the application, and what is sent with a message, a
 * statement or a request for review.
 */
import { row, rows, type Tx } from '../base/database.js'
import { Invalid, NotFound, type Problem } from '../base/errors.js'
import { fill } from '../base/text.js'
import { sql } from '../base/sql.js'
import { DOCUMENT_KINDS, ENCLOSURE, EVIDENCE, TRANSLATION, UNSORTED } from '../forms/choices.js'
import { orderScan } from '../jobs/scan.js'
import type { Cause } from './causes.js'
import { askForPages } from './files/askForPages.js'
import { type FileType, type FitRules, listUnfit } from './files/fitness.js'
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

const SAME = sql`
  select a.kind, a.name from attachments a
  where a.case_id = ${'caseId'} and a.sha256 = ${'sha256'}
    and (a.replaced_at is null or a.kind = ${'unsorted'}) and (${'kind'}::text is null
      or a.kind = ${'kind'} and a.details ->> 'of' is not distinct from ${'of'}::text)
    and not exists (select from missing_files m where m.storage_key = a.storage_key)
  order by a.id limit 1`

/**
 * The same file twice would count twice. A file that comes with its kind may stand under another
 * kind as well, since one scan may show two papers; one whose content is lost may come again.
 */
async function refuseSame(tx: Tx, { case: { id: caseId }, input }: Cause, sha256: string): Promise<void> {
  const kind = input.unsorted ? null : input.kind
  const { of } = (input.details ?? {}) as { readonly of?: string } // by the form
  const same = await row<{ kind: string; name: string }>(tx, ...SAME({ caseId, sha256, kind, of, unsorted: UNSORTED }))
  if (!same) return
  const label = DOCUMENT_KINDS.find(({ value }) => value === same.kind)?.label ?? NO_KIND_YET
  const message = fill(SAME_WORDS, { kind: label, name: same.name })
  throw new Invalid([{ code: SAME_FILE, path: 'file', message }])
}

/** The code of a file that is here already. */
export const SAME_FILE = 'file:same'
const SAME_WORDS = {
  zh: '该文件已上传（{kind}，{name}），内容完全相同，未重复保存。',
  en: 'You have already uploaded this file ({kind}, {name}). It was not saved twice.',
}
const NO_KIND_YET = { zh: '待确认种类的文件', en: 'files without a confirmed kind' }

const NOT_ISSUED: Problem = {
  code: 'notIssued',
  path: 'issuedOn',
  message: {
    zh: '签发日期晚于今天，请按文件上的日期填写。',
    en: 'The date of issue is in the future. Enter the date on the document.',
  },
}

/** Those whose place a paper takes: of a translation, the translations of the same paper. */
const REPLACE = sql`
  update attachments set replaced_at = ${'at'}
  where case_id = ${'caseId'} and kind = ${'kind'} and replaced_at is null and id <> ${'but'}
    and (${'of'}::text is null or details ->> 'of' = ${'of'})`

const SORT = sql`
  update attachments
  set kind = ${'kind'}, issued_on = ${'issuedOn'}, details = ${'details'}, unfit = ${'unfit'}, replaced_at = null
  where id = ${'id'} and case_id = ${'caseId'} and kind = ${'unsorted'}`

interface Unsorted {
  readonly mime: string
  readonly bytes: number
  readonly width: number | null
  readonly height: number | null
}

const FORMATS: Readonly<Record<string, FileType>> = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpeg',
  'image/png': 'png',
}

/** What a kind asks of its file, by the rules in force. */
export type RulesOf = (kind: string) => Promise<FitRules | null>

/** Says of a file that came without its kind what it is. */
async function sortFile(tx: Tx, cause: Cause, rulesOf: RulesOf): Promise<void> {
  const { case: found, at, input, content } = cause
  const kind = String(input.kind)
  const details = (input.details ?? {}) as { readonly of?: string } // by the form
  const given = { caseId: found.id, kind, unsorted: UNSORTED }
  const file = await row<Unsorted>(
    tx,
    'select mime, bytes, width, height from attachments where id = $1 and case_id = $2 and kind = $3',
    [input.sorted, found.id, UNSORTED],
  )
  const format = file && FORMATS[file.mime]
  if (!file || !format) throw new NotFound()
  const facts = { format, bytes: file.bytes, width: file.width ?? undefined, height: file.height ?? undefined }
  if (!input.beside)
    await rows(tx, ...REPLACE({ ...given, at, but: input.sorted, of: kind === TRANSLATION ? details.of : null }))
  const unfit = JSON.stringify(listUnfit(facts, await rulesOf(kind)))
  const said = { ...given, id: input.sorted, issuedOn: input.issuedOn, details: JSON.stringify(details), unfit }
  await rows(tx, ...SORT(said))
  content.attachmentId = input.sorted
}

/**
 * Adds a paper; unless told to stand beside them, it takes the place of those of its kind. One
 * that comes without its kind counts for nothing until `sorted` says it. `remove` takes one away,
 * `dated` corrects its day of issue, `spoken` its language; what was filed before stands in the submission. Nothing is
 * deleted. Throws Invalid when the same file is here already, or its day of issue has not come.
 */
export async function attachFile(tx: Tx, cause: Cause, rulesOf: RulesOf): Promise<void> {
  const { case: found, at, input, content } = cause
  if (typeof input.issuedOn === 'string' && input.issuedOn > cause.today) throw new Invalid([NOT_ISSUED])
  if (input.remove !== undefined && input.remove !== null) {
    const gone = await row<{ kind: string }>(
      tx,
      `update attachments set replaced_at = $3, kind = case kind when $4 then 'other' else kind end
       where id = $1 and case_id = $2 and (replaced_at is null or kind = $4) returning kind`,
      [input.remove, found.id, at, UNSORTED],
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
  if (input.spoken !== undefined && input.spoken !== null) {
    const { language = null } = (input.details ?? {}) as { readonly language?: string } // by the form
    const spoken = await row<{ kind: string }>(
      tx,
      `update attachments set details = details || jsonb_build_object('language', $3::text)
       where id = $1 and case_id = $2 and replaced_at is null returning kind`,
      [input.spoken, found.id, language],
    )
    if (!spoken) throw new NotFound()
    content.kind = spoken.kind
    return
  }
  if (input.sorted !== undefined && input.sorted !== null) return sortFile(tx, cause, rulesOf)
  const file = input.file as ReceivedFile // made by web/uploads from what it has inspected; the form demands it
  delete content.file
  content.sha256 = file.sha256
  if (input.unsorted) {
    await refuseSame(tx, cause, file.sha256)
    content.kind = UNSORTED
    content.attachmentId = await store(tx, cause, file, {
      kind: UNSORTED,
      details: { proposed: file.proposed ?? {} },
      replacedAt: at,
    })
    return
  }
  const kind = String(input.kind)
  await refuseSame(tx, cause, file.sha256)
  if (!input.beside) await rows(tx, ...REPLACE({ caseId: found.id, kind, at, but: 0, of: null }))
  const { issuedOn, details } = input
  content.attachmentId = await store(tx, cause, file, { kind, issuedOn, details })
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
 * What the firm encloses with a statement, a report or its request for review: like a message's file, it
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
