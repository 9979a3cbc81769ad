/**
 * Scores and compliance of a round, department beside department, each leading to the page of the
 * evidence; and the total, by which nothing is decided.
 */
import type { Bilingual } from '../../base/text.js'
import type { Assessment, CaseFile } from '../../cases/caseFile.js'
import type { ActGroup } from '../../criteria/compliance.js'
import { type Scorecard, totalScore } from '../../criteria/scorecard.js'
import { COMPLIANCE_RESULTS } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import type { Line } from '../kit/parts.js'
import { below, pieces, quiet, strong } from '../kit/pieces.js'
import type { ComparedRow } from '../kit/sideBySide.js'
import { evidencePieces } from './evidence.js'

const SILENT: Line = [quiet('—')]

/** A row a question that anybody answered; from the card's threshold on a difference is marked. */
export function scoreRows(
  file: CaseFile,
  assessments: readonly Assessment[],
  { questions, divergence }: Scorecard,
): ComparedRow[] {
  return questions.flatMap(({ id, label, anchors }) => {
    const scores = assessments.map((one) => one.scores.find(({ question }) => question === id))
    const levels = scores.flatMap((score) => score?.level ?? [])
    if (levels.length === 0) return []
    const lines = scores.map((score) => {
      if (!score) return SILENT
      const anchor = anchors[score.level]
      return pieces(
        strong({ zh: `${score.level}档`, en: `Level ${score.level}` }),
        anchor && below(anchor),
        score.note && below(score.note, 'quiet'),
        ...evidencePieces(score, file),
      )
    })
    return [{ key: label, lines, differs: Math.max(...levels) - Math.min(...levels) >= divergence.levels }]
  })
}

/** The totals, with the sentence that nothing is decided by them; none when nobody has scored. */
export function totalRows(assessments: readonly Assessment[], card: Scorecard): ComparedRow[] {
  const totals = assessments.map(({ scores }) => totalScore(card, scores).total)
  if (totals.every((total) => total === null)) return []
  const lines = totals.map((total) =>
    total === null ? SILENT : [strong(String(total)), below(DECIDES_NOTHING, 'quiet')],
  )
  return [{ key: { zh: '评分合计（百分制）', en: 'Total score, of 100' }, lines, differs: false }]
}

const DECIDES_NOTHING: Bilingual = { zh: '仅供参考，不作为决定依据', en: 'for reference only' }

const LOOKS = { breach: 'bad', concern: 'near', clear: 'ok' } as const

/** One row for the groups in which nothing was found, one each for a concern or a breach. */
export function complianceRows(
  assessments: readonly Assessment[],
  groups: Readonly<Record<string, ActGroup>>,
): ComparedRow[] {
  const lists = assessments.map(({ compliance }) => compliance)
  if (lists.every((list) => list.length === 0)) return []
  const clear = lists.map((list): Line => {
    const count = list.filter(({ result }) => result === 'clear').length
    if (list.length === 0) return SILENT
    const text = {
      zh: `按组：未发现问题${count}/${list.length}`,
      en: `by group: nothing found in ${count} of ${list.length}`,
    }
    return [{ text }]
  })
  const doubted = new Set(lists.flat().flatMap(({ group, result }) => (result === 'clear' ? [] : [group])))
  return [
    { key: { zh: '合规核查', en: 'Compliance' }, lines: clear, differs: false },
    ...[...doubted].map((code) => {
      const found = lists.map((list) => list.find(({ group }) => group === code))
      const lines = found.map((one) =>
        one
          ? pieces(
              { text: labelOf(COMPLIANCE_RESULTS, one.result), look: LOOKS[one.result] },
              one.note && below(one.note, 'quiet'),
            )
          : SILENT,
      )
      const results = new Set(found.flatMap((one) => one?.result ?? []))
      return { key: groups[code]?.label ?? code, lines, differs: results.size > 1 }
    }),
  ]
}
