/** What stops and what warns, to the day, the byte and the pixel. */
import { describe, expect, test } from '@jest/globals'
import { type Change, codesOf, documents, documentsWith, findingsWith, judgeWith, photo } from './example.js'

const nothing = { blocks: [], warns: [] }
const blocked = (...blocks: string[]) => ({ blocks, warns: [] })
const warned = (...warns: string[]) => ({ blocks: [], warns })

test('the sound application has nothing against it', () => {
  expect(findingsWith({})).toEqual(nothing)
})

describe('age', () => {
  const low = { salaryPerYear: 600_000 }
  test.each([
    ['2008-11-25', blocked('under18')],
    ['2008-11-24', nothing],
    ['1965-11-25', nothing],
    ['1965-11-24', warned('over60')],
  ])('born on %s without a route to class A', (birthDate, findings) => {
    expect(withoutMrz({ talent: { birthDate }, engagement: low })).toEqual(findings)
  })
  test('61 with a route to class A', () => {
    expect(withoutMrz({ talent: { birthDate: '1965-11-24' } })).toEqual(nothing)
  })
  test.each([
    ['2026-02-28', blocked('under18')],
    ['2026-03-01', nothing],
  ])('born on 29 February 2008, filed on %s', (filedOn, findings) => {
    const files = documents.map((file) => ('issuedOn' in file ? { ...file, issuedOn: '2026-01-05' } : file))
    const resume = [{ from: '2020-01', to: '2026-02' }]
    expect(withoutMrz({ filedOn, talent: { birthDate: '2008-02-29', resume }, documents: files })).toEqual(findings)
  })
})

/** Findings but for mrzDisagrees, where a test changes the form alone. */
function withoutMrz(change: Change) {
  const { blocks, warns } = findingsWith(change)
  return { blocks: blocks.filter((code) => code !== 'mrzDisagrees'), warns }
}

describe('the format of a paper', () => {
  const resume = (format: string) => ({ documents: documentsWith('resume', { kind: 'resume', format }) })
  test.each([
    ['pdf', nothing],
    ['application/pdf', nothing],
    ['jpeg', warned('format:resume')],
    ['image/png', warned('format:resume')],
  ])('%s', (format, findings) => {
    expect(findingsWith(resume(format))).toEqual(findings)
  })
  test('is told of with what the permit system takes, and stops nothing', () => {
    const { warns, blocks } = judgeWith(resume('jpeg'))
    expect(blocks).toEqual([])
    expect(warns[0]).toMatchObject({
      path: 'documents.resume',
      message: {
        zh: '简历是JPEG文件，许可系统只收PDF：申请许可前请转换，最好现在就换。',
        en: 'Resume: this is a JPEG file. The permit system takes PDF only; convert it before you apply for the permit, or replace it now.',
      },
    })
  })
  test('of a photograph, or before the permit system asked for PDF, is not', () => {
    expect(findingsWith({ documents: documentsWith('photo', photo) })).toEqual(nothing)
    const early = judgeWith({ ...resume('jpeg'), filedOn: '2026-02-02' })
    expect(codesOf(early.warns).filter((code) => code.startsWith('format:'))).toEqual([])
  })
})

// Filed on 24 November 2026 the decision is expected on 17 December 2026.
describe.each(['policeRecord', 'medical'])('the age of %s', (kind) => {
  test.each([
    ['2026-05-23', blocked(`tooOld:${kind}`)],
    ['2026-05-24', warned(`ages:${kind}`)],
    ['2026-06-16', warned(`ages:${kind}`)],
    ['2026-06-17', nothing],
    ['2026-11-24', nothing],
  ])('issued on %s', (issuedOn, findings) => {
    expect(findingsWith({ documents: documentsWith(kind, { kind, issuedOn }) })).toEqual(findings)
  })
  test.each([
    ['2026-08-31', '2027-02-26', true],
    ['2026-08-31', '2027-02-28', true],
    ['2026-08-31', '2027-03-01', false],
    ['2026-08-28', '2027-02-28', true],
    ['2026-08-27', '2027-02-28', false],
  ])('issued on %s and filed on %s', (issuedOn, filedOn, usable) => {
    const files = documents.map((file) => ('issuedOn' in file ? { ...file, issuedOn: '2027-01-04' } : file))
    const others = files.filter((file) => file.kind !== kind)
    const { blocks } = judgeWith({ filedOn, documents: [...others, { kind, issuedOn }] })
    expect(codesOf(blocks).includes(`tooOld:${kind}`)).toBe(!usable)
  })
  test('of several the newest counts', () => {
    const files = documentsWith(kind, { kind, issuedOn: '2026-10-01' }, { kind, issuedOn: '2020-01-01' })
    expect(findingsWith({ documents: files })).toEqual(nothing)
  })
  test.each([null, '', '2026-02-30', 'last year'])('without a day of issue (%j) is as good as missing', (issuedOn) => {
    const judgement = judgeWith({ documents: documentsWith(kind, { kind, issuedOn }) })
    expect(codesOf(judgement.blocks)).toEqual([`missing:${kind}`])
    expect(judgement.blocks[0]?.message.zh).toContain('没有签发日期')
  })
})

