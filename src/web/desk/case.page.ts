/** One case on an officer's desk, in the order in which case.layout.ts has its parts for the reader's role. */
import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { path } from '../../base/path.js'
import { Inbox } from '../../cases/inbox.js'
import { has } from '../../people/actor.js'
import { PageContexts } from '../case/pageContext.js'
import { answerSections, EXPORTED, firmSummary } from '../case/case.view.js'
import { caseHead } from '../case/clock.view.js'
import { chasedNotice } from './asked.view.js'
import { actionAddress } from '../case/addresses.js'
import { conversationOf, openedBy } from '../case/conversation.js'
import { keptRows } from '../case/kept.view.js'
import { FormKeeper } from '../http/formKeeper.js'
import { liveCase } from '../case/liveCase.js'
import { personOf } from '../http/access.js'
import { type Answer, page } from '../http/answers.js'
import { sourcesOf } from './evidence.js'
import { evidenceOf } from './evidence.view.js'
import { closedNotice } from './opinions.view.js'
import { mattersOf } from './matters.view.js'
import { OfficerCases } from './officerCases.js'
import { Onward } from './onward.js'
import { actionsOf } from './case.actions.js'
import { othersNotices, othersOf } from './case.others.js'
import { FirstScreens } from './case.first.js'
import { deskOf, partOf, placed } from './case.layout.js'
import { documentsOf } from './case.papers.js'
import * as parts from './case.parts.js'
import { pointsPart } from './case.points.js'

@Injectable()
export class DeskCasePage {
  constructor(
    private readonly cases: OfficerCases,
    private readonly contexts: PageContexts,
    private readonly inbox: Inbox,
    private readonly onward: Onward,
    private readonly keeper: FormKeeper,
    private readonly firstScreens: FirstScreens,
  ) {}

  /** The page of a case for somebody of an authority; opening it is recorded. Throws NotFound. */
  async show(request: FastifyRequest, caseId: number): Promise<Answer> {
    const person = personOf(request)
    const { beside: kept, ...opened } = await this.cases.openWith(person, caseId, (tx) =>
      this.keeper.below(request, `${path.case(caseId)}/`, path.case(caseId), tx),
    )
    const { file, check, judgedBy } = opened
    const [fresh, context, { links, said, moved }] = await Promise.all([
      openedBy(this.inbox, request, caseId),
      this.contexts.today(),
      this.onward.at(request, file),
    ])
    const desk = deskOf(person, file.case.state)
    const own = await this.firstScreens.of(person, desk, opened, {
      context,
      moved,
      language: request.language,
      kept: kept.at(actionAddress(caseId, 'report')).kept,
    })
    const changed = parts.changedSince(file, opened.filings)
    const talk = conversationOf(file, context, { byFirm: false, fresh, requestId: randomUUID(), kept })
    const unsent = keptRows(kept, [...(talk?.action ? ['message'] : []), ...(own.assessment ? ['report'] : [])])
    const matters = mattersOf(file, context)
    const sections = [
      { key: 'registered', label: { zh: '企业', en: 'Firm' }, summary: firmSummary(opened.firm, file.mandate) },
      ...answerSections(file.answers, request.language, {
        earlier: changed?.earlier,
        without: EXPORTED,
        sources: sourcesOf(file),
      }),
    ]
    const evidence = evidenceOf(file, check, {
      ...judgedBy,
      scores: !has(person, 'permitOfficer'),
      exports: opened.exports,
    })
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
      ...placed(desk, {
        ...othersOf(opened, context),
        ...parts.recordOf(opened, context, person, fresh),
        ...parts.forDesk(desk, opened, context),
        ...own,
        matters: matters && partOf('parts/case/matters', { matters }),
        changed: changed && partOf('parts/case/changed', changed.line),
        opinions: parts.opinionsPart(file, context, judgedBy),
        answers: partOf('parts/case/answers', { sections }),
        ...documentsOf(opened),
        actions: partOf('parts/case/actions', actionsOf(file, desk, { accepting: own.accept !== undefined, moved })),
        unsent: unsent.length > 0 ? partOf('parts/case/unsent', { rows: unsent }) : undefined,
        talk: talk && partOf('parts/case/talk', talk),
        points: pointsPart(check),
        more: partOf('parts/case/more', { address: path.case(caseId) }),
        evidence: partOf('parts/case/evidence', evidence),
      }),
    }
    return page('desk/case', view)
  }
}
