/**
 * Firms as officers meet them: those that wait, the changes that wait, the register of all, and what
 * is decided on each: intake of the department that leads a firm's cases confirms it, sends it back or
 * declines it, and takes a second look at its changes.
 */
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Forbidden } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { Inbox } from '../../cases/inbox.js'
import { FIRM_CHANGE_BACK, FIRM_DECLINE, FIRM_SEND_BACK } from '../../forms/firm.js'
import { has } from '../../people/actor.js'
import { type Firm, Firms } from '../../people/firm.service.js'
import { type FirmChange, FirmChanges } from '../../people/firmChange.service.js'
import { FirmIntake } from '../../people/firmIntake.service.js'
import type { Person } from '../../people/session.service.js'
import type { Place } from '../../reference/authorities.js'
import { For, SendsFile } from '../http/access.js'
import { done, file, page } from '../http/answers.js'
import { KeepsForm } from '../http/formKeeper.js'
import { readNumber, readText } from '../http/input.js'
import { nextBefore, PER_PAGE } from '../http/paging.js'
import { Id, Me } from '../http/params.js'
import { attempt, submit } from '../http/submit.js'
import { addressWith } from '../kit/page.js'
import { FIRMS, FirmPage } from './firm.page.js'
import { changesTable, filtersOf, firmsTable, readQuestion, registerTable } from './firms.view.js'

const TABS = ['waiting', 'changes', 'all'] as const

@Controller('firms')
@For('intake')
export class FirmsController {
  constructor(
    private readonly firms: Firms,
    private readonly intake: FirmIntake,
    private readonly changes: FirmChanges,
    private readonly files: PaperFiles,
    private readonly inbox: Inbox,
    private readonly own: FirmPage,
  ) {}

  /** What waits is intake's own; the register is read by those who decide on firms' cases, too. */
  @Get()
  @For('intake', 'approver', 'supervisor')
  async list(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() query: unknown) {
    const decides = has(me, 'intake') && (await this.own.isLead(me))
    if (has(me, 'intake') && !decides) throw new Forbidden()
    const asked = TABS.find((tab) => tab === readText(query, 'tab'))
    const tab = decides ? (asked ?? 'waiting') : 'all'
    const [waiting, changes] = decides ? await this.waiting(me) : [[], []]
    const counts = { waiting: waiting.length, changes: changes.length, all: undefined }
    const question = readQuestion(query)
    const found = tab === 'all' ? await this.intake.find(me, question, PER_PAGE) : []
    const before = nextBefore(found)
    const tables = {
      waiting: waiting.length > 0 && firmsTable(waiting),
      changes: changes.length > 0 && changesTable(changes),
      all: found.length > 0 && registerTable(found),
    }
    const view = {
      title: FIRMS,
      tabs: {
        label: { zh: '企业范围', en: 'Firms to show' },
        tabs: TABS.filter((name) => decides || name === 'all').map((name) => ({
          text: TAB_WORDS[name],
          href: withQuery(path.firms, { tab: name === 'waiting' ? undefined : name }),
          count: counts[name] || undefined,
          current: name === tab,
        })),
      },
      filters: tab === 'all' ? filtersOf(question) : undefined,
      table: tables[tab] || undefined,
      empty: tables[tab] ? undefined : { title: EMPTY[tab] },
      more: before === undefined ? undefined : { next: addressWith(url, 'before', String(before)) },
    }
    return page('desk/firms', view)
  }

  /** The firms and the changes that wait for this officer's department. */
  private async waiting(me: Person): Promise<[Firm[], FirmChange[]]> {
    const [firms, changes] = await Promise.all([this.intake.listWaiting(me), this.changes.listWaiting(me)])
    return [await this.ours(me, firms), await this.ours(me, changes)]
  }

  private async ours<Thing extends Place>(me: Person, things: readonly Thing[]): Promise<Thing[]> {
    const leads = await Promise.all(things.map((thing) => this.own.leads(me, thing)))
    return things.filter((_, index) => leads[index])
  }

  @Get(':id')
  @For('intake', 'approver', 'supervisor')
  async show(@Me() me: Person, @Id() id: number) {
    await this.inbox.openFirm(me, id)
    return this.own.show(me, id)
  }

  @Post(':id/change/accept')
  acceptChange(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return attempt({
      work: async () => this.changes.accept(await this.own.changeOfficer(me, id), id, readNumber(body, '_seen')),
      then: done(path.firmToConfirm(id), 'changeAccepted'),
      again: (problems) => this.own.show(me, id, { problems }),
    })
  }

  @KeepsForm(FIRM_CHANGE_BACK)
  @Post(':id/change/send-back')
  sendChangeBack(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(FIRM_CHANGE_BACK, body, {
      work: async ({ toMend }) =>
        this.changes.sendBack(await this.own.changeOfficer(me, id), id, toMend, readNumber(body, '_seen')),
      then: done(path.firmToConfirm(id), 'changeSentBack'),
      again: (changeBack) => this.own.show(me, id, { changeBack }),
    })
  }

  @Post(':id/confirm')
  confirm(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return attempt({
      work: async () => this.intake.confirm(await this.own.officer(me, id), id, readNumber(body, '_seen')),
      then: done(path.firmToConfirm(id), 'confirmed'),
      again: (problems) => this.own.show(me, id, { problems }),
    })
  }

  @KeepsForm(FIRM_SEND_BACK)
  @Post(':id/send-back')
  sendBack(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(FIRM_SEND_BACK, body, {
      work: async ({ toCorrect }) =>
        this.intake.sendBack(await this.own.officer(me, id), id, toCorrect, readNumber(body, '_seen')),
      then: done(path.firmToConfirm(id), 'sentBack'),
      again: (sendBack) => this.own.show(me, id, { sendBack }),
    })
  }

  @KeepsForm(FIRM_DECLINE)
  @Post(':id/decline')
  decline(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(FIRM_DECLINE, body, {
      work: async ({ reason }) =>
        this.intake.decline(await this.own.officer(me, id), id, reason, readNumber(body, '_seen')),
      then: done(path.firmToConfirm(id), 'declined'),
      again: (decline) => this.own.show(me, id, { decline }),
    })
  }

  @SendsFile()
  @Get(':id/papers/:paper')
  async paper(@Me() me: Person, @Id() id: number, @Id('paper') paper: number) {
    const found = await this.firms.getPaper(await this.own.reader(me, id), id, paper)
    return file(found, await this.files.openOfFirm(found))
  }
}

const TAB_WORDS = {
  waiting: { zh: '待确认', en: 'To be confirmed' },
  changes: { zh: '变更待审', en: 'Changes' },
  all: { zh: '全部企业', en: 'All firms' },
}
const EMPTY = {
  waiting: { zh: '没有待确认的企业', en: 'No firm is waiting' },
  changes: { zh: '没有待审的变更', en: 'No change is waiting' },
  all: { zh: '没有找到企业', en: 'No firm was found' },
}
