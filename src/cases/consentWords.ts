/** What is said of a candidate’s consents: to officers, firms and the candidate, in the record, before accepting. */
import type { Bilingual } from '../base/text.js'
import type { Standing } from './consents.js'

export const STANDINGS: Readonly<Record<Standing, Bilingual>> = {
  notAsked: { zh: '人选尚未决定', en: 'the candidate has not decided yet' },
  given: { zh: '人选已同意', en: 'the candidate consents' },
  refused: { zh: '人选不同意', en: 'the candidate does not consent' },
  withdrawn: { zh: '人选已撤回同意', en: 'the candidate has withdrawn consent' },
  settled: { zh: '人选不同意，已登记处理', en: 'refused by the candidate; recorded as settled' },
  askedAnew: {
    zh: '人选此前不同意使用，对此后上传的材料尚未决定',
    en: 'the candidate refused before this document was uploaded and has not decided about it',
  },
  replaced: { zh: '人选不同意，材料已删除', en: 'refused by the candidate; document removed' },
  noneYet: { zh: '人选不同意，此类材料尚未上传', en: 'refused by the candidate; none uploaded so far' },
}

export const VOIDED: Bilingual = {
  zh: '页面重置，此前的同意作废，人选尚未重新决定',
  en: 'void since the page was reset; the candidate has not decided again',
}

/** A firm that files declares it. */
export const DECLARED_ONLY: Bilingual = {
  zh: '企业提交时声明过同意；人选尚未决定',
  en: 'declared by the firm on submission; the candidate has not decided yet',
}

export const BLOCKS: Bilingual = {
  zh: '处理前不能推荐：人选同意现有或更换后的材料，企业删除材料，或者登记处理情况',
  en:
    'no recommendation until this is settled: the candidate consents to this document or another one, ' +
    'the firm removes it, or an officer records how it was settled',
}

/** The same for the candidate. */
export const HOST: Readonly<Record<Standing, Bilingual>> = {
  notAsked: { zh: '您尚未决定。', en: 'You have not decided yet.' },
  given: { zh: '您已同意', en: 'You consent' },
  refused: { zh: '您不同意', en: 'You do not consent' },
  withdrawn: { zh: '您已撤回同意', en: 'You have withdrawn your consent' },
  settled: {
    zh: '您不同意；部门已登记处理情况',
    en: 'You do not consent. The department has recorded how this was settled',
  },
  askedAnew: {
    zh: '您{at}表示不同意。此后企业上传了材料，请您重新决定。',
    en: 'You did not consent {at}. The firm has uploaded a document since then. Please decide again.',
  },
  replaced: {
    zh: '您不同意；这些材料已不在申请里',
    en: 'You do not consent; these documents are no longer in the application',
  },
  noneYet: {
    zh: '您不同意；企业尚未上传此类材料',
    en: 'You do not consent; the firm has uploaded none so far',
  },
}

export const DECLARED: Bilingual = {
  zh: '您尚未决定。企业提交时声明过您同意，这不代替您的决定。',
  en: 'You have not decided yet. The firm declared your consent; that does not replace your own decision.',
}

export const HOST_VOIDED: Bilingual = {
  zh: '页面重置前的同意已失效，请重新决定。',
  en: 'Consents given before the page was reset are void. Please decide again.',
}

/** Lines of the record. */
export const BY_TALENT: Bilingual = { zh: '本人', en: 'by the candidate' }
export const BY_FIRM: Bilingual = { zh: '不是人选本人的决定', en: 'not decided by the candidate' }
export const GIVEN: Bilingual = { zh: '{at} 同意（{how}）', en: 'Given {at} ({how})' }
export const FIRM_SAID: Bilingual = { zh: '{at} 企业提交时声明（{how}）', en: 'Declared by the firm {at} ({how})' }
export const REFUSED: Bilingual = { zh: '{at} 不同意（{how}）', en: 'Refused or withdrawn {at} ({how})' }
export const RECORDED: Readonly<Record<'settled' | 'voided', Bilingual>> = {
  settled: { zh: '{at} 部门登记已处理', en: 'Recorded as settled by the department {at}' },
  voided: { zh: '{at} 页面重置，此前的同意作废', en: 'Page reset {at}: consents given before are void' },
}

/** What is said before a case is accepted to which the candidate objects. */
export const OBJECTS: Bilingual = {
  zh: '人选有异议，受理前请核对',
  en: 'The candidate objects. Check this before you accept',
}
export const CORRECT: Bilingual = { zh: '{at}请求更正：{wording}', en: 'Asked for a correction {at}: {wording}' }
export const MAY_ACCEPT: Bilingual = { zh: '案件仍可受理。', en: 'You can still accept the case.' }
export const HELD: Bilingual = {
  zh: '但人选不同意的材料处理之前，审批人不能推荐。',
  en: 'No approver can recommend until the refused consent is settled.',
}
export const ANSWERED: Bilingual = {
  zh: '更正请求由本部门主管答复。',
  en: 'Your department’s supervisor answers the request for correction.',
}
