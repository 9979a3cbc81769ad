/** What every entry of the chart asks for: what is written into a case without moving it. */
import type { z } from 'zod'
import { assessed, assessedEn, correctionItem, correctionItems, explanation, explanationEn, nothing } from './asked.js'
import * as choose from './choices.js'
import * as ask from './engine/field.js'
import { option } from './engine/ui.js'
import { permitDetails } from './outcomes.js'
import { MOST_CHARACTERS } from './strokes.js'

/** With these, a paper that is here already is meant, and no file comes. */
const FILED = ['remove', 'dated', 'spoken', 'sorted'] as const
/** With these, nobody says what the paper is, or it has been said. */
const NO_KIND = ['remove', 'dated', 'spoken', 'unsorted'] as const

/** Which report, or which intended revocation: the number of its event; the only one when it is not said. */
const event = ask.whole('报告事项', 'Report', { min: 1, decides: true }).optional()

const OPENED_BY = [option('code', '邮件验证码', 'a mailed code'), option('pin', 'PIN码', 'the PIN')] as const

/** Which documents a consent is about. */
const about = ask.choice('材料类别', 'Kind of document', choose.SENSITIVE)

/** What a firm says to something that is intended: its answer, or that it gives none. */
const answerOfFirm = ask.form({
  statement: ask
    .longText('陈述意见', 'Your response', {
      max: 4000,
      hint: { zh: '逐条说明事实和依据。', en: 'Point by point, with facts and evidence.' },
      unless: ['noStatement'],
    })
    .optional(),
  noStatement: ask
    .confirm('本企业不陈述意见', 'The firm does not wish to respond', {
      hint: {
        zh: '部门不再等待答复，可以随即作出决定。',
        en: 'The department no longer waits for a response and can decide at once.',
      },
    })
    .optional(),
})

