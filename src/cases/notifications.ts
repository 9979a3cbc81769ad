/**
 * Who is told of what. Whose turn it is follows from the chart (`waitsFor`); the firm is told of
 * every step of others that it may read; the table says the rest, and the words. Nobody is told of
 * what they have done themselves. The worker reads the events and tells (worker/notifier.ts). Over
 * 250 lines because it is one table with its words.
 */
import type { Bilingual } from '../base/text.js'
import type { Part, Role } from '../people/actor.js'
import type { Group } from '../people/mailChoices.js'
import type { Act, State, Waiting } from '../workflow/machine.js'
import { INITIAL, metaOf } from '../workflow/step.js'
import { type EventName, FILLING, READINGS, WORDS } from '../workflow/words.js'

/**
 * firm: its people; turn: those whom the state waits for; holder: who has claimed the case, else
 * those of a department whose turn it is, else the lead department's approvers; supervisors: of the departments it
 * waits for; chosen: the colleagues named in the event; consulted: assessors of the department named
 * last; consulter: in the lead department who has claimed the case, else who consulted last; permit: those who have the
 * letter; assessing: of each named department who has claimed the case, else its assessors; submitters: those of the
 * firm who may submit; answering: the lead's supervisors, who answer a candidate; asker: who has asked the
 * submitters last to submit it as it was.
 */
export type Receiver =
  | 'firm'
  | 'turn'
  | 'holder'
  | 'supervisors'
  | 'answering'
  | 'chosen'
  | 'consulted'
  | 'consulter'
  | 'permit'
  | 'assessing'
  | 'submitters'
  | 'asker'

interface Notification {
  readonly group: Group
  readonly text: Bilingual
}

const of =
  (group: Group) =>
  (zh: string, en: string): Notification => ({ group, text: { zh, en } })
const [progress, deadline, work, message] = [of('progress'), of('deadlines'), of('work'), of('messages')]
const changedByColleague = progress(
  '同事修改了您请其核对提交的内容，请查看',
  'A colleague has changed what you asked them to submit. Please check it',
)

