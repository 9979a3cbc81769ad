/** Options that are known only when the page is made: colleagues, authorities. */
import type { FieldView, FormView, OptionView } from './parts.js'

/** A choice that only the moment knows: colleagues, authorities. */
export interface KnownNow {
  readonly value: string
  readonly label: string
}

/** A field's options, made from what is known now; the one that was chosen stays chosen. */
export const knownOptions = (item: FieldView, known: readonly KnownNow[]): OptionView[] =>
  known.map(({ value, label }, index) => ({
    id: index === 0 ? item.id : `${item.id}-${index}`,
    value,
    label,
    group: null,
    hint: null,
    hintId: '',
    chosen: value === item.value,
    items: [],
    revealId: null,
  }))

/** The form with a list to choose from in place of the box of a path; `none` says what it means to choose nothing. */
export const withOptions = (form: FormView, path: string, known: readonly KnownNow[], none?: string): FormView => ({
  items: form.items.map((item) =>
    item.path === path && 'options' in item
      ? { ...item, part: 'parts/form/select', options: knownOptions(item, known), none }
      : item,
  ),
})

/** The form with the answer of a path carried along, not asked for. */
export const carrying = (form: FormView, path: string): FormView => ({
  items: form.items.map((item) => (item.path === path ? { ...item, part: 'parts/form/hidden' } : item)),
})

/** A question in words that are known only when the page is made; what is left out stays as it was declared. */
export function reworded(
  field: FieldView,
  { label = field.label, hint = field.hint }: { readonly label?: string; readonly hint?: string | null | undefined },
): FieldView {
  const describedBy = [hint && field.hintId, field.errors.length > 0 && field.errorId].filter(Boolean).join(' ') || null
  return { ...field, label, hint, describedBy }
}
