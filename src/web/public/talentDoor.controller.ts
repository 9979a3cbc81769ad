/**
 * The door of a candidate's own page, as a firm shows it (QR): it says the same to everybody, and
 * looks nothing up until a form is sent. Pages that a form has opened carry what was typed in no
 * address.
 */
import { Body, Controller, Get, HttpCode, Ip, Param, Post, Req, UseGuards } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { asProblem, Invalid, type Problem } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { HOST_TEXTS } from '../../cases/hostTexts.js'
import { type Knock, pageCodeIn, TalentDoor } from '../../cases/talentDoor.js'
import { TALENT_ASK, TALENT_CODE, TALENT_PIN } from '../../forms/personal.js'
import { inGroups, readPageCode } from '../../people/secrets.js'
import { For } from '../http/access.js'
import { type Answer, page } from '../http/answers.js'
import { Cookies } from '../http/cookies.js'
import { Filled } from '../http/filled.js'
import { writeKept } from '../http/goOn.js'
import type { LateForm } from '../http/input.js'
import { Reply } from '../http/params.js'
import { submit } from '../http/submit.js'
import { Throttled } from '../http/throttle.js'
import { HostLanguages } from './hostLanguages.js'
import { INCOMPLETE, lateIn, onward, PAGE_COOKIE, type Said, TALENT_COOKIE, TalentSessions } from './talentSession.js'

@Controller('host')
@For('open')
export class TalentDoorController {
  constructor(
    private readonly door: TalentDoor,
    private readonly cookies: Cookies,
    private readonly languages: HostLanguages,
    private readonly sessions: TalentSessions,
  ) {}

  /** The link was cut off before its code. */
  @Get()
  cut() {
    return INCOMPLETE
  }

  @Get(':code')
  show(@Param('code') typed: string, @Req() request: FastifyRequest, @Reply() reply: FastifyReply) {
    const code = readPageCode(typed)
    if (code === undefined) return INCOMPLETE
    const said = this.sessions.said(request, reply, code, 'ask', 'pin')
    const [ask, pin] = (['ask', 'pin'] as const).map((form) => (said?.form === form ? said.filled : undefined))
    return this.sessions.entrance(request, code, { ask, pin, late: said?.late, reply })
  }

  @Post(':code/mail')
  @HttpCode(200)
  @UseGuards(Throttled)
  ask(
    @Param('code') typed: string,
    @Ip() address: string,
    @Req() request: FastifyRequest,
    @Reply() reply: FastifyReply,
    @Body() body: unknown,
  ) {
    const { language } = request
    const [page, late] = [pageCodeIn(typed), lateIn(body)]
    return submit(TALENT_ASK, body, {
      work: async (asked) => {
        await this.door.ask(page, asked, { address, language })
        return new Filled(TALENT_CODE, { email: asked.email })
      },
      then: (form) =>
        this.next(reply, { form: 'code', page, sent: true, late }, form, () =>
          this.codePage(request, page, { form, sent: true, late }),
        ),
      again: (ask) =>
        this.next(reply, { form: 'ask', page, late }, ask, () => this.sessions.entrance(request, page, { ask, late })),
    })
  }

  @Get(':code/code')
  code(@Param('code') typed: string, @Req() request: FastifyRequest, @Reply() reply: FastifyReply) {
    const code = pageCodeIn(typed)
    const said = this.sessions.said(request, reply, code, 'code')
    return this.codePage(request, code, { ...said, form: said?.filled, reply })
  }

  @Post(':code/code')
  @UseGuards(Throttled)
  enterByCode(
    @Param('code') typed: string,
    @Ip() address: string,
    @Req() request: FastifyRequest,
    @Reply() reply: FastifyReply,
    @Body() body: unknown,
  ) {
    const [page, late] = [pageCodeIn(typed), lateIn(body)]
    return this.enter(reply, TALENT_CODE, body, {
      page,
      work: (given) => this.door.enterByCode(page, given, { address, language: request.language }),
      problem: wrongCode,
      again: (form) =>
        this.next(reply, { form: 'code', page, late }, form, () => this.codePage(request, page, { form, late })),
    })
  }

  @Post(':code/pin')
  @UseGuards(Throttled)
  enterByPin(
    @Param('code') typed: string,
    @Ip() address: string,
    @Req() request: FastifyRequest,
    @Reply() reply: FastifyReply,
    @Body() body: unknown,
  ) {
    const [page, late] = [pageCodeIn(typed), lateIn(body)]
    const knock: Knock = { address, language: request.language }
    return this.enter(reply, TALENT_PIN, body, {
      page,
      work: ({ pin }) => this.door.enterByPin(page, pin, knock),
      problem: wrongPin,
      again: (pin) =>
        this.next(reply, { form: 'pin', page, late }, pin, () => this.sessions.entrance(request, page, { pin, late })),
    })
  }

  /** On to a page that can be shown again; what was typed before may be more than a cookie holds, and is shown here. */
  private next(reply: FastifyReply, said: Said, filled: Filled, here: () => Promise<Answer>) {
    return said.late?.fields.length ? here() : this.sessions.goOn(reply, said, filled)
  }

  private enter<Form extends z.ZodObject>(
    reply: FastifyReply,
    form: Form,
    body: unknown,
    round: {
      readonly page: string
      readonly work: (value: z.output<Form>) => Promise<string | undefined>
      readonly problem: Problem
      readonly again: (form: Filled) => Answer | Promise<Answer>
    },
  ) {
    return submit(form, body, {
      work: async (value) => {
        const session = await round.work(value)
        if (session === undefined) throw new Invalid([round.problem])
        this.cookies.set(reply, TALENT_COOKIE, session)
        this.cookies.set(reply, PAGE_COOKIE, round.page)
      },
      then: () => onward(lateIn(body)),
      again: round.again,
    })
  }

  /** `sent`: the same is said whether a mail went out. */
  private async codePage(
    request: FastifyRequest,
    code: string,
    { form = new Filled(TALENT_CODE), sent = false, late, reply }: CodePage,
  ) {
    const place = inGroups(code)
    const frame = await this.languages.frame(request, path.hostCode(place), { reply })
    const view = {
      title: HOST_TEXTS.title,
      ...frame,
      form,
      sent,
      late: late && writeKept(late),
      action: path.hostCode(place),
      again: path.host(place),
    }
    return page('talent-code', view, { audience: 'public' })
  }
}

interface CodePage {
  readonly form?: Filled | undefined
  readonly sent?: boolean | undefined
  readonly late?: LateForm | undefined
  readonly reply?: FastifyReply
}

const wrongCode = asProblem(
  'talentCodeWrong',
  'code',
  '验证码不正确，或者已使用、已过期。请核对邮件，或者重新获取。',
  'This code is wrong, already used or expired. Check the mail, or ask for another code.',
)
const wrongPin = asProblem(
  'talentPinWrong',
  'pin',
  'PIN码不正确。请重试，或通过邮箱获取验证码。',
  'The PIN is not correct. Try again, or ask for a code by mail.',
)
