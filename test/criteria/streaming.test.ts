/** What looks doubtful in streaming figures, each at its edge and with its arithmetic; and from a figure to its question and page. */
import { describe, expect, test } from '@jest/globals'
import { listIndicators, questionsOf } from '../../src/criteria/indicators.js'
import { streamingFindings } from '../../src/criteria/streaming.js'
import { type StreamingFinding } from '../../src/criteria/streamingChecks.js'
import { sayChecks } from '../../src/criteria/streamingThresholds.js'
import type { ChannelAnswers } from '../../src/criteria/subject.js'
import { channel, judgeWith, rulesOn } from './example.js'

const { streamingChecks, scorecard } = rulesOn('2026-11-24').rules
const checks = streamingChecks.streaming
const card = scorecard.streaming
if (!checks || !card) throw new Error('the shipped data hold both')

const found = (change: Partial<ChannelAnswers>, filedOn = '2026-11-24'): StreamingFinding[] =>
  streamingFindings([{ ...channel, ...change }], checks, filedOn)
const exported = (change: Partial<NonNullable<ChannelAnswers['export']>>, filedOn?: string) =>
  found({ export: { ...channel.export, ...change } }, filedOn)
const codes = (findings: readonly StreamingFinding[]) => findings.map(({ code }) => code)
const months = (followers: readonly (readonly [string, number])[]) =>
  followers.map(([month, count]) => ({ month, followers: count }))

test('nothing is doubtful in the sound channel, and its figures are there', () => {
  expect(found({})).toEqual([])
})

describe('followers', () => {
  const rising = (after: number) =>
    found({
      followers: after,
      averageViewers: Math.round(after / 60),
      export: {
        seriesPage: 2,
        series: months([
          ['2026-02', 12_000],
          ['2026-03', after],
        ]),
      },
    }).filter(({ code }) => code === 'followerJump')
  test('a jump shows its arithmetic, its month and its page', () => {
    expect(rising(60_000)).toEqual([
      {
        code: 'followerJump',
        channel: 0,
        channelName: { zh: 'Douyin giulia_moda', en: 'Douyin giulia_moda' },
        months: ['2026-03'],
        message: {
          zh: 'Douyin giulia_moda：2026年3月粉丝数突增。',
          en: 'Douyin giulia_moda: followers jumped in March 2026.',
        },
        arithmetic: {
          zh: '粉丝数12,000 → 60,000（2026年3月）：×5.0；规则标记超过×2.0的情形',
          en: 'followers 12,000 → 60,000 in March 2026: ×5.0; the rule flags more than ×2.0',
        },
        evidence: { document: 'platformEvidence', page: 2 },
        path: 'channels.0.export.series',
        source: checks.source,
      },
    ])
  })
  test.each([
    [24_000, 0],
    [24_001, 1],
  ])('12,000 to %i: %i jumps', (after, count) => {
    expect(rising(after)).toHaveLength(count)
  })
  test.each([
    ['a small account', 1_000, 9_999, []],
    ['from ten thousand on', 1_000, 10_000, ['followerJump']],
    ['half is no sharp fall', 40_000, 20_000, []],
    ['less than half is', 40_000, 19_999, ['followerDrop']],
    ['from nothing', 0, 50_000, []],
  ])('%s', (_, before, after, expected) => {
    const series = months([
      ['2026-09', before],
      ['2026-10', after],
    ])
    const all = found({ followers: after, averageViewers: 500, export: { series } })
    expect(codes(all).filter((code) => code.startsWith('follower'))).toEqual(expected)
  })
  test('the months are put in order, and the last of two of one month counts', () => {
    const series = months([
      ['2026-10', 100_000],
      ['2026-08', 20_000],
      ['2026-09', 10_000],
      ['2026-09', 60_000],
    ])
    const jumps = exported({ series }).filter(({ code }) => code === 'followerJump')
    expect(jumps.map(({ months: named }) => named)).toEqual([['2026-09']])
  })
})

