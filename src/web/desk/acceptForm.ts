/**
 * What the forms of acceptance and consultation ask: the departments of this place; of an acceptance those are ticked
 * that the case's goods and work suggest, each with the reason. The same form stands on the case's page.
 */
import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Database, type Tx } from '../../base/database.js'
import { fill, joined, type Language, SENTENCES } from '../../base/text.js'
import { type CaseFile, mayDo } from '../../cases/caseFile.js'
import type { Check } from '../../cases/preflight.js'
import { Talents } from '../../cases/talents.js'
import { type SuggestedDepartments, suggestDepartments } from '../../criteria/departments.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import { DEFAULT_DEPARTMENTS } from '../../forms/choices.js'
import { type Branch, textAt } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { Reference } from '../../reference/reference.service.js'
import { actionAddress } from '../case/addresses.js'
import { ofLane, type PageContext } from '../case/clock.view.js'
import { uncheckedText } from '../case/tick.view.js'
import { day } from '../kit/page.js'
import { objectionsTo } from './case.consents.js'
import { withDepartments } from './departments.js'

/** Of the firm's own words, what is done at work. */
const WORK = ['engagement.post', 'engagement.duties']

@Injectable()
export class AcceptForm {
  constructor(
    private readonly reference: Reference,
    private readonly authorities: Authorities,
    private readonly db: Database,
    private readonly talents: Talents,
  ) {}

  /** What the candidate objects to, above the form; undefined for somebody who may not accept. */
  async objections(person: Person, file: CaseFile) {
    if (!mayDo(file, 'accept')) return undefined
    const asked = (tx: Tx) => this.talents.listCorrections(tx, file.case.id)
    return objectionsTo(file, await this.db.transaction(settingsOf(person), asked))
  }

  /** What the form holds when it is opened. */
  async first(file: CaseFile, check: Check): Promise<Branch> {
    return { departments: [...new Set([...DEFAULT_DEPARTMENTS, ...(await this.suggested(file, check)).keys()])] }
  }

  /** The departments by their names at this place; with the check, why some are suggested. */
  async ask(form: FormView, file: CaseFile, context: PageContext, language: Language, check?: Check) {
    const jurisdiction = await this.authorities.jurisdiction(context.today, file.place)
    return withDepartments(form, file, jurisdiction, context, language, check && (await this.suggested(file, check)))
  }

  /** The form as it stands on the case's page; undefined for somebody who may not accept. */
  async here(file: CaseFile, check: Check, context: PageContext, language: Language) {
    if (!mayDo(file, 'accept')) return undefined
    const tree = await this.first(file, check)
    const form = formView(ACTION_FORMS.accept, tree, { language, only: ['departments'] })
    const limit = ofLane(file.case, context).limits.get('assessment')
    const action = actionAddress(file.case.id, 'accept')
    return {
      ...{ action, look: action, version: file.case.version, seq: file.case.lastSeq, requestId: randomUUID() },
      form: await this.ask(form, file, context, language, check),
      then: joined(
        [
          limit
            ? fill(THEN, { until: day(context.calendar.dueOn(context.today, limit).on) })
            : { zh: '受理后发出受理通知书。', en: 'The firm gets the notice of acceptance.' },
          uncheckedText(file),
        ],
        SENTENCES,
      ),
    }
  }

  private async suggested({ answers, case: { filedOn } }: CaseFile, check: Check): Promise<SuggestedDepartments> {
    const rules = await this.reference.procedure('departments', filedOn ?? check.judgedOn)
    return suggestDepartments(rules, { judgement: check.judgement, work: WORK.map((path) => textAt(answers, path)) })
  }
}

const THEN = {
  zh: '受理后发出受理通知书，评估期限至{until}。',
  en: 'The firm gets the notice of acceptance; the assessment is due on {until}.',
}
