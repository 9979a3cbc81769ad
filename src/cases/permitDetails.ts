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

/** Throws Invalid when one of these days is before anybody applied: a year is mistyped. */
function requireFiledBefore({ case: { filedOn }, input }: Cause, ...days: readonly string[]): void {
  const isEarly = (day: unknown) => typeof day === 'string' && filedOn !== null && day < filedOn
  const early = days.filter((name) => isEarly(input[name]))
  if (early.length > 0) throw new Invalid(early.map(beforeFiled))
}

@Injectable()
export class PermitDetails {
  constructor(private readonly preflight: Preflight) {}

  /**
   * Keeps the permit's last day. Throws Invalid when that is before the first one or further away than any permit
   * lasts, or the permit is said to have been granted, or to have ended, before anybody applied, or granted before there
   * was a letter.
   */
  record = async (tx: Tx, cause: Cause): Promise<void> => {
    const { case: found, input, changes } = cause
    const { grantedOn, validFrom, validUntil } = input
    requireFiledBefore(cause, 'grantedOn', 'validUntil')
    if (typeof grantedOn === 'string') {
      const issuedOn = (await row<{ issuedOn: string | null }>(tx, FIRST_LETTER, [found.id]))?.issuedOn
      if (issuedOn && grantedOn < issuedOn) throw new Invalid([beforeLetter(issuedOn)])
    }
    if (typeof validUntil !== 'string') return
    if (typeof validFrom === 'string' && validUntil < validFrom) throw new Invalid([endsBeforeStart])
    if (typeof grantedOn === 'string' && validUntil < grantedOn) throw new Invalid([endsBeforeGranted])
    await this.requireNear(cause, typeof validFrom === 'string' ? validFrom : null, validUntil)
    changes.permitValidUntil = validUntil
  }

  /** The same once it is known, or was wrong: reminders count back from the new day, those before are void. */
  complete = async (tx: Tx, cause: Cause): Promise<void> => {
    await this.record(tx, cause)
    const { permitValidUntil: before, remindedDays } = cause.case
    if (remindedDays !== null && cause.changes.permitValidUntil !== before) cause.changes.remindedDays = NONE_YET
  }

  /** No permit lasts longer than the longest of the routes on the day of filing, nor begins as far from today. */
  private async requireNear({ judgedOn, today }: Cause, from: string | null, until: string): Promise<void> {
    const routes = await this.preflight.routesOn(judgedOn)
    if (routes.length === 0) return
    const most = Math.max(...routes.map(({ longestMonths }) => longestMonths))
    if (from !== null && from > addMonths(today, most)) throw new Invalid([beginsTooLate(most)])
    if (until > addMonths(from ?? today, most)) throw new Invalid([lastsTooLong(most)])
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
