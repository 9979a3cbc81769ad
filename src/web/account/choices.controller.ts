/**
 * How the person wants to be told, and where: mails lead here to be turned off. An address counts
 * once the link that went there has been opened.
 */
import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import { path } from '../../base/path.js'
import { ADDRESS, choicesForm, choicesSchema, REACH, REACH_CODE } from '../../forms/mail.js'
import { textAt } from '../../forms/engine/node.js'
import { Emails } from '../../people/email.service.js'
import { channelOf, groupsFor, SOON, type SoonWay } from '../../people/mailChoices.js'
import { maskedNumber, Reaches, type ReachState, readWay } from '../../people/reach.service.js'
import { REACH_WORDS } from '../../people/reachWords.js'
import type { Person } from '../../people/session.service.js'
import { Mailbox } from '../../people/mailbox.js'
import { For, NeedsProof } from '../http/access.js'
import { done, gonePage, messagePage, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { behindLink, earlierLink, followLink, linkPage } from '../http/link.js'
import { Me } from '../http/params.js'
import { attempt, submit } from '../http/submit.js'
import { success } from '../kit/pieces.js'

@Controller()
export class ChoicesController {
  constructor(
    private readonly emails: Emails,
    private readonly reaches: Reaches,
    private readonly mailbox: Mailbox,
  ) {}

  @Get('messages/choices')
  @For('signedIn')
  show(@Me() me: Person) {
    return this.page(me, {})
  }

  @Post('messages/choices')
  @For('signedIn')
  async choose(@Me() me: Person, @Body() body: unknown) {
    return submit(choicesForm(me.firmId, await this.reaches.waysOf(me)), body, {
      work: (value) => {
        const { language, ...choices } = choicesSchema.parse(value)
        return this.emails.choose(me, choices, language)
      },
      then: done(path.messageChoices, 'choices'),
      again: (choices) => this.page(me, { choices }),
    })
  }

  @Post('messages/email')
  @For('signedIn')
  @NeedsProof()
  ask(@Me() me: Person, @Body() body: unknown) {
    return submit(ADDRESS, body, {
      work: ({ email }) => this.emails.ask(me, email),
      then: done(path.messageChoices, 'email'),
      again: (address) => this.page(me, { address }),
    })
  }

  /** Another link to the address that waits for one, from the home. */
  @Post('messages/email/again')
  @For('signedIn')
  askAgain(@Me() me: Person) {
    return attempt({
      work: () => this.emails.askAgain(me),
      then: done(path.messageChoices, 'email'),
      again: (problems) => this.page(me, { address: new Filled(ADDRESS, {}, problems, undefined, { sent: true }) }),
    })
  }

  @Post('messages/email/forget')
  @For('signedIn')
  @NeedsProof()
  async forget(@Me() me: Person) {
    await this.emails.forget(me)
    return done(path.messageChoices, 'forget')
  }

  @Post('messages/by/:way')
  @For('signedIn')
  @NeedsProof()
  askReach(@Me() me: Person, @Param('way') name: string, @Body() body: unknown) {
    const way = readWay(name)
    return submit(REACH[way], body, {
      work: (value) => this.reaches.ask(me, way, textAt(value, way)),
      then: done(path.messageChoices, way),
      again: (form) => this.page(me, { [`${way}To`]: form }),
    })
  }

  @Post('messages/by/:way/code')
  @For('signedIn')
  confirmReach(@Me() me: Person, @Param('way') name: string, @Body() body: unknown) {
    const way = readWay(name)
    return submit(REACH_CODE[way], body, {
      work: (value) => this.reaches.confirm(me, way, textAt(value, `${way}Code`)),
      then: done(path.messageChoices, 'confirmed'),
      again: (form) => this.page(me, { [`${way}Code`]: form }),
    })
  }

  @Post('messages/by/:way/forget')
  @For('signedIn')
  async forgetReach(@Me() me: Person, @Param('way') name: string) {
    await this.reaches.forget(me, readWay(name))
    return done(path.messageChoices, 'reachGone')
  }

  @Get('email')
  @For('open')
  link() {
    return linkPage(LINK)
  }

  @Post('email')
  @For('open')
  verify(@Body() body: unknown) {
    return followLink(body, {
      page: LINK,
      gone: GONE,
      look: async (code) =>
        page('messages/confirm', { title: LINK.title, ...behindLink(path.email, code) }, { audience: 'public' }),
      act: async (code) => {
        await this.emails.verify(code)
        return CONFIRMED
      },
    })
  }

  @Get('email/:token')
  @For('open')
  earlier(@Param('token') token: string) {
    return earlierLink(path.email, token)
  }

  private async page(me: Person, { choices, address = new Filled(ADDRESS), ...reach }: Shown) {
    const { email, wanted, language, ...reached } = await this.emails.get(me)
    const reaches = await this.reaches.list(me)
    const ways = reaches.filter(({ at }) => at !== null).map(({ way }) => way)
    const [sms, chat] = SOON.map((way) => reachView(reaches.find((one) => one.way === way)))
    const chosen = groupsFor(me.firmId).map((group) => [group, channelOf(group, me.firmId, reached.choices)] as const)
    const view = {
      title: { zh: '通知方式', en: 'Notification settings' },
      back: { text: { zh: '返回消息', en: 'Back to messages' }, href: path.messages },
      email,
      wanted,
      mailbox: this.mailbox.there,
      choices: choices ?? new Filled(choicesForm(me.firmId, ways), { ...Object.fromEntries(chosen), language }),
      address,
      ...{ sms, chat, smsTo: new Filled(REACH.sms), chatTo: new Filled(REACH.chat) },
      ...{ smsCode: new Filled(REACH_CODE.sms), chatCode: new Filled(REACH_CODE.chat), ...reach },
    }
    return page('messages/choices', view, { done: DONE })
  }
}

type Shown = { readonly [form in 'choices' | 'address' | `${SoonWay}${'To' | 'Code'}`]?: Filled }

/** Undefined where messages do not go out by this way. */
function reachView(of: ReachState | undefined) {
  if (!of?.there) return undefined
  const shown = (one: string | null) => (one !== null && of.way === 'sms' ? maskedNumber(one) : (one ?? undefined))
  return { ...REACH_WORDS[of.way], at: shown(of.at), wanted: shown(of.wanted), hasFailed: of.failedAt !== null }
}

const LINK = {
  title: { zh: '确认电子邮箱', en: 'Confirm the e-mail address' },
  lead: {
    zh: '请输入确认邮件中的代码。确认后，通知将发到该邮箱。',
    en: 'Enter the code from the mail. We will then send notifications to that address.',
  },
  action: path.email,
}
const CONFIRMED = messagePage({
  heading: { zh: '邮箱已确认', en: 'E-mail address confirmed' },
  lead: { zh: '今后的通知将发到该邮箱。', en: 'We will send your notifications to this address.' },
  actions: [{ text: { zh: '选择通知方式', en: 'Choose your notifications' }, href: path.messageChoices }],
})
const GONE = gonePage(
  {
    heading: { zh: '链接无法打开', en: 'This link cannot be opened' },
    what: {
      zh: '链接两天内有效，只能用一次；它可能已经用过或过期。',
      en: 'Links expire after two days and work once. This one may have been used or have expired.',
    },
    todo: [
      { zh: '登录后在“消息”里重新发送。', en: 'Sign in and send another one under “Messages”.' },
      { zh: '检查代码或链接是否复制完整。', en: 'Check that you copied the whole code or link.' },
    ],
  },
  path.email,
)
const DONE = {
  choices: success('已保存', 'Saved'),
  email: success('确认邮件已发出', 'A link has been sent', {
    zh: '请在两天内打开邮件中的链接。确认之前，该邮箱不会收到其他通知。',
    en: 'Open the link in the mail within two days. Until then we send nothing else to that address.',
  }),
  sms: success('验证码已发出', 'A code has been sent', REACH_WORDS.sms.sent),
  chat: success('验证码已发出', 'A code has been sent', REACH_WORDS.chat.sent),
  confirmed: success('已确认', 'Confirmed', {
    zh: '请在本页选择接收哪些通知。',
    en: 'Choose on this page which notifications go there.',
  }),
  reachGone: success('已删除，不再向其发送通知', 'Removed. We will send nothing more there'),
  forget: success('邮箱已删除，不再发邮件', 'E-mail address removed. We will send no more mail'),
}
