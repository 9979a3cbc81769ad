/**
 * The bodies of the kinds of reference that nobody computes with: they are shown, chosen from, or
 * printed in a letter.
 */
import { z } from 'zod'
import * as ask from '../forms/engine/field.js'
import { option } from '../forms/engine/ui.js'
import { dateSchema, label, line, order, source } from './shapes.js'
import { SUBJECTS } from './subjects.js'

/** What a reason is a reason for. The key of a reason's entry is `purpose.code`. */
const PURPOSES = [
  option('refusal', '不予推荐', 'refusal'),
  option('revocation', '撤销推荐函', 'revocation'),
  option('nonAcceptance', '不予受理', 'non-acceptance'),
  option('return', '许可机关退回', 'return by the permit authority'),
  option('withdrawal', '企业撤回', 'withdrawal by the firm'),
] as const
export type ReasonPurpose = (typeof PURPOSES)[number]['value']

/**
 * Kind `reasons`: a reason that an officer or a firm chooses, and the sentence that the letter or
 * notice prints for it.
 */
export const reasonSchema = ask.body({
  purpose: ask.choice('适用情形', 'Used for', PURPOSES, { control: 'select' }),
  code: line('代码', 'Code', { form: /^[a-zA-Z]+$/ }),
  label,
  /** `{detail}` is the place of what the person wrote. */
  sentence: ask.bilingual('文书上的句子', 'Sentence in the letter', { long: true }),
  needsDetail: ask.yesNo('须另作说明', 'Explanation required'),
  order,
})
export type Reason = z.infer<typeof reasonSchema>

/**
 * Kind `policyBasis`: what a letter names as its basis. `passage` is our own account of the text,
 * never a quotation.
 */
export const policyBasisSchema = ask.body(
  {
    title: ask.bilingual('标题', 'Title'),
    issuedBy: ask.many('发布机关', 'Issued by', label, { min: 1, row: { zh: '第{n}个机关', en: 'authority {n}' } }),
    /** Null when it is not confirmed. */
    issuedOn: ask.date('发布日期', 'Issued on').nullable(),
    /** Null when it is not confirmed; the letter then names title and date only. */
    number: line('文号', 'Number of the document').nullable(),
    passage: ask.bilingual('有关内容（转述）', 'Relevant content (paraphrased)', { long: true }).nullable(),
    /** The last day on which it holds, when that is known. */
    lapsesOn: ask.date('有效期至', 'Valid until').nullable(),
    order,
    source,
  },
  { about: 'title' },
)
export type PolicyBasis = z.infer<typeof policyBasisSchema>

/** Kind `districts`: the districts of GB/T 2260 that a firm can be registered in; the key is the code. */
export const districtSchema = ask.body({ code: line('代码', 'Code', { form: /^\d{6}$/ }), label })
export type District = z.infer<typeof districtSchema>

export const TWO_WHEN = [
  option('categoryNone', '不符合A、B两类', 'neither class A nor class B is reached'),
  option('evidenceFlagged', '直播数据有疑点', 'the streaming data raise questions'),
] as const

/** What of a case may ask for a further department. */
const ASSESSED_BESIDES = [
  option('licensedGoods', '所售商品须有许可', 'goods that need a licence'),
  option('unlistedGoods', '所售商品不在类别表中', 'goods not in the category list'),
  option('qualifiedHost', '讲解内容须有专业资质', 'the content needs a qualification'),
  option('doubtfulFigures', '直播数据有疑点', 'the streaming data raise questions'),
  option('claimedRoute', '主张认定途径', 'a route is claimed'),
] as const
export type AssessedBeside = (typeof ASSESSED_BESIDES)[number]['value']

const departmentRule = ask.part('', '', {
  department: ask.choice('建议参评的部门', 'Suggested department', SUBJECTS, { control: 'select' }),
  because: ask.bilingual('理由', 'Reason'),
  when: ask.choices('适用情形', 'Cases', ASSESSED_BESIDES, { min: 0, ordered: true }),
  categories: ask.lines('所售商品的类别', 'Categories of goods', line('', '', { min: 1 })),
  words: ask.lines('岗位或工作内容中的词语', 'Words in the post or duties', line('', '', { min: 1 })),
})
const daysBefore = (zh: string, en: string) => ask.lines(zh, en, ask.whole('', '', { min: 1 }))

