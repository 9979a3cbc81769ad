import { describe, expect, test } from '@jest/globals'
import { checkDigit, listMrzFaults, nationalityOfZone, readMrz, zoneOfNationality } from '../../src/base/mrz.js'
import { fc } from '../properties.js'

const specimen1 = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'
const specimen2 = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'

describe('check digits', () => {
  test.each([
    ['L898902C3', 6],
    ['740812', 2],
    ['120415', 9],
    ['ZE184226B<<<<<', 1],
    ['L898902C3674081221204159ZE184226B<<<<<1', 0],
    ['', 0],
    ['<<<<<<', 0],
  ])('of %s is %i', (text, digit) => {
    expect(checkDigit(text)).toBe(digit)
  })
  test('the specimen is sound', () => {
    expect(listMrzFaults(specimen1, specimen2)).toEqual([])
  })
  test.each([
    [9, 'number'],
    [19, 'birthDate'],
    [27, 'expiresOn'],
    [42, 'personalNumber'],
  ] as const)('place %i is looked at, and in the composite', (index, fault) => {
    const digit = String((Number(specimen2.charAt(index)) + 1) % 10)
    const line2 = specimen2.slice(0, index) + digit + specimen2.slice(index + 1)
    expect(listMrzFaults(specimen1, line2)).toEqual([fault, 'composite'])
  })
  test('the composite digit alone', () => {
    expect(listMrzFaults(specimen1, `${specimen2.slice(0, 43)}1`)).toEqual(['composite'])
  })
  test('a filler is no check digit of a field that is not empty', () => {
    expect(listMrzFaults(specimen1, 'L898902C3<UTO7408122F1204159ZE184226B<<<<<10')).toContain('number')
    expect(listMrzFaults(specimen1, 'L898902C36UTO7408122F1204159ZE184226B<<<<<<6')).toContain('personalNumber')
  })
  test('an empty personal number has the digit < or 0', () => {
    expect(listMrzFaults(specimen1, 'YB12345679ITA9304181F3205301<<<<<<<<<<<<<<<8')).toEqual([])
    expect(listMrzFaults(specimen1, 'YB12345679ITA9304181F3205301<<<<<<<<<<<<<<08')).toEqual([])
    expect(listMrzFaults(specimen1, 'YB12345679ITA9304181F3205301<<<<<<<<<<<<<<18')).toContain('personalNumber')
  })
  test('a line is 44 characters of A–Z, 0–9 and <', () => {
    expect(listMrzFaults(specimen1.slice(1), specimen2)).toEqual(['line1'])
    expect(listMrzFaults(`${specimen1}<`, specimen2)).toEqual(['line1'])
    expect(listMrzFaults(specimen1.toLowerCase(), specimen2)).toEqual(['line1'])
    expect(listMrzFaults(specimen1.replace('O', 'Ö'), specimen2)).toEqual(['line1'])
    expect(listMrzFaults(specimen1, `${specimen2} `)).toEqual(['line2'])
    expect(listMrzFaults('', '')).toEqual(['line1', 'line2'])
  })
  test('one wrong character of a checked place never goes unnoticed as a digit', () => {
    const checked = [...Array(10).keys(), 13, 14, 15, 16, 17, 18, 19, 21, 22, 23, 24, 25, 26, 27, 43]
    fc.assert(
      fc.property(fc.constantFrom(...checked), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const now = specimen2.charAt(place)
        fc.pre(/\d/.test(now))
        const other = String((Number(now) + shift) % 10)
        expect(listMrzFaults(specimen1, specimen2.slice(0, place) + other + specimen2.slice(place + 1))).not.toEqual([])
      }),
    )
  })
})

describe('what the lines say', () => {
  test('the specimen', () => {
    expect(readMrz(specimen1, specimen2)).toEqual({
      issuingState: 'UTO',
      name: 'ERIKSSON ANNA MARIA',
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      nameIsFull: false,
      number: 'L898902C3',
      nationality: 'UTO',
      birthDate: '740812',
      sex: 'F',
      expiresOn: '120415',
      personalNumber: 'ZE184226B',
    })
  })
  test('one-letter codes and short numbers lose their filler', () => {
    const zone = readMrz('P<D<<MUELLER<<JONAS<<<<<<<<<<<<<<<<<<<<<<<<<', 'FZ123456<1D<<8812016M3008317<<<<<<<<<<<<<<<6')
    expect([zone.issuingState, zone.nationality, zone.number, zone.name]).toEqual([
      'D',
      'D',
      'FZ123456',
      'MUELLER JONAS',
    ])
  })
  test('39 places of a name are full when the last is no filler', () => {
    const full = readMrz('P<NLDVANDERBERGENHUIZEN<<ANNELIESEMARGARETHA', specimen2)
    expect([full.name, full.nameIsFull]).toEqual(['VANDERBERGENHUIZEN ANNELIESEMARGARETHA', true])
    const room = readMrz('P<NLDVANDERBERGENHUIZEN<<ANNELIESEMARGARETH<', specimen2)
    expect([room.name, room.nameIsFull]).toEqual(['VANDERBERGENHUIZEN ANNELIESEMARGARETH', false])
  })
  test('a name without given names', () => {
    const zone = readMrz('P<IDNSUHARTO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<', specimen2)
    expect([zone.name, zone.surname, zone.givenNames]).toEqual(['SUHARTO', 'SUHARTO', ''])
  })
})

test('codes of the zone and of ISO 3166', () => {
  expect(['D', 'D<<', 'GBD', 'GBN', 'GBO', 'GBP', 'GBS', 'RKS', 'ITA', 'XXA', 'UTO'].map(nationalityOfZone)).toEqual([
    'DEU',
    'DEU',
    'GBR',
    'GBR',
    'GBR',
    'GBR',
    'GBR',
    'XKX',
    'ITA',
    'XXA',
    'UTO',
  ])
  expect(['DEU', 'XKX', 'ITA', 'GBR'].map(zoneOfNationality)).toEqual(['D', 'RKS', 'ITA', 'GBR'])
})
