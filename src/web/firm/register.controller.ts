/**
 * A firm registers itself. The first page asks for an e-mail address, to which a link goes; the
 * link opens the second, with the firm's facts, its first account and two papers. What was typed
 * stays whatever happens, files that were fine too; a password cannot be shown again. Over 250 lines because
 * every page of a registration is read with the others.
 */
import { Body, Controller, Get, Ip, Post, Req } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { Invalid, type Problem } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { type Files, HeldFiles } from '../../cases/files/held.js'
import { readForm } from '../../forms/engine/body.js'
import { type Branch, isBranch } from '../../forms/engine/node.js'
import { parseForm } from '../../forms/engine/parse.js'
import { formView } from '../../forms/engine/view.js'
import { ASK_REGISTRATION, creditCodeProblems, FIRM_REGISTRATION, FIRM_REGISTRATION_ASKED } from '../../forms/firm.js'
import { Firms } from '../../people/firm.service.js'
import { passwordProblems } from '../../people/passwordRules.js'
import { Registrations } from '../../people/registration.service.js'
import { readLinkCode } from '../../people/secrets.js'
import { For, TakesUpload } from '../http/access.js'
import { type Answer, done, gonePage, messagePage, orGone, page } from '../http/answers.js'
import { STRANGERS_FILE } from '../http/door.js'
import { Filled } from '../http/filled.js'
import { behindLink, followLink, type LinkPage, linkPage } from '../http/link.js'
import { InLanguage } from '../http/params.js'
import { attempt, submit } from '../http/submit.js'
import { type UploadedForm, Uploads } from '../http/uploads.js'
import { FIRM_PAPERS, heldNames, papersOf, refusalsOf } from './firmPapers.js'

/** Files last: what was typed has all come when a file is taken. */
const FACTS = ['nameZh', 'nameEn', 'creditCode', 'district', 'zone', 'kind', 'crossBorderFiling']

/** A new form: the contact person uses the account. */
const SAME: Branch = { handler: { same: 'true' } }

/** Whose registration a link opens. */
interface Opened {
  readonly code: string
  readonly email: string
}

@Controller('register')
@For('open')
export class RegisterController {
  constructor(
    private readonly uploads: Uploads,
    private readonly firms: Firms,
    private readonly registrations: Registrations,
    private readonly held: HeldFiles,
  ) {}

  @Get()
  begin() {
    return this.registrations.open ? askPage(new Filled(ASK_REGISTRATION)) : CLOSED
  }

  @Post()
  ask(@InLanguage() language: Language, @Ip() address: string, @Body() body: unknown) {
    if (!this.registrations.open) return CLOSED
    return submit(ASK_REGISTRATION, body, {
      work: ({ email }) => this.registrations.ask(email, { address, language }),
      then: ASKED,
      again: askPage,
    })
  }

  @Get('done')
  received() {
    return RECEIVED
  }

  @Get('link')
  link() {
    return linkPage(LINK)
  }

  /** Looks behind the link; its form has files, and is sent to an address of its own. */
  @Post('link')
  follow(@InLanguage() language: Language, @Body() body: unknown) {
    const look = async (code: string) => this.formPage(language, this.open(code))
    return followLink(body, { page: LINK, gone: GONE, look, act: look })
  }

  @Post('form')
  @TakesUpload()
  register(@InLanguage() language: Language, @Req() request: FastifyRequest) {
    return orGone(this.take(language, request), GONE)
  }

  /** Throws NotFound when the link opens nothing. */
  private open(code: string): Opened {
    return { code, email: this.registrations.read(code) }
  }

