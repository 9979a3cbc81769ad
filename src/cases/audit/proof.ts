/**
 * The proof of one case, as the worker makes it: its chain, its commitments, and its place in the
 * checkpoints, here and outside.
 */
import type { KeyObject } from 'node:crypto'
import type { CheckpointFault } from './book.js'
import { Chain, type End, type Fault, type Row, type Sealed } from './chain.js'
import { flawOf, readCheckpoint } from './checkpoint.js'
import type { Sink } from './sinks.js'

/** What was found; kept and shown. */
export interface ProofResult {
  readonly events: number
  /** What was said, checked against its commitment; and no longer there, since it was erased. */
  readonly checked: number
  readonly erased: number
  /** Not sealed yet. */
  readonly unsealed: number
  /** The checkpoints that seal it, by number. */
  readonly checkpoints: readonly number[]
  readonly fault: Fault | null
  /** What is wrong with one of those checkpoints, here or outside. */
  readonly flaw: CheckpointFault | null
  /** A place outside that could not be reached, so that its copies were not compared. */
  readonly unreachable: string | null
}

export interface Evidence {
  readonly caseId: number
  readonly rows: readonly Row[]
  readonly end: End | undefined
  /** The checkpoints that name the case, in their order. */
  readonly documents: readonly { readonly no: number; readonly document: string }[]
}

/** Proves a case from what is in the database, and compares its checkpoints with the copies outside. */
export async function proveCase(
  { caseId, rows, end, documents }: Evidence,
  keys: ReadonlyMap<string, KeyObject>,
  sinks: readonly Sink[],
): Promise<ProofResult> {
  const seals: Sealed[] = []
  let flaw: CheckpointFault | null = null
  for (const { no, document } of documents) {
    const read = readCheckpoint(document)
    const kind = read?.no === no ? flawOf(read, keys) : 'unreadable'
    if (kind) flaw ??= { no, kind }
    else
      for (const leaf of read?.leaves ?? [])
        if (leaf.caseId === caseId) seals.push({ seq: leaf.seq, mark: leaf.mark, checkpoint: no })
  }
  const chain = new Chain(caseId, seals[Symbol.iterator](), flaw === null)
  for (const row of rows) chain.add(row)
  const outside = await compare(documents, sinks)
  return {
    events: rows.length,
    checked: chain.checked,
    erased: chain.erased,
    unsealed: chain.unsealed,
    checkpoints: documents.map(({ no }) => no),
    fault: chain.finish(end) ?? null,
    flaw: flaw ?? outside.flaw,
    unreachable: outside.unreachable,
  }
}

async function compare(documents: Evidence['documents'], sinks: readonly Sink[]) {
  let unreachable: string | null = null
  for (const sink of sinks)
    try {
      for (const { no, document } of documents) {
        const copy = await sink.get(no)
        if (copy === document) continue
        const flaw: CheckpointFault = { no, kind: copy === undefined ? 'missing' : 'differs', place: sink.name }
        return { flaw, unreachable }
      }
    } catch {
      unreachable ??= sink.name
    }
  return { flaw: null, unreachable }
}
