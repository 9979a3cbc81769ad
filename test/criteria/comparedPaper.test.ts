/** What a document says beside the application: agrees is said only where the document says it of what is asked. */
import { describe, expect, test } from '@jest/globals'
import { type ComparedItem, comparePaper, type PaperBeside } from '../../src/criteria/comparedPaper.js'
import { differsText, placedText, placeText, togetherText, withVerdict } from '../../src/criteria/comparedWords.js'
import { listCorrectable } from '../../src/cases/correctable.js'
import { readSubject, type Subject } from '../../src/criteria/subject.js'
import { checkOf, fileIn, papers, started } from '../web/samples/case.js'

const ZONE = ['P<BRASILVA<<CAMILA'.padEnd(44, '<'), 'FZ123456<1BRA9001011F3001019<<<<<<<<<<<<<<04']
const beside: PaperBeside = {
  answers: readSubject({
    talent: {
      systemName: 'SILVA CAMILA',
      birthDate: '1990-01-01',
      passport: { number: 'FZ123456', expiresOn: '2030-01-01' },
    },
    engagement: {
      salaryPerYear: 432_000,
      salaryPerMonth: 36_000,
      contract: { start: '2027-01-04', end: '2029-01-03' },
    },
  } as unknown as Subject),
  visualName: 'Camila Sílva',
  firm: {
    nameZh: '上海云帆跨境电子商务有限公司',
    nameEn: 'Shanghai Yunfan Co., Ltd.',
    creditCode: '91310105MA1FW0007P',
  },
  issuedOn: '2026-10-24',
}

const compared = (kind: string, ...pages: (readonly string[])[]) =>
  comparePaper(kind, pages, beside).map(({ item, verdict, found, place }) =>
    [item, verdict, ...(found === undefined ? [] : [found]), place && `${place.page}.${place.line}`]
      .filter((part) => part !== undefined)
      .join(' '),
  )
const one = (item: string, kind: string, ...lines: string[]) =>
  compared(kind, lines).find((line) => line.startsWith(`${item} `))

const CONTRACT = [
  [
    '劳动合同',
    '甲方（用人单位） Party A',
    '上海云帆跨境电子商务有限公司',
    '统一社会信用代码 Credit code 91310105MA1FW0007P',
    '乙方（劳动者） Party B Camila Sílva（SILVA CAMILA）',
    '国籍、护照号码 Nationality, passport 巴西 FZ123456',
    '合同期限自 2027 年 1 月 4 日起至 2029 年 1 月',
    '3 日止。',
  ],
  ['乙方税前年薪为人民币 432,000 元，按 12 个月发放，每月税前人', '民币 36,000 元。'],
]

test('a contract that agrees, with the page and line of each', () => {
  expect(compared('contract', ...CONTRACT)).toEqual([
    'firm agrees 1.3',
    'creditCode agrees 1.4',
    'name agrees 1.5',
    'number agrees 1.6',
    'salaryPerYear agrees 2.1',
    'salaryPerMonth agrees 2.1',
    'start agrees 1.7',
    'end agrees 1.7',
  ])
})

describe('the employer', () => {
  test.each([
    ['another firm', ['甲方：上海浦江直播科技有限公司'], 'firm differs 上海浦江直播科技有限公司 1.1'],
    ['in the next line', ['甲方（用人单位）', '上海浦江直播科技有限公司'], 'firm differs 上海浦江直播科技有限公司 1.2'],
    [
      'another one at the signature',
      ['甲方：上海云帆跨境电子商务有限公司', '乙方：Camila Silva', '甲方（盖章）', '上海浦江直播科技有限公司'],
      'firm differs 上海浦江直播科技有限公司 1.4',
    ],
    [
      'a branch of it',
      ['甲方：上海云帆跨境电子商务有限公司浦东分公司'],
      'firm differs 上海云帆跨境电子商务有限公司浦东分公司 1.1',
    ],
    ['its name over two lines', ['甲方：上海云帆跨境', '电子商务有限公司'], 'firm agrees 1.1'],
    ['its English name', ['Party A: Shanghai Yunfan Co., Ltd.'], 'firm agrees 1.1'],
    ['its name somewhere else', ['本合同抄送上海云帆跨境电子商务有限公司。', '甲方应当提供直播间。'], 'firm notFound'],
  ])('%s', (_, lines, expected) => {
    expect(one('firm', 'contract', ...lines)).toBe(expected)
  })

  test('the first code is its own', () => {
    const lines = ['信用代码 91310115MA1K7T3E67', '抄送 91310105MA1FW0007P']
    expect(one('creditCode', 'contract', ...lines)).toBe('creditCode differs 91310115MA1K7T3E67 1.1')
  })
})

