/**
 * The forms of the page of documents: a kind's first file, another one, a translation, a day of
 * issue. What was typed stands there again, with what is wrong.
 */
import type { Problem } from '../../base/errors.js'
import { type Bilingual, fill, joined, type Language } from '../../base/text.js'
import type { Attachment } from '../../cases/caseFile.js'
import type { DocumentRule } from '../../criteria/documents.js'
import { OTHER_KIND, PLATFORM_EXPORT, TRANSLATION } from '../../forms/choices.js'
import type { Branch } from '../../forms/engine/node.js'
import type { FieldView, FormView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import { FORMS } from '../../workflow/forms.js'

/** The question for the day of issue. */
export const DATED = 'issuedOn'
/** The place for a kind that need not be here. */
export const MORE = 'documents.more'
/**
 * A form of this page: a kind's first file, one more or another one, a translation of a kind, a
 * paper's day of issue.
 */
export const PLACE = /^(?:documents|replace|translate|dated)\.[A-Za-z0-9]{1,40}$/

/** The place of a paper's day of issue. A number alone would be read as a row's. */
export const datedPlace = (paper: number): string => `dated.p${paper}`

/** A file of the list whose kind could not be settled: what was typed, and why. */
export interface WrongRow {
  readonly tree: Branch
  readonly problems: readonly Problem[]
}

export interface DropInput {
  /** The most bytes that a file may have. */
  readonly most: number
  /** Why files were not kept, each with its name. */
  readonly refused?: readonly Problem[]
  /** By the file's id. */
  readonly wrong?: ReadonlyMap<number, WrongRow>
}

export interface DocumentsInput extends Partial<DropInput> {
  /** What was just done, and with which kind. */
  readonly done?: string | undefined
  readonly kind?: string | undefined
  /** How many files were sorted. */
  readonly count?: number | undefined
  /** The one kind that a correction asks for. */
  readonly only?: string | undefined
  /** What was typed in one of the forms, to stand there again. */
  readonly typed?: { readonly place: string; readonly tree: Branch }
  /** Their paths begin with the place of the form. */
  readonly problems?: readonly Problem[]
}

/** The questions for the language, and for the title of a paper that is of no kind. */
export const LANGUAGE = 'details.language'
const TITLE = 'details.note'

/** Without the mark of what may be left out. */
const LABELS: Readonly<Record<string, Bilingual>> = {
  language: { zh: '语言', en: 'Language' },
  [DATED]: { zh: '签发日期', en: 'Issued on' },
  of: { zh: '译自哪份材料', en: 'Translation of' },
}
/** What may be left out. */
const MAYBE: Readonly<Record<string, Bilingual>> = {
  note: { zh: '材料名称（选填）', en: 'Title (optional)' },
}

/** What stands under a question, by its path. */
type Hints = ReadonlyMap<string, Bilingual>

export class PaperForms {
  constructor(
    private readonly input: DocumentsInput,
    private readonly language: Language,
  ) {}

  isTyped = (place: string): boolean => this.input.typed?.place === place

  /** The form of one kind: the questions that its rule asks, what may be said besides, and the file. */
  ofKind(place: string, kind: string, rule: DocumentRule) {
    const asked = [...titleOf(kind), ...factsOf(rule), ...(place.startsWith('replace') ? ['beside'] : [])]
    return {
      ...{ ...this.upload(place, kind, rule.label, asked), table: kind === PLATFORM_EXPORT },
      // a correction that asks for this kind opens its form at once
      open: this.isTyped(place) || (this.input.only === kind && !this.input.done),
      more: rule.image ? undefined : this.details(place, rule),
    }
  }

  /** The translation of one kind, which takes the place of one that is here. */
  translationOf(original: string, about: Bilingual, isHere: boolean) {
    return this.upload(`translate.${original}`, TRANSLATION, about, isHere ? ['beside'] : [])
  }

  /** A translation, with the question of which kind it is, among those that are offered. */
  anyTranslation(about: Bilingual, offered: ReadonlySet<string>) {
    const form = this.upload(`documents.${TRANSLATION}`, TRANSLATION, about, ['details.of'])
    return { ...form, asked: onlyOptions(form.asked, offered) }
  }

  /** The form of a kind that is chosen in it, with the language of those that may need a translation. */
  ofAny(kinds: ReadonlyMap<string, DocumentRule>) {
    const names = [...kinds.values()].filter(({ translated }) => translated).map(({ label }) => label)
    const hints = new Map([
      [LANGUAGE, fill(SPEAKS, { kinds: joined(names, LISTED) })],
      [TITLE, { zh: '选“其他材料”时填。', en: 'Only for “Other documents”.' }],
    ])
    const questions = ['kind', ...(names.length > 0 ? [LANGUAGE] : []), ...(kinds.has(OTHER_KIND) ? [TITLE] : [])]
    const form = this.upload(MORE, '', { zh: '其他材料', en: 'Other documents' }, questions, hints)
    return { ...form, asked: onlyOptions(form.asked, new Set(kinds.keys()), `${MORE}.kind`), open: true }
  }

  /** Day of issue and language of a paper that is here, as far as its kind asks for them. */
  facts(place: string, rule: DocumentRule, { issuedOn, details }: Pick<Attachment, 'issuedOn' | 'details'>): FormView {
    if (this.isTyped(place)) return this.form(place, factsOf(rule))
    const kept = { typed: { place, tree: { [DATED]: issuedOn ?? '', details: { language: details.language ?? '' } } } }
    return new PaperForms(kept, this.language).form(place, factsOf(rule))
  }

  /** Some of the questions about a paper. */
  questions(place: string, only: readonly string[]): FormView {
    return this.form(place, only)
  }

  private upload(place: string, kind: string, about: Bilingual, questions: readonly string[], hints?: Hints) {
    const [file] = this.form(place, ['file']).items
    if (!file || !('boxes' in file)) throw new Error('no file is asked for')
    return { place, kind, about, asked: this.form(place, questions, hints), file, open: this.isTyped(place) }
  }

  /** What may be said of the paper besides. */
  private details(place: string, rule: DocumentRule) {
    const [signed] = this.form(place, ['details.signedBy']).items
    return {
      open: this.problemsAt(place).some(({ path }) => path.startsWith(`${place}.details.`)),
      asked: this.form(place, rule.translated ? ['details.authenticated'] : []),
      signers: signed && 'options' in signed ? signersOf(signed) : undefined,
    }
  }

  private problemsAt = (place: string): readonly Problem[] => (this.isTyped(place) ? (this.input.problems ?? []) : [])

  private form(place: string, only: readonly string[], hints?: Hints): FormView {
    if (only.length === 0) return { items: [] }
    const tree = this.isTyped(place) ? this.input.typed?.tree : {}
    const problems = this.problemsAt(place)
    const view = formView(FORMS.attachFile, tree, { language: this.language, path: place, only, problems, hints })
    return {
      items: view.items.map((item) => {
        const name = item.path.replace(/^.*\./, '')
        const label = LABELS[name] ?? MAYBE[name]
        // nothing else is left out on purpose
        return label && 'label' in item ? { ...item, label: label[this.language], required: !MAYBE[name] } : item
      }),
    }
  }
}

/** What is asked of every paper of a kind. */
export const factsOf = ({ monthsValid, translated }: DocumentRule): string[] => [
  ...(monthsValid === null ? [] : [DATED]),
  ...(translated ? [LANGUAGE] : []),
]

/** What says which paper of no kind it is. */
export const titleOf = (kind: string): string[] => (kind === OTHER_KIND ? [TITLE] : [])

const SPEAKS: Bilingual = { zh: '下列材料须选择：{kinds}。', en: 'Required for: {kinds}.' }
const LISTED: Bilingual = { zh: '、', en: '; ' }

/** A form whose choice must be made, among some of its options. */
const onlyOptions = ({ items }: FormView, offered: ReadonlySet<string>, at?: string): FormView => ({
  items: items.map((item) =>
    'options' in item && (at === undefined || item.path === at)
      ? { ...item, required: true, options: item.options.filter(({ value }) => offered.has(value)) }
      : item,
  ),
})

/** Who signed it: each box has a name of its own, because an upload keeps one value a name. */
const signersOf = ({ label, name, options }: FieldView) => ({
  legend: label,
  options: options.map((option, index) => ({ ...option, name: `${name.replace(/\[\]$/, '')}[${index}]` })),
})
