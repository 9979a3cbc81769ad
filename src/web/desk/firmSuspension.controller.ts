/** A firm is suspended after a hearing (decision 0043): announced, decided by another officer, ended. */
import { Body, Controller, Post } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { path } from '../../base/path.js'
import { FIRM_SUSPENSION, FIRM_SUSPENSION_END } from '../../forms/firm.js'
import { FirmSuspensions } from '../../people/firmSuspension.service.js'
import type { Person } from '../../people/session.service.js'
import { Reference } from '../../reference/reference.service.js'
import { timeLimitSchema } from '../../reference/workingDays.js'
import { For } from '../http/access.js'
import { done } from '../http/answers.js'
import { KeepsForm } from '../http/formKeeper.js'
import { readNumber, readText } from '../http/input.js'
import { Id, Me } from '../http/params.js'
import { submit } from '../http/submit.js'
import { FirmPage } from './firm.page.js'

@Controller('firms')
@For('intake')
export class FirmSuspensionController {
  constructor(
    private readonly suspensions: FirmSuspensions,
    private readonly reference: Reference,
    private readonly clock: Clock,
    private readonly own: FirmPage,
  ) {}

  /** The firm has as many days to answer as it has before a refusal (kind `timeLimits`, `intention`). */
  @KeepsForm(FIRM_SUSPENSION)
  @Post(':id/suspension')
  intendSuspension(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    return submit(FIRM_SUSPENSION, body, {
      work: async ({ suspensionReason: reason }) => {
        const today = this.clock.today()
        const limit = await this.reference.at('timeLimits', 'intention', today, timeLimitSchema)
        const { on: answerUntil } = (await this.reference.calendar(today)).dueOn(today, limit)
        const seen = readNumber(body, '_seen')
        return this.suspensions.intend(await this.own.officer(me, id), id, { reason, answerUntil, seen })
      },
      then: done(path.firmToConfirm(id), 'suspensionIntended'),
      again: (suspension) => this.own.show(me, id, { suspension }),
    })
  }

  /** Suspends, lets it be, or ends it, as the button says. */
  @KeepsForm(FIRM_SUSPENSION_END)
  @Post(':id/suspension/decide')
  decideSuspension(@Me() me: Person, @Id() id: number, @Body() body: unknown) {
    const as = readText(body, '_as') ?? ''
    const seen = readNumber(body, '_seen')
    const work = async ({ decision }: { decision: string }) => {
      const officer = await this.own.officer(me, id)
      if (as === 'suspended') return this.suspensions.suspend(officer, id, decision, seen)
      if (as === 'resumed') return this.suspensions.end(officer, id, decision, seen)
      return this.suspensions.drop(officer, id, decision, seen)
    }
    return submit(FIRM_SUSPENSION_END, body, {
      work,
      then: done(path.firmToConfirm(id), as === 'suspended' || as === 'resumed' ? as : 'suspensionDropped'),
      again: (decision) => this.own.show(me, id, { decision }),
    })
  }
}
