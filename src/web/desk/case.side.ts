/** The officers' side of a case: the desk's page, and what the desk adds to the forms of actions. */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Stale } from '../../base/errors.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { Branch } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import type { Act } from '../../workflow/machine.js'
import { metaOf } from '../../workflow/step.js'
import { type Added, type Asking, OfficersSide, type OpenedFrom } from '../case/side.js'
import type { Answer } from '../http/answers.js'
import { ActionDesk } from './action.desk.js'
import { DeskCasePage } from './case.page.js'
import { withProposed } from './notice.js'
import { OfficerCases } from './officerCases.js'
import { opinionsOf, scoringOf } from './opinions.view.js'

@Injectable()
export class DeskCaseSide extends OfficersSide {
  constructor(
    private readonly casePage: DeskCasePage,
    private readonly actionDesk: ActionDesk,
    private readonly cases: OfficerCases,
  ) {
    super()
  }

  page(request: FastifyRequest, caseId: number): Promise<Answer> {
    return this.casePage.show(request, caseId)
  }

  first(person: Person, file: CaseFile, action: Act, from: OpenedFrom): Promise<Branch> {
    return this.actionDesk.first(person, file, action, from)
  }

  async add(person: Person, asking: Asking): Promise<Added> {
    const added = await this.actionDesk.add(person, asking)
    const { file, around } = asking
    if (metaOf(file.case.state).waitsFor !== 'approver') return added
    const judgedBy = await this.cases.judgedBy(asking)
    const opinions = opinionsOf(file, around, judgedBy)
    return opinions ? { ...added, opinions, scoring: scoringOf(file, around, judgedBy) } : added
  }

  withMeanwhile(action: Act, file: CaseFile, error: Stale, tree: Branch): Branch {
    return action === 'requestCorrection' ? withProposed(file, error.since, tree) : tree
  }
}
