/**
 * The whole passport number for an officer: asked for by POST with a reason, which stands in the
 * case's history, and shown for a while.
 */
import { Body, Controller, Get, Post } from '@nestjs/common'
import { path } from '../../base/path.js'
import { maskNumber, SHOWN_FOR } from '../../cases/masking.js'
import { ReadingService } from '../../cases/reading.service.js'
import { rowsAt, textAt } from '../../forms/engine/node.js'
import { REVEAL } from '../../forms/personal.js'
import type { Person } from '../../people/session.service.js'
import { backToCase } from '../case/addresses.js'
import { caseHead } from '../case/clock.view.js'
import { PageContexts } from '../case/pageContext.js'
import { For, Logged } from '../http/access.js'
import { done, page } from '../http/answers.js'
import { Filled } from '../http/filled.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { currentPaper } from './evidence.js'

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
    const file = await this.reading.get(me, caseId)
    const number = textAt(file.answers, 'talent.passport.number')
    const zone = rowsAt(file.answers, 'talent.passport.mrz').filter((line) => typeof line === 'string')
    const whole = number !== '' && number !== maskNumber(number) && !number.startsWith('•')
    const passport = currentPaper(file, 'passportPage')
    const view = {
      title: { zh: '护照号码', en: 'Passport number' },
      casehead: caseHead(file, await this.contexts.today()),
      back: backToCase(caseId),
      ...{ number, whole, minutes: SHOWN_FOR, action: path.passport(caseId) },
      zone: whole ? zone : [],
      page: passport && path.file(caseId, passport.id),
      form,
    }
    return page('desk/passport', view)
  }
}