export const ENTRY_FORMS = {
  saveAnswers: ask.form({
    answers: ask.tree('答案', 'Answers'),
    answersVersion: ask.whole('答案的版本', 'Version of the answers').optional(),
  }),
  attachFile: ask.form({
    kind: ask
      .choice('材料种类', 'Kind of document', choose.DOCUMENT_KINDS, { control: 'select', unless: NO_KIND })
      .optional(),
    file: ask.file('文件', 'File', { unless: FILED }).optional(),
    issuedOn: ask.date('签发日期', 'Issued on', { example: 0 }).optional(),
    beside: ask
      .tick('与同类材料并存', 'Keep the other documents of this kind', {
        hint: { zh: '不勾选则替换同类材料。', en: 'If not ticked, it replaces documents of the same kind.' },
      })
      .optional(),
    details: ask
      .group('', '', {
        language: ask.pick('材料的语言', 'Language of the document', choose.PAPER_LANGUAGES).optional(),
        authenticated: ask
          .tick('已认证或附加证明书', 'Authenticated or with an apostille', { example: true })
          .optional(),
        signedBy: ask.choices('签署方', 'Signed by', choose.SIGNERS, { example: ['firm', 'talent'] }).optional(),
        note: ask.text('备注', 'Note', { max: 300, width: 30 }).optional(),
        of: ask.choice('译自哪份材料', 'Translation of', choose.DOCUMENT_KINDS, { control: 'select' }).optional(),
      })
      .prefault({}),
    remove: ask.whole('要删除的材料', 'Document to remove', { min: 1 }).optional(),
    dated: ask.whole('更改签发日期的材料', 'Document whose date of issue changes', { min: 1 }).optional(),
    spoken: ask.whole('更改语言的材料', 'Document whose language changes', { min: 1 }).optional(),
    /** The case from which a paper was brought. */
    from: ask.whole('原案件', 'Earlier case', { min: 1 }).optional(),
    unsorted: ask.tick('种类以后确定', 'Kind to be decided later').optional(),
    sorted: ask.whole('现在确定种类的文件', 'File whose kind is decided now', { min: 1 }).optional(),
  }),
  askToSubmit: nothing,
  claim: nothing,
  handOver: ask.form({
    /** 0: back to the department. */
    to: ask.whole('移交给', 'Hand over to', { listed: true }),
    remarks: ask.longText('附言', 'Remarks').optional(),
  }),
  assign: ask.form({
    to: ask.whole('指派给', 'Assign to', { min: 1, listed: true }),
    remarks: ask.longText('附言', 'Remarks').optional(),
  }),
  announceRefusal: ask.form({
    reasons: ask.choices('拟不予推荐的原因', 'Reasons for the intended refusal', choose.REFUSAL_REASONS),
    explanation,
    explanationEn,
    assessed,
    assessedEn,
  }),
  answerIntention: answerOfFirm,
  extend: ask.form({ outageId: ask.whole('服务中断', 'Outage', { min: 1 }) }),
  extendLimit: ask.form({
    days: ask.whole('延长的工作日数', 'Working days to add', { min: 1, max: 100, width: 4 }),
    reason: ask.longText('延长的理由', 'Reason', {
      hint: { zh: '企业可见。写明不能按期办结的原因。', en: 'Visible to the firm. Why the stage takes longer.' },
    }),
    reasonEn: ask
      .longText('延长的理由（英文）', 'Reason, in English', {
        hint: {
          zh: '不填的，英文页面显示中文。',
          en: 'If empty, English pages show the Chinese.',
        },
      })
      .optional(),
  }),
  recompute: nothing,
  pauseLimit: nothing,
  resumeLimit: nothing,
  escalate: nothing,
  remind: nothing,
  meetCondition: ask.form({
    condition: ask.whole('条件', 'Condition', { min: 1, max: 100, width: 4 }),
    how: ask.longText('落实情况', 'How the condition was met'),
  }),
  completePermit: ask.form(permitDetails()),
  note: ask.form({
    text: ask.longText('内部记录', 'Note', {
      data: 'sensitive',
      max: 4000,
      hint: {
        zh: '企业不可见。输入“@”加同事的姓名或账号，系统将通知该同事。',
        en: 'Not visible to the firm. To notify a colleague, enter @ and their name or account.',
      },
    }),
  }),
  chase: ask.form({
    department: ask
      .whole('催办的部门', 'Department to chase', {
        min: 1,
        hint: {
          zh: '通知该部门承办本案的人；无人承办的，通知该部门能办理这一环节的人。',
          en: 'Sent to the person assigned to the case there or, if nobody is, to everyone there who can act on it.',
        },
      })
      .optional(),
    remarks: ask.longText('附言', 'Remarks', { max: 500 }).optional(),
  }),
  giveTask: ask.form({
    what: ask.text('任务内容', 'Task', { max: 200 }),
    to: ask.whole('承办人', 'Assigned to', { min: 1, listed: true }),
    dueOn: ask.date('完成日期', 'To be done by'),
  }),
  finishTask: ask.form({
    task: ask.whole('子任务', 'Task', { min: 1 }).optional(),
    result: ask.longText('结果', 'Result', { max: 500 }).optional(),
  }),
  declareInterest: ask.form({ why: ask.longText('利害关系', 'Your interest in the case') }),
  proposeCorrection: ask.form({
    items: correctionItems({
      ...correctionItem,
      repeatReason: ask
        .longText('再次要求的理由', 'Reason for asking again', {
          max: 500,
          hint: {
            zh: '先前的补正通知要求过同一项时，由审批人填写。',
            en: 'For approvers: needed if an earlier notice asked for the same.',
          },
        })
        .optional(),
    }),
  }),
  message: ask.form({ text: ask.longText('消息', 'Message', { data: 'sensitive', max: 4000 }) }),
  reportChange: ask.form({
    kind: ask.choice('变更的方面', 'Subject of the change', choose.CHANGE_KINDS),
    changedOn: ask.date('变更日期', 'Changed on', {
      hint: {
        zh: '变更实际发生的日期；据此计算报告是否按时。',
        en: 'The day on which it happened. The time for reporting is counted from this day.',
      },
    }),
    what: ask.longText('变更的内容', 'Description of the change', {
      data: 'sensitive',
      hint: { zh: '写明变更前后的情况。', en: 'The situation before and after.' },
    }),
  }),
  reportEnd: ask.form({
    endedOn: ask.date('聘用终止日期', 'Last day of the engagement'),
    why: ask.longText('终止的原因', 'Reason for the end'),
    revoke: ask
      .tick('同时申请撤销推荐函', 'Ask for the letter to be revoked', {
        hint: {
          zh: '推荐函不再需要的，勾选此项；部门可以随即撤销，不再另行告知。',
          en: 'Tick if the letter is no longer needed. The department can then revoke it without further notice.',
        },
      })
      .optional(),
  }),
  acknowledge: ask.form({
    event,
    remarks: ask
      .longText('给企业的答复', 'Reply to the firm', {
        hint: { zh: '企业可见。', en: 'Visible to the firm.' },
      })
      .optional(),
  }),
  askBack: ask.form({
    event,
    question: ask.longText('请企业说明的事项', 'Matter to be explained by the firm', {
      hint: {
        zh: '企业可见，并重新报告或以消息答复；答复之前，等待企业。',
        en: 'Visible to the firm, which reports again or replies by message. Until then this waits for the firm.',
      },
    }),
  }),
  confirmCondition: ask.form({
    condition: ask.whole('条件', 'Condition', { min: 1, max: 100, width: 4 }),
    remarks: ask
      .longText('依据', 'How it was established', {
        hint: { zh: '企业可见。', en: 'Visible to the firm.' },
      })
      .optional(),
  }),
  proposeRevocation: ask.form({
    reasons: ask.choices('拟撤销的原因', 'Reasons for the intended revocation', choose.REVOCATION_REASONS),
    explanation,
    explanationEn,
  }),
  answerRevocation: answerOfFirm,
  recordConsent: ask.form({ about }),
  withdrawConsent: ask.form({ about }),
  sign: ask.form({
    paper: ask.choice('签署的文件', 'Document to sign', choose.SIGNED_PAPERS),
    /** SHA-256 of what was shown. */
    digest: ask.hidden('所示内容的摘要', 'Digest of what was shown', { max: 64 }),
    /** As strokes.ts has them; they are kept sealed, and not in the event. */
    strokes: ask.longText('手写笔迹', 'The drawn strokes', { max: MOST_CHARACTERS, data: 'sensitive' }),
    /** How the page was opened. */
    openedBy: ask.choice('页面打开方式', 'How the page was opened', OPENED_BY),
    confirmed: ask.confirm(
      '我已读完以上内容，并以手写笔迹签名',
      'I have read the above and sign it by drawing my name',
    ),
  }),
  settleConsent: ask.form({
    about,
    how: ask.longText('处理情况和理由', 'Settlement and reasons', {
      hint: {
        zh: '企业可见。写明法定依据，或者不再使用这些材料的办法。登记的人不能再作出推荐。',
        en:
          'The firm will read it: the legal ground, or how the documents are no longer used. The person who ' +
          'records this cannot recommend afterwards.',
      },
    }),
  }),
} as const satisfies Record<string, z.ZodObject>
