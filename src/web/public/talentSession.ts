/** What is done with the case that a candidate's door has opened in this browser, and the door once that is over. */
import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { HOST_TEXTS } from '../../cases/hostTexts.js'
import { CODE_MINUTES, INCOMPLETE_LINK, type Opened, TalentDoor } from '../../cases/talentDoor.js'
import { textAt } from '../../forms/engine/node.js'
import { TALENT_ASK, TALENT_CODE, TALENT_PIN } from '../../forms/personal.js'
import { inGroups, readPageCode } from '../../people/secrets.js'
import { Tickets } from '../../people/tickets.js'
import { AccessLog } from '../../people/accessLog.js'
import { TokenWrong } from '../http/access.js'
import { noteRefusal } from '../http/accessNotes.js'
import { type Answer, done, gonePage, page } from '../http/answers.js'
import { Answers } from '../http/answersInterceptor.js'
import { Cookies } from '../http/cookies.js'
import { Filled } from '../http/filled.js'
import { readKept, writeKept } from '../http/goOn.js'
import type { LateForm } from '../http/input.js'
import { readText, sentFields } from '../http/input.js'
import { HostLanguages } from './hostLanguages.js'

/** Of the session that the door gives. */
export const TALENT_COOKIE = 'talent'
/** The code of the page that was opened here last, which is no secret: it leads to the door again. */
export const PAGE_COOKIE = 'hostPage'
/** What was typed when the session was over, in the door's forms. */
const CARRIED = '_late'

interface Entrance {
  readonly ask?: Filled | undefined
  readonly pin?: Filled | undefined
  readonly late?: LateForm | undefined
  readonly reply?: FastifyReply | undefined
  readonly status?: number
}

/** Kept sealed for as long as a code holds, so that the page that follows a form of the door can be shown again. */
const SAID_COOKIE = 'hostDoor'
const FORMS = { ask: TALENT_ASK, code: TALENT_CODE, pin: TALENT_PIN } as const

export interface Said {
  readonly form: keyof typeof FORMS
  readonly page: string
  /** A mail has been asked for. */
  readonly sent?: boolean
  readonly late: LateForm | undefined
}
/** Of what was typed, neither code nor PIN; what was wrong is said once. */
type Kept = Said & { readonly tree: Filled['tree']; readonly problems?: readonly Problem[] }

@Injectable()
export class TalentSessions {
  constructor(
    private readonly door: TalentDoor,
    private readonly cookies: Cookies,
    private readonly languages: HostLanguages,
    private readonly tickets: Tickets,
  ) {}

  /** On to the page of the door that says it. */
  goOn(reply: FastifyReply, said: Said, { tree, problems }: Filled): Answer {
    const [email, passport] = ['email', 'passport'].map((name) => textAt(tree, name).slice(0, 254))
    this.keep(reply, { ...said, tree: { email, passport }, problems })
    return done((said.form === 'code' ? path.hostCode : path.host)(inGroups(said.page)))
  }

  /** What is said on a page, and the form with it; undefined where nothing is. */
  said(request: FastifyRequest, reply: FastifyReply, page: string, ...forms: readonly Said['form'][]) {
    const kept = this.tickets.read<Kept>(SAID_COOKIE, this.cookies.read(request, SAID_COOKIE) ?? '', CODE_MINUTES)
    if (kept?.page !== page || !forms.includes(kept.form)) return undefined
    const { problems, ...said } = kept
    if (problems?.length) this.keep(reply, said)
    return { ...said, filled: new Filled(FORMS[said.form], said.tree, problems) }
  }

  private keep(reply: FastifyReply, kept: Kept): void {
    this.cookies.set(reply, SAID_COOKIE, this.tickets.issue(SAID_COOKIE, kept), CODE_MINUTES * 60)
  }

  /** Once the session is over, the page is closed. Whoever has no PIN yet sets one before anything else. */
  async opened(
    request: FastifyRequest,
    work: (visitor: Opened, session: string) => Answer | Promise<Answer>,
    settingPin = false,
  ): Promise<Answer> {
    const session = this.cookies.read(request, TALENT_COOKIE)
    const visitor = session && (await this.door.find(session))
    if (!visitor) return this.closed(request)
    return visitor.hasPin || settingPin ? work(visitor, session) : done(path.talentPin)
  }

