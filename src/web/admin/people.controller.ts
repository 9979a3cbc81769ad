/** People, for the three administrators: the list, what waits for a second one, and the history. One person: person.controller.ts. */
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Invalid, NotFound, NotNow, type Problem } from '../../base/errors.js'
import { say } from '../../base/text.js'
import { STAFF_INVITATION } from '../../forms/account.js'
import { readForm } from '../../forms/body.js'
import { errorSummary } from '../../forms/check.js'
import type { Branch } from '../../forms/node.js'
import { parseForm } from '../../forms/parse.js'
import { formView } from '../../forms/view.js'
import { has } from '../../people/actor.js'
import { EMAIL } from '../../people/mail.js'
import { PeopleHistory } from '../../people/peopleHistory.js'
import { Staff } from '../../people/staff.service.js'
import { Authorities } from '../../reference/authorities.js'
import { For, NeedsProof, personOf, WebSettings } from '../http/access.js'
import { readId, readText } from '../http/input.js'
import { addressWith } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice } from '../kit/parts.js'
import { seeOther } from '../http/send.js'
import { MailRoute } from '../http/mailRoute.js'
import { historyItems, invitationRow, membersTable, proposalRow, refusedNotice } from './people.view.js'

const PER_PAGE = 50

const sentTo = (account: string): Notice => ({
  kind: 'ok',
  title: { zh: `邀请已发到 ${account}`, en: `The invitation went to ${account}` },
  text: {
    zh: '链接只有本人看得到；安全管理员批准以后才能打开。',
    en: 'Only its reader sees the link, which opens once the security administrator has approved.',
  },
})

@Controller('admin/people')
@For('systemAdmin', 'securityAdmin', 'auditor')
export class PeopleController {
  constructor(
    private readonly pages: Pages,
    private readonly staff: Staff,
    private readonly history: PeopleHistory,
    private readonly authorities: Authorities,
    private readonly settings: WebSettings,
    private readonly clock: Clock,
    private readonly mail: MailRoute,
  ) {}

  @Get()
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const done = readText(query, 'done')
    const notices: Notice[] = done
      ? [{ kind: 'ok', title: { zh: '已办理，记入人员变动记录', en: 'Done, and written into the history' } }]
      : []
    return this.page(request, reply, { find: readText(query, 'find'), notices })
  }

  @Get('history')
  async past(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query() query: unknown) {
    const before = readText(query, 'before')
    const lines = await this.history.list(personOf(request), {
      most: PER_PAGE,
      ...(before && { before: readId(before) }),
    })
    const last = lines.length === PER_PAGE ? lines.at(-1) : undefined
    const view = {
      title: { zh: '人员变动记录', en: 'History of people' },
      back: { text: { zh: '人员', en: 'People' }, href: '/admin/people' },
      items: historyItems(lines),
      ...(last && { more: { next: addressWith(request.url, 'before', String(last.id)) } }),
    }
    return reply.send(this.pages.render(request, reply, 'admin/people-history', view))
  }

  @Post('invitations')
  @For('systemAdmin')
  @NeedsProof()
  async invite(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: unknown) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(STAFF_INVITATION, tree)
    if (!value) return this.page(request, reply, { typed: tree, problems })
    const { account, name, roles, authority } = value
    const found = [...(await this.authorities.list(this.clock.today())).values()].find(({ code }) => code === authority)
    try {
      if (authority && !found) throw new Invalid([noSuchAuthority])
      const guest = { account, name, roles, authorityId: found?.id ?? null }
      const byMail = this.mail.sends && EMAIL.safeParse(account).success
      const { token } = await this.staff.invite(personOf(request), guest, byMail)
      if (token === null) return this.page(request, reply, { notices: [sentTo(account)] })
      return this.page(request, reply, { once: { name, href: `${this.settings.publicUrl}/join/${token}` } })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.page(request, reply, { typed: tree, problems: error.problems })
    }
  }

  @Post('invitations/:id/:answer')
  @For('securityAdmin')
  @NeedsProof()
  async decideInvitation(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('answer') answer: string,
  ) {
    return this.decide(request, reply, this.staff.decideInvitation(personOf(request), readId(id), readAnswer(answer)))
  }

  @Post('proposals/:id/:answer')
  @For('systemAdmin', 'securityAdmin')
  @NeedsProof()
  async decideProposal(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('answer') answer: string,
  ) {
    return this.decide(request, reply, this.staff.decideProposal(personOf(request), readId(id), readAnswer(answer)))
  }

  private async decide(request: FastifyRequest, reply: FastifyReply, work: Promise<void>) {
    try {
      await work
    } catch (error) {
      if (!(error instanceof NotNow)) throw error
      return this.page(request, reply, { notices: [refusedNotice(error)], status: 409 })
    }
    return seeOther(reply, '/admin/people?done=decide')
  }

  private async page(request: FastifyRequest, reply: FastifyReply, shown: Shown) {
    const { find, typed = {}, problems = [], once, notices = [], status = problems.length > 0 ? 422 : 200 } = shown
    const person = personOf(request)
    const authorities = await this.authorities.list(this.clock.today())
    const [members, invitations, proposals] = await Promise.all([
      this.staff.list(person, find),
      this.staff.listInvitations(person),
      this.staff.listProposals(person),
    ])
    const summary = errorSummary(problems)
    const form = formView(STAFF_INVITATION, typed, { language: request.language, problems })
    const options = [...authorities.values()].map(({ code, name }) => ({
      value: code,
      label: say(name, request.language),
    }))
    const view = {
      title: { zh: '人员', en: 'People' },
      notices,
      ...(summary && { problems: summary.lines }),
      find: find ?? '',
      table: membersTable(members, authorities),
      invitations: invitations.map((one) => invitationRow(one, has(person, 'securityAdmin'))),
      proposals: proposals.map((one) => proposalRow(one, this.staff.mayDecide(person, one))),
      ...(once && { once }),
      ...(has(person, 'systemAdmin') && {
        form: {
          items: form.items.map((item) =>
            item.path === 'authority' && 'options' in item
              ? {
                  ...item,
                  part: 'parts/form/select',
                  options: options.map(({ value, label }, at) => ({
                    id: `${item.id}-${at}`,
                    value,
                    label,
                    hint: null,
                    hintId: '',
                    chosen: value === item.value,
                    items: [],
                    revealId: null,
                  })),
                }
              : item,
          ),
        },
      }),
    }
    return reply.send(this.pages.render(request, reply, 'admin/people', view, { status }))
  }
}

interface Shown {
  readonly find?: string | undefined
  readonly typed?: Branch
  readonly problems?: readonly Problem[]
  readonly once?: { readonly name: string; readonly href: string }
  readonly notices?: readonly Notice[]
  readonly status?: number
}

/** Throws NotFound when it is neither. */
function readAnswer(answer: string): boolean {
  if (answer !== 'approve' && answer !== 'decline') throw new NotFound()
  return answer === 'approve'
}

const noSuchAuthority: Problem = {
  code: 'noSuchAuthority',
  path: 'authority',
  message: { zh: '没有这个机关，请从列表中选。', en: 'There is no such authority; choose one of the list.' },
}
