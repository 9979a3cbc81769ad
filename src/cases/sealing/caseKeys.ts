/**
 * The key of each case. What is sensitive in a case is sealed by a random key of its own, which is
 * kept beside the case wrapped by a master key: destroy the one and nothing of the case can be read
 * again, change the other and nothing has to be sealed anew. Facts that must be found are kept as a
 * blind index, under a key that is no case's.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { open, type SealKey, seal, sealedBy } from '../../base/seal.js'

const BYTES = 32
/** So many opened keys are remembered, by the bytes that wrap them: what is wrapped anew is opened anew. */
const REMEMBERED = 20_000
/** The first key of a case; a second one would have the next number. */
const FIRST = 1

const placeOf = (caseId: number) => `cases.data_key.${caseId}`
const INDEX_PLACE = 'system_keys.wrapped.blindIndex'

export interface MadeKey {
  readonly key: SealKey
  /** As it is stored. */
  readonly wrapped: Buffer
}

/** A new key of the blind index, wrapped. */
export const newIndexKey = (master: SealKey): Buffer => seal(master, randomBytes(BYTES), INDEX_PLACE)

export class CaseKeys {
  private readonly known = new Map<string, SealKey>()
  private readonly index: Buffer

  /**
   * @param masters the one that wraps first
   * @param index the key of the blind index, wrapped
   * @throws SealBroken when none of the master keys opens the index's
   */
  constructor(
    private readonly masters: readonly [SealKey, ...SealKey[]],
    index: Buffer,
  ) {
    this.index = open(masters, index, INDEX_PLACE)
  }

  /** A key for a new case. */
  create(caseId: number): MadeKey {
    const bytes = randomBytes(BYTES)
    return { key: { id: FIRST, bytes }, wrapped: seal(this.masters[0], bytes, placeOf(caseId)) }
  }

  /**
   * The key of a case; null when it has been destroyed, or was never made.
   * @throws SealBroken when it is another case's, or no master key of ours has wrapped it
   */
  of(caseId: number, wrapped: Buffer | null): SealKey | null {
    if (wrapped === null) return null
    const name = `${caseId} ${wrapped.toString('latin1')}`
    const known = this.known.get(name)
    if (known) return known
    const key = { id: FIRST, bytes: open(this.masters, wrapped, placeOf(caseId)) }
    if (this.known.size >= REMEMBERED) this.known.delete(this.known.keys().next().value ?? '')
    this.known.set(name, key)
    return key
  }

  /** The same key wrapped by the master key in use; undefined when it is already. */
  rewrap(caseId: number, wrapped: Buffer): Buffer | undefined {
    const [master] = this.masters
    if (sealedBy(wrapped) === master.id) return undefined
    return seal(master, open(this.masters, wrapped, placeOf(caseId)), placeOf(caseId))
  }

  /** The same for the key of the blind index. */
  rewrapIndex(wrapped: Buffer): Buffer | undefined {
    const [master] = this.masters
    return sealedBy(wrapped) === master.id ? undefined : seal(master, this.index, INDEX_PLACE)
  }

  /**
   * The key of what a person keeps that is about no case (keptForms.ts): derived, so that it
   * outlives a change of the master key.
   */
  ofPerson(personId: number): SealKey {
    return { id: FIRST, bytes: createHmac('sha256', this.index).update(`kept forms ${personId}`).digest() }
  }

  /** The key of what firms show when they register, before there is a firm: derived, as that of a person is. */
  ofFirmPapers(): SealKey {
    return { id: FIRST, bytes: createHmac('sha256', this.index).update('firm papers').digest() }
  }

  /** The blind index of a fact: equal facts have equal ones, and nobody without the key can tell of which. */
  blind(fact: string): string {
    return createHmac('sha256', this.index).update(fact).digest('base64url')
  }
}