  /**
   * Looks behind the link before a file is taken; then everything that is wrong is told in one round, and files that
   * were fine wait for the next one, for some rounds a day.
   */
  private async take(language: Language, request: FastifyRequest): Promise<Answer> {
    let opened: Opened = { code: '', email: '' }
    const judge = async (fields: UploadedForm['fields']) => {
      opened = this.open(readLinkCode(fields._link ?? ''))
    }
    const form = await this.uploads.gather(request, (field) => field, { judge })
    const files = { ...this.held.find(opened.email, form.fields._held), ...form.files }
    const { tree } = readForm(form.fields)
    return attempt({
      work: async () => {
        const { facts, account } = readRegistration(tree, opened.email, form, files)
        const first = { account: opened.email, email: opened.email, language, address: request.ip, ...account }
        await this.firms.register(facts, papersOf(files), first)
      },
      then: done(path.registerDone),
      again: async (problems) => {
        const held = (await this.registrations.mayHold(opened.email)) ? files : {}
        if (held !== files) await this.uploads.refuse(form, undefined)
        return this.formPage(language, opened, { tree, files: held, problems: problems.map(atPassword) })
      },
    })
  }

  private formPage(
    language: Language,
    opened: Opened,
    { tree = SAME, files = {}, problems = [] }: { tree?: Branch; files?: Files; problems?: readonly Problem[] } = {},
  ) {
    const part = (...only: string[]) => formView(FIRM_REGISTRATION_ASKED, tree, { language, only, problems })
    const view = {
      title: { zh: '登记企业', en: 'Register your firm' },
      layout: 'plain' as const,
      back: { text: { zh: '登录', en: 'Sign in' }, href: path.signIn },
      again: problems.length > 0,
      ...behindLink(path.registration, opened.code),
      email: opened.email,
      megabytes: STRANGERS_FILE / 1024 / 1024,
      held: this.held.hold(opened.email, files),
      heldNames: heldNames(files),
      sections: {
        facts: part(...FACTS),
        handler: part('handler'),
        account: part('account'),
        papers: part(...FIRM_PAPERS),
      },
    }
    return page('firm/register', view, { problems, audience: 'public' })
  }
}

/** What was typed and sent: everything that is wrong with it, at once. Throws Invalid. */
function readRegistration(tree: Branch, email: string, form: UploadedForm, files: Files) {
  const whole: Branch = { ...tree, ...files }
  const known = parseForm(FIRM_REGISTRATION_ASKED, whole).partial
  const { value, problems } = known.handler?.same ? readSame(whole, email) : parseForm(FIRM_REGISTRATION, whole)
  const refused = refusalsOf(form)
  const weak = passwordProblems(
    known.account?.password ?? '',
    [email, known.handler?.name, known.nameZh, known.nameEn],
    'account.password',
  )
  const wrong = [
    ...problems.filter(({ path }) => !refused.some((refusal) => refusal.path === path)),
    ...creditCodeProblems(tree.creditCode),
    ...(known.account?.password ? weak : []),
    ...refused,
  ]
  if (!value || wrong.length > 0) throw new Invalid(wrong)
  const { account, licence: _licence, authorisation: _authorisation, ...facts } = value
  return { facts, account }
}

/** The contact person uses the account: their name and the address that was shown stand for both. */
function readSame(whole: Branch, email: string) {
  const handler: Branch = { ...branchOf(whole.handler), email }
  const account = { ...branchOf(whole.account), name: handler.name }
  const { value, problems } = parseForm(FIRM_REGISTRATION, { ...whole, handler, account })
  // what is wrong with the name is told once
  return { value, problems: problems.filter(({ path }) => path !== 'account.name') }
}

const branchOf = (value: unknown): Branch => (isBranch(value) ? value : {})

/** The account is the link's: what is wrong with it is told of the password. */
const atPassword = (problem: Problem): Problem =>
  ['account', 'password'].includes(problem.path) ? { ...problem, path: 'account.password' } : problem

const askPage = (form: Filled) => page('account/form', { ...ASK, form }, { audience: 'public' })

const ASK = {
  title: { zh: '登记企业', en: 'Register your firm' },
  lead: {
    zh: '请先填写邮箱，登记链接将发到该邮箱。请备好营业执照和授权委托书（PDF 或照片）。',
    en:
      'Enter your e-mail address and we will send you a link to register. Have the business licence and a ' +
      'letter of authorisation ready, each as a PDF or an image.',
  },
  action: path.register,
  button: { zh: '发送链接', en: 'Send the link' },
}

