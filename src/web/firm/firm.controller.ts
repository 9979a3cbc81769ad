/**
 * The firm's own page: its record and how it stands with the lead department, its people, and
 * invitations, which an administrator keeps.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { path, withQuery } from '../../base/path.js'
import { FIRM_INVITATION } from '../../forms/account.js'
import { has } from '../../people/actor.js'
import { Colleagues } from '../../people/colleague.service.js'
import { Firms } from '../../people/firm.service.js'
import { linkTo } from '../../people/secrets.js'
import type { Person } from '../../people/session.service.js'
import { OwnCases } from '../case/own.js'
import { For, NeedsProof, WebSettings } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { success } from '../kit/pieces.js'
import { firmRecord, invitationRows, peopleRows, standingOf } from './firm.view.js'

/** The link of a new invitation, shown this once. */
interface NewLink {
  readonly href: string
  readonly name: string
}

const DONE = {
  invitation: success('邀请已收回', 'The invitation is taken back'),
  access: success('账号已停用', 'The access is ended'),
}

@Controller('firm')
@For('applicant', 'firmAdmin')
export class FirmController {
  constructor(
    private readonly own: OwnCases,
    private readonly firms: Firms,
    private readonly colleagues: Colleagues,
    private readonly settings: WebSettings,
  ) {}

  @Get()
  show(@Me() me: Person) {
    return this.page(me)
  }

  @Post('invitations')
  @For('firmAdmin')
  @NeedsProof()
  invite(@Me() me: Person, @Body() body: unknown) {
    return submit(FIRM_INVITATION, body, {
      work: async (value) => ({ ...(await this.firms.invite(me, value)), name: value.name }),
      then: ({ token, name }) =>
        this.page(me, { link: { href: `${this.settings.publicUrl}${linkTo(path.join, token)}`, name } }),
      again: (invite) => this.page(me, { invite }),
    })
  }

  @Post('invitations/:id/end')
  @For('firmAdmin')
  async endInvitation(@Me() me: Person, @Id() id: number) {
    await this.colleagues.endInvitation(me, id)
    return done(`${withQuery(path.firm, { done: 'invitation' })}#people`)
  }

  @Post('people/:id/end')
  @For('firmAdmin')
  async endAccess(@Me() me: Person, @Id() id: number) {
    await this.colleagues.endAccess(me, id)
    return done(`${withQuery(path.firm, { done: 'access' })}#people`)
  }

  private async page(
    me: Person,
    { invite = new Filled(FIRM_INVITATION), link }: { invite?: Filled; link?: NewLink } = {},
  ) {
    const mayInvite = has(me, 'firmAdmin')
    const [firm, people, invitations] = await Promise.all([
      this.own.firm(me),
      this.firms.listColleagues(me),
      mayInvite ? this.colleagues.listInvitations(me) : [],
    ])
    const papers = await this.firms.listPapers(me, firm.id)
    const view = {
      title: { zh: '企业', en: 'Firm' },
      name: firm.nameZh,
      standing: standingOf(firm),
      record: firmRecord(firm, papers),
      people: peopleRows(people, me),
      invitations: invitationRows(invitations),
      mayInvite,
      invite,
      link,
    }
    return page('firm/firm', view, { done: DONE })
  }
}
