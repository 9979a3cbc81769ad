/** What is done with the case that a candidate's door has opened in this browser. */
import { Injectable } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import { path } from '../../base/path.js'
import { type Opened, TalentDoor } from '../../cases/talentDoor.js'
import { type Answer, done, gonePage } from '../http/answers.js'
import { Cookies } from '../http/cookies.js'

/** Of the session that the door gives. */
export const TALENT_COOKIE = 'talent'

@Injectable()
export class TalentSessions {
  constructor(
    private readonly door: TalentDoor,
    private readonly cookies: Cookies,
  ) {}

  /** Once the session is over, the page is closed. Whoever has no PIN yet sets one before anything else. */
  async opened(
    request: FastifyRequest,
    work: (visitor: Opened, session: string) => Answer | Promise<Answer>,
    settingPin = false,
  ): Promise<Answer> {
    const session = this.cookies.read(request, TALENT_COOKIE)
    const visitor = session && (await this.door.find(session))
    if (!visitor) return CLOSED
    return visitor.hasPin || settingPin ? work(visitor, session) : done(path.talentPin)
  }
}

export const CLOSED = gonePage(
  {
    heading: { zh: '请重新打开本人页面', en: 'Open your page again' },
    what: {
      zh: '为保护您的资料，本人页面打开半小时后关闭，在别处打开时也会关闭。',
      en: 'To protect your data the page closes half an hour after it was opened, and when it is opened elsewhere.',
    },
    todo: [
      {
        zh: '再次扫描企业给的二维码，或打开邮件里的链接，用PIN码进入。',
        en: 'Scan the firm’s QR code again, or open the link in the mail, and enter your PIN.',
      },
      {
        zh: '没有二维码或链接的，请向提交申请的企业要。',
        en: 'If you have neither, ask the firm that filed the application.',
      },
    ],
  },
  path.talentLink,
)
