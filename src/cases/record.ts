/**
 * Writes what act() has worked out: the case's new state and its event, in one statement that goes
 * out with COMMIT. The only file that writes the column `state`.
 */
import { atLast, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import { carried } from '../base/trail.js'
import { findForm } from '../workflow/forms.js'
import { INITIAL, metaOf } from '../workflow/step.js'
import { READINGS, WORDS } from '../workflow/words.js'
import type { Cause } from './causes.js'
import { CHANNEL } from './channel.js'
import type { Deadline } from './deadlines.js'
import { contentHash, eventHash, newSalt } from './history.js'
import { PLACES } from './sealing/place.js'
import { sealTree } from './sealing/sealedTree.js'
import type { State } from '../workflow/machine.js'

export interface Outcome {
  readonly caseId: number
  readonly seq: number
  readonly state: State
  readonly version: number
  /** The same request had been made before; nothing was done now. */
  readonly repeated: boolean
}

/** Moves a case and writes its event. */
export const MOVE = sql`
  with moved as (
    update cases set state = ${'toState'}, version = ${'version'}, changed_at = ${'at'}, last_seq = ${'seq'},
      last_hash = ${'hash'},
      due_on = ${'dueOn'}, due_provisional = ${'dueProvisional'}, days_left = ${'daysLeft'},
      counted_from = ${'countedFrom'}, counted_days = ${'countedDays'}, counted_seq = ${'seq'},
      filed_on = coalesce(${'filedOn'}::date, filed_on), round = coalesce(${'round'}::int, round),
      assessors_needed = coalesce(${'assessorsNeeded'}::int, assessors_needed),
      assessed_twice = coalesce(${'assessedTwice'}::int[], assessed_twice),
      permit_valid_until = coalesce(${'permitValidUntil'}::date, permit_valid_until),
      reminded_days = coalesce(${'remindedDays'}::int, case when state = ${'toState'} then reminded_days end)
    where id = ${'caseId'} returning id
  ), event as (
    insert into events (case_id, seq, at, action, from_state, to_state, version, actor_kind, actor_id, authority_id,
      key_id, internal,
      request_id, trail, input_hash, content_hash, prev_hash, hash, xid)
    select id, ${'seq'}, ${'at'}, ${'action'}, ${'fromState'}, ${'toState'}, ${'version'}, ${'actorKind'}, ${'actorId'},
      ${'authorityId'}, ${'keyId'}, ${'internal'}, ${'requestId'}, ${'trail'}, ${'inputHash'},
      ${'contentHash'}, ${'prevHash'},
        ${'hash'},
      pg_current_xact_id()::text::bigint
    from moved
  )
  insert into event_contents (case_id, seq, salt, content) select id, ${'seq'}, ${'salt'}, ${'content'} from moved`

/** A new draft, before its first event. */
export const CREATE = sql`
  insert into cases (id, number, state, version, firm_id, created_by, created_at, changed_at, last_seq, last_hash,
    form_version, answers, copied_from,
    data_key, passport_index, mandate_id)
  overriding system value
  values (${'id'}, ${'number'}, ${'state'}, 0, ${'firmId'}, ${'actorId'}, ${'now'}, ${'now'}, 0, ${'firstHash'},
    ${'formVersion'},
    ${'answers'}, ${'copiedFrom'}, ${'dataKey'}, ${'passportIndex'}, ${'mandateId'})`

/** Every claim ends when the case goes on to other people; not when it only waits for the firm's correction. */
const FREE = 'select free_claims($1)'

/**
 * Open pages hear that the case has changed, and no more; with the transaction, or not at all. A
 * draft is its firm's own.
 */
const TELL = `select pg_notify('${CHANNEL}', $1::int::text)`

function handsOn({ case: found }: Cause, state: State): boolean {
  const [from, to] = [metaOf(found.state), metaOf(state)]
  return from.waitsFor !== to.waitsFor && !to.clock?.stops && !from.clock?.stops
}

/** Appends the event to the chain and moves the case. `asked` is the hash of the input as it came. */
export function record(
  tx: Tx,
  cause: Cause,
  { state, version, deadline: { counted, ...deadline } }: { state: State; version: number; deadline: Deadline },
  requestId: string | undefined,
  asked: Buffer,
): Outcome {
  const { case: found, actor, seq, at, action, changes } = cause
  const form = findForm(action)
  const content = form ? sealTree(form, cause.key, cause.content, PLACES.event(found.id, seq)) : cause.content
  const salt = newSalt()
  const event = {
    caseId: found.id,
    seq,
    at,
    action,
    fromState: found.state,
    toState: state,
    version,
    actorKind: actor.service ? ('service' as const) : actor.kind,
    actorId: actor.id,
    authorityId: actor.authorityId,
    contentHash: contentHash(salt, content),
    prevHash: found.lastHash,
  }
  if (handsOn(cause, state) && !changes.heldAgain) atLast(tx, FREE, [found.id])
  atLast(
    tx,
    ...MOVE({
      ...deadline,
      countedFrom: counted?.from,
      countedDays: counted?.days,
      ...event,
      hash: eventHash(event),
      filedOn: changes.filedOn,
      round: changes.round,
      assessorsNeeded: changes.assessorsNeeded,
      assessedTwice: changes.assessedTwice,
      permitValidUntil: changes.permitValidUntil,
      remindedDays: changes.remindedDays,
      keyId: actor.keyId,
      internal: WORDS[action].internal ?? false,
      requestId,
      trail: carried().requestId,
      inputHash: asked,
      salt,
      content: JSON.stringify(content),
    }),
  )
  if (!READINGS.some((reading) => reading === action) && (state !== INITIAL || found.filedOn))
    atLast(tx, TELL, [found.id])
  return { caseId: found.id, seq, state, version, repeated: false }
}
