/** Which documents are needed, how old they may be, and what a photograph must be. The rules are reference data of kind `documents`. */
import { z } from 'zod'
import { addMonths, sayDate } from '../base/dates.js'
import { type Bilingual, fill } from '../base/text.js'
import { bilingualSchema } from '../reference/shapes.js'
import { sayFigure } from './figures.js'
import type { Finding, Findings } from './findings.js'
import type { KnownDocument } from './subject.js'

const count = z.int().positive()

/** Circumstances in which the permit authority asks for a paper that is not needed for the recommendation. */
export const conditions = [
  'inChina',
  'changesEmployer',
  'hasFamily',
  'bySalary',
  'claimed',
  'promised',
  'licensedGoods',
  'qualifiedHost',
] as const
export type Condition = (typeof conditions)[number]

/** The body of kind `documents`; the key is the kind of document. */
export const documentSchema = z.strictObject({
  label: bilingualSchema,
  /** What the paper must be like, for the person who uploads it. */
  hint: bilingualSchema,
  needed: z.boolean(),
  order: z.int(),
  /** Months for which it may be used after its day of issue. */
  monthsValid: count.nullable(),
  /** Months that the passport must still run. */
  monthsLeft: count.nullable(),
  /** For a photograph: names of the format, bytes, pixels. */
  image: z
    .strictObject({
      formats: z.array(z.string()).min(1),
      maximumBytes: count,
      minimumWidth: count,
      minimumHeight: count,
    })
    .nullable(),
  /** When the permit authority will ask for it later, and what the firm is then told. */
  when: z.enum(conditions).nullable().default(null),
  asks: bilingualSchema.nullable().default(null),
  /** Who may replace it by a letter of commitment: those of a class, or, with null, all; `beforeEntry`: only who is not in China yet. */
  promise: z
    .strictObject({ onlyClass: z.enum(['A', 'B']).nullable(), beforeEntry: z.boolean(), source: bilingualSchema })
    .nullable()
    .default(null),
  /** Whether a translation must stand beside one that is not in Chinese. */
  translated: z.boolean().default(false),
  source: bilingualSchema,
})
export type DocumentRule = z.infer<typeof documentSchema>

/** The filing day and the day by which the decision is expected. */
export interface Span {
  readonly filedOn: string
  readonly decisionOn: string
}

const missing = { zh: '缺少{zh}。请在“材料”部分上传。', en: 'Missing: {en}. Upload it under “Documents”.' }
const undated = {
  zh: '{zh}没有签发日期，无法判断是否在有效期内。请填写签发日期。',
  en: 'No day of issue is given for this paper, so that its age cannot be judged: {en}. Fill in the day of issue.',
}
const tooOld = {
  zh: '{zh}于{issuedZh}签发，有效至{endZh}，早于申请日{dayZh}。请提交新开具的证明。',
  en: '{en}: issued on {issuedEn}, it could be used until {endEn}, before the filing day {dayEn}. Submit a newly issued one.',
}
const ages = {
  zh: '{zh}于{issuedZh}签发，有效至{endZh}，到预计决定日{dayZh}将过期。建议现在就换发。',
  en: '{en}: issued on {issuedEn}, it can be used until {endEn} and will be too old on the expected day of decision, {dayEn}. Renew it now.',
}

/** Words for the places of a message, the Chinese and the English one. */
const words = (label: Bilingual, dates: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const found: Record<string, string> = { zh: label.zh, en: label.en }
  for (const [name, date] of Object.entries(dates)) {
    found[`${name}Zh`] = sayDate(date).zh
    found[`${name}En`] = sayDate(date).en
  }
  return found
}

/** The paper's age; of several papers of one kind the newest counts. */
function judgeAge(
  kind: string,
  rule: DocumentRule,
  files: readonly KnownDocument[],
  { filedOn, decisionOn }: Span,
  needed: boolean,
): Findings {
  if (rule.monthsValid === null || files.length === 0) return { blocks: [], warns: [] }
  const path = `documents.${kind}`
  const newest = files
    .flatMap(({ issuedOn }) => issuedOn ?? [])
    .sort()
    .at(-1)
  if (newest === undefined) {
    const finding = { code: `missing:${kind}`, path, message: fill(undated, words(rule.label)), source: rule.source }
    return { blocks: needed ? [finding] : [], warns: [] }
  }
  const end = addMonths(newest, rule.monthsValid)
  const told = (day: string) => words(rule.label, { issued: newest, end, day })
  if (filedOn > end) {
    const message = fill(tooOld, told(filedOn))
    return { blocks: [{ code: `tooOld:${kind}`, path, message, source: rule.source }], warns: [] }
  }
  if (decisionOn <= end) return { blocks: [], warns: [] }
  const message = fill(ages, told(decisionOn))
  return { blocks: [], warns: [{ code: `ages:${kind}`, path, message, source: rule.source }] }
}

/** What is wrong with an image, in words; a fact that is not known does not satisfy. */
function listImageFaults(image: NonNullable<DocumentRule['image']>, file: KnownDocument): Bilingual[] {
  const { format, bytes, width, height } = file
  const faults: Bilingual[] = []
  if (format === undefined || !image.formats.includes(format.toLowerCase())) {
    faults.push({ zh: '不是JPEG格式', en: 'it is not a JPEG' })
  }
  if (bytes === undefined || bytes > image.maximumBytes) {
    const most = sayFigure(image.maximumBytes)
    faults.push({ zh: `大于${most}字节`, en: `it is larger than ${most} bytes` })
  }
  if (width === undefined || height === undefined || width < image.minimumWidth || height < image.minimumHeight) {
    const least = `${image.minimumWidth} × ${image.minimumHeight}`
    faults.push({ zh: `小于${least}像素`, en: `it is smaller than ${least} pixels` })
  }
  return faults
}

/** One fit photograph is enough; when none is fit, the last one is described. */
function judgeImage(kind: string, rule: DocumentRule, files: readonly KnownDocument[]): Finding[] {
  const { image } = rule
  if (!image || files.length === 0) return []
  const faults = files.map((file) => listImageFaults(image, file))
  if (faults.some(({ length }) => length === 0)) return []
  const last = faults.at(-1) ?? []
  const message = {
    zh: `${rule.label.zh}不合格：${last.map(({ zh }) => zh).join('；')}。请换一张。`,
    en: `${rule.label.en}: ${last.map(({ en }) => en).join('; ')}. Replace it.`,
  }
  return [{ code: `${kind}Unfit`, path: `documents.${kind}`, message, source: rule.source }]
}

/**
 * What is wrong with the documents: needed and not there, too old or ageing, an unfit photograph
 * (codes of docs/case-files.md). `promised` are the kinds that a letter of commitment replaces,
 * which are then not needed.
 */
export function judgeDocuments(
  documents: readonly KnownDocument[],
  rules: Readonly<Record<string, DocumentRule>>,
  span: Span,
  promised: ReadonlySet<string> = new Set(),
): Findings {
  const blocks: Finding[] = []
  const warns: Finding[] = []
  for (const [kind, rule] of Object.entries(rules).sort(([, one], [, other]) => one.order - other.order)) {
    const files = documents.filter((document) => document.kind === kind)
    const needed = rule.needed && !promised.has(kind)
    if (needed && files.length === 0) {
      const message = fill(missing, words(rule.label))
      blocks.push({ code: `missing:${kind}`, path: `documents.${kind}`, message, source: rule.source })
    }
    const age = judgeAge(kind, rule, files, span, needed)
    blocks.push(...age.blocks, ...judgeImage(kind, rule, files))
    warns.push(...age.warns)
  }
  return { blocks, warns }
}
