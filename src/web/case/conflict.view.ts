/**
 * "Someone changed this while you read": who did what, and which answers, papers, opinions or other
 * fields it changed, each with what stood there before.
 */
import { Stale } from '../../base/errors.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import { changesBetween } from '../../cases/changes.js'
import type { FiledAnswers } from '../../cases/filings.js'
import { listAnswers } from '../../forms/engine/check.js'
import { findForm } from '../../workflow/forms.js'
import { metaOf } from '../../workflow/step.js'
import { wordsOf } from '../../workflow/words.js'
import { questionName } from '../kit/differing.js'
import { time } from '../kit/page.js'
import type { Compare, Notice, Text } from '../kit/parts.js'
import { answerLine, type Sides, sidesTable } from '../kit/sideBySide.js'
import { changedSections } from './changes.view.js'

/** What one person did, with what it changed. */
export type Change = NonNullable<Notice['changes']>[number]

/** A field, what stood there, and what stands there now, which stands out. */
export const changedRow = (key: Text, before: Bilingual | null, after: Bilingual | null): Sides => ({
  key,
  cells: [answerLine(before, 'quiet'), answerLine(after, 'strong')],
})

/** A table of fields before and now. */
export const changedTable = (caption: Text, rows: readonly Sides[]): Compare =>
  sidesTable(
    caption,
    [
      { zh: '原来', en: 'Before' },
      { zh: '现在', en: 'Now' },
    ],
    rows,
  )

/** Everything that was done since the form was opened. `filings` are needed when the firm has filed again meanwhile. */
export function changesOf({ since }: Stale, file: CaseFile, filings: readonly FiledAnswers[]): Change[] {
  return since.map(({ seq, action, at, by }) => {
    const event = file.events.find((one) => one.seq === seq)
    const title = fill(
      { zh: '{at}，{by}：{done}', en: '{at}, {by}: {done}' },
      { at: time(at, 'short'), by, done: wordsOf(action).done },
    )
    return { title, tables: event ? tablesOf(event, file, filings) : [] }
  })
}

/** The line above a table says whose change it is: its caption does not repeat it. */
const CHANGED: Bilingual = { zh: '变化', en: 'What changed' }

function tablesOf(event: TimelineEvent, file: CaseFile, filings: readonly FiledAnswers[]): Change['tables'] {
  const rows = [...stateRow(event), ...holderRow(event, file), ...answerRows(event)]
  const filed = filings.findIndex(({ seq }) => seq === event.seq)
  const [before, after] = [filings[filed - 1], filings[filed]]
  const sections = before && after ? changedSections(changesBetween(before, after, file), file.case.id, true) : []
  return [
    ...(rows.length > 0 ? [{ table: changedTable(CHANGED, rows) }] : []),
    ...sections.map(({ label, table }) => ({ title: label, table })),
  ]
}

const stateRow = ({ fromState, toState }: TimelineEvent): Sides[] =>
  fromState === null || fromState === toState
    ? []
    : [changedRow({ zh: '状态', en: 'State' }, metaOf(fromState).label, metaOf(toState).label)]

const CLAIMING: readonly string[] = ['claim', 'handOver', 'assign']

/** Who had the case and who has it: the last change of hands names the one who has it now. */
function holderRow(event: TimelineEvent, file: CaseFile): Sides[] {
  const hands = file.events.filter(({ action }) => CLAIMING.includes(action))
  if (!CLAIMING.includes(event.action) || hands.at(-1) !== event) return []
  const before = hands.at(-2)
  const was = before?.action === 'claim' && before.actorName
  const now = file.case.claimedName || { zh: '无人认领', en: 'nobody' }
  return [changedRow({ zh: '承办人', en: 'Assigned to' }, was ? joined([was]) : null, joined([now]))]
}

/**
 * Assessments' rows stand in the table of opinions; people are named above; answers to a notice
 * stand beside what changed.
 */
const ELSEWHERE = /^(findings|scores|compliance|answers|letterId|to)\b/

/** What the event says, question by question: all of it is new. */
function answerRows({ action, content }: TimelineEvent): Sides[] {
  const form = findForm(action)
  if (!form || !content || action === 'submit') return []
  return listAnswers(form, content).flatMap((asked) =>
    asked.answer === null || ELSEWHERE.test(asked.path) ? [] : [changedRow(questionName(asked), null, asked.answer)],
  )
}
