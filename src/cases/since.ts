/** What happened to a case after a person opened it, for the page that tells them. */
import { rows, type Tx } from '../base/database.js'
import type { Stale } from '../base/errors.js'
import type { Act, Entry } from '../workflow/machine.js'
import type { EventName } from '../workflow/words.js'

/**
 * What an action must not pass over, though it did not move the case: a notice leaves out what was
 * proposed meanwhile, a case given away is given away twice.
 */
const HEEDED: Readonly<Partial<Record<Act, readonly Entry[]>>> = {
  requestCorrection: ['proposeCorrection'],
  recommend: ['message'],
  refuse: ['message', 'answerIntention'],
  announceRefusal: ['message'],
  declineToAccept: ['message'],
  handOver: ['claim', 'handOver', 'assign'],
  assign: ['claim', 'handOver', 'assign'],
}

const SINCE = `
  select e.seq, e.action, e.at, o.name from events e left join people o on o.id = e.actor_id
  where e.case_id = $1 and (e.version > $2 or (e.seq > $3 and e.action = any ($4))) order by e.seq`

/**
 * What was done since a version, or since an event among what the action must heed, in order; a
 * name that the reader may not see is the department's.
 */
export async function listSince(
  tx: Tx,
  caseId: number,
  action: Act,
  seen: { readonly version: number; readonly seq: number },
): Promise<Stale['since']> {
  const values = [caseId, seen.version, seen.seq, HEEDED[action] ?? []]
  const events = await rows<{ seq: number; action: EventName; at: Date; name: string | null }>(tx, SINCE, values)
  return events.map(({ seq, action, at, name }) => ({
    seq,
    action,
    at: at.toISOString(),
    by: name === null ? { zh: '主管部门', en: 'the department' } : { zh: name, en: name },
  }))
}

/** Whether the action has something to heed besides moves of the case. */
export const heeds = (action: Act): boolean => action in HEEDED
