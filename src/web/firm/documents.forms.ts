/**
 * The forms of the page of documents: a kind's first file, another one, a translation, a day of
 * issue. What was typed stands there again, with what is wrong.
 */
import type { Problem } from '../../base/errors.js'
import type { Bilingual, Language } from '../../base/text.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import type { Branch } from '../../forms/engine/node.js'
import type { FieldView, FormView, OptionView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'

/** The question for the day of issue. */
export const DATED = 'issuedOn'
/** The kind of a paper that translates another one. */
export const TRANSLATION = 'translation'
/** The place for a kind that need not be here. */
export const MORE = 'documents.more'
/**
 * A form of this page: a kind's first file, one more or another one, a translation of a kind, a
 * paper's day of issue.
 */
export const PLACE = /^(?:documents|replace|translate|dated)\.[A-Za-z0-9]{1,40}$/

export interface PapersShown {
  /** What was just done, and with which kind. */
  readonly done?: string | undefined
  readonly kind?: string | undefined
  /** The one kind that a correction asks for. */
  readonly only?: string | undefined
  /** What was typed in one of the forms, to stand there again. */
  readonly typed?: { readonly place: string; readonly tree: Branch }
  /** Their paths begin with the place of the form. */
  readonly problems?: readonly Problem[]
}

export interface UploadForm {
  readonly place: string
  readonly kind: string
  readonly about: Bilingual
  readonly asked: FormView
  readonly file: FieldView
  readonly open: boolean
  /** What may be said of the paper besides. */
  readonly more?: { readonly open: boolean; readonly asked: FormView; readonly signers?: Signers }
}

/** Who signed it: each box has a name of its own, because an upload keeps one value a name. */
interface Signers {
  readonly legend: string
  readonly options: readonly (OptionView & { readonly name: string })[]
}

/** Without the mark of what may be left out: here it may not. */
const ASKED: Readonly<Record<string, Bilingual>> = {
  [DATED]: { zh: '签发日期', en: 'Issued on' },
  of: { zh: '译自哪份材料', en: 'Translation of' },
}

export class PaperForms {
  constructor(
    private readonly shown: PapersShown,
    private readonly language: Language,
  ) {}

  isTyped = (place: string): boolean => this.shown.typed?.place === place

  /** The form of one kind: the questions that its rule asks, what may be said besides, and the file. */
  ofKind(place: string, kind: string, rule: DocumentRule): UploadForm {
    const dated = rule.monthsValid === null ? [] : [DATED]
    const asked = this.form(place, [...dated, ...(place.startsWith('replace') ? ['beside'] : [])])
    const details = rule.image ? undefined : this.details(place, rule)
    return {
      ...{ place, kind, about: rule.label, asked, file: this.fileOf(place) },
      // a correction that asks for this kind opens its form at once
      open: this.isTyped(place) || (this.shown.only === kind && !this.shown.done),
      more: details,
    }
  }

  /** The translation of one kind; with `translates` null the form asks of which, among `offered`. */
  translation(translates: string | null, about: Bilingual, offered: ReadonlySet<string>, here: boolean): UploadForm {
    const place = translates === null ? `documents.${TRANSLATION}` : `translate.${translates}`
    const asked = this.form(place, [...(translates === null ? ['details.of'] : []), ...(here ? ['beside'] : [])])
    const items = asked.items.map((item) =>
      'options' in item && item.path.endsWith('.of')
        ? { ...item, required: true, options: item.options.filter(({ value }) => offered.has(value)) }
        : item,
    )
    const file = this.fileOf(place)
    return { place, kind: TRANSLATION, about, asked: { items }, file, open: this.isTyped(place) }
  }

  /** The form of a kind that is chosen in it. */
  ofAny(kinds: ReadonlySet<string>): UploadForm {
    const items = this.form(MORE, ['kind']).items.map((item) =>
      'options' in item
        ? { ...item, required: true, options: item.options.filter(({ value }) => kinds.has(value)) }
        : item,
    )
    const about = { zh: '其他材料', en: 'Other papers' }
    return { place: MORE, kind: '', about, asked: { items }, file: this.fileOf(MORE), open: true }
  }

  /** The day of issue of a paper that is here. */
  date(place: string, issuedOn: string | null): FormView {
    if (this.isTyped(place) || issuedOn === null) return this.form(place, [DATED])
    const kept = { typed: { place, tree: { [DATED]: issuedOn } } }
    return new PaperForms(kept, this.language).form(place, [DATED])
  }

  private details(place: string, rule: DocumentRule): UploadForm['more'] {
    const asked = this.form(place, rule.translated ? ['details.language', 'details.authenticated'] : [])
    const [signed] = this.form(place, ['details.signedBy']).items
    const problems = this.isTyped(place) ? (this.shown.problems ?? []) : []
    return {
      open: problems.some(({ path }) => path.startsWith(`${place}.details.`)),
      asked,
      signers: signed && 'options' in signed ? signersOf(signed) : undefined,
    }
  }

  private form(place: string, only: readonly string[]): FormView {
    const schema = ACTION_FORMS.attachFile
    if (!schema) throw new Error('the form of attachFile is gone')
    if (only.length === 0) return { items: [] }
    const tree = this.isTyped(place) ? this.shown.typed?.tree : {}
    const problems = this.isTyped(place) ? (this.shown.problems ?? []) : []
    const view = formView(schema, tree, { language: this.language, path: place, only, problems })
    return {
      items: view.items.map((item) => {
        const label = ASKED[item.path.replace(/^.*\./, '')]
        return label && 'label' in item ? { ...item, label: label[this.language] } : item
      }),
    }
  }

  private fileOf(place: string): FieldView {
    const [field] = this.form(place, ['file']).items
    if (!field || !('boxes' in field)) throw new Error('no file is asked for')
    return field
  }
}

const signersOf = ({ label, name, options }: FieldView): Signers => ({
  legend: label,
  options: options.map((option, index) => ({ ...option, name: `${name.replace(/\[\]$/, '')}[${index}]` })),
})
