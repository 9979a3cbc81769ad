/** How much of a list is shown, counted and taken at once. */
import type { Bilingual } from '../../base/text.js'
import { MOST_COUNTED } from '../../cases/audit/trail.service.js'
import { counted, numberText } from '../kit/page.js'

export const PER_PAGE = 50
export const PAGE_OF_FILE = 1000

/** How many there are, in words. */
export function countText(count: number, one = 'entry', many = 'entries'): Bilingual {
  const most = numberText(MOST_COUNTED)
  if (count > MOST_COUNTED) return { zh: `超过 ${most} 条`, en: `more than ${most} ${many}` }
  return { zh: `${numberText(count)} 条`, en: counted(count, one, many).replace(/^\d+/, numberText(count)) }
}
