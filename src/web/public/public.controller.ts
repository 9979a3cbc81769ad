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
import { EXAMPLE } from '../../base/checkCode.js'
import { Promises } from '../case/promise.js'
import { For, WebSettings } from '../http/access.js'
import { asItIs, page } from '../http/answers.js'
import { robots, sitemap } from '../http/described.js'
import { Asked } from '../http/params.js'
import type { Template, ViewOf } from '../http/pages.js'
import { headline } from '../kit/figures.js'
import { counted, span } from '../kit/page.js'
import { keptIn } from './check.controller.js'
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
    private readonly settings: WebSettings,
  ) {}

  @Get()
  async home(@Asked('code') code = '') {
    return open('home', {
      title: { zh: '外籍直播人才工作许可推荐', en: 'Recommendation of foreign live-streaming hosts' },
      promise: await this.promises.today(),
      criteria: await this.published.summary(),
      codeExample: EXAMPLE,
      code: code.slice(0, 200),
      ...keptIn(path.home),
      selfCheck: path.selfCheck,
      figures: await this.figures(),
    })
  }

  /** Shown when there is something to show: an invented or a suppressed figure helps nobody. */
  private async figures() {
    const { result: figures } = await this.reports.publicFigures()
    if (!figureOf({ figures }, { measure: 'decided' }).n) return undefined
    return { period: span(this.reports.publicPeriod()), items: headline({ figures }) }
  }

  @Get('how-it-works')
  async howItWorks() {
    return open('how-it-works', {
      title: { zh: '办理流程', en: 'How it works' },
      ...(await this.published.howItWorks()),
    })
  }

  @Get('criteria')
  async criteria(@Asked('on') on: string | undefined) {
    return open('criteria', {
      title: { zh: '公布的条件', en: 'The published criteria' },
      ...(await this.published.criteria(on)),
    })
  }

  @Get('robots.txt')
  robots() {
    return asItIs(robots(this.settings.publicUrl), { 'content-type': 'text/plain; charset=utf-8' })
  }

  @Get('sitemap.xml')
  sitemap() {
    return asItIs(sitemap(this.settings.publicUrl), { 'content-type': 'application/xml; charset=utf-8' })
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
      title: { zh: '投诉与救济', en: 'Complaints and remedies' },
      contact,
      ...complaintsView(asked, review, [...remedies.values()]),
    })
  }

  @Get('privacy')
  async privacy() {
    return open('privacy', {
      title: { zh: '个人信息保护', en: 'Privacy' },
      ...(await this.leadContact()),
      retention: await this.retention(),
    })
  }

  @Get('accessibility')
  async accessibility() {
    const { contact } = await this.leadContact()
    return open('accessibility', { title: { zh: '无障碍', en: 'Accessibility' }, contact })
  }

  /** How long cases are kept, by the rules in force. */
  private async retention() {
    const rules = await this.reference.all('retention', this.clock.today(), retentionSchema)
    return [...rules.values()].map(({ label, months }) => ({ key: label, line: [retentionText(months)] }))
  }

  private async leadContact() {
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

const retentionText = (months: number): Bilingual =>
  months % 12 === 0
    ? { zh: `${months / 12} 年`, en: counted(months / 12, 'year', 'years') }
    : { zh: `${months} 个月`, en: counted(months, 'month', 'months') }
