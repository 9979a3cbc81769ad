/** What the entries write besides their event (DESIGN §2): claims, answers, papers. A note or a message is its event. */
import { row, rows, type Tx } from '../base/database.js'
import { Invalid, NotFound, Stale } from '../base/errors.js'
import { APPLICATION } from '../forms/application.js'
import { draftProblems } from '../forms/body.js'
import { changedPaths, mergeAnswers } from './answers.js'
import type { Cause, EntryMap } from './causes.js'

/** The event says it all. */
const onlyEvent = async (): Promise<void> => {}

async function claim(tx: Tx, { case: found, actor, at }: Cause): Promise<void> {
  await rows(tx, 'insert into claims (case_id, authority_id, person_id, at) values ($1, $2, $3, $4)', [
    found.id,
    actor.authorityId,
    actor.id,
    at,
  ])
}

/** To a colleague of the same authority, or, without one, back to everybody. */
async function handOver(tx: Tx, { case: found, actor, at, input }: Cause): Promise<void> {
  if (input.to === undefined || input.to === null) {
    await rows(tx, 'delete from claims where case_id = $1 and authority_id = $2', [found.id, actor.authorityId])
    return
  }
  const colleague = await row<{ id: number }>(
    tx,
    'select id from people where id = $1 and authority_id = $2 and ended_at is null',
    [input.to, actor.authorityId],
  )
  if (!colleague) throw new Invalid([noSuchColleague])
  await rows(tx, 'update claims set person_id = $3, at = $4 where case_id = $1 and authority_id = $2', [
    found.id,
    actor.authorityId,
    colleague.id,
    at,
  ])
}

/** Answers take the draft's own version; the event names what changed, not the answers themselves. */
async function saveAnswers(tx: Tx, { case: found, input, content }: Cause): Promise<void> {
  if (input.answersVersion !== undefined && input.answersVersion !== found.answersVersion)
    throw new Stale(found.answersVersion, [])
  const unstorable = draftProblems(APPLICATION, input.answers)
  if (unstorable.length > 0) throw new Invalid(unstorable)
  const before = await row<{ answers: unknown }>(tx, 'select answers from cases where id = $1', [found.id])
  const answers = mergeAnswers(before?.answers, input.answers)
  content.changed = changedPaths(before?.answers, answers)
  delete content.answers
  await rows(tx, 'update cases set answers = $2, answers_version = answers_version + 1 where id = $1', [
    found.id,
    JSON.stringify(answers),
  ])
}

/** A stored file as web/ hands it over: inspected, and already in the file store. */
export interface ReceivedFile {
  readonly storageKey: string
  readonly name: string
  readonly mime: string
  readonly bytes: number
  readonly sha256: string
  readonly pages?: number | null
  readonly width?: number | null
  readonly height?: number | null
  readonly unfit: readonly unknown[]
}

const ATTACH = `
  insert into attachments (case_id, kind, name, mime, bytes, sha256, pages, width, height, issued_on, details, unfit, storage_key, uploaded_by, uploaded_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id`

/**
 * Adds a paper; unless told to stand beside them, it takes the place of those of its kind. `remove` takes one away, `dated` corrects its day of issue; what was
 * filed before stands in the submission. Nothing is deleted.
 */
async function attachFile(tx: Tx, { case: found, actor, at, input, content }: Cause): Promise<void> {
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
  const added = await row<{ id: number }>(tx, ATTACH, [
    ...[
      found.id,
      input.kind,
      file.name,
      file.mime,
      file.bytes,
      file.sha256,
      file.pages ?? null,
      file.width ?? null,
      file.height ?? null,
    ],
    ...[
      input.issuedOn ?? null,
      JSON.stringify(input.details ?? {}),
      JSON.stringify(file.unfit),
      file.storageKey,
      actor.id,
      at,
    ],
  ])
  delete content.file
  content.attachmentId = added?.id
  content.sha256 = file.sha256
}

export const ENTRY_FUNCTIONS: EntryMap = {
  saveAnswers,
  attachFile,
  claim,
  handOver,
  note: onlyEvent,
  message: onlyEvent,
  declareInterest: onlyEvent,
  proposeCorrection: onlyEvent,
  reportChange: onlyEvent,
  reportEnd: onlyEvent,
}

const noSuchColleague = {
  code: 'noSuchColleague',
  path: 'to',
  message: {
    zh: '本部门没有这个人，请从列表中选。',
    en: 'There is no such person in your department; choose one of the list.',
  },
}
