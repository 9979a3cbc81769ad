/**
 * One kind of document as a row: why it is needed, what its rules say, what is here, in which
 * state, and whether a letter of commitment may stand in its place.
 */
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, DOT, fill, joined, lowered } from '../../base/text.js'
import type { Attachment } from '../../cases/caseFile.js'
import { refusedKinds } from '../../cases/consents.js'
import { isForGoods } from '../../criteria/advice.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { sayRule } from '../../criteria/documentWords.js'
import type { PermitFiles } from '../../criteria/permitFiles.js'
import type { PromisedDocument } from '../../criteria/promises.js'
import { PAPER_LANGUAGES, SIGNERS, TRANSLATION } from '../../forms/choices.js'
import { labelOf } from '../../forms/engine/ui.js'
import { kindId, ONLY } from '../case/addresses.js'
import { current } from '../../cases/documents.js'
import type { OwnCase } from '../case/own.js'
import type { Button } from '../kit/parts.js'
import { tag } from '../kit/pieces.js'
import { datedPlace, type DocumentsInput, factsOf, type PaperForms } from './documents.forms.js'
import { isUndated, paperRow } from './paperRow.js'

export interface RowContext {
  readonly own: OwnCase
  readonly input: DocumentsInput
  readonly forms: PaperForms
  /** Each kind that a letter may or might replace, as judged. */
  readonly promises: ReadonlyMap<string, PromisedDocument>
  /** What the permit system takes, where that is known. */
  readonly permitFiles: PermitFiles | undefined
}

const DONE: Readonly<Record<string, Bilingual>> = {
  uploaded: { zh: '已上传', en: 'Uploaded' },
  dated: { zh: '签发日期已改', en: 'Date of issue changed' },
  spoken: { zh: '语言已改', en: 'Language changed' },
  removed: { zh: '已删除', en: 'Removed' },
  promised: { zh: '已改为以承诺书代替', en: 'Replaced by a letter of commitment' },
  kept: { zh: '不再以承诺书代替', en: 'No longer replaced by a letter of commitment' },
}

const UNFIT = { zh: '已收到，请解决下列问题', en: 'Received. Fix the problem below' }

/** What was just done with this kind. */
export const doneText = ({ done, kind }: DocumentsInput, of: string): Bilingual | undefined =>
  done && kind === of ? DONE[done] : undefined

/** A kind with its files, and the form for its first one or for another one. */
export function kindRow(context: RowContext, kind: string, rule: DocumentRule) {
  const { own, input, forms, promises, permitFiles } = context
  const { judgement } = own.check
  const files = current(own.file.attachments).filter((paper) => paper.kind === kind)
  const papers = files.map((paper) => paperOf(context, paper, rule))
  const isHere = papers.length > 0
  const isUnfit = papers.some(({ tone }) => tone === 'bad')
  const promise = promises.get(kind)
  const taken = judgement.promised.some(({ document }) => document === kind)
  const replaced = taken && promise?.allowed === true
  const signed = own.check.signed.includes(kind)
  const waits = !isHere && !rule.needed && !isForGoods(rule)
  return {
    id: kindId(kind),
    kind,
    title: rule.label,
    hint: rule.hint,
    /** Why it is asked for in this case. */
    why: judgement.advice.filter(({ document }) => document === kind).map(({ message }) => message),
    rules: sayRule(kind, rule, permitFiles, files, judgement.expectedDecisionOn),
    said: isUnfit && input.done === 'uploaded' && input.kind === kind ? UNFIT : doneText(input, kind),
    saidLook: isUnfit ? 'near' : 'ok',
    papers,
    status: isHere ? presentStatus(own, kind, papers) : absentStatus(rule.needed, replaced, signed),
    isLacking: rule.needed && !isHere && !replaced && !signed,
    isSpoiled: isUnfit || (isHere && isTooOld(own, kind)),
    /** What is in order, or may wait, shows its rules when asked; and what may wait its form as well. */
    folded: waits || (isHere && papers.every(({ tone }) => tone === 'ok')),
    waits,
    unfolded: input.only === kind || forms.isTyped(`documents.${kind}`),
    /** A letter of commitment in place of the paper: offered, or taken. */
    commitment:
      promise && (taken || (promise.allowed && !isHere))
        ? { ...promise, kind, taken, open: taken && !promise.allowed }
        : undefined,
    first: isHere ? undefined : forms.ofKind(`documents.${kind}`, kind, rule),
    again: isHere ? forms.ofKind(`replace.${kind}`, kind, rule) : undefined,
  }
}

