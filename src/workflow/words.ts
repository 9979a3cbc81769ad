/**
 * What actions, entries and readings are called: on the button, and in the history. The chart says
 * what they do. Over 250 lines because it is one table.
 */
import type { Bilingual } from '../base/text.js'
import type { Act } from './machine.js'

export interface Words {
  /** On the button; an imperative. */
  readonly label: Bilingual
  /** In the history; what was done. */
  readonly done: Bilingual
  /** Not for the firm's or the permit authority's eyes. */
  readonly internal?: true
  /** Ends something for good: the button is cinnabar and asks once more. */
  readonly grave?: true
  /**
   * Issues or revokes a letter: only somebody who has shown within the last minutes who they are
   * may do it, and never a key.
   */
  readonly proof?: true
}

const words = (zh: string, en: string, doneZh: string, doneEn: string, flags: Partial<Words> = {}): Words => ({
  label: { zh, en },
  done: { zh: doneZh, en: doneEn },
  ...flags,
})
const internal = { internal: true } as const
const grave = { grave: true } as const
const proof = { proof: true } as const

export const WORDS: Readonly<Record<EventName, Words>> = {
  start: words('新建申请', 'Start an application', '新建草稿', 'Started a draft'),

  submit: words('提交申请', 'Submit', '提交申请', 'Submitted'),
  discard: words('删除草稿', 'Discard the draft', '删除草稿', 'Discarded the draft', grave),
  recall: words('收回修改', 'Recall', '收回申请，改为草稿', 'Recalled the application, which is a draft again'),
  accept: words('受理', 'Accept', '受理，转评估', 'Accepted for assessment'),
  requestCorrection: words('请企业补正', 'Ask for correction', '请企业补正', 'Asked for correction'),
  declineToAccept: words('不予受理', 'Decline to accept', '不予受理', 'Declined to accept', grave),
  resubmit: words('提交补正', 'Submit the correction', '提交补正', 'Submitted the correction'),
  withdraw: words('撤回申请', 'Withdraw', '撤回申请', 'Withdrew the application', grave),
  lapse: words('逾期终止', 'Let lapse', '逾期未补正，案件终止', 'Lapsed: not corrected in time'),
  report: words('提交评估意见', 'Submit the assessment', '提交评估意见', 'Submitted the assessment', internal),
  consult: words(
    '请另一部门评估',
    'Consult a department',
    '请另一部门评估',
    'Asked another department to assess',
    internal,
  ),
  recommend: words('推荐', 'Recommend', '决定推荐', 'Decided to recommend', proof),
  refuse: words('不予推荐', 'Refuse', '决定不予推荐', 'Decided not to recommend', grave),
  returnToAssessment: words('退回评估', 'Return to assessment', '退回评估', 'Returned to assessment', internal),
  recordLetter: words('登记推荐函', 'Record the letter', '推荐函制成并登记', 'The letter was made and recorded'),
  receiveLetter: words('签收推荐函', 'Receive the letter', '签收推荐函', 'Received the letter'),
  returnLetter: words('退回推荐函', 'Return the letter', '退回推荐函', 'Returned the letter'),
  reissueLetter: words('重新出具', 'Reissue the letter', '重新出具推荐函', 'Ordered a new letter', proof),
  revokeLetter: words('撤销推荐函', 'Revoke the letter', '撤销推荐函', 'Revoked the letter', {
    ...grave,
    ...proof,
  }),
  expire: words('推荐函到期', 'Let the letter expire', '推荐函有效期届满', 'The letter expired'),
  recordGranted: words(
    '登记准予许可',
    'Record: permit granted',
    '登记：准予许可',
    'Recorded that the permit was granted',
  ),
  completePermit: words(
    '补登或更正许可信息',
    'Add or correct the permit’s details',
    '补登或更正许可编号和期限',
    'Added or corrected the permit’s number and dates',
  ),
  recordRefused: words(
    '登记不予许可',
    'Record: permit refused',
    '登记：不予许可',
    'Recorded that the permit was refused',
    grave,
  ),
  requestReview: words('申请复核', 'Ask for review', '申请复核', 'Asked for review'),
  reopenRefusal: words(
    '重新审定',
    'Reopen the refusal',
    '部门重新审定不予推荐的决定',
    'Reopened the refusal for a new decision',
  ),
  upholdRefusal: words('维持原决定', 'Uphold the refusal', '复核：维持不予推荐', 'Review: the refusal stands', grave),
  overturnRefusal: words(
    '撤销原决定',
    'Overturn the refusal',
    '复核：撤销原决定',
    'Review: the refusal was overturned',
  ),

  saveAnswers: words('保存', 'Save', '修改答案', 'Changed answers'),
  attachFile: words('上传材料', 'Upload a document', '上传材料', 'Uploaded a document'),
  askToSubmit: words(
    '请同事核对提交',
    'Ask a colleague to submit',
    '已填好，请同事核对提交',
    'Filled in the application and asked a colleague to submit',
  ),
  claim: words('认领', 'Claim', '认领', 'Claimed the case', internal),
  handOver: words('移交', 'Hand over', '移交', 'Handed the case over', internal),
  assign: words('指派', 'Assign', '主管指派', 'Assigned the case', internal),
  announceRefusal: words(
    '告知拟不予推荐',
    'Announce the intention to refuse',
    '告知拟不予推荐的意向和理由',
    'Announced the intention to refuse',
  ),
  answerIntention: words('陈述意见', 'Respond to the intention', '企业陈述意见', 'Responded to the intended refusal'),
  extend: words('顺延期限', 'Extend the time limit', '因服务中断顺延期限', 'Extended the time limit after an outage'),
  extendLimit: words(
    '延长办理期限',
    'Extend the time limit of the stage',
    '主管延长办理期限',
    'The supervisor extended the time limit of the stage',
  ),
  recompute: words(
    '按新日历重算日期',
    'Recalculate the dates',
    '放假安排公布，重新计算日期',
    'Recalculated the dates from the announced holidays',
  ),
  pauseLimit: words(
    '中止计时',
    'Pause the time limit',
    '推荐所依据的政策已期满，中止计时',
    'Paused the time limit: the policy for recommendations has ended',
  ),
  resumeLimit: words(
    '恢复计时',
    'Resume the time limit',
    '后续政策已生效，继续计时',
    'Resumed the time limit: a new policy for recommendations is in force',
  ),
  escalate: words(
    '提请主管',
    'Inform the supervisor',
    '超期，提请主管注意',
    'Overdue: the supervisor was informed',
    internal,
  ),
  remind: words('提醒', 'Remind', '发出提醒', 'Sent a reminder'),
  meetCondition: words(
    '报告条件落实',
    'Report a condition as met',
    '报告附带条件已落实',
    'Reported a condition as met',
  ),
  acknowledge: words('确认知悉', 'Acknowledge', '确认知悉，事项办结', 'Acknowledged; the matter is closed'),
  askBack: words('请企业补充说明', 'Ask the firm to explain', '请企业补充说明', 'Asked the firm to explain its report'),
  confirmCondition: words('确认条件落实', 'Confirm a condition', '确认附带条件已落实', 'Confirmed a condition as met'),
  proposeRevocation: words(
    '提议撤销推荐函',
    'Propose to revoke the letter',
    '提议撤销推荐函，并告知企业理由',
    'Proposed to revoke the letter and informed the firm of the reasons',
  ),
  answerRevocation: words(
    '就拟撤销陈述意见',
    'Respond to the intended revocation',
    '企业就拟撤销陈述意见',
    'Responded to the intended revocation',
  ),
  recordConsent: words(
    '同意使用',
    'Consent',
    '人选同意使用敏感材料',
    'The candidate consented to the use of sensitive documents',
  ),
  withdrawConsent: words(
    '不同意或撤回同意',
    'Refuse or withdraw consent',
    '人选不同意或撤回同意',
    'The candidate refused or withdrew consent',
  ),
  sign: words('手写签名', 'Sign by hand', '人选在本人页面手写签名', 'The candidate signed by hand on their page'),
  settleConsent: words(
    '登记不同意事项的处理',
    'Settle a refused consent',
    '人选不同意一事已处理',
    'Recorded how a refused consent was settled',
  ),
  note: words('添加备注', 'Add a note', '内部记录', 'Wrote a note', internal),
  chase: words('催办', 'Chase', '催办', 'Chased the department', internal),
  giveTask: words('交办子任务', 'Assign a task', '交办子任务', 'Assigned a task', internal),
  finishTask: words('完成子任务', 'Finish a task', '子任务已完成', 'Finished a task', internal),
  declareInterest: words('申报利害关系', 'Declare an interest', '申报利害关系，回避', 'Declared an interest', internal),
  proposeCorrection: words('提议补正', 'Propose a correction', '提议补正', 'Proposed a correction', internal),
  message: words('发消息', 'Send a message', '消息', 'Sent a message'),
  reportChange: words('报告变更', 'Report a change', '报告变更', 'Reported a change'),
  reportEnd: words('报告终止', 'Report the end', '报告聘用终止', 'Reported the end of the engagement'),

  readCase: words('查看案件', 'Open the case', '查看案件', 'Opened the case', internal),
  readFile: words('查看材料', 'Open a document', '查看材料', 'Opened a document', internal),
  readLetter: words('查看文书', 'Open the letter or notice', '查看文书', 'Opened a letter or notice', internal),
  revealNumber: words(
    '查看完整护照号码',
    'Show the passport number',
    '查看完整护照号码',
    'Viewed the full passport number',
    internal,
  ),
  linkTalent: words(
    '给人选本人页面',
    'Give the candidate their page',
    '建立或发送人选本人页面的链接',
    'Created the candidate’s own page, or sent its link',
  ),
  resetTalentPage: words(
    '重置人选本人页面',
    'Reset the candidate’s own page',
    '人选本人页面已重置，由人选重新打开；此前在本页表示的同意作废',
    'Reset the candidate’s own page. The candidate has to open it again; earlier consents on it are void',
  ),
  talentOpened: words(
    '人选打开本人页面',
    'The candidate opens their page',
    '人选打开了本人页面',
    'The candidate opened their page',
    internal,
  ),
  talentSetPin: words(
    '人选设置PIN码',
    'The candidate sets a PIN',
    '人选设置了本人页面的PIN码',
    'The candidate set the PIN of their page',
    internal,
  ),
  talentCopied: words(
    '人选下载副本',
    'The candidate downloads a copy',
    '人选下载了资料副本',
    'The candidate downloaded a copy',
    internal,
  ),
  talentReadFile: words(
    '人选查看材料',
    'The candidate opens a document',
    '人选在本人页面查看了材料',
    'The candidate opened a document on their page',
    internal,
  ),
  talentFetchedLetter: words(
    '人选下载文书',
    'The candidate downloads a letter',
    '人选在本人页面下载了文书',
    'The candidate downloaded a letter on their page',
    internal,
  ),
  talentConsented: words(
    '人选表示同意',
    'The candidate consents',
    '人选在本人页面表示同意',
    'The candidate consented on their page',
  ),
  talentWithdrew: words(
    '人选撤回同意',
    'The candidate withdraws consent',
    '人选在本人页面撤回同意',
    'The candidate withdrew consent',
  ),
  talentAsked: words(
    '人选提出请求',
    'The candidate makes a request',
    '人选提出更正或删除的请求',
    'The candidate asked for a correction or erasure',
    internal,
  ),
  answerTalent: words(
    '答复人选',
    'Answer the candidate',
    '答复人选的请求',
    'Answered the candidate’s request',
    internal,
  ),
  erase: words('删除个人信息', 'Erase personal data', '个人信息已删除', 'Personal data were erased'),
  enterPaper: words(
    '登记文书',
    'Record a letter',
    '文书已出具，登记在册',
    'A letter was issued and recorded',
    internal,
  ),
  fetchLetter: words(
    '下载文书',
    'Download the letter or notice',
    '下载文书',
    'Downloaded a letter or notice',
    internal,
  ),
  auditCase: words(
    '审计查看案件',
    'Open the case for the audit',
    '审计员经同意查看案件内容',
    'The auditor viewed the case with consent',
    internal,
  ),
  auditFile: words(
    '审计查看材料',
    'Open a document for the audit',
    '审计员经同意查看材料',
    'The auditor opened a document with consent',
    internal,
  ),
}

