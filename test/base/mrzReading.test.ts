/** What a machine has read of a zone: put right by the places and the check digits, and otherwise not told. */
import { expect, test } from '@jest/globals'
import { fitLine1, fitLine2 } from '../../src/base/mrzReading.js'

test.each([
  ['as it is', 'P<ITAROSSI<<GIULIA<MARIA<<<<<<<<<<<<<<<<<<<<', 'P<ITAROSSI<<GIULIA<MARIA'],
  ['fillers read as letters', 'P<GBRCHAN<<BILL<<<<<<<<<<<<<<<<<C<CLLLLLLLLLL<', 'P<GBRCHAN<<BILL'],
  ['figures in a name', 'P<USAQU1SPE<<ZOE<<<<<<<<', 'P<USAQUISPE<<ZOE'],
  ['a Q that cannot be', 'P<FRAGARCIA<<QLIVER<JAMES<<<<<', 'P<FRAGARCIA<<OLIVER<JAMES'],
  ['a Q that begins the first name', 'P<FRAQLIVER<<JAMES<<<<<', 'P<FRAOLIVER<<JAMES'],
  ['a Q at an end and before a vowel', 'P<PAKFAROOQ<<QASIM<<<<<', 'P<PAKFAROOQ<<QASIM'],
])('line 1, %s', (_, read, expected) => {
  expect(fitLine1(read)).toBe(expected.padEnd(44, '<'))
})

test.each([['I<ITAROSSI<<GIULIA'], ['P<ITA'], ['P<PAKIQBAL<<SANA<<<<'], ['SE22333323233332233333779ZJANVYNEIJ18444']])(
  'no line 1: %s',
  (read) => {
    expect(fitLine1(read)).toBeUndefined()
  },
)

test.each([
  ['as it is', 'C0070609<6USA7702152F2705066<<<<<<<<<<<<<<04', 'C0070609<6USA7702152F2705066<<<<<<<<<<<<<<04'],
  [
    'a letter as a figure',
    '27743522<41ND8301253M3306057<<<<<<<<<<<<<<<0',
    '27743522<4IND8301253M3306057<<<<<<<<<<<<<<<0',
  ],
  [
    'a figure as a letter',
    'CO80654955FRAT604027F3402133<<<<<<<<<<<<<<<6',
    'C080654955FRA7604027F3402133<<<<<<<<<<<<<<<6',
  ],
  [
    'fillers that swallow the end',
    'X2977318<0D<<9608247M2706063<<<<<<<<<<<<<H',
    'X2977318<0D<<9608247M2706063<<<<<<<<<<<<<<<6',
  ],
  [
    'letters that are read as figures',
    '01658909<3FRA7501034M33122346428081077<<<<38',
    'OI658909<3FRA7501034M33122346428081077<<<<38',
  ],
])('line 2, %s', (_, read, expected) => {
  expect(fitLine2(read)).toBe(expected)
})

test.each([
  ['another number', 'C0070608<6USA7702152F2705066<<<<<<<<<<<<<<04'],
  ['another birth date', 'C0070609<6USA7702153F2705066<<<<<<<<<<<<<<04'],
  ['another last digit', 'C0070609<6USA7702152F2705066<<<<<<<<<<<<<<05'],
  ['noise', '355555355533553353335YYHV1IVNYYMVYNVYLANI'],
])('line 2 is not told: %s', (_, read) => {
  expect(fitLine2(read)).toBeUndefined()
})
