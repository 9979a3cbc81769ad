/**
 * The firm's own page: its record, its history and how it stands with the lead department, its
 * people, and invitations, which an administrator keeps.
 */
import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { Inbox } from '../../cases/inbox.js'
import { FIRM_INVITATION } from '../../forms/account.js'
import { FIRM_ANSWER } from '../../forms/firm.js'
import { FIRM_ROLES, has } from '../../people/actor.js'
import { Colleagues } from '../../people/colleague.service.js'
import { Firms } from '../../people/firm.service.js'
import { FirmChanges } from '../../people/firmChange.service.js'
import { FirmSuspensions } from '../../people/firmSuspension.service.js'
import { EMAIL } from '../../people/mail.js'
import { MailRoute } from '../../people/mailRoute.js'
import type { Person } from '../../people/session.service.js'
import { SecondPersons } from '../../people/secondPerson.service.js'
import { Authorities } from '../../reference/authorities.js'
import { firmHistory } from '../case/firmHistory.view.js'
import { OwnCases } from '../case/own.js'
import { For, NeedsProof, SendsFile } from '../http/access.js'
import { done, file, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { KeepsForm } from '../http/formKeeper.js'
import { readText } from '../http/input.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { ShownLinks } from '../http/shownOnce.js'
import { submit } from '../http/submit.js'
import { firmChangeView, firmRecord, ownSuspension, secondPersonView, standingOf } from './firm.view.js'
import { DONE, invitationRows, peopleRows } from './people.view.js'

@Controller('firm')
@For(...FIRM_ROLES)
export class FirmController {
  constructor(
    private readonly own: OwnCases,
    private readonly firms: Firms,
    private readonly colleagues: Colleagues,
    private readonly secondPersons: SecondPersons,
    private readonly files: PaperFiles,
    private readonly changes: FirmChanges,
    private readonly suspensions: FirmSuspensions,
    private readonly authorities: Authorities,
    private readonly inbox: Inbox,
    private readonly clock: Clock,
    private readonly mail: MailRoute,
    private readonly links: ShownLinks,
  ) {}

  @Get()
  async show(@Me() me: Person, @Query() query: unknown) {
    if (me.firmId !== null) await this.inbox.openFirm(me, me.firmId)
    return this.page(me, { link: this.shownLink(me, query) })
  }

  @SendsFile()
  @Get('papers/:paper')
  async paper(@Me() me: Person, @Id('paper') paper: number) {
    const { id } = await this.own.firm(me)
    const found = await this.firms.getPaper(me, id, paper)
    return file(found, await this.files.openOfFirm(found))
  }

  /** The firm is heard on its suspension, before and after. */
  @KeepsForm(FIRM_ANSWER)
  @Post('answer')
  @For('firmAdmin')
  answer(@Me() me: Person, @Body() body: unknown) {
    return submit(FIRM_ANSWER, body, {
      work: ({ answer }) => this.suspensions.answer(me, answer),
      then: done(path.firm, 'answered'),
      again: (answer) => this.page(me, { answer }),
    })
  }

  @Post('invitations')
  @For('firmAdmin')
  @NeedsProof()
  invite(@Me() me: Person, @InLanguage() language: Language, @Body() body: unknown) {
    return submit(FIRM_INVITATION, body, {
      work: async ({ name, account, role }) => {
        const mail = this.mailTo(account, language)
        const { token } = await this.firms.invite(me, { name, account, roles: [role] }, mail)
        return { name, account, token, mailed: mail !== undefined }
      },
      then: (made) => this.links.show(me, path.firm, made),
      again: (invite) => this.page(me, { invite }),
    })
  }

  /** A link that was lost is made again; the one before opens nothing any more. */
  @Post('invitations/:id/link')
  @For('firmAdmin')
  @NeedsProof()
  async inviteAgain(@Me() me: Person, @InLanguage() language: Language, @Id() id: number) {
    const made = await this.firms.inviteAgain(me, id, (account) => this.mailTo(account, language))
    return this.links.show(me, path.firm, { ...made, mailed: this.mailTo(made.account, language) !== undefined })
  }

  private shownLink(me: Person, query: unknown) {
    const found = this.links.find(me, path.firm, query)
    return found?.link && { name: found.name, mailed: found.mailed, ...found.link }
  }

  /** In which language an invitation goes out by mail; undefined where no mail goes, or the account is no address. */
  private mailTo(account: string, language: Language): Language | undefined {
    return this.mail.reaches && EMAIL.safeParse(account).success ? language : undefined
  }

  @Post('invitations/:id/end')
  @For('firmAdmin')
  async endInvitation(@Me() me: Person, @Id() id: number) {
    await this.colleagues.endInvitation(me, id)
    return done(`${withQuery(path.firm, { done: 'invitation' })}#people`)
  }

  @Post('second-person')
  @For('firmAdmin')
  @NeedsProof()
  async secondPerson(@Me() me: Person, @Body() body: unknown) {
    const wanted = readText(body, 'wanted') === 'yes'
    await this.secondPersons.want(me, wanted)
    return done(path.firm, wanted ? 'secondPersonOn' : 'secondPersonOff')
  }

  @Post('people/:id/role')
  @For('firmAdmin')
  @NeedsProof()
  async setRole(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    await this.colleagues.setRole(me, id, readText(body, 'role'))
    return done(`${withQuery(path.firm, { done: 'role' })}#people`)
  }

  @Post('people/:id/end')
  @For('firmAdmin')
  async endAccess(@Me() me: Person, @Id() id: number) {
    await this.colleagues.endAccess(me, id)
    return done(`${withQuery(path.firm, { done: 'access' })}#people`)
  }

  private async page(
    me: Person,
    {
      invite = new Filled(FIRM_INVITATION),
      answer = new Filled(FIRM_ANSWER),
      link,
    }: { invite?: Filled; answer?: Filled; link?: ReturnType<FirmController['shownLink']> } = {},
  ) {
    const mayInvite = has(me, 'firmAdmin')
    const [firm, people, invitations] = await Promise.all([
      this.own.firm(me),
      this.firms.listColleagues(me),
      mayInvite ? this.colleagues.listInvitations(me) : [],
    ])
    const [papers, acts, change, suspension, authorities] = await Promise.all([
      this.firms.listPapers(me, firm.id),
      this.firms.listActs(me, firm.id),
      this.changes.find(me, firm.id),
      this.suspensions.find(me, firm.id),
      this.authorities.list(this.clock.today()),
    ])
    const view = {
      title: { zh: '企业', en: 'Firm' },
      name: { zh: firm.nameZh, en: firm.nameEn ?? firm.nameZh },
      standing: standingOf(firm, mayInvite),
      history: { dated: true, items: firmHistory(firm, acts, { authorities, officer: false }) },
      record: firmRecord(
        firm,
        papers.filter(({ changeId }) => changeId === null || changeId !== change?.id),
      ),
      suspension: suspension && { ...ownSuspension(suspension), action: path.answerSuspension },
      answer: suspension && mayInvite ? answer.keptAt(path.answerSuspension, path.firm) : undefined,
      change: firmChangeView(firm, change, mayInvite),
      people: peopleRows(people, me),
      invitations: invitationRows(invitations),
      mayInvite,
      secondPerson: secondPersonView(firm, mayInvite),
      mandates: path.mandates,
      webhooks: mayInvite ? path.webhooks : undefined,
      services: mayInvite ? path.serviceAccounts : undefined,
      invite,
      link,
    }
    return page('firm/firm', view, { done: DONE })
  }
}
