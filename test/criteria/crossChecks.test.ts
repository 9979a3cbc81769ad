/** Cross-check of answers: what is asked about, with its arithmetic, and where it ends. */
import { describe, expect, test } from '@jest/globals'
import { judgeWith } from './example.js'

type Change = Parameters<typeof judgeWith>[0]
const found = (change: Change) => judgeWith(change).crossChecks
const codes = (change: Change) => found(change).map(({ code }) => code)

test('nothing is asked about the sound application', () => {
  expect(found({})).toEqual([])
})

describe('the year’s pay beside the month’s', () => {
  test.each([
    [360_000, 30_000, 12, []],
    [432_000, 30_000, 12, ['salaryMonths']],
    [270_000, 30_000, 9, []],
    [360_000, 30_000, 9, []],
    [300_000, 30_000, 9, ['salaryMonths']],
    [400_000, 33_333.33, 12, []],
  ])('%i a year, %d a month, %i months', (salaryPerYear, salaryPerMonth, monthsPerYear, expected) => {
    expect(codes({ engagement: { salaryPerYear, salaryPerMonth, monthsPerYear } })).toEqual(expected)
  })

  test('says the arithmetic and leads to the question; it neither stops nor warns', () => {
    const judgement = judgeWith({ engagement: { salaryPerYear: 432_000, salaryPerMonth: 30_000 } })
    const [finding] = judgement.crossChecks
    expect(finding?.path).toBe('engagement.salaryPerMonth')
    expect(finding?.message.zh).toContain('年薪432,000元是月薪30,000元的14.4倍，不是12个月。')
    expect(finding?.message.en).toContain('CNY 432,000 is 14.4 times the monthly salary of CNY 30,000, not 12 times')
    expect([judgement.blocks, judgement.warns]).toEqual([[], []])
  })
})

describe('the contract beside the months in China', () => {
  test.each([
    ['2027-01-01', '2027-12-31', 12, []],
    ['2027-01-01', '2027-12-30', 12, ['contractShort']],
    ['2027-01-01', '2027-06-30', 6, []],
    ['2027-06-30', '2027-01-01', 12, []], // the form names what cannot be
  ])('%s to %s for %i months', (start, end, monthsPerYear, expected) => {
    expect(codes({ engagement: { contract: { start, end }, monthsPerYear } })).toEqual(expected)
  })
})

describe('the years of work beside the resume', () => {
  const resume = [
    { from: '2013-09', to: '2019-06', what: '首尔大学 本科' },
    { from: '2019-07', to: '2022-12', what: 'Host, Seoul Live' },
    { from: '2022-10', to: '', what: '主播' },
  ]
  test.each([
    [7, []],
    [7.9, []],
    [8, ['experienceResume']],
  ])('%d years', (experienceYears, expected) => {
    expect(codes({ talent: { experienceYears, resume } })).toEqual(expected)
  })

  test('counts months that overlap once, and leaves study out', () => {
    const [finding] = found({ talent: { experienceYears: 8, resume } })
    expect(finding?.message.zh).toBe('所填相关工作年限为8年，履历中除学习外共7年5个月。请核对年限，或者补齐履历。')
  })

  test('a resume without a time of work says nothing', () => {
    expect(codes({ talent: { experienceYears: 8, resume: [{ from: '2013-09', to: 'x', what: 'work' }] } })).toEqual([])
  })
})
