/**
 * One kind of document as a row: why it is needed, what its rules say, what is here, in which
 * state, and whether a letter of commitment may stand in its place.
 */
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, lowered } from '../../base/text.js'
import type { Attachment } from '../../cases/caseFile.js'
import type { DocumentRule } from '../../criteria/documents.js'
import type { PermitFiles } from '../../criteria/permitFiles.js'
import type { PromisedDocument } from '../../criteria/promises.js'
import { SIGNERS } from '../../forms/choices.js'
import { isBranch } from '../../forms/engine/node.js'
import type { FormView } from '../../forms/engine/parts.js'
import { both } from '../kit/page.js'
import type { Button, DocumentRow, Tag, Text } from '../kit/parts.js'
import { kindId, ONLY } from '../case/addresses.js'
import { type PaperForms, type PapersShown, TRANSLATION, type UploadForm } from './documents.forms.js'
import { sayRules } from './documents.said.js'
import type { OwnCase } from '../case/own.js'
import { isUndated, paperRow } from './paperRow.js'

export interface Paper extends DocumentRow {
  readonly id: number
  readonly kind: string
  /** What was said of it at its upload. */
  readonly told?: Text
  readonly remove: Button
  readonly removeAction: string
  /** `action` is the address to which the form is sent. */
  readonly date?: { readonly action: string; readonly place: string; readonly asked: FormView; readonly open: boolean }
}

export interface KindRow {
  readonly id: string
  readonly kind: string
  readonly title: Bilingual
  readonly hint: Bilingual
  /** Why it is asked for in this case. */
  readonly why: readonly Bilingual[]
  readonly rules: readonly Bilingual[]
  readonly said?: Bilingual
  readonly papers: readonly Paper[]
  readonly status: { readonly done?: Bilingual; readonly tag?: Tag; readonly words?: Bilingual }
  readonly isLacking: boolean
  /** What is in order, or may wait, shows its rules when asked; and what may wait its form as well. */
  readonly folded: boolean
  readonly waits: boolean
  readonly unfolded: boolean
  readonly commitment?: Commitment
  readonly first?: UploadForm
  readonly again?: UploadForm
}

/** A letter of commitment in place of the paper: offered, or taken. */
export interface Commitment {
  readonly taken: boolean
  readonly allowed: boolean
  readonly because: Bilingual
  readonly source: Bilingual
  readonly kind: string
  readonly open: boolean
}

export interface RowContext {
  readonly own: OwnCase
  readonly shown: PapersShown
  readonly forms: PaperForms
  /** Each kind that a letter may or might replace, as judged. */
  readonly promises: ReadonlyMap<string, PromisedDocument>
  /** What the permit system takes, where that is known. */
  readonly permitFiles: PermitFiles | undefined
}

const SAID: Readonly<Record<string, Bilingual>> = {
  uploaded: { zh: '已上传', en: 'Uploaded' },
  dated: { zh: '签发日期已改', en: 'The day of issue is changed' },
  removed: { zh: '已撤下', en: 'Taken away' },
  promised: { zh: '已改为以承诺书代替', en: 'A letter of commitment takes its place' },
  kept: { zh: '不再以承诺书代替', en: 'No letter of commitment any more' },
}

/** What was just done with this kind. */
export const saidOf = ({ done, kind: spoken }: PapersShown, kind: string): Bilingual | undefined =>
  done && spoken === kind ? SAID[done] : undefined

export function kindRow(context: RowContext, kind: string, rule: DocumentRule): KindRow {
  const { own, shown, forms, promises } = context
  const { judgement } = own.check
  const files = own.file.attachments.filter((paper) => paper.replacedAt === null && paper.kind === kind)
  const papers = files.map((paper) => paperOf(context, paper, rule))
  const said = saidOf(shown, kind)
  const promise = promises.get(kind)
  const taken = judgement.promised.some(({ document }) => document === kind)
  const commitment = promise && (taken || (promise.allowed && papers.length === 0)) && { ...promise, taken }
  const replaced = taken && promise?.allowed === true
  const form = papers.length === 0 ? 'first' : 'again'
  const codes = [...judgement.blocks, ...judgement.warns].map(({ code }) => code)
  return {
    id: kindId(kind),
    kind,
    title: rule.label,
    hint: rule.hint,
    why: judgement.advice.filter(({ document }) => document === kind).map(({ message }) => message),
    rules: sayRules(kind, rule, context.permitFiles, files, judgement.expectedDecisionOn),
    papers,
    status: statusOf(papers, {
      needed: rule.needed,
      replaced,
      isTooOld: codes.includes(`tooOld:${kind}`),
      ages: codes.includes(`ages:${kind}`),
    }),
    ...foldOf(context, kind, rule, papers),
    isLacking: rule.needed && papers.length === 0 && !replaced,
    said,
    commitment: commitment
      ? {
          taken,
          allowed: promise.allowed,
          because: promise.because,
          source: promise.source,
          kind,
          open: taken && !promise.allowed,
        }
      : undefined,
    [form]: forms.ofKind(form === 'first' ? `documents.${kind}` : `replace.${kind}`, kind, rule),
  }
}

