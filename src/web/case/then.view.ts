/**
 * What will happen when an action is done, in words made from the chart: where the case goes, what
 * is caused, which time limit begins, whose turn it is.
 */
import type { Bilingual } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { type Deadline, daysLeftNow, deadlineAfter } from '../../cases/deadlines.js'
import type { Effect } from '../../workflow/effects.js'
import type { Act, State, Waiting } from '../../workflow/machine.js'
import { BRANCH_WORDS } from '../../workflow/ruleWords.js'
import { type Edge, edgesFrom, isAction, isFinal, metaOf } from '../../workflow/step.js'
import { WORDS } from '../../workflow/words.js'
import { both, dateText } from '../kit/page.js'
import type { PageContext } from './clock.view.js'

export interface Consequence {
  readonly name: Bilingual
  readonly text: Bilingual
}

const LETTER = { zh: '推荐函', en: 'Letter' }
const letter = (zh: string, en: string): Consequence => ({ name: LETTER, text: { zh, en } })
const departments = (zh: string, en: string): Consequence => ({
  name: { zh: '参评部门', en: 'Departments' },
  text: { zh, en },
})

/**
 * What each effect means for people. The worker's and the clock's own are nobody's choice and have
 * no words, nor has what only asks for something.
 */
const CAUSED: Readonly<Record<Effect, Consequence | null>> = {
  file: {
    name: { zh: '存档', en: 'Filed' },
    text: { zh: '所填内容和材料按现在的样子存档', en: 'answers and documents are filed as they stand now' },
  },
  nameDepartments: departments('选定的部门可以看到案件', 'those chosen can see the case'),
  addDepartment: departments(
    '多一个部门可以看到案件，决定要等它的意见',
    'one more can see the case; the decision waits for it',
  ),
  recordReport: {
    name: { zh: '意见', en: 'Opinion' },
    text: { zh: '记为本部门本轮的意见', en: 'it counts as your department’s opinion of this round' },
  },
  startRound: {
    name: { zh: '评估', en: 'Assessment' },
    text: { zh: '新的一轮，每个参评部门提交一份意见', en: 'a new round; each department gives one opinion' },
  },
  requireReason: null,
  orderLetter: letter(
    '取下一个文号，制作并签名，送工作许可机关',
    'takes the next number, is made and signed, and goes to the permit authority',
  ),
  issueLetter: null,
  receiveLetter: letter('记为已收到', 'counts as received'),
  voidLetter: letter('现有的函作废，核验页立即显示', 'the present one becomes void; the check page says so at once'),
  supersedeLetter: letter(
    '现有的函被新函替代，核验页立即显示',
    'the present one is superseded; the check page says so at once',
  ),
  revokeLetter: letter('撤销，核验页立即显示“已撤销”', 'is revoked; the check page says so at once'),
  expireLetter: null,
  orderPaper: {
    name: { zh: '文书', en: 'Paper' },
    text: { zh: '制作一份文书，企业可以下载', en: 'a paper is made, which the firm can download' },
  },
  recordPermit: {
    name: { zh: '许可期限', en: 'Permit' },
    text: { zh: '到期前提醒企业', en: 'the firm is reminded before it ends' },
  },
  callPanel: {
    name: { zh: '复核组', en: 'Panel' },
    text: { zh: '由没有经手过本案的人复核', en: 'people who have not worked on the case review it' },
  },
}

const NEXT: Readonly<Record<Waiting, Bilingual>> = {
  firm: { zh: '企业', en: 'the firm' },
  intake: { zh: '牵头部门的受理人员', en: 'intake of the lead department' },
  assessor: { zh: '参评部门的评估人', en: 'assessors of the named departments' },
  approver: { zh: '牵头部门的审批人', en: 'an approver of the lead department' },
  worker: { zh: '系统制函，不用等人', en: 'the system makes the letter; nobody has to act' },
  permitOfficer: { zh: '工作许可机关', en: 'the permit authority' },
  reviewPanel: { zh: '复核组', en: 'the review panel' },
}

const isEffect = (name: string): name is Effect => name in CAUSED

/** Where an action may lead; nowhere for an entry. */
const edgesOf = (action: Act, state: State): readonly Edge[] => (isAction(action) && edgesFrom(state).get(action)) || []

/** Whether the action orders a letter, which can then be shown beforehand. */
export const ordersLetter = (action: Act, state: State): boolean =>
  edgesOf(action, state).some(({ effects }) => effects.includes('orderLetter'))