/** A file that is here, with the forms that take it away or correct its day of issue. */
export function paperOf({ own, input, forms }: RowContext, paper: Attachment, rule: DocumentRule) {
  const caseId = own.file.case.id
  const query = { [ONLY]: input.only || undefined }
  const place = datedPlace(paper.id)
  const remove: Button = { text: { zh: '删除', en: 'Remove' }, kind: 'secondary', small: true, about: paper.name }
  return {
    ...paperRow(own, paper),
    title: paper.name,
    id: paper.id,
    kind: paper.kind,
    told: detailsText(paper, rule),
    removeAction: withQuery(path.removeDocument(caseId, paper.id), query),
    remove,
    date:
      factsOf(rule).length > 0
        ? {
            action: withQuery(path.documentDate(caseId, paper.id), query),
            place,
            text: rule.monthsValid === null ? LANGUAGE_ONLY : rule.translated ? DAY_AND_LANGUAGE : DAY_ONLY,
            asked: forms.facts(place, rule, paper),
            open: isUndated(own, paper) || forms.isTyped(place),
          }
        : undefined,
  }
}

const DAY_ONLY: Bilingual = { zh: '更改签发日期', en: 'Change the date of issue' }
const LANGUAGE_ONLY: Bilingual = { zh: '更改语言', en: 'Change the language' }
const DAY_AND_LANGUAGE: Bilingual = { zh: '更改签发日期或语言', en: 'Change the date of issue or language' }

/** Language, authentication and signatures, as they were given at the upload. */
function detailsText({ details, kind }: Attachment, { translated }: DocumentRule): Bilingual | undefined {
  const { language, authenticated, signedBy, note } = details
  const signers = SIGNERS.filter(({ value }) => Array.isArray(signedBy) && signedBy.includes(value))
  const names = joined(signers.map(({ label }) => ({ zh: label.zh, en: lowered(label.en) })))
  const text = joined(
    [
      typeof language === 'string' && kind !== TRANSLATION && labelOf(PAPER_LANGUAGES, language),
      !language && translated && NO_LANGUAGE,
      authenticated === true && { zh: '已认证', en: 'authenticated' },
      signers.length > 0 && fill({ zh: '签署：{names}', en: 'signed by: {names}' }, { names }),
      typeof note === 'string' && note,
    ],
    DOT,
  )
  return text.zh ? text : undefined
}

const NO_LANGUAGE: Bilingual = { zh: '未说明语言，按中文办理', en: 'no language given; treated as Chinese' }

const isTooOld = ({ check: { judgement } }: OwnCase, kind: string): boolean =>
  [...judgement.blocks, ...judgement.warns].some(({ code }) => code === `tooOld:${kind}`)

function absentStatus(needed: boolean, replaced: boolean, signed: boolean) {
  if (signed) return { tag: tag('人选已手写签名', 'Signed on screen', 'blue') }
  if (replaced) return { tag: tag('以承诺书代替', 'Letter of commitment', 'blue') }
  return { words: needed ? { zh: '须上传', en: 'Needed' } : { zh: '未上传', en: 'Not uploaded' } }
}

function presentStatus(own: OwnCase, kind: string, papers: readonly { tone: string }[]) {
  const { judgement } = own.check
  const codes = [...judgement.blocks, ...judgement.warns].map(({ code }) => code)
  const tones = papers.map(({ tone }) => tone)
  if (refusedKinds(own.file.consents).includes(kind))
    return { tag: tag('人选不同意使用', 'Refused by the candidate', 'red') }
  if (isTooOld(own, kind)) return { tag: tag('已过期', 'Expired', 'red') }
  if (tones.includes('bad')) return { tag: tag('需修改', 'Needs correction', 'red') }
  if (codes.includes(`ages:${kind}`)) return { tag: tag('即将过期', 'Expires soon', 'yellow') }
  if (tones.includes('near')) return { tag: tag('请留意', 'Please note', 'yellow') }
  return { done: { zh: '已上传', en: 'Uploaded' } }
}
