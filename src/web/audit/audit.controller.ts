/** The auditor's pages: searching the history of all cases, taking it away as a file. No content of any case. */
import { Controller, Get, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { AuditKeys } from '../../cases/audit/keys.js'
import { SealingStates } from '../../cases/audit/sealing.service.js'
import { AuditTrail, type TrailQuestion } from '../../cases/audit/trail.service.js'
import { Authorities } from '../../reference/authorities.js'
import { Exports, For, personOf } from '../http/access.js'
import { readText } from '../http/input.js'
import { addressWith } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { sendFile } from '../http/send.js'
import { countText } from './count.js'
import { eventTable } from './events.view.js'
import { EVENT_HEAD, eventCells, signedLines, tableOf } from './export.js'
import { auditTabs } from './lines.js'
import { type Asked, addressOf, afterOf, formOf, questionOf, readAsked } from './question.js'

@Controller('audit')
@For('auditor')
export class AuditController {
  constructor(
    private readonly pages: Pages,
    private readonly trail: AuditTrail,
    private readonly sealing: SealingStates,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
    private readonly keys: AuditKeys,
  ) {}

  @Get()
  async search(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const person = personOf(request)
    const asked = readAsked(query)
    const question = await this.question(request, asked, query)
    const [{ events, count, more }, state, authorities] = await Promise.all([
      question ? this.trail.find(person, question) : { events: [], count: 0, more: false },
      this.sealing.state(person),
      this.authorities.list(this.clock.today()),
    ])
    const last = events.at(-1)
    const view = {
      title: { zh: '历史', en: 'History' },
      tabs: auditTabs('/audit'),
      notices: state.behind ? [behind] : [],
      form: formOf(asked, authorities),
      count: countText(count, 'event', 'events'),
      ...(events.length > 0 && {
        table: eventTable(events, authorities, { caption: { zh: '事件', en: 'Events' }, withCase: true }),
      }),
      ...(events.length === 0 && { empty: asked.number && !question ? noCase(asked.number) : nothing }),
      exports: `/audit/export?${addressOf(asked)}`,
      more: {
        ...(readText(query, 'after') && { previous: addressWith(request.url, 'after', null) }),
        ...(more && last && { next: addressWith(request.url, 'after', afterOf(last)) }),
      },
    }
    return reply.send(this.pages.render(request, reply, 'audit/search', view, { audience: 'desk' }))
  }

  /** What was asked for, all of it, as signed lines or as a table. */
  @Get('export')
  @Exports()
  async export(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const person = personOf(request)
    const asked = readAsked(query)
    const question = (await this.question(request, asked, {})) ?? { caseId: 0 }
    const pages = this.trail.every(person, question)
    const name = ['haijian-audit', asked.number, asked.from, asked.to].filter(Boolean).join('-')
    if (readText(query, 'format') === 'csv')
      return sendFile(
        reply,
        { mime: 'text/csv; charset=utf-8', name: `${name}.csv` },
        tableOf(pages, EVENT_HEAD, eventCells, request.language),
      )
    const header = { what: 'haijian audit export', at: this.clock.now().toISOString(), by: person.account, asked }
    return sendFile(
      reply,
      { mime: 'application/x-ndjson', name: `${name}.jsonl` },
      signedLines(pages, header, this.keys.exports),
    )
  }

  /** Undefined when it is about a case that does not exist. */
  private async question(request: FastifyRequest, asked: Asked, query: unknown): Promise<TrailQuestion | undefined> {
    if (!asked.number) return questionOf(asked, undefined, query)
    const caseId = await this.trail.caseOf(personOf(request), asked.number)
    return caseId === undefined ? undefined : questionOf(asked, caseId, query)
  }
}

const behind: Notice = {
  kind: 'bad',
  title: { zh: '封存落后了', en: 'Sealing is behind' },
  text: {
    zh: '有事件等了太久还没有封存到数据库以外。',
    en: 'Events have waited for too long to be sealed outside the database.',
  },
  links: [{ text: { zh: '看封存情况', en: 'See how sealing goes' }, href: '/audit/sealing' }],
}

const nothing = {
  title: { zh: '没有这样的事件', en: 'No such event' },
  text: { zh: '放宽条件再找。', en: 'Widen the search.' },
}
const noCase = (number: string) => ({
  title: { zh: `没有编号为 ${number} 的案件`, en: `There is no case ${number}` },
  text: { zh: '请核对编号，如 2026-000123。', en: 'Check the number, such as 2026-000123.' },
})
