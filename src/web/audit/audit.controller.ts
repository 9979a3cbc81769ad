/**
 * The auditor's pages: searching the history of all cases, taking it away as a file. No content of
 * any case.
 */
import { Controller, Get, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { AuditKeys } from '../../cases/audit/keys.js'
import { SealingStates } from '../../cases/audit/sealing.service.js'
import { AuditTrail, type TrailQuestion } from '../../cases/audit/trail.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { Exports, For } from '../http/access.js'
import { file, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { InLanguage, Me } from '../http/params.js'
import type { Notice } from '../kit/parts.js'
import { countText } from './count.js'
import { eventTable } from './events.view.js'
import { EVENT_HEAD, eventCells, signedLines, tableOf } from './export.js'
import { auditTabs } from './lines.js'
import { type AuditSearch, addressOf, formOf, moreOf, questionOf, readAsked } from './question.js'

@Controller('audit')
@For('auditor')
export class AuditController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly sealing: SealingStates,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
    private readonly keys: AuditKeys,
  ) {}

  @Get()
  async search(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() query: unknown) {
    const asked = readAsked(query)
    const question = await this.question(me, asked, query)
    const [{ events, count, more }, state, authorities] = await Promise.all([
      question ? this.trail.find(me, question) : { events: [], count: 0, more: false },
      this.sealing.state(me),
      this.authorities.list(this.clock.today()),
    ])
    const any = events.length > 0
    const view = {
      title: { zh: '历史', en: 'History' },
      tabs: auditTabs(path.audit),
      notices: state.behind ? [behind] : [],
      form: formOf(asked, authorities),
      count: countText(count, 'event', 'events'),
      table: any && eventTable(events, authorities, { caption: { zh: '事件', en: 'Events' }, withCase: true }),
      empty: !any && (asked.number && !question ? noCase(asked.number) : nothing),
      exports: withQuery(path.auditExport, addressOf(asked)),
      more: moreOf(url, query, more ? events.at(-1) : undefined),
    }
    return page('audit/search', view, { audience: 'desk' })
  }

  /** What was asked for, all of it, as signed lines or as a table. */
  @Get('export')
  @Exports()
  async export(@Me() me: Person, @InLanguage() language: Language, @Query() query: unknown) {
    const asked = readAsked(query)
    const pages = this.trail.every(me, (await this.question(me, asked, {})) ?? { caseId: 0 })
    const name = ['haijian-audit', asked.number, asked.from, asked.to].filter(Boolean).join('-')
    if (readText(query, 'format') === 'csv')
      return file(
        { mime: 'text/csv; charset=utf-8', name: `${name}.csv` },
        tableOf(pages, EVENT_HEAD, eventCells, language),
      )
    const header = { what: 'haijian audit export', at: this.clock.now().toISOString(), by: me.account, asked }
    return file({ mime: 'application/x-ndjson', name: `${name}.jsonl` }, signedLines(pages, header, this.keys.exports))
  }

  /** Undefined when it is about a case that does not exist. */
  private async question(me: Person, asked: AuditSearch, query: unknown): Promise<TrailQuestion | undefined> {
    if (!asked.number) return questionOf(asked, undefined, query)
    const caseId = await this.trail.caseOf(me, asked.number)
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
  links: [{ text: { zh: '看封存情况', en: 'See how sealing goes' }, href: path.sealing }],
}

const nothing = {
  title: { zh: '没有这样的事件', en: 'No such event' },
  text: { zh: '放宽条件再找。', en: 'Widen the search.' },
}
const noCase = (number: string) => ({
  title: { zh: `没有编号为 ${number} 的案件`, en: `There is no case ${number}` },
  text: { zh: '请核对编号，如 2026-000123。', en: 'Check the number, such as 2026-000123.' },
})
