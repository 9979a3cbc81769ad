/** A letter made ready for pages: its standing as a tag, and the sheet as it is printed. */

import type { Language } from '../../base/text.js'
import type { LetterLine } from '../../letters/letter.service.js'
import type { LetterData } from '../../letters/letterData.js'
import { dateText } from '../page.js'
import type { LetterSheet, Tag } from '../parts.js'

const ENDS: Readonly<Record<string, Tag>> = {
  void: { label: { zh: '已作废', en: 'Void' }, colour: 'grey' },
  superseded: { label: { zh: '已被替代', en: 'Superseded' }, colour: 'grey' },
  revoked: { label: { zh: '已撤销', en: 'Revoked' }, colour: 'seal' },
  expired: { label: { zh: '已过期', en: 'Expired' }, colour: 'grey' },
}

/** In force, being made, failed, or how it has ended. */
export function standingTag({ endedAs, issuedAt, failedAt }: LetterLine): Tag {
  if (endedAs) return ENDS[endedAs] ?? { label: endedAs, colour: 'grey' }
  if (failedAt) return { label: { zh: '无法制作', en: 'Could not be made' }, colour: 'red' }
  return issuedAt
    ? { label: { zh: '有效', en: 'In force' }, colour: 'green' }
    : { label: { zh: '制作中', en: 'Being made' }, colour: 'blue' }
}

/** The sheet in one of the letter's two languages. */
export function sheetOf(data: LetterData, ended: boolean, language: Language): LetterSheet {
  const colon = language === 'zh' ? '：' : ':'
  return {
    lang: language === 'zh' ? 'zh-CN' : 'en-GB',
    label: language === 'zh' ? `推荐函 ${data.number}` : `Letter ${data.number}`,
    org: data.issuer[language],
    number: data.number,
    title: data.title[language].split('\n'),
    to: `${data.addressee[language]}${colon}`,
    paragraphs: [
      ...data.opening[language],
      ...data.facts.map(
        ({ label, value }) => `${label[language]}${colon}${language === 'en' ? ' ' : ''}${value[language]}`,
      ),
      ...data.assessment[language],
      ...data.findings.map(
        ({ heading, text }, index) =>
          `${index + 1}. ${heading[language]}${language === 'zh' ? '。' : '. '}${text[language]}`,
      ),
      ...data.closing[language],
    ],
    signature: data.signatory[language],
    date: dateText(data.issuedOn, language),
    seal: { kind: ended ? 'void' : 'whole' },
    ...(data.specimen && { specimen: data.specimen }),
    ...(data.contact && { foot: data.contact[language] }),
  }
}

/** The sheet of a letter that is not issued: dashed places for the number and the seal. */
export function previewOf(data: LetterData, language: Language): LetterSheet {
  const zh = language === 'zh'
  return {
    ...sheetOf(data, false, language),
    label: zh ? '推荐函预览' : 'Preview of the letter',
    numberPlace: zh ? '签发时取号' : 'number when issued',
    seal: { kind: 'place', text: zh ? '签发时盖章' : 'seal when issued' },
  }
}