/** By what a firm changes its answers and documents. */
export const FILLING: readonly string[] = ['saveAnswers', 'attachFile']
/** What a firm does to its own application before it sends it. */
export const OWN_WORK: readonly string[] = [...FILLING, 'askToSubmit']

/**
 * Events that do not move the case, and that no chart asks for: that somebody has looked, that a
 * paper was issued, and what becomes of the candidate's data.
 */
export const READINGS = [
  'readCase',
  'readFile',
  'readLetter',
  'fetchLetter',
  'enterPaper',
  'revealNumber',
  'linkTalent',
  'resetTalentPage',
  'talentOpened',
  'talentSetPin',
  'talentCopied',
  'talentReadFile',
  'talentFetchedLetter',
  'talentConsented',
  'talentWithdrew',
  'talentAsked',
  'answerTalent',
  'erase',
  'auditCase',
  'auditFile',
] as const
export type Reading = (typeof READINGS)[number]

/** Those of them by which somebody has seen what is in a case, or taken it away. */
export const LOOKS = [
  'readCase',
  'readFile',
  'readLetter',
  'fetchLetter',
  'revealNumber',
  'talentOpened',
  'talentReadFile',
  'talentFetchedLetter',
  'auditCase',
  'auditFile',
] as const satisfies readonly Reading[]

/** Whatever an event of a case may be called. */
export type EventName = 'start' | Act | Reading

/** Whether a name from outside is one of them. */
export const isEventName = (name: string): name is EventName => Object.hasOwn(WORDS, name)

/**
 * The words of a name that a row or a request says; the name itself where another release wrote
 * what this one does not know.
 */
export const wordsOf = (name: string): Words =>
  isEventName(name) ? WORDS[name] : { label: { zh: name, en: name }, done: { zh: name, en: name } }
