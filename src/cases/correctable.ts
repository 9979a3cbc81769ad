/**
 * Everything that the system knows about a case and a correction may ask for: what stops or warns, flagged figures,
 * licences and translations that are missing, answers that do not go together, unfit files, what assessors have
 * pointed to on a page, what documents say otherwise than the answers, and documents whose use the candidate refuses.
 * Each comes with the item that would ask for it, in both languages. It decides nothing.
 */
import type { Problem } from '../base/errors.js'
import { type Bilingual, fill } from '../base/text.js'
import type { ComparedItem, Comparison } from '../criteria/comparedPaper.js'
import { LABELS, differsText, placedText, withVerdict } from '../criteria/comparedWords.js'
import type { StreamingFinding } from '../criteria/streamingChecks.js'
import { SECTIONS } from '../forms/application.js'
import { DOCUMENT_KINDS } from '../forms/choices.js'
import { type Branch, rowsAt, textAt } from '../forms/engine/node.js'
import { labelOf } from '../forms/engine/ui.js'
import { isPlace } from '../forms/places.js'
import type { CaseFile } from './caseFile.js'
import { refusedKinds } from './consents.js'
import { current } from './documents.js'
import type { ComparedPaper } from './paperReadings.js'
import type { Check } from './preflight.js'
import { itemsOfAssessment, placeKey } from './proposals.js'

export interface Correctable {
  /** By which an address names it; the same for as long as the case says the same. */
  readonly key: string
  /** What is known, as pages say it. */
  readonly says: Bilingual
  /** The row of the notice that asks for it. */
  readonly item: Branch
}

/** By which a finding of the judgement is named: its code and its place. */
export const findingKey = ({ code, path }: Pick<Problem, 'code' | 'path'>): string => `${code}@${path}`
export const figureKey = ({ code, path, months }: StreamingFinding): string => `${code}@${path}@${months[0] ?? ''}`
export const licenceKey = (kind: string, category: string): string => `${kind}:${category}`
export const differenceKey = (paperId: number, { item }: Comparison): string => `differs:${paperId}:${item}`
export const pageKey = (paperId: number, page: number): string => `page:${paperId}:${page}`

const documentOf = (path: string): string | undefined =>
  DOCUMENT_KINDS.find(({ value }) => `documents.${value}` === path)?.value

/** The place that a notice may name; undefined for what an officer has to choose. */
function placeOf(path: string): string | undefined {
  const section = SECTIONS.find(
    ({ key, paths }) => key === path.split('.')[0] || paths.includes(path.split('.')[0] ?? ''),
  )
  return documentOf(path) ?? (isPlace(path) ? path : section && `section:${section.key}`)
}

const asks = (
  key: string,
  says: Bilingual,
  on: string | undefined,
  what = says,
  page?: number | null,
): Correctable => ({
  key,
  says,
  item: { on, page: page ?? undefined, what: what.zh, whatEn: what.en },
})

/** The date from which a paper is of no use does not follow from the case: nothing can be corrected. */
const NOT_THE_FIRMS: readonly string[] = ['basisLapsed']

/** Every finding that the firm can do something about; what it says already asks for it. */
const findings = ({ judgement: { blocks, warns, crossChecks } }: Check): Correctable[] =>
  [...blocks, ...warns, ...crossChecks]
    .filter(({ code }) => !NOT_THE_FIRMS.includes(code))
    .map((finding) => {
      const { code, path, message } = finding
      const what = code.startsWith('ages:') ? fill(RENEW, { message }) : message
      return asks(findingKey(finding), message, placeOf(path), what)
    })

const RENEW: Bilingual = { zh: '{message}请上传新出具的。', en: '{message} Please upload one that is newly issued.' }

const FIGURE: Bilingual = {
  zh: '{message}（{arithmetic}）请核对并说明原因，数字有误的请更正，并附平台后台的证明。',
  en:
    '{message} ({arithmetic}) Check it and give the reason; correct a wrong figure, and add evidence from the ' +
    'platform’s back office.',
}

/** Figures of streaming that are flagged, at the question, with the page on which the firm says they stand. */
const figures = ({ judgement: { streaming } }: Check): Correctable[] =>
  streaming.map((finding) => {
    const { message, arithmetic, evidence, path } = finding
    const what = fill(FIGURE, { message, arithmetic })
    const on = evidence ? evidence.document : placeOf(path)
    return asks(figureKey(finding), message, on, what, evidence?.page)
  })

const LICENCE: Bilingual = {
  zh: '材料中没有销售“{goods}”所需的证照：{licence}。请上传。',
  en: 'The licence needed to sell “{goods}” is missing: {licence}. Please upload it.',
}
const UNLISTED: Bilingual = {
  zh: '商品“{goods}”不在类别表中。请说明商品内容；需要许可的，请上传许可证。',
  en: 'The goods “{goods}” are not in the category list. Please describe them, and upload a licence if they need one.',
}

/** Licences and qualifications that the goods need and that are not here. */
function licences({ attachments }: CaseFile, { judgement: { categories, unknownCategories } }: Check): Correctable[] {
  const there = new Set(current(attachments).map(({ kind }) => kind))
  const needed = categories.flatMap(({ code, label, licence, qualification }) => [
    { kind: 'categoryLicence', code, label, needs: licence },
    { kind: 'qualification', code, label, needs: qualification },
  ])
  return [
    ...needed.flatMap(({ kind, code, label, needs }) => {
      if (!needs || there.has(kind)) return []
      return [asks(licenceKey(kind, code), fill(LICENCE, { goods: label, licence: needs }), kind)]
    }),
    ...unknownCategories.map((goods) =>
      asks(licenceKey('unlisted', goods.zh), fill(UNLISTED, { goods }), placeOf('channels')),
    ),
  ]
}

