/**
 * Where two assessments by the same person differ, when both were kept: question by question, by
 * the names that the page gives them.
 */
import { Injectable } from '@nestjs/common'
import { NotFound } from '../../base/errors.js'
import { type Bilingual, DOT, joined } from '../../base/text.js'
import { Assessing, type DepartmentQuestions, groupsOf, questionsFor } from '../../cases/assessing.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { consultedPart } from '../../cases/colleagues.js'
import { ReadingService } from '../../cases/reading.service.js'
import { REPORT_FORM } from '../../forms/actions.js'
import { ENOUGH } from '../../forms/assessment.js'
import type { AskedAnswer } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import { listCriteria } from '../../criteria/criterion.js'
import { PageContexts } from '../case/pageContext.js'
import { FormDifferences } from '../http/formKeeper.js'
import { type Difference, differing } from '../kit/differing.js'
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
  async askedOf({ authorityId }: Person, file: CaseFile): Promise<DepartmentQuestions> {
    const { today } = await this.contexts.today()
    if (authorityId === null) throw new NotFound()
    const consulted = consultedPart(file, authorityId) !== undefined
    return this.assessing.asked(authorityId, file.case.filedOn ?? today, today, consulted)
  }

  async list(person: Person, place: string, theirs: Branch, mine: Branch): Promise<readonly Difference[]> {
    const { file, check } = await this.reading.getJudged(person, Number(/\d+/.exec(place)?.[0]))
    const asked = await this.askedOf(person, file)
    const criteria = listCriteria(check.judgement)
    const rowNames: Readonly<Record<string, readonly Bilingual[]>> = {
      scores: questionsFor(asked).map(({ label }) => label),
      compliance: groupsOf(asked).map(({ label }) => label),
      findings: criteria.map(({ name }) => name),
    }
    const questionName = ({ path, label, group }: AskedAnswer) => {
      const [, list = '', at] = /^(\w+)\.(\d+)\./.exec(path) ?? []
      return joined([rowNames[list]?.[Number(at)] ?? group, label], DOT)
    }
    const [their, my] = [theirs, mine].map((tree) => laidOut(tree, asked, criteria))
    return [ENOUGH, REPORT_FORM].flatMap((form) => differing(form, their, my, questionName))
  }
}
