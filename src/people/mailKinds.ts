/**
 * What mails about a person's account say. What mails about cases say stands with the notifications
 * that they tell of.
 */
import type { Bilingual } from '../base/text.js'

export interface MailWords {
  readonly subject: Bilingual
  /** Its heading, where that is not the subject. */
  readonly title?: Bilingual
  readonly lines: readonly Bilingual[]
  readonly button: Bilingual
}

export const ACCOUNT_MAILS: Readonly<Record<string, MailWords>> = {
  verifyEmail: {
    subject: { zh: '请确认您的电子邮箱', en: 'Confirm your e-mail address' },
    lines: [
      {
        zh: '有人在海荐登记了这个邮箱，用来接收办理进展的通知。如果是您本人，请在两天内确认。',
        en:
          'This address was entered in Haijian to receive notices of what happens in ' +
          'cases. If it was you, confirm it within two days.',
      },
      { zh: '如果不是您，不必理会，不会再有邮件寄来。', en: 'If it was not you, do nothing: no other mail will come.' },
    ],
    button: { zh: '确认这个邮箱', en: 'Confirm this address' },
  },
  invitation: {
    subject: { zh: '邀请您使用海荐', en: 'You are invited to Haijian' },
    lines: [
      {
        zh: '有人邀请您加入海荐。请打开下面的链接设置密码；链接只能用一次，过期失效。',
        en: 'You are invited to join Haijian. Open the link below to set a password; it works once and not for ever.',
      },
      {
        zh: '如果您不认识这个系统，不必理会。',
        en: 'If you do not know this system, do nothing.',
      },
    ],
    button: { zh: '接受邀请', en: 'Accept the invitation' },
  },
  storedFiles: {
    subject: { zh: '文件存储需要您处理', en: 'Stored files need your attention' },
    lines: [
      {
        zh: '有材料的内容在存储中缺失，或者清理在等待准许。请到“文件存储”页查看。',
        en:
          'The content of documents is missing from the store, or a clearing ' +
          'waits for approval. See the page of stored files.',
      },
    ],
    button: { zh: '查看文件存储', en: 'See the stored files' },
  },
  passwordReset: {
    subject: { zh: '重新设置密码', en: 'Set a new password' },
    lines: [
      {
        zh: '有人请求重新设置您在海荐的密码。如果是您本人，请打开下面的链接；链接只能用一次，很快失效。',
        en:
          'Somebody asked to set a new password for your account at Haijian. If it was you, ' +
          'open the link below; it works once and for a short time.',
      },
      {
        zh: '如果不是您，不必理会，密码没有变。',
        en: 'If it was not you, do nothing: your password has not changed.',
      },
    ],
    button: { zh: '设置新密码', en: 'Set a new password' },
  },
}
