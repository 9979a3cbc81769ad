/**
 * What is said to an officer once an action is done: that it is done, never the button's own words again; and what a
 * permit officer reads before returning a letter.
 */
import type { Bilingual } from '../base/text.js'
import { type EventName, WORDS } from './words.js'

const said = (zh: string, en: string): Bilingual => ({ zh, en })

const CONFIRMED: Readonly<Partial<Record<EventName, Bilingual>>> = {
  accept: said('已受理', 'Accepted'),
  requestCorrection: said('补正通知已发出', 'Correction requested'),
  declineToAccept: said('已决定不予受理', 'Not accepted'),
  report: said('评估意见已提交', 'Assessment submitted'),
  consult: said('已请另一部门评估', 'Another department asked to assess'),
  recommend: said('已决定推荐', 'Recommended'),
  refuse: said('已决定不予推荐', 'Refused'),
  returnToAssessment: said('已退回评估', 'Returned to assessment'),
  receiveLetter: said('推荐函已签收', 'Letter received'),
  returnLetter: said('推荐函已退回', 'Letter returned'),
  reissueLetter: said('已决定重新出具推荐函', 'New letter ordered'),
  revokeLetter: said('推荐函已撤销', 'Letter revoked'),
  recordGranted: said('已登记准予许可', 'Recorded: permit granted'),
  completePermit: said('许可信息已登记', 'Permit details recorded'),
  recordRefused: said('已登记不予许可', 'Recorded: permit refused'),
  reopenRefusal: said('不予推荐的决定将重新审定', 'The refusal will be decided again'),
  upholdRefusal: said('复核决定：维持不予推荐', 'Review decided: the refusal stands'),
  overturnRefusal: said('复核决定：撤销不予推荐', 'Review decided: the refusal is overturned'),
  claim: said('已认领', 'Claimed'),
  handOver: said('已移交', 'Handed over'),
  assign: said('已指派', 'Assigned'),
  announceRefusal: said('已告知企业拟不予推荐', 'Firm informed of the intended refusal'),
  extendLimit: said('办理期限已延长', 'Time limit extended'),
  acknowledge: said('已确认知悉', 'Acknowledged'),
  askBack: said('已请企业补充说明', 'Firm asked to explain its report'),
  confirmCondition: said('已确认条件落实', 'Condition confirmed as met'),
  proposeRevocation: said('已告知企业拟撤销推荐函', 'Firm informed of the intended revocation'),
  settleConsent: said('处理情况已登记', 'Settlement recorded'),
  note: said('备注已添加', 'Note added'),
  chase: said('已催办', 'Department chased'),
  giveTask: said('子任务已交办', 'Task assigned'),
  finishTask: said('子任务已完成', 'Task done'),
  declareInterest: said('已申报利害关系，由他人办理', 'Interest declared. Somebody else will take over'),
  proposeCorrection: said('补正事项已提出', 'Correction proposed'),
  message: said('消息已发出', 'Message sent'),
}

/** What is said of an action that was done. */
export const confirmationOf = (name: EventName): Bilingual => CONFIRMED[name] ?? WORDS[name].done

/** What is said before a letter is returned. */
export const RETURNING: Bilingual = {
  zh: '退回后，本函作废，文号不再使用，不能恢复',
  en: 'Returning makes the letter void for good. Its number is not used again',
}
export const RETURNS: readonly Bilingual[] = [
  {
    zh: '案件转为“{state}”，由{lead}审批人重新决定；再次推荐的，另发新函。',
    en: 'The case becomes “{state}” and an approver decides again ({lead}). A new recommendation makes a new letter.',
  },
  { zh: '系统通知{lead}的审批人和企业。', en: 'The approvers ({lead}) and the firm are informed.' },
  {
    zh: '企业可见：推荐函已退回、退回事由和您填写的具体问题。',
    en: 'The firm sees that the letter was returned, the reasons, and what you write.',
  },
]
