/**
 * A firm corrects its registration, while it waits or after it was sent back: the same facts, and a
 * new paper only where one is needed. Files that were fine stay through the rounds of the form.
 */
import { Controller, Get, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Invalid, type Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { type Files, HeldFiles } from '../../cases/files/held.js'
import { readForm } from '../../forms/engine/body.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { creditCodeProblems, FIRM_MENDING } from '../../forms/firm.js'
import { type Firm, Firms, stateOf } from '../../people/firm.service.js'
import type { Person } from '../../people/session.service.js'
import { OwnCases } from '../case/own.js'
import { For, TakesUpload } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { readNumber } from '../http/input.js'
import { InLanguage, Me } from '../http/params.js'
import { attempt } from '../http/submit.js'
import { type UploadedForm, Uploads } from '../http/uploads.js'
import { FIRM_PAPERS, factTree, heldNames, papersOf, refusalsOf, whoseFiles } from './firmPapers.js'

@Controller('firm/registration')
@For('firmAdmin')
export class FirmCorrectionController {
  constructor(
    private readonly own: OwnCases,
    private readonly firms: Firms,
    private readonly uploads: Uploads,
    private readonly held: HeldFiles,
  ) {}

  @Get()
  async show(@Me() me: Person, @InLanguage() language: Language) {
    const firm = await this.own.firm(me)
    return isOpen(firm) ? this.page(language, firm, { tree: factTree(firm) }) : done(path.firm)
  }

  @Post()
  @TakesUpload()
  async send(@Me() me: Person, @InLanguage() language: Language, @Req() request: FastifyRequest) {
    const firm = await this.own.firm(me)
    const form = await this.uploads.gather(request, (field) => field)
    const seen = readNumber(form.fields, '_seen')
    const files = { ...this.held.find(whoseFiles(firm), form.fields._held), ...form.files }
    const { tree } = readForm(form.fields)
    return attempt({
      work: () => this.firms.mend(me, { ...readMending(tree, form, files), papers: papersOf(files), seen }),
      then: done(path.firm, firm.sentBackAt ? 'sentAgain' : 'corrected'),
      again: (problems) => this.page(language, firm, { tree, files, problems }),
    })
  }

  private page(
    language: Language,
    firm: Firm,
    { tree, files = {}, problems = [] }: { tree: Branch; files?: Files; problems?: readonly Problem[] },
  ) {
    const sentBack = firm.sentBackAt !== null
    const view = {
      title: sentBack ? AGAIN : CORRECT,
      back: { text: { zh: '企业', en: 'Firm' }, href: path.firm },
      action: path.correctFirm,
      reason: firm.sentBackReason ?? undefined,
      seen: firm.lastAct,
      held: this.held.hold(whoseFiles(firm), files),
      heldNames: heldNames(files),
      facts: formView(FIRM_MENDING, tree, { language, only: FACTS, problems }),
      papers: formView(FIRM_MENDING, tree, { language, only: [...FIRM_PAPERS], problems }),
      note: formView(FIRM_MENDING, tree, { language, only: ['note'], problems }),
      button: sentBack ? { zh: '再次提交', en: 'Send again' } : { zh: '保存更正', en: 'Save the correction' },
      rules: STAYS,
    }
    return page('firm/correct', view, { problems })
  }
}

const FACTS = ['nameZh', 'nameEn', 'creditCode', 'district', 'zone', 'kind', 'crossBorderFiling', 'handler']
const AGAIN = { zh: '修改登记，再次提交', en: 'Correct the registration and send again' }
const CORRECT = { zh: '更正登记内容', en: 'Correct the registration' }

const STAYS = [
  {
    zh: '账号、同事、草稿和未更换的材料均保留。改动前后的内容记入办理记录。',
    en: 'Accounts, people, drafts and documents you do not replace are kept. Changes are recorded in the history.',
  },
]

const isOpen = (firm: Firm): boolean => ['waiting', 'sentBack'].includes(stateOf(firm))

/** What was typed. Throws Invalid. */
function readMending(tree: Branch, form: UploadedForm, files: Files) {
  const { value, problems } = parseForm(FIRM_MENDING, { ...tree, ...files })
  const wrong = [...problems, ...creditCodeProblems(value?.creditCode ?? tree.creditCode), ...refusalsOf(form)]
  if (!value || wrong.length > 0) throw new Invalid(wrong)
  const { note, licence: _licence, authorisation: _authorisation, ...facts } = value
  return { facts, note }
}
