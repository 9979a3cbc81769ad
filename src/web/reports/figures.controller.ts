/** What everybody may know of how the work is going: the last twelve whole months, without small numbers. */
import { Controller, Get } from '@nestjs/common'
import type { Language } from '../../base/text.js'
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
  constructor(private readonly reports: ReportService) {}

  @Get()
  async show() {
    return page('reports/service-figures', publicView(await this.reports.publicReport()), { audience: 'public' })
  }

  @SendsFile()
  @Get('csv')
  async csv(@InLanguage() language: Language, @Asked('table') asked: string | undefined) {
    const report = await this.reports.publicReport()
    const { from, to } = report.period
    const { months, times, clusters } = publicTables(report)
    const table = [times, clusters].find(({ id }) => id === asked) ?? months
    return csvFile(`${FILE_NAME[language]}-${from}-${to}`, csvOf(figuresLines(report, table), language))
  }
}

const FILE_NAME = { zh: '海荐办理数据', en: 'haijian-figures' }
