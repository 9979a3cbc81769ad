/** What the check page says: the verdict, what the paper says, and what was asked. */
import { dateInShanghai } from '../../base/clock.js'
import type { Bilingual } from '../../base/text.js'
import { normaliseCheckCode, showCheckCode } from '../../letters/checkCode.js'
import type { CheckResult } from '../../letters/letter.service.js'
import { both, dateText, timeText } from '../kit/page.js'
import { type Finding, verdictOf } from '../kit/verdict.js'
import type { VerifyResultView } from '../kit/views.js'

/** What somebody asked by; `seen`: the file itself was looked at, not its fingerprint alone. */
export interface CheckInput {
  readonly by: 'code' | 'file'
  readonly key: Bilingual
  readonly value: string
  readonly seen?: boolean
}

export function codeWords(code: string): CheckInput {
  const known = normaliseCheckCode(code)
  return {
    by: 'code',
    key: { zh: '核验码', en: 'Check code' },
    value: known ? showCheckCode(known) : code.slice(0, 60),
  }
}

export const fileWords = (sha256: string): CheckInput => ({
  by: 'file',
  key: { zh: '文件指纹', en: 'File fingerprint' },
  value: sha256,
})

/** The page after a check. */
export function resultOf(checked: CheckResult, asked: CheckInput, now: Date): VerifyResultView {
  const { facts, number, standing } = checked
  const day = (date: string) => both((language) => dateText(date, language))
  return {
    verdict: verdictOf(findingOf(checked, asked.by === 'file')),
    check: {
      small: true,
      rows: [
        { key: { zh: '时间', en: 'Time' }, line: [both((language) => timeText(now, language))] },
        { key: asked.key, line: [{ text: asked.value, look: 'code' }] },
      ],
    },
    sendFile: asked.by === 'file' && !asked.seen && standing === 'unknown',
    letter:
      facts && number
        ? {
            rows: [
              { key: { zh: '文号', en: 'Number' }, line: [{ text: number, look: 'song', lang: 'zh-CN' }] },
              { key: { zh: '标题', en: 'Title' }, line: [oneLine(facts.title)] },
              { key: { zh: '发文机关', en: 'Issued by' }, line: [facts.issuer] },
              { key: { zh: '主送', en: 'Addressed to' }, line: [facts.addressee] },
              { key: { zh: '日期', en: 'Date' }, line: [day(facts.issuedOn)] },
              ...facts.facts.map(({ label, value }) => ({ key: label, line: [value] })),
              ...(facts.validUntil
                ? [{ key: { zh: '有效期至', en: 'Valid until' }, line: [day(facts.validUntil)] }]
                : []),
            ],
          }
        : undefined,
  }
}

const oneLine = ({ zh, en }: Bilingual): Bilingual => ({ zh: zh.replaceAll('\n', ''), en: en.replaceAll('\n', ' ') })

/** What the registry says, in the terms of the verdict. */
function findingOf({ standing, facts, endedAt, supersededBy }: CheckResult, byFile: boolean): Finding {
  if (standing === 'altered') return { kind: 'altered' }
  if (!facts || standing === 'unknown') return { kind: 'unknown', byFile }
  const endedOn = endedAt ? dateInShanghai(endedAt) : facts.issuedOn
  switch (standing) {
    case 'revoked':
    case 'void':
      return { kind: 'revoked', revokedOn: endedOn }
    case 'superseded':
      return { kind: 'superseded', newNumber: supersededBy ?? null, supersededOn: endedOn }
    case 'specimen':
      return { kind: 'specimen' }
    default:
      return { kind: standing, issuer: facts.issuer, validUntil: facts.validUntil }
  }
}