/** To a firm an entry is something that it tells the department. */
const TOLD: Consequence = {
  name: { zh: '经办部门', en: 'Department' },
  text: { zh: '看得到，并记入案件的经过', en: 'sees it; it stays in the history of the case' },
}

/**
 * The consequences of an action for this case, the state first. An entry moves nothing and has none
 * but who can read it.
 *
 * @param officer whether the reader is of an authority, who is told what the firm will see
 */
export function consequencesOf(action: Act, file: CaseFile, around: PageContext, officer: boolean): Consequence[] {
  const edges = edgesOf(action, file.case.state)
  const items: Consequence[] = []
  if (edges.length > 0) items.push({ name: { zh: '案件', en: 'Case' }, text: movesTo(edges, file.case.state) })
  for (const effect of new Set(edges.flatMap(({ effects }) => effects))) {
    const caused = isEffect(effect) ? CAUSED[effect] : null
    if (caused) items.push(caused)
  }
  if (edges.length === 0 && !officer) items.push(TOLD)
  const [target, ...others] = [...new Set(edges.map((edge) => edge.target))]
  if (target && others.length === 0 && target !== file.case.state) items.push(...afterwards(target, file, around))
  if (officer) items.push({ name: { zh: '企业可见', en: 'Firm sees' }, text: seenByFirm(action) })
  return items
}

function movesTo(edges: readonly Edge[], state: State): Bilingual {
  const name = (target: State): Bilingual =>
    target === state
      ? { zh: `仍是“${metaOf(target).label.zh}”`, en: `stays “${metaOf(target).label.en}”` }
      : { zh: `转为“${metaOf(target).label.zh}”`, en: `becomes “${metaOf(target).label.en}”` }
  const [first, otherwise] = edges
  if (!first) return { zh: '', en: '' }
  if (!first.by.branch || !otherwise) return name(first.target)
  const condition = BRANCH_WORDS[first.by.branch]
  return {
    zh: `${condition.zh}的，${name(first.target).zh}；否则${name(otherwise.target).zh}`,
    en: `${name(first.target).en} if ${condition.en}; otherwise ${name(otherwise.target).en}`,
  }
}

/** The time limit that begins, and whose turn it is. */
function afterwards(target: State, file: CaseFile, around: PageContext): Consequence[] {
  if (isFinal(target))
    return [
      {
        name: { zh: '之后', en: 'Then' },
        text: { zh: '案件办结，不能再办', en: 'the case is closed for good' },
      },
    ]
  const meta = metaOf(target)
  const { dueOn } = deadlineIn(target, file, around)
  const items: Consequence[] = []
  if (meta.waitsFor) items.push({ name: { zh: '接着由', en: 'Next' }, text: nextIn(target, meta.waitsFor) })
  if (dueOn)
    items.push({
      name: { zh: '期限', en: 'Time limit' },
      text: both((language) =>
        language === 'zh'
          ? `到${dateText(dueOn, 'zh')}${meta.clock?.stops ? '；办理时限停止计算' : ''}`
          : `until ${dateText(dueOn, 'en')}${meta.clock?.stops ? '; our own clock stops' : ''}`,
      ),
    })
  return items
}

/** Whose turn it is; of the firm also what it may do then, straight from the chart. */
function nextIn(target: State, waitsFor: Waiting): Bilingual {
  if (waitsFor !== 'firm') return NEXT[waitsFor]
  const labels = [...edgesFrom(target)].flatMap(([action, edges]) =>
    edges.some(({ by }) => by.who.includes('firm')) ? [WORDS[action].label] : [],
  )
  const { zh, en } = NEXT.firm
  return {
    zh: `${zh}，可以${labels.map((label) => label.zh).join('或')}`,
    en: `${en}: ${labels.map((label) => label.en.toLowerCase()).join(', or ')}`,
  }
}

function deadlineIn(
  target: State,
  { case: line, events, stops }: CaseFile,
  { today, calendar, limits }: PageContext,
): Deadline {
  const to = metaOf(target)
  return deadlineAfter({
    from: metaOf(line.state),
    to,
    current: line,
    left: daysLeftNow(
      calendar,
      today,
      line.dueOn,
      stops.filter(({ toOn }) => toOn === null),
    ),
    visited: events.some(({ toState }) => toState === target),
    today,
    calendar,
    limit: to.clock && limits.get(to.clock.limit),
  })
}

const seenByFirm = (action: Act): Bilingual =>
  WORDS[action].internal
    ? { zh: '不，这一步是内部的', en: 'no, this is internal' }
    : { zh: '是，在案件的经过里', en: 'yes, in the history of the case' }
