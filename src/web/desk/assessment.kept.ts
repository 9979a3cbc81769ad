/** Where two assessments by the same person differ, when both were kept: question by question, by the names that the page gives them. */
import { type Asked, groupsOf, questionsFor } from '../../cases/assessing.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import type { AskedAnswer } from '../../forms/engine/check.js'
import type { Branch } from '../../forms/engine/node.js'
import { differing } from '../case/conflict.view.js'
import type { Compare, Line, Text } from '../kit/parts.js'
import { ENOUGH } from './assessment.form.js'
import { laidOut } from './assessment.rows.js'
import type { Criterion } from '../case/criteria.js'

type Difference = ReturnType<typeof differing>[number]

/** What stands in another window and what stands here. */
export function keptDifferences(
  asked: Asked,
  criteria: readonly Criterion[],
  theirs: Branch,
  mine: Branch,
): readonly Difference[] {
  const names: Readonly<Record<string, readonly (Text | undefined)[]>> = {
    scores: questionsFor(asked).map(({ label }) => label),
    compliance: groupsOf(asked).map(({ label }) => label),
    findings: criteria.map(({ name }) => name),
  }
  const nameOf = ({ path, label, group }: AskedAnswer) => {
    const [, list = '', at] = /^(\w+)\.(\d+)\./.exec(path) ?? []
    const row = names[list]?.[Number(at)] ?? group
    const words = typeof row === 'string' ? { zh: row, en: row } : row
    return words ? { zh: `${words.zh} · ${label.zh}`, en: `${words.en} · ${label.en}` } : label
  }
  const [one, other] = [theirs, mine].map((tree) => laidOut(tree, asked, criteria))
  return [ENOUGH, ACTION_FORMS.report].flatMap((form) => (form ? differing(form, one, other, nameOf) : []))
}

const THERE = { zh: '另一个窗口', en: 'In the other window' }
const HERE = { zh: '这里', en: 'Here' }

/** The differences as a table. */
export function keptTable(caption: Text, rows: readonly Difference[]): Compare {
  const cell = (answer: Difference['mine']): Line =>
    answer ? [answer] : [{ text: { zh: '没有', en: 'nothing' }, look: 'quiet' }]
  return {
    caption,
    look: 'fields',
    heads: [THERE, HERE],
    rows: rows.map(({ key, theirs, mine }) => ({
      key,
      cells: [
        { head: THERE, line: cell(theirs) },
        { head: HERE, line: cell(mine) },
      ],
    })),
  }
}
