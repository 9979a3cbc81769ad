/**
 * Where two assessments by the same person differ, when both were kept: question by question, by
 * the names that the page gives them.
 */
import { Injectable } from '@nestjs/common'
import { NotFound } from '../../base/errors.js'
import { type DepartmentQuestions, Assessing, groupsOf, questionsFor } from '../../cases/assessing.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import { REPORT_FORM } from '../../forms/actions.js'
import type { AskedAnswer } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import { PageContexts } from '../case/pageContext.js'
import { type Criterion, listCriteria } from '../case/criteria.js'
import { FormDifferences } from '../http/formKeeper.js'
import { type Difference, differing } from '../kit/differing.js'
import type { Text } from '../kit/parts.js'
import { ENOUGH } from './assessment.form.js'
import { laidOut } from './assessment.rows.js'

/** What the page of an assessment is made of: what the department is asked. */
@Injectable()
export class AssessmentQuestions extends FormDifferences {
  constructor(
    private readonly reading: ReadingService,
    private readonly assessing: Assessing,
    private readonly contexts: PageContexts,
  ) {
    super()
  }

  /** Throws NotFound for somebody of no authority. */
  async askedOf({ authorityId }: Person, { case: line }: CaseFile): Promise<DepartmentQuestions> {
    const { today } = await this.contexts.today()
    if (authorityId === null) throw new NotFound()
    return this.assessing.asked(authorityId, line.filedOn ?? today, today)
  }

  async list(person: Person, place: string, theirs: Branch, mine: Branch): Promise<readonly Difference[]> {
    const { file, check } = await this.reading.peekJudged(person, Number(/\d+/.exec(place)?.[0]))
    return keptDifferences(await this.askedOf(person, file), listCriteria(check.judgement), theirs, mine)
  }
}

/** What stands in another window and what stands here. */
function keptDifferences(
  asked: DepartmentQuestions,
  criteria: readonly Criterion[],
  theirs: Branch,
  mine: Branch,
): readonly Difference[] {
  const names: Readonly<Record<string, readonly (Text | undefined)[]>> = {
    scores: questionsFor(asked).map(({ label }) => label),
    compliance: groupsOf(asked).map(({ label }) => label),
    findings: criteria.map(({ name }) => name),
  }
  const nameOf = ({ path, label, group }: AskedAnswer) => {
    const [, list = '', at] = /^(\w+)\.(\d+)\./.exec(path) ?? []
    const row = names[list]?.[Number(at)] ?? group
    const words = typeof row === 'string' ? { zh: row, en: row } : row
    return words ? { zh: `${words.zh} · ${label.zh}`, en: `${words.en} · ${label.en}` } : label
  }
  const [one, other] = [theirs, mine].map((tree) => laidOut(tree, asked, criteria))
  return [ENOUGH, REPORT_FORM].flatMap((form) => differing(form, one, other, nameOf))
}
