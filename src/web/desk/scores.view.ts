/**
 * Scores and compliance of a round, department beside department, each leading to the page of the
 * evidence; and the total, by which nothing is decided.
 */
import type { Bilingual } from '../../base/text.js'
import type { Assessment, CaseFile } from '../../cases/caseFile.js'
import type { ActGroup } from '../../criteria/compliance.js'
import { type Score, type Scorecard, totalScore } from '../../criteria/scorecard.js'
import { COMPLIANCE_RESULTS } from '../../forms/choices.js'
import { memberOf } from '../../forms/engine/node.js'
import type { Compare, Piece, Text } from '../kit/parts.js'
import { evidencePieces } from './evidence.js'

type Cells = readonly (readonly (Text | Piece)[])[]
type CompareRow = Compare['rows'][number]

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const below = (note: string): Piece[] => (note ? [{ text: note, below: true, look: 'quiet' }] : [])
const SILENT: Piece = { text: '—', look: 'quiet' }

/** The scores that stand in an assessment, as a card reads them. */
export const scoresIn = ({ scores }: Assessment): Score[] =>
  scores.flatMap((one) => {
    const [question, level, note] = [memberOf(one, 'question'), memberOf(one, 'level'), memberOf(one, 'note')]
    return typeof question === 'string' && typeof level === 'number' ? [{ question, level, note: text(note) }] : []
  })

const rowWith =
  (heads: readonly Text[]) =>
  (key: Text, lines: Cells, differs = false): CompareRow => ({
    key,
    differs,
    cells: lines.map((line, index) => ({ head: heads[index] ?? '', line })),
  })

/** A row a question that anybody answered; from the card's threshold on a difference is marked. */
export function scoreRows(
  file: CaseFile,
  current: readonly Assessment[],
  heads: readonly Text[],
  card: Scorecard | undefined,
): CompareRow[] {
  if (!card) return []
  const given = current.map(scoresIn)
  const row = rowWith(heads)
  return card.questions.flatMap(({ id, label, anchors }) => {
    const found = given.map((scores) => scores.find(({ question }) => question === id))
    if (found.every((one) => one === undefined)) return []
    const levels = found.flatMap((one) => (one ? [one.level] : []))
    const cells = found.map((one, index): (Text | Piece)[] => {
      if (!one) return [SILENT]
      const anchor = anchors[one.level]
      const sent = current[index]?.scores.find((score) => memberOf(score, 'question') === id)
      return [
        { text: levelText(one.level), look: 'strong' },
        ...(anchor ? [{ text: anchor, below: true }] : []),
        ...below(one.note ?? ''),
        ...evidencePieces(sent, file),
      ]
    })
    return [row(label, cells, Math.max(...levels) - Math.min(...levels) >= card.divergence.levels)]
  })
}

/** The totals, with the sentence that nothing is decided by them; none when nobody has scored. */
export function totalRows(
  current: readonly Assessment[],
  heads: readonly Text[],
  card: Scorecard | undefined,
): CompareRow[] {
  const totals = current.map((one) => (card ? totalScore(card, scoresIn(one)).total : null))
  if (totals.every((total) => total === null)) return []
  const cells = totals.map((total): (Text | Piece)[] =>
    total === null
      ? [SILENT]
      : [
          { text: String(total), look: 'strong' },
          { text: DECIDES_NOTHING, below: true, look: 'quiet' },
        ],
  )
  return [rowWith(heads)(TOTAL, cells)]
}

const TOTAL: Bilingual = { zh: '评分合计（百分制）', en: 'Total score, of 100' }
const DECIDES_NOTHING: Bilingual = {
  zh: '只供参考，不据此决定任何事项',
  en: 'for reference; nothing is decided by it',
}
const levelText = (level: number): Bilingual => ({ zh: `${level}档`, en: `Level ${level}` })

/** One row for the groups in which nothing was found, one each for a concern or a breach. */
export function complianceRows(
  current: readonly Assessment[],
  heads: readonly Text[],
  groups: Readonly<Record<string, ActGroup>>,
): CompareRow[] {
  const row = rowWith(heads)
  const found = current.map(({ compliance }) =>
    compliance.map((one) => ({
      group: text(memberOf(one, 'group')),
      result: text(memberOf(one, 'result')),
      note: text(memberOf(one, 'note')),
    })),
  )
  if (found.every((list) => list.length === 0)) return []
  const clear = found.map((list): (Text | Piece)[] => {
    const count = list.filter(({ result }) => result === 'clear').length
    if (list.length === 0) return [SILENT]
    return [
      {
        text: {
          zh: `${list.length}组中${count}组未发现问题`,
          en: `nothing found in ${count} of ${list.length} groups`,
        },
      },
    ]
  })
  const doubted = [
    ...new Set(found.flatMap((list) => list.flatMap(({ group, result }) => (result === 'clear' ? [] : [group])))),
  ]
  return [
    row({ zh: '合规核查', en: 'Compliance' }, clear),
    ...doubted.map((group) => {
      const cells = found.map((list): (Text | Piece)[] => {
        const one = list.find((finding) => finding.group === group)
        if (!one) return [SILENT]
        const label = COMPLIANCE_RESULTS.find(({ value }) => value === one.result)?.label ?? one.result
        const look = one.result === 'breach' ? 'bad' : one.result === 'concern' ? 'near' : 'ok'
        return [{ text: label, look }, ...below(one.note)]
      })
      const results = new Set(found.flatMap((list) => list.flatMap((one) => (one.group === group ? [one.result] : []))))
      return row(groups[group]?.label ?? group, cells, results.size > 1)
    }),
  ]
}