describe('the person', () => {
  test.each([
    ['another one', ['乙方：Maria Souza'], 'name differs Maria Souza 1.1'],
    ['with a name more', ['姓名 Name Camila Rosa Silva（卡米拉）'], 'name differs Camila Rosa Silva 1.1'],
    ['a sentence is no name', ['Party B the goods and the script', '兹证明 Silva Camila 女士'], 'name agrees 1.2'],
    ['over two lines', ['We certify that Camila', 'Silva worked here'], 'name agrees 1.1'],
  ])('%s', (_, lines, expected) => {
    expect(one('name', 'contract', ...lines)).toBe(expected)
  })

  test.each([
    ['another number', ['护照号码 Passport No. FZ123465'], 'number differs FZ123465 1.1'],
    ['part of a longer one', ['编号 XFZ1234567'], 'number notFound'],
    ['another one, and elsewhere the same', ['护照号 AB999999', '编号 FZ123456'], 'number differs AB999999 1.1'],
  ])('%s', (_, lines, expected) => {
    expect(one('number', 'contract', ...lines)).toBe(expected)
  })
})

test.each([
  ['salaryPerYear', '年薪人民币 40 万元', 'salaryPerYear differs 400000 1.1'],
  ['salaryPerYear', '年薪为人民币 43.2 万元', 'salaryPerYear agrees 1.1'],
  ['salaryPerMonth', '月工资：36,500元/月', 'salaryPerMonth differs 36500 1.1'],
  ['start', 'from 4 January 2027 to 3 January 2028', 'start agrees 1.1'],
  ['end', 'from 4 January 2027 to 3 January 2028', 'end differs 2028-01-03 1.1'],
  ['end', '2027-01-04至2029-01-03', 'end agrees 1.1'],
])('%s: %s', (item, line, expected) => {
  expect(one(item, 'contract', line)).toBe(expected)
})

test('a certificate: birth and day of issue', () => {
  const lines = ['出生日期 Date of birth 1990 年 1 月 10 日', '签发日期 Date of issue：2026 年 10 月 24 日']
  expect(compared('policeRecord', lines)).toEqual([
    'name notFound',
    'number notFound',
    'birthDate differs 1990-01-10 1.1',
    'issuedOn agrees 1.2',
  ])
})

test('the zone of a passport, printed with spaces, against the form', () => {
  const spaced = ZONE.map((line) => [...line].join(' '))
  expect(compared('passportPage', spaced)).toEqual(['zone agrees 1.1'])
  const other = spaced.map((line) => line.replace('F Z 1 2 3 4 5 6', 'F Z 1 2 3 4 6 5'))
  expect(compared('passportPage', other)).toEqual([
    `zone differs ${other.map((line) => line.replaceAll(' ', '')).join('\n')} 1.1`,
  ])
})

test('of a paper without text, or of another kind, nothing is said', () => {
  expect([compared('contract', [''], []), compared('photo', ['甲方'])]).toEqual([[], []])
})

