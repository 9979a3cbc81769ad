/**
 * /demo/mailbox: the mails that a demonstration would have sent. There is no such page in
 * production, or where a mail server takes them.
 */
import { Controller, Get } from '@nestjs/common'
import { NotFound } from '../../base/errors.js'
import { Mailbox } from '../../people/mailbox.js'
import { For } from '../http/access.js'
import { asItIs, page } from '../http/answers.js'
import { Id } from '../http/params.js'
import { time } from '../kit/page.js'

@Controller('demo/mailbox')
@For('open')
export class MailboxController {
  constructor(private readonly mailbox: Mailbox) {}

  @Get()
  async show() {
    if (!this.mailbox.there) throw new NotFound()
    const mails = await this.mailbox.list()
    return page('messages/mailbox', {
      title: { zh: '演示信箱', en: 'Demonstration mailbox' },
      mails: mails.map(({ id, to, at, subject, text }) => ({
        id,
        to,
        subject,
        at: time(at),
        datetime: at,
        lines: text.trim().split('\n').map(mailLine),
      })),
    })
  }

  /**
   * As a mail program would show it: a page of its own, which may have its own styles and nothing
   * else.
   */
  @Get(':id')
  async html(@Id() id: number) {
    const mail = await this.mailbox.find(id)
    if (!mail) throw new NotFound()
    return asItIs(mail.html ?? mail.text, {
      'content-type': mail.html === undefined ? 'text/plain; charset=utf-8' : 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    })
  }
}

/** A line of a mail, with what is a link in it made one of this site. */
function mailLine(text: string) {
  if (!URL.canParse(text.trim())) return { text }
  const { pathname, search, hash } = new URL(text.trim())
  return { text, href: `${pathname}${search}${hash}` }
}
