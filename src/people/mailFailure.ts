/** Why mail to an address did not arrive, as far as its owner can do something about it. */

/** address: there is none; full: no room; refused: its server takes no such mail; away: its server did not answer. */
export const MAIL_FAILURES = ['address', 'full', 'refused', 'away'] as const
export type MailFailure = (typeof MAIL_FAILURES)[number]

/** Of a row `p` of people: whether mail goes to its address; none does to one that is known not to exist. */
export const REACHED = `(p.email is not null
  and not coalesce(p.email_failure = 'address' and lower(p.email_failed) = lower(p.email), false))`

/**
 * What a failure says of the address: by its enhanced status (RFC 3463), or by the reply code where there is none;
 * undefined when nothing has failed, or delivery is tried again.
 * @param givenUp whether delivery has ended
 */
export function failureOf(
  status: string | undefined,
  code: number | undefined,
  givenUp: boolean,
): MailFailure | undefined {
  const [, kind, detail = ''] = /^([245])\.(\d{1,3}\.\d{1,3})$/.exec(status ?? '') ?? []
  if (kind === '5') return BY_DETAIL[detail] ?? 'refused'
  if (kind === undefined && code !== undefined && code >= 500) return BY_CODE[code] ?? 'refused'
  if (!givenUp || kind === '2') return undefined
  return detail === '2.2' ? 'full' : 'away'
}

/** Of permanent failures; others are refusals: 5.7.1 (policy) says nothing of the address. */
const BY_DETAIL: Readonly<Record<string, MailFailure>> = {
  '1.1': 'address',
  '1.2': 'address',
  '1.3': 'address',
  '1.6': 'address',
  '1.10': 'address',
  '2.1': 'address',
  '2.2': 'full',
  '4.4': 'address',
}

const BY_CODE: Readonly<Record<number, MailFailure>> = { 550: 'address', 551: 'address', 552: 'full', 553: 'address' }

/**
 * Why a mail that was given up did not arrive, by what is kept of it: `returned 5.1.1` of a report, `refused 550` of a
 * server, else one of our own words for a server that was away.
 */
export function keptFailure(error: string | null): MailFailure {
  const [, status] = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(error ?? '') ?? []
  if (status !== undefined) return failureOf(status, undefined, true) ?? 'away'
  // of a bare code it is not known whether it was said of the address or of the mail
  return /\b5\d\d\b/.test(error ?? '') ? 'refused' : 'away'
}