/** What a firm reads of each step. */
const FIRM: Readonly<Record<string, Notification>> = {
  accept: progress('已受理，进入评估', 'Accepted; the assessment has begun'),
  requestCorrection: progress('需要您补正', 'A correction is needed from you'),
  declineToAccept: progress('不予受理', 'Not accepted'),
  lapse: progress('逾期未补正，案件终止', 'Lapsed: not corrected in time'),
  recommend: progress('决定推荐，推荐函制作中', 'Recommended; the letter is being made'),
  refuse: progress('决定不予推荐', 'Not recommended'),
  recordLetter: progress('推荐函已出具', 'The letter has been issued'),
  receiveLetter: progress('许可机关已签收推荐函', 'The permit authority has received the letter'),
  returnLetter: progress(
    '许可机关退回了推荐函，案件重新审定',
    'The permit authority returned the letter; the case will be decided again',
  ),
  reissueLetter: progress(
    '推荐函正在重新出具；此前告知拟撤销的，决定不撤销',
    'The letter is being reissued. If its revocation was intended, that has ended',
  ),
  revokeLetter: progress('推荐函已撤销', 'The letter was revoked'),
  expire: progress('推荐函已过期', 'The letter has expired'),
  recordGranted: progress('工作许可已获准', 'The work permit was granted'),
  completePermit: progress('许可机关登记了许可编号和期限', 'The permit’s number and days were recorded'),
  recordRefused: progress('工作许可未获批', 'The work permit was refused'),
  upholdRefusal: progress('复核结果：维持不予推荐', 'Review: the refusal stands'),
  overturnRefusal: progress(
    '复核结果：撤销原决定，重新审定',
    'Review: the refusal was overturned; the case will be decided again',
  ),
  reopenRefusal: progress('部门重新审定不予推荐的决定', 'The refusal was reopened; the case will be decided again'),
  proposeRevocation: progress('拟撤销推荐函，请陈述意见', 'Intended revocation of the letter: you can respond'),
  acknowledge: progress('部门已确认知悉贵单位的报告，事项办结', 'The department has acknowledged your report'),
  revocationGivenUp: progress('决定不撤销，推荐函继续有效', 'Decided not to revoke; the letter stays valid'),
  askBack: progress('部门请您补充说明', 'The department asks you about your report'),
  confirmCondition: progress('附带条件已确认落实', 'A condition was confirmed as met'),
  recordConsent: progress('人选已重新同意使用材料', 'The candidate consents again to the use of documents'),
  withdrawConsent: progress(
    '人选不同意使用某类材料，处理后方可作出推荐',
    'The candidate does not consent to the use of documents. It must be settled before a recommendation is possible',
  ),
  settleConsent: progress('人选不同意一事已处理', 'A refused consent of the candidate was settled'),
  sign: progress('人选已在本人页面手写签名', 'The candidate has signed on their own page'),
  talentAsked: progress('人选请求更正或删除申请中的资料', 'The candidate asks for a correction or erasure'),
  askToSubmit: progress(
    '同事已填好，请您核对提交',
    'A colleague has filled in an application: please check and submit it',
  ),
  submit: progress('您请同事核对的申请已提交', 'A colleague has submitted the application you asked them to'),
  resubmit: progress('您请同事核对的补正已提交', 'A colleague has submitted the correction you asked them to'),
  saveAnswers: changedByColleague,
  attachFile: changedByColleague,
  recall: progress('同事收回了您请其提交的申请', 'A colleague has recalled the application you asked them to submit'),
  discard: progress('同事删除了您请其提交的草稿', 'A colleague has discarded the draft you asked them to submit'),
  withdraw: progress(
    '同事撤回了您请其提交的申请',
    'A colleague has withdrawn the application you asked them to submit',
  ),
  announceRefusal: progress('拟不予推荐，请陈述意见', 'Intended refusal: you can respond'),
  extend: deadline('因服务中断，期限已顺延', 'The time limit was extended after an outage'),
  extendLimit: deadline('办理期限已延长，理由见案件', 'The time limit was extended; see the case for the reasons'),
  recompute: deadline('放假安排公布，期限已重新计算', 'Dates of your case have changed: new holidays were announced'),
  pauseLimit: deadline(
    '推荐所依据的政策已期满，案件等待后续政策，期间不计入办理时限',
    'The policy for recommendations has ended. Your case waits for a new policy and its time limit is paused',
  ),
  resumeLimit: deadline('后续政策已生效，案件继续办理', 'A new policy is in force. Your case continues'),
  remind: deadline('期限即将届满', 'A time limit is about to end'),
  conditionDue: deadline('附带条件即将到期，请报告落实情况', 'A condition is due soon. Please report on it'),
  message: message('部门发来消息', 'A message from the department'),
} satisfies Partial<Record<Act | 'conditionDue' | 'talentAsked' | 'revocationGivenUp', Notification>>

