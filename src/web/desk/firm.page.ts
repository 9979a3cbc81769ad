/**
 * One firm as officers meet it: its data, papers, people and history, a change that waits, a
 * suspension, and the ways to decide for whoever may. Over 250 lines because the page says all that
 * can be decided on a firm.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Forbidden, NotFound, type Problem } from '../../base/errors.js'
import { findCreditCodeFault } from '../../base/identifiers.js'
import { path, withQuery } from '../../base/path.js'
import { CROSS_BORDER_FILINGS, FIRM_KINDS, firmPlace } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import * as forms from '../../forms/firm.js'
import { has } from '../../people/actor.js'
import { type Firm, Firms, stateOf } from '../../people/firm.service.js'
import { type FirmChange, FirmChanges } from '../../people/firmChange.service.js'
import type { FirmPaper } from '../../people/firmEntities.js'
import { FirmSuspensions, isHeard } from '../../people/firmSuspension.service.js'
import { firmNamed, type Mandate, Mandates, mandateState } from '../../people/mandate.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities, type Place } from '../../reference/authorities.js'
import { firmHistory } from '../case/firmHistory.view.js'
import { page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import { day, time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { below, code, link, quiet, success } from '../kit/pieces.js'
import { factOf, fact, facts, smallFacts } from '../kit/table.js'
import { changeView, firmTag, peopleLine, suspensionView } from './firms.view.js'

export const FIRMS = { zh: '企业', en: 'Firms' }

/** What the officer is told after an act. */
const DONE = {
  confirmed: success('企业登记已确认', 'Firm confirmed', {
    zh: '企业现在可以提交申请；已通知企业人员。',
    en: 'It can now submit applications. Its people have been informed.',
  }),
  sentBack: success('已退回修改', 'Sent back for correction', {
    zh: '企业已收到通知。修改后再次提交的，将回到待确认列表。',
    en: 'The firm has been informed. Once it has corrected and resubmitted its registration, it is back on the list.',
  }),
  declined: success('已不予登记', 'Declined', {
    zh: '企业已收到通知和原因，不能再修改或提交。',
    en: 'The firm has been informed of the reasons. It can no longer correct its registration or submit applications.',
  }),
}

const CHANGE_DONE = {
  changeAccepted: success('变更已接受', 'Change accepted', {
    zh: '新的登记内容已生效；已通知企业的人员。已提交的申请仍由原来的部门办理。',
    en: 'The new details are in force. The firm has been informed. Submitted applications keep their department.',
  }),
  changeSentBack: success('变更申请已退回', 'Change request sent back', {
    zh: '企业已收到通知；修改后再次提交的，将回到变更待审列表。',
    en: 'The firm has been informed. Once it has corrected and resubmitted the change, it is back on the list.',
  }),
}

const SUSPENSION_DONE = {
  suspensionIntended: success('已告知拟暂停', 'Firm informed of the intended suspension', {
    zh: '企业已收到通知。企业陈述意见后，或者期限届满后，由另一位受理人员决定。',
    en: 'The firm has been informed. Once it has responded or its time has passed, another intake officer decides.',
  }),
  suspended: success('已暂停', 'Firm suspended', {
    zh: '企业不能提交新申请；在办的申请照常办理。已通知企业人员。',
    en: 'The firm cannot submit new applications. Open ones continue. Its people have been informed.',
  }),
  suspensionDropped: success('已决定不予暂停', 'Decided not to suspend', {
    zh: '已通知企业人员。',
    en: 'Its people have been informed.',
  }),
  resumed: success('已恢复提交', 'Suspension ended', {
    zh: '企业可以提交新申请；已通知企业人员。',
    en: 'The firm can submit applications again. Its people have been informed.',
  }),
}

/** The forms of the page, as they were filled in. */
interface Typed {
  readonly sendBack?: Filled
  readonly decline?: Filled
  readonly changeBack?: Filled
  readonly suspension?: Filled
  readonly decision?: Filled
  readonly problems?: readonly Problem[]
}

@Injectable()
export class FirmPage {
  constructor(
    private readonly firms: Firms,
    private readonly changes: FirmChanges,
    private readonly suspensions: FirmSuspensions,
    private readonly mandates: Mandates,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
  ) {}

  /** Firms are confirmed by the intake of the department that leads their cases, not by another one's. */
  async officer(me: Person, firmId: number): Promise<Person> {
    if (!(await this.leads(me, await this.firms.get(me, firmId)))) throw new Forbidden()
    return me
  }

  /** Papers are opened by those who decide on the firm, or on its change. */
  async reader(me: Person, firmId: number): Promise<Person> {
    const change = await this.changes.find(me, firmId)
    return change && (await this.leads(me, change)) ? me : this.officer(me, firmId)
  }

  /** A change is looked at by the department that will lead the firm's cases when it is accepted. */
  async changeOfficer(me: Person, firmId: number): Promise<Person> {
    const change = await this.changes.find(me, firmId)
    if (!change) throw new NotFound()
    if (!(await this.leads(me, change))) throw new Forbidden()
    return me
  }

  async isLead({ authorityId }: Person): Promise<boolean> {
    return authorityId !== null && (await this.authorities.isLead(authorityId, this.clock.today()))
  }

  async leads(person: Person, place: Place): Promise<boolean> {
    return person.authorityId === (await this.leadOf(place)).id
  }

  private async leadOf(place: Place) {
    const today = this.clock.today()
    const { lead } = await this.authorities.jurisdiction(today, place)
    return this.authorities.getByCode(lead, today)
  }

