/**
 * The supervisor's page: the load of the own department, and cases given to a colleague, one or
 * many; each goes through act() by itself and answers for itself.
 */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { path } from '../../base/path.js'
import { Loads } from '../../cases/load.js'
import { Absences } from '../../people/absence.service.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { PageContexts } from '../case/pageContext.js'
import { readText } from '../http/input.js'
import { Me } from '../http/params.js'
import type { Notice } from '../kit/parts.js'
import { Assigning } from './assigning.js'
import { Bulk, readBulk } from './bulk.js'
import { type Pick, pickText, readPick } from './load.pick.js'
import { caseRows, peopleTable } from './load.view.js'
import { type Planned, planIn, planRows, weeksView } from './weeks.view.js'

interface LoadPage {
  readonly notices?: readonly Notice[]
  readonly chosen?: ReadonlySet<number>
  readonly to?: number | undefined
  /** What was said of an assignment that was not done. */
  readonly heeded?: string | undefined
  /** Who might take what nobody holds is proposed. */
  readonly balances?: boolean
  /** The cases that are listed; all without it. */
  readonly pick?: Pick
  readonly status?: number
}

@Controller('load')
@For('supervisor')
export class LoadController {
  constructor(
    private readonly loads: Loads,
    private readonly bulk: Bulk,
    private readonly firms: Firms,
    private readonly absences: Absences,
    private readonly assigning: Assigning,
    private readonly contexts: PageContexts,
  ) {}

  @Get()
  show(@Me() me: Person, @Query() query: unknown) {
    return this.page(me, { pick: readPick(query) })
  }

  @Post()
  async assign(@Me() me: Person, @Body() body: unknown) {
    const { ids, to, requestId, heeded: known } = readBulk(body)
    if (readText(body, '_balance')) return this.page(me, { balances: true })
    const plan = planIn(body)
    if (plan.length > 0) return this.follow(me, plan, requestId)
    if (ids.length === 0 || to === undefined) {
      const notice: Notice = { kind: 'bad', title: ids.length === 0 ? NONE_CHOSEN : NOBODY_CHOSEN }
      return this.page(me, { notices: [notice], chosen: new Set(ids), to, status: 422 })
    }
    const { notices, ticked, heeded } = await this.give(me, ids, to, requestId, known)
    return this.page(me, { notices, chosen: ticked, to, heeded })
  }

  /** Gives cases to somebody. */
  private async give(me: Person, ids: readonly number[], to: number, requestId: string, known?: string) {
    const request = { action: 'assign', ids, input: { to }, requestId, heeded: known } as const
    const { notice, ticked, heeded } = await this.bulk.run(me, request)
    return { notices: [notice], ticked, heeded }
  }

  /** Gives cases as they were proposed, and perhaps changed. */
  private async follow(me: Person, plan: readonly Planned[], requestId: string) {
    const notices: Notice[] = []
    for (const to of new Set(plan.map((one) => one.to))) {
      const ids = plan.filter((one) => one.to === to).map(({ id }) => id)
      notices.push(...(await this.give(me, ids, to, `${requestId}:${to}`)).notices)
    }
    return this.page(me, { notices })
  }

  private async page(me: Person, given: LoadPage = {}) {
    const { notices = [], chosen = new Set(), to, heeded, balances, pick = {}, status } = given
    const [load, context, people, absences] = await Promise.all([
      this.loads.get(me),
      this.contexts.today(),
      this.firms.listCaseWorkers(me),
      this.absences.list(me),
    ])
    const plan = balances ? await this.loads.balance(me, load, people) : undefined
    const view = {
      weeks: weeksView(await this.loads.twoWeeks(me, load, people)),
      plan: plan && planRows(plan, load, people, absences),
      open: load.lines.some(({ claimedBy }) => claimedBy === null),
      title: { zh: '本部门在办', en: 'Workload of the department' },
      notices,
      people: peopleTable(people, load, absences),
      rows: caseRows(load, context, chosen, pick),
      picked: pickText(pick, people, load.today),
      all: path.load,
      requestId: randomUUID(),
      heeded,
      colleagues: await this.assigning.options(me, to),
    }
    return page('desk/load', view, { status })
  }
}

const NONE_CHOSEN = { zh: '请先勾选要指派的案件。', en: 'Select the cases to assign first.' }
const NOBODY_CHOSEN = { zh: '请选择承办人。', en: 'Choose an assignee.' }