const LINK: LinkPage = {
  title: { zh: '登记企业', en: 'Register your firm' },
  lead: {
    zh: '粘贴邮件中的链接，继续登记企业。',
    en: 'Paste the link from the mail to continue the registration of your firm.',
  },
  action: path.registration,
  pasted: true,
}

const signIn = { text: { zh: '登录', en: 'Sign in' }, href: path.signIn }

/** The same whether the address is an account or not. */
const ASKED = messagePage({
  heading: { zh: '请查收邮件', en: 'Check your mail' },
  lead: {
    zh: '我们已向您填写的邮箱发出邮件。请打开其中的链接继续登记，链接 24 小时内有效。',
    en: 'We have sent a mail to the address you entered. Open the link in it to continue. It expires in 24 hours.',
  },
  next: {
    title: { zh: '未收到邮件时', en: 'If you receive no mail' },
    items: [
      {
        name: { zh: '再等几分钟', en: 'Wait a few minutes' },
        text: { zh: '并查看垃圾邮件。', en: 'Then check your spam folder.' },
      },
      {
        name: { zh: '核对邮箱', en: 'Check the address' },
        text: {
          zh: '填写有误的，请重新填写。同一邮箱一天最多发三封，最后一封里的链接仍然有效。',
          en:
            'If it was wrong, enter it again. We send at most three mails a day to one address. The last link ' +
            'still works.',
        },
      },
    ],
  },
  actions: [signIn],
})

/** Where no mail goes out, nobody can show that an address is theirs. */
const CLOSED = page(
  'message',
  {
    title: { zh: '网上登记暂未开放', en: 'Online registration is closed' },
    heading: { zh: '网上登记暂未开放', en: 'Online registration is closed' },
    lead: {
      zh: '本系统尚不能发送邮件，无法确认您的邮箱，所以暂时不能在网上登记企业。请与主管部门联系；开放后即可在此登记。',
      en:
        'This system cannot send mail yet, so it cannot confirm your e-mail address and firms cannot ' +
        'register here. Contact the lead department. You can register on this page once registration is open.',
    },
    actions: [signIn],
  },
  { status: 503, audience: 'public' },
)

const GONE = gonePage(
  {
    heading: { zh: '这个链接无法打开', en: 'This link cannot be opened' },
    what: {
      zh: '登记链接 24 小时内有效；它可能已经过期，或者没有复制完整。',
      en: 'Registration links expire after 24 hours. This one may have expired or may not have been copied in full.',
    },
    todo: [
      { zh: '已经登记过的，直接登录。', en: 'If you have registered already, sign in.' },
      {
        zh: '尚未登记的，请重新填写邮箱，获取新的链接。',
        en: 'If not, enter your e-mail address again for another link.',
      },
    ],
    actions: [{ text: { zh: '登记企业', en: 'Register your firm' }, href: path.register }, signIn],
  },
  path.registration,
)

/** What happens after the registration. */
const RECEIVED = messagePage({
  heading: { zh: '登记已收到', en: 'Registration received' },
  lead: {
    zh: '主管部门正在核对。您现在就可以登录，填写申请草稿。',
    en: 'The lead department is checking it. You can sign in now and start a draft.',
  },
  next: {
    title: { zh: '接下来', en: 'What happens next' },
    items: [
      {
        name: { zh: '核对', en: 'Check' },
        text: {
          zh: '受理人员核对营业执照、授权委托书与统一社会信用代码。',
          en: 'Intake compares the licence, the authorisation and the credit code.',
        },
      },
      {
        name: { zh: '确认', en: 'Confirmation' },
        text: {
          zh: '确认后即可提交草稿。不予确认的，将写明原因，登录后可在“企业”页查看。',
          en: 'Once confirmed, you can submit your drafts. If not, see the reason under “Firm” when you sign in.',
        },
      },
      {
        name: { zh: '同事', en: 'Colleagues' },
        text: {
          zh: '您是企业管理员，可以在“企业”页邀请同事共同填写。',
          en: 'You are the firm’s administrator. You can invite colleagues under “Firm”.',
        },
      },
    ],
  },
  actions: [
    { text: { zh: '登录，开始填写', en: 'Sign in and start' }, href: withQuery(path.signIn, { to: path.cases }) },
  ],
})
