/**
 * The talent's own page, which the door has opened (talentDoor.controller.ts): its session is short
 * and sees one case. Links of the release before lead to the door. The reply is at hand for its
 * cookie. Over 250 lines because all that the session opens is in one place.
 */
import { Body, Controller, Get, Ip, Param, Post, Req, UseFilters } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { asProblem, Invalid } from '../../base/errors.js'
import { path, withQuery } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { HOST_TEXTS } from '../../cases/hostTexts.js'
import { NOTICE } from '../../cases/talentNotice.js'
import { type Opened, TalentDoor } from '../../cases/talentDoor.js'
import { Talents } from '../../cases/talents.js'
import { PaperFiles } from '../../cases/files/papers.js'
import { OwnLetters } from '../../letters/ownLetter.service.js'
import { Papers } from '../../letters/paper.service.js'
import { SENSITIVE } from '../../forms/choices.js'
import { NEW_TALENT_PIN, TALENT_REQUEST } from '../../forms/personal.js'
import { inGroups, readPageCode } from '../../people/secrets.js'
import { PageContexts } from '../case/pageContext.js'
import { copyOf, ownCopyView, ownView } from '../case/talent.view.js'
import { For, SendsFile } from '../http/access.js'
import { done, file, page } from '../http/answers.js'
import { Cookies } from '../http/cookies.js'
import { Filled } from '../http/filled.js'
import { readText } from '../http/input.js'
import { earlierLink, followLink, linkIn, linkPage } from '../http/link.js'
import { Id, InLanguage, Reply } from '../http/params.js'
import { submit } from '../http/submit.js'
import { day, time } from '../kit/page.js'
import { success } from '../kit/pieces.js'
import { HostLanguages } from './hostLanguages.js'
import { INCOMPLETE, PAGE_COOKIE, TALENT_COOKIE, TalentSessions, TalentTokens } from './talentSession.js'

@Controller('talent')
@For('open')
@UseFilters(TalentTokens)
export class TalentController {
  constructor(
    private readonly talents: Talents,
    private readonly door: TalentDoor,
    private readonly sessions: TalentSessions,
    private readonly cookies: Cookies,
    private readonly files: PaperFiles,
    private readonly letters: OwnLetters,
    private readonly papers: Papers,
    private readonly contexts: PageContexts,
    private readonly languages: HostLanguages,
  ) {}

  @Get()
  show(@Req() request: FastifyRequest, @Reply() reply: FastifyReply) {
    return this.sessions.opened(request, (visitor) => this.page(visitor, request, { reply }))
  }

  @Post('consent')
  consent(@Req() request: FastifyRequest, @Body() body: unknown) {
    return this.sessions.opened(request, async (visitor) => {
      const [name, given] = readText(body, 'given')?.split(':') ?? []
      const about = SENSITIVE.find(({ value }) => value === name)?.value
      if (about === undefined || (given !== 'yes' && given !== 'no')) throw new Invalid([neither])
      await this.talents.consent(visitor, about, given === 'yes')
      return done(`${withQuery(path.talent, { done: 'consent' })}#consent`)
    })
  }

  @Post('requests')
  ask(@Req() request: FastifyRequest, @Body() body: unknown) {
    return this.sessions.opened(request, (visitor) =>
      submit(TALENT_REQUEST, body, {
        // the form offers no other kinds
        work: ({ kind, wording }) => this.talents.ask(visitor, kind as 'correction' | 'erasure', wording),
        then: done(path.talent, 'asked'),
        again: (form) => this.page(visitor, request, { form }),
      }),
    )
  }

  @SendsFile()
  @Post('copy')
  copy(@Req() request: FastifyRequest) {
    return this.sessions.opened(request, async (visitor) => {
      const own = await this.talents.copy(visitor)
      const json = `${JSON.stringify(copyOf(own), null, 2)}\n`
      return file({ mime: 'application/json; charset=utf-8', name: `${own.number}.json` }, json)
    })
  }

  /** The same as a page, for people. */
  @Get('copy')
  readCopy(@Req() request: FastifyRequest, @InLanguage() language: Language) {
    return this.sessions.opened(request, async (visitor) =>
      page('talent-copy', ownCopyView(await this.talents.copy(visitor), language), { audience: 'public' }),
    )
  }

  @SendsFile()
  @Get('papers/:id')
  paper(@Req() request: FastifyRequest, @Id() id: number) {
    return this.sessions.opened(request, async (visitor) => {
      const paper = await this.talents.openPaper(visitor, id)
      return file(paper, await this.files.open(paper))
    })
  }

  @SendsFile()
  @Get('letters/:id')
  letter(@Req() request: FastifyRequest, @InLanguage() language: Language, @Id() id: number) {
    return this.sessions.opened(request, async (visitor) => {
      const { name, pdf } = await this.letters.fetch(visitor, id, language)
      return file({ mime: 'application/pdf', name }, pdf)
    })
  }

  @Post('leave')
  async leave(@Req() request: FastifyRequest, @Reply() reply: FastifyReply) {
    const session = this.cookies.read(request, TALENT_COOKIE)
    if (session) await this.door.leave(session)
    this.cookies.clear(reply, TALENT_COOKIE)
    this.cookies.clear(reply, PAGE_COOKIE)
    return done(path.home)
  }

  @Get('pin')
  pin(@Req() request: FastifyRequest, @Reply() reply: FastifyReply) {
    return this.sessions.opened(
      request,
      ({ by }) => (by === 'code' ? this.pinPage(request, { reply }) : done(path.talent)),
      true,
    )
  }

