/** Papers that are not in Chinese, each with its translation beside it, and the form that uploads the translation. */
import { path } from '../../base/path.js'
import type { Bilingual } from '../../base/text.js'
import type { Attachment } from '../../cases/caseFile.js'
import type { DocumentRule } from '../../criteria/documents.js'
import type { DocumentRow, Tag } from '../kit/parts.js'
import { kindId, sectionAddress } from '../case/addresses.js'
import { TRANSLATION, type UploadForm } from './documents.forms.js'
import { type Paper, paperOf, type RowContext, saidOf } from './documents.rows.js'
import { sayRules } from './documents.said.js'
import { paperRow } from './paperRow.js'

interface Pair {
  readonly id: string
  readonly title: Bilingual
  readonly originals: readonly DocumentRow[]
  /** Where the original is uploaded, while it is not here. */
  readonly upload?: string
  readonly translations: readonly Paper[]
  /** A translation that does not say of what it is counts for this one. */
  readonly byOther: boolean
  readonly status: Tag
  readonly form: UploadForm
}

/** The section of translations. */
export interface Pairs {
  readonly id: string
  readonly title: Bilingual
  readonly hint: Bilingual
  readonly rules: readonly Bilingual[]
  readonly said?: Bilingual
  readonly why: readonly Bilingual[]
  readonly pairs: readonly Pair[]
  readonly others: readonly Paper[]
  /** Where the firm says which papers are not in Chinese. */
  readonly told: string
  readonly free: UploadForm
  readonly isLacking: boolean
}

const HERE: Tag = { label: { zh: '译文已附', en: 'Translated' }, colour: 'green' }
const LACKING: Tag = { label: { zh: '缺译文', en: 'Translation to come' }, colour: 'yellow' }
const WAITS: Tag = { label: { zh: '原件未传', en: 'Original to come' }, colour: 'grey' }

const ofKind = ({ kind, details }: Attachment, original: string): boolean =>
  kind === TRANSLATION && details.of === original

export function pairsOf(context: RowContext, rules: ReadonlyMap<string, DocumentRule>): Pairs | undefined {
  const rule = rules.get(TRANSLATION)
  if (!rule) return undefined
  const { own, shown, forms } = context
  const current = own.file.attachments.filter(({ replacedAt }) => replacedAt === null)
  const caseId = own.file.case.id
  const { translations: known, advice } = own.check.judgement
  const pairs = known.map(({ original, label, translated }): Pair => {
    const mine = current.filter((paper) => ofKind(paper, original)).map((paper) => paperOf(context, paper, rule))
    const originals = current
      .filter(({ kind }) => kind === original)
      .map((paper) => ({ ...paperRow(own, paper), title: paper.name }))
    const about = { zh: `${label.zh}的译文`, en: `translation of: ${label.en}` }
    return {
      id: `translation-${original}`,
      title: label,
      originals,
      upload: originals.length === 0 ? `${shown.only ? path.documents(caseId) : ''}#${kindId(original)}` : undefined,
      translations: mine,
      byOther: translated === true && mine.length === 0,
      status: mine.length > 0 || translated === true ? HERE : translated === null ? WAITS : LACKING,
      form: forms.translation(original, about, new Set(), mine.length > 0),
    }
  })
  const paired = new Set(known.map(({ original }) => original))
  const others = current
    .filter(({ kind, details }) => kind === TRANSLATION && !paired.has(String(details.of)))
    .map((paper) => paperOf(context, paper, rule))
  const translatable = new Set([...rules].flatMap(([kind, { translated }]) => (translated ? [kind] : [])))
  const said = saidOf(shown, TRANSLATION)
  return {
    id: kindId(TRANSLATION),
    title: rule.label,
    hint: rule.hint,
    rules: sayRules(TRANSLATION, rule, context.permitFiles, [], own.check.judgement.expectedDecisionOn),
    said,
    why: advice.filter(({ document }) => document === TRANSLATION).map(({ message }) => message),
    pairs,
    others,
    told: sectionAddress(caseId, 'circumstances'),
    free: forms.translation(null, rule.label, translatable, false),
    isLacking: pairs.some(({ status }) => status === LACKING),
  }
}
