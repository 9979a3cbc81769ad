/**
 * Documents that an officer has marked as checked. A mark is its author's alone and no step of the case: nothing
 * waits for it, no event tells of it. It belongs to one version of a document, so that the one that replaces it is
 * unmarked.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { sql } from '../base/sql.js'
import { ENCLOSED } from '../forms/choices.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import type { Attachment } from './caseFile.js'
import { current } from './documents.js'
import { SCOPE, scopeOf } from './scope.js'
import { SENT } from './unsent.js'

const FIND = sql`
  select a.id from attachments a join cases c on c.id = a.case_id
  where ${SCOPE} and ${SENT} and c.id = ${'caseId'} and a.id = ${'attachmentId'}`

const TICK = `
  insert into paper_ticks (person_id, attachment_id, at) values ($1, $2, $3) on conflict do nothing`
const UNTICK = 'delete from paper_ticks where person_id = $1 and attachment_id = $2'

@Injectable()
export class PaperTicks {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Marks a document as checked by the actor, or takes the mark away. Throws NotFound. */
  async set(actor: Actor, caseId: number, attachmentId: number, checked: boolean): Promise<void> {
    await this.db.transaction(settingsOf(actor), async (tx) => {
      const paper = await row<{ id: number }>(tx, ...FIND({ ...scopeOf(actor), caseId, attachmentId }))
      if (!paper) throw new NotFound()
      if (checked) await rows(tx, TICK, [actor.id, attachmentId, this.clock.now()])
      else await rows(tx, UNTICK, [actor.id, attachmentId])
    })
  }
}

type Ticked = Pick<Attachment, 'id' | 'kind' | 'details' | 'replacedAt' | 'checkedAt'>

/** Of translations, those of the same document take each other's place. */
const isOfSame = (one: Ticked, other: Ticked): boolean => one.kind === other.kind && one.details.of === other.details.of

/** Whether the reader has checked a document: this version, or only one that it has replaced. */
export function tickOf(paper: Ticked, all: readonly Ticked[]): 'checked' | 'replaced' | 'unchecked' {
  if (paper.checkedAt) return 'checked'
  const before = all.some((one) => one.id < paper.id && isOfSame(one, paper) && one.replacedAt && one.checkedAt)
  return before && paper.replacedAt === null && !ENCLOSED.includes(paper.kind) ? 'replaced' : 'unchecked'
}

/** How many of the documents that count now the reader has checked. */
export function countTicked(all: readonly Attachment[]): { readonly checked: number; readonly of: number } {
  const papers = current(all)
  return { checked: papers.filter(({ checkedAt }) => checkedAt).length, of: papers.length }
}
