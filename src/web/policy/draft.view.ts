/** Where in a large form a question stands, for the summary of what is wrong. */
import type { FormView, ItemView } from '../../forms/engine/parts.js'

/**
 * The headings around a question, which is named in the sentence itself; and its whole place, for
 * sentences that do not name it.
 */
export interface Standing {
  readonly around: string
  readonly whole: string
}

/** Of every question of a form, by its path. */
export function standingsOf({ items }: FormView): Map<string, Standing> {
  const found = new Map<string, Standing>()
  const say = (labels: readonly string[]) => labels.filter(Boolean).join(' › ')
  const put = (path: string, around: readonly string[], whole: readonly string[]) =>
    found.set(path, { around: say(around), whole: say(whole) })
  const walk = (item: ItemView, around: readonly string[], whole: readonly string[]): void => {
    if ('label' in item) {
      put(item.path, around, [...whole, item.label])
      return
    }
    const legend = item.legend ?? ''
    const here = [...whole, legend]
    put(item.path, around, here)
    // a text in two languages is named as one
    const within = item.part.endsWith('/pair') ? around : [...around, legend]
    for (const one of item.items) walk(one, within, here)
    for (const row of item.rows)
      for (const one of row.items) walk(one, within, row.legend === legend ? here : [...here, row.legend])
  }
  for (const item of items) walk(item, [], [])
  return found
}
