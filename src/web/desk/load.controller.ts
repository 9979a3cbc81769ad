/**
 * The supervisor's page: the load of the own department, and cases given to a colleague, one or
 * many; each goes through act() by itself and answers for itself.
 */
import { randomUUID } from 'node:crypto'
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Loads } from '../../cases/load.js'
import { absenceOn, Absences } from '../../people/absence.service.js'
import { Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { PageContexts } from '../case/pageContext.js'
import { Me } from '../http/params.js'
import type { Notice } from '../kit/parts.js'
import { Bulk, readBulk } from './bulk.js'
import { caseRows, peopleTable } from './load.view.js'

interface LoadPage {
  readonly notices?: readonly Notice[]
  readonly chosen?: ReadonlySet<number>
  readonly to?: number | undefined
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
    private readonly contexts: PageContexts,
  ) {}

  @Get()
  show(@Me() me: Person) {
    return this.page(me)
  }

  @Post()
  async assign(@Me() me: Person, @Body() body: unknown) {
    const { ids, to, requestId } = readBulk(body)
    if (ids.length === 0 || to === undefined) {
      const notice: Notice = { kind: 'bad', title: ids.length === 0 ? NONE_CHOSEN : NOBODY_CHOSEN }
      return this.page(me, { notices: [notice], chosen: new Set(ids), to, status: 422 })
    }
    const { notice, ticked } = await this.bulk.run(me, { action: 'assign', ids, input: { to }, requestId })
    return this.page(me, { notices: [notice], chosen: ticked, to })
  }

  private async page(me: Person, { notices = [], chosen = new Set(), to, status }: LoadPage = {}) {
    const [load, context, people, absences] = await Promise.all([
      this.loads.get(me),
      this.contexts.today(),
      this.firms.listCaseWorkers(me),
      this.absences.list(me),
    ])
    const view = {
      title: { zh: '本部门在办', en: 'The department’s load' },
      notices,
      people: peopleTable(people, load, absences),
      rows: caseRows(load, context, chosen),
      requestId: randomUUID(),
      colleagues: people.map(({ id, name }) => {
        const deputy = absenceOn(absences, id, load.today)?.deputyName
        const label = deputy
          ? { zh: `${name}（今天由${deputy}代理）`, en: `${name} (away today; ${deputy} stands in)` }
          : name
        return { id, label, chosen: id === to }
      }),
    }
    return page('desk/load', view, { status })
  }
}

const NONE_CHOSEN = { zh: '请先勾选要指派的案件。', en: 'Tick the cases to assign first.' }
const NOBODY_CHOSEN = { zh: '请选择指派给谁。', en: 'Choose to whom they go.' }
