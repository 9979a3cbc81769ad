/**
 * How the person wants to be told, and where: mails lead here to be turned off. An address counts
 * once the link that went there has been opened.
 */
import { Body, Controller, Get, Param, Post } from '@nestjs/common'
import { path } from '../../base/path.js'
import { ADDRESS, choicesForm, choicesSchema } from '../../forms/mail.js'
import { Emails } from '../../people/email.service.js'
import { channelOf, groupsFor } from '../../people/mailChoices.js'
import type { Person } from '../../people/session.service.js'
import { Mailbox } from '../../people/mailbox.js'
import { For, NeedsProof } from '../http/access.js'
import { done, messagePage, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { success } from '../kit/pieces.js'

@Controller()
export class ChoicesController {
  constructor(
    private readonly emails: Emails,
    private readonly mailbox: Mailbox,
  ) {}

  @Get('messages/choices')
  @For('signedIn')
  show(@Me() me: Person) {
    return this.page(me, {})
  }

  @Post('messages/choices')
  @For('signedIn')
  choose(@Me() me: Person, @Body() body: unknown) {
    return submit(choicesForm(me.firmId), body, {
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

  @Post('messages/email/forget')
  @For('signedIn')
  @NeedsProof()
  async forget(@Me() me: Person) {
    await this.emails.forget(me)
    return done(path.messageChoices, 'forget')
  }

  /** The link of the mail: opening it changes nothing, for programs open links too. */
  @Get('email/:token')
  @For('open')
  confirm(@Param('token') token: string) {
    const title = { zh: '确认电子邮箱', en: 'Confirm the e-mail address' }
    return page('messages/confirm', { title, action: path.email(token) }, { audience: 'public' })
  }

  @Post('email/:token')
  @For('open')
  async verify(@Param('token') token: string) {
    await this.emails.verify(token)
    return messagePage({
      heading: { zh: '邮箱已确认', en: 'The address is confirmed' },
      lead: { zh: '以后的通知会发到这个邮箱。', en: 'Notices go to this address from now on.' },
      actions: [{ text: { zh: '选择通知方式', en: 'Choose how you are told' }, href: path.messageChoices }],
    })
  }

  private async page(me: Person, { choices, address = new Filled(ADDRESS) }: { choices?: Filled; address?: Filled }) {
    const { email, wanted, language, ...reached } = await this.emails.get(me)
    const chosen = groupsFor(me.firmId).map((group) => [group, channelOf(group, me.firmId, reached.choices)] as const)
    const view = {
      title: { zh: '通知方式', en: 'How you are told' },
      back: { text: { zh: '返回消息', en: 'Back to messages' }, href: path.messages },
      email,
      wanted,
      mailbox: this.mailbox.there,
      choices: choices ?? new Filled(choicesForm(me.firmId), { ...Object.fromEntries(chosen), language }),
      address,
    }
    return page('messages/choices', view, { done: DONE })
  }
}

const DONE = {
  choices: success('已保存', 'Saved'),
  email: success('确认邮件已发出', 'A link has been sent', {
    zh: '请在两天内打开邮件里的链接；确认以前，别的通知不会发到那里。',
    en: 'Open the link in the mail within two days; nothing else goes there until then.',
  }),
  forget: success('邮箱已删除，不再发邮件', 'The address is gone; no more mail is sent'),
}
