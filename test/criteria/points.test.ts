import { describe, expect, test } from '@jest/globals'
import { countPoints, type Element, pointsSchema } from '../../src/criteria/points.js'
import { readSubject } from '../../src/criteria/subject.js'
import { type Change, entries, judgeWith, rulesOn } from './example.js'

const pointsOf = (element: Element, change: Change) => judgeWith(change).points.byElement[element]

test.each([
  [0, 0],
  [49_999.99, 0],
  [50_000, 5],
  [69_999.99, 5],
  [70_000, 8],
  [149_999.99, 8],
  [150_000, 11],
  [249_999.99, 11],
  [250_000, 14],
  [349_999.99, 14],
  [350_000, 17],
  [449_999.99, 17],
  [450_000, 20],
  [9_000_000, 20],
])('a salary of %d yuan gives %i', (salaryPerYear, points) => {
  expect(pointsOf('salary', { engagement: { salaryPerYear } })).toBe(points)
})

test.each([
  ['doctor', null, 20],
  ['master', null, 15],
  ['bachelor', null, 10],
  ['none', null, 0],
  ['none', 'seniorTechnician', 20],
  ['none', 'technician', 15],
  ['none', 'seniorWorker', 10],
  ['bachelor', 'seniorTechnician', 20],
  ['bachelor', 'technician', 15],
  ['doctor', 'seniorWorker', 20],
  ['master', 'technician', 15],
  ['constructor', 'toString', 0],
])('a %s and skill grade %s give %i', (degree, skillGrade, points) => {
  expect(pointsOf('education', { talent: { education: { degree, skillGrade } } })).toBe(points)
})

test.each([
  [0, 0],
  [1, 0],
  [1.99, 0],
  [2, 5],
  [2.9, 5],
  [3, 6],
  [10, 13],
  [16, 19],
  [16.9, 19],
  [17, 20],
  [18, 20],
  [45, 20],
])('%d years of work give %i', (experienceYears, points) => {
  expect(pointsOf('experience', { talent: { experienceYears } })).toBe(points)
})

test.each([
  [0, 0],
  [2.9, 0],
  [3, 5],
  [5.9, 5],
  [6, 10],
  [8.9, 10],
  [9, 15],
  [12, 15],
])('%d months a year give %i', (monthsPerYear, points) => {
  expect(pointsOf('months', { engagement: { monthsPerYear } })).toBe(points)
})

test.each([
  [{ hsk: null }, 0],
  [{ hsk: 0 }, 0],
  [{ hsk: 1 }, 1],
  [{ hsk: 2 }, 2],
  [{ hsk: 3 }, 3],
  [{ hsk: 4 }, 4],
  [{ hsk: 5 }, 5],
  [{ hsk: 6 }, 5],
  [{ hsk: 7 }, 5],
  [{ hsk: 9 }, 5],
  [{ hsk: null, formerChineseNational: true }, 5],
  [{ hsk: null, bachelorTaughtInChinese: true }, 5],
  [{ hsk: 2, bachelorTaughtInChinese: true }, 5],
  [{ hsk: 2, formerChineseNational: false, bachelorTaughtInChinese: false }, 2],
  [{ hsk: 6, formerChineseNational: true, bachelorTaughtInChinese: true }, 5],
])('%j of Chinese gives %i', (chinese, points) => {
  expect(pointsOf('chinese', { talent: { chinese } })).toBe(points)
})

test.each([
  ['2008-11-25', 17, 0],
  ['2008-11-24', 18, 10],
  ['2000-11-25', 25, 10],
  ['2000-11-24', 26, 15],
  ['1980-11-25', 45, 15],
  ['1980-11-24', 46, 10],
  ['1970-11-25', 55, 10],
  ['1970-11-24', 56, 5],
  ['1965-11-25', 60, 5],
  ['1965-11-24', 61, 0],
  ['1930-01-01', 96, 0],
])('born on %s, aged %i on the filing day, gives %i', (birthDate, age, points) => {
  const judgement = judgeWith({ talent: { birthDate } })
  expect([judgement.age, judgement.points.byElement.age]).toEqual([age, points])
})

test.each([
  ['2026-02-28', 25, 10],
  ['2026-03-01', 26, 15],
])('one born on 29 February 2000, filing on %s, is %i: %i', (filedOn, age, points) => {
  const judgement = judgeWith({ filedOn, talent: { birthDate: '2000-02-29' } })
  expect([judgement.age, judgement.points.byElement.age]).toEqual([age, points])
})

