/**
 * What was said before a refusal: the intention that was announced, until when the firm may answer,
 * and what it answered.
 */
import type { Bilingual } from '../../base/text.js'
import type { CaseFile } from '../../cases/caseFile.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import { listAnswers } from '../../forms/engine/check.js'
import { valueAt } from '../../forms/engine/node.js'
import type { PageContext } from '../case/clock.view.js'
import type { Background } from '../case/side.js'
import { both, dateText, timeText } from '../kit/page.js'
import type { SummaryRow } from '../kit/parts.js'

/**
 * The announcement on which no decision has followed yet, or whose days are not over, and its
 * answer; undefined when there is none.
 */
export function heardOf({ events, stops }: CaseFile, { today }: PageContext): Background | undefined {
  const announced = events.findLast(({ action }) => action === 'announceRefusal')
  if (!announced) return undefined
  const decided = events.some(
    ({ action, seq }) => seq > announced.seq && (action === 'recommend' || action === 'refuse'),
  )
  const answered = events.findLast(({ action, seq }) => action === 'answerIntention' && seq > announced.seq)
  const until = stops.find(({ seq }) => seq === announced.seq)?.untilOn
  if (decided && (answered || !until || today > until)) return undefined
  const form = ACTION_FORMS.announceRefusal
  const rows: SummaryRow[] = (form ? listAnswers(form, announced.content ?? {}) : []).flatMap(({ label, answer }) =>
    answer ? [{ key: label, line: [answer] }] : [],
  )
  const statement = valueAt(answered?.content, 'statement')
  const over = until !== undefined && until !== null && today > until
  return {
    id: 'heard',
    title: { zh: '听取企业意见', en: 'Hearing the firm' },
    summary: {
      small: true,
      rows: [
        {
          key: { zh: '告知', en: 'Announced' },
          line: [both((language) => timeText(announced.at, language))],
        },
        ...rows,
        ...(until
          ? [
              {
                key: { zh: '答复期限', en: 'Answer until' },
                line: [both((language) => dateText(until, language, 'weekday'))],
              },
            ]
          : []),
        answered
          ? {
              key: { zh: '企业的意见', en: 'The firm’s answer' },
              line: [
                typeof statement === 'string' ? statement : NO_STATEMENT,
                { text: both((language) => timeText(answered.at, language)), below: true, look: 'quiet' as const },
              ],
            }
          : {
              key: { zh: '企业的意见', en: 'The firm’s answer' },
              line: [
                over
                  ? {
                      text: { zh: '期限已过，企业没有答复', en: 'none; its time limit has passed' },
                      look: 'quiet' as const,
                    }
                  : { text: { zh: '还没有答复', en: 'none yet' }, look: 'near' as const },
              ],
            },
      ],
    },
  }
}

const NO_STATEMENT: Bilingual = { zh: '企业表示不陈述意见', en: 'The firm makes no statement' }

/** What was announced, as the first content of the refusal that follows. */
export function announcedInput({ events }: CaseFile): Record<string, unknown> {
  const announced = events.findLast(({ action }) => action === 'announceRefusal')
  return {
    ...(announced && {
      reasons: valueAt(announced.content, 'reasons'),
      explanation: valueAt(announced.content, 'explanation'),
      explanationEn: valueAt(announced.content, 'explanationEn'),
    }),
  }
}
