/** One case as its firm sees it: a task list while the firm fills it in, and how it stands afterwards. */
import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { isOpen } from '../../cases/consents.js'
import { judgedOnOf } from '../../cases/facts.js'
import { Inbox } from '../../cases/inbox.js'
import { mayFillIn } from '../../people/actor.js'
import { Reference } from '../../reference/reference.service.js'
import { answerSections, firmSummary } from '../case/case.view.js'
import { conversationOf, openedBy } from '../case/conversation.js'
import { mayWrite, OwnCases } from '../case/own.js'
import { PageContexts } from '../case/pageContext.js'
import { candidateFacts, correctionFact } from '../case/consents.view.js'
import { unreachedIn } from '../case/undelivered.js'
import { personOf } from '../http/access.js'
import { type Answer, page } from '../http/answers.js'
import { FormKeeper } from '../http/formKeeper.js'
import { readText } from '../http/input.js'
import { Uploads } from '../http/uploads.js'
import { smallFacts } from '../kit/table.js'
import { fillNotices } from './askedToSubmit.view.js'
import { type Again, doneNotices, fillView, followView, papersView, problemsOf, quietButtons } from './case.parts.js'
import { refusedFacts, refusedNotices } from './consent.view.js'
import { loadFirmRules } from './firmRules.js'
import { roleNotices } from './people.view.js'
import { mandateNotice } from './mandates.view.js'
import { promiseAside } from './promise.view.js'
import { casesLink, nameOf, stepsOf, tagOf } from './standing.js'

/** What a section is called once it is filed, where its own name would stand there twice. */
const FILED_AS: Readonly<Record<string, { readonly key: string; readonly label: Bilingual }>> = {
  firm: { key: 'contact', label: { zh: '联系人', en: 'Contact' } },
  documents: {
    key: 'promised',
    label: { zh: '以承诺书代替的证明', en: 'Certificates replaced by a letter' },
  },
}

@Injectable()
export class FirmCasePage {
  constructor(
    private readonly own: OwnCases,
    private readonly contexts: PageContexts,
    private readonly reference: Reference,
    private readonly inbox: Inbox,
    private readonly keeper: FormKeeper,
    private readonly uploads: Uploads,
  ) {}

  /** The page of a case for somebody of its firm. Throws NotFound. */
  async show(request: FastifyRequest, caseId: number, again?: Again): Promise<Answer> {
    const me = personOf(request)
    const { own, beside } = await this.own.openWith(me, caseId, (tx) =>
      Promise.all([
        this.keeper.below(request, `${path.case(caseId)}/`, path.case(caseId), tx),
        unreachedIn(tx, me, caseId),
      ]),
    )
    const [kept, unreached] = beside
    const fresh = await openedBy(this.inbox, request, caseId)
    const context = await this.contexts.today()
    const { file } = own
    const { id, number } = file.case
    const sentAt = file.events.findLast(({ action }) => action === 'submit' || action === 'resubmit')?.at ?? null
    const refused = mayWrite(file) ? [] : refusedFacts(file)
    const rules = await loadFirmRules(this.reference, context.today, judgedOnOf(file.case, context.today))
    const reader = { context, kept, language: request.language, begins: mayFillIn(me), mostBytes: this.uploads.most }
    const head = {
      title: nameOf(file.case),
      back: casesLink,
      notices: [
        ...doneNotices(request.query, file),
        ...roleNotices(me),
        ...mandateNotice(file.mandate, own.firm),
        ...unreached,
      ],
      name: nameOf(file.case),
      number,
      id,
      tag: tagOf(file.case),
      steps: stepsOf(file, context),
      promise: promiseAside(own, context),
      actions: quietButtons(file),
      mandated: file.mandate !== null,
      requestId: randomUUID(),
      talk: conversationOf(file, context, { byFirm: true, fresh, requestId: randomUUID(), kept }),
      papers: papersView(own.papers),
      consentsOpen: file.consents.some(isOpen),
      consents: smallFacts(
        ...candidateFacts(file),
        ...refused,
        ...own.corrections.map((one) => correctionFact(one, sentAt)),
      ),
    }
    if (mayWrite(file)) {
      const view = {
        ...head,
        ...fillView(own, rules, reader, readText(request.query, 'saved') !== undefined, again),
        notices: [...refusedNotices(file), ...head.notices, ...fillNotices(own, request.query)],
      }
      return page('firm/tasks', view, { status: again?.status, problems: problemsOf(own, again) })
    }
    const followed = followView(own, rules, reader)
    const view = {
      ...head,
      ...followed,
      // with its response the firm has nothing to do any more, and the intention stands all the same
      tag: tagOf({ ...file.case, announced: followed.intention?.announced }),
      filed: [
        { key: 'firm', label: { zh: '企业', en: 'The firm' }, summary: firmSummary(own.firm, file.mandate) },
        ...answerSections(file.answers, request.language).map((section) => ({ ...section, ...FILED_AS[section.key] })),
      ],
    }
    return page('firm/follow', view)
  }
}
