/** What the page says of text messages and of chat messages: where they go, and what they say. */
import type { Bilingual } from '../base/text.js'
import type { SoonWay } from './mailChoices.js'

interface ReachWords {
  readonly heading: Bilingual
  readonly about: Bilingual
  /** What was refused went by mail. */
  readonly failed: Bilingual
  /** Where the code is looked for. */
  readonly sent: Bilingual
}

export const REACH_WORDS: Readonly<Record<SoonWay, ReachWords>> = {
  sms: {
    heading: { zh: '接收短信的号码', en: 'Text messages' },
    about: {
      zh: '短信写明事项、案件编号、人选姓名缩写和最后日期，不写其他个人信息；无法送达的，改发邮件。',
      en:
        'A text message says what happened, the number of the case, the candidate’s initials and the last ' +
        'day, and no other personal data. If it cannot be delivered, we send a mail instead.',
    },
    failed: {
      zh: '短信未送达该号码，已改发邮件。请重新确认号码。',
      en: 'A text message could not be delivered to this number. We sent a mail instead. Confirm the number again.',
    },
    sent: { zh: '请在10分钟内输入短信中的验证码。', en: 'Enter the code from the text message within 10 minutes.' },
  },
  chat: {
    heading: { zh: '接收企业微信的账号', en: 'WeCom messages' },
    about: {
      zh: '消息写明事项、案件编号、人选姓名缩写和最后日期，附链接，不写其他个人信息；无法送达的，改发邮件。',
      en:
        'A message says what happened, the number of the case, the candidate’s initials and the last day, ' +
        'with a link, and no other personal data. If it cannot be delivered, we send a mail instead.',
    },
    failed: {
      zh: '消息未送达该账号，已改发邮件。请重新确认账号。',
      en: 'A message could not be delivered to this account. We sent a mail instead. Confirm the account again.',
    },
    sent: {
      zh: '请在10分钟内输入企业微信消息中的验证码。',
      en: 'Enter the code from the WeCom message within 10 minutes.',
    },
  },
}
