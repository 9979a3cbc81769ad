/**
 * How the work is going: tables and charts of a period, the cases behind a figure, and the same
 * tables as files. What is asked for stands in the address.
 */
import { Controller, Get, Param, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { NotFound } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { type Language, say } from '../../base/text.js'
import { BREAKDOWNS, type Breakdown, ReportService, seesCases } from '../../cases/reports/report.service.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import { timeLimitSchema } from '../../reference/workingDays.js'
import { Exports, For } from '../http/access.js'
import { file, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { addressWith } from '../kit/page.js'
import type { Text } from '../kit/parts.js'
import { InLanguage, Me } from '../http/params.js'
import { casesView } from './cases.view.js'
import type { Source } from './cells.js'
import { csvOf } from '../kit/csv.js'
import { ReportNames } from './names.js'
import { type Question, queryOf, readQuestion } from './question.js'
import { reportView } from './reports.view.js'
import { asCsv, makeTables } from './tables.js'

const PER_PAGE = 50

@Controller('reports')
@For('supervisor', 'approver', 'policyEditor', 'auditor')
export class ReportsController {
  constructor(
    private readonly reports: ReportService,
    private readonly names: ReportNames,
    private readonly reference: Reference,
    private readonly clock: Clock,
  ) {}

  @Get()
  async report(@Me() me: Person, @Query() query: unknown) {
    const today = this.clock.today()
    const source = await this.source(me, readQuestion(query, today, !seesCases(me)))
    const view = reportView(source, await this.limits(today), { today, seesCases: seesCases(me) })
    return page('reports/reports', view)
  }

  @Get('csv/:table')
  @Exports()
  async csv(@Me() me: Person, @InLanguage() language: Language, @Param('table') id: string, @Query() query: unknown) {
    const today = this.clock.today()
    const question = readQuestion(query, today, !seesCases(me))
    const source = await this.source(me, question)
    const { words } = await this.limits(today)
    const table = makeTables(source, words).find((one) => one.id === id)
    if (!table) throw new NotFound()
    const { from, to } = question.period
    const name = `${say(FILE_NAME, language)}-${id}-${from}-${to}.csv`
    return file({ mime: 'text/csv; charset=utf-8', name }, csvOf(asCsv(table), language))
  }

  /** The cases behind one figure, for those who see cases. */
  @Get('cases')
  @For('supervisor', 'approver')
  async cases(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() query: unknown) {
    const today = this.clock.today()
    const question = readQuestion(query, today, false)
    const measure = readText(query, 'measure', 60) ?? 'filed'
    const of = readText(query, 'of', 20)
    const by: Breakdown = of === 'days' ? of : (BREAKDOWNS.find((known) => known === of) ?? 'none')
    const key = by === 'none' ? '' : (readText(query, 'key', 60) ?? '')
    const late = readText(query, 'late') === 'yes'
    const asked = Number(readText(query, 'page', 4) ?? 1)
    const at = Number.isInteger(asked) && asked > 0 ? asked : 1
    const wanted = { measure, by, key, late }
    const [names, found] = await Promise.all([
      this.names.on(today),
      this.reports.behind(me, question.period, wanted, { take: PER_PAGE + 1, skip: (at - 1) * PER_PAGE }),
    ])
    const more = {
      previous: at > 1 ? addressWith(url, 'page', String(at - 1)) : undefined,
      next: found.length > PER_PAGE ? addressWith(url, 'page', String(at + 1)) : undefined,
    }
    return page('reports/cases', casesView(found.slice(0, PER_PAGE), { question, wanted, names, more }))
  }

  private async source(person: Person, question: Question): Promise<Source> {
    const by = new Set([question.by, 'none', 'days'] as const)
    const [figures, names] = await Promise.all([
      this.reports.figures(person, question.period, [...by]),
      this.names.on(this.clock.today()),
    ])
    if (!seesCases(person)) return { question, figures, names }
    return {
      question,
      figures,
      names,
      addressOf: ({ measure, by: of, key, late }) => {
        const one = { measure, of, ...(of !== 'none' && { key }), ...(late && { late: 'yes' }) }
        return withQuery(path.reportedCases, queryOf(question, one))
      },
    }
  }

  /** What each stage may take today: in words, and in working days where it is counted so. */
  private async limits(today: string): Promise<{ words: Map<string, Text>; days: Map<string, number> }> {
    const found = await this.reference.all('timeLimits', today, timeLimitSchema)
    const words = new Map<string, Text>()
    const days = new Map<string, number>()
    for (const [stage, key] of LIMITS) {
      const limit = found.get(key)
      if (!limit) continue
      const unit = UNITS[limit.unit]
      words.set(stage, { zh: `${limit.amount}${unit.zh}`, en: `${limit.amount} ${unit.en}` })
      if (limit.unit === 'workingDays') days.set(stage, limit.amount)
    }
    return { words, days }
  }
}

/** The limit of each stage. */
const LIMITS: readonly [stage: string, key: string][] = [
  ['acceptance', 'acceptance'],
  ['assessment', 'assessment'],
  ['decision', 'decision'],
  ['letter', 'letter'],
  ['firm', 'correction'],
  ['review', 'review'],
]
const UNITS = {
  workingDays: { zh: '个工作日', en: 'working days' },
  days: { zh: '日', en: 'days' },
  months: { zh: '个月', en: 'months' },
}
const FILE_NAME = { zh: '海荐统计', en: 'haijian' }
