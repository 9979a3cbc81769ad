/** The firm's side of a case: its own page; the forms of actions are as they are declared. */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Stale } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { Branch } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import type { Act } from '../../workflow/machine.js'
import { firstInput } from '../case/action.view.js'
import { type AskedCase, FirmSide, type FormAdditions, type FormOrigin, type FormRequest } from '../case/side.js'
import { type Answer, done } from '../http/answers.js'
import { FirmCasePage } from './case.page.js'

@Injectable()
export class FirmCaseSide extends FirmSide {
  constructor(private readonly casePage: FirmCasePage) {
    super()
  }

  page(request: FastifyRequest, caseId: number): Promise<Answer> {
    return this.casePage.show(request, caseId)
  }

  async first(_person: Person, file: CaseFile, action: Act, { kept }: FormOrigin): Promise<Branch> {
    return kept?.input ?? firstInput(action, file)
  }

  async add(_person: Person, { form }: FormRequest): Promise<FormAdditions> {
    return { form, notices: [], background: [], after: [] }
  }

  /** Of what is discarded nothing is left to look at. */
  async after(_request: FastifyRequest, caseId: number, action: Act): Promise<Answer> {
    return done(action === 'discard' ? path.cases : path.case(caseId), action)
  }

  withMeanwhile(_action: Act, _file: CaseFile, _error: Stale, tree: Branch): Branch {
    return tree
  }

  /** A firm asks for no correction. */
  async withAsked(_person: Person, _opened: AskedCase, tree: Branch): Promise<Branch> {
    return tree
  }
}
