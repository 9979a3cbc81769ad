/**
 * Which documents are needed, how old they may be, and what a photograph must be. The rules are
 * reference data of kind `documents`.
 */
import type { z } from 'zod'
import { addMonths, sayDate } from '../base/dates.js'
import { type Bilingual, fill } from '../base/text.js'
import * as ask from '../forms/engine/field.js'
import { option } from '../forms/engine/ui.js'
import { label, line, order, source } from '../reference/shapes.js'
import { sayFigure } from './figures.js'
import type { Finding, Findings } from './findings.js'
import type { KnownDocument } from './subject.js'

/** Circumstances in which the permit authority asks for a paper that is not needed for the recommendation. */
const CONDITIONS = [
  option('inChina', '人选已在境内', 'the candidate is in China'),
  option('changesEmployer', '换用人单位', 'the employer changes'),
  option('hasFamily', '有随行家属', 'family comes along'),
  option('bySalary', '按薪酬途径', 'the route is by salary'),
  option('claimed', '主张了认定途径', 'a route is claimed'),
  option('promised', '有承诺代替的材料', 'a document is replaced by a commitment'),
  option('licensedGoods', '销售须许可的商品', 'goods that need a licence are sold'),
  option('qualifiedHost', '主播须有资质', 'the host must be qualified'),
] as const
export type Condition = (typeof CONDITIONS)[number]['value']

const CLASSES = [option('A', 'A类', 'class A'), option('B', 'B类', 'class B')] as const
const count = (zh: string, en: string) => ask.whole(zh, en, { min: 1 })

/** The body of kind `documents`; the key is the kind of document. */
export const documentSchema = ask.body({
  label,
  /** What the paper must be like, for the person who uploads it. */
  hint: ask.bilingual('提示', 'Hint', { long: true }),
  needed: ask.yesNo('推荐时必须提交', 'Required for the recommendation'),
  order,
  monthsValid: count('签发后的有效月数', 'Validity after the date of issue (months)').nullable(),
  /** Of the passport. */
  monthsLeft: count('证件剩余有效月数', 'Remaining validity (months)').nullable(),
  /** Of a photograph. */
  image: ask
    .maybe('图像要求', 'Image requirements', {
      formats: ask.lines('格式', 'Formats', line('', ''), { min: 1 }),
      maximumBytes: count('最大文件（字节）', 'Maximum size (bytes)'),
      minimumWidth: count('最小宽度（像素）', 'Minimum width (pixels)'),
      minimumHeight: count('最小高度（像素）', 'Minimum height (pixels)'),
    })
    .nullable(),
  /** What the firm is told when it will be asked for beside the needed ones. */
  when: ask
    .choice('许可机关要求提供的情形', 'Cases in which the permit authority requires it', CONDITIONS, {
      control: 'select',
    })
    .nullable()
    .default(null),
  asks: ask.bilingual('许可机关的要求', 'Requirement of the permit authority', { long: true }).nullable().default(null),
  /** Who may replace it by a letter of commitment: those of a class, or, with null, all. */
  promise: ask
    .maybe('可以承诺代替', 'Can be replaced by a commitment', {
      onlyClass: ask.choice('适用类别', 'Class to which this applies', CLASSES, { control: 'select' }).nullable(),
      beforeEntry: ask.yesNo('仅限尚未入境的人选', 'Only for candidates not yet in China'),
      source,
    })
    .nullable()
    .default(null),
  translated: ask.yesNo('非中文的须附译文', 'Translation required if not in Chinese').default(false),
  source,
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
  en: 'No date of issue, so validity cannot be checked: {en}. Enter the date of issue.',
}
const tooOld = {
  zh: '{zh}于{issuedZh}签发，有效至{endZh}，早于申请日{dayZh}。请提交新开具的证明。',
  en:
    '{en}: issued on {issuedEn} and valid until {endEn}, which is before the filing day, {dayEn}. Submit ' +
    'a newly issued one.',
}
const ages = {
  zh: '{zh}于{issuedZh}签发，有效至{endZh}，到预计决定日{dayZh}将过期。建议现在换发。',
  en:
    '{en}: issued on {issuedEn} and valid until {endEn}. It will have expired by the expected day of ' +
    'decision, {dayEn}. Renew it now.',
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
    zh: `${rule.label.zh}不合格：${last.map(({ zh }) => zh).join('；')}。请更换。`,
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
