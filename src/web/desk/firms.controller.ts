/**
 * Firms as officers meet them: those that wait, the changes that wait, the register of all, and each
 * with its papers, its people and its history. Intake of the department that leads a firm's cases
 * confirms it, sends it back or declines it, and takes a second look at its changes. Over 250 lines
 * because all that is decided on a firm is read together.
 */
import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Forbidden, NotFound, type Problem } from '../../base/errors.js'
import { findCreditCodeFault } from '../../base/identifiers.js'
import { path, withQuery } from '../../base/path.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { Inbox } from '../../cases/inbox.js'
import { CROSS_BORDER_FILINGS, DISTRICTS, FIRM_KINDS } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { FIRM_CHANGE_BACK, FIRM_DECLINE, FIRM_SEND_BACK } from '../../forms/firm.js'
import { has } from '../../people/actor.js'
import type { FirmPaper } from '../../people/firmEntities.js'
import { type Firm, Firms, stateOf } from '../../people/firm.service.js'
import { type FirmChange, FirmChanges } from '../../people/firmChange.service.js'
import { FirmIntake } from '../../people/firmIntake.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities, type Place } from '../../reference/authorities.js'
import { firmHistory } from '../case/firmHistory.view.js'
import { For, SendsFile } from '../http/access.js'
import { done, file, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { KeepsForm } from '../http/formKeeper.js'
import { readNumber, readText } from '../http/input.js'
import { nextBefore, PER_PAGE } from '../http/paging.js'
import { Id, Me } from '../http/params.js'
import { attempt, submit } from '../http/submit.js'
import { addressWith, time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { below, caution, code, link, quiet, success } from '../kit/pieces.js'
import { column, factOf, fact, facts, smallFacts, tableOf } from '../kit/table.js'
import { changesTable, changeView, firmTag, filtersOf, peopleLine, readQuestion, registerTable } from './firms.view.js'

const FIRMS = { zh: '企业', en: 'Firms' }
const TABS = ['waiting', 'changes', 'all'] as const
const WAITING_FIRMS = { zh: '待确认的企业', en: 'Firms to be confirmed' }

/** What the officer is told after an act. */
const DONE = {
  confirmed: success('企业登记已确认', 'The firm is confirmed', {
    zh: '它现在可以提交申请；已通知它的人员。',
    en: 'It may submit applications now; its people have been told.',
  }),
  sentBack: success('已退回修改', 'Sent back for correction', {
    zh: '企业已收到通知。它修改后再次提交时，会回到待确认的列表。',
    en: 'The firm has been told. When it has corrected its registration and sent it again, it is back on the list.',
  }),
  declined: success('已不予登记', 'Declined', {
    zh: '企业已收到通知和原因，不能再修改或提交。',
    en: 'The firm has been told why. It can no longer correct its registration or submit applications.',
  }),
}

const CHANGE_DONE = {
  changeAccepted: success('变更已接受', 'The change is accepted', {
    zh: '新的登记内容已生效；已通知企业的人员。已提交的申请仍由原来的部门办理。',
    en: 'The new data hold from now on; the firm has been told. Applications that are filed stay with their department.',
  }),
  changeSentBack: success('变更申请已退回', 'The change is sent back', {
    zh: '企业已收到通知；它修改后再次提交时，会回到变更待审的列表。',
    en: 'The firm has been told. When it has corrected the change and sent it again, it is back on the list.',
  }),
}

/** The forms of the page, as they were filled in. */
interface Typed {
  readonly sendBack?: Filled
  readonly decline?: Filled
  readonly changeBack?: Filled
  readonly problems?: readonly Problem[]
}

@Controller('firms')
@For('intake')
export class FirmsController {
  constructor(
    private readonly firms: Firms,
    private readonly intake: FirmIntake,
    private readonly changes: FirmChanges,
    private readonly files: PaperFiles,
    private readonly inbox: Inbox,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
  ) {}

  /** What waits is intake's own; the register is read by those who decide on firms' cases, too. */
  @Get()
  @For('intake', 'approver', 'supervisor')
  async list(@Me() me: Person, @Req() { url }: FastifyRequest, @Query() query: unknown) {
    const decides = has(me, 'intake') && (await this.isLead(me))
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
        label: { zh: '哪些企业', en: 'Which firms' },
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
    const leads = await Promise.all(things.map((thing) => this.leads(me, thing)))
    return things.filter((_, index) => leads[index])
  }

  @Get(':id')
  @For('intake', 'approver', 'supervisor')
  async show(@Me() me: Person, @Id() id: number) {
    await this.inbox.openFirm(me, id)
    return this.page(me, id)
  }

  @Post(':id/change/accept')
  acceptChange(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return attempt({
      work: async () => this.changes.accept(await this.changeOfficer(me, id), id, readNumber(body, '_seen')),
      then: done(path.firmToConfirm(id), 'changeAccepted'),
      again: (problems) => this.page(me, id, { problems }),
    })
  }

  @KeepsForm(FIRM_CHANGE_BACK)
  @Post(':id/change/send-back')
  sendChangeBack(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(FIRM_CHANGE_BACK, body, {
      work: async ({ toMend }) =>
        this.changes.sendBack(await this.changeOfficer(me, id), id, toMend, readNumber(body, '_seen')),
      then: done(path.firmToConfirm(id), 'changeSentBack'),
      again: (changeBack) => this.page(me, id, { changeBack }),
    })
  }

  @Post(':id/confirm')
  confirm(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return attempt({
      work: async () => this.intake.confirm(await this.officer(me, id), id, readNumber(body, '_seen')),
      then: done(path.firmToConfirm(id), 'confirmed'),
      again: (problems) => this.page(me, id, { problems }),
    })
  }

  @KeepsForm(FIRM_SEND_BACK)
  @Post(':id/send-back')
  sendBack(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(FIRM_SEND_BACK, body, {
      work: async ({ toCorrect }) =>
        this.intake.sendBack(await this.officer(me, id), id, toCorrect, readNumber(body, '_seen')),
      then: done(path.firmToConfirm(id), 'sentBack'),
      again: (sendBack) => this.page(me, id, { sendBack }),
    })
  }

  @KeepsForm(FIRM_DECLINE)
  @Post(':id/decline')
  decline(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(FIRM_DECLINE, body, {
      work: async ({ reason }) =>
        this.intake.decline(await this.officer(me, id), id, reason, readNumber(body, '_seen')),
      then: done(path.firmToConfirm(id), 'declined'),
      again: (decline) => this.page(me, id, { decline }),
    })
  }

  @SendsFile()
  @Get(':id/papers/:paper')
  async paper(@Me() me: Person, @Id() id: number, @Id('paper') paper: number) {
    const found = await this.firms.getPaper(await this.reader(me, id), id, paper)
    return file(found, await this.files.openOfFirm(found))
  }

  /** Firms are confirmed by the intake of the department that leads their cases, not by another one's. */
  private async officer(me: Person, firmId: number): Promise<Person> {
    if (!(await this.leads(me, await this.firms.get(me, firmId)))) throw new Forbidden()
    return me
  }

  /** Papers are opened by those who decide on the firm, or on its change. */
  private async reader(me: Person, firmId: number): Promise<Person> {
    const change = await this.changes.find(me, firmId)
    return change && (await this.leads(me, change)) ? me : this.officer(me, firmId)
  }

  /** A change is looked at by the department that will lead the firm's cases when it is accepted. */
  private async changeOfficer(me: Person, firmId: number): Promise<Person> {
    const change = await this.changes.find(me, firmId)
    if (!change) throw new NotFound()
    if (!(await this.leads(me, change))) throw new Forbidden()
    return me
  }

  private async isLead({ authorityId }: Person): Promise<boolean> {
    return authorityId !== null && (await this.authorities.isLead(authorityId, this.clock.today()))
  }

  private async leads(person: Person, place: Place): Promise<boolean> {
    return person.authorityId === (await this.leadOf(place)).id
  }

  private async leadOf(place: Place) {
    const today = this.clock.today()
    const { lead } = await this.authorities.jurisdiction(today, place)
    return this.authorities.getByCode(lead, today)
  }

  private async page(me: Person, firmId: number, typed: Typed = {}) {
    const [firm, papers, acts, people, change, authorities] = await Promise.all([
      this.firms.get(me, firmId),
      this.firms.listPapers(me, firmId),
      this.firms.listActs(me, firmId),
      this.firms.listPeople(me, firmId),
      this.changes.find(me, firmId),
      this.authorities.list(this.clock.today()),
    ])
    const lead = await this.leadOf(firm)
    const decides = has(me, 'intake') && me.authorityId === lead.id
    const state = stateOf(firm)
    const may = (...states: (typeof state)[]) => decides && states.includes(state)
    const own = path.firmToConfirm(firmId)
    const ways = {
      confirm: path.confirmFirm(firmId),
      sendBack: path.sendBackFirm(firmId),
      decline: path.declineFirm(firmId),
    }
    const { sendBack = new Filled(FIRM_SEND_BACK), decline = new Filled(FIRM_DECLINE), problems } = typed
    const { changeBack = new Filled(FIRM_CHANGE_BACK) } = typed
    const wanted = change && (await this.change(me, firm, change, papers))
    const factOfPaper = (paper: FirmPaper) => paperFact(firmId, paper, decides)
    const view = {
      title: firm.nameZh,
      back: { text: FIRMS, href: path.firms },
      notices: warningsAbout(firm),
      name: firm.nameZh,
      tag: firmTag(firm),
      facts: facts(
        ...firmFacts(firm).rows,
        fact('牵头部门', 'Lead department', lead.name),
        fact('人员', 'People', peopleLine(people)),
        fact('申请', 'Applications', link(OF_FIRM, withQuery(path.queue, { find: firm.nameZh, tab: 'all' }))),
      ),
      papers: smallFacts(
        ...papers.filter(({ changeId }) => changeId === null || changeId !== change?.id).map(factOfPaper),
      ),
      history: { dated: true, items: firmHistory(firm, acts, { authorities, officer: true }) },
      seen: firm.lastAct,
      waiting: may('waiting'),
      sentBack: state === 'sentBack' && firm.sentBackReason,
      declined: state === 'declined' && firm.declineReason,
      ways,
      sendBack: may('waiting', 'declined') ? sendBack.keptAt(ways.sendBack, own) : undefined,
      declineOpen: typed.decline !== undefined,
      decline: may('waiting', 'sentBack') ? decline.keptAt(ways.decline, own) : undefined,
      change: wanted,
      changeForm: wanted && wanted.decides ? changeBack.keptAt(wanted.sendBack, own) : undefined,
    }
    return page('desk/firm', view, { problems, done: { ...DONE, ...CHANGE_DONE } })
  }

  /** A change that waits, with what it would change, and the way to decide on it for whoever may. */
  private async change(me: Person, firm: Firm, change: FirmChange, papers: readonly FirmPaper[]) {
    const lead = await this.leadOf(change)
    const decides = has(me, 'intake') && me.authorityId === lead.id
    const own = papers.filter(({ changeId, replacedAt }) => changeId === change.id && replacedAt === null)
    return {
      ...changeView(firm, change),
      papers: own.length > 0 && smallFacts(...own.map((paper) => paperFact(firm.id, paper, decides))),
      by: decides ? undefined : lead.name,
      decides: decides && change.state === 'open',
      accept: path.acceptFirmChange(firm.id),
      sendBack: path.sendBackFirmChange(firm.id),
    }
  }
}

const OF_FIRM = { zh: '看这家企业的申请', en: 'See this firm’s applications' }
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

function paperFact(firmId: number, { id, kind, name, replacedAt }: FirmPaper, opens: boolean) {
  const key =
    kind === 'licence' ? { zh: '营业执照', en: 'Business licence' } : { zh: '授权委托书', en: 'Authorisation' }
  const old = replacedAt && below(quiet({ zh: '已换新', en: 'replaced' }))
  return factOf(key, [opens ? link(name, path.firmPaper(firmId, id)) : name, old])
}

const RIVALS: Notice = {
  kind: 'near',
  title: { zh: '另有企业用同一统一社会信用代码登记', en: 'Another firm claims the same credit code' },
  text: {
    zh: '请核对两家的营业执照；只能确认其中一家。',
    en: 'Compare both licences; only one of them can be confirmed.',
  },
}
const WRONG_CODE: Notice = {
  kind: 'bad',
  title: {
    zh: '统一社会信用代码的格式或校验位不对',
    en: 'The form or the check character of the credit code is wrong',
  },
}

const warningsAbout = ({ rivals, creditCode }: Firm): Notice[] => [
  ...(rivals > 0 ? [RIVALS] : []),
  ...(findCreditCodeFault(creditCode) ? [WRONG_CODE] : []),
]

function firmFacts({
  nameZh,
  nameEn,
  creditCode,
  district,
  zone,
  kind,
  crossBorderFiling,
  handler,
  registeredAt,
}: Firm) {
  const contact = Object.values(handler ?? {}).filter((part) => typeof part === 'string')
  return facts(
    fact('企业名称', 'Name', [nameZh, nameEn && below(nameEn, 'quiet')]),
    fact('统一社会信用代码', 'Credit code', code(creditCode)),
    fact('区', 'District', [labelOf(DISTRICTS, district), zone && ` · ${zone}`]),
    fact('类型', 'Kind', kind && labelOf(FIRM_KINDS, kind)),
    fact('跨境电商备案', 'Cross-border filing', crossBorderFiling && labelOf(CROSS_BORDER_FILINGS, crossBorderFiling)),
    fact('经办人', 'Contact person', contact.join(' · ')),
    fact('登记时间', 'Registered', time(registeredAt)),
  )
}

const firmsTable = (firms: readonly Firm[]) =>
  tableOf(WAITING_FIRMS, firms, [
    column('企业', 'Firm', ({ id, nameZh }) => link(nameZh, path.firmToConfirm(id)), 'heads'),
    column('统一社会信用代码', 'Credit code', ({ creditCode }) => code(creditCode)),
    column('区', 'District', ({ district }) => labelOf(DISTRICTS, district)),
    column('提交时间', 'Sent', ({ sentInAt, registeredAt }) => time(sentInAt ?? registeredAt, 'short')),
    column('提示', 'Note', ({ rivals, sentInAt }) => [
      rivals > 0 && caution({ zh: '代码重复', en: 'code claimed twice' }),
      sentInAt && quiet({ zh: '修改后再次提交', en: 'corrected and sent again' }),
    ]),
  ])