test.each([
  [{}, 0],
  [{ topUniversity: false }, 0],
  [{ topUniversity: true }, 5],
  [{ fortune500: true }, 5],
  [{ patent: true }, 5],
  [{ fiveYearsInChina: true }, 5],
  [{ topUniversity: true, fortune500: true, patent: true, fiveYearsInChina: true }, 5],
])('other %j gives %i', (other, points) => {
  expect(pointsOf('other', { talent: { other } })).toBe(points)
})

describe('lines', () => {
  test('stand in the order of the table, add up, and name their rule and its source', () => {
    const { lines, total } = judgeWith().points
    expect(lines.map(({ element, points, cap }) => [element, points, cap])).toEqual([
      ['salary', 20, 20],
      ['education', 15, 20],
      ['experience', 9, 20],
      ['months', 15, 15],
      ['chinese', 5, 5],
      ['place', 0, 10],
      ['age', 15, 15],
      ['other', 0, 5],
      ['bonus', 0, 10],
    ])
    expect(total).toBe(79)
    expect(lines[0]?.value).toEqual({ zh: '年薪960,000元', en: 'CNY 960,000 a year' })
    expect(lines[0]?.rule).toEqual({ zh: '45万元及以上', en: 'CNY 450,000 or more' })
    expect(lines.every(({ source }) => source.zh.includes('积分要素计分赋值表'))).toBe(true)
  })
  test('count full years of work only', () => {
    const { lines } = judgeWith({ talent: { experienceYears: 2.9 } }).points
    expect(lines[2]?.value).toEqual({ zh: '满2年', en: '2 full years' })
  })
  test('of what is not known give 0 points and say so', () => {
    const { points } = judgeWith({
      talent: { birthDate: null, experienceYears: null, education: null, chinese: null, other: null },
      engagement: { salaryPerYear: null, monthsPerYear: null, placeOfWork: null },
    })
    expect(points.total).toBe(0)
    expect(points.lines.filter(({ note }) => note).map(({ element }) => element)).toEqual([
      'salary',
      'education',
      'experience',
      'months',
      'age',
    ])
  })
})

describe('a policy editor', () => {
  const table = pointsSchema.parse(entries.find(({ kind }) => kind === 'points')?.body)
  test('may give points for a district, and never more than the cap', () => {
    const label = { zh: '崇明区', en: 'Chongming' }
    const changed = { ...table, place: { ...table.place, districts: { '310151': { points: 30, label } } } }
    const known = (placeOfWork: string) => readSubject({ engagement: { placeOfWork } })
    expect(countPoints(known('310151'), 30, changed).byElement.place).toBe(10)
    expect(countPoints(known('310105'), 30, changed).byElement.place).toBe(0)
  })
  test('may not draft bands that overlap or are empty', () => {
    const [first, ...rest] = table.age.bands
    const overlapping = { ...table, age: { ...table.age, bands: [{ ...first, to: 27 }, ...rest] } }
    const endless = { ...table, age: { ...table.age, bands: [{ ...first, to: null }, ...rest] } }
    const empty = { ...table, age: { ...table.age, bands: [{ ...first, to: 0 }, ...rest] } }
    expect([overlapping, endless, empty].map((body) => pointsSchema.safeParse(body).success)).toEqual([
      false,
      false,
      false,
    ])
  })
})

test.each([
  ['2026-02-02', 900_000, [], ['points', 'degreeAndExperience']],
  ['2026-02-03', 600_000, [], ['salaryMultiple', 'points', 'degreeAndExperience']],
  ['2026-02-03', 895_247.99, [], ['salaryMultiple', 'points', 'degreeAndExperience']],
  ['2026-02-03', 895_248, ['salaryMultiple'], ['salaryMultiple', 'points', 'degreeAndExperience']],
  ['2026-11-24', 596_832, [], ['salaryMultiple', 'points', 'degreeAndExperience']],
  ['2026-11-24', 596_831.99, [], ['points', 'degreeAndExperience']],
])('filed on %s with %d yuan: A %j, B %j', (filedOn, salaryPerYear, A, B) => {
  expect(judgeWith({ filedOn, engagement: { salaryPerYear } }).routes).toEqual({ A, B })
})

