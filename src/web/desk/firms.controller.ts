/**
 * Firms that wait for confirmation: intake compares the papers, confirms, or says why not. A second
 * claim to the same code stands out.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Forbidden, type Problem } from '../../base/errors.js'
import { findCreditCodeFault } from '../../base/identifiers.js'
import { path } from '../../base/path.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { CROSS_BORDER_FILINGS, DISTRICTS, FIRM_KINDS } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { FIRM_DECLINE } from '../../forms/firm.js'
import { type Firm, Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { For, SendsFile } from '../http/access.js'
import { done, file, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { KeepsForm } from '../http/formKeeper.js'
import { Id, Me } from '../http/params.js'
import { attempt, submit } from '../http/submit.js'
import { time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { below, caution, code, link } from '../kit/pieces.js'
import { column, fact, facts, smallFacts, tableOf } from '../kit/table.js'

const WAITING_FIRMS = { zh: '待确认的企业', en: 'Firms to be confirmed' }

@Controller('firms')
@For('intake')
export class FirmsController {
  constructor(
    private readonly firms: Firms,
    private readonly files: PaperFiles,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Me() me: Person) {
    const waiting = await this.firms.listWaiting(await this.officer(me))
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
  show(@Me() me: Person, @Id() id: number) {
    return this.page(me, id)
  }

  @Post(':id/confirm')
  confirm(@Me() me: Person, @Id() id: number) {
    return attempt({
      work: async () => this.firms.decide(await this.officer(me, id), id, { confirm: true }),
      then: done(path.firms),
      again: (problems) => this.page(me, id, undefined, problems),
    })
  }

  @KeepsForm(FIRM_DECLINE)
  @Post(':id/decline')
  decline(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(FIRM_DECLINE, body, {
      work: async ({ reason }) => this.firms.decide(await this.officer(me, id), id, { confirm: false, reason }),
      then: done(path.firms),
      again: (form) => this.page(me, id, form),
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

  private async page(me: Person, firmId: number, form = new Filled(FIRM_DECLINE), problems?: readonly Problem[]) {
    await this.officer(me, firmId)
    const decline = path.declineFirm(firmId)
    const [firm, papers] = await Promise.all([this.firms.get(me, firmId), this.firms.listPapers(me, firmId)])
    const view = {
      title: firm.nameZh,
      back: { text: WAITING_FIRMS, href: path.firms },
      notices: warningsAbout(firm),
      name: firm.nameZh,
      facts: firmFacts(firm),
      papers: smallFacts(
        ...papers.map(({ id, kind, name }) => {
          const paper = link(name, path.firmPaper(firmId, id))
          return kind === 'licence'
            ? fact('营业执照', 'Business licence', paper)
            : fact('授权委托书', 'Authorisation', paper)
        }),
      ),
      waiting: firm.confirmedAt === null && firm.declinedAt === null,
      confirm: path.confirmFirm(firmId),
      decline,
      form: form.keptAt(decline, path.firmToConfirm(firmId)),
    }
    return page('desk/firm', view, { problems })
  }
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
    column('登记时间', 'Registered', ({ registeredAt }) => time(registeredAt, 'short')),
    column('提示', 'Note', ({ rivals }) => rivals > 0 && caution({ zh: '代码重复', en: 'code claimed twice' })),
  ])
