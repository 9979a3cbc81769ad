/**
 * The promise of the time limits in force today: how many working days, and by which day one who
 * files today has a decision.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { parseRules } from '../../criteria/rules.js'
import { Reference } from '../../reference/reference.service.js'
import { day } from '../kit/page.js'
import { ruler } from '../kit/ruler.js'
import { promisedStages } from './clock.view.js'

@Injectable()
export class Promises {
  constructor(
    private readonly clock: Clock,
    private readonly reference: Reference,
  ) {}

  /** The working days of the promise, and the day by which one who files today has a decision. */
  async today() {
    const today = this.clock.today()
    const { timeLimits } = parseRules(await this.reference.on(today))
    const calendar = await this.reference.calendar(today)
    const { acceptance, assessment, decision } = timeLimits
    const days = acceptance.amount + assessment.amount + decision.amount
    const due = calendar.addWorkingDays(today, days)
    return {
      ruler: ruler(promisedStages(new Map(Object.entries(timeLimits))), null),
      days,
      intake: acceptance.amount,
      assessment: assessment.amount,
      decision: decision.amount,
      decidedBy: day(due.on, 'weekday'),
      provisional: due.provisional,
    }
  }
}
