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
import { CROSS_BORDER_FILINGS, FIRM_KINDS } from '../../forms/choices.js'
import { FIRM_DECLINE } from '../../forms/firm.js'
import { type Firm, Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { For, SendsFile } from '../http/access.js'
import { done, file, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { Id, Me } from '../http/params.js'
import { attempt, submit } from '../http/submit.js'
import { districtLabel } from '../case/case.view.js'
import { KeepsForm } from '../http/formKeeper.js'
import { both, timeText } from '../kit/page.js'
import type { Notice, Summary, Table } from '../kit/parts.js'

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
      title: { zh: '待确认的企业', en: 'Firms to be confirmed' },
      table: firms.length > 0 ? tableOf(firms) : undefined,
      empty: firms.length > 0 ? undefined : NONE,
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
    return file(found, await this.files.openPlain(found.storageKey))
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
    const address = path.firmToConfirm(firmId)
    const decline = path.declineFirm(firmId)
    const [firm, papers] = await Promise.all([this.firms.get(me, firmId), this.firms.listPapers(me, firmId)])
    const view = {
      title: firm.nameZh,
      back: { text: { zh: '待确认的企业', en: 'Firms to be confirmed' }, href: path.firms },
      notices: noticesOf(firm),
      name: firm.nameZh,
      facts: factsOf(firm),
      papers: {
        small: true,
        rows: papers.map((paper) => ({
          key:
            paper.kind === 'licence'
              ? { zh: '营业执照', en: 'Business licence' }
              : { zh: '授权委托书', en: 'Authorisation' },
          line: [{ text: paper.name, href: path.firmPaper(firmId, paper.id) }],
        })),
      },
      waiting: firm.confirmedAt === null && firm.declinedAt === null,
      confirm: path.confirmFirm(firmId),
      decline,
      form: form.keptAt(decline, address),
    }
    return page('desk/firm', view, { problems })
  }
}

const NONE = { title: { zh: '没有待确认的企业', en: 'No firm is waiting' } }

function noticesOf(firm: Firm): Notice[] {
  const notices: Notice[] = []
  if (firm.rivals > 0)
    notices.push({
      kind: 'near',
      title: { zh: '另有企业用同一统一社会信用代码登记', en: 'Another firm claims the same credit code' },
      text: {
        zh: '请核对两家的营业执照；只能确认其中一家。',
        en: 'Compare both licences; only one of them can be confirmed.',
      },
    })
  if (findCreditCodeFault(firm.creditCode))
    notices.push({
      kind: 'bad',
      title: {
        zh: '统一社会信用代码的格式或校验位不对',
        en: 'The form or the check character of the credit code is wrong',
      },
    })
  return notices
}

function factsOf(firm: Firm): Summary {
  const label = (
    options: readonly { value: string; label: { zh: string; en: string } }[],
    value: string | null | undefined,
  ) => options.find((option) => option.value === value)?.label ?? value ?? '—'
  const handler = firm.handler ?? {}
  return {
    rows: [
      {
        key: { zh: '企业名称', en: 'Name' },
        line: [firm.nameZh, ...(firm.nameEn ? [{ text: firm.nameEn, below: true, look: 'quiet' as const }] : [])],
      },
      { key: { zh: '统一社会信用代码', en: 'Credit code' }, line: [{ text: firm.creditCode, look: 'code' }] },
      {
        key: { zh: '区', en: 'District' },
        line: [districtLabel(firm.district), ...(firm.zone ? [` · ${firm.zone}`] : [])],
      },
      { key: { zh: '类型', en: 'Kind' }, line: [label(FIRM_KINDS, firm.kind)] },
      {
        key: { zh: '跨境电商备案', en: 'Cross-border filing' },
        line: [label(CROSS_BORDER_FILINGS, firm.crossBorderFiling)],
      },
      {
        key: { zh: '经办人', en: 'Contact person' },
        line: [
          Object.values(handler)
            .filter((part) => typeof part === 'string')
            .join(' · ') || '—',
        ],
      },
      { key: { zh: '登记时间', en: 'Registered' }, line: [both((language) => timeText(firm.registeredAt, language))] },
    ],
  }
}

function tableOf(firms: readonly Firm[]): Table {
  return {
    caption: { zh: '待确认的企业', en: 'Firms to be confirmed' },
    captionHidden: true,
    cards: true,
    head: [
      { text: { zh: '企业', en: 'Firm' } },
      { text: { zh: '统一社会信用代码', en: 'Credit code' } },
      { text: { zh: '区', en: 'District' } },
      { text: { zh: '登记时间', en: 'Registered' } },
      { text: { zh: '提示', en: 'Note' } },
    ],
    rows: firms.map((firm) => ({
      cells: [
        { heads: true, line: [{ text: firm.nameZh, href: path.firmToConfirm(firm.id) }] },
        { label: { zh: '统一社会信用代码', en: 'Credit code' }, line: [{ text: firm.creditCode, look: 'code' }] },
        { label: { zh: '区', en: 'District' }, line: [districtLabel(firm.district)] },
        {
          label: { zh: '登记时间', en: 'Registered' },
          line: [both((language) => timeText(firm.registeredAt, language, 'short'))],
        },
        {
          label: { zh: '提示', en: 'Note' },
          line: firm.rivals > 0 ? [{ text: { zh: '代码重复', en: 'code claimed twice' }, look: 'near' }] : ['—'],
        },
      ],
    })),
  }
}
