/**
 * How the work is going: tables and charts of a period, the cases behind a figure, and the same
 * tables as files. What is asked for stands in the address.
 */
import { Controller, Get, Param, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { NotFound } from '../../base/errors.js'
import type { Language } from '../../base/text.js'
import { ReportNames } from '../../cases/reports/names.js'
import { ReportService, seesCases } from '../../cases/reports/report.service.js'
import { makeTables } from '../../cases/reports/tables.js'
import type { Person } from '../../people/session.service.js'
import { Exports, For } from '../http/access.js'
import { csvFile, page } from '../http/answers.js'
import { readNumber } from '../http/input.js'
import { PER_PAGE } from '../http/paging.js'
import { InLanguage, Me } from '../http/params.js'
import { csvOf } from '../kit/csv.js'
import { addressWith } from '../kit/page.js'
import { casesView } from './cases.view.js'
import { readFigure, readQuestion } from './question.js'
import { figuresLines, reportView } from './reports.view.js'

@Controller('reports')
@For('supervisor', 'approver', 'policyEditor', 'auditor')
export class ReportsController {
  constructor(
    private readonly reports: ReportService,
    private readonly names: ReportNames,
    private readonly clock: Clock,
  ) {}

  @Get()
  async report(@Me() me: Person, @Query() query: unknown) {
    const today = this.clock.today()
    const report = await this.reports.report(me, readQuestion(query, today, !seesCases(me)))
    return page('reports/reports', reportView(report, today, seesCases(me)))
  }

  @Get('csv/:table')
  @Exports()
  async csv(@Me() me: Person, @InLanguage() language: Language, @Param('table') id: string, @Query() query: unknown) {
    const report = await this.reports.report(me, readQuestion(query, this.clock.today(), !seesCases(me)))
    const table = makeTables(report).find((one) => one.id === id)
    if (!table) throw new NotFound()
    const { from, to } = report.period
    return csvFile(`${FILE_NAME[language]}-${id}-${from}-${to}`, csvOf(figuresLines(report, table), language))
  }

  /** The cases behind one figure, for those who see cases. */
  @Get('cases')
  @For('supervisor', 'approver')
  async cases(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() query: unknown) {
    const today = this.clock.today()
    const question = readQuestion(query, today, false)
    const figure = readFigure(query)
    const at = readNumber(query, 'page') || 1
    const [names, { result: lines, asOf }] = await Promise.all([
      this.names.on(today),
      this.reports.behind(me, question.period, figure, { take: PER_PAGE + 1, skip: (at - 1) * PER_PAGE }),
    ])
    const more = {
      previous: at > 1 ? addressWith(url, 'page', String(at - 1)) : undefined,
      next: lines.length > PER_PAGE ? addressWith(url, 'page', String(at + 1)) : undefined,
    }
    return page('reports/cases', casesView(lines.slice(0, PER_PAGE), { question, figure, names, more, asOf }))
  }
}

const FILE_NAME = { zh: '海荐统计', en: 'haijian' }
