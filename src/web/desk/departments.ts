/**
 * The departments that may assess, by name for the place of this firm: who leads, who assesses
 * already, what the subject is.
 */
import { type Bilingual, type Language, say } from '../../base/text.js'
import type { CaseFile, Party } from '../../cases/caseFile.js'
import type { FormView, ItemView } from '../../forms/engine/parts.js'
import type { Jurisdiction } from '../../reference/authorities.js'
import type { PageContext } from '../case/clock.view.js'

/** What stands beside a department's name: the part that it has in the case. */
const NOTES = {
  named: { zh: '已在参评', en: 'assesses already' },
  lead: { zh: '本案牵头部门', en: 'leads this case' },
} as const satisfies Partial<Record<Party['part'], Bilingual>>

function partOf(id: number, { parties }: CaseFile): keyof typeof NOTES | undefined {
  const own = parties.filter(({ authorityId }) => authorityId === id).map(({ part }) => part)
  return (['named', 'lead'] as const).find((part) => own.includes(part))
}

/** The form with the departments' names of this place; whoever assesses already cannot be consulted again. */
export function withDepartments(
  form: FormView,
  file: CaseFile,
  jurisdiction: Jurisdiction,
  { authorities }: PageContext,
  language: Language,
): FormView {
  const byCode = new Map([...authorities.values()].map((authority) => [authority.code, authority]))
  return {
    items: form.items.map((item): ItemView => {
      if (!('options' in item) || !['departments', 'department'].includes(item.path)) return item
      const options = item.options.flatMap((option) => {
        const authority = byCode.get(jurisdiction.departments[option.value] ?? '')
        if (!authority) return []
        const part = partOf(authority.id, file)
        if (item.path === 'department' && part === 'named') return []
        const note = part && NOTES[part]
        const beside = note ? (language === 'zh' ? `（${note.zh}）` : ` (${note.en})`) : ''
        const hint = `${option.label}${beside}`
        return [{ ...option, label: say(authority.name, language), hint }]
      })
      return { ...item, options }
    }),
  }
}
