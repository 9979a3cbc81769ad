/**
 * What every action of the chart asks for (docs/architecture.md#the-statechart); entries:
 * entries.ts. Names of actions, reasons and opinions are fixed: case files and the API use them.
 * The chart says who may do it and when; here is only what has to be said with it.
 */
import type { z } from 'zod'
import {
  assessed,
  assessedEn,
  correctionItem,
  correctionItems,
  explanation,
  explanationEn,
  inEnglish,
  nothing,
  place,
  replyToFirm,
  replyToFirmEn,
  why,
} from './asked.js'
import * as choose from './choices.js'
import * as ask from './engine/field.js'
import { ENTRY_FORMS } from './entries.js'
import { granted, permitRefused } from './outcomes.js'

const ACTIONS = {
  submit: ask.form({
    declaration: ask.confirm(
      '本企业对所填内容和所附材料的真实性负责，并已征得人选同意提交其个人信息',
      'The firm is responsible for the truth of all answers and documents, and the candidate has agreed to the ' +
        'use of personal data',
      {
        hint: {
          zh: '包括：合规直播承诺书写明不从事《网络主播行为规范》所列31项行为，由人选签字、单位盖章。',
          en:
            'This includes: the commitment to lawful streaming names all 31 acts of the Code of Conduct for Online ' +
            'Hosts, signed by the candidate and sealed by the firm.',
        },
      },
    ),
  }),
  discard: nothing,
  recall: ask.form({ reason: ask.longText('说明', 'Explanation').optional() }),
  accept: ask.form({
    departments: ask
      .choices('参评部门', 'Departments to assess', choose.DEPARTMENTS)
      .default(choose.DEFAULT_DEPARTMENTS),
    remarks: ask.longText('给评估人的附言', 'Remarks to the assessors').optional(),
  }),
  requestCorrection: ask.form({
    items: correctionItems(correctionItem),
    remarks: ask.longText('附言', 'Remarks').optional(),
    remarksEn: inEnglish('附言', 'Remarks'),
  }),
  declineToAccept: ask.form({
    reasons: ask.choices('不予受理的原因', 'Reasons for non-acceptance', choose.NON_ACCEPTANCE_REASONS),
    explanation,
    explanationEn,
  }),
  resubmit: ask.form({
    answers: ask
      .rows(
        '补正说明',
        'Explanation of the correction',
        ask.group('', '', { on: place, answer: ask.longText('补正说明', 'Explanation of the correction') }),
        { min: 0, max: 100, row: { zh: '第{n}项', en: 'item {n}' }, add: { zh: '再加一项', en: 'Add another item' } },
      )
      .optional(),
    remarks: ask.longText('附言', 'Remarks').optional(),
  }),
  withdraw: ask.form({
    reasons: ask.choices('撤回的原因', 'Reasons for the withdrawal', choose.WITHDRAWAL_REASONS).optional(),
    reason: ask.longText('说明', 'Explanation').optional(),
  }),
  report: ask.form({
    opinion: ask.choice('评估意见', 'Opinion', choose.OPINIONS),
    summary: ask.longText('评估情况', 'Assessment', {
      max: 4000,
      hint: { zh: '写明判断及所依据的材料。', en: 'Your findings and the evidence for them.' },
    }),
    findings: ask
      .rows(
        '分项意见',
        'Findings',
        ask.group('', '', {
          on: ask.text('评估事项', 'Criterion', { width: 20 }),
          result: ask.choice('结论', 'Finding', choose.FINDING_RESULTS),
          note: ask.longText('依据', 'Grounds').optional(),
          document: ask.whole('依据的材料', 'Evidence: document', { min: 1 }).optional(),
          page: ask.whole('页码', 'Page', { min: 1, max: 9999, width: 4 }).optional(),
        }),
        {
          min: 0,
          max: 60,
          row: { zh: '第{n}项', en: 'finding {n}' },
          add: { zh: '再加一项', en: 'Add another finding' },
        },
      )
      .optional(),
    scores: ask
      .rows(
        '直播人才评分',
        'Scorecard',
        ask.group('', '', {
          question: ask.text('评分项', 'Question', { width: 20 }),
          level: ask.whole('档次', 'Level', { min: 0, max: 10, width: 2 }),
          note: ask.longText('说明', 'Explanation', { max: 500 }).optional(),
          document: ask.whole('依据的材料', 'Evidence: document', { min: 1 }).optional(),
          page: ask.whole('页码', 'Page', { min: 1, max: 9999, width: 4 }).optional(),
        }),
        { min: 0, max: 60, row: { zh: '第{n}项', en: 'question {n}' }, add: { zh: '再加一项', en: 'Add another' } },
      )
      .optional(),
    compliance: ask
      .rows(
        '合规核查',
        'Compliance',
        ask.group('', '', {
          group: ask.text('核查组别', 'Group', { width: 20 }),
          result: ask.choice('结论', 'Finding', choose.COMPLIANCE_RESULTS),
          note: ask.longText('说明', 'Explanation', { max: 500 }).optional(),
        }),
        { min: 0, max: 60, row: { zh: '第{n}组', en: 'group {n}' }, add: { zh: '再加一组', en: 'Add another' } },
      )
      .optional(),
    stands: ask
      .longText('维持原意见的理由', 'Reason for upholding the opinion', {
        max: 500,
        hint: {
          zh: '案件退回评估后，意见与上一轮完全相同的必填；审批人可见。',
          en:
            'Required when a returned case is reported with the same opinion as in the last round. ' +
            'The approver reads it.',
        },
      })
      .optional(),
  }),
  consult: ask.form({
    department: ask.choice('另请评估的部门', 'Department to consult', choose.DEPARTMENTS, { example: 'market' }),
    question: ask.longText('征询的问题', 'Question to the department'),
  }),
  recommend: ask.form({
    route: ask
      .text('推荐路径', 'Route', {
        max: 60,
        hint: { zh: '函中据此建议类别。', en: 'The letter proposes a class on this basis.' },
      })
      .optional(),
    months: ask.whole('建议的许可期限（月）', 'Length of the permit (months)', { min: 1, width: 4 }).optional(),
    treatment: ask.text('建议的便利', 'Treatment', { max: 60 }).optional(),
    assessed,
    assessedEn,
    conditions: ask
      .longText('附带条件', 'Conditions', {
        hint: { zh: '写进推荐函；一行一条。', en: 'They appear in the letter; one per line.' },
      })
      .optional(),
    conditionsEn: inEnglish('附带条件', 'Conditions'),
    conditionsDueOn: ask.date('条件的落实期限', 'Conditions to be met by').optional(),
    remarks: ask.longText('内部说明', 'Internal remarks').optional(),
    despite: ask
      .choices('已知悉的情况', 'Circumstances you are aware of', choose.AGAINST, {
        decides: true,
        hint: {
          zh: '逐项勾选。企业和许可机关不可见。',
          en: 'Tick each one. Not visible to the firm or the permit authority.',
        },
      })
      .optional(),
    duplicateReason: ask
      .longText('另有有效推荐函仍予推荐的理由', 'Reason for recommending although another letter is valid', {
        hint: { zh: '企业和许可机关不可见。', en: 'Not visible to the firm or the permit authority.' },
      })
      .optional(),
  }),
  refuse: ask.form({
    reasons: ask.choices('不予推荐的原因', 'Reasons for refusal', choose.REFUSAL_REASONS),
    explanation,
    explanationEn,
    replyToFirm,
    replyToFirmEn,
    assessed,
    assessedEn,
  }),
  returnToAssessment: ask.form({ why }),
  recordLetter: ask.form({ letterId: ask.whole('推荐函编号', 'Letter', { min: 1 }).optional() }),
  receiveLetter: ask.form({ remarks: ask.longText('附言', 'Remarks').optional() }),
  returnLetter: ask.form({
    reasons: ask.choices('退回事由', 'Reasons for the return', choose.RETURN_REASONS).optional(),
    why: ask.longText('具体问题和修改要求', 'What is wrong and what to change', {
      hint: { zh: '部门和企业可见。', en: 'Visible to the department and the firm.' },
    }),
  }),
  reissueLetter: ask.form({ why }),
  revokeLetter: ask.form({
    reasons: ask.choices('撤销的原因', 'Reasons for revocation', choose.REVOCATION_REASONS),
    explanation,
    explanationEn,
    replyToFirm,
    replyToFirmEn,
  }),
  recordGranted: ask.form(granted()),
  recordRefused: ask.form(permitRefused()),
  requestReview: ask.form({
    grounds: ask.longText('申请复核的理由', 'Grounds for the review', {
      max: 4000,
      hint: { zh: '写明认定有误之处和依据。', en: 'What was wrong in the decision, and the evidence for it.' },
    }),
  }),
  reopenRefusal: ask.form({
    why: ask.longText('重新审定的理由', 'Reason for a new decision', {
      hint: {
        zh: '企业可见；由另一位审批人重新决定。',
        en: 'Visible to the firm. Another approver makes the new decision.',
      },
    }),
  }),
  upholdRefusal: ask.form({ explanation, explanationEn }),
  overturnRefusal: ask.form({ explanation, explanationEn }),
  lapse: nothing,
  expire: nothing,
} as const satisfies Record<string, z.ZodObject>

export const REPORT_FORM = ACTIONS.report

/** The form of every action and entry, by its name in the chart. */
export const ACTION_FORMS = { ...ACTIONS, ...ENTRY_FORMS }

/**
 * Answers that are for officers' eyes only, although the firm and the permit authority see that the
 * action was done.
 */
export const OFFICERS_ONLY: Readonly<Record<string, readonly string[]>> = {
  submit: ['gist'],
  resubmit: ['gist'],
  accept: ['remarks', 'secondOpinion'],
  recommend: ['remarks', 'duplicateReason', 'otherLetters', 'despite'],
} satisfies { readonly [Name in keyof typeof ACTION_FORMS]?: readonly string[] }

/** The parsed input of an action or entry. */
export type ActionInput<Name extends keyof typeof ACTIONS | keyof typeof ENTRY_FORMS> = z.output<
  (typeof ACTIONS & typeof ENTRY_FORMS)[Name]
>
