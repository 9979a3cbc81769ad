/**
 * A colleague comes in by the link of an invitation: once, within its days, with a password of
 * their own.
 */
import { Body, Controller, Get, Ip, Param, Post } from '@nestjs/common'
import { path } from '../../base/path.js'
import type { Language } from '../../base/text.js'
import { ACCEPT_INVITATION } from '../../forms/account.js'
import { Firms } from '../../people/firm.service.js'
import { For } from '../http/access.js'
import { done, gonePage, messagePage, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { behindLink, earlierLink, followLink, linkPage } from '../http/link.js'
import { InLanguage } from '../http/params.js'
import { submit } from '../http/submit.js'

@Controller('join')
@For('open')
export class JoinController {
  constructor(private readonly firms: Firms) {}

  @Get('done')
  done() {
    return DONE
  }

  @Get()
  link() {
    return linkPage(LINK)
  }

  @Post()
  follow(@InLanguage() language: Language, @Ip() address: string, @Body() body: unknown) {
    return followLink(body, {
      page: LINK,
      gone: GONE,
      look: (code) => this.page(code),
      act: (code) =>
        submit(ACCEPT_INVITATION, body, {
          work: ({ password }) => this.firms.acceptInvitation(code, password, address, language),
          then: done(path.joinDone),
          again: (form) => this.page(code, form),
        }),
    })
  }

  @Get(':token')
  earlier(@Param('token') token: string) {
    return earlierLink(path.join, token)
  }

  private async page(code: string, form = new Filled(ACCEPT_INVITATION)) {
    const guest = await this.firms.getInvitation(code)
    // the account is the invitation's: what is wrong with both is told of the password
    const problems = form.problems.map((one) => (one.path === 'account' ? { ...one, path: 'password' } : one))
    const view = { title: LINK.title, ...guest, ...behindLink(path.join, code), form: form.but(problems) }
    return page('account/join', view, { audience: 'public' })
  }
}

const LINK = {
  title: { zh: '接受邀请', en: 'Accept the invitation' },
  lead: {
    zh: '您收到了使用海荐的邀请。请输入邀请代码，然后设置密码。',
    en: 'You are invited to use Haijian. Enter the code from the invitation, then set a password.',
  },
  action: path.join,
}

const DONE = messagePage({
  heading: { zh: '账号已建立', en: 'Your account is ready' },
  lead: { zh: '请用该账号和刚设置的密码登录。', en: 'Sign in with this account and your new password.' },
  actions: [{ text: { zh: '登录', en: 'Sign in' }, href: path.signIn }],
})

const GONE = gonePage(
  {
    heading: { zh: '邀请无法打开', en: 'This invitation cannot be opened' },
    what: {
      // a colleague's opens once it is approved, and whoever asks for another one has it approved anew
      zh: '邀请链接七天内有效，只能用一次；它可能已经用过、过期或被收回，也可能尚待批准：请稍后再试。',
      en:
        'Invitations expire after seven days and work once. This one may have been used, expired or been ' +
        'withdrawn, or has not been approved yet: try again later.',
    },
    todo: [
      { zh: '已设置密码的，请直接登录。', en: 'If you have set a password already, sign in.' },
      { zh: '尚未设置的，请联系邀请人重新发送。', en: 'If not, ask the person who invited you for a new invitation.' },
      { zh: '检查链接是否复制完整。', en: 'Check that you copied the whole link.' },
    ],
    actions: [{ text: { zh: '登录', en: 'Sign in' }, href: path.signIn }],
  },
  path.join,
)
