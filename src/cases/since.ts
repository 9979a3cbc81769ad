/** What happened to a case after a person opened it, for the page that tells them. */
import { rows, type Tx } from '../base/database.js'
import type { Stale } from '../base/errors.js'
import type { Actor } from '../people/actor.js'
import type { Act, Entry } from '../workflow/machine.js'
import type { EventName } from '../workflow/words.js'
import { type Doer, doerText } from './doers.js'

/** How a case changes hands within a department. */
const HANDS = ['claim', 'handOver', 'assign'] as const satisfies readonly Entry[]

/** Whether a case changed hands by it. */
export const isHandedOn = (name: string): boolean => (HANDS as readonly string[]).includes(name)

/**
 * What an action must not pass over, though it did not move the case: a notice leaves out what was
 * proposed meanwhile, a case given away is given away twice, what a colleague has taken over is theirs to do, and a
 * candidate who no longer consents, or asks for a correction, is heard first.
 */
const HEEDED: Readonly<Partial<Record<Act, readonly EventName[]>>> = {
  accept: ['withdrawConsent', 'talentAsked', ...HANDS],
  requestCorrection: ['proposeCorrection', ...HANDS],
  report: HANDS,
  recommend: ['message', 'withdrawConsent', ...HANDS],
  refuse: ['message', 'answerIntention', ...HANDS],
  announceRefusal: ['message', ...HANDS],
  returnToAssessment: HANDS,
  declineToAccept: ['message', ...HANDS],
  handOver: HANDS,
  assign: HANDS,
}

const SINCE = `
  select e.seq, e.action, e.at, o.name, e.actor_kind as "actorKind", e.authority_id as "authorityId",
    coalesce(e.actor_id = $7, false) as own
  from events e left join people o on o.id = e.actor_id
  where e.case_id = $1 and (e.version > $2 or (e.seq > $3 and e.action = any ($4)
    and (e.action <> all ($5) or (e.authority_id = $6 and e.actor_id <> $7 and not exists (
      select from event_contents t
      where t.case_id = e.case_id and t.seq = e.seq and t.content -> 'to' = to_jsonb($7::int)))))) order by e.seq`

/**
 * What was done since a version, or since an event among what the action must heed, in order. A case that comes to
 * the person themself, or changes hands in another department, is nothing to heed.
 */
export async function listSince(
  tx: Tx,
  caseId: number,
  action: Act,
  seen: { readonly version: number; readonly seq: number },
  { authorityId, id }: Pick<Actor, 'authorityId' | 'id'>,
): Promise<Stale['since']> {
  const values = [caseId, seen.version, seen.seq, HEEDED[action] ?? [], HANDS, authorityId, id]
  const events = await rows<Since>(tx, SINCE, values)
  const first = events.findIndex(({ own }) => own)
  return events.map((event, index) => ({
    seq: event.seq,
    action: event.action,
    at: event.at.toISOString(),
    own: event.own || (first >= 0 && first < index && isOfSystem(event)) || undefined,
    by: event.own ? YOU : doerText(event),
  }))
}

/** What the system does by itself after somebody's act is no other person's. */
const isOfSystem = ({ actorKind }: Doer): boolean => actorKind === 'worker' || actorKind === 'clock'

interface Since extends Doer {
  readonly seq: number
  readonly at: Date
  readonly own: boolean
}
const YOU = { zh: '您本人，在另一个窗口', en: 'you, in another window' }

/** Whether the action has something to heed besides moves of the case. */
export const heeds = (action: Act): boolean => action in HEEDED
