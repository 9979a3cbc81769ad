/** What somebody's home says of their mail: that an address waits to be confirmed, and the button for another link. */
import { Injectable } from '@nestjs/common'
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import { Emails } from '../../people/email.service.js'
import { MailRoute } from '../../people/mailRoute.js'
import type { Person } from '../../people/session.service.js'
import type { Notice } from '../kit/parts.js'
import { link } from '../kit/pieces.js'

@Injectable()
export class MailNotices {
  constructor(
    private readonly emails: Emails,
    private readonly route: MailRoute,
  ) {}

  /** None where all is well, and where no mail is sent at all. */
  async of(me: Person): Promise<Notice[]> {
    if (!this.route.reaches) return []
    const { email, wanted } = await this.emails.get(me)
    const unproved = wanted ?? (email === null ? this.emails.ownAddress(me) : undefined)
    if (unproved === undefined) return []
    const words = email === null ? NOT_YET : NEW_ONE
    return [
      {
        kind: 'near',
        title: fill(words.title, { address: unproved }),
        text: fill(wanted === null ? NEVER_ASKED : words.text, { address: email ?? '' }),
        press: {
          action: path.messageEmailAgain,
          text: wanted === null ? { zh: '发送确认邮件', en: 'Send the link' } : AGAIN,
        },
        links: [link({ zh: '换一个邮箱', en: 'Use another address' }, path.messageChoices)],
      },
    ]
  }
}

const AGAIN = { zh: '再发一次确认邮件', en: 'Send the link again' }
const NOT_YET = {
  title: { zh: '邮箱 {address} 还没有确认', en: 'Your address {address} is not confirmed yet' },
  text: {
    zh: '请打开确认邮件里的链接。确认以前，通知只在系统内，不发邮件。',
    en: 'Open the link in the mail that went there. Until then notices stay in the application and no mail is sent.',
  },
}
const NEW_ONE = {
  title: { zh: '新邮箱 {address} 还没有确认', en: 'Your new address {address} is not confirmed yet' },
  text: {
    zh: '请打开确认邮件里的链接。确认以前，通知仍发到 {address}。',
    en: 'Open the link in the mail that went there. Until then notices still go to {address}.',
  },
}
const NEVER_ASKED = {
  zh: '确认以后，通知才会同时发到邮箱；现在只在系统内。',
  en: 'Once it is confirmed, notices go there as well; now they stay in the application.',
}
