/** What everybody may know of how the work is going: the last twelve whole months, without small numbers. */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import type { Language } from '../../base/text.js'
import { ReportNames } from '../../cases/reports/names.js'
import { ReportService } from '../../cases/reports/report.service.js'
import { For, SendsFile } from '../http/access.js'
import { csvFile, page } from '../http/answers.js'
import { Asked, InLanguage } from '../http/params.js'
import { csvOf } from '../kit/csv.js'
import { publicTables, publicView } from './figures.view.js'
import { figuresLines } from './reports.view.js'

@Controller('service-figures')
@For('open')
export class FiguresController {
  constructor(
    private readonly reports: ReportService,
    private readonly names: ReportNames,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show() {
    return page('reports/service-figures', publicView(await this.report()), { audience: 'public' })
  }

  @SendsFile()
  @Get('csv')
  async csv(@InLanguage() language: Language, @Asked('table') asked: string | undefined) {
    const report = await this.report()
    const { from, to } = report.period
    const { months, times, clusters } = publicTables(report)
    const table = [times, clusters].find(({ id }) => id === asked) ?? months
    return csvFile(`${FILE_NAME[language]}-${from}-${to}`, csvOf(figuresLines(report, table), language))
  }

  private async report() {
    const [figures, names] = await Promise.all([this.reports.publicFigures(), this.names.on(this.clock.today())])
    return { figures, names, period: this.reports.publicPeriod(), by: 'month' as const }
  }
}

const FILE_NAME = { zh: '海荐办理数据', en: 'haijian-figures' }