describe('routes', () => {
  // 20 salary, 20 education, 20 experience, 15 months and 15 age are 90; the others take it down to the edges.
  const strong: Change = {
    talent: { education: { degree: 'doctor' }, experienceYears: 17, chinese: { hsk: null } },
    engagement: { salaryPerYear: 500_000 },
  }
  test('85 points open class A, 84 do not', () => {
    const years = (experienceYears: number): Change => ({ ...strong, talent: { ...strong.talent, experienceYears } })
    expect(judgeWith(years(12)).points.total).toBe(85)
    expect(judgeWith(years(12)).routes.A).toEqual(['points'])
    expect(judgeWith(years(11)).points.total).toBe(84)
    expect(judgeWith(years(11)).routes).toEqual({ A: [], B: ['points', 'degreeAndExperience'] })
  })
  test('60 points open class B, 59 do not, and there is no upper end', () => {
    const weak = (hsk: number): Change => ({
      talent: { education: { degree: 'none', skillGrade: null }, experienceYears: 9, chinese: { hsk } },
      engagement: { salaryPerYear: 300_000 },
    })
    expect(judgeWith(weak(4)).points.total).toBe(60)
    expect(judgeWith(weak(4)).routes).toEqual({ A: [], B: ['points'] })
    expect(judgeWith(weak(4)).category).toBe('B')
    expect(judgeWith(weak(3)).points.total).toBe(59)
    expect(judgeWith(weak(3)).routes).toEqual({ A: [], B: [] })
    expect(judgeWith(weak(3)).category).toBe('none')
    expect(judgeWith(weak(3)).blocks).toEqual([])
    expect(judgeWith(strong).routes.B).toContain('points')
  })
  test.each([
    ['bachelor', 2, true],
    ['bachelor', 1.9, false],
    ['master', 2, true],
    ['doctor', 40, true],
    ['none', 40, false],
  ])('a %s with %d years of work', (degree, experienceYears, open) => {
    const { routes } = judgeWith({ talent: { education: { degree, skillGrade: 'technician' }, experienceYears } })
    expect(routes.B.includes('degreeAndExperience')).toBe(open)
  })
  test('over 60 closes every B route and no A route', () => {
    const old = judgeWith({ talent: { birthDate: '1965-11-24' } })
    expect([old.age, old.routes, old.category]).toEqual([61, { A: ['salaryMultiple'], B: [] }, 'A'])
    const sixty = judgeWith({ talent: { birthDate: '1965-11-25' } })
    expect(sixty.routes.B).toEqual(['salaryMultiple', 'points', 'degreeAndExperience'])
    const none = judgeWith({ talent: { birthDate: '1965-11-24' }, engagement: { salaryPerYear: 600_000 } })
    expect([none.routes, none.category]).toEqual([{ A: [], B: [] }, 'none'])
  })
  test('every way says why', () => {
    const { ways } = judgeWith({ engagement: { salaryPerYear: 600_000 } })
    expect(ways.map(({ class: name, code, open }) => [name, code, open])).toEqual([
      ['A', 'salaryMultiple', false],
      ['A', 'points', false],
      ['B', 'salaryMultiple', true],
      ['B', 'points', true],
      ['B', 'degreeAndExperience', true],
    ])
    expect(ways[0]?.because).toEqual({
      zh: '年薪600,000元，标准为895,248元。',
      en: 'CNY 600,000 a year; the standard is CNY 895,248.',
    })
  })
  test('on a day without salary figures the routes by salary are not judged, and say so; the others are', () => {
    const { rules } = rulesOn('2026-02-02')
    expect(rules.salary.shanghai).toBeUndefined()
    expect(rulesOn('2026-02-03').rules.salary.shanghai?.sixTimes).toBe(895_248)
    const { ways, category } = judgeWith({ filedOn: '2026-02-02' })
    expect(ways.filter(({ code }) => code === 'salaryMultiple').map(({ open, because }) => [open, because.en])).toEqual(
      Array(2).fill([false, 'No salary figures were in force on the filing day, so this route cannot be judged.']),
    )
    expect([ways.find(({ class: name, code }) => name === 'B' && code === 'points')?.open, category]).toEqual([
      true,
      'B',
    ])
  })
  test('a body that is lacking is named', () => {
    expect(() => rulesOn('2016-12-31')).toThrow(/routes/)
  })
})
