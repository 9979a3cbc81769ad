/**
 * One case as the auditor sees it: its events without content, its proof, and, by a second person's
 * consent, what is in it.
 */
import { Body, Controller, Get, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { NotFound, NotNow } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { ContentReadings } from '../../cases/audit/reading.service.js'
import { AuditTrail } from '../../cases/audit/trail.service.js'
import { ReadingService } from '../../cases/reading.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { answerSections, kindLabel } from '../case/case.view.js'
import { caseHead } from '../case/clock.view.js'
import { timelineItems } from '../case/history.view.js'
import { PageContexts } from '../case/pageContext.js'
import { For, Logged } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { KeepsForm } from '../http/formKeeper.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { counted } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { ALL_LOOKS, EVENT_CURSOR, eventAt, eventTable } from './events.view.js'
import { proofNotice } from './proof.view.js'
import { ASK_READING } from './reading.form.js'
import { wishRow } from './readings.view.js'
import { exportsOf, pageOf } from './search.js'

@Controller('audit/cases/:id')
@For('auditor')
export class AuditCaseController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly readings: ContentReadings,
    private readonly reading: ReadingService,
    private readonly authorities: Authorities,
    private readonly contexts: PageContexts,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Me() me: Person, @Id() id: number, @Req() request: FastifyRequest) {
    return this.page(me, id, request)
  }

  @Post('prove')
  async prove(@Me() me: Person, @Id() id: number) {
    await this.trail.prove(me, id)
    return done(`${path.auditCase(id)}#proof`)
  }

  @KeepsForm(ASK_READING)
  @Post('ask')
  ask(@Me() me: Person, @Id() id: number, @Req() request: FastifyRequest, @Body() body: unknown) {
    return submit(ASK_READING, body, {
      work: ({ reason }) => this.readings.ask(me, id, reason),
      then: done(path.auditCase(id), 'ask'),
      again: (form) => this.page(me, id, request, form),
    })
  }

  /** What is in the case. Opening it is an event in its history. */
  @Logged('revealed')
  @Get('content')
  async content(@Me() me: Person, @Id() id: number, @InLanguage() language: Language) {
    await this.trail.one(me, id)
    const [file, context] = await Promise.all([
      this.reading.get(me, id).catch((error: unknown) => {
        throw error instanceof NotFound ? new NotNow([CLOSED]) : error
      }),
      this.contexts.today(),
    ])
    const view = {
      title: { zh: `案件 ${file.case.number} 的内容`, en: `What is in case ${file.case.number}` },
      back: link({ zh: '返回历史', en: 'Back to the history' }, path.auditCase(id)),
      casehead: caseHead(file, context),
      notices: [RECORDED],
      sections: answerSections(file.answers, language),
      papers: file.attachments.map(({ id: paper, kind, name }) => ({
        kind: kindLabel(kind),
        name,
        href: path.file(id, paper),
      })),
      timeline: { dated: true, items: timelineItems(file, context) },
    }
    return page('audit/content', view, { audience: 'desk' })
  }

  private async page(me: Person, id: number, request: FastifyRequest, form = new Filled(ASK_READING)) {
    const address = path.auditCase(id)
    const [{ number, proof }, { lines: events, count, more }, wishes, authorities] = await Promise.all([
      this.trail.one(me, id),
      pageOf(request, EVENT_CURSOR, (after, ...most) =>
        this.trail.find(me, { caseId: id, after: eventAt(after) }, ...most),
      ),
      this.readings.list(me, id),
      this.authorities.list(this.clock.today()),
    ])
    const rows = wishes.map((wish) => wishRow(wish, this.clock.now()))
    const mine = rows.filter(({ askedBy }) => askedBy === me.id)
    const view = {
      title: { zh: `案件 ${number} 的历史`, en: `The history of case ${number}` },
      back: link({ zh: '返回全部历史', en: 'Back to all history' }, path.audit),
      looks: withQuery(path.audit, { number, action: ALL_LOOKS }),
      count: { zh: `${count} 条事件`, en: counted(count, 'event', 'events') },
      table: eventTable(events, authorities, false),
      more,
      address,
      exports: exportsOf(path.auditExport, { number }),
      found: proofNotice(proof),
      wishes: rows,
      open: mine.some(({ standing }) => standing === 'open'),
      waits: mine.some(({ standing }) => standing === 'waits'),
      form: form.keptAt(path.askToRead(id), address),
    }
    return page('audit/case', view, { audience: 'desk', done: { ask: ASKED } })
  }
}

const ASKED: Notice = {
  kind: 'ok',
  title: { zh: '已申请，待第二人决定', en: 'Requested. Waiting for the second person' },
  text: {
    zh: '安全管理员同意后，可在本页查看内容。',
    en: 'Once a security administrator has consented, you can view the content from this page.',
  },
}
const RECORDED: Notice = {
  kind: 'near',
  text: {
    zh: '本次查看已记入案件历史，牵头部门可见。仅可用于申请时写明的事由。',
    en:
      'This viewing is recorded in the history of the case and visible to the lead department. Use the ' +
      'content only for the reason you gave.',
  },
}
const CLOSED = {
  code: 'readingClosed',
  zh: '查看案件内容须经第二人同意，同意有期限。请在案件的历史页申请。',
  en:
    'Viewing the content of a case needs a second person’s consent and is limited in time. Request ' +
    'access on the history page of the case.',
}
