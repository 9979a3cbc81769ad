/** What somebody has typed about a case and not sent: each form with the way back to it. */
import { isEventName, WORDS } from '../../workflow/words.js'
import type { KeptBelow } from '../http/formKeeper.js'

/** `elsewhere` are the actions whose kept form the page shows in its own place. */
export const keptRows = ({ all, at }: KeptBelow, elsewhere: readonly string[]) =>
  all.flatMap(({ place }) => {
    const action = /^\/cases\/\d+\/actions\/(\w+)$/.exec(place)?.[1] ?? ''
    if (!isEventName(action) || elsewhere.includes(action)) return []
    const { saved } = at(place).view
    return saved ? [{ href: place, text: WORDS[action].label, saved }] : []
  })
