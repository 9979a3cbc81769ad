/**
 * The candidate's own page as others see it: the firm shows its address, which holds no secret; intake
 * sends it to the application's address, and resets a page that the wrong person has taken.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Database } from '../../base/database.js'
import type { NotNow, Reason } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { fill, type Language } from '../../base/text.js'
import { ReadingService } from '../../cases/reading.service.js'
import { SignedPapers } from '../../cases/signedPapers.service.js'
import { type PageState, Talents } from '../../cases/talents.js'
import { textAt } from '../../forms/engine/node.js'
import { RESET_PAGE, TALENT_LINK } from '../../forms/personal.js'
import { drawQr } from '../../letters/qr.js'
import { FIRM_ROLES, has, mayFillIn } from '../../people/actor.js'
import { EMAIL } from '../../people/mail.js'
import { settingsOf } from '../../people/scope.js'
import { inGroups } from '../../people/secrets.js'
import type { Person } from '../../people/session.service.js'
import { READS_ONLY } from '../../workflow/rules.js'
import { For, SendsFile, WebSettings } from '../http/access.js'
import { done, file, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { readText } from '../http/input.js'
import { Id, InLanguage, Me } from '../http/params.js'
import { attempt, isNotNow, submit } from '../http/submit.js'
import { time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { success } from '../kit/pieces.js'
import { smallFacts } from '../kit/table.js'
import { backToCase } from './addresses.js'
import { candidateFacts, consentText } from './consents.view.js'
import { UndeliveredMails } from './undelivered.js'

@Controller('cases/:id/talent')
@For(...FIRM_ROLES, 'intake')
export class TalentLinkController {
  constructor(
    private readonly talents: Talents,
    private readonly reading: ReadingService,
    private readonly db: Database,
    private readonly undelivered: UndeliveredMails,
    private readonly settings: WebSettings,
    private readonly papers: SignedPapers,
  ) {}

  /** Supervisors read it. */
  @For(...FIRM_ROLES, 'intake', 'supervisor')
  @Get()
  show(@Me() me: Person, @Id() id: number) {
    return this.page(me, id)
  }

  /** Sends the page's link to the candidate. */
  @Post()
  send(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return attempt({
      work: () => this.talents.sendLink(me, id, readText(body, 'email')),
      then: (address) => this.page(me, id, { notices: [sentTo(address)] }),
      again: (problems, refused) =>
        this.page(me, id, refused ? refusal(refused) : { to: new Filled(TALENT_LINK, typedIn(body), problems) }),
      refuses: isNotNow,
    })
  }

  /** The file of what the candidate has signed, for whoever may see the case. */
  @For('signedIn')
  @SendsFile()
  @Get('signatures/:signature')
  async signature(@Me() me: Person, @InLanguage() language: Language, @Id() id: number, @Id('signature') one: number) {
    const { name, pdf } = await this.papers.fetch(me, id, one, language)
    return file({ mime: 'application/pdf', name }, pdf)
  }

  @For(...FIRM_ROLES)
  @Post('page')
  make(@Me() me: Person, @Id() id: number) {
    return attempt({
      work: () => this.talents.makePage(me, id),
      then: done(path.caseTalent(id)),
      again: (_, refused) => this.page(me, id, refused && refusal(refused)),
      refuses: isNotNow,
    })
  }

  @For('intake')
  @Post('reset')
  reset(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(RESET_PAGE, body, {
      work: ({ reason }) => this.talents.reset(me, id, reason),
      then: done(path.caseTalent(id), 'reset'),
      again: (form) => this.page(me, id, { form }),
    })
  }

  private async page(
    me: Person,
    caseId: number,
    { notices = [], status, form = new Filled(RESET_PAGE), to = new Filled(TALENT_LINK) }: Shown = {},
  ) {
    const {
      file: found,
      consents,
      own,
    } = await this.db.transaction(settingsOf(me), async (tx) => ({
      file: await this.reading.getIn(tx, me, caseId),
      consents: await this.talents.listConsents(tx, caseId),
      own: await this.talents.lookAtPage(tx, me, caseId),
    }))
    const [consent, signed] = candidateFacts(found)
    const isFirm = me.firmId !== null
    const unavailable = isFirm && !mayFillIn(me) ? [{ zh: READS_ONLY.zh, en: READS_ONLY.en }] : undefined
    const view = {
      title: { zh: '人选的本人页面', en: 'The candidate’s own page' },
      back: backToCase(caseId),
      notices: [...notices, ...(await this.undelivered.ofCase(me, caseId, true))],
      action: path.caseTalent(caseId),
      make: isFirm &&
        !own && {
          action: path.makeTalentPage(caseId),
          button: { text: { zh: '建立本人页面', en: 'Create the page' }, id: 'make', unavailable },
        },
      shown: isFirm && own && this.linkOf(own),
      state: own && stateOf(own),
      passportMissing: isFirm && own?.hasPassport === false,
      send: (isFirm || has(me, 'intake')) && { text: { zh: '发送链接', en: 'Send the link' }, id: 'send', unavailable },
      enter: isFirm && mayFillIn(me) && !EMAIL.safeParse(textAt(found.answers, 'talent.email')).success && to,
      standing: smallFacts(consent),
      signed: smallFacts(signed),
      replaces: await this.papers.replaces(found.case),
      consents: consents.map(consentText),
      reset: has(me, 'intake') && own?.takenAt ? path.resetTalent(caseId) : undefined,
      form,
    }
    return page('talent-make', view, { status, done: DONE })
  }

  /** What a firm shows or hands on. */
  private linkOf({ code }: PageState) {
    const href = `${this.settings.publicUrl}${path.host(inGroups(code))}`
    return { href, qr: `data:image/svg+xml;base64,${Buffer.from(drawQr(href)).toString('base64')}` }
  }
}

