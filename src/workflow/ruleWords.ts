/** How the conditions of the chart read in the permission table. */
import type { Bilingual } from '../base/text.js'
import type { Branch, When, Who } from './rules.js'

export const WHO_WORDS: Record<Who, Bilingual> = {
  firm: {
    zh: '本企业人员，或受其委托的代理的人员',
    en: 'a member of the firm, or of an agent with its mandate',
  },
  leadIntake: { zh: '牵头部门受理人员', en: 'intake officer of the lead department' },
  leadAssessor: { zh: '牵头部门评估人', en: 'assessor of the lead department' },
  leadApprover: { zh: '牵头部门审批人', en: 'approver of the lead department' },
  leadOfficer: {
    zh: '牵头部门受理人员、评估人、审批人',
    en: 'intake officer, assessor or approver of the lead department',
  },
  namedAssessor: { zh: '参评部门评估人', en: 'assessor of a named department' },
  departmentStaff: { zh: '牵头或参评部门人员', en: 'staff of the lead or a named department' },
  departmentSupervisor: { zh: '牵头或参评部门主管', en: 'supervisor of the lead or a named department' },
  permitOfficer: { zh: '受文许可机关经办人', en: 'permit officer of the authority that the letter is addressed to' },
  reviewPanel: { zh: '复核机关复核组', en: 'review panel of the reviewing authority' },
  claimHolder: { zh: '认领人或其代理人', en: 'the person who has claimed the case, or their deputy' },
  clock: { zh: '时钟', en: 'clock' },
  worker: { zh: '后台', en: 'worker' },
  candidate: { zh: '人选本人（本人页面）', en: 'the candidate, on their own page' },
}

