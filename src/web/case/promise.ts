/**
 * The promise of the time limits in force today: how many working days, and by which day one who
 * files today has a decision.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { parseRules } from '../../criteria/rules.js'
import { Reference } from '../../reference/reference.service.js'
import { PROMISED } from '../../workflow/step.js'
import { both, dateText } from '../kit/page.js'
import { ruler } from '../kit/ruler.js'

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
    const limits = new Map(Object.entries(timeLimits))
    const calendar = await this.reference.calendar(today)
    const [intake, assessment, decision] = [
      timeLimits.acceptance.amount,
      timeLimits.assessment.amount,
      timeLimits.decision.amount,
    ]
    const due = calendar.addWorkingDays(today, intake + assessment + decision)
    return {
      ruler: ruler(
        PROMISED.map(({ name, limit }) => ({ name, limit: limits.get(limit)?.amount ?? 0 })),
        null,
      ),
      days: intake + assessment + decision,
      intake,
      assessment,
      decision,
      decidedBy: both((language) => dateText(due.on, language, 'weekday')),
      provisional: due.provisional,
    }
  }
}
