/**
 * An intended refusal and a refusal as the firm reads them: the reasons one by one with the
 * sentence of the paper, what was explained, until when to answer, and what can be done about the
 * decision.
 */
import { dateInShanghai } from '../../base/clock.js'
import type { Bilingual, Language } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import type { FormView } from '../../forms/engine/parts.js'
import { formView } from '../../forms/engine/view.js'
import type { Reason } from '../../reference/bodies.js'
import type { Remedy } from '../../reference/obligations.js'
import type { PageContext } from '../case/clock.view.js'
import { both, counted, dateText } from '../kit/page.js'
import type { KeepView, Line, Text } from '../kit/parts.js'
import { actionAddress } from '../case/addresses.js'
import type { KeptBelow } from '../http/formKeeper.js'

export interface ReasonLine {
  readonly label: Text
  readonly sentence?: Text
}

/** The reasons of an event, each with its sentence; a reason that is no longer in force stands as it was named. */
export function reasonLines({ content }: TimelineEvent, reasons: ReadonlyMap<string, Reason>): ReasonLine[] {
  const codes = Array.isArray(content?.reasons) ? content.reasons.map(String) : []
  return codes.map((code) => {
    const found = [...reasons.values()].find((reason) => reason.purpose === 'refusal' && reason.code === code)
    if (!found) return { label: code }
    // one that needs words of its own is said by the explanation
    return { label: found.label, sentence: !found.needsDetail ? found.sentence : undefined }
  })
}

const textOf = (event: TimelineEvent | undefined, name: string): string =>
  typeof event?.content?.[name] === 'string' ? event.content[name].trim() : ''

export interface IntentionView {
  readonly reasons: readonly ReasonLine[]
  readonly explanation: string
  readonly until: Bilingual
  /** What the firm has answered. */
  readonly answer?: string
  readonly form?: {
    /** The address to which it is sent. */
    readonly action: string
    readonly version: number
    readonly asked: FormView
    readonly keep: KeepView
  }
  readonly over?: Bilingual
}

/**
 * The intention that was announced or answered in this stage, or may still be answered; undefined
 * when there is none, or when the decision is taken.
 */
export function intentionView(
  file: CaseFile,
  reasons: ReadonlyMap<string, Reason>,
  context: PageContext,
  language: Language,
  kept: KeptBelow,
): IntentionView | undefined {
  const { case: line, events, stops, choices } = file
  const announced = events.findLast(({ action }) => action === 'announceRefusal')
  const open = choices.some(({ action, enabled }) => action === 'answerIntention' && enabled)
  if (!announced) return undefined
  const answered = events.find(({ action, seq }) => action === 'answerIntention' && seq > announced.seq)
  const moved = events.findLast(({ fromState, toState }) => fromState !== toState)?.seq ?? 0
  if (!open && Math.max(announced.seq, answered?.seq ?? 0) < moved) return undefined
  // an outage may have extended the day that was announced
  const until = stops.find(({ seq }) => seq === announced.seq)?.untilOn
  const form = ACTION_FORMS.answerIntention
  const keeping = kept.at(actionAddress(line.id, 'answerIntention'))
  const left = until ? context.calendar.daysLeft(context.today, until) : 0
  const answer = answered && (textOf(answered, 'statement') || NO_STATEMENT[language])
  return {
    reasons: reasonLines(announced, reasons),
    explanation: (language === 'en' && textOf(announced, 'explanationEn')) || textOf(announced, 'explanation'),
    until: until
      ? both((one) =>
          one === 'zh'
            ? `${dateText(until, 'zh')}前${open ? `，还剩 ${left} 个工作日` : ''}`
            : `until ${dateText(until, 'en')}${open ? `, ${counted(left, 'working day', 'working days')} left` : ''}`,
        )
      : { zh: '', en: '' },
    answer: answer || undefined,
    form:
      !answer && open && form
        ? {
            action: keeping.place,
            version: line.version,
            asked: formView(form, keeping.kept?.input ?? {}, { language }),
            keep: keeping.view,
          }
        : undefined,
    over:
      !answer && !open
        ? { zh: '陈述意见的期限已过，没有收到意见。', en: 'The time for an answer is over; none came.' }
        : undefined,
  }
}

const NO_STATEMENT: Bilingual = {
  zh: '贵单位表示不陈述意见。',
  en: 'You said that you make no statement.',
}

export interface RefusalView {
  readonly reasons: readonly ReasonLine[]
  readonly remedies: readonly {
    readonly label: Text
    readonly text: Text
    readonly limit: Line
    readonly source: Text
  }[]
}

/** The ways to contest the refusal, with the last day of each; the review here first. */
export function refusalView(
  file: CaseFile,
  reasons: ReadonlyMap<string, Reason>,
  remedies: ReadonlyMap<string, Remedy>,
  { calendar, limits, today }: PageContext,
): RefusalView | undefined {
  const { case: line, events, choices } = file
  const refused = events.findLast(({ action }) => action === 'refuse')
  if (!refused || (line.state !== 'notRecommended' && line.state !== 'underReview')) return undefined
  // a decision that was upheld is known anew on that day
  const decided = events.findLast(({ action }) => action === 'refuse' || action === 'upholdRefusal') ?? refused
  const from = dateInShanghai(decided.at)
  const review = limits.get('reviewRequest')
  const open = choices.some(({ action, enabled }) => action === 'requestReview' && enabled)
  const lastDay = (on: string): Line => {
    const text = both((language) => (language === 'zh' ? `${dateText(on, 'zh')}前` : `until ${dateText(on, 'en')}`))
    return on < today
      ? [
          { text, look: 'quiet' },
          { text: { zh: '，已过', en: ', over' }, look: 'quiet' },
        ]
      : [{ text, look: 'strong' }]
  }
  const first =
    review && line.state === 'notRecommended' && line.dueOn !== null && open
      ? [
          {
            label: { zh: '申请复核', en: 'Review' },
            text: {
              zh: '在本系统申请，由没有经手过本案的人重新看。',
              en: 'Asked for here; people who have not worked on the case look again.',
            },
            limit: lastDay(line.dueOn),
            source: review.source,
          },
        ]
      : []
  return {
    reasons: reasonLines(refused, reasons),
    remedies: [
      ...first,
      ...[...remedies.values()]
        .sort((one, other) => one.order - other.order)
        .map(({ label, text, source, amount, unit, movesOn }) => ({
          label,
          text,
          limit: lastDay(calendar.dueOn(from, { label, source, amount, unit, movesOn }).on),
          source,
        })),
    ],
  }
}
