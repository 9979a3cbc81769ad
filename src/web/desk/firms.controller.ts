/** Firms that wait for confirmation: intake compares the papers, confirms, or says why not. A second claim to the same code stands out. */
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Clock } from '../../base/clock.js'
import { Forbidden, Invalid, type Problem } from '../../base/errors.js'
import { findCreditCodeFault } from '../../base/identifiers.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { readForm } from '../../forms/engine/body.js'
import { errorSummary } from '../../forms/engine/check.js'
import { CROSS_BORDER_FILINGS, FIRM_KINDS } from '../../forms/choices.js'
import { FIRM_DECLINE } from '../../forms/firm.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { type Firm, Firms } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { Authorities } from '../../reference/authorities.js'
import { For, personOf, SendsFile } from '../http/access.js'
import { districtLabel } from '../case/case.view.js'
import { FormKeeper, KeepsForm } from '../http/formKeeper.js'
import { readId } from '../http/input.js'
import { both, timeText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import type { Notice, Summary, Table } from '../kit/parts.js'
import { seeOther, sendFile } from '../http/send.js'

@Controller('firms')
@For('intake')
export class FirmsController {
  constructor(
    private readonly pages: Pages,
    private readonly firms: Firms,
    private readonly files: PaperFiles,
    private readonly authorities: Authorities,
    private readonly clock: Clock,
    private readonly keeper: FormKeeper,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const person = await this.officer(request)
    const waiting = await this.firms.listWaiting(person)
    const ours = await Promise.all(waiting.map((firm) => this.leads(person, firm)))
    const firms = waiting.filter((_, index) => ours[index])
    const view = {
      title: { zh: '待确认的企业', en: 'Firms to be confirmed' },
      ...(firms.length > 0 ? { table: tableOf(firms) } : { empty: NONE }),
    }
    return reply.send(this.pages.render(request, reply, 'desk/firms', view))
  }

  @Get(':id')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    return this.page(request, reply, readId(id), undefined, [])
  }

  @Post(':id/confirm')
  async confirm(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string) {
    try {
      await this.firms.decide(await this.officer(request, readId(id)), readId(id), { confirm: true })
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      return this.page(request, reply, readId(id), undefined, error.problems)
    }
    return seeOther(reply, '/firms')
  }

  @KeepsForm(FIRM_DECLINE)
  @Post(':id/decline')
  async decline(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() body: unknown,
  ) {
    const { tree } = readForm(body)
    const { value, problems } = parseForm(FIRM_DECLINE, tree)
    if (!value) return this.page(request, reply, readId(id), tree, problems)
    const person = await this.officer(request, readId(id))
    await this.firms.decide(person, readId(id), { confirm: false, reason: value.reason })
    return seeOther(reply, '/firms')
  }

  @SendsFile()
  @Get(':id/papers/:paper')
  async paper(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('paper') paper: string,
  ) {
    const found = await this.firms.getPaper(await this.officer(request, readId(id)), readId(id), readId(paper))
    return sendFile(reply, { mime: found.mime, name: found.name }, await this.files.openPlain(found.storageKey))
  }

  /** Firms are confirmed by the intake of the department that leads their cases, not by another one's. */
  private async officer(request: FastifyRequest, firmId?: number): Promise<Person> {
    const person = personOf(request)
    const leads =
      firmId === undefined
        ? person.authorityId !== null && (await this.authorities.isLead(person.authorityId, this.clock.today()))
        : await this.leads(person, await this.firms.get(person, firmId))
    if (!leads) throw new Forbidden()
    return person
  }

  private async leads(person: Person, firm: Firm): Promise<boolean> {
    const today = this.clock.today()
    const { lead } = await this.authorities.jurisdiction(today, firm)
    return person.authorityId === (await this.authorities.getByCode(lead, today)).id
  }

  private async page(
    request: FastifyRequest,
    reply: FastifyReply,
    firmId: number,
    tree: unknown,
    problems: readonly Problem[],
  ) {
    const person = await this.officer(request, firmId)
    const address = `/firms/${firmId}`
    const keeping = (await this.keeper.below(request, `${address}/`, address)).at(`${address}/decline`)
    const [firm, papers] = await Promise.all([this.firms.get(person, firmId), this.firms.listPapers(person, firmId)])
    const summary = errorSummary(problems)
    const view = {
      title: firm.nameZh,
      back: { text: { zh: '待确认的企业', en: 'Firms to be confirmed' }, href: '/firms' },
      ...(summary && { problems: summary.lines }),
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
          line: [{ text: paper.name, href: `/firms/${firmId}/papers/${paper.id}` }],
        })),
      },
      waiting: firm.confirmedAt === null && firm.declinedAt === null,
      confirm: `/firms/${firmId}/confirm`,
      decline: keeping.place,
      form: formView(FIRM_DECLINE, tree ?? keeping.kept?.input ?? {}, { language: request.language, problems }),
      keep: keeping.view,
    }
    return reply.send(this.pages.render(request, reply, 'desk/firm', view, { status: problems.length > 0 ? 422 : 200 }))
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
        { heads: true, line: [{ text: firm.nameZh, href: `/firms/${firm.id}` }] },
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
