/**
 * What the file of a drawn signature prints beside what was shown: the drawing, who, when, how, and the digest. Pure.
 */
import { dateInShanghai, timeInShanghai } from '../base/clock.js'
import { sayDate } from '../base/dates.js'
import { type Bilingual, fill } from '../base/text.js'
import type { ShownPaper } from '../cases/signedPapers.js'
import { drawStrokes, readStrokes } from '../forms/strokes.js'

export interface SignedSheet {
  readonly shown: ShownPaper
  /** As strokes.ts has them. */
  readonly strokes: string
  readonly at: Date
  readonly openedBy: 'code' | 'pin'
  /** SHA-256 of what was shown. */
  readonly digest: string
  /** The words that stand across every page of a demonstration's file, or null. */
  readonly specimen: string | null
}

/** The JSON that signed.typ reads. Throws Error where the strokes are none. */
export function signedLayout({ shown, strokes, at, openedBy, digest, specimen }: SignedSheet): string {
  const read = readStrokes(strokes)
  if (!read) throw new Error('the strokes of a signature cannot be read')
  const day = dateInShanghai(at)
  const facts = [
    { label: { zh: '签名人', en: 'Signed by' }, value: { zh: shown.name, en: shown.name } },
    {
      label: { zh: '时间', en: 'Time' },
      value: fill(WHEN, { day: sayDate(day), time: timeInShanghai(at).slice(11, 16) }),
    },
    { label: { zh: '方式', en: 'How' }, value: fill(HOW, { by: BY[openedBy] }) },
    { label: { zh: '摘要', en: 'Digest' }, value: fill(DIGEST, { digest: digest.replace(/.{8}(?=.)/g, '$& ') }) },
  ]
  return JSON.stringify({ ...shown, drawing: drawStrokes(read), signedOn: day, facts, note: NOTE, digest, specimen })
}

const WHEN: Bilingual = { zh: '{day}{time}（北京时间）', en: '{day}, {time} (Beijing time)' }
const HOW: Bilingual = {
  zh: '在本人页面手写；本人页面由人选本人的邮箱绑定，本次以{by}打开',
  en: 'Signed by hand on their own page, which is linked to their own e-mail address and was opened with {by}',
}
const BY: Readonly<Record<SignedSheet['openedBy'], Bilingual>> = {
  code: { zh: '邮件验证码', en: 'a code sent by mail' },
  pin: { zh: 'PIN码', en: 'their PIN' },
}
const DIGEST: Bilingual = { zh: '所签内容的SHA-256：{digest}', en: 'SHA-256 of what was signed: {digest}' }
const NOTE: Bilingual = {
  zh: '这是手写笔迹签名，不使用电子认证证书。签名对应上面的内容；内容改动后，签名即失效。',
  en:
    'This is a drawn signature, not an electronic signature made with a certificate. It belongs to the text above ' +
    'and is void once that is changed.',
}