  /** The page, with its forms as they were filled in. */
  async show(me: Person, firmId: number, typed: Typed = {}) {
    const [firm, papers, acts, people, change, authorities, mandates] = await Promise.all([
      this.firms.get(me, firmId),
      this.firms.listPapers(me, firmId),
      this.firms.listActs(me, firmId),
      this.firms.listPeople(me, firmId),
      this.changes.find(me, firmId),
      this.authorities.list(this.clock.today()),
      this.mandates.list(me, firmId),
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
    const { sendBack = new Filled(forms.FIRM_SEND_BACK), decline = new Filled(forms.FIRM_DECLINE), problems } = typed
    const { changeBack = new Filled(forms.FIRM_CHANGE_BACK) } = typed
    const { suspension: intend = new Filled(forms.FIRM_SUSPENSION), decision = new Filled(forms.FIRM_SUSPENSION_END) } =
      typed
    const suspension = await this.suspension(me, firm, decides, typed.suspension !== undefined)
    const wanted = change && (await this.change(me, firm, change, papers))
    const factOfPaper = (paper: FirmPaper) => paperFact(firmId, paper, decides)
    const view = {
      title: firm.nameZh,
      back: { text: FIRMS, href: path.firms },
      notices: warningsAbout(firm, firm.rivals > 0 ? await this.firms.listRivals(me, firm) : []),
      name: firm.nameZh,
      tag: firmTag(firm),
      facts: facts(
        ...firmFacts(firm).rows,
        fact('牵头部门', 'Lead department', lead.name),
        fact('人员', 'People', peopleLine(people)),
        ...mandateFacts(mandates, firmId, this.clock.today()),
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
      suspension,
      suspensionForm: suspension?.intend ? intend.keptAt(suspension.intend, own) : undefined,
      decisionForm: suspension?.decide ? decision.keptAt(suspension.decide, own) : undefined,
      change: wanted,
      changeForm: wanted?.decides ? changeBack.keptAt(wanted.sendBack, own) : undefined,
    }
    return page('desk/firm', view, { problems, done: { ...DONE, ...CHANGE_DONE, ...SUSPENSION_DONE } })
  }

  /** The suspension that is announced or in force, or the way to announce one; undefined where nothing can be done. */
  private async suspension(me: Person, firm: Firm, decides: boolean, intendOpen: boolean) {
    const open = await this.suspensions.find(me, firm.id)
    if (!open)
      return decides && firm.confirmedAt
        ? { intend: path.intendSuspension(firm.id), intendOpen, decide: undefined }
        : undefined
    const isFirst = open.intendedBy === me.id
    const heard = isHeard(open, this.clock.today())
    return {
      ...suspensionView(open),
      decide: decides ? path.decideSuspension(firm.id) : undefined,
      maySuspend: open.decidedAt === null && !isFirst && heard,
      waits: open.decidedAt !== null ? undefined : isFirst ? BY_ANOTHER : heard ? undefined : NOT_HEARD,
      inForce: open.decidedAt !== null,
    }
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

const BY_ANOTHER = {
  zh: '暂停由另一位受理人员决定；您可以决定不予暂停。',
  en: 'Another intake officer has to decide on suspending the firm. You can decide not to suspend it.',
}
const NOT_HEARD = {
  zh: '企业陈述意见之后，或者陈述期限届满之后，才能决定暂停；现在可以决定不予暂停。',
  en: 'The firm can be suspended once it has responded or its time has passed. You can decide now not to suspend it.',
}
const OF_FIRM = { zh: '查看该企业的申请', en: 'View this firm’s applications' }
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
    en: 'Compare both licences. Only one of the firms can be confirmed.',
  },
}
const LICENCE_OF = { zh: '打开{name}的登记和营业执照', en: 'Open the registration and licence of {name}' }
const WRONG_CODE: Notice = {
  kind: 'bad',
  title: {
    zh: '统一社会信用代码的格式或校验位有误',
    en: 'The credit code is not valid (format or check character)',
  },
}

const warningsAbout = ({ creditCode }: Firm, rivals: readonly Pick<Firm, 'id' | 'nameZh'>[]): Notice[] => [
  ...rivals.slice(0, 1).map(() => ({
    ...RIVALS,
    links: rivals.map(({ id, nameZh }) => link(fill(LICENCE_OF, { name: nameZh }), path.firmToConfirm(id))),
  })),
  ...(findCreditCodeFault(creditCode) ? [WRONG_CODE] : []),
]

/** Who files for the firm, and for whom it files, by mandates in force. */
function mandateFacts(mandates: readonly Mandate[], firmId: number, today: string) {
  const inForce = mandates.filter((one) => mandateState(one, today) === 'inForce')
  const line = (name: Bilingual, { id, untilOn }: Mandate) =>
    fill(
      { zh: '{name}（委托 {id} 号，至{day}）', en: '{name} (mandate {id}, until {day})' },
      { name, id, day: day(untilOn) },
    )
  const agents = inForce
    .filter(({ employerId }) => employerId === firmId)
    .map((one) => line(firmNamed(one.agentName, one.agentNameEn), one))
  const employers = inForce
    .filter(({ agentId }) => agentId === firmId)
    .map((one) => line(firmNamed(one.employerName, one.employerNameEn), one))
  return [
    agents.length > 0 && fact('代理', 'Agents', joined(agents)),
    employers.length > 0 && fact('代理的用人单位', 'Employers represented', joined(employers)),
  ]
}

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
    fact('区', 'District', firmPlace(district, zone)),
    fact('类型', 'Kind', kind && labelOf(FIRM_KINDS, kind)),
    fact('跨境电商备案', 'Cross-border filing', crossBorderFiling && labelOf(CROSS_BORDER_FILINGS, crossBorderFiling)),
    fact('经办人', 'Contact person', contact.join(' · ')),
    fact('登记时间', 'Registered', time(registeredAt)),
  )
}
