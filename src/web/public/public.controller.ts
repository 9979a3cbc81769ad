/**
 * What anybody may see: how it works, and the criteria. Whether a letter is genuine:
 * check.controller.ts.
 */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import { figureOf } from '../../cases/reports/figures.js'
import { ReportService } from '../../cases/reports/report.service.js'
import { Authorities, CITY } from '../../reference/authorities.js'
import { remedySchema } from '../../reference/obligations.js'
import { Reference } from '../../reference/reference.service.js'
import { retentionSchema } from '../../reference/retention.js'
import { Promises } from '../case/promise.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Asked } from '../http/params.js'
import type { Template, ViewOf } from '../http/pages.js'
import { headline } from '../kit/figures.js'
import { both, dateText, span } from '../kit/page.js'
import type { SummaryRow } from '../kit/parts.js'
import type { HomeView } from '../kit/views.js'
import { EXAMPLE } from './check.controller.js'
import { complaintsView } from './complaints.view.js'
import { Published } from './published.js'

const open = <Name extends Template, View extends ViewOf<Name>>(template: Name, view: View) =>
  page(template, view, { audience: 'public' })

@Controller()
@For('open')
export class PublicController {
  constructor(
    private readonly published: Published,
    private readonly promises: Promises,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
    private readonly reports: ReportService,
    private readonly reference: Reference,
  ) {}

  @Get()
  async home() {
    const today = this.clock.today()
    const view: HomeView = {
      promise: await this.promises.today(),
      criteria: { since: both((language) => dateText(today, language)), routes: await this.published.routes() },
      codeExample: EXAMPLE,
      selfCheck: path.selfCheck,
      figures: await this.figures(),
    }
    return open('home', {
      ...view,
      title: { zh: '外籍直播人才工作许可推荐', en: 'Recommending foreign live-streaming talents' },
    })
  }

  /** Shown when there is something to show: an invented or a suppressed figure helps nobody. */
  private async figures(): Promise<HomeView['figures']> {
    const figures = await this.reports.publicFigures()
    if (!figureOf({ figures }, { measure: 'decided' }).n) return undefined
    return { period: span(this.reports.publicPeriod()), items: headline({ figures }) }
  }

  @Get('how-it-works')
  async howItWorks() {
    return open('how-it-works', {
      ...(await this.published.howItWorks()),
      title: { zh: '办理流程', en: 'How it works' },
    })
  }

  @Get('criteria')
  async criteria(@Asked('on') on: string | undefined) {
    return open('criteria', {
      ...(await this.published.criteria(on)),
      title: { zh: '公布的条件', en: 'The published criteria' },
    })
  }

  @Get('complaints')
  async complaints() {
    const today = this.clock.today()
    const [asked, review, remedies, { contact }] = await Promise.all([
      this.reference.timeLimit('reviewRequest', today),
      this.reference.timeLimit('review', today),
      this.reference.all('remedies', today, remedySchema),
      this.leadContact(),
    ])
    return open('complaints', {
      ...complaintsView(contact, asked, review, [...remedies.values()]),
      title: { zh: '投诉与救济', en: 'Complaints and remedies' },
    })
  }

  @Get('privacy')
  async privacy() {
    const { handler, contact } = await this.leadContact()
    return open('privacy', {
      handler,
      contact,
      retention: await this.retention(),
      title: { zh: '个人信息保护', en: 'Privacy' },
    })
  }

  @Get('accessibility')
  async accessibility() {
    const { contact } = await this.leadContact()
    return open('accessibility', { contact, title: { zh: '无障碍', en: 'Accessibility' } })
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
}