function foldOf({ shown, forms }: RowContext, kind: string, { needed }: DocumentRule, papers: readonly Paper[]) {
  const waits = papers.length === 0 && !needed
  return {
    waits,
    folded: waits || (papers.length > 0 && papers.every(({ tone }) => tone === 'ok')),
    unfolded: shown.only === kind || forms.isTyped(`documents.${kind}`),
  }
}

/** A file that is here, with the forms that take it away or correct its day of issue. */
export function paperOf({ own, shown: { only }, forms }: RowContext, paper: Attachment, rule: DocumentRule): Paper {
  const caseId = own.file.case.id
  const asked = { [ONLY]: only || undefined }
  const place = `dated.${paper.id}`
  const told = notificationsOf(paper)
  return {
    ...paperRow(own, paper),
    title: paper.name,
    id: paper.id,
    kind: paper.kind,
    told: told || undefined,
    removeAction: withQuery(path.removeDocument(caseId, paper.id), asked),
    remove: { text: { zh: '撤下', en: 'Take away' }, kind: 'secondary', small: true, about: paper.name },
    date:
      rule.monthsValid !== null
        ? {
            action: withQuery(path.documentDate(caseId, paper.id), asked),
            place,
            asked: forms.date(place, paper.issuedOn),
            open: isUndated(own, paper) || forms.isTyped(place),
          }
        : undefined,
  }
}

/** Language, authentication and signatures, as they were given. */
function notificationsOf({ details, kind }: Attachment): Text | undefined {
  const { language, authenticated, signedBy, note } = details
  const signers = SIGNERS.filter(({ value }) => Array.isArray(signedBy) && signedBy.includes(value))
  const pieces = (tongue: 'zh' | 'en'): string[] => [
    ...(typeof language === 'string' && kind !== TRANSLATION ? [language] : []),
    ...(authenticated === true ? [tongue === 'zh' ? '已认证' : 'authenticated'] : []),
    ...(signers.length > 0
      ? [
          tongue === 'zh'
            ? `签署：${signers.map(({ label }) => label.zh).join('、')}`
            : `signed by: ${signers.map(({ label }) => lowered(label.en)).join(', ')}`,
        ]
      : []),
    ...(typeof note === 'string' ? [note] : []),
  ]
  return pieces('zh').length > 0 ? both((tongue) => pieces(tongue).join(' · ')) : undefined
}

function statusOf(
  papers: readonly Paper[],
  { needed, replaced, isTooOld, ages }: { needed: boolean; replaced: boolean; isTooOld: boolean; ages: boolean },
): KindRow['status'] {
  const tones = papers.map(({ tone }) => tone)
  if (tones.length === 0 && replaced)
    return { tag: { label: { zh: '以承诺书代替', en: 'Replaced by a letter' }, colour: 'blue' } }
  if (tones.length === 0) return { words: needed ? { zh: '要传', en: 'Needed' } : { zh: '还没传', en: 'Not here yet' } }
  if (isTooOld) return { tag: { label: { zh: '已过期', en: 'Too old' }, colour: 'red' } }
  if (tones.includes('bad')) return { tag: { label: { zh: '需修改', en: 'Needs correction' }, colour: 'red' } }
  if (ages) return { tag: { label: { zh: '快过期', en: 'Ages soon' }, colour: 'yellow' } }
  if (tones.includes('near')) return { tag: { label: { zh: '请留意', en: 'Please note' }, colour: 'yellow' } }
  return { done: { zh: '已传', en: 'Here' } }
}

/** Branch of what was typed about a paper, with the empty boxes of its signers left out. */
export function detailsOf(typed: unknown): Record<string, unknown> | undefined {
  if (!isBranch(typed)) return undefined
  const { signedBy } = typed
  return { ...typed, ...(Array.isArray(signedBy) && { signedBy: signedBy.filter((one) => typeof one === 'string') }) }
}
