/**
 * Firms as intake meets them: those that wait for confirmation, and each with its papers, its people
 * and its history. Intake confirms, sends back for correction, or declines; a second claim to the
 * same code stands out.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Forbidden, type Problem } from '../../base/errors.js'
import { findCreditCodeFault } from '../../base/identifiers.js'
import { path } from '../../base/path.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { Inbox } from '../../cases/inbox.js'
import { CROSS_BORDER_FILINGS, DISTRICTS, FIRM_KINDS } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { FIRM_DECLINE, FIRM_SEND_BACK } from '../../forms/firm.js'
import type { FirmPaper } from '../../people/firmEntities.js'
import { type Firm, Firms, stateOf } from '../../people/firm.service.js'
import { FirmIntake } from '../../people/firmIntake.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { firmHistory } from '../case/firmHistory.view.js'
import { For, SendsFile } from '../http/access.js'
import { done, file, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { KeepsForm } from '../http/formKeeper.js'
import { readNumber } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { attempt, submit } from '../http/submit.js'
import { time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { below, caution, code, link, quiet, success } from '../kit/pieces.js'
import { column, factOf, fact, facts, smallFacts, tableOf } from '../kit/table.js'
import { firmTag } from './firms.view.js'

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

/** The forms of the page, as they were filled in. */
interface Typed {
  readonly sendBack?: Filled
  readonly decline?: Filled
  readonly problems?: readonly Problem[]
}

@Controller('firms')
@For('intake')
export class FirmsController {
  constructor(
    private readonly firms: Firms,
    private readonly intake: FirmIntake,
    private readonly files: PaperFiles,
    private readonly inbox: Inbox,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Me() me: Person) {
    const waiting = await this.intake.listWaiting(await this.officer(me))
    const ours = await Promise.all(waiting.map((firm) => this.leads(me, firm)))
    const firms = waiting.filter((_, index) => ours[index])
    const view = {
      title: WAITING_FIRMS,
      table: firms.length > 0 ? firmsTable(firms) : undefined,
      empty: firms.length > 0 ? undefined : { title: { zh: '没有待确认的企业', en: 'No firm is waiting' } },
    }
    return page('desk/firms', view)
  }

  @Get(':id')
  async show(@Me() me: Person, @Id() id: number) {
    await this.inbox.openFirm(me, id)
    return this.page(me, id)
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
    const found = await this.firms.getPaper(await this.officer(me, id), id, paper)
    return file(found, await this.files.openOfFirm(found))
  }

  /** Firms are confirmed by the intake of the department that leads their cases, not by another one's. */
  private async officer(me: Person, firmId?: number): Promise<Person> {
    const leads =
      firmId === undefined
        ? me.authorityId !== null && (await this.authorities.isLead(me.authorityId, this.clock.today()))
        : await this.leads(me, await this.firms.get(me, firmId))
    if (!leads) throw new Forbidden()
    return me
  }

  private async leads(person: Person, firm: Firm): Promise<boolean> {
    const today = this.clock.today()
    const { lead } = await this.authorities.jurisdiction(today, firm)
    return person.authorityId === (await this.authorities.getByCode(lead, today)).id
  }

  private async page(me: Person, firmId: number, typed: Typed = {}) {
    await this.officer(me, firmId)
    const { sendBack = new Filled(FIRM_SEND_BACK), decline = new Filled(FIRM_DECLINE), problems } = typed
    const own = path.firmToConfirm(firmId)
    const ways = {
      confirm: path.confirmFirm(firmId),
      sendBack: path.sendBackFirm(firmId),
      decline: path.declineFirm(firmId),
    }
    const [firm, papers, acts, authorities] = await Promise.all([
      this.firms.get(me, firmId),
      this.firms.listPapers(me, firmId),
      this.firms.listActs(me, firmId),
      this.authorities.list(this.clock.today()),
    ])
    const state = stateOf(firm)
    const view = {
      title: firm.nameZh,
      back: { text: WAITING_FIRMS, href: path.firms },
      notices: warningsAbout(firm),
      name: firm.nameZh,
      tag: firmTag(firm),
      facts: firmFacts(firm),
      papers: smallFacts(...papers.map((paper) => paperFact(firmId, paper))),
      history: { dated: true, items: firmHistory(firm, acts, { authorities, officer: true }) },
      seen: firm.lastAct,
      waiting: state === 'waiting',
      sentBack: state === 'sentBack' && firm.sentBackReason,
      declined: state === 'declined' && firm.declineReason,
      ways,
      sendBack: state === 'waiting' || state === 'declined' ? sendBack.keptAt(ways.sendBack, own) : undefined,
      declineOpen: typed.decline !== undefined,
      decline: state === 'waiting' || state === 'sentBack' ? decline.keptAt(ways.decline, own) : undefined,
    }
    return page('desk/firm', view, { problems, done: DONE })
  }
}

function paperFact(firmId: number, { id, kind, name, replacedAt }: FirmPaper) {
  const key =
    kind === 'licence' ? { zh: '营业执照', en: 'Business licence' } : { zh: '授权委托书', en: 'Authorisation' }
  const old = replacedAt && below(quiet({ zh: '已换新', en: 'replaced' }))
  return factOf(key, [link(name, path.firmPaper(firmId, id)), old])
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