test('what differs can be asked for, with its page; a passport number is not written out', () => {
  const file = fileIn({ state: 'submitted', steps: started })
  const [paper] = papers.filter(({ kind }) => kind === 'contract')
  if (!paper) throw new Error('no contract')
  const comparisons = comparePaper(
    'contract',
    [['劳动合同', '甲方：上海别家有限公司', '护照号码：XX000000'], []],
    beside,
  )
  const known = listCorrectable(file, checkOf(file), { compared: [{ paper, state: 'compared', comparisons }] })
  const asked = known.filter(({ key }) => key.startsWith(`differs:${paper.id}:`))
  expect(asked.map(({ key, item }) => [key, item.on, item.page])).toEqual([
    [`differs:${paper.id}:firm`, 'contract', 1],
    [`differs:${paper.id}:number`, 'contract', 1],
  ])
  expect(asked[0]?.item.what).toMatch(/用人单位.*上海别家有限公司.*请核对/)
  expect(asked[0]?.item.whatEn).toMatch(/employer.*Please check/)
  expect(asked.map(({ item }) => `${item.what} ${item.whatEn}`).join()).not.toContain('XX000000')
})

test('what differs on one document in values is one sentence, the rest follows', () => {
  const lines = ['甲方：上海别家有限公司', '年薪：人民币 300000 元']
  const comparisons = comparePaper('contract', [['劳动合同'], lines], beside)
  const differing = withVerdict({ comparisons }, 'differs')
  expect(togetherText(differing)).toEqual({
    zh:
      '第2页与申请不一致：用人单位“上海别家有限公司”（申请是“上海云帆跨境电子商务有限公司”）、' +
      '年薪300,000元（申请是432,000元）',
    en:
      'page 2 differs: employer “上海别家有限公司” (application: “上海云帆跨境电子商务有限公司”), ' +
      'annual salary CNY 300,000 (application: CNY 432,000)',
  })
  expect(togetherText(differing.slice(0, 1)).en).toMatch(/^Page 2, line 1: The employer differs/)
})

describe('what differs is said', () => {
  const place = { page: 2, line: 7 }
  const said = (item: ComparedItem, expected: string, found?: string) =>
    differsText({ item, verdict: 'differs', expected, found }).en

  test('with days as days, sums as sums, and anything else as it stands', () => {
    for (const item of ['birthDate', 'start', 'end', 'issuedOn'] as const)
      expect(said(item, '2027-01-04', '2027-01-05')).toMatch(/ says 5 January 2027, the application 4 January 2027$/)
    for (const item of ['salaryPerYear', 'salaryPerMonth'] as const)
      expect(said(item, '36000', '30000')).toMatch(/ says CNY 30,000, the application CNY 36,000$/)
    expect(said('number', 'FZ123456', 'FZ1')).toBe(
      'The passport number differs: the document says “FZ1”, the application “FZ123456”',
    )
  })

  test('without values where one of them is missing, and by its own words where there are some', () => {
    expect(said('zone', 'A')).toBe('The machine-readable zone differs')
    expect(said('zone', '', 'B')).toBe('The machine-readable zone differs')
    const note = { zh: '另一句', en: 'Another sentence' }
    expect(differsText({ item: 'zone', verdict: 'differs', expected: 'A', found: 'B', note })).toEqual(note)
  })

  test('after the page and line, where they are known', () => {
    const one = { item: 'name', verdict: 'differs', expected: 'A', found: 'B', place } as const
    expect(placeText(one)?.en).toBe('page 2, line 7')
    expect(placedText(one).en).toMatch(/^Page 2, line 7: The name differs: /)
    expect(placeText({ ...one, place: undefined })).toBeUndefined()
    expect(placedText({ ...one, place: undefined }).en).toMatch(/^The name differs: /)
  })

  test('together, in one sentence with the pages', () => {
    const name = { item: 'name', verdict: 'differs', expected: 'A', found: 'B', place } as const
    const start = { item: 'start', verdict: 'differs', expected: '2027-01-04', found: '2027-01-05' } as const
    const zone = { item: 'zone', verdict: 'differs', expected: 'A' } as const
    expect(togetherText([name, start, zone]).en).toBe(
      'page 2 differs: name “B” (application: “A”), start of the contract 5 January 2027 ' +
        '(application: 4 January 2027); The machine-readable zone differs',
    )
    expect(togetherText([{ ...name, place: undefined }, start]).en).toMatch(/^differs from the application: name “B”/)
    expect(togetherText([name, zone]).en).toMatch(/^Page 2, line 7: The name differs: .*; The machine-readable zone/)
  })
})