/** What officers read. */
const STAFF: Readonly<Record<string, Notification>> = {
  turn: work('有案件待您办理', 'A case is waiting for you'),
  resubmit: work('企业已提交补正', 'The firm has submitted its correction'),
  note: message('同事在备注中提到您', 'A colleague mentioned you in a note'),
  paperDiffers: work(
    '受理后识别出材料与申请不一致',
    'After acceptance a document was found to differ from the answers',
  ),
  chase: work('请尽快办理（催办）', 'Please deal with a case soon (reminder)'),
  giveTask: work('有子任务交给您', 'A task was assigned to you'),
  finishTask: work('您交办的子任务已完成', 'A task you assigned is done'),
  taskDue: work('您的子任务今天到期', 'Your task is due today'),
  assign: work('案件已指派给您', 'A case was assigned to you'),
  handOver: work('案件已移交给您', 'A case was handed over to you'),
  returnToAssessment: work('案件退回评估，请重新评估', 'A case was returned to assessment: please assess it again'),
  consult: work('请您部门参加评估', 'Your department is asked to assess'),
  report: work('征询的部门已答复', 'A department that you consulted has answered'),
  recall: work('企业收回了申请修改', 'The firm recalled its application to change it'),
  withdraw: work('企业撤回了申请', 'The firm withdrew its application'),
  answerIntention: work('企业已陈述意见', 'The firm has responded to the intended refusal'),
  answerRevocation: work('企业已就拟撤销推荐函陈述意见', 'The firm has responded to the intended revocation'),
  reportChange: work('企业报告了变更', 'The firm reported a change'),
  reportEnd: work('企业报告聘用终止', 'The firm reported the end of the engagement'),
  meetCondition: work('企业报告附带条件已落实', 'The firm reported a condition as met'),
  recordConsent: work('人选已重新同意使用材料', 'The candidate consents again to the use of documents'),
  withdrawConsent: work(
    '人选不同意使用某类材料，须先处理才能推荐',
    'The candidate does not consent to the use of documents. Settle this before recommending',
  ),
  settleConsent: work('人选不同意一事已处理', 'A refused consent of the candidate was settled'),
  talentAsked: work(
    '人选提出请求，请在“人选的请求”中答复',
    'A candidate has made a request: answer it under “Requests of candidates”',
  ),
  revokeLetter: work('发给您机关的推荐函已撤销', 'A letter addressed to your authority was revoked'),
  extendLimit: deadline('主管延长了办理期限', 'The supervisor extended a time limit'),
  recompute: deadline('放假安排公布，期限已重新计算', 'Dates of a case have changed: new holidays were announced'),
  outcomeDue: deadline('推荐函已签收，尚未登记许可结果', 'A letter was received; its outcome is not recorded yet'),
  near: deadline('期限即将届满', 'A time limit is about to end'),
  escalate: deadline('案件已超期', 'A case is overdue'),
  declareInterest: work(
    '有人申报利害关系，不再承办，请指派',
    'Somebody has declared an interest and no longer has the case: please assign it',
  ),
  proposeCorrection: work(
    '参加评估的部门建议请企业补正',
    'A department that takes part in the assessment proposes a correction',
  ),
  message: message('企业发来消息', 'A message from the firm'),
} satisfies Partial<
  Record<Act | 'turn' | 'near' | 'outcomeDue' | 'taskDue' | 'paperDiffers' | 'talentAsked', Notification>
>

/** Kinds that ask something of one person or department by name: read before all that merely has come to wait. */
export const TO_ONE: readonly (keyof typeof STAFF)[] = [
  ...['note', 'chase', 'giveTask', 'taskDue', 'consult', 'report', 'assign', 'handOver', 'message'],
]

/** Steps of which others than the firm and those whose turn it is are told. */
const ALSO: Readonly<Partial<Record<EventName, Receiver>>> = {
  askToSubmit: 'submitters',
  assign: 'chosen',
  note: 'chosen',
  giveTask: 'chosen',
  finishTask: 'chosen',
  chase: 'holder',
  handOver: 'chosen',
  consult: 'consulted',
  report: 'consulter',
  returnToAssessment: 'assessing',
  escalate: 'supervisors',
  declareInterest: 'supervisors',
  proposeCorrection: 'consulter',
  recompute: 'holder',
  extendLimit: 'holder',
  resubmit: 'holder',
  recall: 'holder',
  withdraw: 'holder',
  answerIntention: 'holder',
  answerRevocation: 'holder',
  reportChange: 'holder',
  reportEnd: 'holder',
  meetCondition: 'holder',
  recordConsent: 'holder',
  withdrawConsent: 'holder',
  settleConsent: 'holder',
  message: 'holder',
  // whoever has begun or granted by the letter must know that it counts no more
  revokeLetter: 'permit',
}

