/** The auditor's pages beside the cases' history: what was done to people, and who came in, tried to, or was refused. */
import { Controller, Get, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { AuditKeys } from '../../cases/audit/keys.js'
import { AccessSearch } from '../../people/accessSearch.js'
import { PeopleHistory } from '../../people/peopleHistory.js'
import { Exports, For, personOf } from '../http/access.js'
import { ACTS } from '../kit/peopleActs.js'
import { Pages } from '../http/pages.js'
import { ACCESS_HEAD, ACCESS_WORDS, accessCells, accessTable } from './access.view.js'
import { type Finding, type LinesPage, linesView, sendLines } from './lines.js'
import { PEOPLE_HEAD, peopleCells, peopleTable } from './people.view.js'

@Controller('audit')
@For('auditor')
export class LinesController {
  constructor(
    private readonly pages: Pages,
    private readonly history: PeopleHistory,
    private readonly access: AccessSearch,
    private readonly clock: Clock,
    private readonly keys: AuditKeys,
  ) {}

  @Get('people')
  people(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const page = {
      title: { zh: '人员变动', en: 'History of people' },
      lead: {
        zh: '账号、角色、邀请、登录要素：谁在何时对谁做了什么。每一条都封存在检查点里。',
        en: 'Accounts, roles, invitations, factors: who did what to whom, and when. Every entry is sealed in a checkpoint.',
      },
      path: '/audit/people',
      kinds: ACTS,
      addresses: false,
      find: this.peopleOf(request),
      table: peopleTable,
    }
    return this.send(request, reply, query, page)
  }

  @Get('people/export')
  @Exports()
  peopleFile(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const file = { name: 'people', kinds: ACTS, find: this.peopleOf(request), head: PEOPLE_HEAD, cells: peopleCells }
    return sendLines({ ...file, ...this.takenBy(request) }, request, reply, query)
  }

  @Get('access')
  accesses(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const page = {
      title: { zh: '登录与访问', en: 'Sign-ins and access' },
      lead: {
        zh: '登录、失败、拒绝、查看护照号和导出。同一分钟内的重复合为一条并注明次数。不记密码，也不记案件内容。',
        en: 'Sign-ins, failures, refusals, passport numbers shown, exports. Repeats within a minute are one entry with their number. No password is kept, and nothing of what is in a case.',
      },
      path: '/audit/access',
      kinds: ACCESS_WORDS,
      addresses: true,
      find: this.accessOf(request),
      table: accessTable,
    }
    return this.send(request, reply, query, page)
  }

  @Get('access/export')
  @Exports()
  accessFile(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const file = {
      name: 'access',
      kinds: ACCESS_WORDS,
      find: this.accessOf(request),
      head: ACCESS_HEAD,
      cells: accessCells,
    }
    return sendLines({ ...file, ...this.takenBy(request) }, request, reply, query)
  }

  private peopleOf(request: FastifyRequest) {
    const person = personOf(request)
    const find: Finding<Awaited<ReturnType<PeopleHistory['find']>>['lines'][number]> = (question, most, counted) =>
      this.history.find(person, question, most, counted)
    return find
  }

  private accessOf(request: FastifyRequest) {
    const person = personOf(request)
    const find: Finding<Awaited<ReturnType<AccessSearch['find']>>['lines'][number]> = (question, most, counted) =>
      this.access.find(person, question, most, counted)
    return find
  }

  private takenBy(request: FastifyRequest) {
    return { by: personOf(request).account, at: this.clock.now(), key: this.keys.exports }
  }

  private async send<Line extends { readonly id: number }>(
    request: FastifyRequest,
    reply: FastifyReply,
    query: unknown,
    page: LinesPage<Line>,
  ) {
    const view = await linesView(page, request, query)
    return reply.send(this.pages.render(request, reply, 'audit/lines', view, { audience: 'desk' }))
  }
}
