/** What is kept of a permit that was granted: its last day, by which the firm is reminded and renews it. */
import type { Tx } from '../base/database.js'
import { Invalid, type Problem } from '../base/errors.js'
import type { Cause } from './causes.js'

/** More days than any reminder goes out before: none has gone out yet. */
const NONE_YET = 9999

/**
 * Keeps the permit's last day. Throws Invalid when that is before the first one, or the permit is said to have been
 * granted, or to have ended, before anybody applied: a year is mistyped.
 */
export const recordPermit = async (_tx: Tx, { case: found, input, changes }: Cause): Promise<void> => {
  const { grantedOn, validFrom, validUntil } = input
  const isEarly = (day: unknown) => typeof day === 'string' && found.filedOn !== null && day < found.filedOn
  const early = Object.entries({ grantedOn, validUntil }).filter(([, day]) => isEarly(day))
  if (early.length > 0) throw new Invalid(early.map(([path]) => beforeFiled(path)))
  if (typeof validUntil !== 'string') return
  if (typeof validFrom === 'string' && validUntil < validFrom) throw new Invalid([endsBeforeStart])
  if (typeof grantedOn === 'string' && validUntil < grantedOn) throw new Invalid([endsBeforeGranted])
  changes.permitValidUntil = validUntil
}

/** The same once it is known, or was wrong: reminders count back from the new day, those before are void. */
export const completePermit = async (tx: Tx, cause: Cause): Promise<void> => {
  await recordPermit(tx, cause)
  const { permitValidUntil: before, remindedDays } = cause.case
  if (remindedDays !== null && cause.changes.permitValidUntil !== before) cause.changes.remindedDays = NONE_YET
}

const beforeFiled = (path: string): Problem => ({
  code: 'beforeFiled',
  path,
  message: {
    zh: '日期早于本案的申请日，请核对年份。',
    en: 'The date is before the application was filed. Check the year.',
  },
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
