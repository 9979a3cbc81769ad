/**
 * All papers of a case, for whoever may see it: the firm those that it was sent, officers also
 * those that are being made or could not be.
 */
import { Controller, Get } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database, row } from '../../base/database.js'
import { NotFound } from '../../base/errors.js'
import { sql } from '../../base/sql.js'
import { SCOPE, scopeOf } from '../../cases/scope.js'
import { Papers } from '../../letters/paper.service.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { Id, Me } from '../http/params.js'
import { backToCase } from './addresses.js'
import { papersTable } from './papers.view.js'

const NUMBER = sql`select c.number from cases c where ${SCOPE} and c.id = ${'caseId'}`

@Controller('cases/:id/papers')
@For('signedIn')
export class PapersController {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly papers: Papers,
  ) {}

  @Get()
  async list(@Me() me: Person, @Id() caseId: number) {
    const { number, found } = await this.db.transaction(settingsOf(me), async (tx) => {
      const one = await row<{ number: string }>(tx, ...NUMBER({ ...scopeOf(me), caseId }))
      if (!one) throw new NotFound()
      return { number: one.number, found: await this.papers.list(tx, me, caseId, this.clock.today()) }
    })
    const view = {
      title: { zh: '文书', en: 'Papers' },
      back: backToCase(caseId),
      number,
      table: found.length > 0 ? papersTable(found) : undefined,
      empty: found.length > 0 ? undefined : NO_PAPERS,
    }
    return page('papers', view)
  }
}

const NO_PAPERS = {
  title: { zh: '还没有文书', en: 'No papers yet' },
  text: {
    zh: '受理、补正、决定等每一步的文书制好后，都在这里下载。',
    en: 'The paper of each step, from acceptance to decision, can be downloaded here once it is made.',
  },
}