/** Kind `procedure`: what is settled about the procedure besides its time limits, one shape a key. */
export const procedures = {
  correction: ask.body({
    correctionRounds: ask.whole('补正最多轮数', 'Maximum rounds of correction', { min: 1 }),
    source,
  }),
  /** Whether a refusal is announced to the firm first, which then has the time limit `intention` to answer. */
  refusal: ask.body({
    announced: ask.yesNo('不予推荐前先告知企业', 'The firm is informed before a refusal'),
    source,
  }),
  /**
   * Whether a revocation is announced to the firm first, which then has the time limit `revocation`
   * to answer, and is decided by another person than proposed it.
   */
  revocation: ask.body({
    announced: ask.yesNo(
      '撤销推荐函前先告知企业，并由另一人决定',
      'The firm is informed before a revocation, and a second person decides',
    ),
    source,
  }),
  /**
   * Whether the clock of the assessment stops while another department is consulted; its own time
   * limit is `consultation`.
   */
  consultation: ask.body({
    stopsClock: ask.yesNo('征求意见期间中止计时', 'The time limit is paused during a consultation'),
    source,
  }),
  /** Whether submitting waits until the candidate has decided about each kind of sensitive document. */
  consents: ask.body({
    waits: ask.yesNo('提交须等人选本人同意', 'Submission needs the candidate’s own consent'),
    source,
  }),
  /** Whether what a candidate has signed by drawing on the own page stands for the signed paper that is uploaded. */
  signatures: ask.body({
    replaces: ask.yesNo(
      '人选在本人页面的手写笔迹签名代替上传的签字件',
      'A signature drawn on the candidate’s own page replaces the signed document',
    ),
    source,
  }),
  /**
   * How many persons of each department assess a case. Where it is one, two do when one of the
   * circumstances holds or the case is drawn, in the departments named or in all of them.
   */
  assessment: ask.body({
    assessors: ask.whole('每个部门的评估人数', 'Assessors per department', { min: 1, max: 2 }),
    twoWhen: ask.choices('由两人评估的情形', 'Cases for two assessors', TWO_WHEN, { min: 0, ordered: true }),
    nearPoints: ask
      .whole(
        '由两人评估的积分差（与A、B类门槛相比）',
        'Points from the threshold of class A or B within which two assess',
        {
          max: 120,
          hint: { zh: '不填的，不考虑积分。', en: 'If empty, points are not considered.' },
        },
      )
      .optional(),
    share: ask
      .whole('其余案件随机抽取由两人评估的比例（%）', 'Share of other cases drawn for two assessors (%)', {
        max: 100,
        hint: {
          zh: '受理时由系统抽取，不能预知，不能重抽。0：不抽。',
          en: 'Drawn at random on acceptance; it cannot be predicted or repeated. 0: none.',
        },
      })
      .optional(),
    departments: ask
      .choices('由两人评估的部门', 'Departments with two assessors', SUBJECTS, { min: 0, ordered: true })
      .optional(),
    source,
  }),
  /** How many working days a supervisor may add to the limit of a state, once. */
  extension: ask.body({
    mostDays: ask.whole('主管最多可延长的工作日', 'Maximum extension by a supervisor (working days)', {
      min: 1,
      max: 100,
    }),
    source,
  }),
  /**
   * Which departments are suggested to whoever accepts a case, beside the one that leads it: by goods, licences, words
   * of the post and circumstances, any of which is enough. A person decides.
   */
  departments: ask.body({
    rules: ask.many('建议参评的部门', 'Suggested departments', departmentRule, {
      row: { zh: '第{n}条规则', en: 'rule {n}' },
    }),
    source,
  }),
  /** How many days before something ends whoever keeps it is warned. */
  endings: ask.body({
    days: daysBefore('规则或证书到期提醒的提前天数', 'Reminder before an entry or certificate expires (days)'),
    source,
  }),
  /**
   * How many days before a correction is due, or a permit ends, the firm is reminded; and how many days after it has
   * received a letter the permit authority is reminded that no outcome is recorded.
   */
  reminders: ask.body({
    correction: daysBefore('补正到期提醒的提前天数', 'Reminder before a correction is due (days)'),
    permit: daysBefore('许可到期提醒的提前天数', 'Reminder before a permit expires (days)'),
    /** None where an entry of before does not say. */
    receipt: ask
      .lines(
        '收函后提醒登记结果的天数',
        'Reminder to record the outcome (days after receipt)',
        ask.whole('', '', { min: 1 }),
      )
      .default([]),
    source,
  }),
} as const
export type ProcedureKey = keyof typeof procedures
export type Procedure<Key extends ProcedureKey> = z.infer<(typeof procedures)[Key]>

/** A row of the reference data, as the files in migrations/reference hold it. */
export const entrySchema = z.strictObject({
  kind: z.string(),
  key: z.string(),
  effectiveFrom: dateSchema,
  body: z.unknown(),
})
export type Entry = z.infer<typeof entrySchema>

/** Bodies by kind and key. */
export type InForce = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The entries in force on a date: of each kind and key the one that took effect last, not after that date. */
export function entriesInForce(entries: readonly Entry[], on: string): Entry[] {
  const latest = new Map<string, Entry>()
  for (const entry of entries) {
    const name = `${entry.kind}\n${entry.key}`
    const other = latest.get(name)
    if (entry.effectiveFrom <= on && (!other || other.effectiveFrom <= entry.effectiveFrom)) latest.set(name, entry)
  }
  return [...latest.values()]
}

/** The same by kind and key. */
export function pickInForce(entries: readonly Entry[], on: string): InForce {
  const picked: Record<string, Record<string, unknown>> = {}
  for (const { kind, key, body } of entriesInForce(entries, on)) picked[kind] = { ...picked[kind], [key]: body }
  return picked
}
