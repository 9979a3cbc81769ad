/** What is kept of a permit that was granted: its last day, by which the firm is reminded and renews it. */
import type { Tx } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import type { Cause } from './causes.js'

/** More days than any reminder goes out before: none has gone out yet. */
const NONE_YET = 9999

/** Keeps the permit's last day. Throws Invalid when that is before the first one. */
export const recordPermit = async (_tx: Tx, { input, changes }: Cause): Promise<void> => {
  const { validFrom, validUntil } = input
  if (typeof validUntil !== 'string') return
  if (typeof validFrom === 'string' && validUntil < validFrom) throw new Invalid([endsBeforeStart])
  changes.permitValidUntil = validUntil
}

/** The same once it is known, or was wrong: reminders count back from the new day, those before are void. */
export const completePermit = async (tx: Tx, cause: Cause): Promise<void> => {
  await recordPermit(tx, cause)
  const { permitValidUntil: before, remindedDays } = cause.case
  if (remindedDays !== null && cause.changes.permitValidUntil !== before) cause.changes.remindedDays = NONE_YET
}

const endsBeforeStart = {
  code: 'endsBefore',
  path: 'validUntil',
  message: { zh: '许可有效期止日早于起日。', en: 'The permit ends before it begins.' },
}
