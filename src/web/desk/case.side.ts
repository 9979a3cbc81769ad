/**
 * The officers' side of a case: the desk's page, and what the desk adds to the form of an action:
 * names of departments and colleagues, the items that were proposed, what the firm said, and what
 * follows that the chart does not know.
 */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Stale } from '../../base/errors.js'
import { say } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import type { OtherLetter } from '../../cases/duplicates.js'
import { withOptions } from '../../forms/engine/known.js'
import type { Branch } from '../../forms/engine/node.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import type { Act } from '../../workflow/machine.js'
import { isAction, metaOf } from '../../workflow/step.js'
import { peopleKnown } from '../case/action.view.js'
import { type AskedCase, type FormAdditions, type FormOrigin, type FormRequest, OfficersSide } from '../case/side.js'
import { uncheckedNotice } from '../case/tick.view.js'
import type { Notice } from '../kit/parts.js'
import { AcceptForm } from './acceptForm.js'
import { returnNotice } from './case.permit.js'
import { DeskCasePage } from './case.page.js'
import { Assignees } from './assignees.js'
import { backgroundOf } from './background.js'
import { announcedInput, revocationEnds } from './heard.view.js'
import { limitBegun, withMost } from './limit.view.js'
import { askReport, conditionsKnown, onlyReport } from './matters.view.js'
import { Corrections, isCorrection } from './corrections.js'
import { OfficerCases } from './officerCases.js'
import { foundInput, isDecision, opinionsOf, scoringOf } from './opinions.view.js'
import { letterNotice } from './related.view.js'
import { Onward } from './onward.js'
import { RecommendForm } from './recommendForm.js'

@Injectable()
export class DeskCaseSide extends OfficersSide {
  constructor(
    private readonly casePage: DeskCasePage,
    private readonly cases: OfficerCases,
    private readonly reference: Reference,
    private readonly assignees: Assignees,
    private readonly recommend: RecommendForm,
    private readonly acceptForm: AcceptForm,
    private readonly onward: Onward,
    private readonly corrections: Corrections,
  ) {
    super()
  }

  page(request: FastifyRequest, caseId: number) {
    return this.casePage.show(request, caseId)
  }

  /** What a form holds when it is opened: what was typed before, with what has come since; else what is known. */
  async first(person: Person, file: CaseFile, action: Act, origin: FormOrigin): Promise<Branch> {
    const tree = await this.opened(person, file, action, origin)
    return isCorrection(action) ? this.withAsked(person, { file, check: origin.check }, tree, origin.ask) : tree
  }

  withAsked(person: Person, opened: AskedCase, tree: Branch, keys: readonly string[]): Promise<Branch> {
    return this.corrections.withAsked(person, opened, tree, keys)
  }

  leftOut(person: Person, opened: AskedCase, action: Act, tree: Branch) {
    return action === 'requestCorrection' ? this.corrections.leftOut(person, opened, tree) : Promise.resolve(undefined)
  }

  private async opened(person: Person, file: CaseFile, action: Act, origin: FormOrigin): Promise<Branch> {
    const { check, kept, fromReport, about } = origin
    if (action === 'confirmCondition') return { ...kept?.input, ...about }
    if (action === 'acknowledge' || action === 'askBack')
      return { ...onlyReport(file, action, person), ...kept?.input, ...about }
    const missing = fromReport ? await this.corrections.missing(person, file) : []
    if (kept) return this.corrections.goOn(file, action, kept, missing)
    if (isDecision(action)) {
      const found = foundInput(action, file, await this.cases.judgedBy({ file, check }))
      const known = action === 'recommend' ? this.recommend.first(file) : announcedInput(file, 'announceRefusal')
      return { ...found, ...(await known) }
    }
    if (action === 'accept') return this.acceptForm.first(file, check)
    if (action === 'revokeLetter') return announcedInput(file, 'proposeRevocation')
    return this.corrections.begin(file, action, missing)
  }

