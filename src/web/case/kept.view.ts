/** What somebody has typed about a case and not sent: each form with the way back to it. */
import type { Bilingual } from '../../base/text.js'
import { isEventName, WORDS } from '../../workflow/words.js'
import type { KeptBelow } from '../http/formKeeper.js'
import type { Text } from '../kit/parts.js'

export interface KeptRow {
  readonly href: string
  readonly text: Bilingual
  readonly saved: Text
}

/** `elsewhere` are the actions whose kept form the page shows in its own place. */
export const keptRows = ({ all, at }: KeptBelow, elsewhere: readonly string[]): KeptRow[] =>
  all.flatMap(({ place }) => {
    const action = /^\/cases\/\d+\/actions\/(\w+)$/.exec(place)?.[1] ?? ''
    if (!isEventName(action) || elsewhere.includes(action)) return []
    const { saved } = at(place).view
    return saved ? [{ href: place, text: WORDS[action].label, saved }] : []
  })
