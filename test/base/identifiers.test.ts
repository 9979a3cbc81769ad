import { describe, expect, test } from '@jest/globals'
import { findCreditCheck, findCreditCodeFault } from '../../src/base/identifiers.js'
import { findNationality, listNationalities } from '../../src/base/nationalities.js'
import { fc } from '../properties.js'

describe('the unified social credit code', () => {
  test.each([
    '91310105MA1FW0007P',
    '91310110MA1G81K2X0',
    '91310117MA1J3T5R43',
    '91310112MA1GD9HQ7L',
    '91310115MA1K4P0T8U',
  ])('%s is sound', (code) => {
    expect(findCreditCodeFault(code)).toBeUndefined()
  })
  test.each([
    ['91310105MA1FW0007Q', 'check'],
    ['91310105MA1FW0008P', 'check'],
    ['19310105MA1FW0007P', 'check'],
    ['91310105MA1FW0007', 'form'],
    ['91310105MA1FW0007PP', 'form'],
    ['91310105ma1fw0007p', 'form'],
    ['91310105MA1FW0OO7P', 'form'],
    ['9131010AMA1FW0007P', 'form'],
    ['91310105MA1FW000IP', 'form'],
    [' 91310105MA1FW0007P', 'form'],
    ['91310105MA1FW0007P\n', 'form'],
    ['', 'form'],
  ])('%j is not: %s', (code, fault) => {
    expect(findCreditCodeFault(code)).toBe(fault)
  })
  test('an old district and a broken inner digit say nothing', () => {
    const first17 = '913101039MA1FW001'
    expect(findCreditCodeFault(first17 + (findCreditCheck(first17) ?? ''))).toBeUndefined()
  })
  test('one wrong character is always noticed', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 17 }), fc.integer({ min: 1, max: 30 }), (place, shift) => {
        const code = '91310105MA1FW0007P'
        const other = alphabet.charAt((alphabet.indexOf(code.charAt(place)) + shift) % 31)
        expect(findCreditCodeFault(code.slice(0, place) + other + code.slice(place + 1))).toBeDefined()
      }),
    )
  })
  test('only 17 characters of the alphabet have a check character', () => {
    expect(findCreditCheck('91310105MA1FW0007')).toBe('P')
    expect(findCreditCheck('91310105MA1FW000I')).toBeUndefined()
    expect(findCreditCheck('9131')).toBeUndefined()
  })
})

describe('nationalities', () => {
  test('are named in both languages', () => {
    expect(findNationality('ITA')?.name).toEqual({ zh: '意大利', en: 'Italy' })
    expect(findNationality('DEU')?.name).toEqual({ zh: '德国', en: 'Germany' })
    expect(findNationality('HKG')?.name).toEqual({ zh: '中国香港', en: 'Hong Kong, China' })
    expect(findNationality('XXA')?.name).toEqual({ zh: '无国籍', en: 'Stateless' })
    expect(findNationality('D')).toBeUndefined()
    expect(findNationality('__proto__')).toBeUndefined()
  })
  test('are all there, once each, in order', () => {
    const codes = listNationalities().map(({ code }) => code)
    expect(codes.length).toBeGreaterThanOrEqual(249)
    expect([...new Set(codes)].sort()).toEqual(codes)
  })
})
