/**
 * The hash chain of a case's events. What an event says is hashed with a salt of its own and stored
 * apart, so that it can be erased while the chain still proves that nothing was changed, left out
 * or put between.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { canonical } from '../base/canonical.js'
import type { SealKey } from '../base/seal.js'
import type { ActorKind } from '../people/actor.js'
import type { State } from '../workflow/machine.js'
import type { EventName } from '../workflow/words.js'

export interface ChainedEvent {
  readonly caseId: number
  readonly seq: number
  readonly at: Date
  readonly action: EventName
  readonly fromState: State | null
  readonly toState: State
  readonly version: number
  readonly actorKind: ActorKind
  readonly actorId: number | null
  readonly authorityId: number | null
  readonly contentHash: Buffer
  readonly prevHash: Buffer
}

/** The hash before a case's first event. */
export const FIRST_HASH = Buffer.alloc(32)

const sha256 = (...parts: (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export const newSalt = (): Buffer => randomBytes(16)

/** The commitment to an event's content: SHA-256 over a 16-byte salt and the canonical JSON. */
export const contentHash = (salt: Buffer, content: unknown): Buffer => sha256(salt, canonical(content))

const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where an uploaded file was stored is new with every upload; what it is, is not. */
const asAsked = (input: unknown): unknown =>
  isTree(input) && isTree(input.file) ? { ...input, file: { ...input.file, storageKey: undefined } } : input

/**
 * The hash of an input, to tell a repeated request from another one under the same id. By the
 * case's key, since an input may be no more than a passport number, which a plain hash would give
 * away to whoever tries them all.
 */
export function inputHash(input: unknown, key: SealKey | null): Buffer {
  const asked = canonical(asAsked(input))
  if (key === null) return sha256(asked)
  return createHmac('sha256', createHmac('sha256', key.bytes).update('input hash').digest()).update(asked).digest()
}

/** The hash of an event: over the one before and all that the event states. */
export function eventHash(event: ChainedEvent): Buffer {
  const fields = [
    event.caseId,
    event.seq,
    event.at.toISOString(),
    event.action,
    event.fromState,
    event.toState,
    event.version,
    event.actorKind,
    event.actorId,
    event.authorityId,
    event.contentHash.toString('hex'),
  ]
  return sha256(event.prevHash, JSON.stringify(fields))
}

/**
 * The number (`seq`) of the first event that does not follow from the one before, or undefined when
 * the whole chain is sound. Events in the order of `seq`.
 */
export function firstBreak(events: readonly (ChainedEvent & { hash: Buffer })[]): number | undefined {
  let prev: Buffer = FIRST_HASH
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1 || !event.prevHash.equals(prev) || !event.hash.equals(eventHash(event)))
      return event.seq
    prev = event.hash
  }
  return undefined
}
