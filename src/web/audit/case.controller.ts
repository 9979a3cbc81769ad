/** One case as the auditor sees it: its events without content, its proof, and, by a second person's consent, what is in it. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { NotFound, NotNow, type Problem } from '../../base/errors.js'
import { ContentReadings } from '../../cases/audit/reading.service.js'
import { AuditTrail } from '../../cases/audit/trail.service.js'
import { ReadingService } from '../../cases/reading.service.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { Authorities } from '../../reference/authorities.js'
import { For, Logged, personOf } from '../http/access.js'
import { PageContexts } from '../case/pageContext.js'
import { answerSections, kindLabel } from '../case/case.view.js'
import { caseHead } from '../case/clock.view.js'
import { timelineItems } from '../case/history.view.js'
import { readId, readText } from '../http/input.js'
import { addressWith } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { eventTable } from './events.view.js'
import { proofNotice } from './proof.view.js'
import { afterOf, questionOf, readAsked } from './question.js'
import { ASK_READING } from './reading.form.js'
import { standingOf, wishRow } from './readings.view.js'

@Controller('audit/cases/:id')
@For('auditor')
export class AuditCaseController {
  constructor(
    private readonly pages: Pages,
    private readonly trail: AuditTrail,
    private readonly readings: ContentReadings,
    private readonly reading: ReadingService,
    private readonly authorities: Authorities,
    private readonly contexts: PageContexts,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query() query: unknown) {
    const notices: Notice[] = readText(query, 'done') === 'ask' ? [asked] : []
    return this.send(request, reply, readId(id), query, { notices })
  }

  @Post('prove')
  async prove(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.trail.prove(personOf(request), readId(id))
    return seeOther(reply, `/audit/cases/${readId(id)}#proof`)
  }

  @Post('ask')
  async ask(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(ASK_READING, tree)
    if (!value) return this.send(request, reply, readId(id), {}, { typed: tree, problems })
    await this.readings.ask(personOf(request), readId(id), value.reason)
    return seeOther(reply, `/audit/cases/${readId(id)}?done=ask`)
  }

  /** What is in the case. Opening it is an event in its history. */
  @Logged('revealed')
  @Get('content')
  async content(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const person = personOf(request)
    const caseId = readId(id)
    await this.trail.one(person, caseId)
    const [file, around] = await Promise.all([
      this.reading.get(person, caseId).catch((error: unknown) => {
        throw error instanceof NotFound ? new NotNow([closed]) : error
      }),
      this.contexts.today(),
    ])
    const view = {
      title: { zh: `案件 ${file.case.number} 的内容`, en: `What is in case ${file.case.number}` },
      back: { text: { zh: '返回历史', en: 'Back to the history' }, href: `/audit/cases/${caseId}` },
      casehead: caseHead(file, around),
      notices: [recorded],
      sections: answerSections(file.answers, request.language),
      papers: file.attachments.map(({ id: paper, kind, name }) => ({
        kind: kindLabel(kind),
        name,
        href: `/cases/${caseId}/files/${paper}`,
      })),
      timeline: { dated: true, items: timelineItems(file, around) },
    }
    return reply.send(this.pages.render(request, reply, 'audit/content', view, { audience: 'desk' }))
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    caseId: number,
    query: unknown,
    given: { notices?: readonly Notice[]; typed?: Branch; problems?: readonly Problem[] },
  ) {
    const person = personOf(request)
    const { notices = [], typed = {}, problems = [] } = given
    const question = questionOf({ ...readAsked({}), number: '' }, caseId, query)
    const [{ number, proof }, { events, count, more }, wishes, authorities] = await Promise.all([
      this.trail.one(person, caseId),
      this.trail.find(person, question),
      this.readings.list(person, caseId),
      this.authorities.list(this.clock.today()),
    ])
    const now = this.clock.now()
    const mine = wishes.filter(({ askedBy }) => askedBy === person.id).map((wish) => standingOf(wish, now))
    const summary = errorSummary(problems)
    const found = proofNotice(proof)
    const last = events.at(-1)
    const view = {
      title: { zh: `案件 ${number} 的历史`, en: `The history of case ${number}` },
      back: { text: { zh: '返回全部历史', en: 'Back to all history' }, href: '/audit' },
      notices,
      ...(summary && { problems: summary.lines }),
      number,
      count: { zh: `${count} 条事件`, en: `${count} ${count === 1 ? 'event' : 'events'}` },
      table: eventTable(events, authorities, { caption: { zh: '事件', en: 'Events' }, withCase: false }),
      more: {
        ...(readText(query, 'after') && { previous: addressWith(request.url, 'after', null) }),
        ...(more && last && { next: addressWith(request.url, 'after', afterOf(last)) }),
      },
      address: `/audit/cases/${caseId}`,
      exports: `/audit/export?number=${encodeURIComponent(number)}`,
      ...(found && { found }),
      wishes: wishes.map((wish) => wishRow(wish, now)),
      open: mine.includes('open'),
      waits: mine.includes('waits'),
      form: formView(ASK_READING, typed, { language: request.language, problems }),
    }
    const status = problems.length > 0 ? 422 : 200
    return reply.send(this.pages.render(request, reply, 'audit/case', view, { status, audience: 'desk' }))
  }
}

const asked: Notice = {
  kind: 'ok',
  title: { zh: '已申请，等第二人决定', en: 'Asked; the second person decides' },
  text: {
    zh: '安全管理员同意后，本页会出现“查看内容”。',
    en: 'Once a security administrator has consented, this page offers to open the content.',
  },
}
const recorded: Notice = {
  kind: 'near',
  text: {
    zh: '这次查看已经记入案件的历史，牵头部门看得到。只用于申请时写明的事由。',
    en: 'This reading is now in the case’s history, where the lead department sees it. Use it only for the reason that you gave.',
  },
}
const closed = {
  code: 'readingClosed',
  zh: '案件的内容要有第二人同意才能看，同意也有期限。请在案件的历史页申请。',
  en: 'What is in a case is open only with a second person’s consent, and for a limited time. Ask for it on the page of the case’s history.',
}
