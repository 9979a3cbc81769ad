/** What a paper says as plain paragraphs, numbered as its PDF is (templates/letters/measures.typ). */
import { COLON, type Language } from '../base/text.js'
import type { LetterData } from './letterData.js'

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** 一, 十, 十一, 二十三: up to 99. */
function chineseNumber(n: number): string {
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return `${tens > 1 ? DIGITS[tens] : ''}${tens > 0 ? '十' : ''}${DIGITS[ones]}`
}

const ordinal = (n: number, language: Language): string => (language === 'zh' ? `${chineseNumber(n)}、` : `${n}. `)

/** The paragraphs in one of the two languages: particulars as lines, findings numbered where there are several. */
export function paragraphsOf(data: LetterData, language: Language): string[] {
  const stop = language === 'zh' ? '。' : '. '
  const { findings, attachments, copiedTo } = data
  const numbered = (index: number) => (findings.length > 1 ? ordinal(index + 1, language) : '')
  const enclosed = attachments.map((name, index) => (attachments.length > 1 ? `${index + 1}. ` : '') + name[language])
  const one = attachments.length === 1 ? 'Attachment' : 'Attachments'
  return [
    ...data.opening[language],
    ...data.facts.map(({ label, value }) => `${label[language]}${COLON[language]}${value[language]}`),
    ...data.assessment[language],
    ...findings.map(({ heading, text }, index) => `${numbered(index)}${heading[language]}${stop}${text[language]}`),
    ...data.closing[language],
    ...(enclosed.length > 0
      ? [`${language === 'zh' ? '附件' : one}${COLON[language]}${enclosed.join(language === 'zh' ? '' : ' ')}`]
      : []),
    ...(copiedTo ? [`${language === 'zh' ? '抄送' : 'Copied to'}${COLON[language]}${copiedTo[language]}`] : []),
  ]
}