describe('the passport', () => {
  test.each([
    ['2027-05-23', blocked('passportTooShort')],
    ['2027-05-24', warned('passportRunsShort')],
    ['2027-06-16', warned('passportRunsShort')],
    ['2027-06-17', nothing],
  ])('ending on %s', (expiresOn, findings) => {
    expect(withoutMrz({ talent: { passport: { expiresOn } } })).toEqual(findings)
  })
  test.each([
    ['2027-02-27', ['passportTooShort']],
    ['2027-02-28', []],
  ])('filed on 31 August and ending on %s', (expiresOn, blocks) => {
    const found = judgeWith({ filedOn: '2026-08-31', talent: { passport: { expiresOn } } })
    expect(codesOf(found.blocks).filter((code) => code.startsWith('passport'))).toEqual(blocks)
  })
})

describe('the firm, the nationality and the name', () => {
  test.each(['91310105MA1FW0007Q', '91310105MA1FW0007', '91310105ma1fw0007p', ''])('credit code %j', (creditCode) => {
    expect(findingsWith({ creditCode })).toEqual(blocked('creditCodeInvalid'))
  })
  test.each(['CHN', 'HKG', 'MAC', 'TWN'])('%s is no foreigner', (nationality) => {
    expect(withoutMrz({ talent: { nationality } })).toEqual(blocked('notAForeigner'))
  })
  test.each([
    'Nguyễn Thị Hoa',
    "O'CONNOR SINEAD",
    'KIM MIN-JI',
    'ROSSI  GIULIA MARIA',
    ' ROSSI GIULIA MARIA',
    'ROSSI GIULIA MARIA ',
    'ROSSI\tGIULIA MARIA',
    'ROSSI GIULIA MARIA\n',
    'ROSSI, GIULIA',
    'ROSSI GIULIA 2',
    'ＲＯＳＳＩ ＧＩＵＬＩＡ',
    '',
  ])('%j is not in plain letters, and then the zone’s name is not compared', (systemName) => {
    expect(findingsWith({ talent: { systemName } })).toEqual(blocked('nameNotPlainLetters'))
  })
  test('small letters are plain letters', () => {
    expect(findingsWith({ talent: { systemName: 'Rossi Giulia Maria' } })).toEqual(nothing)
  })
})

describe('needed documents', () => {
  const needed =
    'passportPage photo resume contract workExperience degree policeRecord medical platformEvidence commitment'
  test.each(needed.split(' '))('%s', (kind) => {
    expect(findingsWith({ documents: documentsWith(kind) })).toEqual(blocked(`missing:${kind}`))
  })
  test('none at all', () => {
    const missing = needed.split(' ').map((kind) => `missing:${kind}`)
    expect(findingsWith({ documents: [] })).toEqual(blocked(...missing))
    expect(findingsWith({ documents: [{ kind: 'family' }, { kind: 'toString' }, {}] })).toEqual(blocked(...missing))
  })
})

describe('the photograph', () => {
  test.each([
    [{ width: 354, height: 472, bytes: 1_000_000 }, nothing],
    [{ format: 'JPEG' }, nothing],
    [{ width: 353 }, blocked('photoUnfit')],
    [{ height: 471 }, blocked('photoUnfit')],
    [{ width: 472, height: 354 }, blocked('photoUnfit')],
    [{ bytes: 1_000_001 }, blocked('photoUnfit')],
    [{ format: 'png' }, blocked('photoUnfit')],
    [{ format: null }, blocked('photoUnfit')],
    [{ width: null }, blocked('photoUnfit')],
  ])('%j', (change, findings) => {
    expect(findingsWith({ documents: documentsWith('photo', { ...photo, ...change }) })).toEqual(findings)
  })
  test('one fit photograph among others is enough', () => {
    const files = documentsWith('photo', photo, { ...photo, width: 100 })
    expect(findingsWith({ documents: files })).toEqual(nothing)
  })
  test('says all that is wrong', () => {
    const file = { kind: 'photo', format: 'png', bytes: 2_000_000, width: 10, height: 10 }
    const [finding] = judgeWith({ documents: documentsWith('photo', file) }).blocks
    expect(finding?.path).toBe('documents.photo')
    expect(finding?.message.zh).toBe('照片不合格：不是JPEG格式；大于1,000,000字节；小于354 × 472像素。请更换。')
  })
})

