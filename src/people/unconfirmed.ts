/**
 * What a firm may store and start before the lead department has confirmed it: anybody can register,
 * and what is written here is all that a stranger can fill. Enough for its first applications; the
 * limits end with the confirmation.
 */
import { row, type Tx } from '../base/database.js'
import { NotNow } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'

export const UNCONFIRMED = {
  /** A firm tries the form with one and prepares two. */
  drafts: 3,
  /** An application has about fifteen documents, each replaced once or twice. */
  documents: 60,
  /** Three applications of scans at 200 dpi. */
  megabytes: 200,
  /** An hour of work on two applications; each document is read, scanned and shown. */
  uploadsAnHour: 60,
  /** The administrator and those who help; open invitations count. */
  people: 5,
} as const

/** Whether a firm still waits, and how many people it has or has invited. */
const STANDING = `
  select (select count(*)::int from people p where p.firm_id = f.id and p.ended_at is null)
    + (select count(*)::int from invitations i
       where i.firm_id = f.id and i.used_at is null and i.expires_at > $2) as people
  from firms f where f.id = $1 and f.confirmed_at is null`

/** One after another for a firm, so that many at once are no more than may be. */
export async function takeTurn(tx: Tx, firmId: number): Promise<void> {
  await row(tx, `select pg_advisory_xact_lock(hashtext('firm that waits'), $1)`, [firmId])
}

/** Before somebody is invited. Throws NotNow when the firm waits and has enough people. */
export async function requireRoomForPeople(tx: Tx, firmId: number, now: Date): Promise<void> {
  await takeTurn(tx, firmId)
  const waits = await row<{ people: number }>(tx, STANDING, [firmId, now])
  if (waits && waits.people >= UNCONFIRMED.people) throw new NotNow([{ code: 'unconfirmedPeople', ...tooManyPeople }])
}

const tooManyPeople: Bilingual = fill(
  {
    zh: '企业登记确认前最多 {n} 人（含未接受的邀请）。请收回不用的邀请，或等主管部门确认后再邀请。',
    en:
      'Until the firm is confirmed, it can have {n} people, including pending invitations. Withdraw an ' +
      'invitation, or wait for the confirmation.',
  },
  { n: UNCONFIRMED.people },
)
