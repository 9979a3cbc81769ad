/** What everybody may know of how the work is going: the last twelve whole months, without small numbers. */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { type Language, say } from '../../base/text.js'
import { ReportService } from '../../cases/reports/report.service.js'
import { For, SendsFile } from '../http/access.js'
import { file, page } from '../http/answers.js'
import { Asked, InLanguage } from '../http/params.js'
import { csvOf } from '../kit/csv.js'
import { publicTables, publicView } from './figures.view.js'
import { ReportNames } from './names.js'
import { asCsv } from './tables.js'

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
    return page('reports/service-figures', publicView(await this.source()), { audience: 'public' })
  }

  @SendsFile()
  @Get('csv')
  async csv(@InLanguage() language: Language, @Asked('table') asked: string | undefined) {
    const source = await this.source()
    const { from, to } = source.question.period
    const tables = publicTables(source)
    const table = tables.find(({ id }) => id === asked) ?? tables[0]
    const name = `${say({ zh: '海荐办理数据', en: 'haijian-figures' }, language)}-${from}-${to}.csv`
    return file({ mime: 'text/csv; charset=utf-8', name }, csvOf(table ? asCsv(table) : [], language))
  }

  private async source() {
    const [figures, names] = await Promise.all([this.reports.publicFigures(), this.names.on(this.clock.today())])
    return { figures, names, question: { period: this.reports.publicPeriod(), by: 'month' as const } }
  }
}
