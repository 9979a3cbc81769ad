/** The machine-readable zone against the form. */
import { describe, expect, test } from '@jest/globals'
import { checkDigit } from '../../src/base/mrz.js'
import { answers, codesOf, judgeWith } from './example.js'

const blocksOf = (talent: NonNullable<Parameters<typeof judgeWith>[0]>['talent']) =>
  codesOf(judgeWith({ talent }).blocks)
const line1 = 'P<ITAROSSI<<GIULIA<MARIA<<<<<<<<<<<<<<<<<<<<'
const line2 = 'YB12345679ITA9304181F3205301<<<<<<<<<<<<<<<8'

/** Line 2 with sound check digits, out of the parts between them. */
function sound(number: string, nationality: string, birth: string, sex: string, expiry: string): string {
  const [place, born, ends] = [number.padEnd(9, '<'), `${birth}${checkDigit(birth)}`, `${expiry}${checkDigit(expiry)}`]
  const body = `${place}${checkDigit(place)}`
  const rest = '<'.repeat(15)
  return `${body}${nationality.padEnd(3, '<')}${born}${sex}${ends}${rest}${checkDigit(body + born + ends + rest)}`
}
const head = (state: string, name: string) => `P<${state.padEnd(3, '<')}${name.padEnd(39, '<').slice(0, 39)}`
const italian = sound('YB1234567', 'ITA', '930418', 'F', '320530')

test('the parts make the line', () => {
  expect(italian).toBe(line2)
  expect(head('ITA', 'ROSSI<<GIULIA<MARIA')).toBe(line1)
})

describe('mrzCheckDigit', () => {
  test.each([
    [line1, 'YB12345678ITA9304181F3205301<<<<<<<<<<<<<<<8'],
    [line1, 'YB12345679ITA9304182F3205301<<<<<<<<<<<<<<<8'],
    [line1, 'YB12345679ITA9304181F3205302<<<<<<<<<<<<<<<8'],
    [line1, 'YB12345679ITA9304181F3205301<<<<<<<<<<<<<<18'],
    [line1, 'YB12345679ITA9304181F3205301<<<<<<<<<<<<<<<7'],
    [line1, 'yb12345679ITA9304181F3205301<<<<<<<<<<<<<<<8'],
    [line1.slice(0, 43), line2],
    [`${line1}<`, line2],
    [line1.replace('ROSSI', 'RÖSSI'), line2],
    ['', ''],
  ])('%j %j', (...mrz) => {
    expect(blocksOf({ passport: { mrz } })).toEqual(['mrzCheckDigit'])
  })
  test('is reported alone, however much disagrees', () => {
    const mrz = [line1, `${line2.slice(0, 43)}7`]
    expect(blocksOf({ sex: 'M', systemName: 'SOMEBODY ELSE', passport: { number: 'X', mrz } })).toEqual([
      'mrzCheckDigit',
    ])
  })
  test('is reported for lines that are not there', () => {
    expect(blocksOf({ passport: { mrz: null } })).toEqual(['mrzCheckDigit'])
    expect(blocksOf({ passport: { mrz: [line1] } })).toEqual(['mrzCheckDigit'])
  })
  test('0 is the digit of an empty personal number too', () => {
    expect(blocksOf({ passport: { mrz: [line1, 'YB12345679ITA9304181F3205301<<<<<<<<<<<<<<08'] } })).toEqual([])
  })
})

