import { describe, expect, test } from '@jest/globals'
import jsqr from 'jsqr'
import sharp from 'sharp'
import { lengthFault, newCheckCode, normaliseCheckCode, showCheckCode } from '../../src/base/checkCode.js'
import { drawQr } from '../../src/letters/qr.js'

const code = '7K3M9QXT2BVH8RW44'
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

describe('check codes', () => {
  test.each([
    ['0000000000000000', '0'],
    // α^16 = α⁴ + α³ + α + 1 = 27, the letter V
    ['1000000000000000', 'V'],
    ['0123456789ABCDEF', 'P'],
    ['ZZZZZZZZZZZZZZZZ', 'M'],
  ])('the check character of %s is %s', (bits, check) => {
    const right = [...alphabet].filter((character) => normaliseCheckCode(bits + character) !== undefined)
    expect(right).toEqual([check])
  })

  test('a new code is canonical, and no two of 2,000 are alike', () => {
    const codes = Array.from({ length: 2000 }, newCheckCode)
    for (const one of codes) {
      expect(one).toMatch(/^[0-9A-HJKMNP-TV-Z]{17}$/)
      expect(normaliseCheckCode(one)).toBe(one)
    }
    expect(new Set(codes).size).toBe(2000)
  })

  test('each of the 16 characters takes every value', () => {
    const codes = Array.from({ length: 2000 }, newCheckCode)
    for (let i = 0; i < 16; i++) expect(new Set(codes.map((one) => one[i])).size).toBe(32)
  })

  test.each([
    ['in lower case', '7k3m9qxt2bvh8rw44'],
    ['in groups', '7K3M-9QXT-2BVH-8RW44'],
    ['with spaces and long dashes', ' 7K3M – 9QXT—2BVH 8RW44 '],
    ['in full width', '７Ｋ３Ｍ９ＱＸＴ２ＢＶＨ８ＲＷ４４'],
  ])('is understood %s', (_how, typed) => {
    expect(normaliseCheckCode(typed)).toBe(code)
  })

  test('O is read as 0, I and L as 1', () => {
    expect(normaliseCheckCode('oOOO-OOOO-0000-OOOOO')).toBe('00000000000000000')
    expect(normaliseCheckCode('IOOO-OOOO-0000-OOOOv')).toBe('1000000000000000V')
    expect(normaliseCheckCode('lOOO-OOOO-0000-OOOOv')).toBe('1000000000000000V')
  })

  test.each(['', '7K3M9QXT2BVH8RW4', '7K3M9QXT2BVH8RW444', '7K3M9QXT2BVH8RWU4', "7K3M9QXT2BVH8RW4'", '七七七'])(
    'is not found in %j',
    (typed) => {
      expect(normaliseCheckCode(typed)).toBeUndefined()
    },
  )

  test('is found in what was pasted with it', () => {
    const shown = showCheckCode(code)
    for (const pasted of [
      `${shown}.`,
      `${shown}。`,
      `核验码：${shown}`,
      `Check code ${shown}`,
      `https://a.example/verify/${code}?x=1`,
    ])
      expect([pasted, normaliseCheckCode(pasted)]).toEqual([pasted, code])
    expect(normaliseCheckCode(`Check code ${shown.slice(0, -2)}`)).toBeUndefined()
  })

  test('every single wrong character is noticed', () => {
    for (let i = 0; i < code.length; i++) {
      for (const other of alphabet) {
        if (other === code[i]) continue
        expect(normaliseCheckCode(code.slice(0, i) + other + code.slice(i + 1))).toBeUndefined()
      }
    }
  })

  test('every two exchanged characters are noticed', () => {
    for (let i = 0; i < code.length; i++) {
      for (let j = i + 1; j < code.length; j++) {
        if (code[i] === code[j]) continue
        const letters = [...code]
        ;[letters[i], letters[j]] = [letters[j] ?? '', letters[i] ?? '']
        expect(normaliseCheckCode(letters.join(''))).toBeUndefined()
      }
    }
  })

  test.each(['演示沪商荐〔2026〕12号', '12号', '沪商务荐函〔2026〕1234567号'])(
    '%j is the number of a letter',
    (typed) => {
      expect(lengthFault(typed)?.en).toMatch(/^This is the number of the letter/)
    },
  )

  test('is shown in groups', () => {
    expect(showCheckCode(code)).toBe('7K3M-9QXT-2BVH-8RW44')
  })
})

describe('QR codes', () => {
  test.each(['https://haijian.example/check/7K3M9QXT2BVH8RW44', 'x', `https://haijian.example/${'y'.repeat(150)}`])(
    'a reader finds %s',
    async (text) => {
      const { data, info } = await sharp(Buffer.from(drawQr(text)))
        .resize(600, 600, { kernel: 'nearest' })
        .flatten({ background: '#ffffff' })
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      const found = jsqr.default(new Uint8ClampedArray(data), info.width, info.height)
      expect(found?.data).toBe(text)
    },
  )

  test('has a quiet zone of four modules', () => {
    expect(drawQr('x')).toContain('viewBox="0 0 29 29"><path fill="#fff" d="M0 0h29v29H0z"/>')
    const starts = [...drawQr('x').matchAll(/M(\d+) (\d+)h\d+v1H/g)].map(([, x, y]) => [Number(x), Number(y)])
    expect(Math.min(...starts.flat())).toBe(4)
  })
})