  /** The door, where this browser has opened it before; what was typed goes along and can be sent once it is open. */
  async closed(request: FastifyRequest, status = 404): Promise<Answer> {
    const known = readText(request.body, '_page') ?? this.cookies.read(request, PAGE_COOKIE)
    const code = known && readPageCode(known)
    if (!code) return closedPage(status)
    // a PIN is typed anew
    const fields = request.url === path.talentPin ? undefined : sentFields(request, ['_page'])
    const late = fields
      ? { to: request.url, fields }
      : { to: isPage(request.url) ? request.url : path.talent, fields: [] }
    return this.entrance(request, code, { late, status })
  }

  /** Both forms of the door, as they were filled in. */
  async entrance(request: FastifyRequest, code: string, { ask, pin, late, reply, status }: Entrance): Promise<Answer> {
    const place = inGroups(code)
    const typed = late && late.fields.length > 0
    const view = {
      title: HOST_TEXTS.title,
      ...(await this.languages.frame(request, path.host(place), { reply })),
      ask: ask ?? new Filled(TALENT_ASK),
      pin: pin ?? new Filled(TALENT_PIN),
      late: late && writeKept(late),
      askAction: path.hostMail(place),
      pinAction: path.hostPin(place),
      notices: late && [{ kind: 'near' as const, title: OVER.heading, text: typed ? typedKept : OVER.what }],
    }
    return page('talent-enter', view, { audience: 'public', status })
  }
}

const isPage = (url: string): boolean => url === path.talentCopy || url.startsWith(path.talentSign(''))

/** What the door's forms carry along; what leads elsewhere is nothing. */
export function lateIn(body: unknown): LateForm | undefined {
  const late = readKept(body, CARRIED)
  return late && /^\/talent(\/[\w/-]*)?(\?|$)/.test(late.to) ? late : undefined
}

/** Where a candidate goes who is in: to what was typed before, or to the page. */
export function onward(late: LateForm | undefined): Answer {
  if (!late || late.fields.length === 0) return done(late?.to ?? path.talent)
  return page('go-on', { ...late, title: openAgain, candidate: true }, { audience: 'public' })
}

/** A form whose token is not this browser's any more: the candidate's door, in place of a page for colleagues. */
@Catch(TokenWrong)
export class TalentTokens implements ExceptionFilter {
  constructor(
    private readonly sessions: TalentSessions,
    private readonly answers: Answers,
    private readonly log: AccessLog,
  ) {}

  async catch(error: TokenWrong, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    noteRefusal(this.log, request, error)
    try {
      void reply.send(await this.answers.send(request, reply, await this.sessions.closed(request, 403)))
    } catch {
      // nobody waits for this, and what nobody catches ends the process
      void reply.status(503).send('')
    }
  }
}

const OVER = {
  heading: { zh: '请重新打开本人页面', en: 'Open your page again' },
  what: {
    zh: '为保护您的资料，本人页面打开半小时后关闭，在别处打开时也会关闭。',
    en: 'To protect your data, the page closes after half an hour or when it is opened elsewhere.',
  },
}
const typedKept = {
  zh: '本人页面已关闭。您填写或签署的内容已保留，尚未提交；输入PIN码后可以继续提交。',
  en: 'Your page has closed. Your answers and signature are kept but not submitted yet. Enter your PIN to submit them.',
}
const openAgain = { zh: '本人页面已重新打开', en: 'Your page is open again' }

const CLOSED_VIEW = {
  ...OVER,
  todo: [
    {
      zh: '请再次扫描企业提供的二维码，或打开邮件中的链接，输入PIN码进入。',
      en: 'Scan the firm’s QR code again, or open the link in the mail, and enter your PIN.',
    },
    {
      zh: '没有二维码或链接的，请向提交申请的企业索取。',
      en: 'If you have neither, ask the firm that filed the application.',
    },
  ],
}

/** A link that leads to nothing: it says the same of every one. */
export const INCOMPLETE = page(
  'error',
  { ...INCOMPLETE_LINK, title: INCOMPLETE_LINK.heading },
  { status: 404, audience: 'public' },
)

const ENTER_LINK = { zh: '粘贴链接', en: 'Paste the link' }
const closedPage = (status: number): Answer => gonePage(CLOSED_VIEW, path.talentLink, status, ENTER_LINK)
