/** The departments' opinions of this round, side by side: what they advise, criterion by criterion, and on which grounds. A difference is a tinted row. */
import type { Bilingual } from '../../base/text.js'
import type { Assessment, CaseFile } from '../../cases/caseFile.js'
import { FINDING_RESULTS, OPINIONS } from '../../forms/choices.js'
import { memberOf } from '../../forms/node.js'
import type { Around } from '../clock.view.js'
import { both, dateText } from '../page.js'
import type { Compare, Piece, Text } from '../parts.js'

interface Finding {
  readonly on: string
  readonly result: string
  readonly note: string
}

const NONE: Bilingual = { zh: '未评', en: 'not assessed' }
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const findingsOf = ({ findings }: Assessment): Finding[] =>
  findings.map((found) => ({
    on: text(memberOf(found, 'on')),
    result: text(memberOf(found, 'result')),
    note: text(memberOf(found, 'note')),
  }))

const resultText = (result: string): Bilingual =>
  FINDING_RESULTS.find(({ value }) => value === result)?.label ?? { zh: result, en: result }

function opinionPiece({ opinion }: Assessment): Piece {
  const label = OPINIONS.find(({ value }) => value === opinion)?.label ?? { zh: '—', en: '—' }
  return opinion === 'recommend'
    ? { text: label, icon: 'tick', look: 'ok' }
    : { text: label, icon: 'cross', look: 'bad' }
}

/** Undefined when nobody has reported in this round. */
export function opinionsOf({ assessments, case: line }: CaseFile, { authorities }: Around): Compare | undefined {
  const current = assessments.filter(({ round }) => round === line.round)
  if (current.length === 0) return undefined
  const heads: Text[] = current.map(({ authorityId, personName, at }) => {
    const short = authorities.get(authorityId)?.short ?? { zh: '部门', en: 'Department' }
    return both((language) =>
      [short[language], personName, dateText(at, language, 'short')].filter(Boolean).join(' · '),
    )
  })
  const row = (key: Text, lines: readonly (readonly (Text | Piece)[])[], differs = false) => ({
    key,
    differs,
    cells: lines.map((line, index) => ({ head: heads[index] ?? '', line })),
  })
  const findings = current.map(findingsOf)
  const criteria = [...new Set(findings.flatMap((list) => list.map(({ on }) => on)))]
  return {
    caption: { zh: '各部门意见', en: 'Opinions of the departments' },
    heads,
    rows: [
      row(
        { zh: '意见', en: 'Opinion' },
        current.map((one) => [opinionPiece(one)]),
        new Set(current.map(({ opinion }) => opinion)).size > 1,
      ),
      ...criteria.map((on) => {
        const found = findings.map((list) => list.find((one) => one.on === on))
        const results = new Set(found.flatMap((one) => (one ? [one.result] : [])))
        return row(
          on,
          found.map((one) =>
            one
              ? [resultText(one.result), ...(one.note ? [{ text: one.note, below: true, look: 'quiet' as const }] : [])]
              : [{ text: NONE, look: 'quiet' as const }],
          ),
          results.size > 1,
        )
      }),
      row(
        { zh: '评估情况', en: 'Assessment' },
        current.map(({ summary }) => [summary ?? '—']),
      ),
    ],
  }
}
