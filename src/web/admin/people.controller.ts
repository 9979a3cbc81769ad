/**
 * People, for the three administrators: the list, what waits for a second one, and the history. One
 * person: person.controller.ts.
 */
import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { asProblem, Invalid, NotFound, NotNow, type Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { STAFF_INVITATION } from '../../forms/account.js'
import { has } from '../../people/actor.js'
import { EMAIL } from '../../people/mail.js'
import { PeopleHistory } from '../../people/peopleHistory.js'
import { MailRoute } from '../../people/mailRoute.js'
import type { Person } from '../../people/session.service.js'
import { Staff } from '../../people/staff.service.js'
import { Authorities } from '../../reference/authorities.js'
import { For, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readNumber } from '../http/input.js'
import { nextBefore, PER_PAGE } from '../http/paging.js'
import { Asked, Id, Me } from '../http/params.js'
import { Filled } from '../http/filled.js'
import { ShownLinks } from '../http/shownOnce.js'
import { submit } from '../http/submit.js'
import { addressWith } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { success } from '../kit/pieces.js'
import { requireFitting } from './rolesFit.js'
import {
  DONE,
  historyItems,
  invitationRow,
  membersTable,
  proposalRow,
  refusedNotice,
  wayBackRow,
  withAuthorities,
} from './people.view.js'

const sentTo = (account: string): Notice =>
  success(`邀请已发到 ${account}`, `The invitation went to ${account}`, {
    zh: '链接仅本人可见；安全管理员批准后方可打开。',
    en: 'Only the recipient sees the link. It opens once the security administrator has approved.',
  })

@Controller('admin/people')
@For('systemAdmin', 'securityAdmin', 'auditor')
export class PeopleController {
  constructor(
    private readonly staff: Staff,
    private readonly history: PeopleHistory,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
    private readonly mail: MailRoute,
    private readonly links: ShownLinks,
  ) {}

  @Get()
  list(@Me() me: Person, @Asked('find') find: string | undefined, @Query() query: unknown) {
    const made = this.links.find(me, path.people, query)
    const once = made?.link && { name: made.name, mailed: made.mailed, ...made.link }
    return this.page(me, { find, once, notices: made && !made.link ? [sentTo(made.account)] : undefined })
  }

  @Get('history')
  async past(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() query: unknown) {
    const lines = await this.history.list(me, { most: PER_PAGE, before: readNumber(query, 'before') })
    const next = nextBefore(lines)
    return page('admin/people-history', {
      title: { zh: '人员变动记录', en: 'History of people' },
      back: { text: { zh: '人员', en: 'People' }, href: path.people },
      items: historyItems(lines),
      more: next && { next: addressWith(url, 'before', String(next)) },
    })
  }

  @Post('invitations')
  @For('systemAdmin')
  @NeedsProof()
  invite(@Me() me: Person, @Body() body: unknown) {
    return submit(STAFF_INVITATION, body, {
      work: async ({ account, name, roles, authority }) => {
        const authorityId = authority ? await this.findAuthority(authority, roles) : null
        const mailed = this.goesByMail(account)
        const { token } = await this.staff.invite(me, { account, name, roles, authorityId }, mailed)
        return { account, name, token, mailed }
      },
      then: (made) => this.links.show(me, path.people, made),
      again: (form) => this.page(me, { form }),
    })
  }

  /** A link that was lost is made again, to be approved again; the one before opens nothing any more. */
  @Post('invitations/:id/link')
  @For('systemAdmin')
  @NeedsProof()
  async inviteAgain(@Me() me: Person, @Id() id: number) {
    const made = await this.staff.inviteAgain(me, id, (account) => this.goesByMail(account))
    return this.links.show(me, path.people, { ...made, mailed: made.token === null })
  }

  /** Where mail leaves, no administrator sees the link. */
  private goesByMail(account: string): boolean {
    return this.mail.sends && EMAIL.safeParse(account).success
  }

  @Post('invitations/:id/:answer')
  @For('securityAdmin')
  @NeedsProof()
  decideInvitation(@Me() me: Person, @Id() id: number, @Param('answer') answer: string) {
    return this.decide(me, this.staff.decideInvitation(me, id, readAnswer(answer)))
  }

  @Post('proposals/:id/:answer')
  @For('systemAdmin', 'securityAdmin')
  @NeedsProof()
  decideProposal(@Me() me: Person, @Id() id: number, @Param('answer') answer: string) {
    return this.decide(me, this.staff.decideProposal(me, id, readAnswer(answer)))
  }

  @Post('ways-back/:id/object')
  async object(@Me() me: Person, @Id() id: number) {
    await this.staff.objectToWayBack(me, id)
    return done(path.people, 'object')
  }

  private async decide(me: Person, work: Promise<void>) {
    try {
      await work
    } catch (error) {
      if (!(error instanceof NotNow)) throw error
      return this.page(me, { notices: [refusedNotice(error)], status: 409 })
    }
    return done(path.people, 'decide')
  }

  /** Throws Invalid when there is none of this code. */
  private async findAuthority(code: string, roles: readonly string[]): Promise<number> {
    const found = [...(await this.authorities.list(this.clock.today())).values()].find((one) => one.code === code)
    if (!found) throw new Invalid([noSuchAuthority])
    requireFitting(roles, found)
    return found.id
  }

  private async page(me: Person, { find, form = new Filled(STAFF_INVITATION), once, notices, status }: PeoplePage) {
    const authorities = await this.authorities.list(this.clock.today())
    const [members, invitations, proposals, waysBack] = await Promise.all([
      this.staff.list(me, find),
      this.staff.listInvitations(me),
      this.staff.listProposals(me),
      this.staff.listWaysBack(me),
    ])
    const view = {
      title: { zh: '人员', en: 'People' },
      notices,
      waysBack: waysBack.map(wayBackRow),
      find: find ?? '',
      table: membersTable(members, authorities),
      invitations: invitations.map((one) => invitationRow(one, me, authorities)),
      proposals: proposals.map((one) => proposalRow(one, this.staff.mayDecide(me, one))),
      once,
      form: has(me, 'systemAdmin') ? form.with(withAuthorities(authorities)) : undefined,
    }
    return page('admin/people', view, { status, done: DONE })
  }
}

interface PeoplePage {
  readonly find?: string | undefined
  readonly form?: Filled
  readonly once?: { readonly name: string; readonly href: string; readonly qr: string } | undefined
  readonly notices?: readonly Notice[] | undefined
  readonly status?: number
}

/** Throws NotFound when it is neither. */
function readAnswer(answer: string): boolean {
  if (answer !== 'approve' && answer !== 'decline') throw new NotFound()
  return answer === 'approve'
}

const noSuchAuthority: Problem = asProblem(
  'noSuchAuthority',
  'authority',
  '没有该机关，请从列表中选择。',
  'There is no such authority. Select one from the list.',
)
