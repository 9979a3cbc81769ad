/** What the check page says: the verdict, what the paper says, and what was asked. */
import { dateInShanghai } from '../../base/clock.js'
import type { Bilingual } from '../../base/text.js'
import { RECEIPT } from '../../letters/applicationForm.js'
import { normaliseCheckCode, showCheckCode } from '../../base/checkCode.js'
import type { CheckResult } from '../../letters/letter.service.js'
import { day, time } from '../kit/page.js'
import { code, numberPiece } from '../kit/pieces.js'
import { fact, facts, smallFacts } from '../kit/table.js'
import { type Finding, verdictOf } from '../kit/verdict.js'

/** What somebody asked by; `seen`: the file itself was looked at, not its fingerprint alone. */
export interface CheckInput {
  readonly by: 'code' | 'file'
  readonly value: string
  readonly seen?: boolean
}

const KEYS = { code: { zh: '核验码', en: 'Check code' }, file: { zh: '文件指纹', en: 'File fingerprint' } }

export function codeWords(typed: string): CheckInput {
  const known = normaliseCheckCode(typed)
  return { by: 'code', value: known ? showCheckCode(known) : typed.slice(0, 60) }
}

/** The page after a check. */
export function resultOf(checked: CheckResult, { by, value, seen }: CheckInput, now: Date) {
  const { facts: printed, number, standing, kind } = checked
  return {
    verdict: verdictOf(findingOf(checked, by === 'file')),
    check: smallFacts(fact('时间', 'Time', time(now)), { key: KEYS[by], line: [code(value)] }),
    follow: kind === RECEIPT && by === 'code' && (standing === 'valid' || standing === 'specimen') ? value : undefined,
    sendFile: by === 'file' && !seen && standing === 'unknown',
    letter:
      printed &&
      number &&
      facts(
        fact('文号', 'Number', numberPiece(number)),
        fact('标题', 'Title', oneLine(printed.title)),
        fact('发文机关', 'Issued by', printed.issuer),
        fact('主送', 'Addressed to', printed.addressee),
        fact('日期', 'Date', day(printed.issuedOn)),
        ...printed.facts.map(({ label, value: line }) => ({ key: label, line: [line] })),
        printed.validUntil && fact('有效期至', 'Valid until', day(printed.validUntil)),
      ),
  }
}

const oneLine = ({ zh, en }: Bilingual): Bilingual => ({ zh: zh.replaceAll('\n', ''), en: en.replaceAll('\n', ' ') })

/** What the registry says, in the terms of the verdict. */
function findingOf(checked: CheckResult, byFile: boolean): Finding {
  const { standing, kind, facts, endedAt, supersededBy, announced } = checked
  if (standing === 'altered') return { kind: 'altered' }
  if (!facts || standing === 'unknown') return { kind: 'unknown', byFile }
  const endedOn = endedAt ? dateInShanghai(endedAt) : facts.issuedOn
  if (announced && (standing === 'void' || standing === 'superseded')) return { kind: standing, settledOn: endedOn }
  switch (standing) {
    case 'revoked':
      return { kind: 'revoked', revokedOn: endedOn }
    case 'void':
      // of a recalled filing the next receipt is the firm's own affair
      return { kind: 'void', endedOn, newNumber: (kind === 'recommendation' && supersededBy) || null }
    case 'superseded':
      return { kind: 'superseded', newNumber: supersededBy ?? null, supersededOn: endedOn }
    case 'specimen':
      return { kind: 'specimen' }
    default:
      return { kind: standing, issuer: facts.issuer, validUntil: facts.validUntil }
  }
}
