/** What a file is proposed to be, by its name, its text and its shape; and when it was issued. */
import { describe, expect, test } from '@jest/globals'
import { findDate, type PaperTraits, proposePaper } from '../../src/criteria/proposedPaper.js'

const TODAY = '2026-11-28'
const proposed = (name: string, more: Partial<PaperTraits> = {}) =>
  proposePaper({ name, format: 'pdf', ...more }, TODAY)

describe('the kind', () => {
  test.each([
    ['护照首页.pdf', 'passportPage'],
    ['Passport_Silva.pdf', 'passportPage'],
    ['证件照.jpg', 'photo'],
    ['CV Camila Silva.pdf', 'resume'],
    ['卡米拉-简历.pdf', 'resume'],
    ['劳动合同（已盖章）.pdf', 'contract'],
    ['工作经历证明.pdf', 'workExperience'],
    ['Reference-letter-Globo.pdf', 'workExperience'],
    ['学士学位证书.pdf', 'degree'],
    ['Bachelor diploma.pdf', 'degree'],
    ['无犯罪记录证明.pdf', 'policeRecord'],
    ['police clearance 2026.pdf', 'policeRecord'],
    ['体检报告.pdf', 'medical'],
    ['TikTok analytics.pdf', 'platformEvidence'],
    ['合规直播承诺书.pdf', 'commitment'],
    ['薪资事项承诺书.pdf', 'salaryCommitment'],
    ['食品经营许可证.pdf', 'categoryLicence'],
    ['工作许可证.pdf', 'previousPermit'],
    ['原工作许可注销证明.pdf', 'cancellation'],
    ['结婚证.pdf', 'family'],
  ])('%s', (name, kind) => {
    expect(proposed(name)).toEqual({ kind })
  })

  test('a translation is proposed with what it translates', () => {
    expect(proposed('学位证书_中文翻译.pdf')).toEqual({ kind: 'translation', of: 'degree' })
    expect(proposed('译文.pdf')).toEqual({ kind: 'translation' })
  })

  test('a name that says nothing leaves it to the text', () => {
    expect(proposed('scan0001.pdf', { text: 'CERTIFICATE OF NO CRIMINAL RECORD\nPolice of Rio' }).kind).toBe(
      'policeRecord',
    )
    expect(proposed('扫描件.pdf', { text: '体检表 健康检查 physical examination' }).kind).toBe('medical')
    expect(proposed('a.pdf', { text: 'P<BRASILVA<<CAMILA<<<<<<<<<<<<<<<<<<<<<<<<<<' }).kind).toBe('passportPage')
  })

  test('the shape of a portrait is a photograph; that of a scanned page is nothing', () => {
    expect(proposed('IMG_1.jpg', { format: 'jpeg', width: 354, height: 472 }).kind).toBe('photo')
    expect(proposed('IMG_1.jpg', { format: 'jpeg', width: 2480, height: 3508 })).toEqual({})
    expect(proposed('IMG_1.png', { format: 'png', width: 354, height: 472 })).toEqual({})
  })

  test('a short word inside another one, and two kinds as likely, propose nothing', () => {
    expect(proposed('cvs-export.pdf')).toEqual({})
    expect(proposed('passport and visa.pdf')).toEqual({})
  })
})

describe('the day of issue', () => {
  test.each([
    ['Date of issue: 12 March 2026', '2026-03-12'],
    ['签发日期：2026年9月3日', '2026-09-03'],
    ['ISSUED ON March 5th, 2026', '2026-03-05'],
    ['20260930', '2026-09-30'],
    ['2026-02-30', undefined],
    ['03/04/2026', undefined],
    ['120260930', undefined],
  ])('%s', (text, date) => {
    expect(findDate(text)).toBe(date)
  })

  test('stands in the text behind its words, else in the name; a birth date does not count', () => {
    const text = 'Born on 1 May 1998. No criminal record. Date of issue 2026-10-02, Rio de Janeiro'
    expect(proposed('police 20260101.pdf', { text }).issuedOn).toBe('2026-10-02')
    expect(proposed('police 20260101.pdf', { text: 'Born on 1 May 1998, no criminal record.' }).issuedOn).toBe(
      '2026-01-01',
    )
  })

  test('is left open where neither text nor name say it', () => {
    const text = 'Certificate of employment: she worked for us for seven years as a host, from 1 May 2019.'
    expect(proposed('a.pdf', { text }).issuedOn).toBeUndefined()
  })

  test('nothing was issued after today', () => {
    expect(proposed('police 20261201.pdf').issuedOn).toBeUndefined()
  })
})