describe('mrzDisagrees', () => {
  test.each([
    ['passport number', { passport: { number: 'YB1234568' } }],
    ['a number that is longer', { passport: { number: 'YB12345670' } }],
    ['a number that is shorter', { passport: { number: 'YB123456' } }],
    ['date of birth', { birthDate: '1993-04-19' }],
    ['sex', { sex: 'M' }],
    ['sex that is not stated', { sex: 'X' }],
    ['date of expiry', { passport: { expiresOn: '2032-05-31' } }],
    ['issuing State', { passport: { issuingState: 'FRA' } }],
    ['nationality', { nationality: 'FRA' }],
    ['name', { systemName: 'ROSSI GIULIA' }],
    ['name that goes on', { systemName: 'ROSSI GIULIA MARIA ANNA' }],
    ['name in another order', { systemName: 'GIULIA MARIA ROSSI' }],
  ])('%s', (_, talent) => {
    expect(blocksOf(talent)).toEqual(['mrzDisagrees'])
  })
  test('names once everything that differs', () => {
    const { blocks } = judgeWith({ talent: { sex: 'M', nationality: 'FRA' } })
    expect(blocks[0]?.message.en).toContain('in: sex, nationality.')
    expect(blocks[0]?.source?.en).toBe('ICAO Doc 9303, Part 4')
    expect(blocks).toHaveLength(1)
  })
  test('looks at the last two figures of a year only', () => {
    expect(blocksOf({ birthDate: '1893-04-18' })).toEqual([])
  })
  test('does not compare what the form leaves open', () => {
    const passport = { number: null, issuingState: null, expiresOn: null }
    expect(blocksOf({ sex: null, birthDate: null, nationality: null, passport })).toEqual([])
  })
  test('without filler, a short number agrees', () => {
    const mrz = [line1, sound('FZ123456', 'ITA', '930418', 'F', '320530')]
    expect(blocksOf({ passport: { number: 'FZ123456', mrz } })).toEqual([])
  })
  test('a sign within a number is a filler in the zone', () => {
    const mrz = [line1, sound('FZ<123456', 'ITA', '930418', 'F', '320530')]
    expect(blocksOf({ passport: { number: 'FZ-123456', mrz } })).toEqual([])
    expect(blocksOf({ passport: { number: 'FZ123456', mrz } })).toEqual(['mrzDisagrees'])
  })
  test('sex X is < in the zone', () => {
    const mrz = [line1, sound('YB1234567', 'ITA', '930418', '<', '320530')]
    expect(blocksOf({ sex: 'X', passport: { mrz } })).toEqual([])
    expect(blocksOf({ sex: 'F', passport: { mrz } })).toEqual(['mrzDisagrees'])
  })
  test('a day of birth that the passport does not know is not compared', () => {
    const mrz = [line1, sound('YB1234567', 'ITA', '9304<<', 'F', '320530')]
    expect(blocksOf({ birthDate: '1993-04-07', passport: { mrz } })).toEqual([])
    expect(blocksOf({ birthDate: '1993-05-07', passport: { mrz } })).toEqual(['mrzDisagrees'])
  })
})

describe('states', () => {
  const german = sound('YB1234567', 'D', '930418', 'F', '320530')
  test.each([
    ['DEU', 'D', []],
    ['DEU', 'DEU', ['mrzDisagrees']],
    ['D', 'D', ['mrzDisagrees']],
    ['AUT', 'D', ['mrzDisagrees']],
  ])('nationality %s, issuing State %s, in a German zone', (nationality, issuingState, blocks) => {
    const mrz = [head('D', 'ROSSI<<GIULIA<MARIA'), german]
    expect(blocksOf({ nationality, passport: { issuingState, mrz } })).toEqual(blocks)
  })
  test.each([
    ['GBN', 'GBR'],
    ['GBD', 'GBR'],
    ['RKS', 'XKX'],
    ['XXA', 'XXA'],
  ])('%s in the zone is %s in the form', (code, nationality) => {
    const mrz = [head(code, 'ROSSI<<GIULIA<MARIA'), sound('YB1234567', code, '930418', 'F', '320530')]
    expect(blocksOf({ nationality, passport: { issuingState: code, mrz } })).toEqual([])
  })
})

describe('names', () => {
  const zone = (name: string) => ({ ...answers.talent.passport, mrz: [head('ITA', name), italian] })
  test.each([
    ['ROSSI', 'ROSSI', []],
    ['ROSSI', 'Rossi', []],
    ['DELLA<ROVERE<<ANNA', 'DELLA ROVERE ANNA', []],
    ['DELLA<ROVERE<<ANNA', 'DELLAROVERE ANNA', ['mrzDisagrees']],
    // 39 places, the name complete or cut off anywhere.
    ['VANDERBERGENHUIZEN<<ANNELIESEMARGARETHA', 'VANDERBERGENHUIZEN ANNELIESEMARGARETHA', []],
    ['VANDERBERGENHUIZEN<<ANNELIESEMARGARETHA', 'VANDERBERGENHUIZEN ANNELIESEMARGARETHA MARIA', []],
    ['VANDERBERGENHUIZEN<<ANNELIESEMARGARETHAMARIA', 'VANDERBERGENHUIZEN ANNELIESEMARGARETHAMARIA', []],
    ['VANDERBERGENHUIZEN<<ANNELIESEMARGARETHA', 'VANDERBERGENHUIZEN ANNELIESEMARGARETH', ['mrzDisagrees']],
    ['VANDERBERGENHUIZEN<<ANNELIESEMARGARETHA', 'VANDERBERGENHUIZEN ANNELIESE MARGARETHA', ['mrzDisagrees']],
    // 38 places: nothing can have been cut off.
    ['VANDERBERGENHUIZEN<<ANNELIESEMARGARETH', 'VANDERBERGENHUIZEN ANNELIESEMARGARETHA', ['mrzDisagrees']],
  ])('%s and %s', (name, systemName, blocks) => {
    expect(blocksOf({ systemName, passport: zone(name) })).toEqual(blocks)
  })
})
