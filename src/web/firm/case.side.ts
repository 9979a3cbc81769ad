/** The firm's side of a case: its own page; the forms of actions are as they are declared, with what they cost. */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Stale } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import { type CaseFile, mayDo } from '../../cases/caseFile.js'
import type { Branch } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import { reasonSchema } from '../../reference/bodies.js'
import { Reference } from '../../reference/reference.service.js'
import type { Act } from '../../workflow/machine.js'
import { firstInput } from '../case/action.view.js'
import {
  type AskedCase,
  type Background,
  FirmSide,
  type FormAdditions,
  type FormOrigin,
  type FormRequest,
} from '../case/side.js'
import type { PageContext } from '../case/clock.view.js'
import { type Answer, done } from '../http/answers.js'
import { day } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { withConditions } from './aftercare.view.js'
import { FirmCasePage } from './case.page.js'
import { hearingBackground } from './intention.view.js'
import { dayThatCounts } from './standing.js'

@Injectable()
export class FirmCaseSide extends FirmSide {
  constructor(
    private readonly casePage: FirmCasePage,
    private readonly reference: Reference,
  ) {
    super()
  }

  page(request: FastifyRequest, caseId: number): Promise<Answer> {
    return this.casePage.show(request, caseId)
  }

  async first(_person: Person, file: CaseFile, action: Act, { kept, about }: FormOrigin): Promise<Branch> {
    return kept?.input ?? { ...firstInput(action, file), ...about }
  }

  async add(_person: Person, request: FormRequest): Promise<FormAdditions> {
    const { action, file, context, language } = request
    const form = action === 'meetCondition' ? withConditions(request.form, file, language) : request.form
    const recalls = action === 'recall' && mayDo(file, action)
    const notices = recalls ? [recallNotice(file, context)] : []
    return { form, notices, background: await this.background(request), after: [] }
  }

  /** What a form answers to. */
  private async background({ action, file, context, language }: FormRequest): Promise<Background[]> {
    if (action !== 'answerIntention' && action !== 'answerRevocation') return []
    const reasons = await this.reference.all('reasons', context.today, reasonSchema)
    return hearingBackground(file, { reasons, language })
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

/** What a firm loses that takes its application back to change it. */
function recallNotice({ case: line }: CaseFile, context: PageContext): Notice {
  const due = dayThatCounts(line, context) ?? ''
  return { kind: 'near', title: LOST, text: fill(ANEW, { filed: line.filedOn ? day(line.filedOn) : '', due }) }
}
const LOST: Bilingual = {
  zh: '收回后，申请日和办理顺序不再保留',
  en: 'You will lose your filing date and your place in the queue',
}
const ANEW: Bilingual = {
  zh:
    '现在的申请日是{filed}，{due}。再次提交的那一天为新的申请日：' +
    '办理时限从该日起重新计算，承诺的日期相应推后，办理顺序重新排列。',
  en:
    'Filed on {filed}. {due}. The day you submit again becomes the new filing date: the time limit ' +
    'starts again, the promised date moves back, and the application loses its place in the queue.',
}
