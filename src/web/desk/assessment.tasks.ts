/**
 * The assessment as a short task list on the case's page: its parts, how far each is in what the assessor has kept, and
 * whether there is enough to decide, which comes first. In a further round the form opens with what the last one said:
 * that is no answer of this round yet.
 */
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import { type DepartmentQuestions, groupsOf, questionsFor } from '../../cases/assessing.js'
import type { KeptForm } from '../../cases/keptForms.js'
import { findSentenceReason } from '../../criteria/scorecard.js'
import { type Branch, isBlank, memberOf, rowsAt, textAt, valueAt } from '../../forms/engine/node.js'
import { time } from '../kit/page.js'
import type { Task, Tasks, Text } from '../kit/parts.js'

const COMPLETE = { zh: '完成', en: 'Done' }
const NOT_STARTED = { zh: '未开始', en: 'Not started' }
const FROM_LAST = { zh: '上一轮的意见，待确认', en: 'From the last round, to be confirmed' }
const NO_SUMMARY = { zh: '尚须填写评估情况', en: 'Assessment text still missing' }

interface Progress {
  /** What the assessor has written so far. */
  readonly kept: Pick<KeptForm, 'input' | 'savedAt'> | undefined
  /** What the form opens with in a further round; empty in a first one. */
  readonly last: Branch
  /** The codes of what looks doubtful of the figures: some questions ask for a sentence then. */
  readonly flagged: readonly string[]
}

/** The parts of the form, each leading to its own place. */
export function assessmentTasks(
  caseId: number,
  asked: DepartmentQuestions,
  { kept, last, flagged }: Progress,
): Tasks & { readonly note: Text } {
  const input = kept?.input ?? last
  const complete = (text: Bilingual) => (kept ? { done: text } : { status: FROM_LAST })
  const enough = valueAt(input, 'desk.enough')
  const href = (part: string) => `${path.report(caseId)}#part-${part}`
  /** A part of `most` questions, of which some are answered; none when it asks nothing. */
  const counted = (title: Bilingual, part: string, count: number, most: number): Task[] => {
    if (most === 0) return []
    const status = count > 0 ? { zh: `${count} / ${most}`, en: `${count} of ${most}` } : NOT_STARTED
    return [{ title, href: href(part), ...(count >= most ? complete(COMPLETE) : { status }) }]
  }
  const findings = rowsAt(input, 'findings').filter((row) => !isBlank(memberOf(row, 'result'))).length
  // a department that was asked a question of its own answers that, and looks at its own groups
  const unlessConsulted = (task: Task): Task[] => (asked.consulted ? [] : [task])
  return {
    id: 'assessment-tasks',
    note: noteOf(kept, last),
    tasks: [
      ...unlessConsulted({
        title: { zh: '材料是否充分？', en: 'Are the documents sufficient?' },
        hint: { zh: '不充分的，先请企业补正', en: 'if not, ask the firm first' },
        href: href('enough'),
        ...(enough === 'yes'
          ? complete({ zh: '充分', en: 'Yes' })
          : { status: enough === 'no' ? { zh: '不充分', en: 'No' } : NOT_STARTED }),
      }),
      ...counted(
        { zh: '评分', en: 'Scores' },
        'scores',
        countScores(asked, input, flagged),
        questionsFor(asked).length,
      ),
      ...counted({ zh: '合规核查', en: 'Compliance' }, 'acts', countGroups(input), groupsOf(asked).length),
      ...unlessConsulted({
        title: { zh: '分项意见', en: 'Findings' },
        hint: { zh: '指明所在材料和页码', en: 'each with its document and page' },
        href: href('findings'),
        status: findings > 0 ? { zh: `${findings}条`, en: String(findings) } : { zh: '选填', en: 'Optional' },
      }),
      {
        title: { zh: '意见', en: 'Opinion' },
        href: href('last'),
        ...opinionOf(input, last, complete),
      },
    ],
  }
}

function noteOf(kept: Progress['kept'], last: Branch): Bilingual {
  if (kept) return fill({ zh: '您暂存的评估，{at}', en: 'saved by you, {at}' }, { at: time(kept.savedAt, 'short') })
  return valueAt(last, 'opinion') ? BEGUN_FROM_LAST : { zh: '尚未开始', en: 'not started yet' }
}
const BEGUN_FROM_LAST = {
  zh: '已填入上一轮的意见，请逐项确认后提交',
  en: 'filled in from the last round: confirm each part and submit',
}

/** Both the opinion and its grounds; in a further round the grounds are those of this round. */
function opinionOf(input: Branch, last: Branch, complete: (text: Bilingual) => Pick<Task, 'done' | 'status'>) {
  if (!valueAt(input, 'opinion')) return { status: NOT_STARTED }
  const summary = textAt(input, 'summary')
  if (!summary) return { status: NO_SUMMARY }
  return summary === textAt(last, 'summary') ? { status: FROM_LAST } : complete(COMPLETE)
}

/** Questions with a level, and with a sentence where one is needed. */
const countScores = (asked: DepartmentQuestions, input: Branch, flagged: readonly string[]): number =>
  questionsFor(asked).filter((question) => {
    const row = rowsAt(input, 'scores').find((one) => textAt(one, 'question') === question.id)
    if (isBlank(memberOf(row, 'level'))) return false
    return !isBlank(memberOf(row, 'note')) || !findSentenceReason(question, Number(textAt(row, 'level')), flagged)
  }).length

/** Groups with a result; a concern or a breach is told in a sentence. */
const countGroups = (input: Branch): number =>
  rowsAt(input, 'compliance').filter((row) => {
    const result = textAt(row, 'result')
    return result === 'clear' || (result !== '' && !isBlank(memberOf(row, 'note')))
  }).length
