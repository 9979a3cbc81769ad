/** Points tables that would be wrong without anybody seeing it: figures in no band, and labels that say other numbers than those that count. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { checkPoints, numbersIn } from '../../src/criteria/bandCheck.js'
import { checkSalary } from '../../src/criteria/routes.js'
import { bandsOf } from '../../src/criteria/bands.js'
import { type PointsTable, pointsSchema } from '../../src/criteria/points.js'
import { getNode } from '../../src/forms/engine/node.js'
import { shortAbout } from '../../src/forms/engine/show.js'
import { projectFolder } from '../../src/settings.js'

const shipped = (): PointsTable =>
  JSON.parse(readFileSync(join(projectFolder, 'migrations/reference/points.json'), 'utf8'))[0].body

type Bands = PointsTable['salary']['bands']
type Named = 'salary' | 'experience' | 'months' | 'age'

/** What is wrong with the table after a change to the bands of an element. */
function faults(element: Named, change: (bands: Bands) => void) {
  const table = shipped()
  change(table[element].bands)
  return checkPoints(table)
}
const bandAt = (bands: Bands, number: number): Bands[number] => {
  const band = bands[number - 1]
  if (!band) throw new Error(`no band ${number}`)
  return band
}

test('the table that is shipped has nothing wrong', () => {
  expect(checkPoints(shipped())).toEqual([])
})

describe('bands', () => {
  test('leave no gap: both are named, with the figures', () => {
    const found = faults('salary', (bands) => {
      bandAt(bands, 5).to = 360_000
      bandAt(bands, 5).label = { zh: '25万元以上不满36万元', en: 'CNY 250,000 to under 360,000' }
      bandAt(bands, 6).from = 380_000
      bandAt(bands, 6).label = { zh: '38万元以上不满45万元', en: 'CNY 380,000 to under 450,000' }
    })
    expect(found).toEqual([
      {
        code: 'bandGap',
        path: 'salary.bands.5.from',
        message: {
          zh: '“用人单位支付年薪”第5档到360,000为止，第6档从380,000开始，中间的数没有分档；两数须相同。',
          en: '“Yearly salary paid by the employer in China”: band 5 ends at 360,000 and band 6 begins at 380,000; what lies between is in no band. The two must be equal.',
        },
      },
    ])
  })

  test('begin at the least figure and have no upper end', () => {
    const late = faults('months', (bands) => {
      bandAt(bands, 1).from = 1
    })
    expect(late.map(({ code, path }) => [code, path])).toEqual([['bandGap', 'months.bands.0.from']])
    expect(late[0]?.message.en).toMatch(
      /: band 1 begins at 1, and less than that is in no band\. It must begin at 0\.$/,
    )
    const early = faults('experience', (bands) => {
      bandAt(bands, 2).to = 20
      bandAt(bands, 2).label = { zh: '2年以上不满20年，每增加1年加1分', en: '2 to under 20 years, 1 for each' }
    })
    expect(early.map(({ code, path }) => [code, path])).toEqual([['bandGap', 'experience.bands.1.to']])
    expect(early[0]?.message.en).toMatch(/: the last band, band 2, ends at 20, and 20 or more is in no band\./)
    const table = shipped()
    table.chinese.hsk.shift()
    expect(checkPoints(table).map(({ code, path }) => [code, path])).toEqual([['bandGap', 'chinese.hsk.0.from']])
  })
})

test('nothing has more points than its element can give', () => {
  const table = shipped()
  bandAt(table.salary.bands, 1).points = 500
  table.place.otherwise.points = table.place.cap + 1
  const found = checkPoints(table)
  expect(found.map(({ code, path }) => [code, path])).toEqual([
    ['aboveCap', 'salary.bands.0.points'],
    ['aboveCap', 'place.otherwise.points'],
  ])
  const [{ message } = { message: { zh: '', en: '' } }] = found
  expect(message.zh).toBe(
    `“${table.salary.label.zh}”最高${table.salary.cap}分，其中“${table.salary.bands[0]?.label.zh}”为500分。请核对分值或最高分。`,
  )
  expect(message.en).toContain(`gives ${table.salary.cap} points at most`)
})

