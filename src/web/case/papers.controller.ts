/** All papers of a case, for whoever may see it: the firm those that it was sent, officers also those that are being made or could not be. */
import { Controller, Get, Param, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Database, row } from '../../base/database.js'
import { NotFound } from '../../base/errors.js'
import { sql } from '../../base/sql.js'
import { SCOPE, scopeOf } from '../../cases/scope.js'
import { Papers } from '../../letters/paper.service.js'
import { settingsOf } from '../../people/scope.js'
import { For, personOf } from '../http/access.js'
import { readId } from '../http/input.js'
import { Pages } from '../http/pages.js'
import { papersTable } from './papers.view.js'

const NUMBER = sql`select c.number from cases c where ${SCOPE} and c.id = ${'caseId'}`

@Controller('cases/:id/papers')
@For('signedIn')
export class PapersController {
  constructor(
    private readonly pages: Pages,
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly papers: Papers,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    const [person, caseId] = [personOf(request), readId(id)]
    const { number, found } = await this.db.transaction(settingsOf(person), async (tx) => {
      const one = await row<{ number: string }>(tx, ...NUMBER({ ...scopeOf(person), caseId }))
      if (!one) throw new NotFound()
      return { number: one.number, found: await this.papers.list(tx, person, caseId, this.clock.today()) }
    })
    const view = {
      title: { zh: '文书', en: 'Papers' },
      back: { text: { zh: '返回案件', en: 'Back to the case' }, href: `/cases/${caseId}` },
      number,
      ...(found.length > 0 ? { table: papersTable(found) } : { empty: NONE }),
    }
    return reply.send(this.pages.render(request, reply, 'papers', view))
  }
}

const NONE = {
  title: { zh: '还没有文书', en: 'No papers yet' },
  text: {
    zh: '受理、补正、决定等每一步的文书制好后，都在这里下载。',
    en: 'The paper of each step, from acceptance to decision, can be downloaded here once it is made.',
  },
}
