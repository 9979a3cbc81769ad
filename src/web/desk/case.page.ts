/** One case on an officer's desk: claim, evidence, judgement, what can be done, and what has happened. */

import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { path } from '../../base/path.js'
import { type CaseFile, mayDo } from '../../cases/caseFile.js'
import type { KeptForm } from '../../cases/keptForms.js'
import { Inbox } from '../../cases/inbox.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import type { Choice } from '../../workflow/step.js'
import { PageContexts } from '../case/pageContext.js'
import { actionButtons, answerSections, EXPORTED, firmSummary } from '../case/case.view.js'
import { caseHead } from '../case/clock.view.js'
import { chasedNotice } from './asked.view.js'
import { actionAddress } from '../case/addresses.js'
import { conversationOf, openedBy } from '../case/conversation.js'
import { keptRows } from '../case/kept.view.js'
import { FormKeeper } from '../http/formKeeper.js'
import { liveCase } from '../case/liveCase.js'
import { personOf } from '../http/access.js'
import { type Answer, page } from '../http/answers.js'
import { AssessmentQuestions } from './assessment.kept.js'
import { assessmentTasks } from './assessment.tasks.js'
import { sourcesOf } from './evidence.js'
import { evidenceOf } from './evidence.view.js'
import { closedNotice, opinionsOf, scoringOf } from './opinions.view.js'
import { mattersOf, OF_ONE_MATTER } from './matters.view.js'
import { OfficerCases } from './officerCases.js'
import { Onward } from './onward.js'
import { changedSince, documentsOf, judgementOf, othersNotices, othersOf, recordOf } from './case.parts.js'

/** What has a place of its own on the page. */
const HERE: ReadonlySet<string> = new Set(['message', 'finishTask', ...OF_ONE_MATTER])

/** Where a recommendation names no condition, or all are confirmed, nobody needs to be told that none can be. */
const isOffered = ({ action, enabled }: Choice): boolean => enabled || action !== 'confirmCondition'

@Injectable()
export class DeskCasePage {
  constructor(
    private readonly cases: OfficerCases,
    private readonly contexts: PageContexts,
    private readonly inbox: Inbox,
    private readonly onward: Onward,
    private readonly questions: AssessmentQuestions,
    private readonly keeper: FormKeeper,
  ) {}

  /** The page of a case for somebody of an authority; opening it is recorded. Throws NotFound. */
  async show(request: FastifyRequest, caseId: number): Promise<Answer> {
    const person = personOf(request)
    const opened = await this.cases.open(person, caseId)
    const { file, check, judgedBy } = opened
    const [fresh, context, { links, said }, kept] = await Promise.all([
      openedBy(this.inbox, request, caseId),
      this.contexts.today(),
      this.onward.at(request, file.case),
      this.keeper.below(request, `${path.case(caseId)}/`, path.case(caseId)),
    ])
    const tasks = await this.tasksOf(person, file, kept.at(actionAddress(caseId, 'report')).kept)
    const opinions = opinionsOf(file, context, judgedBy)
    const changed = changedSince(file, opened.filings)
    const talk = conversationOf(file, context, { byFirm: false, fresh, requestId: randomUUID(), kept })
    const unsent = keptRows(kept, [...(talk?.action ? ['message'] : []), ...(tasks ? ['report'] : [])])
    const kinds = (kind: Choice['kind']) => file.choices.filter((choice) => choice.kind === kind)
    const view = {
      title: { zh: `案件 ${file.case.number}`, en: `Case ${file.case.number}` },
      casehead: { ...caseHead(file, context), links },
      liveCase: liveCase(file, false),
      notices: [
        ...said,
        ...opened.unreached,
        ...closedNotice(file, context),
        ...chasedNotice(file, context, person),
        ...othersNotices(opened, context),
      ],
      changed: changed?.line,
      ...othersOf(opened, context),
      sections: [
        {
          key: 'registered',
          label: { zh: '企业', en: 'Firm' },
          summary: firmSummary(opened.firm, opened.file.mandate),
        },
        ...answerSections(file.answers, request.language, {
          earlier: changed?.earlier,
          without: EXPORTED,
          sources: sourcesOf(file),
        }),
      ],
      ...documentsOf(opened),
      ...judgementOf(file, check),
      opinions,
      evidence: evidenceOf(file, check, { ...judgedBy, scores: !has(person, 'permitOfficer') }),
      scoring: scoringOf(file, context, judgedBy),
      ...recordOf(opened, context, person, fresh),
      matters: mattersOf(file, context),
      talk,
      tasks,
      unsent: unsent.length > 0 ? unsent : undefined,
      address: path.case(caseId),
      version: file.case.version,
      requestId: randomUUID(),
      actions: actionButtons(kinds('action'), caseId),
      records: actionButtons(kinds('entry').filter(isOffered), caseId, HERE).map((button) => ({
        ...button,
        kind: 'secondary' as const,
      })),
    }
    return page('desk/case', view)
  }

  /** Those who may assess see how far they are. */
  private async tasksOf(person: Person, file: CaseFile, kept: KeptForm | undefined) {
    if (person.authorityId === null || !mayDo(file, 'report')) return undefined
    return assessmentTasks(file.case.id, await this.questions.askedOf(person, file), kept)
  }
}
