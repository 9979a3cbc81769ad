/**
 * Submits drafts of a batch together, each by act() like any other, with the one declaration that whoever submits
 * has made for all of them. What stands in the way of one stops no other one.
 */
import { Injectable } from '@nestjs/common'
import { type Bilingual, fill } from '../base/text.js'
import { CaseService } from '../cases/case.service.js'
import { saidOf } from '../cases/oneOfMany.js'
import { ReadingService } from '../cases/reading.service.js'
import type { Person } from '../people/session.service.js'
import { INITIAL, metaOf } from '../workflow/step.js'
import { type BatchRowLine, Batches } from './batch.service.js'

const NO_DRAFT: Bilingual = { zh: '现在是“{label}”', en: 'it is “{label}” now' }

/** So many are submitted by one press for all that are ready: somebody waits for the answer. */
export const MOST_AT_ONCE = 100

interface Place {
  readonly id: number
  readonly row: number
  readonly caseId: number
  /** It was not chosen by itself. */
  readonly unseen: boolean
}

export interface SubmittedRow {
  readonly row: number
  readonly caseId: number
  readonly number: string
  /** Why it is not submitted. */
  readonly said: Bilingual | undefined
}

@Injectable()
export class BatchSubmitting {
  constructor(
    private readonly batches: Batches,
    private readonly cases: CaseService,
    private readonly reading: ReadingService,
  ) {}

  /**
   * Throws NotFound; Invalid when the declaration is not made, ProofNeeded where a renewed proof is asked for.
   *
   * @param wanted the rows, or those in which nothing is missing, `MOST_AT_ONCE` of them; of one that is no draft any
   * more that is said
   * @param input of the action submit
   */
  async submit(
    person: Person,
    id: number,
    wanted: readonly number[] | 'ready',
    input: object,
  ): Promise<SubmittedRow[]> {
    const isReady = ({ lacking, draft }: BatchRowLine) => lacking === 0 && draft?.state === INITIAL
    const isWanted = (one: BatchRowLine) => (wanted === 'ready' ? isReady(one) : wanted.includes(one.row))
    const results: SubmittedRow[] = []
    const found = (await this.batches.rows(person, id)).filter(isWanted)
    for (const { row, caseId, draft } of wanted === 'ready' ? found.slice(0, MOST_AT_ONCE) : found) {
      if (caseId === null || !draft) continue
      const place = { id, row, caseId, unseen: wanted === 'ready' }
      const isDraft = draft.state === INITIAL
      const said = isDraft ? await this.one(person, place, input) : fill(NO_DRAFT, { label: metaOf(draft.state).label })
      results.push({ row, caseId, number: draft.number, said })
    }
    return results
  }

  private async one(person: Person, { id, row, caseId, unseen }: Place, input: object): Promise<Bilingual | undefined> {
    try {
      const file = await this.reading.get(person, caseId)
      // what nobody has looked at is not filed a second time
      const already = unseen ? await this.batches.filedAlready(person, file) : undefined
      if (already) return already
      const { version } = file.case
      const requestId = `batch:${id}:${row}:submit`
      await this.cases.act(caseId, 'submit', { actor: person, version, requestId, input })
      return undefined
    } catch (error) {
      const said = saidOf(error)
      if (!said) throw error
      return said
    }
  }
}
