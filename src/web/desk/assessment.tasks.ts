/**
 * The assessment as a short task list on the case's page: its parts, how far each is in what the
 * assessor has kept, and whether there is enough to decide, which comes first.
 */
import { path } from '../../base/path.js'
import { type Bilingual, fill } from '../../base/text.js'
import { type DepartmentQuestions, groupsOf, questionsFor } from '../../cases/assessing.js'
import type { KeptForm } from '../../cases/keptForms.js'
import { isBlank, memberOf, rowsAt, valueAt } from '../../forms/engine/node.js'
import { time } from '../kit/page.js'
import type { Task, Tasks, Text } from '../kit/parts.js'

const COMPLETE = { zh: '完成', en: 'Done' }
const NOT_STARTED = { zh: '未开始', en: 'Not started' }

/** The parts of the form, each leading to its own place. `kept` is what the assessor has written so far. */
export function assessmentTasks(
  caseId: number,
  asked: DepartmentQuestions,
  kept: Pick<KeptForm, 'input' | 'savedAt'> | undefined,
): Tasks & { readonly note: Text } {
  const input = kept?.input ?? {}
  const enough = valueAt(input, 'desk.enough')
  const href = (part: string) => `${path.report(caseId)}#part-${part}`
  const answered = (list: string, name: string) =>
    rowsAt(input, list).filter((row) => !isBlank(memberOf(row, name))).length
  /** A part of `most` questions, of which some are answered; none when it asks nothing. */
  const counted = (title: Bilingual, part: string, count: number, most: number): Task[] => {
    if (most === 0) return []
    const status = count > 0 ? { zh: `${count} / ${most}`, en: `${count} of ${most}` } : NOT_STARTED
    return [{ title, href: href(part), ...(count >= most ? { done: COMPLETE } : { status }) }]
  }
  const findings = answered('findings', 'result')
  // a department that was asked a question of its own answers that, and looks at its own groups
  const unlessConsulted = (task: Task): Task[] => (asked.consulted ? [] : [task])
  return {
    id: 'assessment-tasks',
    note: kept
      ? fill({ zh: '您存下的评估，{at}', en: 'kept by you, {at}' }, { at: time(kept.savedAt, 'short') })
      : { zh: '还没有开始', en: 'not begun yet' },
    tasks: [
      ...unlessConsulted({
        title: { zh: '材料是否充分？', en: 'Are the documents sufficient?' },
        hint: { zh: '不充分的，先请企业补正', en: 'if not, the firm is asked first' },
        href: href('enough'),
        ...(enough === 'yes'
          ? { done: { zh: '充分', en: 'Yes' } }
          : { status: enough === 'no' ? { zh: '不充分', en: 'No' } : NOT_STARTED }),
      }),
      ...counted({ zh: '评分', en: 'Scores' }, 'scores', answered('scores', 'level'), questionsFor(asked).length),
      ...counted(
        { zh: '合规核查', en: 'Compliance' },
        'acts',
        answered('compliance', 'result'),
        groupsOf(asked).length,
      ),
      ...unlessConsulted({
        title: { zh: '分项意见', en: 'Findings' },
        hint: { zh: '指明所在材料和页码', en: 'each with its paper and page' },
        href: href('findings'),
        status: findings > 0 ? { zh: `${findings}条`, en: String(findings) } : { zh: '可以不写', en: 'Optional' },
      }),
      {
        title: { zh: '意见', en: 'Opinion' },
        href: href('last'),
        ...(valueAt(input, 'opinion') ? { done: COMPLETE } : { status: NOT_STARTED }),
      },
    ],
  }
}
