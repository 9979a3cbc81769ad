/** Gathers what views need besides the case: today, the calendar, the limits, the authorities' names. */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Authorities } from '../../reference/authorities.js'
import { Reference } from '../../reference/reference.service.js'
import { timeLimitSchema } from '../../reference/workingDays.js'
import type { PageContext } from './clock.view.js'

@Injectable()
export class PageContexts {
  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly authorities: Authorities,
  ) {}

  async today(): Promise<PageContext> {
    const today = this.clock.today()
    const [calendar, limits, authorities] = await Promise.all([
      this.reference.calendar(today),
      this.reference.all('timeLimits', today, timeLimitSchema),
      this.authorities.list(today),
    ])
    return { today, calendar, limits, authorities }
  }
}
