/**
 * A forgotten password: a link is asked for by account and goes by mail, and a new password is set
 * by it. The second factor is asked for as before.
 */
import { Body, Controller, Get, Ip, Param, Post } from '@nestjs/common'
import { path } from '../../base/path.js'
import { ACCEPT_INVITATION, ASK_RESET } from '../../forms/account.js'
import { Passwords, RESET_MINUTES } from '../../people/password.service.js'
import { For } from '../http/access.js'
import { gonePage, messagePage, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { behindLink, earlierLink, followLink, linkPage } from '../http/link.js'
import { submit } from '../http/submit.js'

@Controller('reset')
@For('open')
export class ResetController {
  constructor(private readonly passwords: Passwords) {}

  @Get()
  form() {
    return askPage(new Filled(ASK_RESET))
  }

  @Post()
  order(@Ip() address: string, @Body() body: unknown) {
    return submit(ASK_RESET, body, {
      work: ({ account }) => this.passwords.askReset(account, address),
      then: ORDERED,
      again: askPage,
    })
  }

  @Get('link')
  link() {
    return linkPage(LINK)
  }

  @Post('link')
  follow(@Ip() address: string, @Body() body: unknown) {
    return followLink(body, {
      page: LINK,
      gone: GONE,
      look: (code) => this.choose(code),
      act: (code) =>
        submit(ACCEPT_INVITATION, body, {
          work: ({ password }) => this.passwords.reset(code, password, address),
          then: DONE,
          again: (form) => this.choose(code, form),
        }),
    })
  }

  @Get(':token')
  earlier(@Param('token') token: string) {
    return earlierLink(path.reset, token)
  }

  private async choose(code: string, form = new Filled(ACCEPT_INVITATION)) {
    await this.passwords.openReset(code)
    return page('account/form', { ...SET, ...behindLink(path.reset, code), form }, { audience: 'public' })
  }
}

const askPage = (form: Filled) => page('account/form', { ...ASK, form }, { audience: 'public' })

const ASK = {
  title: { zh: '忘记密码', en: 'Forgot your password' },
  lead: {
    zh: '请填写账号。重设密码的链接将发到该账号登记的邮箱。',
    en: 'Enter your account name. We will send a link for a new password to its e-mail address.',
  },
  action: path.resets,
  button: { zh: '发送链接', en: 'Send the link' },
}
const LINK = {
  title: { zh: '设置新密码', en: 'Set a new password' },
  lead: { zh: '请输入邮件中的代码，然后设置新密码。', en: 'Enter the code from the mail, then set a new password.' },
  action: path.reset,
}
const SET = {
  title: { zh: '设置新密码', en: 'Set a new password' },
  lead: {
    zh: '设置后，该账号在其他设备上的登录将全部结束，接口密钥全部作废。',
    en: 'This signs the account out everywhere and cancels its API keys.',
  },
  button: { zh: '设置新密码', en: 'Set the new password' },
}
const ORDERED = messagePage({
  heading: { zh: '请查收邮件', en: 'Check your mail' },
  lead: {
    zh:
      `如果有这个账号，并且登记了邮箱，链接已经发出，${RESET_MINUTES} ` +
      '分钟内有效，只能用一次。没有登记邮箱的，请联系管理员。',
    en:
      `If there is such an account with an address, a link is on its way. It expires in ${RESET_MINUTES} ` +
      'minutes and works once. Without an address, ask your administrator.',
  },
  actions: [{ text: { zh: '登录', en: 'Sign in' }, href: path.signIn }],
})
const DONE = messagePage({
  heading: { zh: '密码已设置', en: 'Password set' },
  lead: {
    zh: '请用新密码登录，验证方式不变。',
    en: 'Sign in with your new password. Your second factor has not changed.',
  },
  actions: [{ text: { zh: '登录', en: 'Sign in' }, href: path.signIn }],
})
const GONE = gonePage(
  {
    heading: { zh: '链接无法打开', en: 'This link cannot be opened' },
    what: {
      zh: `链接 ${RESET_MINUTES} 分钟内有效，只能用一次；它可能已经用过或过期。`,
      en: `A link expires in ${RESET_MINUTES} minutes and works once. This one may have been used or have expired.`,
    },
    todo: [{ zh: '再申请一个链接。', en: 'Ask for another link.' }],
    actions: [{ text: { zh: '忘记密码', en: 'Forgot your password' }, href: path.resets }],
  },
  path.reset,
)
