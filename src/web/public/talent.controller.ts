/**
 * The talent's own page. A link shows what it leads to and acts on POST only; what it opens is
 * short and sees one case. The reply is at hand for its cookie.
 */
import { Body, Controller, Get, Param, Post, Req } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Invalid } from '../../base/errors.js'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { NOTICE } from '../../cases/talentNotice.js'
import { Talents, type Visitor } from '../../cases/talents.js'
import { TALENT_REQUEST } from '../../forms/personal.js'
import { copyOf, ownView } from '../case/talent.view.js'
import { For, SendsFile } from '../http/access.js'
import { type Answer, done, file, gonePage, page } from '../http/answers.js'
import { Cookies } from '../http/cookies.js'
import { Filled } from '../http/filled.js'
import { readText } from '../http/input.js'
import { behindLink, earlierLink, followLink, linkPage } from '../http/link.js'
import { InLanguage, Reply } from '../http/params.js'
import { submit } from '../http/submit.js'
import { day } from '../kit/page.js'
import { success } from '../kit/pieces.js'

const COOKIE = 'talent'

@Controller('talent')
@For('open')
export class TalentController {
  constructor(
    private readonly talents: Talents,
    private readonly cookies: Cookies,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @InLanguage() language: Language) {
    return this.opened(request, (visitor) => this.page(visitor, language))
  }

  @Post('consent')
  consent(@Req() request: FastifyRequest, @Body() body: unknown) {
    return this.opened(request, async (visitor) => {
      const given = readText(body, 'given')
      if (given !== 'yes' && given !== 'no') throw new Invalid([neither])
      await this.talents.consent(visitor, given === 'yes')
      return done(path.talent, 'consent')
    })
  }

  @Post('requests')
  ask(@Req() request: FastifyRequest, @InLanguage() language: Language, @Body() body: unknown) {
    return this.opened(request, (visitor) =>
      submit(TALENT_REQUEST, body, {
        // the form offers no other kinds
        work: ({ kind, wording }) => this.talents.ask(visitor, kind as 'correction' | 'erasure', wording),
        then: done(path.talent, 'asked'),
        again: (form) => this.page(visitor, language, form),
      }),
    )
  }

  @SendsFile()
  @Post('copy')
  copy(@Req() request: FastifyRequest) {
    return this.opened(request, async (visitor) => {
      const own = await this.talents.copy(visitor)
      const json = `${JSON.stringify(copyOf(own), null, 2)}\n`
      return file({ mime: 'application/json; charset=utf-8', name: `${own.number}.json` }, json)
    })
  }

  @Post('leave')
  async leave(@Req() request: FastifyRequest, @Reply() reply: FastifyReply) {
    const session = this.cookies.read(request, COOKIE)
    if (session) await this.talents.leave(session)
    this.cookies.clear(reply, COOKIE)
    return done(path.home)
  }

  @Get('link')
  link() {
    return linkPage(LINK)
  }

  @Post('link')
  follow(@Reply() reply: FastifyReply, @Body() body: unknown) {
    return followLink(body, {
      page: LINK,
      gone: CLOSED,
      look: async (code) => {
        if (!(await this.talents.isOpen(code))) return CLOSED
        return page('talent-link', { title: LINK.title, ...behindLink(path.talentLink, code) }, { audience: 'public' })
      },
      act: async (code) => {
        const session = await this.talents.open(code)
        if (session === undefined) return CLOSED
        this.cookies.set(reply, COOKIE, session)
        return done(path.talent)
      },
    })
  }

  @Get(':token')
  earlier(@Param('token') token: string) {
    return earlierLink(path.talentLink, token)
  }

  /**
   * What is done with the case that a link has opened in this browser; once that is over, the link
   * is closed.
   */
  private async opened(request: FastifyRequest, work: (visitor: Visitor) => Promise<Answer>): Promise<Answer> {
    const session = this.cookies.read(request, COOKIE)
    const visitor = session && (await this.talents.find(session))
    return visitor ? work(visitor) : CLOSED
  }

  private async page(visitor: Visitor, language: Language, form = new Filled(TALENT_REQUEST)) {
    const own = await this.talents.read(visitor)
    const view = {
      title: { zh: '关于您的申请资料', en: 'What is filed about you' },
      ...ownView(own, language),
      notice: day(NOTICE),
      form,
    }
    return page('talent', view, { audience: 'public', done: DONE })
  }
}

const LINK = {
  title: { zh: '查看本人的申请资料', en: 'What is filed about you' },
  lead: {
    zh: '一家企业为您申请工作许可推荐。输入邮件里的代码，查看申报的本人资料。',
    en:
      'A firm applies for a recommendation for your work permit. Enter the code of the mail to see what is filed ' +
      'about you.',
  },
  action: path.talentLink,
}
const DONE = {
  asked: success('请求已送达', 'Your request has been sent', {
    zh: '由牵头部门的主管答复，结果在这里看。',
    en: 'The lead department’s supervisor answers; the answer will be shown here.',
  }),
  consent: success('已记下您的决定', 'Your decision has been recorded'),
}
const neither = {
  code: 'consentMissing',
  path: 'given',
  message: { zh: '请选择同意或撤回同意。', en: 'Choose to consent or to withdraw your consent.' },
}
const CLOSED = gonePage(
  {
    heading: { zh: '这个链接打不开', en: 'This link cannot be opened' },
    what: {
      zh: '链接七天内有效，只能用一次，打开半小时后关闭；它可能已经用过或过期。',
      en:
        'A link is good for seven days and one use, and closes half an hour after it was opened; this one may be ' +
        'used or too old.',
    },
    todo: [
      {
        zh: '请提交申请的企业，或者受理部门，再发一个链接到您的邮箱。',
        en: 'Ask the firm that filed the application, or the department, to send a new one to your address.',
      },
      { zh: '检查链接是否复制完整。', en: 'Look whether the link was copied whole.' },
    ],
  },
  path.talentLink,
)