describe('the resume', () => {
  const gapsOf = (resume: { from?: string | null; to?: string | null }[], filedOn = '2026-11-24') =>
    codesOf(judgeWith({ filedOn, talent: { resume } }).blocks).filter((code) => code.startsWith('resumeGap'))
  test.each([
    ['whole', [{ from: '2015-09', to: '2026-10' }], []],
    ['to the filing month', [{ from: '2015-09', to: '2026-11' }], []],
    ['into the future', [{ from: '2015-09', to: '2027-03' }], []],
    ['ending a month early', [{ from: '2015-09', to: '2026-09' }], ['resumeGap:2026-10']],
    [
      'two entries that touch',
      [
        { from: '2015-09', to: '2019-06' },
        { from: '2019-07', to: '2026-10' },
      ],
      [],
    ],
    [
      'a month apart',
      [
        { from: '2015-09', to: '2019-06' },
        { from: '2019-08', to: '2026-10' },
      ],
      ['resumeGap:2019-07'],
    ],
    [
      'across a new year',
      [
        { from: '2015-09', to: '2019-12' },
        { from: '2020-02', to: '2026-10' },
      ],
      ['resumeGap:2020-01'],
    ],
    [
      'overlapping',
      [
        { from: '2015-09', to: '2020-06' },
        { from: '2019-01', to: '2026-10' },
      ],
      [],
    ],
    [
      'one within another',
      [
        { from: '2015-09', to: '2026-10' },
        { from: '2019-01', to: '2019-02' },
      ],
      [],
    ],
    [
      'in any order',
      [
        { from: '2019-08', to: '2026-10' },
        { from: '2015-09', to: '2019-06' },
      ],
      ['resumeGap:2019-07'],
    ],
    [
      'two gaps and an early end',
      [
        { from: '2010-01', to: '2010-03' },
        { from: '2011-01', to: '2011-01' },
        { from: '2012-01', to: '2020-01' },
      ],
      ['resumeGap:2010-04', 'resumeGap:2011-02', 'resumeGap:2020-02'],
    ],
    [
      'hidden by a long entry',
      [
        { from: '2010-01', to: '2020-01' },
        { from: '2012-01', to: '2012-05' },
        { from: '2020-03', to: '2026-10' },
      ],
      ['resumeGap:2020-02'],
    ],
    ['with an open end', [{ from: '2015-09', to: null }], []],
    ['beginning in the filing month', [{ from: '2026-11', to: '2026-11' }], []],
    [
      'with a gap and a future entry',
      [
        { from: '2020-01', to: '2026-08' },
        { from: '2026-12', to: '2027-01' },
      ],
      ['resumeGap:2026-09'],
    ],
    [
      'with a gap that lies in the future',
      [
        { from: '2020-01', to: '2026-11' },
        { from: '2027-02', to: '2027-03' },
      ],
      [],
    ],
    ['empty', [], []],
    [
      'beside an empty entry',
      [{ from: '2015-09', to: '2019-06' }, {}, { from: '2019-08', to: '2026-10' }],
      ['resumeGap:2019-07'],
    ],
    // which months are missing is known once each of them can be read
    [
      'where a last month cannot be read',
      [
        { from: '2015-09', to: '2019-66' },
        { from: '2019-08', to: '2026-10' },
      ],
      [],
    ],
    [
      'where a first month cannot be read',
      [
        { from: '2015-09', to: '2019-06' },
        { from: '2019-77', to: '2026-10' },
      ],
      [],
    ],
    ['of nonsense', [{ from: '2019-13', to: '2020-01' }, { from: null, to: null }, {}], []],
  ])('%s', (_, resume, gaps) => {
    expect(gapsOf(resume)).toEqual(gaps)
  })
  test('filed in January it must reach December', () => {
    expect(gapsOf([{ from: '2020-01', to: '2025-12' }], '2026-01-05')).toEqual([])
    expect(gapsOf([{ from: '2020-01', to: '2025-11' }], '2026-01-05')).toEqual(['resumeGap:2025-12'])
  })
  test('has no month that has not come: the row and its field are named', () => {
    const found = (resume: { from: string; to?: string }[]) =>
      judgeWith({ filedOn: '2026-11-24', talent: { resume } }).blocks.filter(({ code }) =>
        code.startsWith('resumeFuture'),
      )
    expect(found([{ from: '2015-09', to: '2026-11' }])).toEqual([])
    expect(found([{ from: '2015-09' }])).toEqual([])
    const [end] = found([
      { from: '2015-09', to: '2019-06' },
      { from: '2019-07', to: '2027-03' },
    ])
    expect(end).toMatchObject({ code: 'resumeFuture:2027-03', path: 'talent.resume.1.to' })
    expect(end?.message.zh).toBe('第2段履历的结束年月（2027年3月）晚于本月。仍在继续的，结束年月请留空。')
    const [begin] = found([{ from: '2026-12' }])
    expect(begin).toMatchObject({ code: 'resumeFuture:2026-12', path: 'talent.resume.0.from' })
  })
  test('says from when to when, beside the field to mend', () => {
    const resume = [
      { from: '2019-11', to: '2026-10' },
      { from: '2015-09', to: '2019-06' },
    ]
    const [finding] = judgeWith({ talent: { resume } }).blocks
    expect(finding?.path).toBe('talent.resume.0.from')
    expect(finding?.message.en).toContain('July 2019 to October 2019')
    const [end] = judgeWith({ talent: { resume: [{ from: '2019-11', to: '2026-09' }] } }).blocks
    expect(end?.path).toBe('talent.resume.0.to')
    expect(end?.message.zh).toContain('2026年10月')
  })
})

