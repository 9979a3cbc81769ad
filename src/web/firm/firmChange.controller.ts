/**
 * A confirmed firm asks for a change of its data, with the papers that show it; one that was sent
 * back is mended in the same form. Files that were fine stay through the rounds of the form.
 */
import { Body, Controller, Get, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Invalid, type Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { type Files, HeldFiles } from '../../cases/files/held.js'
import { readForm } from '../../forms/engine/body.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { FIRM_CHANGE } from '../../forms/firm.js'
import type { Firm } from '../../people/firm.service.js'
import { type FirmChange, FirmChanges } from '../../people/firmChange.service.js'
import type { Person } from '../../people/session.service.js'
import { OwnCases } from '../case/own.js'
import { For, TakesUpload } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readNumber } from '../http/input.js'
import { InLanguage, Me } from '../http/params.js'
import { attempt } from '../http/submit.js'
import { type UploadedForm, Uploads } from '../http/uploads.js'
import { FIRM_PAPERS, factTree, heldNames, papersOf, refusalsOf, whoseFiles } from './firmPapers.js'

@Controller('firm/change')
@For('firmAdmin')
export class FirmChangeController {
  constructor(
    private readonly own: OwnCases,
    private readonly changes: FirmChanges,
    private readonly uploads: Uploads,
    private readonly held: HeldFiles,
  ) {}

  @Get()
  async show(@Me() me: Person, @InLanguage() language: Language) {
    const firm = await this.own.firm(me)
    if (!firm.confirmedAt) return done(path.firm)
    const change = await this.changes.find(me, firm.id)
    return this.page(language, firm, change, { tree: factTree({ ...firm, ...change?.facts }) })
  }

  @Post()
  @TakesUpload()
  async send(@Me() me: Person, @InLanguage() language: Language, @Req() request: FastifyRequest) {
    const firm = await this.own.firm(me)
    const change = await this.changes.find(me, firm.id)
    const form = await this.uploads.gather(request, (field) => field)
    const seen = readNumber(form.fields, '_seen')
    const files = { ...this.held.find(whoseFiles(firm), form.fields._held), ...form.files }
    const { tree } = readForm(form.fields)
    return attempt({
      work: () => this.changes.ask(me, { ...readChange(tree, form, files), papers: papersOf(files), seen }),
      then: done(path.firm, 'changeAsked'),
      again: (problems) => this.page(language, firm, change, { tree, files, problems }),
    })
  }

  @Post('withdraw')
  async withdraw(@Me() me: Person, @Body() _body: unknown) {
    await this.changes.withdraw(me)
    return done(path.firm, 'changeWithdrawn')
  }

  private page(
    language: Language,
    firm: Firm,
    change: FirmChange | undefined,
    { tree, files = {}, problems = [] }: { tree: Branch; files?: Files; problems?: readonly Problem[] },
  ) {
    const part = (...only: string[]) => formView(FIRM_CHANGE, tree, { language, only, problems })
    const view = {
      title: change ? AGAIN : ASK,
      back: { text: { zh: '企业', en: 'Firm' }, href: path.firm },
      action: path.changeFirm,
      reason: change?.reason ?? undefined,
      seen: firm.lastAct,
      held: this.held.hold(whoseFiles(firm), files),
      heldNames: heldNames(files),
      facts: part(...FACTS),
      papers: part(...FIRM_PAPERS),
      note: part('note'),
      button: change
        ? { zh: '再次提交变更', en: 'Send the request again' }
        : { zh: '提交变更', en: 'Request the change' },
      rules: RULES,
    }
    return page('firm/correct', view, { problems })
  }
}

const FACTS = ['nameZh', 'nameEn', 'district', 'zone', 'kind', 'crossBorderFiling', 'handler']
const ASK = { zh: '申请变更登记内容', en: 'Request a change of your firm’s details' }
const AGAIN = { zh: '修改变更申请', en: 'Correct the change request' }
const RULES = [
  {
    zh: '主管部门核对并接受之前，原登记内容不变；无论接受或退回，均会通知您。',
    en: 'Nothing changes until the lead department has checked and accepted it. We will inform you of the outcome.',
  },
  {
    zh: '变更名称或所在区的，须附变更后的营业执照；更换经办人的，须附新的授权委托书。',
    en: 'Attach the new business licence for a new name or district, a new authorisation for a new contact.',
  },
  {
    zh: '统一社会信用代码不能变更：代码不同的为另一企业，请另行登记。',
    en: 'The credit code cannot be changed. A different code means a different firm, which has to register separately.',
  },
  {
    zh:
      '已提交的申请仍由原来的部门办理，所在区、企业类型和备案以提交时为准；' +
      '企业名称和经办人自接受之日起以变更后为准。草稿全部以变更后为准。',
    en:
      'Submitted applications stay with their department and keep the district, kind of firm and customs ' +
      'filing they were submitted with. The new name and contact person apply from the day of acceptance. ' +
      'Drafts use all new details.',
  },
]

/** What was typed. Throws Invalid. */
function readChange(tree: Branch, form: UploadedForm, files: Files) {
  const { value, problems } = parseForm(FIRM_CHANGE, { ...tree, ...files })
  const wrong = [...problems, ...refusalsOf(form)]
  if (!value || wrong.length > 0) throw new Invalid(wrong)
  const { note, licence: _licence, authorisation: _authorisation, ...facts } = value
  return { facts, why: note }
}
