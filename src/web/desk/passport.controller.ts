/**
 * The whole passport number for an officer: asked for by POST with a reason, which stands in the
 * case's history, and shown for a while.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { path } from '../../base/path.js'
import { maskNumber, SHOWN_FOR } from '../../cases/masking.js'
import { ReadingService } from '../../cases/reading.service.js'
import { valueAt } from '../../forms/engine/node.js'
import { REVEAL } from '../../forms/personal.js'
import type { Person } from '../../people/session.service.js'
import { PageContexts } from '../case/pageContext.js'
import { caseHead } from '../case/clock.view.js'
import { For, Logged } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'

@Controller('cases/:id/passport')
@For('intake', 'assessor', 'approver', 'supervisor', 'reviewPanel', 'permitOfficer')
export class PassportController {
  constructor(
    private readonly reading: ReadingService,
    private readonly contexts: PageContexts,
  ) {}

  @Get()
  show(@Me() me: Person, @Id() id: number) {
    return this.page(me, id)
  }

  @Logged('revealed')
  @Post()
  reveal(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(REVEAL, body, {
      work: ({ reason }) => this.reading.reveal(me, id, reason),
      then: done(path.passport(id)),
      again: (form) => this.page(me, id, form),
    })
  }

  private async page(me: Person, caseId: number, form = new Filled(REVEAL)) {
    const file = await this.reading.peek(me, caseId)
    const given = valueAt(file.answers, 'talent.passport.number')
    const number = typeof given === 'string' ? given : ''
    const zone = valueAt(file.answers, 'talent.passport.mrz')
    const whole = number !== '' && number !== maskNumber(number) && !number.startsWith('•')
    const shot = file.attachments.find(({ kind, replacedAt }) => kind === 'passportPage' && replacedAt === null)
    const view = {
      title: { zh: '护照号码', en: 'Passport number' },
      casehead: caseHead(file, await this.contexts.today()),
      back: { text: { zh: '返回案件', en: 'Back to the case' }, href: path.case(caseId) },
      ...{ number, whole, minutes: SHOWN_FOR, action: path.passport(caseId) },
      zone: whole && Array.isArray(zone) ? zone.filter((line) => typeof line === 'string') : [],
      page: shot && path.file(caseId, shot.id),
      form,
    }
    return page('desk/passport', view)
  }
}
