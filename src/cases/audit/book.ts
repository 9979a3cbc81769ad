/**
 * All checkpoints, checked one after another, and what they seal of each case and each other row.
 * In memory: 50 bytes an event, so ten million events take half a gigabyte.
 */
import type { KeyObject } from 'node:crypto'
import type { Sealed } from './chain.js'
import {
  type Checkpoint,
  type CheckpointFlaw,
  checkpointHash,
  flawOf,
  NO_CHECKPOINT,
  type RowLeaf,
  readCheckpoint,
} from './checkpoint.js'
import { HASH_BYTES } from './merkle.js'

/**
 * missing: it is not there; unreadable: it is no checkpoint, or of another number; key: no
 * published key is named; signature; root: it does not fit its list of events; chain: it does not
 * follow from the one before; differs: the copies are not the same.
 */
export interface CheckpointFault {
  readonly no: number
  readonly kind: CheckpointFlaw | 'missing' | 'unreadable' | 'chain' | 'differs'
  /** Where. */
  readonly place?: string
}

/** A mark of a row as a checkpoint sealed it. */
export interface SealedRow extends RowLeaf {
  readonly checkpoint: number
  readonly at: string
}

const NONE = -1

export class Book {
  readonly faults: CheckpointFault[] = []
  /** The number of the last checkpoint, and when it was made. */
  last = 0
  lastAt: string | undefined
  events = 0
  private before: string | undefined = NO_CHECKPOINT
  private readonly first = new Map<number, number>()
  private readonly latest = new Map<number, number>()
  private readonly seqs: number[] = []
  private readonly next: number[] = []
  private readonly pages: number[] = []
  /** By the mark's number; and what a later checkpoint says of the same one, which none should. */
  readonly rows = new Map<number, SealedRow>()
  readonly again: SealedRow[] = []
  private readonly marks = new Map<number, { readonly from: number; readonly bytes: Buffer }>()

  constructor(private readonly keys: ReadonlyMap<string, KeyObject>) {}

  /** Whether every checkpoint was sound, so that an event in none of them is unsealed or one too many. */
  get whole(): boolean {
    return this.faults.length === 0
  }

  /** The cases of which something is sealed. */
  get cases(): ReadonlySet<number> {
    return new Set(this.first.keys())
  }

  /** Takes the next checkpoint, of this number; `document` undefined: it is nowhere. Answers it when it is sound. */
  add(no: number, document: string | undefined): Checkpoint | undefined {
    this.last = no
    const read = document === undefined ? undefined : readCheckpoint(document)
    const kind = this.kindOf(no, document, read)
    if (kind) this.faults.push({ no, kind })
    this.before = read && kind !== 'signature' && kind !== 'key' ? checkpointHash(read) : undefined
    if (!read || kind) return undefined
    this.lastAt = read.at
    this.keep(read)
    return read
  }

  private kindOf(
    no: number,
    document: string | undefined,
    read: Checkpoint | undefined,
  ): CheckpointFault['kind'] | undefined {
    if (document === undefined) return 'missing'
    if (read?.no !== no) return 'unreadable'
    const flaw = flawOf(read, this.keys)
    if (flaw) return flaw
    // after one that is missing or unsound there is nothing to follow from
    return this.before !== undefined && read.previous !== this.before ? 'chain' : undefined
  }

  private keep({ no, at: madeAt, leaves, rows }: Checkpoint): void {
    for (const row of rows) {
      const sealed = { ...row, checkpoint: no, at: madeAt }
      if (this.rows.has(row.id)) this.again.push(sealed)
      else this.rows.set(row.id, sealed)
    }
    this.marks.set(no, { from: this.seqs.length, bytes: Buffer.concat(leaves.map(({ mark }) => mark)) })
    for (const { caseId, seq } of leaves) {
      const at = this.seqs.push(seq) - 1
      this.next.push(NONE)
      this.pages.push(no)
      const latest = this.latest.get(caseId)
      if (latest === undefined) this.first.set(caseId, at)
      else this.next[latest] = at
      this.latest.set(caseId, at)
    }
    this.events += leaves.length
  }

  /** What is sealed of a case, in the order of its events. */
  *sealsOf(caseId: number): Generator<Sealed> {
    for (let at = this.first.get(caseId) ?? NONE; at !== NONE; at = this.next[at] ?? NONE) {
      const checkpoint = this.pages[at] ?? 0
      const page = this.marks.get(checkpoint)
      const offset = (at - (page?.from ?? 0)) * HASH_BYTES
      const mark = page?.bytes.subarray(offset, offset + HASH_BYTES) ?? Buffer.alloc(0)
      yield { seq: this.seqs[at] ?? 0, mark, checkpoint }
    }
  }
}