describe('ratios', () => {
  test.each([
    [100_000, 99, ['viewersImprobable']],
    [100_000, 100, []],
    [100_000, 30_000, []],
    [100_000, 30_001, ['viewersImprobable']],
    [999, 999, []],
  ])('%i followers and %i viewers', (followers, averageViewers, expected) => {
    const all = found({ followers, averageViewers, salesLast12MonthsCny: 0, hasExport: false })
    expect(codes(all)).toEqual(expected)
  })
  test('say how they were worked out', () => {
    const [finding] = found({ followers: 100_000, averageViewers: 45_000, hasExport: null })
    expect(finding?.arithmetic.en).toBe(
      'average viewers 45,000 ÷ followers 100,000 = 45.0%; the rule flags less than 0.1% and more than 30.0%',
    )
    expect(finding?.path).toBe('channels.0.averageViewers')
  })
  test.each([
    [18_000_000, []],
    [18_000_012, ['salesImprobable']],
  ])('sales of %i with 1,000 viewers', (salesLast12MonthsCny, expected) => {
    const all = found({ followers: 50_000, averageViewers: 1_000, salesLast12MonthsCny, hasExport: false })
    expect(codes(all)).toEqual(expected)
  })
  test('sales are not shared among no viewers', () => {
    const all = found({ followers: 900, averageViewers: 0, salesLast12MonthsCny: 18_000_012, hasExport: false })
    expect(codes(all)).not.toContain('salesImprobable')
  })
  test.each([
    ['engagementRate', 30, []],
    ['engagementRate', 30.1, ['engagementImprobable']],
    ['returnRate', 50, []],
    ['returnRate', 50.1, ['returnsHigh']],
  ])('%s of %d', (kind, value, expected) => {
    expect(codes(exported({ indicators: [{ kind, value, document: 'platformEvidence', page: 3 }] }))).toEqual(expected)
  })
})

test('a channel without a name goes by its number', () => {
  const [finding] = found({ platform: '', handle: '', followers: 100_000, averageViewers: 45_000, hasExport: null })
  expect(finding?.message).toEqual({
    zh: '第1个频道：平均观看人数与粉丝数相比过高。',
    en: 'Channel 1: improbably many average viewers for the followers.',
  })
})

describe('the period', () => {
  test('that ends before it begins finds no months missing', () => {
    expect(exported({ from: '2026-11-01', to: '2025-10-31' })).toEqual([])
  })

  test.each([
    ['2026-05-01', '2026-10-31', []],
    ['2026-05-02', '2026-10-31', ['periodTooShort']],
    ['2025-11-01', '2026-09-25', []],
    ['2025-11-01', '2026-09-24', ['periodTooOld']],
    ['2025-11-01', '2026-11-24', []],
    ['2025-11-01', '2026-11-25', ['periodInFuture']],
    ['2025-08-31', '2026-02-26', ['periodTooShort', 'periodTooOld']],
    ['2025-08-31', '2026-02-27', ['periodTooOld']],
    [null, '2026-10-31', []],
    ['2026-10-01', null, []],
    ['2026-10-01', '2025-10-31', []], // the form names what cannot be; nothing is worked out from it
  ])('%s to %s', (from, to, expected) => {
    expect(codes(exported({ from, to, series: [] })).sort()).toEqual([...expected].sort())
  })
  test('across a leap day: 29 February 2028 ends six months from 1 September', () => {
    expect(codes(exported({ from: '2027-09-01', to: '2028-02-29', series: [] }, '2028-03-20'))).toEqual([])
    expect(codes(exported({ from: '2027-09-01', to: '2028-02-28', series: [] }, '2028-03-20'))).toEqual([
      'periodTooShort',
    ])
  })
  test('is said with the days', () => {
    expect(exported({ from: '2026-10-01', to: '2026-10-31', series: [] })[0]?.arithmetic.en).toBe(
      '1 October 2026 to 31 October 2026 is 31 days; the rule flags less than 6 months',
    )
  })
})

