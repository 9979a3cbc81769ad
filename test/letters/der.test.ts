/** What the reader of DER refuses, and the bytes that the writer makes (ITU-T X.690). The two share nothing; what signs and checks letters is tried in sign.test.ts. */
import { expect, test } from '@jest/globals'
import { NotDer, readElement, readOid, readParts, SEQUENCE } from '../../src/letters/derReader.js'
import { element, integer, octets, oid, sequence } from '../../src/letters/derWriter.js'
import { readAlgorithm } from '../../src/letters/signedData.js'

const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')
const written = (bytes: Buffer): string => bytes.toString('hex').replace(/..(?=.)/g, '$& ')

test.each([
  ['indefinite', '30 80'],
  ['one byte where none is needed', '30 81 7f'],
  ['two bytes where one is enough', '30 82 00 ff'],
  ['five bytes', '30 85 01 00 00 00 00'],
  ['seven bytes', '30 87 00 00 00 00 00 00 01'],
])('a length of %s is refused', (_how, head) => {
  expect(() => readElement(Buffer.concat([bytesOf(head), Buffer.alloc(300)]))).toThrow(NotDer)
})

test.each(['', '30', '30 82 01', '30 02 05', '3f 01 00', '30 81 80 00'])(
  '%j, which is cut short, is refused',
  (hex) => {
    expect(() => readElement(bytesOf(hex))).toThrow(NotDer)
  },
)

test.each([
  [0, '04 00'],
  [127, '04 7f'],
  [128, '04 81 80'],
  [255, '04 81 ff'],
  [256, '04 82 01 00'],
  [65_536, '04 83 01 00 00'],
])('%i bytes have the head %s, and are read again', (length, head) => {
  const bytes = octets(Buffer.alloc(length, 7))
  expect(written(bytes.subarray(0, -length || undefined))).toBe(head)
  const read = readElement(Buffer.concat([bytes, Buffer.from([1])]))
  expect([read.tag, read.content.length, read.whole.equals(bytes)]).toEqual([4, length, true])
})

test('every byte of a sequence belongs to one of its parts', () => {
  const parts = [octets(Buffer.from('one')), integer(2)]
  expect(readParts(readElement(sequence(...parts)), SEQUENCE).map(({ whole }) => whole)).toEqual(parts)
  expect(() => readParts(readElement(sequence(...parts, Buffer.from([0x05]))), SEQUENCE)).toThrow(NotDer)
})

test.each([
  ['2.5.29.200', '06 04 55 1d 81 48'],
  ['1.2.840.113549.1.7.2', '06 09 2a 86 48 86 f7 0d 01 07 02'],
  ['0.9.2342', '06 03 09 92 26'],
])('the object identifier %s is %s', (dotted, hex) => {
  expect(written(oid(dotted))).toBe(hex)
  expect(readOid(readElement(bytesOf(hex)))).toBe(dotted)
})

test('an object identifier has its own tag, and is not empty', () => {
  for (const hex of ['04 03 55 1d 0e', '06 00']) expect(() => readOid(readElement(bytesOf(hex)))).toThrow(NotDer)
})

test('a number is positive and has no zeros before it but the one that says so', () => {
  expect([0, 127, 128].map((value) => written(integer(value)))).toEqual(['02 01 00', '02 01 7f', '02 02 00 80'])
  expect(written(integer(bytesOf('00 00 01 00')))).toBe('02 02 01 00')
})

test('an algorithm has no parameters, or NULL', () => {
  const read = (...parameters: Buffer[]) => readAlgorithm(readElement(sequence(oid('1.2.3'), ...parameters)))
  expect([read(), read(element(0x05))]).toEqual(['1.2.3', '1.2.3'])
  for (const wrong of [[integer(1)], [element(0x05), element(0x05)]]) expect(() => read(...wrong)).toThrow(NotDer)
})
