/**
 * A checkpoint: a signed root over all events, and all marks of other rows that are kept for good,
 * since the one before. Its document lists the mark of each, so that what was tampered with can be
 * named row by row. Written once, outside the database, and never changed.
 */
import { type KeyObject, verify } from 'node:crypto'
import { z } from 'zod'
import { canonical } from '../../base/canonical.js'
import { rootOf, sha256 } from './merkle.js'

/** What an event's mark is made of: its hash, and what the hash leaves out. */
export interface MarkInput {
  readonly caseId: number
  readonly seq: number
  /** In hexadecimal, as are all hashes here. */
  readonly hash: string
  readonly keyId: number | null
  readonly internal: boolean
  readonly requestId: string | null
  readonly inputHash: string | null
}

/** A leaf of the tree: SHA-256 over 0x00 and everything that an event's row states. */
export const markOf = ({ caseId, seq, hash, keyId, internal, requestId, inputHash }: MarkInput): Buffer =>
  sha256(`\0${JSON.stringify([caseId, seq, hash, keyId, internal, requestId, inputHash])}`)

export interface Leaf {
  readonly caseId: number
  readonly seq: number
  readonly mark: Buffer
}

/** A row of another table as it was at some time (marked.ts): which mark it is, of which table and row. */
export interface MarkedRow {
  readonly id: number
  readonly relation: string
  /** The row's key; a text, since some are longer than numbers are exact. */
  readonly rowId: string
  /** Of what the row said, in hexadecimal. */
  readonly digest: string
}

/** The leaf of such a row. */
export const markOfRow = ({ id, relation, rowId, digest }: MarkedRow): Buffer =>
  sha256(`\0${JSON.stringify([id, relation, rowId, digest])}`)

export interface RowLeaf extends Pick<MarkedRow, 'id' | 'relation' | 'rowId'> {
  readonly mark: Buffer
}

/** What is signed. */
export interface Header {
  readonly no: number
  /** An instant, ISO 8601 in UTC. */
  readonly at: string
  /** The hash of the checkpoint before; of the first, zeros. */
  readonly previous: string
  /** How many leaves the tree has: events, and marks of other rows. */
  readonly events: number
  readonly root: string
  /** Which key signs: the beginning of its SHA-256. */
  readonly key: string
}

export interface Checkpoint extends Header {
  readonly signature: string
  /** Events; after them in the tree, the marks of other rows. */
  readonly leaves: readonly Leaf[]
  readonly rows: readonly RowLeaf[]
}

const treeOf = ({ leaves, rows }: Pick<Checkpoint, 'leaves' | 'rows'>): string =>
  rootOf([...leaves, ...rows].map(({ mark }) => mark)).toString('hex')

export const NO_CHECKPOINT = '0'.repeat(64)

const signedText = ({ no, at, previous, events, root, key }: Header): string =>
  `haijian checkpoint\n${canonical({ no, at, previous, events, root, key })}`

/** The hash by which the next checkpoint names this one. */
export const checkpointHash = (header: Header): string => sha256(signedText(header)).toString('hex')

/** Something that holds the sealing key. */
export interface SealKey {
  readonly id: string
  sign(text: string): Buffer
}

/** Makes and signs one. */
export function sealCheckpoint(
  key: SealKey,
  { no, at, previous, leaves, rows }: Pick<Checkpoint, 'no' | 'at' | 'previous' | 'leaves' | 'rows'>,
): Checkpoint {
  const header = { no, at, previous, events: leaves.length + rows.length, root: treeOf({ leaves, rows }), key: key.id }
  return { ...header, signature: key.sign(signedText(header)).toString('base64'), leaves, rows }
}

/** The text that is kept: one line of JSON. */
export const writeCheckpoint = ({ leaves, rows, ...rest }: Checkpoint): string =>
  `${JSON.stringify({
    ...rest,
    leaves: leaves.map(({ caseId, seq, mark }) => [caseId, seq, mark.toString('base64')]),
    ...(rows.length > 0 && {
      rows: rows.map(({ relation, rowId, id, mark }) => [relation, rowId, id, mark.toString('base64')]),
    }),
  })}\n`

const whole = z.int().nonnegative()
const hex = z.string().regex(/^[0-9a-f]{64}$/)
const documentSchema = z.strictObject({
  no: whole,
  at: z.iso.datetime({ precision: 3 }),
  previous: hex,
  events: whole,
  root: hex,
  key: z.string().regex(/^[0-9a-f]{16}$/),
  signature: z.base64(),
  leaves: z.array(z.tuple([whole, whole, z.string().length(44)])),
  // none in checkpoints from before such rows were sealed
  rows: z
    .array(z.tuple([z.string().regex(/^[a-z_]+$/), z.string().regex(/^\d{1,19}$/), whole, z.string().length(44)]))
    .default([]),
})

/** Reads what writeCheckpoint wrote; undefined when it is anything else. */
export function readCheckpoint(text: string): Checkpoint | undefined {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return undefined
  }
  const { data } = documentSchema.safeParse(parsed)
  if (!data) return undefined
  return {
    ...data,
    leaves: data.leaves.map(([caseId, seq, mark]) => ({ caseId, seq, mark: Buffer.from(mark, 'base64') })),
    rows: data.rows.map(([relation, rowId, id, mark]) => ({ relation, rowId, id, mark: Buffer.from(mark, 'base64') })),
  }
}

/** What may be wrong with a checkpoint by itself. */
export type CheckpointFlaw = 'key' | 'signature' | 'root'

/** What is wrong with it, looked at alone; undefined when it is sound. `keys`: the published ones by their ids. */
export function flawOf(checkpoint: Checkpoint, keys: ReadonlyMap<string, KeyObject>): CheckpointFlaw | undefined {
  const key = keys.get(checkpoint.key)
  if (!key) return 'key'
  if (!verify(null, Buffer.from(signedText(checkpoint)), key, Buffer.from(checkpoint.signature, 'base64')))
    return 'signature'
  const sound =
    checkpoint.events === checkpoint.leaves.length + checkpoint.rows.length && treeOf(checkpoint) === checkpoint.root
  return sound ? undefined : 'root'
}
