/** Forms of which nothing is kept yet, for pages as samples. */
import type { KeptBelow } from '../../../src/web/http/formKeeper.js'

export const NOTHING_KEPT: KeptBelow = {
  all: [],
  at: (place) => ({ place, kept: undefined, view: { page: null, mark: '', saved: null, state: 'kept' } }),
}