interface Shown {
  readonly notices?: readonly Notice[] | undefined
  readonly status?: number | undefined
  readonly form?: Filled
  /** Where the link was to go. */
  readonly to?: Filled
}

/** Whether the candidate has taken the page; to officers with the address in part. */
function stateOf({ takenAt, resetAt, address }: PageState) {
  if (takenAt === null)
    return resetAt === null
      ? { zh: '人选尚未打开。', en: 'The candidate has not opened it yet.' }
      : fill(
          { zh: '受理部门{at}重置，人选尚未重新打开。', en: 'Reset by the department {at}; not opened again yet.' },
          { at: time(resetAt, 'short') },
        )
  return fill(
    address === undefined
      ? { zh: '人选{at}打开，已用本人邮箱绑定。', en: 'Opened {at}, linked to the candidate’s e-mail address.' }
      : { zh: '人选{at}打开，绑定的邮箱：{address}', en: 'Opened by the candidate {at}, e-mail address {address}' },
    { at: time(takenAt, 'short'), address: address ?? '' },
  )
}

const DONE = {
  reset: success('本人页面已重置', 'The page has been reset', {
    zh: '已通知原来的邮箱；此前在页面上表示的同意作废。人选须用自己的邮箱重新打开并作出决定。',
    en:
      'We have informed the previous address. Consents given on the page are void. The candidate has to ' +
      'open it again with their own address and decide again.',
  }),
}

const sentTo = (address: string): Notice => ({
  kind: 'ok',
  title: { zh: '链接已发出', en: 'Link sent' },
  text: fill(
    { zh: '已发到人选的邮箱 {address}。', en: 'We sent it to the candidate at {address}.' },
    { address: { zh: address, en: address } },
  ),
})

const typedIn = (body: unknown) => ({ email: readText(body, 'email') ?? '' })

const refusal = ({ because }: NotNow): Shown => ({ notices: because.map(refusedNotice), status: 409 })
const refusedNotice = ({ zh, en }: Reason): Notice => ({ kind: 'near', title: { zh, en } })
