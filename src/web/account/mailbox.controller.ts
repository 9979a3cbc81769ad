/** /demo/mailbox: the mails that a demonstration would have sent. There is no such page in production, or where a mail server takes them. */
import { Controller, Get, Param, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from '../../base/errors.js'
import { For } from '../http/access.js'
import { readId } from '../http/input.js'
import { both, timeText } from '../kit/page.js'
import { Pages } from '../http/pages.js'
import { Mailbox } from '../http/mailbox.js'

/** A line of a mail, with what is a link in it made one of this site. */
interface Line {
  readonly text: string
  readonly href?: string
}

@Controller('demo/mailbox')
@For('open')
export class MailboxController {
  constructor(
    private readonly pages: Pages,
    private readonly mailbox: Mailbox,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    if (!this.mailbox.there) throw new NotFound()
    const mails = await this.mailbox.list()
    const view = {
      title: { zh: '演示信箱', en: 'Demonstration mailbox' },
      mails: mails.map(({ id, to, at, subject, text }) => ({
        id,
        to,
        subject,
        at: both((language) => timeText(at, language)),
        datetime: at,
        lines: text.trim().split('\n').map(lineOf),
      })),
    }
    return reply.send(this.pages.render(request, reply, 'messages/mailbox', view))
  }

  /** As a mail program would show it: a page of its own, which may have its own styles and nothing else. */
  @Get(':id')
  async html(@Res() reply: FastifyReply, @Param('id') id: string) {
    const mail = await this.mailbox.find(readId(id))
    if (!mail) throw new NotFound()
    return reply
      .header('content-type', 'text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      )
      .header('cache-control', 'no-store')
      .send(mail.html)
  }
}

function lineOf(text: string): Line {
  if (!URL.canParse(text.trim())) return { text }
  const { pathname, search } = new URL(text.trim())
  return { text, href: `${pathname}${search}` }
}