describe('the expected decision', () => {
  test.each([
    ['2026-11-24', '2026-12-17', false],
    ['2026-11-21', '2026-12-15', false],
    ['2026-02-12', '2026-03-13', false],
    ['2026-09-15', '2026-10-14', false],
    ['2026-12-08', '2026-12-31', false],
    ['2026-12-09', '2027-01-04', true],
  ])('filed on %s is %s', (filedOn, on, provisional) => {
    const judgement = judgeWith({ filedOn })
    expect([judgement.expectedDecisionOn, judgement.provisional]).toEqual([on, provisional])
  })
})

test('every finding says what is wrong in both languages, where, and by which rule', () => {
  const worst = judgeWith({
    talent: {
      birthDate: '2010-01-01',
      nationality: 'HKG',
      systemName: 'é',
      passport: { expiresOn: '2026-12-01', mrz: [] },
      resume: [{ from: '2015-09', to: '2020-01' }],
    },
    creditCode: 'x',
    documents: [
      { ...photo, format: 'png' },
      { kind: 'medical', issuedOn: '2020-01-01' },
      { kind: 'policeRecord', issuedOn: '2026-06-01' },
    ],
  })
  expect(codesOf(worst.blocks)).toEqual([
    'creditCodeInvalid',
    'notAForeigner',
    'under18',
    'nameNotPlainLetters',
    'mrzCheckDigit',
    'passportTooShort',
    'resumeGap:2020-02',
    'missing:passportPage',
    'photoUnfit',
    'missing:resume',
    'missing:contract',
    'missing:workExperience',
    'missing:degree',
    'tooOld:medical',
    'missing:platformEvidence',
    'missing:commitment',
  ])
  expect(codesOf(worst.warns)).toEqual(['ages:policeRecord'])
  for (const { path, message, source } of [...worst.blocks, ...worst.warns]) {
    expect(path).toMatch(/^(firm|talent|documents)\.[a-zA-Z0-9.]+$/)
    for (const text of [message.zh, message.en, source.zh, source.en]) expect(text).not.toMatch(/^$|\{|undefined/)
    expect(message.zh).toMatch(/。$/)
  }
})

test('over 60 names what speaks for a higher limit and what against it, while the city has not settled it', () => {
  const [finding] = judgeWith({
    talent: { birthDate: '1964-11-24' },
    engagement: { salaryPerYear: 600_000 },
  }).warns.filter(({ code }) => code === 'over60')
  expect(finding?.source.en).toMatch(
    /^Classification Standards .*; A blog of September 2024 .* Reports of February 2026/,
  )
  expect(finding?.source.zh).toMatch(/外专发〔2017〕40号）；2024年9月有博客/)
})
