/**
 * What a recommendation may ask for, on its form: the routes in force to choose from, how long a
 * permit contract and passport allow, and the treatments of the routes.
 */
import { fill, type Language, say } from '../../base/text.js'
import type { Supported } from '../../cases/recommending.js'
import { CLASS_NAMES } from '../../criteria/recommendedRoutes.js'
import { type KnownNow, reworded, withOptions } from '../../forms/engine/known.js'
import type { FormView } from '../../forms/engine/parts.js'

const AT_MOST = {
  zh: '自合同开始之日起算；按合同和护照，最长{most}个月。',
  en: 'From the first day of the contract. Contract and passport allow at most {most} months.',
}

/** What the form holds when it is opened: the first route, and the longest permit by it. */
export const firstRoute = ([first]: readonly Supported[]): Record<string, unknown> =>
  first ? { route: first.route.code, months: first.most } : {}

/** The form with the routes and treatments of today. */
export function withRoutes(form: FormView, supported: readonly Supported[], language: Language): FormView {
  const routes = supported.map(({ route }): KnownNow => {
    const label = fill(
      { zh: '{name}，按{of}', en: '{name}, as {of}' },
      { name: route.label, of: CLASS_NAMES[route.class] },
    )
    return { value: route.code, label: say(label, language) }
  })
  const treatments = new Map(
    supported.flatMap(({ route }) => route.treatments.map(({ code, label }) => [code, say(label, language)] as const)),
  )
  const known = [...treatments].map(([value, label]): KnownNow => ({ value, label }))
  const most = Math.max(0, ...supported.map((one) => one.most))
  const chosen = withOptions(withOptions(form, 'route', routes), 'treatment', known)
  return {
    items: chosen.items.map((item) => {
      if (!('label' in item)) return item
      if (item.path === 'months') return reworded(item, { hint: say(fill(AT_MOST, { most }), language) })
      // a letter always asks for something: left empty, the first route stands
      return item.path === 'route' ? { ...item, required: true } : item
    }),
  }
}
