/** Sealed values open with their key, at their place, unchanged; with anything else they do not. */
import { describe, expect, test } from '@jest/globals'
import { open, SealBroken, seal, sealedBy, sealKey, sealKeys } from '../../src/base/seal.js'
import { fc } from '../properties.js'

const key = sealKey('a master secret', 'tests')
const PLACE = 'authenticators.secret.17'

describe('sealed values', () => {
  test('open to what was sealed, whatever it was', () =>
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, place) => {
        const plain = Buffer.from(bytes)
        expect(open(key, seal(key, plain, place), place)).toEqual(plain)
      }),
      { numRuns: 100 },
    ))

  test('say their suite and the key that opens them, and differ each time', () => {
    const sealed = seal(sealKey('a master secret', 'tests', 7), 'JBSWY3DP', PLACE)
    expect(sealed.subarray(0, 5).toString('hex')).toBe('0100000007')
    expect(sealed).toHaveLength(5 + 12 + 8 + 16)
    expect(sealedBy(sealed)).toBe(7)
    expect(sealed.includes('JBSWY3DP')).toBe(false)
    expect(seal(key, 'JBSWY3DP', PLACE)).not.toEqual(seal(key, 'JBSWY3DP', PLACE))
  })

  test('open with whichever of several keys they name', () => {
    const later = sealKey('a master secret', 'tests', 2)
    for (const one of [key, later]) expect(open([key, later], seal(one, 'x', PLACE), PLACE).toString()).toBe('x')
  })

  test('open when the master secret was changed and the earlier one is named, also what a release before has sealed', () => {
    const [present] = sealKeys(['new'], 'use')
    const both = sealKeys(['new', 'old'], 'use')
    const earlier = [seal(sealKeys(['old'], 'use')[0], 'a', 'p'), seal(sealKey('old', 'use'), 'a', 'p')]
    for (const sealed of earlier) {
      expect(open(both, sealed, 'p').toString()).toBe('a')
      expect(() => open(sealKeys(['new'], 'use'), sealed, 'p')).toThrow(SealBroken)
    }
    expect(both[0]).toEqual(present)
    expect(sealedBy(seal(present, 'a', 'p'))).not.toBe(sealedBy(earlier[0] ?? Buffer.alloc(0)))
  })

  test('do not open at another place, with another purpose, master or key', () => {
    const sealed = seal(key, 'x', PLACE)
    expect(() => open(key, sealed, 'authenticators.secret.18')).toThrow(SealBroken)
    for (const other of [
      sealKey('a master secret', 'other'),
      sealKey('another one', 'tests'),
      sealKey('a master secret', 'tests', 2),
      { ...sealKey('a master secret', 'tests', 2), id: 1 },
    ])
      expect(() => open(other, sealed, PLACE)).toThrow(SealBroken)
    expect(() => open([], sealed, PLACE)).toThrow(SealBroken)
  })

  test('do not open when a single bit is another, or bytes are missing', () => {
    const sealed = seal(key, 'a secret', PLACE)
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
      expect(() => open(key, changed, PLACE)).toThrow(SealBroken)
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => open(key, sealed.subarray(0, length), PLACE)).toThrow(SealBroken)
  })
})