  async add(person: Person, asking: FormRequest): Promise<FormAdditions> {
    const { action, file, context } = asking
    const others = action === 'recommend' ? await this.recommend.listOthers(person, asking) : []
    const judgedBy = metaOf(file.case.state).waitsFor === 'approver' ? await this.cases.judgedBy(asking) : undefined
    const opinions = judgedBy && opinionsOf(file, context, judgedBy)
    return {
      form: await this.withKnown(person, asking, others),
      notices: await this.noticesOf(person, asking, others),
      background: backgroundOf(action, file, context, person),
      after: await this.following(asking),
      mentions: action === 'note' ? await this.assignees.mentions(person, file, context) : undefined,
      opinions,
      scoring: opinions && judgedBy && scoringOf(file, context, judgedBy),
      known: isCorrection(action) ? await this.corrections.show(person, asking) : undefined,
    }
  }

  private async noticesOf(person: Person, asking: FormRequest, others: readonly OtherLetter[]): Promise<Notice[]> {
    const { action, file, context } = asking
    if (action === 'requestCorrection') return this.corrections.notices(asking)
    if (action === 'recordGranted' || action === 'recordRefused') return this.recommend.outcomeNotices(person, asking)
    if (action === 'returnLetter') return [returnNotice(file, context)]
    const against = action === 'accept' ? await this.acceptForm.objections(person, file) : undefined
    return [
      ...(against ? [against] : []),
      ...letterNotice(others, file.case.state, context),
      ...uncheckedNotice(action, file),
      ...revocationEnds(action, file),
    ]
  }

  /** To the next case of the list, where the act has done what this one waited for; else to the case. */
  after(request: FastifyRequest, caseId: number, action: Act) {
    const goesOn = (isAction(action) && action !== 'consult') || ENTRIES_THAT_END.includes(action)
    return this.onward.after(request, caseId, action, goesOn)
  }

  withMeanwhile(action: Act, file: CaseFile, error: Stale, tree: Branch): Branch {
    return this.corrections.withProposed(file, action, error.since, tree)
  }

  /** The form with what the desk knows. */
  private async withKnown(person: Person, asking: FormRequest, others: readonly OtherLetter[]) {
    const { action, file, check, form, context, language } = asking
    if (action === 'recommend') return this.recommend.ask(asking, others)
    if (action === 'extendLimit') {
      const judgedOn = file.case.filedOn ?? context.today
      return withMost(form, (await this.reference.procedure('extension', judgedOn)).mostDays, language)
    }
    if (action === 'handOver' || action === 'assign') {
      const people = peopleKnown(await this.assignees.list(person, file, language))
      const back = action === 'handOver' ? [{ value: '0', label: say(TO_DEPARTMENT, language) }] : []
      return withOptions(form, 'to', [...people, ...back])
    }
    if (action === 'giveTask' || action === 'finishTask' || action === 'chase')
      return this.assignees.askIn(person, asking, action)
    if (action === 'confirmCondition') return withOptions(form, 'condition', conditionsKnown(file))
    if (action === 'acknowledge' || action === 'askBack') return askReport(asking, action, person)
    if (isCorrection(action)) return this.corrections.form(asking)
    if (action === 'accept') return this.acceptForm.ask(form, file, context, language, check)
    return action === 'consult' ? this.acceptForm.ask(form, file, context, language) : form
  }

  /** The day of a consultation or of the firm’s answer, and whether the clock stops meanwhile. */
  private async following({ action, file, context }: FormRequest) {
    if (action === 'proposeRevocation') return limitBegun(action, context)
    const judgedOn = file.case.filedOn ?? context.today
    const stops =
      action === 'announceRefusal' ||
      (action === 'consult' && (await this.reference.procedure('consultation', judgedOn)).stopsClock)
    return limitBegun(action, context, stops)
  }
}

/** Entries after which the case waits for somebody else. */
const ENTRIES_THAT_END: readonly Act[] = ['announceRefusal', 'handOver']

/** What a hand-over without a colleague does. */
const TO_DEPARTMENT = { zh: '退回本部门，由同事认领', en: 'Back to the department, to be claimed' }
