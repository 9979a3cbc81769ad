/**
 * What anybody reads of a case who has its number and the code of its receipt: how far it is, in one
 * sentence, without a reason and without anybody's name. The compiler names a state that says nothing.
 */
import type { Bilingual } from '../base/text.js'
import type { State } from './machine.js'

const says = (zh: string, en: string): Bilingual => ({ zh, en })

export const PUBLIC_WORDS: Readonly<Record<State, Bilingual>> = {
  // one never filed, on the candidate's page, or one that was recalled
  draft: says('企业正在填写或修改申请，尚未提交。', 'The firm is preparing the application and has not submitted it.'),
  submitted: says('已收到申请，正在核对材料是否齐全。', 'Received. We are checking that it is complete.'),
  awaitingCorrection: says(
    '已请企业补正，等待企业答复。',
    'The firm was asked for a correction. We are waiting for it.',
  ),
  underAssessment: says('已受理，正在评估。', 'Accepted and being assessed.'),
  awaitingDecision: says('评估已完成，等待决定。', 'Assessed. Waiting for a decision.'),
  recommended: says('已决定推荐，正在制作推荐函。', 'Recommended. The letter is being made.'),
  letterIssued: says('推荐函已出具，已送许可机关。', 'The letter was issued and sent to the permit authority.'),
  letterReceived: says('许可机关已收到推荐函。', 'The permit authority has received the letter.'),
  permitGranted: says('已获工作许可，本件办结。', 'The work permit was granted. The case is closed.'),
  notRecommended: says('已作出决定，结果已告知企业。', 'Decided. The firm has been informed of the outcome.'),
  underReview: says('正在复核。', 'Under review.'),
  discarded: says('已删除。', 'Discarded.'),
  notAccepted: says('未予受理，本件办结。', 'Not accepted. The case is closed.'),
  withdrawn: says('企业已撤回申请，本件办结。', 'Withdrawn by the firm. The case is closed.'),
  lapsed: says('企业逾期未补正，本件办结。', 'Not corrected in time. The case is closed.'),
  permitRefused: says('许可机关已作出决定，本件办结。', 'The permit authority has decided. The case is closed.'),
  letterExpired: says('推荐函已过有效期，本件办结。', 'The letter has expired. The case is closed.'),
  letterRevoked: says('推荐函已不再有效，本件办结。', 'The letter is no longer valid. The case is closed.'),
}
