/**
 * "Someone changed this while you read": who did what, and which answers, papers, opinions or other
 * fields it changed, each with what stood there before.
 */
import { Stale } from '../../base/errors.js'
import type { Bilingual } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import { changesBetween } from '../../cases/changes.js'
import type { FiledAnswers } from '../../cases/filings.js'
import { listAnswers } from '../../forms/engine/check.js'
import { findForm } from '../../workflow/forms.js'
import { metaOf } from '../../workflow/step.js'
import { wordsOf } from '../../workflow/words.js'
import { changedSections } from './changes.view.js'
import { questionName } from '../kit/differing.js'
import { both, timeText } from '../kit/page.js'
import type { Compare, Notice, Text } from '../kit/parts.js'
import { answerLine, type Sides, sidesTable } from '../kit/sideBySide.js'

/** What one person did, with what it changed. */
export type Change = NonNullable<Notice['changes']>[number]

const BEFORE: Bilingual = { zh: '原来', en: 'Before' }
const NOW: Bilingual = { zh: '现在', en: 'Now' }
const STATE: Bilingual = { zh: '状态', en: 'State' }
const HOLDER: Bilingual = { zh: '在谁手上', en: 'Who has it' }
const NOBODY: Bilingual = { zh: '无人认领', en: 'nobody' }

/** A field, what stood there, and what stands there now, which stands out. */
export const changedRow = (key: Text, before: Bilingual | null, after: Bilingual | null): Sides => ({
  key,
  cells: [answerLine(before, 'quiet'), answerLine(after, 'strong')],
})

/** A table of fields before and now. */
export const changedTable = (caption: Text, rows: readonly Sides[]): Compare => sidesTable(caption, [BEFORE, NOW], rows)

/** Everything that was done since the form was opened. `filings` are needed when the firm has filed again meanwhile. */
export function changesOf({ since }: Stale, file: CaseFile, filings: readonly FiledAnswers[]): Change[] {
  return since.map(({ seq, action, at, by }) => {
    const event = file.events.find((one) => one.seq === seq)
    const title = both((language) => {
      const done = wordsOf(action).done[language]
      return language === 'zh'
        ? `${timeText(at, 'zh', 'short')}，${by.zh}：${done}`
        : `${timeText(at, 'en', 'short')}, ${by.en}: ${done}`
    })
    return { title, tables: event ? tablesOf(event, title, file, filings) : [] }
  })
}

/** Whether the firm has filed again among what happened. */
export const filedSince = ({ since }: Stale): boolean => since.some(({ action }) => action === 'resubmit')

function tablesOf(
  event: TimelineEvent,
  caption: Text,
  file: CaseFile,
  filings: readonly FiledAnswers[],
): Change['tables'] {
  const rows = [...stateRow(event), ...holderRow(event, file), ...saidRows(event)]
  const filed = filings.findIndex(({ seq }) => seq === event.seq)
  const [before, after] = [filings[filed - 1], filings[filed]]
  return [
    ...(rows.length > 0 ? [{ table: changedTable(caption, rows) }] : []),
    ...(before && after
      ? changedSections(changesBetween(before, after, file), file.case.id, true).map(({ label, table }) => ({
          title: label,
          table,
        }))
      : []),
  ]
}

const stateRow = ({ fromState, toState }: TimelineEvent): Sides[] =>
  fromState === null || fromState === toState ? [] : [changedRow(STATE, metaOf(fromState).label, metaOf(toState).label)]

const CLAIMING: readonly string[] = ['claim', 'handOver', 'assign']

/** Who had the case and who has it: the last change of hands names the one who has it now. */
function holderRow(event: TimelineEvent, file: CaseFile): Sides[] {
  const hands = file.events.filter(({ action }) => CLAIMING.includes(action))
  if (!CLAIMING.includes(event.action) || hands.at(-1) !== event) return []
  const before = hands.at(-2)
  const was = before?.action === 'claim' ? before.actorName : null
  const now = file.case.claimedName
  return [changedRow(HOLDER, was ? { zh: was, en: was } : null, now ? { zh: now, en: now } : NOBODY)]
}

/**
 * Assessments' rows stand in the table of opinions; people are named above; answers to a notice
 * stand beside what changed.
 */
const ELSEWHERE = /^(findings|scores|compliance|answers|letterId|to)\b/

/** What the event says, question by question: all of it is new. */
function saidRows({ action, content }: TimelineEvent): Sides[] {
  const form = findForm(action)
  if (!form || !content || action === 'submit') return []
  return listAnswers(form, content).flatMap((asked) =>
    asked.answer === null || ELSEWHERE.test(asked.path) ? [] : [changedRow(questionName(asked), null, asked.answer)],
  )
}
