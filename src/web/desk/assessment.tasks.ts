/**
 * The assessment as a short task list on the case's page: its parts, how far each is in what the
 * assessor has kept, and whether there is enough to decide, which comes first.
 */
import { path } from '../../base/path.js'
import type { DepartmentQuestions } from '../../cases/assessing.js'
import { groupsOf, questionsFor } from '../../cases/assessing.js'
import { type Branch, memberOf, valueAt } from '../../forms/engine/node.js'
import { both, timeText } from '../kit/page.js'
import type { Task, Tasks, Text } from '../kit/parts.js'

const rowsOf = (kept: Branch, list: string): unknown[] => {
  const given = memberOf(kept, list)
  return Array.isArray(given) ? given : []
}
const filled = (kept: Branch, list: string, name: string): number =>
  rowsOf(kept, list).filter((row) => ![undefined, null, ''].some((blank) => memberOf(row, name) === blank)).length

const DONE = { zh: '完成', en: 'Done' }
const NOT_YET = { zh: '未开始', en: 'Not started' }
const of = (count: number, most: number): Text => ({ zh: `${count} / ${most}`, en: `${count} of ${most}` })

/** The parts of the form, each leading to its own place. `kept` is what the assessor has written so far. */
export function assessmentTasks(
  caseId: number,
  asked: DepartmentQuestions,
  kept: { readonly input: Branch; readonly savedAt: Date } | undefined,
): Tasks & { readonly note: Text } {
  const input = kept?.input ?? {}
  const enough = valueAt(input, 'desk.enough')
  const href = (part: string) => `${path.report(caseId)}#part-${part}`
  const counted = (title: Text, part: string, count: number, most: number): Task => ({
    title,
    href: href(part),
    ...(count >= most ? { done: DONE } : count > 0 ? { status: of(count, most) } : { status: NOT_YET }),
  })
  const questions = questionsFor(asked).length
  const groups = groupsOf(asked).length
  const findings = filled(input, 'findings', 'result')
  return {
    id: 'assessment-tasks',
    note: kept
      ? both((language) =>
          language === 'zh'
            ? `您存下的评估，${timeText(kept.savedAt, 'zh', 'short')}`
            : `kept by you, ${timeText(kept.savedAt, 'en', 'short')}`,
        )
      : { zh: '还没有开始', en: 'not begun yet' },
    tasks: [
      {
        title: { zh: '材料够不够作出判断？', en: 'Is there enough to decide?' },
        hint: { zh: '不够的先请企业补正', en: 'if not, the firm is asked first' },
        href: href('enough'),
        ...(enough === 'yes'
          ? { done: { zh: '够', en: 'Yes' } }
          : { status: enough === 'no' ? { zh: '不够', en: 'No' } : NOT_YET }),
      },
      ...(questions > 0
        ? [counted({ zh: '评分', en: 'Scores' }, 'scores', filled(input, 'scores', 'level'), questions)]
        : []),
      ...(groups > 0
        ? [counted({ zh: '合规核查', en: 'Compliance' }, 'acts', filled(input, 'compliance', 'result'), groups)]
        : []),
      {
        title: { zh: '分项意见', en: 'Findings' },
        hint: { zh: '指明所在材料和页码', en: 'each with its paper and page' },
        href: href('findings'),
        status: findings > 0 ? { zh: `${findings}条`, en: String(findings) } : { zh: '可以不写', en: 'Optional' },
      },
      {
        title: { zh: '意见', en: 'Opinion' },
        href: href('last'),
        ...(valueAt(input, 'opinion') ? { done: DONE } : { status: NOT_YET }),
      },
    ],
  }
}
