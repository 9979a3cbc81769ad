/**
 * The departments' opinions of this round, side by side: what they advise, criterion by criterion,
 * and on which grounds. A difference is a tinted row.
 */
import type { Bilingual } from '../../base/text.js'
import type { Assessment, CaseFile } from '../../cases/caseFile.js'
import { FINDING_RESULTS, OPINIONS } from '../../forms/choices.js'
import { memberOf } from '../../forms/engine/node.js'
import type { PageContext } from '../case/clock.view.js'
import { both, dateText } from '../kit/page.js'
import type { Compare, Piece, Text } from '../kit/parts.js'
import { criterionName, type JudgedBy } from '../case/criteria.js'
import { divergenceOf } from './divergence.view.js'
import { evidencePieces } from './evidence.js'
import { complianceRows, scoreRows, totalRows } from './scores.view.js'

interface Finding {
  readonly on: string
  readonly result: string
  readonly note: string
  /** As it was sent, with the page that it points to. */
  readonly sent: unknown
}

const NONE: Bilingual = { zh: '未评', en: 'not assessed' }
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

const findingsOf = ({ findings }: Assessment): Finding[] =>
  findings.map((found) => ({
    on: text(memberOf(found, 'on')),
    result: text(memberOf(found, 'result')),
    note: text(memberOf(found, 'note')),
    sent: found,
  }))

const resultText = (result: string): Bilingual =>
  FINDING_RESULTS.find(({ value }) => value === result)?.label ?? { zh: result, en: result }

function opinionPiece({ opinion }: Assessment): Piece {
  const label = OPINIONS.find(({ value }) => value === opinion)?.label ?? { zh: '—', en: '—' }
  return opinion === 'recommend'
    ? { text: label, icon: 'tick', look: 'ok' }
    : { text: label, icon: 'cross', look: 'bad' }
}

/** Each by the department, or by the person where a department has given two opinions. */
function namesOf(current: readonly Assessment[], authorities: PageContext['authorities']): Bilingual[] {
  return current.map(({ authorityId, personName }) => {
    const short = authorities.get(authorityId)?.short ?? { zh: '部门', en: 'Department' }
    const alone = current.filter((one) => one.authorityId === authorityId).length === 1
    return alone || !personName ? short : { zh: personName, en: personName }
  })
}

const headsOf = (current: readonly Assessment[], authorities: PageContext['authorities']): Text[] =>
  current.map(({ authorityId, personName, at }) => {
    const short = authorities.get(authorityId)?.short ?? { zh: '部门', en: 'Department' }
    return both((language) =>
      [short[language], personName, dateText(at, language, 'short')].filter(Boolean).join(' · '),
    )
  })

/** The scores question by question, beside the opinions; undefined when nobody has scored in this round. */
export function scoringOf(file: CaseFile, { authorities }: PageContext, { card }: JudgedBy): Compare | undefined {
  const current = file.assessments.filter(({ round }) => round === file.case.round)
  const heads = headsOf(current, authorities)
  const rows = scoreRows(file, current, heads, card)
  if (rows.length === 0) return undefined
  return { caption: { zh: '评分，逐项', en: 'Scores, question by question' }, heads, rows }
}

/**
 * Undefined when nobody has reported in this round. With the scorecard in force for the case the
 * scores are compared as well.
 */
export function opinionsOf(
  file: CaseFile,
  { authorities }: PageContext,
  { card, groups = {}, judgement }: JudgedBy = {},
): Compare | undefined {
  const { assessments, case: line } = file
  const current = assessments.filter(({ round }) => round === line.round)
  if (current.length === 0) return undefined
  const names = namesOf(current, authorities)
  const notes = divergenceOf(current, names, card, {
    criterion: (code) => criterionName(code, judgement),
    group: (code) => groups[code]?.label,
  })
  const heads = headsOf(current, authorities)
  const row = (key: Text, lines: readonly (readonly (Text | Piece)[])[], differs = false) => ({
    key,
    differs,
    cells: lines.map((line, index) => ({ head: heads[index] ?? '', line })),
  })
  const findings = current.map(findingsOf)
  const criteria = [...new Set(findings.flatMap((list) => list.map(({ on }) => on)))]
  return {
    caption: { zh: '各部门意见', en: 'Opinions of the departments' },
    notes: notes.length > 0 ? notes : undefined,
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
          criterionName(on, judgement),
          found.map((one) =>
            one
              ? [
                  resultText(one.result),
                  ...(one.note ? [{ text: one.note, below: true, look: 'quiet' as const }] : []),
                  ...evidencePieces(one.sent, file),
                ]
              : [{ text: NONE, look: 'quiet' as const }],
          ),
          results.size > 1,
        )
      }),
      row(
        { zh: '评估情况', en: 'Assessment' },
        current.map(({ summary }) => [summary ?? '—']),
      ),
      ...complianceRows(current, heads, groups),
      ...totalRows(current, heads, card),
    ],
  }
}
