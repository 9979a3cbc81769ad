/**
 * A firm registers itself: its facts, two papers, its first account. What was typed stays whatever
 * happens; files and passwords cannot be shown again.
 */
import { Controller, Get, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import type { ReceivedFile } from '../../cases/files/receive.js'
import { readForm } from '../../forms/engine/body.js'
import { creditCodeProblems, FIRM_REGISTRATION } from '../../forms/firm.js'
import type { Branch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { Firms, type Paper } from '../../people/firm.service.js'
import { For, TakesUpload } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { InLanguage } from '../http/params.js'
import { attempt } from '../http/submit.js'
import { Uploads } from '../http/uploads.js'

const PAPERS = ['licence', 'authorisation'] as const
/** Files last: what was typed has all come when a file is refused. */
const FACTS = ['nameZh', 'nameEn', 'creditCode', 'district', 'zone', 'kind', 'crossBorderFiling']

@Controller('register')
@For('open')
export class RegisterController {
  constructor(
    private readonly uploads: Uploads,
    private readonly firms: Firms,
  ) {}

  @Get()
  form(@InLanguage() language: Language) {
    return formPage(language)
  }

  @Post()
  @TakesUpload()
  async register(@InLanguage() language: Language, @Req() request: FastifyRequest) {
    const { fields, files, refused } = await this.uploads.gather(request, (field) => field)
    const { tree } = readForm(fields)
    const { value, problems } = parseForm(FIRM_REGISTRATION, { ...tree, ...files })
    const refusals = PAPERS.flatMap((paper) => (refused[paper] ?? []).map((problem) => ({ ...problem, path: paper })))
    const wrong = [
      ...problems.filter(({ path }) => !refusals.some((refusal) => refusal.path === path)),
      ...refusals,
      ...creditCodeProblems(value?.creditCode ?? tree.creditCode),
    ]
    if (!value || wrong.length > 0) return formPage(language, tree, wrong)
    const { account, licence: _, authorisation: __, ...facts } = value
    const { email, ...rest } = account
    return attempt({
      work: () => this.firms.register(facts, papersOf(files), { ...rest, account: email, language }),
      then: done(path.registerDone),
      again: (refused) => formPage(language, tree, refused.map(atAccount)),
    })
  }

  @Get('done')
  received() {
    return page('message', RECEIVED, { audience: 'public' })
  }
}

function formPage(language: Language, tree: Branch = {}, problems: readonly Problem[] = []) {
  const part = (...only: string[]) => formView(FIRM_REGISTRATION, tree, { language, only, problems })
  const view = {
    title: { zh: '登记企业', en: 'Register your firm' },
    layout: 'plain' as const,
    back: { text: { zh: '登录', en: 'Sign in' }, href: path.signIn },
    again: problems.length > 0,
    sections: { facts: part(...FACTS), handler: part('handler'), account: part('account'), papers: part(...PAPERS) },
  }
  return page('firm/register', view, { problems, audience: 'public' })
}

/** The account is asked for as an e-mail. */
const atAccount = (problem: Problem): Problem =>
  problem.path === 'account' ? { ...problem, path: 'account.email' } : problem

const papersOf = (files: Readonly<Record<string, ReceivedFile>>): Paper[] =>
  PAPERS.flatMap((kind) => {
    const file = files[kind]
    return file ? { kind, ...file } : []
  })

/** pages/message: what happens after the registration. */
const RECEIVED = {
  title: { zh: '登记已收到', en: 'Registration received' },
  heading: { zh: '登记已收到', en: 'Registration received' },
  lead: {
    zh: '主管部门正在核对。您现在就可以登录，填写申请草稿。',
    en: 'The lead department is checking it. You may sign in at once and begin a draft.',
  },
  next: {
    title: { zh: '接下来', en: 'What happens next' },
    items: [
      {
        name: { zh: '核对', en: 'Checking' },
        text: {
          zh: '受理人员核对营业执照、授权委托书与统一社会信用代码。',
          en: 'Intake compares the licence, the authorisation and the credit code.',
        },
      },
      {
        name: { zh: '确认', en: 'Confirming' },
        text: {
          zh: '确认后，填好的草稿就能提交。不予确认的，会写明原因，登录后在“企业”一页看。',
          en: 'Once confirmed, your drafts can be submitted. If not, the reason stands under “Firm” when you sign in.',
        },
      },
      {
        name: { zh: '同事', en: 'Colleagues' },
        text: {
          zh: '您是企业管理员，可以在“企业”一页邀请同事一起填。',
          en: 'You are the firm’s administrator and may invite colleagues under “Firm”.',
        },
      },
    ],
  },
  actions: [
    { text: { zh: '登录，开始填写', en: 'Sign in and begin' }, href: withQuery(path.signIn, { to: path.cases }) },
  ],
}
