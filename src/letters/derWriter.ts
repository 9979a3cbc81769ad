/**
 * Writes ASN.1 in DER (ITU-T X.690), as much of it as certificates and signatures need. Every
 * function gives one whole element.
 */

const tags = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  nothing: 0x05,
  oid: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
}

/** An element of any tag around its parts. */
export function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content.length)]), content])
}

function lengthOf(count: number): number[] {
  if (count < 128) return [count]
  const bytes: number[] = []
  for (let rest = count; rest > 0; rest >>>= 8) bytes.unshift(rest & 255)
  return [128 + bytes.length, ...bytes]
}

export const sequence = (...parts: readonly Buffer[]): Buffer => element(tags.sequence, ...parts)

/** SET OF: DER sorts the elements by their bytes. */
export const setOf = (...parts: readonly Buffer[]): Buffer => element(tags.set, ...[...parts].sort(Buffer.compare))

/** A context-specific constructed element, `[number]`. */
export const tagged = (number: number, ...parts: readonly Buffer[]): Buffer => element(0xa0 + number, ...parts)

/** A positive number, given as big-endian bytes or as a small number. */
export function integer(value: Buffer | number): Buffer {
  let bytes = typeof value === 'number' ? Buffer.from([value]) : value
  while (bytes.length > 1 && bytes[0] === 0) bytes = bytes.subarray(1)
  const high = (bytes[0] ?? 0) & 128
  return element(tags.integer, ...(high ? [Buffer.from([0])] : []), bytes)
}

export const octets = (bytes: Buffer): Buffer => element(tags.octets, bytes)

/** A string of bits, the last `unused` of which do not count. */
export const bits = (bytes: Buffer, unused = 0): Buffer => element(tags.bits, Buffer.from([unused]), bytes)

export const nothing = (): Buffer => element(tags.nothing)

export const utf8 = (text: string): Buffer => element(tags.utf8, Buffer.from(text, 'utf8'))

/** An object identifier from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return element(tags.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 127]
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 127) | 128)
  return digits
}

/** A time in a certificate: UTCTime to 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5). */
export function time(at: Date): Buffer {
  const digits = at.toISOString().replace(/[-:T]|\.\d+/g, '')
  return at.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2), 'latin1'))
    : element(0x18, Buffer.from(digits, 'latin1'))
}