describe('gaps and totals', () => {
  const { series } = channel.export
  const gapsOf = (change: Partial<NonNullable<ChannelAnswers['export']>>) =>
    exported(change).flatMap(({ code, months: named }) => (code === 'seriesGap' ? [named] : []))
  test.each([
    ['whole', series, []],
    ['a month within', series.filter(({ month }) => month !== '2026-03'), [['2026-03']]],
    ['the last whole month of the period', series.slice(0, -1), [['2026-10']]],
    ['the first months', series.slice(2), [['2025-11', '2025-12']]],
  ])('%s', (_, given, expected) => {
    expect(gapsOf({ series: given })).toEqual(expected)
  })
  test.each([
    ['2006-10', 239],
    ['2006-09', 0],
  ])('from %s on, over twenty years at most, %i months are missing', (first, missing) => {
    const ends = [first, '2026-10'].map((month) => ({ month, followers: 60_000 }))
    expect(gapsOf({ series: ends }).flat()).toHaveLength(missing)
  })
  test('months that the period holds in part only may be missing', () => {
    expect(gapsOf({ from: '2025-10-15', to: '2026-11-15' })).toEqual([])
    expect(gapsOf({ from: '2025-10-01', to: '2026-11-30' })).toEqual([['2025-10', '2026-11']])
  })
  const totalsOf = (change: Partial<ChannelAnswers>) =>
    found(change).flatMap(({ code, arithmetic }) => (code === 'totalsDiffer' ? [arithmetic.en] : []))
  test.each([
    [10_909_091, 0],
    [10_900_000, 1],
    [13_333_333, 0],
    [13_400_000, 1],
  ])('twelve months of 12,000,000 against %i declared', (salesLast12MonthsCny, count) => {
    expect(totalsOf({ salesLast12MonthsCny })).toHaveLength(count)
  })
  test('are said with both figures and the difference', () => {
    expect(totalsOf({ salesLast12MonthsCny: 20_000_000 })).toEqual([
      'the sum of 12 months’ sales 12,000,000, the declared sales of 12 months 20,000,000: −40.0%; the rule flags differences of more than 10.0%',
    ])
  })
  test('are all the difference where nothing was declared', () => {
    expect(totalsOf({ salesLast12MonthsCny: 0 })).toEqual([expect.stringContaining('of 12 months 0: +100.0%;')])
  })
  test('fewer months may make less, never more', () => {
    const six = { ...channel.export, from: null, series: series.slice(6) }
    expect(totalsOf({ export: six })).toEqual([])
    expect(totalsOf({ export: six, salesLast12MonthsCny: 5_000_000 })).toHaveLength(1)
  })
  test('countries may not sell more than all', () => {
    const indicators = [
      { kind: 'sales', value: 1_000, document: 'platformEvidence', page: 4 },
      { kind: 'salesInCountry', value: 800, country: 'IT', document: 'platformEvidence', page: 5 },
      { kind: 'salesInCountry', value: 400, country: 'FR', document: 'platformEvidence', page: 5 },
    ]
    const [finding] = exported({ indicators })
    expect([finding?.code, finding?.evidence]).toEqual(['totalsDiffer', { document: 'platformEvidence', page: 5 }])
  })
})

describe('the record', () => {
  test('an account in another’s name, and violations with date and outcome', () => {
    const all = exported({
      realName: 'other',
      violations: [{ on: '2026-05-04', what: 'Absolute terms', outcome: 'Warned' }],
    })
    expect(all.map(({ code, path }) => [code, path])).toEqual([
      ['realNameMissing', 'channels.0.export.realName'],
      ['violationRecorded', 'channels.0.export.violations.0'],
    ])
    expect(all[1]?.arithmetic.en).toBe('4 May 2026: Absolute terms; the platform: Warned')
    expect(codes(exported({ realName: 'none' }))).toEqual(['realNameMissing'])
    expect(exported({ realName: null })).toEqual([])
  })
  test('an indicator without a page', () => {
    const all = exported({ indicators: [{ kind: 'orders', value: 5, document: 'platformEvidence' }] })
    expect(all.map(({ code, path }) => [code, path])).toEqual([
      ['indicatorUnproved', 'channels.0.export.indicators.0.page'],
    ])
  })
  test('what a platform exported is not looked at when the firm says that it gives none', () => {
    expect(found({ hasExport: false, export: { realName: 'none', to: '2020-01-01' } })).toEqual([])
  })
})

test('from when on each of them counts is said with its figures', () => {
  const said = sayChecks(checks).map(({ name, text }) => `${name.en}: ${text.en}`)
  expect(said).toHaveLength(9)
  expect(said.filter((line) => line.includes('{'))).toEqual([])
  expect(said.map((line) => line.replace(/^.*: /, ''))).toEqual(
    expect.arrayContaining([
      'more than ×2.0 of the month before, from 10,000 followers',
      'a rate above 30%',
      'a rate above 50%',
    ]),
  )
})

test('streaming findings stop nothing and warn of nothing', () => {
  const judgement = judgeWith({ channels: [{ ...channel, averageViewers: 500_000, hasExport: false }] })
  expect(codes(judgement.streaming)).toEqual(['viewersImprobable'])
  expect([judgement.blocks, judgement.warns]).toEqual([[], []])
})

test('each indicator leads to its question and its page', () => {
  const listed = listIndicators(card, [channel])
  const sales = listed.filter(({ questions }) => questions.includes('sales'))
  expect(sales.map(({ code, value, evidence }) => [code, value.en, evidence?.page ?? null])).toEqual([
    ['sales', 'CNY 12,000,000', null],
    ['sales', '12,000,000', 4],
    ['series', '12 months', 2],
  ])
  expect(questionsOf(card, 'salesInCountry')).toEqual(['crossBorder'])
  expect(listed.find(({ code }) => code === 'salesInCountry')?.label.en).toBe(
    'Sales in one country or region (yuan), IT',
  )
  expect(listIndicators(card, [{ ...channel, hasExport: false }]).map(({ code }) => code)).toEqual([
    'followers',
    'averageViewers',
    'sales',
    'languages',
    'markets',
    'productCategories',
  ])
})
