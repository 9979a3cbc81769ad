/**
 * The page of complaints: for each trouble the way that is meant for it, by when, and what happens
 * then. Limits, remedies and whom to call come from the reference data in force.
 */
import type { Bilingual } from '../../base/text.js'
import type { Remedy } from '../../reference/obligations.js'
import type { TimeLimit } from '../../reference/workingDays.js'
import { counted } from '../kit/page.js'
import type { Line } from '../kit/parts.js'

const UNITS = {
  workingDays: { zh: '个工作日', one: 'working day', many: 'working days' },
  days: { zh: '日', one: 'day', many: 'days' },
  months: { zh: '个月', one: 'month', many: 'months' },
} as const

type Length = Pick<Remedy, 'amount' | 'unit'>

const lengthOf = ({ amount, unit }: Length): Bilingual => {
  const { zh, one, many } = UNITS[unit]
  return { zh: `${amount} ${zh}`, en: counted(amount, one, many) }
}

/** Counted from the day on which one knows of the decision. */
function within(length: Length): Line {
  const { zh, en } = lengthOf(length)
  return [{ text: { zh: `知道决定之日起 ${zh}内`, en: `within ${en} of learning of it` }, look: 'strong' }]
}

/** @param review how long a review may take */
export function complaintsView(request: TimeLimit, review: TimeLimit, remedies: readonly Remedy[]) {
  return {
    review: lengthOf(review),
    ways: [
      {
        label: { zh: '申请复核', en: 'Review' },
        text: {
          zh: '登录后在案件页申请，写明有误之处。由未参与本案的人员复核。',
          en:
            'Ask for it on the case page and say what is wrong. ' +
            'People who have not worked on the case will review it.',
        },
        limit: within(request),
        source: request.source,
      },
      ...[...remedies]
        .sort((one, other) => one.order - other.order)
        .map(({ label, text, source, ...length }) => ({ label, text, limit: within(length), source })),
    ],
  }
}
