/** What is read of the tables that platforms export: samples of each platform, by the first mappings. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readTable } from '../../src/cases/files/tables.js'
import {
  figureIn,
  filledExport,
  inYuan,
  monthIn,
  type PlatformExport,
  platformExportSchema,
  readExport,
  sourcesOfMonths,
} from '../../src/criteria/platformExports.js'
import { type KnownChannel, readChannels } from '../../src/criteria/subject.js'
import { PLATFORMS } from '../../src/forms/choices.js'

const ENTRIES: { key: string; body: PlatformExport }[] = JSON.parse(
  readFileSync('migrations/reference/platformExports.json', 'utf8'),
)
const MAPPINGS = new Map(ENTRIES.map(({ key, body }) => [key, platformExportSchema.parse(body)]))
const FOLDER = 'test/exports'

async function foundIn(file: string) {
  const key = file.replace(/\..*$/, '')
  const table = await readTable(readFileSync(join(FOLDER, file)), file.endsWith('xlsx') ? 'xlsx' : 'csv')
  const found = readExport(table, MAPPINGS).find((one) => one.key === key)
  if (!found) throw new Error(`nothing was found in ${file}`)
  return found
}

const channelOf = (given: object): KnownChannel => {
  const [channel] = readChannels([given])
  if (!channel) throw new Error('no channel')
  return channel
}

test('every platform of the form has a mapping and a sample, read without a doubt', async () => {
  const names = [...MAPPINGS.values()].map(({ platform }) => platform)
  expect(names).toEqual(PLATFORMS)
  const files = readdirSync(FOLDER).sort()
  expect(files.map((file) => file.replace(/\..*$/, ''))).toEqual([...MAPPINGS.keys()].sort())
  for (const file of files) {
    const { months, unread } = await foundIn(file)
    expect([file, months.at(-1)?.month, unread]).toEqual([file, '2026-10', []])
  }
})

test('title rows, 万, a row of totals and GBK; and days become months', async () => {
  const douyin = await foundIn('douyin.csv')
  expect(douyin.months).toHaveLength(12)
  expect(douyin.months.at(-1)).toEqual({
    month: '2026-10',
    rows: [16, 16],
    followers: 319_000,
    averageViewers: 5828,
    sales: 343_618,
  })
  expect(douyin.indicators).toContainEqual({ kind: 'engagementRate', value: 4.84, heading: '互动率' })
  const tiktok = await foundIn('tiktok.csv')
  expect(tiktok.months.map(({ month, rows }) => [month, ...rows])).toEqual([
    ['2026-08', 2, 32],
    ['2026-09', 33, 62],
    ['2026-10', 63, 93],
  ])
  // followers are those of the month's last day
  expect(tiktok.months.at(-1)?.followers).toBe(125_048)
})

test('what cannot be read is named by its cell, and nothing is made of it', () => {
  const rows = [
    { row: 3, cells: ['月份', '粉丝数', '销售额'] },
    { row: 4, cells: ['2026-09', '约三千', '1.2万'] },
    { row: 5, cells: ['九月底', '3,100', '900'] },
  ]
  const [found] = readExport({ rows }, MAPPINGS)
  expect(found?.months).toEqual([{ month: '2026-09', rows: [4, 4], sales: 12_000 }])
  expect(found?.unread).toEqual([
    { cell: 'B4', text: '约三千' },
    { cell: 'A5', text: '九月底' },
  ])
  expect(readExport({ rows: [{ row: 1, cells: ['a', 'b'] }] }, MAPPINGS)).toEqual([])
  // headings without the month: a figure is not taken for one
  const monthless = [
    ['粉丝数', '销售额'],
    ['202609', '900'],
  ].map((cells, at) => ({ row: at + 1, cells }))
  expect(readExport({ rows: monthless }, MAPPINGS)).toEqual([])
})

test('of more months than the form takes the newest 36 are read', () => {
  const months = Array.from(
    { length: 37 },
    (_, at) => `${2023 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
  )
  const rows = [['月份', '粉丝数'], ...months.map((month) => [month, '7'])].map((cells, at) => ({ row: at + 1, cells }))
  expect(readExport({ rows }, MAPPINGS)[0]?.months.map(({ month }) => month)).toEqual(months.slice(1))
})

test('months that stood there are replaced one by one; where each figure stands is told, and where it was changed', async () => {
  const found = await foundIn('douyin.csv')
  const series = [
    { month: '2025-01', followers: 5 },
    { month: '2026-10', followers: 7, sales: 8 },
  ]
  const indicators = [
    { kind: 'engagementRate', value: 9 },
    { kind: 'salesInCountry', value: 3, country: 'RU' },
  ]
  const channel = channelOf({ platform: '抖音', hasExport: true, export: { series, indicators } })
  const filled = filledExport(channel, found, 'platformExport')
  expect(filled.series).toHaveLength(13)
  expect(filled.series[0]).toMatchObject({ month: '2025-01', followers: 5 })
  expect(filled.series.at(-1)).toMatchObject({ month: '2026-10', followers: 319_000, sales: 343_618 })
  expect(filled.indicators.map(({ kind, value }) => [kind, value])).toEqual([
    ['salesInCountry', 3],
    ['peakViewers', 19_911],
    ['engagementRate', 4.84],
    ['sessions', 238],
    ['orders', 49_472],
  ])
  expect(sourcesOfMonths(channel, found).get('2026-10')).toEqual({ rows: [16, 16], agrees: false })
  const full = channelOf({ platform: '抖音', hasExport: true, export: filled })
  expect(sourcesOfMonths(full, found).get('2026-10')).toEqual({ rows: [16, 16], agrees: true })
  expect(sourcesOfMonths(full, found).has('2025-01')).toBe(false)
  // what was left out does not differ
  const some = channelOf({
    platform: '抖音',
    hasExport: true,
    export: { series: [{ month: '2026-10', followers: 319_000 }] },
  })
  expect(sourcesOfMonths(some, found).get('2026-10')?.agrees).toBe(true)
})

test('sales in another currency are taken at the channel’s rate, or left out', async () => {
  const found = await foundIn('shopee.xlsx')
  const dollars = { soldInOther: true, soldIn: { currency: 'SGD', rate: 5.5 } }
  expect(inYuan(found, channelOf(dollars)).at(-1)?.sales).toBe(Math.round(23_506 * 5.5))
  expect(inYuan(found, channelOf({ ...dollars, soldIn: { currency: 'USD', rate: 7 } })).at(-1)?.sales).toBeUndefined()
  expect(inYuan(found, channelOf({})).at(-1)).toMatchObject({ followers: 61_617 })
})

describe('cells', () => {
  test.each([
    ['2026-10', '2026-10'],
    ['2026/1', '2026-01'],
    ['2026年3月', '2026-03'],
    ['202612', '2026-12'],
    ['20261031', '2026-10'],
    ['2026-10-31 00:00:00', '2026-10'],
    ['Oct 2026', '2026-10'],
    ['2026-13', undefined],
    ['2026-02-30', undefined],
    ['20260230', undefined],
    ['10/2026', undefined],
  ])('%s is the month %s', (text, month) => expect(monthIn(text)).toBe(month))

  test.each([
    ['1,234.5', 1234.5],
    ['￥3,200', 3200],
    ['12.3万', 123_000],
    ['1.2亿', 120_000_000],
    ['5.5%', 5.5],
    ['--', null],
    ['', null],
    ['about 3', undefined],
    ['1.2.3', undefined],
    ['-5', undefined],
  ])('%s is the figure %s', (text, value) => expect(figureIn(text)).toBe(value))
})