/** Each reads after "if". */
export const WHEN_WORDS: Record<When, Bilingual> = {
  mayFillIn: {
    zh: '本人是申请人、企业管理员或填报人',
    en: 'the person is an applicant, firm administrator or preparer',
  },
  maySubmit: {
    zh: '本人是申请人或企业管理员（不适用于部门人员）',
    en: 'the person is an applicant or firm administrator (does not apply to officers)',
  },
  mandateSubmits: { zh: '代理的委托包括提交和回复', en: 'for an agent, the mandate covers submitting and answering' },
  mandateReports: { zh: '代理的委托包括函后报告', en: 'for an agent, the mandate covers reports after the letter' },
  firmConfirmed: { zh: '企业登记已确认', en: 'the firm is confirmed' },
  firmNotSuspended: { zh: '企业没有被暂停', en: 'the firm is not suspended' },
  anotherFilled: {
    zh: '企业没有要求另一人核对，或最后一次修改不是本人所做',
    en: 'the firm requires no second person, or another person made the last change',
  },
  notAskedToSubmit: {
    zh: '最后一次修改后没有请同事提交过',
    en: 'no colleague has been asked to submit since the last change',
  },
  neverFiled: { zh: '没有提交过', en: 'the application has never been submitted' },
  noBlocks: { zh: '没有妨碍提交的问题', en: 'no problem prevents submission' },
  departmentNotReported: {
    zh: '本部门本轮尚未提交意见',
    en: 'the person’s department has not given its opinion in this round',
  },
  hasNotReported: { zh: '本人本轮尚未提交意见', en: 'the person has not given an opinion in this round' },
  correctionsLeft: { zh: '补正次数未用完', en: 'not all rounds of correction have been used' },
  hasNotAssessed: { zh: '本人没有评估过本案', en: 'the person has not assessed the case' },
  anotherAfterRefusal: {
    zh: '本人没有对本案作出过不予推荐的决定',
    en: 'the person has not refused the case before',
  },
  hasTouchedNothing: { zh: '本人没有经手过本案', en: 'the person has not worked on the case' },
  noInterest: { zh: '本人没有申报利害关系', en: 'the person has not declared an interest' },
  unclaimed: { zh: '本部门无人认领', en: 'nobody in the department has claimed the case' },
  claimed: { zh: '本部门已有人认领', en: 'somebody in the department has claimed the case' },
  notChased: {
    zh: '有部门待办，且本工作日内没有催办过',
    en: 'the case is waiting for a department that has not been chased on this working day',
  },
  taskOpen: { zh: '有未完成的子任务', en: 'the case has an open task' },
  notReviewedYet: { zh: '尚未复核过', en: 'the case has not been reviewed yet' },
  inTime: { zh: '期限未过', en: 'the time limit has not passed' },
  timeIsUp: { zh: '期限已过', en: 'the time limit has passed' },
  letterFailed: { zh: '推荐函制作失败', en: 'the letter could not be made' },
  refusalHeard: {
    zh: '已告知意向的，企业已陈述意见或期限已过；按规定须先告知的，已经告知',
    en:
      'if an intention was announced, the firm has responded or its time limit has passed; if the rules ' +
      'require an announcement, it has been made',
  },
  routeInForce: { zh: '有生效的推荐路径', en: 'a recommendation route is in force' },
  routesEnded: {
    zh: '没有生效的推荐路径，且尚未中止计时',
    en: 'no recommendation route is in force, and the time limit is not paused yet',
  },
  routesBack: {
    zh: '因没有推荐路径中止计时，现有路径生效',
    en: 'the time limit is paused for lack of a route, and one is now in force',
  },
  permitFits: { zh: '合同和护照至少还有一个月', en: 'contract and passport are valid for at least another month' },
  notAnnounced: { zh: '意向尚未告知', en: 'the intention has not been announced' },
  intentionOpen: { zh: '意向已告知，尚待答复', en: 'an announced intention is waiting for a response' },
  conditionsOpen: { zh: '有尚待落实的附带条件', en: 'a condition has not been met yet' },
  conditionUnconfirmed: { zh: '有尚待确认的附带条件', en: 'a condition has not been confirmed yet' },
  reportOpen: {
    zh: '有等待处理的报告（审批人：或者已告知的撤销意向）',
    en: 'a report is waiting (for an approver also an announced intended revocation)',
  },
  reportUnasked: {
    zh: '有报告尚未请企业补充说明',
    en: 'a report is waiting that the firm has not been asked to explain',
  },
  notProposed: { zh: '撤销意向尚未告知', en: 'the intended revocation has not been announced' },
  revocationOpen: { zh: '撤销意向已告知，尚待答复', en: 'an announced intended revocation is waiting for a response' },
  revocationHeard: {
    zh: '企业自己申请撤销；或者已告知意向的，企业已陈述意见或期限已过；按规定须先告知的，已经告知',
    en:
      'the firm itself asked for it; or, if an intention was announced, the firm has responded or its time limit ' +
      'has passed, and if the rules require an announcement, it has been made',
  },
  anotherRevokes: {
    zh: '撤销是另一人提议的（规定要求两人决定，且企业没有自己申请时）',
    en: 'another person has proposed it (if the rules require two people and the firm has not asked for it)',
  },
  limitRuns: { zh: '期限正在计算', en: 'the time limit is running' },
  notExtended: { zh: '这一环节尚未延长过', en: 'the time limit of this stage has not been extended yet' },
  consentsGiven: {
    zh: '规定提交须等人选同意的，人选对各类敏感材料都已同意或已处理',
    en: 'if the rules require it, the candidate has consented to every kind of sensitive document or it is settled',
  },
  consentsSettled: { zh: '没有未处理的人选不同意事项', en: 'no refused or withdrawn consent is open' },
  anotherSettled: {
    zh: '人选不同意一事不是由本人登记处理的',
    en: 'the person has not recorded how a refused consent was settled',
  },
  consentOpen: { zh: '有待处理的人选不同意事项', en: 'a refused or withdrawn consent is waiting to be settled' },
  notEscalated: { zh: '尚未提请主管', en: 'the supervisor has not been informed' },
  reminderDue: { zh: '已到提醒日期', en: 'a reminder is due' },
}

export const BRANCH_WORDS: Record<Branch, Bilingual> = {
  lastReport: { zh: '全部参评部门均已提交意见', en: 'all named departments have given their opinion' },
  askedAtIntake: { zh: '补正是在受理环节要求的', en: 'the correction was requested at intake' },
}