  @Post('pin')
  setPin(
    @Req() request: FastifyRequest,
    @Ip() address: string,
    @InLanguage() language: Language,
    @Body() body: unknown,
  ) {
    return this.sessions.opened(
      request,
      (visitor, session) =>
        submit(NEW_TALENT_PIN, body, {
          work: async ({ pin, again }) => {
            if (pin.normalize('NFKC').trim() !== again.normalize('NFKC').trim()) throw new Invalid([notTheSame])
            const { answers } = await this.talents.read(visitor)
            await this.door.setPin(session, pin, answers, { address, language })
          },
          then: done(path.talent, 'pin'),
          again: (form) => this.pinPage(request, { form }),
        }),
      true,
    )
  }

  @Get('link')
  link() {
    return linkPage(LINK)
  }

  /** What leads to the door again, and as often as it is opened a link of the release before. */
  @Post('link')
  follow(@Body() body: unknown) {
    const pasted = linkIn(body)
    const door = doorIn(pasted)
    if (door !== undefined) return done(door)
    // a mailed code says nothing of the page that it opens
    if (/^\d{4}[\s-]?\d{4}$/.test(pasted)) return linkPage(LINK, LINK.asks.missing)
    const look = async (code: string) => {
      const page = await this.talents.pageOfLink(code)
      return page === undefined ? INCOMPLETE : done(path.host(inGroups(page)))
    }
    return followLink(body, { page: LINK, gone: INCOMPLETE, look, act: look })
  }

  @Get(':token')
  earlier(@Param('token') token: string) {
    return earlierLink(path.talentLink, token)
  }

  private async page(
    visitor: Opened,
    request: FastifyRequest,
    { form = new Filled(TALENT_REQUEST), reply }: { form?: Filled; reply?: FastifyReply | undefined },
  ) {
    const [own, context] = await Promise.all([this.talents.look(visitor), this.contexts.today()])
    const { state } = own
    const [kinds, frame] = await Promise.all([
      this.papers.kinds(context.today),
      this.languages.frame(request, path.talent, { state, reply }),
    ])
    const view = {
      title: HOST_TEXTS.title,
      ...frame,
      ...ownView(own, request.language, context, kinds, frame.words),
      notice: day(NOTICE),
      page: visitor.page,
      until: time(visitor.until, 'clock'),
      pinHref: visitor.by === 'code' && path.talentPin,
      form,
    }
    return page('talent', view, { audience: 'public', done: own.sentAt ? DONE : { ...DONE, asked: ASKED_OF_FIRM } })
  }

  private async pinPage(
    request: FastifyRequest,
    { form = new Filled(NEW_TALENT_PIN), reply }: { form?: Filled; reply?: FastifyReply | undefined },
  ) {
    const frame = await this.languages.frame(request, path.talentPin, { reply })
    const view = { title: HOST_TEXTS.setPin, ...frame, action: path.talentPin, form }
    return page('talent-pin', view, { audience: 'public' })
  }
}

/** The door, or its page of the mailed code, that a pasted link or the code of a page leads to. */
function doorIn(pasted: string): string | undefined {
  const [, linked, onCodePage] = /\/host\/([\w-]{12,14})(\/code)?/.exec(pasted) ?? []
  const page = readPageCode(linked ?? pasted)
  return page && (onCodePage ? path.hostCode : path.host)(inGroups(page))
}

const LINK = {
  title: { zh: '查看本人的申请资料', en: 'Your application' },
  lead: {
    zh: '有企业为您申请了工作许可推荐。请打开本人页面，查看申报的本人资料。',
    en:
      'A firm is applying for a recommendation for your work permit. Open your own page to see what it has ' +
      'entered about you.',
  },
  action: path.talentLink,
  asks: {
    label: { zh: '本人页面', en: 'Link to your page' },
    hint: {
      zh:
        '请粘贴邮件中或企业提供的完整链接，也可以只输入链接中的12位字母和数字，如2ABC-3DEF-4GHJ。' +
        '8位数字的验证码在下一页输入。',
      en:
        'Paste the whole link from the mail or the firm, or enter only its 12 letters and digits, like ' +
        '2ABC-3DEF-4GHJ. You enter a code of 8 digits on the next page.',
    },
    missing: {
      zh: '请粘贴本人页面的链接，或者输入其中的12位字母和数字。',
      en: 'Paste the link to your page, or enter its 12 letters and digits.',
    },
  },
}
const DONE = {
  asked: success('请求已送达', 'Request sent', {
    zh: '由牵头部门的主管答复，结果在此查看。',
    en: 'The lead department’s supervisor will reply. The reply will be shown here.',
  }),
  pin: success('PIN码已设置', 'PIN set', {
    zh: '今后请用企业提供的二维码或链接，输入PIN码打开本页。',
    en: 'From now on, open this page with the firm’s QR code or link and your PIN.',
  }),
  consent: success('您的决定已记录', 'Your decision has been recorded'),
  signed: success('签名已保存', 'Signature saved', {
    zh: '文件正在生成，稍后可在“手写签名”处下载。企业修改所签内容的，签名失效，会发邮件通知您。',
    en:
      'The file is being made. You can download it shortly under “Your drawn signature”. If the firm ' +
      'changes what you signed, the signature becomes void and we mail you.',
  }),
}
/** No department has a draft. */
const ASKED_OF_FIRM = success('请求已送达企业', 'Request sent to the firm', {
  zh: '申请尚未提交，请求由企业处理；提交以后由牵头部门的主管答复。',
  en:
    'The application has not been submitted, so the firm deals with the request. Once it is submitted, the lead ' +
    'department’s supervisor replies.',
})
const neither = asProblem(
  'consentMissing',
  'given',
  '请选择同意或撤回同意。',
  'Select whether you consent or withdraw your consent.',
)
const notTheSame = asProblem('pinNotTheSame', 'again', '两次输入的PIN码不一致。', 'The two PINs do not match.')