/** What becomes of what a colleague was asked to submit. */
const ANSWERS: readonly string[] = [...FILLING, 'submit', 'resubmit', 'recall', 'discard', 'withdraw']

export interface NotificationOrder {
  readonly kind: string
  readonly receiver: Receiver
}

/** What an event says of itself to whoever decides who is told. */
export interface NotifiableEvent {
  readonly action: EventName
  readonly fromState: State | null
  readonly toState: State
  /** The event is one of the firm itself. */
  readonly byFirm: boolean
  /**
   * Whether a recomputation moved a day, a consent settled a refusal, or a report answers a consultation; null of every
   * other event.
   */
  readonly moved: boolean | null
  /** What a candidate has asked for; null of every other event. */
  readonly asked?: string | null
  /** Of an acknowledgement, the act that it ends; null of every other event. */
  readonly about?: EventName | null
}

/** Whom an event concerns, and as what. */
export function notificationsOf(event: NotifiableEvent): NotificationOrder[] {
  const { action, fromState, toState, byFirm, moved } = event
  if (action === 'talentAsked') {
    const answering = { kind: action, receiver: 'answering' } as const
    // a draft is with no department: whatever is asked of it is for the firm
    return event.asked === 'correction' || toState === INITIAL
      ? [{ kind: action, receiver: 'firm' }, answering]
      : [answering]
  }
  if (moved === false || READINGS.some((reading) => reading === action)) return []
  if (action === 'remind' && metaOf(toState).reminders === 'receipt') return [{ kind: 'outcomeDue', receiver: 'turn' }]
  const told: NotificationOrder[] = []
  // an intended revocation is given up by the same act as a report is acknowledged
  const kind = event.about === 'proposeRevocation' ? 'revocationGivenUp' : action
  if (!byFirm && !WORDS[action].internal && kind in FIRM) told.push({ kind, receiver: 'firm' })
  if (byFirm && ANSWERS.includes(action)) told.push({ kind: action, receiver: 'asker' })
  const silent = (action === 'message' && !byFirm) || (action === 'report' && !moved)
  const also = silent ? undefined : ALSO[action]
  if (also) told.push({ kind: action, receiver: also })
  // the last report answers and decides whose turn it is
  if ((!also || action === 'report') && begins(fromState, toState)) told.push({ kind: 'turn', receiver: 'turn' })
  return told
}

/** Whether the case begins to wait for somebody of an authority. */
function begins(from: State | null, to: State): boolean {
  if (from === null || from === to) return false
  const waits = metaOf(to).waitsFor
  return waits !== undefined && waits in TURN && waits !== metaOf(from).waitsFor
}

/** The part of the authority whose people a case waits for; their role has the same name. */
export const TURN = {
  intake: 'lead',
  assessor: 'named',
  approver: 'lead',
  permitOfficer: 'permit',
  reviewPanel: 'review',
} as const satisfies Partial<Record<Waiting, Part>>
export type Turn = keyof typeof TURN

/**
 * Whose turn it is in a state: a role, and the part of its authority; undefined when it waits for
 * nobody of an authority.
 */
export function turnIn(state: State): { readonly role: Turn; readonly part: Part } | undefined {
  const role = metaOf(state).waitsFor
  return role !== undefined && isTurn(role) ? { role, part: TURN[role] } : undefined
}

export const isTurn = (waiting: Waiting | Role): waiting is Turn => waiting in TURN

/** What a kind says to somebody of a firm or of an authority. */
export function notificationOf(kind: string, firmId: number | null): Notification | undefined {
  const table = firmId === null ? STAFF : FIRM
  return Object.hasOwn(table, kind) ? table[kind] : undefined
}

/** Every kind, by whom it is for; for tests and the list of what there is. */
export const KINDS = { firm: Object.keys(FIRM), staff: Object.keys(STAFF) } as const
