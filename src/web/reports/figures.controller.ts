/** What everybody may know of how the work is going: the last twelve whole months, without small numbers. */
import { Controller, Get, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { say } from '../../base/text.js'
import { ReportService } from '../../cases/reports/report.service.js'
import { For, SendsFile } from '../http/access.js'
import { readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import { sendFile } from '../http/send.js'
import { csvOf } from '../kit/csv.js'
import { publicTables, publicView } from './figures.view.js'
import { ReportNames } from './names.js'
import { asCsv } from './tables.js'

@Controller('service-figures')
@For('open')
export class FiguresController {
  constructor(
    private readonly pages: Pages,
    private readonly reports: ReportService,
    private readonly names: ReportNames,
    private readonly clock: Clock,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const view = publicView(await this.source())
    return reply.send(this.pages.render(request, reply, 'reports/service-figures', view, { audience: 'public' }))
  }

  @SendsFile()
  @Get('csv')
  async csv(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const source = await this.source()
    const { language } = request
    const { from, to } = source.question.period
    const table = publicTables(source).find(({ id }) => id === readText(query, 'table', 20)) ?? publicTables(source)[0]
    const name = `${say({ zh: '海荐办理数据', en: 'haijian-figures' }, language)}-${from}-${to}.csv`
    return sendFile(reply, { mime: 'text/csv; charset=utf-8', name }, csvOf(table ? asCsv(table) : [], language))
  }

  private async source() {
    const [figures, names] = await Promise.all([this.reports.publicFigures(), this.names.on(this.clock.today())])
    return { figures, names, question: { period: this.reports.publicPeriod(), by: 'month' as const } }
  }
}
