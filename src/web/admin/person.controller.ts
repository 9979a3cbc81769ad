/** One person, for the administrators: how they come in, and what is done about it. */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import type { NotNow } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { END_ACCESS, NEW_ROLES, RESET_FACTORS } from '../../forms/administration.js'
import { has, STAFF_ROLES } from '../../people/actor.js'
import { PeopleHistory } from '../../people/peopleHistory.js'
import type { Person } from '../../people/session.service.js'
import { Staff } from '../../people/staff.service.js'
import { Authorities } from '../../reference/authorities.js'
import { For, Logged, NeedsProof } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { KeepsForm } from '../http/formKeeper.js'
import { readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { Filled } from '../http/filled.js'
import { isNotNow, submit } from '../http/submit.js'
import { DONE, historyItems, memberSummary, proposalRow, refusedNotice } from './people.view.js'
import { requireFitting } from './rolesFit.js'

interface PersonPage {
  readonly roles?: Filled
  readonly end?: Filled
  readonly factors?: Filled
  /** Another administrator was first. */
  readonly refused?: NotNow | undefined
  /** The roles that stood on the page when it was sent. */
  readonly seen?: readonly string[] | undefined
}

@Controller('admin/people/:id')
@For('systemAdmin', 'securityAdmin', 'auditor')
export class PersonController {
  constructor(
    private readonly staff: Staff,
    private readonly history: PeopleHistory,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
  ) {}

  @Get()
  show(@Me() me: Person, @Id() id: number) {
    return this.page(me, id)
  }

  /** What was typed stays, whatever another administrator has done meanwhile. */
  @KeepsForm(NEW_ROLES)
  @Post('roles')
  @For('systemAdmin', 'securityAdmin')
  @NeedsProof()
  roles(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    const seen = readText(body, '_roles')?.split(' ')
    return submit(NEW_ROLES, body, {
      work: async (value) => {
        const { authorityId } = await this.staff.get(me, id)
        const authority = authorityId === null ? undefined : await this.authorities.get(authorityId, this.clock.today())
        if (authority) requireFitting(value.roles, authority)
        return this.staff.propose(me, id, { act: 'roles', ...value, seen })
      },
      then: done(path.person(id), 'propose'),
      refuses: isNotNow,
      again: (roles, refused) => this.page(me, id, { roles, refused, seen }),
    })
  }

  @KeepsForm(END_ACCESS)
  @Post('end')
  @For('systemAdmin', 'securityAdmin')
  @NeedsProof()
  end(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(END_ACCESS, body, {
      work: ({ reason }) => this.staff.propose(me, id, { act: 'end', roles: [], why: reason }),
      then: done(path.person(id), 'propose'),
      refuses: isNotNow,
      again: (end, refused) => this.page(me, id, { end, refused }),
    })
  }

  @Logged('sessionsEnded')
  @Post('sessions')
  @For('systemAdmin', 'securityAdmin')
  async sessions(@Me() me: Person, @Id() id: number) {
    await this.staff.endAll(me, id, 'sessions')
    return done(path.person(id), 'sessions')
  }

  @Post('keys')
  @For('systemAdmin', 'securityAdmin')
  async keys(@Me() me: Person, @Id() id: number) {
    await this.staff.endAll(me, id, 'keys')
    return done(path.person(id), 'keys')
  }

  @KeepsForm(RESET_FACTORS)
  @Post('factors')
  @For('securityAdmin')
  @NeedsProof()
  factors(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(RESET_FACTORS, body, {
      work: ({ how }) => this.staff.resetFactors(me, id, how),
      then: done(path.person(id), 'factors'),
      again: (factors) => this.page(me, id, { factors }),
    })
  }

  private async page(me: Person, id: number, { refused, seen, ...given }: PersonPage = {}) {
    const member = await this.staff.get(me, id)
    const [authorities, proposals, lines] = await Promise.all([
      this.authorities.list(this.clock.today()),
      this.staff.listProposals(me, id),
      this.history.list(me, { personId: id }),
    ])
    const acts = has(me, 'systemAdmin', 'securityAdmin') && member.endedAt === null && id !== me.id
    // one proposal waits at a time; what was typed beside it is shown again
    const asks = acts && (proposals.length === 0 || refused !== undefined)
    const chosen = STAFF_ROLES.filter((role) => seen?.includes(role))
    const { end = new Filled(END_ACCESS), factors = new Filled(RESET_FACTORS) } = given
    const { roles = new Filled(NEW_ROLES, { roles: member.roles }) } = given
    const address = path.person(id)
    const keeps = (form: Filled, at: string) => form.keptAt(at, address)
    const view = {
      title: member.name,
      back: { text: { zh: '人员', en: 'People' }, href: path.people },
      notices: refused ? [refusedNotice(refused, chosen, member.roles)] : [],
      facts: memberSummary(member, authorities),
      address,
      proposals: proposals.map((one) => proposalRow(one, this.staff.mayDecide(me, one))),
      acts,
      seen: member.roles.join(' '),
      end: asks ? keeps(end, path.personEnd(id)) : undefined,
      roles: asks && member.firm === null ? keeps(roles, path.personRoles(id)) : undefined,
      factors: acts && has(me, 'securityAdmin') ? keeps(factors, path.personFactors(id)) : undefined,
      items: historyItems(lines),
    }
    return page('admin/person', view, { status: refused ? 409 : undefined, done: DONE })
  }
}
