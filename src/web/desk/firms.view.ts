/** Firms made ready for officers' pages. */
import { type Firm, type FirmState, stateOf } from '../../people/firm.service.js'
import type { Tag } from '../kit/parts.js'
import { tag } from '../kit/pieces.js'

const TAGS: Readonly<Record<FirmState, Tag>> = {
  waiting: tag('待确认', 'To be confirmed', 'blue', 'ring'),
  sentBack: tag('已退回修改', 'Sent back', 'yellow', 'stop'),
  confirmed: tag('已确认', 'Confirmed', 'green', 'end'),
  declined: tag('不予登记', 'Declined', 'red', 'end'),
}

export const firmTag = (firm: Firm): Tag => TAGS[stateOf(firm)]
