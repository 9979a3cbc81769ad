/**
 * Reads ASN.1 in DER (ITU-T X.690): definite, shortest lengths only, nothing beyond the end. For
 * checking signatures; shares nothing with what writes them.
 */

export interface Element {
  readonly tag: number
  /** From the tag to the end. */
  readonly whole: Buffer
  readonly content: Buffer
}

export class NotDer extends Error {}

/** The element at the beginning of the bytes, whatever follows it. */
export function readElement(bytes: Buffer): Element {
  const tag = bytes[0]
  const first = bytes[1]
  if (tag === undefined || first === undefined || (tag & 31) === 31) throw new NotDer('no element')
  if (first < 128) return cut(bytes, tag, 2, first)
  const count = first & 127
  if (count < 1 || count > 4 || bytes.length < 2 + count) throw new NotDer('length')
  const length = bytes.readUIntBE(2, count)
  if (length < 128 || length < 256 ** (count - 1)) throw new NotDer('length is not the shortest')
  return cut(bytes, tag, 2 + count, length)
}

function cut(bytes: Buffer, tag: number, start: number, length: number): Element {
  if (bytes.length < start + length) throw new NotDer('truncated')
  return { tag, whole: bytes.subarray(0, start + length), content: bytes.subarray(start, start + length) }
}

/** Tags of constructed elements. */
export const SEQUENCE = 0x30
export const SET = 0x31
/** `[0]` */
export const FIRST = 0xa0

/** The elements of which a constructed element is made; its tag must be the one expected. */
export function readParts({ tag, content }: Element, expected: number): Element[] {
  if (tag !== expected) throw new NotDer('another element')
  const parts: Element[] = []
  for (let rest = content; rest.length > 0; ) {
    const part = readElement(rest)
    parts.push(part)
    rest = rest.subarray(part.whole.length)
  }
  return parts
}

/** An object identifier in dotted form. */
export function readOid({ tag, content }: Element): string {
  if (tag !== 0x06 || content.length === 0) throw new NotDer('no object identifier')
  const numbers: number[] = []
  let value = 0
  for (const byte of content) {
    value = value * 128 + (byte & 127)
    if (byte < 128) {
      numbers.push(value)
      value = 0
    }
  }
  const [both = 0, ...rest] = numbers
  const first = Math.min(Math.floor(both / 40), 2)
  return [first, both - first * 40, ...rest].join('.')
}
