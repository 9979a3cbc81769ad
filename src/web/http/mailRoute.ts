/** The way that mail takes, in words for administrators. */
import type { Bilingual } from '../../base/text.js'

/** Where mail goes out, as an administrator may see it: no name and no password. */
export class MailRoute {
  constructor(
    readonly text: Bilingual,
    /** Whether mail leaves at all. */
    readonly sends: boolean,
  ) {}
}

/** The words of the settings. */
export function mailRoute(smtpUrl: string | null, production: boolean): Bilingual {
  if (smtpUrl === null)
    return production
      ? {
          zh: '没有设定邮件服务器（SMTP_URL），邮件都在等待。',
          en: 'No mail server is set (SMTP_URL): all mail waits.',
        }
      : { zh: '演示信箱，不发真的邮件。', en: 'The demonstration mailbox; no real mail is sent.' }
  const { host, protocol } = new URL(smtpUrl)
  const how = protocol === 'smtps:' ? 'TLS' : 'STARTTLS'
  return { zh: `邮件服务器 ${host}（${how}）`, en: `Mail server ${host} (${how})` }
}
