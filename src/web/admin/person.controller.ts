/** One person, for the administrators: how they come in, and what is done about it. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, NotNow, type Problem } from '../../base/errors.js'
import { readForm } from '../../forms/body.js'
import { errorSummary } from '../../forms/check.js'
import type { Branch } from '../../forms/node.js'
import { parseForm } from '../../forms/parse.js'
import { formView } from '../../forms/view.js'
import { has, STAFF_ROLES } from '../../people/actor.js'
import { PeopleHistory } from '../../people/peopleHistory.js'
import { Staff, type Wish } from '../../people/staff.service.js'
import { Authorities } from '../../reference/authorities.js'
import { For, Logged, NeedsProof, personOf } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { END_ACCESS, NEW_ROLES, RESET_FACTORS } from './people.form.js'
import { historyItems, memberSummary, proposalRow, refusedNotice } from './people.view.js'

/** What was typed, by the form. */
interface Typed {
  readonly roles?: Branch
  readonly end?: Branch
}

interface Again {
  readonly problems?: readonly Problem[]
  readonly notices?: readonly Notice[]
  readonly typed?: Typed
  readonly refused?: NotNow
  readonly seen?: readonly string[] | undefined
}

@Controller('admin/people/:id')
@For('systemAdmin', 'securityAdmin', 'auditor')
export class PersonController {
  constructor(
    private readonly pages: Pages,
    private readonly staff: Staff,
    private readonly history: PeopleHistory,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string, @Query() query: unknown) {
    const done = readText(query, 'done')
    const notices: Notice[] = done
      ? [{ kind: 'ok', title: { zh: '已办理，记入人员变动记录', en: 'Done, and written into the history' } }]
      : []
    return this.page(request, reply, readId(id), { notices })
  }

  @Post('roles')
  @For('systemAdmin', 'securityAdmin')
  @NeedsProof()
  async roles(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(NEW_ROLES, tree)
    if (!value) return this.page(request, reply, readId(id), { typed: { roles: tree }, problems })
    const seen = readText(body, '_roles')?.split(' ')
    return this.propose(request, reply, readId(id), { act: 'roles', ...value, seen }, { roles: tree })
  }

  @Post('end')
  @For('systemAdmin', 'securityAdmin')
  @NeedsProof()
  async end(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(END_ACCESS, tree)
    if (!value) return this.page(request, reply, readId(id), { typed: { end: tree }, problems })
    return this.propose(request, reply, readId(id), { act: 'end', roles: [], why: value.reason }, { end: tree })
  }

  /** What was typed stays, whatever another administrator has done meanwhile. */
  private async propose(request: FastifyRequest, reply: FastifyReply, id: number, wish: Wish, typed: Typed) {
    try {
      await this.staff.propose(personOf(request), id, wish)
    } catch (error) {
      if (error instanceof Invalid) return this.page(request, reply, id, { typed, problems: error.problems })
      if (error instanceof NotNow) return this.page(request, reply, id, { typed, refused: error, seen: wish.seen })
      throw error
    }
    return seeOther(reply, `/admin/people/${id}?done=propose`)
  }

  @Logged('sessionsEnded')
  @Post('sessions')
  @For('systemAdmin', 'securityAdmin')
  async sessions(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.staff.endAll(personOf(request), readId(id), 'sessions')
    return seeOther(reply, `/admin/people/${id}?done=sessions`)
  }

  @Post('keys')
  @For('systemAdmin', 'securityAdmin')
  async keys(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    await this.staff.endAll(personOf(request), readId(id), 'keys')
    return seeOther(reply, `/admin/people/${id}?done=keys`)
  }

  @Post('factors')
  @For('securityAdmin')
  @NeedsProof()
  async factors(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const { value, problems } = parseForm(RESET_FACTORS, readForm(body).tree)
    if (!value) return this.page(request, reply, readId(id), { problems })
    await this.staff.resetFactors(personOf(request), readId(id), value.how)
    return seeOther(reply, `/admin/people/${id}?done=factors`)
  }

  private async page(
    request: FastifyRequest,
    reply: FastifyReply,
    id: number,
    { problems = [], notices = [], typed = {}, refused, seen }: Again,
  ) {
    const person = personOf(request)
    const member = await this.staff.get(person, id)
    const [authorities, proposals, lines] = await Promise.all([
      this.authorities.list(this.clock.today()),
      this.staff.listProposals(person, id),
      this.history.list(person, { personId: id }),
    ])
    const summary = errorSummary(problems)
    const asked = { language: request.language, problems }
    const acts = has(person, 'systemAdmin', 'securityAdmin') && member.endedAt === null && id !== person.id
    // one proposal waits at a time; what was typed beside it is shown again
    const asks = acts && (proposals.length === 0 || refused !== undefined)
    const view = {
      title: member.name,
      back: { text: { zh: '人员', en: 'People' }, href: '/admin/people' },
      notices: refused
        ? [
            refusedNotice(
              refused,
              STAFF_ROLES.filter((role) => seen?.includes(role)),
              member.roles,
            ),
          ]
        : notices,
      ...(summary && { problems: summary.lines }),
      facts: memberSummary(member, authorities),
      address: `/admin/people/${id}`,
      proposals: proposals.map((one) => proposalRow(one, this.staff.mayDecide(person, one))),
      acts,
      seen: member.roles.join(' '),
      ...(asks && { end: formView(END_ACCESS, typed.end ?? {}, asked) }),
      ...(asks &&
        member.firm === null && { roles: formView(NEW_ROLES, typed.roles ?? { roles: member.roles }, asked) }),
      ...(acts && has(person, 'securityAdmin') && { factors: formView(RESET_FACTORS, {}, asked) }),
      items: historyItems(lines),
    }
    return reply.send(
      this.pages.render(request, reply, 'admin/person', view, {
        status: refused ? 409 : problems.length > 0 ? 422 : 200,
      }),
    )
  }
}
