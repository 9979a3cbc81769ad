/** The talent's link, sent by the firm or by intake to the talent's own address; neither sees it. */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { Database } from '../../base/database.js'
import type { Reason } from '../../base/errors.js'
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import { ReadingService } from '../../cases/reading.service.js'
import { textAt } from '../../forms/engine/node.js'
import { Talents } from '../../cases/talents.js'
import { FIRM_ROLES, mayFillIn } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { READS_ONLY } from '../../workflow/rules.js'
import { For } from '../http/access.js'
import { page } from '../http/answers.js'
import { readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { attempt, isNotNow } from '../http/submit.js'
import type { Notice } from '../kit/parts.js'
import { backToCase } from './addresses.js'
import { consentText } from './talent.view.js'
import { UndeliveredMails } from './undelivered.js'

@Controller('cases/:id/talent')
@For(...FIRM_ROLES, 'intake')
export class TalentLinkController {
  constructor(
    private readonly talents: Talents,
    private readonly reading: ReadingService,
    private readonly db: Database,
    private readonly undelivered: UndeliveredMails,
  ) {}

  @Get()
  show(@Me() me: Person, @Id() id: number) {
    return this.page(me, id)
  }

  @Post()
  send(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return attempt({
      work: () => this.talents.sendLink(me, id, readText(body, 'email')),
      then: (address) => this.page(me, id, [sentTo(address)]),
      again: (_, refused) => this.page(me, id, refused?.because.map(refusedNotice), refused ? 409 : undefined),
      refuses: isNotNow,
    })
  }

  private async page(me: Person, caseId: number, notices: readonly Notice[] = [], status?: number) {
    const { file, consents } = await this.db.transaction(settingsOf(me), async (tx) => ({
      file: await this.reading.getIn(tx, me, caseId),
      consents: await this.talents.listConsents(tx, caseId),
    }))
    const view = {
      title: { zh: '给人选本人的链接', en: 'A link for the talent' },
      back: backToCase(file.case.id),
      notices: [...notices, ...(await this.undelivered.ofCase(me, caseId, true))],
      action: path.caseTalent(caseId),
      send: {
        text: { zh: '发送链接', en: 'Send the link' },
        id: 'send',
        unavailable: me.firmId === null || mayFillIn(me) ? undefined : [{ zh: READS_ONLY.zh, en: READS_ONLY.en }],
      },
      enter: me.firmId !== null && mayFillIn(me) && textAt(file.answers, 'talent.email') === '',
      consents: consents.map(consentText),
    }
    return page('talent-make', view, { status })
  }
}

const sentTo = (address: string): Notice => ({
  kind: 'ok',
  title: { zh: '链接已发出', en: 'The link has been sent' },
  text: fill(
    {
      zh: '已发到人选的邮箱 {address}，七天内有效，只能用一次。',
      en: 'It went to the talent’s address, {address}; it is good for seven days and one use.',
    },
    { address: { zh: address, en: address } },
  ),
})

const refusedNotice = ({ zh, en }: Reason): Notice => ({ kind: 'near', title: { zh, en } })
