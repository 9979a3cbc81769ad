/**
 * A hash tree over marks, as RFC 6962 builds it: a leaf is hashed after 0x00 (history's mark is
 * already that), a node after 0x01, the last of an odd row rises as it is. Its root commits to
 * every mark and its place, and a handful of hashes prove one mark to somebody who may not see the
 * others.
 */
import { hash } from 'node:crypto'

export const HASH_BYTES = 32
const NODE = Buffer.from([1])

/** The SHA-256 of bytes. */
export const sha256 = (bytes: Buffer | string): Buffer => hash('sha256', bytes, 'buffer')

const join = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.concat([NODE, left, right]))

function riseOnce(row: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = []
  for (let at = 0; at < row.length; at += 2) {
    const [left, right] = [row[at], row[at + 1]]
    if (left) above.push(right ? join(left, right) : left)
  }
  return above
}

/** The root over marks in their order; of none it is the hash of nothing. */
export function rootOf(marks: readonly Buffer[]): Buffer {
  let row = [...marks]
  while (row.length > 1) row = riseOnce(row)
  return row[0] ?? sha256('')
}

/** One step of a proof: the hash beside, and on which side it stands. */
export interface ProofStep {
  readonly side: 'left' | 'right'
  readonly hash: Buffer
}

/** What has to be known beside one mark to come to the root. Throws RangeError when there is no such mark. */
export function pathOf(marks: readonly Buffer[], index: number): ProofStep[] {
  if (!marks[index]) throw new RangeError(`no mark ${index}`)
  const path: ProofStep[] = []
  let [row, at] = [[...marks], index]
  while (row.length > 1) {
    const beside = row[at % 2 === 0 ? at + 1 : at - 1]
    if (beside) path.push({ side: at % 2 === 0 ? 'right' : 'left', hash: beside })
    row = riseOnce(row)
    at = Math.floor(at / 2)
  }
  return path
}

/** The root that a mark and its path lead to. */
export const rootBy = (mark: Buffer, path: readonly ProofStep[]): Buffer =>
  path.reduce((below, { side, hash }) => (side === 'left' ? join(hash, below) : join(below, hash)), mark)
