/** What is kept of a permit that was granted: its last day, by which the firm is reminded and renews it. */
import { Injectable } from '@nestjs/common'
import { row, type Tx } from '../base/database.js'
import { addMonths, sayDate } from '../base/dates.js'
import { Invalid, type Problem } from '../base/errors.js'
import { fill } from '../base/text.js'
import type { Cause } from './causes.js'
import { Preflight } from './preflight.js'

/** More days than any reminder goes out before: none has gone out yet. */
const NONE_YET = 9999

/** The day of the first recommendation that went out. */
const FIRST_LETTER = `
  select min((issued_at at time zone 'Asia/Shanghai')::date)::text as "issuedOn" from letters
  where case_id = $1 and kind = 'recommendation'`

/** What is wrong with days that are before anybody applied: a year is mistyped. */
function earlyIn({ case: { filedOn }, input }: Cause, ...names: readonly string[]): Problem[] {
  const isEarly = (day: unknown) => typeof day === 'string' && filedOn !== null && day < filedOn
  return names.filter((name) => isEarly(input[name])).map(beforeFiled)
}

@Injectable()
export class PermitDetails {
  constructor(private readonly preflight: Preflight) {}

  /**
   * Keeps the permit's last day. Throws Invalid with every day that cannot be: an end before the beginning or later
   * than any permit lasts, a beginning as far from today, a grant that is to come or was before the letter, anything
   * before somebody applied.
   */
  record = async (tx: Tx, cause: Cause): Promise<void> => {
    const { input, changes } = cause
    const problems = [...earlyIn(cause, 'grantedOn', 'validUntil'), ...(await this.wrongDays(tx, cause))]
    const first = problems.filter(({ path }, at) => problems.findIndex((one) => one.path === path) === at)
    if (first.length > 0) throw new Invalid(first)
    if (typeof input.validUntil === 'string') changes.permitValidUntil = input.validUntil
  }

  /** The same once it is known, or was wrong: reminders count back from the new day, those before are void. */
  complete = async (tx: Tx, cause: Cause): Promise<void> => {
    await this.record(tx, cause)
    const { permitValidUntil: before, remindedDays } = cause.case
    if (remindedDays !== null && cause.changes.permitValidUntil !== before) cause.changes.remindedDays = NONE_YET
  }

  /** What is wrong with the days beside each other, and beside today and the letter. */
  private async wrongDays(tx: Tx, { case: found, input, judgedOn, today }: Cause): Promise<Problem[]> {
    const day = (name: string) => (typeof input[name] === 'string' ? input[name] : undefined)
    const [grantedOn, from, until] = [day('grantedOn'), day('validFrom'), day('validUntil')]
    const letter = grantedOn ? await row<{ issuedOn: string | null }>(tx, FIRST_LETTER, [found.id]) : undefined
    const issuedOn = letter?.issuedOn
    const most = await this.mostMonths(judgedOn)
    const isBeyond = (one: string | undefined, start: string) =>
      one !== undefined && most !== undefined && one > addMonths(start, most)
    return [
      grantedOn && grantedOn > today && grantedLater,
      grantedOn && issuedOn && grantedOn < issuedOn && beforeLetter(issuedOn),
      most && isBeyond(from, today) && beginsTooLate(most),
      from && until && until < from && endsBeforeStart,
      grantedOn && until && until < grantedOn && endsBeforeGranted,
      most && isBeyond(until, from ?? today) && lastsTooLong(most),
    ].flatMap((one) => one || [])
  }

  /** No permit lasts longer than the longest of the routes on the day of filing; undefined where there was none. */
  private async mostMonths(judgedOn: string): Promise<number | undefined> {
    const routes = await this.preflight.routesOn(judgedOn)
    return routes.length === 0 ? undefined : Math.max(...routes.map(({ longestMonths }) => longestMonths))
  }
}

const beforeFiled = (path: string): Problem => ({
  code: 'beforeFiled',
  path,
  message: {
    zh: '日期早于本案的申请日，请核对年份。',
    en: 'The date is before the application was filed. Check the year.',
  },
})
const beforeLetter = (issuedOn: string): Problem => ({
  code: 'beforeLetter',
  path: 'grantedOn',
  message: fill(
    {
      zh: '推荐函{on}才出具，准予许可的日期不会更早，请核对。',
      en: 'The letter was issued on {on}, and the permit cannot have been granted before. Check the date.',
    },
    { on: sayDate(issuedOn) },
  ),
})
const endsBeforeGranted = {
  code: 'endsBeforeGranted',
  path: 'validUntil',
  message: { zh: '许可有效期止日早于准予许可的日期。', en: 'The permit ends before it was granted.' },
}
const endsBeforeStart = {
  code: 'endsBefore',
  path: 'validUntil',
  message: { zh: '许可有效期止日早于起日。', en: 'The permit ends before it begins.' },
}

const beginsTooLate = (most: number): Problem => ({
  code: 'beginsTooLate',
  path: 'validFrom',
  message: fill(
    {
      zh: '许可有效期起日距今超过 {most} 个月，请核对年份。',
      en: 'The permit would begin more than {most} months from now. Check the year.',
    },
    { most },
  ),
})
const lastsTooLong = (most: number): Problem => ({
  code: 'lastsTooLong',
  path: 'validUntil',
  message: fill(
    {
      zh: '许可最长 {most} 个月，止日超出，请核对年份。',
      en: 'A permit lasts {most} months at most, and this one would end later. Check the year.',
    },
    { most },
  ),
})
/** Nobody grants a permit on a day that has not come. */
const grantedLater: Problem = {
  code: 'grantedLater',
  path: 'grantedOn',
  message: { zh: '准予许可的日期在今天以后，请核对。', en: 'The date of the permit is in the future. Check it.' },
}
