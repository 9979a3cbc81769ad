/** The entries by which a candidate consents or refuses, and an officer records that a refusal is settled. */
import { rows, type Tx } from '../base/database.js'
import { Invalid } from '../base/errors.js'
import type { Sensitive } from '../forms/choices.js'
import type { Cause, EntryMap } from './causes.js'
import type { ConsentBy } from './consents.js'
import { noticeOf } from './talentNotice.js'

const ADD = 'insert into talent_consents (case_id, at, notice, given, how) values ($1, $2, $3, $4, $5)'

/** Keeps what is said of the documents that the form has named; says in the event whether that settles a refusal. */
async function say(tx: Tx, cause: Cause, given: boolean, how: ConsentBy): Promise<void> {
  const { case: found, at, facts, input, content } = cause
  const about = input.about as Sensitive // the form has checked it
  const open = facts.consentsOpen.includes(about)
  if (how === 'settled' && !open) throw new Invalid([notOpen])
  // what changes nothing of a refusal is news to nobody
  if (given) content.settles = open
  await rows(tx, ADD, [found.id, at, noticeOf(about), given, how])
}

const notOpen = {
  code: 'consentNotOpen',
  path: 'about',
  message: {
    zh: '人选没有不同意使用这类材料，或已处理。',
    en: 'The candidate has not refused the use of these documents, or the refusal has already been settled.',
  },
}

export const CONSENT_ENTRIES = {
  recordConsent: (tx, cause) => say(tx, cause, true, 'talentPage'),
  withdrawConsent: (tx, cause) => say(tx, cause, false, 'talentPage'),
  settleConsent: (tx, cause) => say(tx, cause, false, 'settled'),
} satisfies Partial<EntryMap>
