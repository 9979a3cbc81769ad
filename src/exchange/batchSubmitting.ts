/**
 * Submits drafts of a batch together, each by act() like any other, with the one declaration that whoever submits
 * has made for all of them. What stands in the way of one stops no other one.
 */
import { Injectable } from '@nestjs/common'
import type { Bilingual } from '../base/text.js'
import { CaseService } from '../cases/case.service.js'
import { saidOf } from '../cases/oneOfMany.js'
import { ReadingService } from '../cases/reading.service.js'
import type { Person } from '../people/session.service.js'
import { INITIAL } from '../workflow/step.js'
import { type BatchRowLine, Batches } from './batch.service.js'

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
   * @param wanted the rows; those that are no drafts are left out
   * @param input of the action submit
   */
  async submit(person: Person, id: number, wanted: readonly number[], input: object): Promise<SubmittedRow[]> {
    const rows = await this.batches.rows(person, id)
    const results: SubmittedRow[] = []
    for (const line of rows.filter(({ row }) => wanted.includes(row))) {
      const { row, caseId, draft } = line
      if (caseId === null || draft?.state !== INITIAL) continue
      const said = await this.one(person, id, { ...line, caseId }, input)
      results.push({ row, caseId, number: draft.number, said })
    }
    return results
  }

  private async one(
    person: Person,
    id: number,
    { row, caseId }: Pick<BatchRowLine, 'row'> & { readonly caseId: number },
    input: object,
  ): Promise<Bilingual | undefined> {
    try {
      const { version } = (await this.reading.get(person, caseId)).case
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
