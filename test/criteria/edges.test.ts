/** Leap years, month ends and every single year of the table, with literals. */
import { describe, expect, test } from '@jest/globals'
import { judge } from '../../src/criteria/judge.js'
import { answers, codesOf, documents, documentsWith, judgeWith, rulesOn } from './example.js'

test.each([
  [2, 5],
  [3, 6],
  [4, 7],
  [5, 8],
  [6, 9],
  [7, 10],
  [8, 11],
  [9, 12],
  [10, 13],
  [11, 14],
  [12, 15],
  [13, 16],
  [14, 17],
  [15, 18],
  [16, 19],
  [17, 20],
  [18, 20],
])('%i years of work give %i', (experienceYears, points) => {
  expect(judgeWith({ talent: { experienceYears } }).points.byElement.experience).toBe(points)
})

describe('born on 29 February', () => {
  test.each([
    // 18, 26, 46, 56 and 61 completed years: on 1 March where there is no 29 February, on the day where there is one
    ['2008-02-29', '2026-02-28', 17, 0],
    ['2008-02-29', '2026-03-01', 18, 10],
    ['2000-02-29', '2026-02-28', 25, 10],
    ['2000-02-29', '2026-03-01', 26, 15],
    ['1980-02-29', '2026-02-28', 45, 15],
    ['1980-02-29', '2026-03-01', 46, 10],
    ['1972-02-29', '2028-02-28', 55, 10],
    ['1972-02-29', '2028-02-29', 56, 5],
    ['1968-02-29', '2028-02-28', 59, 5],
    ['1968-02-29', '2028-02-29', 60, 5],
    ['1968-02-29', '2029-02-28', 60, 5],
    ['1968-02-29', '2029-03-01', 61, 0],
  ])('%s, filed on %s: %i, %i points', (birthDate, filedOn, age, points) => {
    const judgement = judgeWith({ filedOn, talent: { birthDate } })
    expect([judgement.age, judgement.points.byElement.age]).toEqual([age, points])
  })
  test('how many points a route asks is what the rules say, also where age closes the class', () => {
    const asked = ({ ways }: ReturnType<typeof judgeWith>) =>
      ways.flatMap(({ class: name, pointsFrom }) => (pointsFrom === null ? [] : [[name, pointsFrom]]))
    expect(asked(judgeWith({}))).toEqual([
      ['A', 85],
      ['B', 60],
    ])
    const { rules, ...inForce } = rulesOn('2026-11-24')
    const B = { ...rules.routes.B, points: rules.routes.B.points && { ...rules.routes.B.points, from: 65 } }
    const old = judge({
      filedOn: '2026-11-24',
      answers: { ...answers, talent: { ...answers.talent, birthDate: '1960-01-01' } },
      firm: { creditCode: '' },
      documents: [],
      ...inForce,
      rules: { ...rules, routes: { ...rules.routes, B } },
    })
    expect(old.ways.filter(({ class: name, open }) => name === 'B' && open)).toEqual([])
    expect(asked(old)).toEqual([
      ['A', 85],
      ['B', 65],
    ])
  })
  test('the day before 61 class B is open still', () => {
    const on = (filedOn: string) => judgeWith({ filedOn, talent: { birthDate: '1968-02-29' } }).routes.B.length
    expect([on('2029-02-28'), on('2029-03-01')]).toEqual([3, 0])
  })
})

describe('six months from a month’s end', () => {
  test.each([
    ['2027-08-31', '2028-02-29', []],
    ['2027-08-31', '2028-03-01', ['tooOld:medical']],
    ['2027-08-29', '2028-02-29', []],
    ['2027-08-28', '2028-02-29', ['tooOld:medical']],
    ['2028-02-29', '2028-08-29', []],
    ['2028-02-29', '2028-08-30', ['tooOld:medical']],
    ['2026-03-31', '2026-09-30', []],
    ['2026-03-31', '2026-10-01', ['tooOld:medical']],
    ['2026-10-31', '2027-04-30', []],
    ['2026-10-31', '2027-05-01', ['tooOld:medical']],
    ['2026-12-31', '2027-06-30', []],
    ['2026-12-31', '2027-07-01', ['tooOld:medical']],
  ])('a paper of %s, filed on %s', (issuedOn, filedOn, expected) => {
    const { blocks } = judgeWith({ filedOn, documents: documentsWith('medical', { kind: 'medical', issuedOn }) })
    expect(codesOf(blocks).filter((code) => code === 'tooOld:medical')).toEqual(expected)
  })
  test.each([
    ['2027-08-31', '2028-02-28', true],
    ['2027-08-31', '2028-02-29', false],
    ['2028-02-29', '2028-08-28', true],
    ['2028-02-29', '2028-08-29', false],
    ['2026-12-31', '2027-06-29', true],
    ['2026-12-31', '2027-06-30', false],
    ['2026-03-31', '2026-09-29', true],
    ['2026-03-31', '2026-09-30', false],
  ])('filed on %s, a passport that ends on %s is too short: %j', (filedOn, expiresOn, tooShort) => {
    const { blocks } = judgeWith({ filedOn, talent: { passport: { expiresOn } }, documents })
    expect(codesOf(blocks).includes('passportTooShort')).toBe(tooShort)
  })
})

describe('a resume across a leap February', () => {
  test.each([
    ['2024-01', '2024-03', ['resumeGap:2024-02']],
    ['2024-02', '2024-03', []],
    ['2023-12', '2024-02', ['resumeGap:2024-01']],
  ])('ends in %s and goes on in %s', (to, from, expected) => {
    const resume = [
      { from: '2010-01', to },
      { from, to: '2026-10' },
    ]
    expect(codesOf(judgeWith({ talent: { resume } }).blocks)).toEqual(expected)
  })
})