test('points and what each further unit adds may be 0 and not less; an end lies above its beginning', () => {
  const accepts = (change: (bands: Bands) => void) => {
    const table = shipped()
    change(table.experience.bands)
    return pointsSchema.safeParse(table).success
  }
  expect(accepts((bands) => Object.assign(bandAt(bands, 2), { eachFurther: 0, points: 0 }))).toBe(true)
  expect(accepts((bands) => Object.assign(bandAt(bands, 2), { eachFurther: -1 }))).toBe(false)
  expect(accepts((bands) => Object.assign(bandAt(bands, 2), { points: -1 }))).toBe(false)
  expect(accepts((bands) => Object.assign(bandAt(bands, 2), { to: bandAt(bands, 2).from }))).toBe(false)
})

test('a band is named by its label where lists are shown and compared', () => {
  const { label } = bandAt(shipped().experience.bands, 1)
  expect(shortAbout(getNode(bandsOf()), { label })).toEqual(label)
})

describe('labels', () => {
  const label = (number: number, zh: string, en: string, element: Named = 'salary') =>
    faults(element, (bands) => {
      bandAt(bands, number).label = { zh, en }
    }).map(({ code, path }) => [code, path.split('.').slice(-3).join('.')])

  test('that say other numbers than the band has, with what they say and what counts', () => {
    const found = faults('salary', (bands) => {
      bandAt(bands, 5).to = 360_000
      bandAt(bands, 6).from = 360_000
    })
    expect(found.map(({ path }) => path)).toEqual([
      'salary.bands.4.label.zh',
      'salary.bands.4.label.en',
      'salary.bands.5.label.zh',
      'salary.bands.5.label.en',
    ])
    expect(found[0]?.message).toEqual({
      zh: '“用人单位支付年薪”第5档的中文名称是“25万元以上不满35万元”，其中的350,000不是这一档的数；这一档是250,000以上不满360,000。',
      en: '“Yearly salary paid by the employer in China”, band 5: its Chinese label is “25万元以上不满35万元”, in which 350,000 is not a number of this band; the band is 250,000 to under 360,000.',
    })
  })

  test.each([
    ['25万元至35万元', 'CNY 250,000 – 350,000', []],
    ['二十五万元以上，三十五万元以下', 'from 250k to 350k', []],
    ['２５万元以上不满３５万元', 'CNY 250 000 to under 350,000', [['bandLabel', '4.label.en']]],
    ['中等', 'CNY 250,000 to under 350,000', [['bandLabel', '4.label.zh']]],
    [
      '25万元以上',
      'over 250,000',
      [
        ['bandLabel', '4.label.zh'],
        ['bandLabel', '4.label.en'],
      ],
    ],
    ['25万元以上不满35万元（14分）', 'CNY 250,000 to under 350,000: 14 points', []],
    [
      '25万元以上不满35万元（15分）',
      'CNY 250,000 to under 350,000: 15 points',
      [
        ['bandLabel', '4.label.zh'],
        ['bandLabel', '4.label.en'],
      ],
    ],
  ])('%s | %s', (zh, en, expected) => {
    expect(label(5, zh, en)).toEqual(expected)
  })

  test('of whole figures may name the last one that counts', () => {
    expect(label(3, '26岁以上不满46岁', '26 to under 46', 'age')).toEqual([])
    expect(label(3, '26至45周岁', '26 to 45', 'age')).toEqual([])
    expect(label(3, '26至46周岁', '26 to 44', 'age')).toEqual([['bandLabel', '2.label.en']])
    expect(label(6, '61岁及以上', 'Over 60', 'age')).toEqual([])
  })
})

test('the numbers of a label, in figures and in Chinese words', () => {
  expect(numbersIn('25万元以上不满3.5千元')).toEqual({ figures: [250_000, 3500], words: [] })
  expect(numbersIn('CNY 50,000 to 70k')).toEqual({ figures: [50_000, 70_000], words: [] })
  expect(numbersIn('二十五万元以上，不满一百零三万五千元')).toEqual({ figures: [], words: [250_000, 1_035_000] })
  expect(numbersIn('HSK五级及以上，十个月')).toEqual({ figures: [], words: [5, 10] })
  expect(numbersIn('万元')).toEqual({ figures: [], words: [] })
})

test('six times the average wage is more than four times', () => {
  const words = { zh: '标准', en: 'Figures' }
  const figures = (sixTimes: number) =>
    checkSalary({ label: words, source: words, sixTimes, fourTimes: 596_832, monthlyAverage: 12_434 })
  expect(figures(895_248)).toEqual([])
  for (const wrong of [596_832, 1])
    expect(figures(wrong).map(({ code, path }) => [code, path])).toEqual([['sixNotAboveFour', 'sixTimes']])
})
