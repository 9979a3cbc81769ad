/**
 * What a decision says of the assessment, criterion by criterion: as the approver wrote it, else as
 * the assessors of the last round found it. The decision's event keeps the words; letter and notice
 * print them.
 */
import { Injectable } from '@nestjs/common'
import { rows, type Tx } from '../base/database.js'
import type { Bilingual } from '../base/text.js'
import { type DecisionWords, type ReportedFindings, sayAssessed } from '../criteria/assessedWords.js'
import type { Judgement } from '../criteria/judge.js'
import type { EventName } from '../workflow/words.js'
import { Assessing } from './assessing.js'
import type { Cause } from './causes.js'

/** The words for the Chinese and the English half of a paper. */
export interface Assessed {
  readonly assessed?: unknown
  readonly assessedEn?: unknown
}

/** Which words an action needs; undefined for one that decides nothing. */
export const decisionOf = (action: EventName): DecisionWords | undefined =>
  action === 'recommend' ? 'recommend' : action === 'refuse' || action === 'announceRefusal' ? 'refuse' : undefined

/** The same as answers of the form, which are left out where there is nothing to say. */
export const assessedInput = ({ zh, en }: Bilingual): Assessed => (zh ? { assessed: zh, assessedEn: en } : {})

const isWritten = ({ assessed }: Assessed): boolean => typeof assessed === 'string' && assessed.trim() !== ''

const REPORTS = `
  select a.opinion, a.findings, a.scores, a.compliance
  from assessments a join cases c on c.id = a.case_id and c.round = a.round
  where a.case_id = $1 order by a.at, a.person_id`

interface About {
  readonly caseId: number
  readonly judgedOn: string
}

@Injectable()
export class AssessedFindings {
  constructor(private readonly assessing: Assessing) {}

  /** What was written, else what the reports of the round say. */
  async words(
    tx: Tx,
    { caseId, judgedOn }: About,
    judgement: Judgement,
    action: EventName,
    written: Assessed,
  ): Promise<Assessed> {
    const decision = decisionOf(action)
    if (!decision) return {}
    if (isWritten(written)) return { assessed: written.assessed, assessedEn: written.assessedEn }
    const [reports, rules] = await Promise.all([
      rows<ReportedFindings>(tx, REPORTS, [caseId]),
      this.assessing.rules(judgedOn),
    ])
    return assessedInput(sayAssessed(reports, { ...rules, judgement }, decision))
  }

  /** The chart's effect: the words are kept with the decision. */
  sayFindings = async (tx: Tx, { case: found, judgedOn, opened, action, input, content }: Cause): Promise<void> => {
    const { judgement } = await opened.check()
    Object.assign(content, await this.words(tx, { caseId: found.id, judgedOn }, judgement, action, input))
  }
}
