/**
 * What somebody's home says of mail: that theirs did not arrive, or that an address waits to be
 * confirmed, with the button for another link; and what else of their firm's did not arrive.
 */
import { Injectable } from '@nestjs/common'
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import { Emails } from '../../people/email.service.js'
import type { MailFailure } from '../../people/mailFailure.js'
import { MailRoute } from '../../people/mailRoute.js'
import type { Person } from '../../people/session.service.js'
import { time } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { link } from '../kit/pieces.js'
import { UndeliveredMails } from './undelivered.js'

@Injectable()
export class MailNotices {
  constructor(
    private readonly emails: Emails,
    private readonly route: MailRoute,
    private readonly undelivered: UndeliveredMails,
  ) {}

  /** None where all is well, and where no mail is sent at all. */
  async of(me: Person): Promise<Notice[]> {
    if (!this.route.reaches) return []
    const [own, others] = await Promise.all([this.ofOwn(me), me.firmId === null ? [] : this.undelivered.ofFirm(me)])
    return [...own, ...others]
  }

  private async ofOwn(me: Person): Promise<Notice[]> {
    const { email, wanted, ...last } = await this.emails.get(me)
    const failure = [email, wanted].some((one) => isSame(one, last.failed)) ? last.failure : null
    const unproved = wanted ?? (email === null ? this.emails.ownAddress(me) : undefined)
    const links = [link({ zh: '更换邮箱', en: 'Use another address' }, path.messageChoices)]
    const press = (text: Bilingual) => ({ action: path.messageEmailAgain, text })
    if (failure !== null && last.failed !== null && last.failedAt !== null) {
      const values = { address: last.failed, time: time(last.failedAt, 'short') }
      return [
        {
          kind: 'bad',
          title: fill(FAILED[failure].title, values),
          text: fill(failure === 'address' && !isSame(email, last.failed) ? MISTYPED : FAILED[failure].text, values),
          press: press(AGAIN),
          links,
        },
      ]
    }
    if (unproved === undefined) return []
    const words = email === null ? NOT_YET : NEW_ONE
    return [
      {
        kind: 'near',
        title: fill(words.title, { address: unproved }),
        text: fill(wanted === null ? NEVER_ASKED : words.text, { address: email ?? '' }),
        press: press(wanted === null ? { zh: '发送确认邮件', en: 'Send the link' } : AGAIN),
        links,
      },
    ]
  }
}

const isSame = (one: string | null, other: string | null): boolean =>
  one !== null && one.toLowerCase() === other?.toLowerCase()

/** What happened, and what to do; messages in the application go on in any case. */
const FAILED: Readonly<Record<MailFailure, { readonly title: Bilingual; readonly text: Bilingual }>> = {
  address: {
    title: {
      zh: '发到 {address} 的邮件被退回：没有这个邮箱',
      en: 'Mail to {address} was returned: the address does not exist',
    },
    text: {
      zh: '{time}起不再向该邮箱发信，站内消息不受影响。邮箱无误的，请重新确认；有误的，请更换。',
      en:
        'We have sent no mail there since {time}. You still get messages here. If the address is right, ' +
        'confirm it again. If not, use another one.',
    },
  },
  full: {
    title: {
      zh: '发到 {address} 的邮件没有送达：邮箱已满',
      en: 'Mail to {address} was not delivered: the mailbox is full',
    },
    text: {
      zh: '{time}的邮件被退回，内容见“消息”。请清理邮箱后重新确认。',
      en: 'A mail of {time} was returned; read it under “Messages”. Free some space, then confirm the address again.',
    },
  },
  refused: {
    title: {
      zh: '发到 {address} 的邮件没有送达：对方邮件系统拒收',
      en: 'Mail to {address} was not delivered: its mail system rejected it',
    },
    text: {
      zh: '{time}的邮件被退回，内容见“消息”。请联系单位的邮件管理员放行本系统的发件地址，再重新确认，或更换邮箱。',
      en:
        'A mail of {time} was returned; read it under “Messages”. Ask your mail administrator to allow our ' +
        'sender address, then confirm yours again, or use another one.',
    },
  },
  away: {
    title: {
      zh: '发到 {address} 的邮件没有送达：对方邮件系统没有应答',
      en: 'Mail to {address} was not delivered: its mail system did not respond',
    },
    text: {
      zh: '{time}的邮件多日未能送达，内容见“消息”。邮箱恢复后请重新确认，或更换邮箱。',
      en:
        'A mail of {time} could not be delivered for several days; read it under “Messages”. Confirm the ' +
        'address again once it works, or use another one.',
    },
  },
}
/** Of an address that was never confirmed. */
const MISTYPED = {
  zh: '确认邮件未送达，邮箱可能有误。请核对：有误的请更换，无误的可以重新发送。站内消息不受影响。',
  en:
    'The link was not delivered; the address may be wrong. Use another address, or send the link again. ' +
    'You still get messages here.',
}
const AGAIN = { zh: '再发一次确认邮件', en: 'Send the link again' }
const NOT_YET = {
  title: { zh: '邮箱 {address} 尚未确认', en: 'Your address {address} is not confirmed yet' },
  text: {
    zh: '请打开确认邮件中的链接。确认之前，通知只在系统内显示，不发邮件。',
    en: 'Open the link in the confirmation mail. Until then you get messages here only, and no mail.',
  },
}
const NEW_ONE = {
  title: { zh: '新邮箱 {address} 尚未确认', en: 'Your new address {address} is not confirmed yet' },
  text: {
    zh: '请打开确认邮件中的链接。确认之前，通知仍发到 {address}。',
    en: 'Open the link in the confirmation mail. Until then notifications still go to {address}.',
  },
}
const NEVER_ASKED = {
  zh: '确认后，通知将同时发到邮箱；目前只在系统内显示。',
  en: 'Once it is confirmed, we also mail your notifications. For now they appear here only.',
}
