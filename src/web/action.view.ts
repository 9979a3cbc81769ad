/** What an action's form holds when it is opened: what others have proposed, what was asked for. */
import type { CaseFile } from '../cases/reading.service.js'
import { valueAt } from '../forms/node.js'
import type { FormView } from '../forms/parts.js'

/** The entry whose form offers the colleagues to choose from. */
export const HAND_OVER = 'handOver'

/** The form with the people of the department to choose from, in the place of the box for an id. */
export function withPeople(
  form: FormView,
  people: readonly { readonly id: number; readonly name: string }[],
): FormView {
  return {
    items: form.items.map((item) => {
      if (item.path !== 'to' || !('options' in item)) return item
      const option = (value: string, label: string, at: number) => ({
        id: `${item.id}-${at}`,
        value,
        label,
        hint: null,
        hintId: '',
        chosen: value === item.value,
        items: [],
        revealId: null,
      })
      const options = people.map(({ id, name }, index) => option(String(id), name, index))
      return { ...item, part: 'parts/form/select', options }
    }),
  }
}

const itemsOf = (content: unknown): unknown[] => {
  const items = valueAt(content, 'items')
  return Array.isArray(items) ? items : []
}

/** The items proposed since the last notice, so that one notice collects them from all departments. */
function proposedItems({ events }: CaseFile): unknown[] {
  const last = events.findLast(({ action }) => action === 'requestCorrection')?.seq ?? 0
  return events
    .filter(({ action, seq }) => action === 'proposeCorrection' && seq > last)
    .flatMap(({ content }) => itemsOf(content))
}

/** The items of the notice that is open, each waiting for the firm's answer. */
function askedItems({ events }: CaseFile): unknown[] {
  const notice = events.findLast(({ action }) => action === 'requestCorrection')
  return itemsOf(notice?.content).map((item) => ({ on: valueAt(item, 'on'), answer: '' }))
}

/** The first content of an action's form. */
export function firstInput(action: string, file: CaseFile): Record<string, unknown> {
  if (action === 'requestCorrection') {
    const items = proposedItems(file)
    return { items: items.length > 0 ? items : [{}] }
  }
  if (action === 'proposeCorrection') return { items: [{}] }
  if (action === 'resubmit') return { answers: askedItems(file) }
  if (action === 'accept') return { departments: ['commerce'] }
  return {}
}
