/** What would change if a draft of the criteria were in force: the cases of a period judged once more. Reads only. */
import { Controller, Get, Query } from '@nestjs/common'
import { ZodError } from 'zod'
import { Clock } from '../../base/clock.js'
import { NotFound } from '../../base/errors.js'
import { type Language, say } from '../../base/text.js'
import type { Candidate } from '../../cases/reports/engine.js'
import { seesCases } from '../../cases/reports/report.service.js'
import type { WhatIf } from '../../cases/reports/tally.js'
import { WhatIfService } from '../../cases/reports/whatIf.service.js'
import type { Person } from '../../people/session.service.js'
import { Kinds } from '../../reference/registry.js'
import { Exports, For } from '../http/access.js'
import { file, page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { InLanguage, Me } from '../http/params.js'
import { csvOf } from '../kit/csv.js'
import { ReportNames } from './names.js'
import { readPeriod } from './question.js'
import { whatIfView } from './whatIf.view.js'
import { csvOfWhatIf } from './whatIfLines.js'

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
    const asked = await this.ask(me, query)
    const view = whatIfView({ ...asked, kinds: this.kinds, names: await this.names.on(this.clock.today()) })
    return page('reports/what-if', view, { status: asked.unfit ? 422 : 200 })
  }

  @Get('csv')
  @Exports()
  async csv(@Me() me: Person, @InLanguage() language: Language, @Query() query: unknown) {
    const { result, period } = await this.ask(me, query)
    if (!result) throw new NotFound()
    const name = `${say({ zh: '海荐试算', en: 'haijian-what-if' }, language)}-${period.from}-${period.to}.csv`
    const lines = csvOfWhatIf(result, await this.names.on(this.clock.today()))
    return file({ mime: 'text/csv; charset=utf-8', name }, csvOf(lines, language))
  }

  private async ask(person: Person, query: unknown): Promise<Omit<Asked, 'names' | 'kinds'>> {
    const today = this.clock.today()
    const period = readPeriod(query, today, !seesCases(person))
    const candidates = await this.whatIf.candidates(person, today)
    const id = Number(readText(query, 'draft', 10))
    const draft = candidates.find((one) => one.id === id)
    const asked = { period, candidates, named: seesCases(person), unfit: false, draft }
    if (!draft) return asked
    try {
      return { ...asked, result: await this.whatIf.compare(person, draft.id, period, today) }
    } catch (error) {
      if (error instanceof ZodError) return { ...asked, unfit: true }
      throw error
    }
  }
}

export interface Asked {
  readonly period: { readonly from: string; readonly to: string }
  readonly candidates: readonly Candidate[]
  /** The reader sees the cases. */
  readonly named: boolean
  /** The draft has not the shape of its kind. */
  readonly unfit: boolean
  readonly draft?: Candidate
  readonly result?: WhatIf
}
