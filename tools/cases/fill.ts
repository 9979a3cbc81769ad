/**
 * What a person would say where a case file says nothing: one table, the forms of the actions beside it (src/forms/actions.ts). What the file gives
 * stands; only what is missing is filled in.
 */
import { AGAINST } from '../../src/forms/choices.js'
import { assessmentOf } from './assessment.js'

type Input = Readonly<Record<string, unknown>>

const correction = {
  on: 'contract',
  what: '合同第3页的印章看不清，请重新扫描。',
  whatEn: 'The seal on page 3 of the contract is not readable; please scan it again.',
}

const WORDS: Readonly<Record<string, Input>> = {
  submit: { declaration: true },
  requestCorrection: { items: [correction] },
  declineToAccept: {
    reasons: ['outOfScope'],
    explanation: '岗位不属于外籍直播人才的推荐范围。',
    explanationEn: 'The post is outside the scope of the recommendation.',
  },
  report: {
    opinion: 'recommend',
    summary:
      '材料与所填内容一致，平台数据已核实。 The documents agree with the answers. The platform data have ' +
      'been verified.',
  },
  consult: {
    department: 'culture',
    question: '请就直播内容是否涉及演出活动提出意见。 Please say whether the streams count as performances.',
  },
  // what does not hold is not kept
  recommend: { despite: AGAINST.map(({ value }) => value) },
  refuse: {
    reasons: ['criteriaNotMet'],
    explanation: '现有材料不能证明符合推荐标准。',
    explanationEn: 'The documents do not show that the criteria are met.',
  },
  returnToAssessment: {
    why: '请补充核实近12个月的销售数据。 Please check the sales of the last twelve months once more.',
  },
  returnLetter: {
    reasons: ['factsDiffer'],
    why: '函中的合同期限与所附合同不一致。 The term of the contract in the letter differs from the contract.',
  },
  reissueLetter: { why: '函中岗位名称有误，重新出具。 The name of the post in the letter was wrong.' },
  revokeLetter: {
    reasons: ['issuedInError'],
    explanation: '经核查，出具推荐函所依据的事实不成立。',
    explanationEn: 'The facts on which the letter rests do not hold.',
  },
  recordGranted: { detailsLater: true },
  recordRefused: { why: '许可机关认为岗位与经历不符。 The post does not fit the experience.' },
  requestReview: {
    grounds: '平台已更正合规记录，请重新认定。 The platform has corrected the record of compliance.',
  },
  upholdRefusal: {
    explanation: '原决定认定事实清楚，依据充分。',
    explanationEn: 'The facts and grounds of the refusal are sound.',
  },
  overturnRefusal: {
    explanation: '原决定所依据的记录已被更正。',
    explanationEn: 'The record behind the refusal has been corrected.',
  },
  note: { text: '已与企业电话核对。 Checked with the firm by telephone.' },
  giveTask: { what: '请与平台核对。 Please check with the platform.' },
  message: { text: '请问案件办理到哪一步了？ How far has the case come?' },
  declareInterest: { why: '与申请企业负责人有亲属关系。 Related to the head of the firm.' },
  proposeCorrection: { items: [correction] },
  acknowledge: { remarks: '已知悉。 Noted.' },
  askBack: { question: '请说明从哪一天起变更。 Please say from which day it changed.' },
  confirmCondition: { condition: 1, remarks: '已核对。 Checked.' },
  proposeRevocation: {
    reasons: ['changedFacts'],
    explanation: '所报情况与推荐时不同。 The facts are no longer as they were.',
  },
  answerRevocation: { statement: '岗位和薪酬没有变化。 Post and pay are as before.' },
  reopenRefusal: { why: '原决定遗漏了一项证据。 The decision left out a piece of evidence.' },
  reportChange: { kind: 'engagement', what: '月薪由合同约定上调。 The monthly salary was raised as agreed.' },
  reportEnd: { why: '双方协商解除合同。 The contract was ended by agreement.' },
}

const isTree = (value: unknown): value is Input => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Lays what is given over what is filled in; each row of a list is completed from the table's first row. Null is not an answer. */
function complete(filling: Input, given: Input): Record<string, unknown> {
  const result: Record<string, unknown> = { ...filling }
  for (const [name, value] of Object.entries(given)) {
    const [sample] = Array.isArray(filling[name]) ? filling[name] : []
    if (value === null || value === undefined) continue
    if (Array.isArray(value) && isTree(sample))
      result[name] = value.map((row: unknown) => (isTree(row) ? complete(sample, row) : row))
    else result[name] = value
  }
  return result
}

/**
 * The whole input of an action or entry on a day (YYYY-MM-DD): what the case file gives, and the rest from the table. `subject` is that of the department for which the
 * person acts: an assessment answers what that department is asked.
 */
export function fillInput(
  action: string,
  given: Input | null | undefined,
  today: string,
  subject = 'commerce',
): Record<string, unknown> {
  const filling: Input = {
    ...WORDS[action],
    ...(action === 'report' && assessmentOf(subject)),
    ...(action === 'reportChange' && { changedOn: today }),
    ...(action === 'reportEnd' && { endedOn: today }),
  }
  return complete(filling, given ?? {})
}
