/** What anybody may see: how it works, and the criteria. Whether a letter is genuine: check/check.controller.ts. */
import { Controller, Get, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import type { Bilingual } from '../../base/text.js'
import { ReportService } from '../../cases/reports/report.service.js'
import { Authorities, CITY } from '../../reference/authorities.js'
import { remedySchema } from '../../reference/obligations.js'
import { Reference } from '../../reference/reference.service.js'
import { retentionSchema } from '../../reference/retention.js'
import { For } from '../http/access.js'
import { EXAMPLE } from './check.controller.js'
import { Promises } from '../case/promise.js'
import { complaintsView } from './complaints.view.js'
import { readText } from '../http/input.js'
import { both, dateText } from '../kit/page.js'
import { Pages, type PageView } from '../http/pages.js'
import type { SummaryRow } from '../kit/parts.js'
import { Published } from './published.js'
import { figureOf, headline, periodText } from '../kit/figures.js'
import type { HomeView } from '../kit/views.js'

@Controller()
@For('open')
export class PublicController {
  constructor(
    private readonly pages: Pages,
    private readonly published: Published,
    private readonly promises: Promises,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
    private readonly reports: ReportService,
    private readonly reference: Reference,
  ) {}

  @Get()
  async home(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const today = this.clock.today()
    const view: HomeView = {
      promise: await this.promises.today(),
      criteria: { since: both((language) => dateText(today, language)), routes: await this.published.routes() },
      codeExample: EXAMPLE,
      selfCheck: '/self-check',
      ...(await this.figures()),
    }
    return this.send(request, reply, 'home', {
      ...view,
      title: { zh: '外籍直播人才工作许可推荐', en: 'Recommending foreign live-streaming talents' },
    })
  }

  /** Shown when there is something to show: an invented or a suppressed figure helps nobody. */
  private async figures(): Promise<Pick<HomeView, 'figures'>> {
    const figures = await this.reports.publicFigures()
    if (!figureOf({ figures }, 'none', '', 'decided').n) return {}
    return { figures: { period: periodText(this.reports.publicPeriod()), items: headline({ figures }) } }
  }

  @Get('how-it-works')
  async howItWorks(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.send(request, reply, 'how-it-works', {
      ...(await this.published.howItWorks()),
      title: { zh: '办理流程', en: 'How it works' },
    })
  }

  @Get('criteria')
  async criteria(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    return this.send(request, reply, 'criteria', {
      ...(await this.published.criteria(readText(query, 'on', 10))),
      title: { zh: '公布的条件', en: 'The published criteria' },
    })
  }

  @Get('complaints')
  async complaints(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const today = this.clock.today()
    const [asked, review, remedies, { contact }] = await Promise.all([
      this.reference.timeLimit('reviewRequest', today),
      this.reference.timeLimit('review', today),
      this.reference.all('remedies', today, remedySchema),
      this.leadContact(),
    ])
    return this.send(request, reply, 'complaints', {
      ...complaintsView(contact, asked, review, [...remedies.values()]),
      title: { zh: '投诉与救济', en: 'Complaints and remedies' },
    })
  }

  @Get('privacy')
  async privacy(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { handler, contact } = await this.leadContact()
    return this.send(request, reply, 'privacy', {
      handler,
      contact,
      retention: await this.retention(),
      title: { zh: '个人信息保护', en: 'Privacy' },
    })
  }

  @Get('accessibility')
  async accessibility(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { contact } = await this.leadContact()
    return this.send(request, reply, 'accessibility', { contact, title: { zh: '无障碍', en: 'Accessibility' } })
  }

  /** How long cases are kept, by the rules in force. */
  private async retention(): Promise<SummaryRow[]> {
    const rules = await this.reference.all('retention', this.clock.today(), retentionSchema)
    return [...rules.values()].map(({ label, months }) => ({
      key: label,
      line: [
        months % 12 === 0
          ? { zh: `${months / 12} 年`, en: `${months / 12} ${months === 12 ? 'year' : 'years'}` }
          : { zh: `${months} 个月`, en: `${months} months` },
      ],
    }))
  }

  private async leadContact(): Promise<{ handler: Bilingual; contact: Bilingual }> {
    const today = this.clock.today()
    const { lead } = await this.authorities.jurisdiction(today, CITY)
    const { name, office, phone } = await this.authorities.getByCode(lead, today)
    const called = phone ?? '12345'
    return {
      handler: name,
      contact: { zh: `${name.zh}${office.zh}，电话 ${called}`, en: `${office.en}, ${name.en}, telephone ${called}` },
    }
  }

  private send<View extends PageView>(
    request: FastifyRequest,
    reply: FastifyReply,
    page: string,
    view: View,
    status = 200,
  ) {
    return reply.send(this.pages.render(request, reply, page, view, { status, audience: 'public' }))
  }
}
