/** What would change if a draft of the criteria were in force: the cases of a period judged once more. Reads only. */
import { Controller, Get, Query } from '@nestjs/common'
import { ZodError } from 'zod'
import { Clock } from '../../base/clock.js'
import { NotFound } from '../../base/errors.js'
import type { Language } from '../../base/text.js'
import { ReportNames } from '../../cases/reports/names.js'
import { seesCases } from '../../cases/reports/report.service.js'
import { WhatIfService } from '../../cases/reports/whatIf.service.js'
import type { Person } from '../../people/session.service.js'
import { Kinds } from '../../reference/registry.js'
import { Exports, For } from '../http/access.js'
import { csvFile, page } from '../http/answers.js'
import { readNumber } from '../http/input.js'
import { InLanguage, Me } from '../http/params.js'
import { csvStream } from '../kit/csv.js'
import { readPeriod } from './question.js'
import { type Trial, whatIfView } from './whatIf.view.js'
import { lineColumns } from './whatIfLines.js'

@Controller('policy/what-if')
@For('policyEditor', 'supervisor')
export class WhatIfController {
  constructor(
    private readonly whatIf: WhatIfService,
    private readonly names: ReportNames,
    private readonly kinds: Kinds,
    private readonly clock: Clock,
  ) {}

  @Get()
  async show(@Me() me: Person, @Query() query: unknown) {
    const trial = await this.trial(me, query)
    const view = whatIfView(trial, { kinds: this.kinds, names: await this.names.on(this.clock.today()) })
    return page('reports/what-if', view, { status: trial.unfit ? 422 : 200 })
  }

  @Get('csv')
  @Exports()
  async csv(@Me() me: Person, @InLanguage() language: Language, @Query() query: unknown) {
    const { result, period } = await this.trial(me, query)
    if (!result) throw new NotFound()
    const columns = lineColumns(await this.names.on(this.clock.today()))
    const name = `${FILE_NAME[language]}-${period.from}-${period.to}`
    return csvFile(name, csvStream(columns, [result.changed], language))
  }

  private async trial(person: Person, query: unknown): Promise<Trial> {
    const today = this.clock.today()
    const period = readPeriod(query, today, !seesCases(person))
    const candidates = await this.whatIf.candidates(person, today)
    const id = readNumber(query, 'draft')
    const draft = candidates.find((one) => one.id === id)
    const trial = { period, candidates, named: seesCases(person), unfit: false, draft }
    if (!draft) return trial
    try {
      return { ...trial, result: await this.whatIf.compare(person, draft.id, period, today) }
    } catch (error) {
      if (error instanceof ZodError) return { ...trial, unfit: true }
      throw error
    }
  }
}

const FILE_NAME = { zh: '海荐试算', en: 'haijian-what-if' }
