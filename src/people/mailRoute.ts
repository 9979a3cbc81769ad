/** Where mail goes out, as an administrator may see it: no name and no password. */
import type { Bilingual } from '../base/text.js'

export class MailRoute {
  constructor(
    private readonly smtpUrl: string | null,
    private readonly production: boolean,
  ) {}

  /** Whether somebody reads what is sent: in a demonstration, in its mailbox. */
  get reaches(): boolean {
    return this.smtpUrl !== null || !this.production
  }

  /** Whether mail leaves at all. */
  get sends(): boolean {
    return this.smtpUrl !== null
  }

  get text(): Bilingual {
    if (this.smtpUrl === null)
      return this.production
        ? {
            zh: '未设定邮件服务器（SMTP_URL），邮件暂未发出。',
            en: 'No mail server is set (SMTP_URL). Mail is being held.',
          }
        : { zh: '演示信箱，不实际发送邮件。', en: 'The demonstration mailbox; no real mail is sent.' }
    const { host, protocol } = new URL(this.smtpUrl)
    const how = protocol === 'smtps:' ? 'TLS' : 'STARTTLS'
    return { zh: `邮件服务器 ${host}（${how}）`, en: `Mail server ${host} (${how})` }
  }
}