const UNTRANSLATED: Bilingual = {
  zh: '{document}不是中文，没有附中文译文。请上传译文。',
  en: 'No Chinese translation is attached to this document: {document}. Please upload one.',
}

/** Translations that are missing, and documents that a letter of commitment may not replace. */
const documents = ({ judgement: { translations, promised, blocks } }: Check): Correctable[] => [
  ...translations
    .filter(({ translated }) => translated === false)
    .map(({ original, label: document }) =>
      asks(`translation:${original}`, fill(UNTRANSLATED, { document }), 'translation'),
    ),
  ...promised
    // what stops the application says so itself
    .filter(({ document, allowed }) => !allowed && !blocks.some(({ path }) => path === `documents.${document}`))
    .map(({ document, because }) => asks(`promised:${document}`, because, document)),
]

export const consentKey = (kind: string): string => `consent:${kind}`
const REFUSED: Bilingual = {
  zh: '人选不同意使用“{document}”。请删除，或者换一份人选同意使用的；也可以请人选在本人页面重新决定。',
  en:
    'The candidate does not consent to the use of: {document}. Please remove it, or replace it with one ' +
    'that they agree to. They can also decide again on their own page.',
}

/** Documents whose use the candidate refuses: the firm takes them away or replaces them. */
const refused = ({ attachments, consents }: CaseFile): Correctable[] => {
  const kinds = refusedKinds(consents).filter((kind) => current(attachments).some((one) => one.kind === kind))
  return kinds.map((kind) => asks(consentKey(kind), fill(REFUSED, { document: labelOf(DOCUMENT_KINDS, kind) }), kind))
}

const UNFIT: Bilingual = { zh: '{kind}：{why}请重新上传。', en: '{kind}: {why} Please upload it again.' }

/** Files that were found unfit when they were uploaded. */
const unfit = ({ attachments }: CaseFile, found: readonly Correctable[]): Correctable[] =>
  current(attachments)
    .filter(
      ({ kind }) => !found.some(({ key }) => key === findingKey({ code: `${kind}Unfit`, path: `documents.${kind}` })),
    )
    .flatMap(({ kind, unfit: reasons }) =>
      reasons.map((why) =>
        asks(`unfit:${kind}:${why.code}`, fill(UNFIT, { kind: labelOf(DOCUMENT_KINDS, kind), why }), kind),
      ),
    )

/** What the reader's own assessment, and those reported in this round, point to as not met or unclear. */
function marks(file: CaseFile, written: Branch | undefined): Correctable[] {
  const reported = file.assessments.filter(({ round }) => round === file.case.round)
  const lists = [...(written ? [written] : []), ...reported.map(({ findings }) => ({ findings }))]
  return lists.flatMap((list, from) =>
    itemsOfAssessment(file, list).map((item, index) => {
      const said = textAt(item, 'what')
      return { key: `mark:${from}:${index}`, says: { zh: said, en: said }, item }
    }),
  )
}

const DIFFERS: Bilingual = {
  zh: '{text}。请核对：申请填写有误的，请更正；材料有误的，请重新上传。',
  en: '{text}. Please check: correct the application, or upload a corrected document.',
}
/** What a notice must not spell out: it goes by mail, and numbers of passports are shown in part. */
const UNSAID: readonly ComparedItem[] = ['number', 'zone']
const UNLIKE: Bilingual = {
  zh: '{item}与申请不一致。请核对：申请填写有误的，请更正；材料有误的，请重新上传。',
  en: 'The {item} differs from the application. Please check: correct the application, or upload a corrected document.',
}

/** What documents say otherwise than the answers, with the page on which it was read. */
const differences = (compared: readonly ComparedPaper[]): Correctable[] =>
  compared.flatMap((one) =>
    withVerdict(one, 'differs').map((comparison) => {
      const { item, place } = comparison
      const text = differsText(comparison)
      const what = UNSAID.includes(item) ? fill(UNLIKE, { item: LABELS[item] }) : fill(DIFFERS, { text })
      return asks(differenceKey(one.paper.id, comparison), placedText(comparison), one.paper.kind, what, place?.page)
    }),
  )

/**
 * All of it, what stops first; `written` is the reader's own assessment that is not reported yet, `compared` what was
 * read on the documents.
 */
export function listCorrectable(
  file: CaseFile,
  check: Check,
  {
    written,
    compared = [],
  }: { readonly written?: Branch | undefined; readonly compared?: readonly ComparedPaper[] } = {},
): Correctable[] {
  const found = [
    ...findings(check),
    ...refused(file),
    ...licences(file, check),
    ...figures(check),
    ...documents(check),
    ...differences(compared),
    ...marks(file, written),
  ]
  return [...found, ...unfit(file, found)]
}

/** The item about a page of a document, by its key; an officer writes what is wrong there. */
export function itemOfPage({ attachments }: CaseFile, key: string): Branch | undefined {
  const [, id, page] = /^page:(\d+):(\d+)$/.exec(key) ?? []
  const paper = attachments.find((one) => String(one.id) === id)
  return paper && { on: paper.kind, page: Number(page) || undefined }
}

/** The place of an item among those of a notice, from 0; undefined where it is not asked for. */
export function placeIn(tree: unknown, { item }: Correctable, others: readonly Correctable[]): number | undefined {
  const rows = rowsAt(tree, 'items')
  const key = placeKey(item)
  const said = rows.findIndex((row) => placeKey(row) === key && textAt(row, 'what').includes(textAt(item, 'what')))
  if (said >= 0) return said
  // where it alone is about its place, whatever the officer has made of the sentence
  const alone = others.filter((other) => placeKey(other.item) === key).length === 1
  const at = alone ? rows.findIndex((row) => placeKey(row) === key) : -1
  return at < 0 ? undefined : at
}
