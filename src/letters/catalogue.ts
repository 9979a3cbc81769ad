/**
 * What comes out: the shapes of the papers' reference data (kinds `paperKinds`, `numberSeries`,
 * `signatories`, `letterTemplates`).
 */
import type { z } from 'zod'
import type { Bilingual } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { option } from '../forms/engine/ui.js'
import { label, line, order } from '../reference/shapes.js'
import type { Act } from '../workflow/machine.js'
import { edgesFrom, STATES } from '../workflow/step.js'
import { WORDS } from '../workflow/words.js'
import { FACTS, FIELD_LIST } from './fields.js'

/** Fewer than a paper takes (letterData.ts), which adds a note on the name. */
const MOST_PARAGRAPHS = 50
const paragraphs = (zh: string, en: string, min = 0) => ask.paragraphs(zh, en, { min, max: MOST_PARAGRAPHS })

/** What a finding of a template may be repeated for: each reason of a decision, each item of a correction. */
const EACH = [option('reasons', '每条理由', 'reason'), option('items', '每项补正', 'item of a correction')] as const
export type RowKind = (typeof EACH)[number]['value']

const finding = ask.part('', '', {
  each: ask.choice('逐条重复', 'Repeated for each', EACH, { control: 'select' }).optional(),
  heading: ask.bilingual('小标题', 'Heading'),
  text: ask.bilingual('正文', 'Text', { long: true }),
})

/**
 * Kind `letterTemplates`; the key is the kind of paper. Every text is a Handlebars paragraph that
 * may print fields (fields.ts) and nothing else.
 */
export const letterTemplateSchema = ask.body({
  title: ask.bilingual('标题', 'Title'),
  opening: paragraphs('开头', 'Opening'),
  assessment: paragraphs('评估', 'Assessment'),
  findings: ask.many('各项', 'Findings', finding, { max: 20, about: 'heading' }),
  /** A paper ends with a paragraph. */
  closing: paragraphs('结尾', 'Closing', 1),
  contact: ask.bilingual('联系方式', 'Contact'),
  attachments: ask.many('附件', 'Attachments', ask.bilingual('名称', 'Name'), { max: 20 }),
  copiedTo: ask.bilingual('抄送', 'Copied to').optional(),
})
export type LetterTemplate = z.infer<typeof letterTemplateSchema>

/** The actions that may cause a paper: at these the chart orders one, or the application does. */
const CAUSING: readonly Act[] = [
  ...new Set<Act>([
    ...STATES.flatMap((state) => [...edgesFrom(state)])
      .filter(([, edges]) => edges.some(({ effects }) => effects.includes('orderPaper')))
      .map(([action]): Act => action),
    ...(['announceRefusal', 'proposeRevocation'] as const),
  ]),
]
const ACTIONS = CAUSING.map((value) => ({ value, label: WORDS[value].label }))
const ADDRESSEES = [option('permit', '许可机关', 'the permit authority'), option('firm', '企业', 'the firm')] as const
/** Lines of the table that no sentence prints by themselves. */
const ONLY_LINES = [
  option('sex', '性别', 'Sex'),
  option('birthDate', '出生日期', 'Date of birth'),
  option('passport', '护照号码', 'Passport number'),
  option('contract', '合同期', 'Contract'),
  option('salary', '年薪', 'Salary'),
  option('reached', '本人自身条件', 'Class reached without the recommendation'),
  option('proposed', '建议', 'Proposal'),
  option('ground', '建议的依据', 'Basis of the proposal'),
] as const
export const PARTICULARS = FACTS.map((value) => {
  const label = FIELD_LIST.find(({ name }) => name === value)?.label
  return ONLY_LINES.find((one) => one.value === value) ?? { value, label: label ?? { zh: value, en: value } }
})

/**
 * Kind `paperKinds`; the key is the kind of paper. Of `recommendation` the code knows that its case
 * waits for it; no case waits for another paper, and which there are is told here alone.
 */
export const paperKindSchema = ask.body({
  label,
  /** A kind whose text is not in force yet is caused by none. */
  actions: ask.choices('制作该文书的事项', 'Actions that produce it', ACTIONS, {
    min: 0,
    hint: {
      zh: '办理其中任何一项时制作。一个动作可以制作几种文书；均不勾选的，暂不使用。',
      en: 'Made at each of these. One action can produce several letters. If none is selected, it is not used yet.',
    },
  }),
  /** A key of `numberSeries`. */
  series: ask.pick('编号序列', 'Number series', []),
  addressee: ask.choice('送达对象', 'Sent to', ADDRESSEES),
  /** Whether the authority's seal is pressed on it. The electronic signature is on every paper. */
  sealed: ask.yesNo('加盖印章', 'Sealed'),
  facts: ask.choices('要素表', 'Particulars', PARTICULARS, { min: 0, ordered: true }),
  /** A key of `timeLimits`. */
  validity: ask.pick('有效期', 'Validity', []).nullable(),
  /** The same; it starts on the paper's day. */
  term: ask.pick('告知的期限', 'Time limit stated', []).nullable(),
  order,
})
export type PaperKind = z.infer<typeof paperKindSchema>

const NUMBER_PARTS = {
  zh: '编号样式中须有{authority}、{year}和{serial}。',
  en: 'The pattern of the number needs {authority}, {year} and {serial}.',
}

/**
 * Kind `numberSeries`: one series without gaps an authority and year. `{authority}` (发文机关代字), `{year}`
 * and `{serial}` stand in the form.
 */
export const numberSeriesSchema = ask.body({
  label,
  form: line('编号样式', 'Number pattern').refine(
    (form) => ['{authority}', '{year}', '{serial}'].every((part) => form.includes(part)),
    { message: NUMBER_PARTS.en, params: { says: NUMBER_PARTS } },
  ),
})

/**
 * Kind `signatories`; the key is the authority's code, or `code.kind` for one kind of paper.
 * Without an entry the authority's own name and office stand.
 */
export const signatorySchema = ask.body(
  {
    /** Whose signature it is, when it is not the authority's own name. */
    signatory: ask.bilingual('落款', 'Signed by').nullable(),
    office: ask.bilingual('联系处室', 'Contact office'),
    phone: line('联系电话', 'Telephone', { min: 1 }).nullable(),
    /**
     * The picture in SEALS_DIR, without its ending, and its diameter (42 mm for a municipal
     * department: 国发〔1999〕25号).
     */
    seal: ask
      .maybe('印章', 'Seal', {
        file: line('图片文件名', 'Name of the picture', { form: /^[\w-]+$/ }),
        diameterMm: ask.decimal('直径（毫米）', 'Diameter (mm)', { min: 20, max: 60 }),
      })
      .nullable(),
  },
  { about: 'signatory' },
)
export type Signatory = z.infer<typeof signatorySchema>

/** What the check page may say; nothing that the paper does not. */
export interface PublicFacts {
  readonly issuer: Bilingual
  readonly addressee: Bilingual
  readonly title: Bilingual
  readonly issuedOn: string
  readonly validUntil: string | null
  readonly specimen: boolean
  readonly facts: readonly { readonly label: Bilingual; readonly value: Bilingual }[]
}
