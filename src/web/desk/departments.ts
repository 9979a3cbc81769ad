/**
 * The departments that may assess, by name for the place of this firm: who leads, who assesses
 * already, what the subject is.
 */
import { type Bilingual, fill, joined, type Language, say, SEMICOLON } from '../../base/text.js'
import type { CaseFile, Party } from '../../cases/caseFile.js'
import type { SuggestedDepartments } from '../../criteria/departments.js'
import type { FieldView, FormView, OptionView } from '../../forms/engine/parts.js'
import type { Jurisdiction } from '../../reference/authorities.js'
import type { PageContext } from '../case/clock.view.js'

/** What stands beside a department's name: the part that it has in the case. */
const PARTS = {
  named: { zh: '已在参评', en: 'already assessing' },
  lead: { zh: '本案牵头部门', en: 'leads this case' },
} as const satisfies Partial<Record<Party['part'], Bilingual>>

function partOf(id: number, { parties }: CaseFile): keyof typeof PARTS | undefined {
  const own = parties.filter(({ authorityId }) => authorityId === id).map(({ part }) => part)
  return (['named', 'lead'] as const).find((part) => own.includes(part))
}

/**
 * The form with the departments' names of this place; whoever assesses already cannot be consulted again. Beside one
 * that is suggested stand the reasons.
 */
export function withDepartments(
  form: FormView,
  file: CaseFile,
  jurisdiction: Jurisdiction,
  { authorities }: PageContext,
  language: Language,
  suggested: SuggestedDepartments = new Map(),
): FormView {
  const byCode = new Map([...authorities.values()].map((authority) => [authority.code, authority]))
  const reasons = (subject: string) => suggested.get(subject) ?? []
  const optionsOf = (item: FieldView): OptionView[] =>
    item.options.flatMap((option) => {
      const authority = byCode.get(jurisdiction.departments[option.value] ?? '')
      const part = authority && partOf(authority.id, file)
      if (!authority || (item.path === 'department' && part === 'named')) return []
      const note = part ? fill({ zh: '（{part}）', en: ' ({part})' }, { part: PARTS[part] }) : { zh: '', en: '' }
      const why = say(joined([fill(NAMED, { of: option.label, note }), ...reasons(option.value)], SEMICOLON), language)
      return [{ ...option, label: say(authority.name, language), hint: why }]
    })
  return {
    items: form.items.map((item) =>
      'options' in item && ['departments', 'department'].includes(item.path)
        ? { ...item, options: optionsOf(item) }
        : item,
    ),
  }
}

const NAMED = { zh: '{of}{note}', en: '{of}{note}' }
