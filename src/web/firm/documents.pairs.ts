/** Papers that are not in Chinese, each with its translation beside it, and the form that uploads the translation. */
import { TRANSLATION } from '../../forms/choices.js'
import { path } from '../../base/path.js'
import { fill } from '../../base/text.js'
import type { Attachment } from '../../cases/caseFile.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { sayRule } from '../../criteria/documentWords.js'
import type { Judgement } from '../../criteria/judge.js'
import { kindId } from '../case/addresses.js'
import { current } from '../../cases/documents.js'
import { tag } from '../kit/pieces.js'
import { doneText, paperOf, type RowContext } from './documents.rows.js'
import { paperRow } from './paperRow.js'

const LACKING = tag('缺译文', 'Translation missing', 'yellow')

/** The section of translations; undefined where no rule asks for them. */
export function pairsOf(context: RowContext, rules: ReadonlyMap<string, DocumentRule>) {
  const rule = rules.get(TRANSLATION)
  if (!rule) return undefined
  const { own, input, forms, permitFiles } = context
  const { translations, advice, expectedDecisionOn } = own.check.judgement
  const pairs = translations.map((pair) => pairOf(context, rule, pair))
  const paired = new Set<unknown>(translations.map(({ original }) => original))
  const others = current(own.file.attachments).filter(
    ({ kind, details }) => kind === TRANSLATION && !paired.has(details.of),
  )
  const translatable = new Set([...rules].flatMap(([kind, { translated }]) => (translated ? [kind] : [])))
  return {
    id: kindId(TRANSLATION),
    title: rule.label,
    hint: rule.hint,
    rules: sayRule(TRANSLATION, rule, permitFiles, [], expectedDecisionOn),
    said: doneText(input, TRANSLATION),
    why: advice.filter(({ document }) => document === TRANSLATION).map(({ message }) => message),
    pairs,
    others: others.map((paper) => paperOf(context, paper, rule)),
    free: forms.anyTranslation(rule.label, translatable),
    isLacking: pairs.some(({ status }) => status === LACKING),
  }
}

function pairOf(
  context: RowContext,
  rule: DocumentRule,
  { original, label, translated }: Judgement['translations'][number],
) {
  const { own, input, forms } = context
  const papers = current(own.file.attachments)
  const isTranslation = ({ kind, details }: Attachment) => kind === TRANSLATION && details.of === original
  const mine = papers.filter(isTranslation).map((paper) => paperOf(context, paper, rule))
  const originals = papers
    .filter(({ kind }) => kind === original)
    .map((paper) => ({ ...paperRow(own, paper), title: paper.name }))
  const waiting = translated === null ? tag('原件未上传', 'Original missing', 'grey') : LACKING
  const page = input.only ? path.documents(own.file.case.id) : ''
  const about = fill({ zh: '{label}的译文', en: 'translation of: {label}' }, { label })
  return {
    id: `translation-${original}`,
    title: label,
    originals,
    /** Where the original is uploaded, while it is not here. */
    upload: originals.length === 0 ? `${page}#${kindId(original)}` : undefined,
    translations: mine,
    /** A translation that does not say of what it is counts for this one. */
    byOther: translated === true && mine.length === 0,
    status: mine.length > 0 || translated === true ? tag('译文已附', 'Translated', 'green') : waiting,
    form: forms.translationOf(original, about, mine.length > 0),
  }
}
