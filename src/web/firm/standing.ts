/** How far a case is, in the firm's words: the tracker, the day that counts, and who has it now. */
import type { Bilingual } from '../../base/text.js'
import type { CaseFile, CaseLine, TimelineEvent } from '../../cases/caseFile.js'
import { SECTIONS, type SectionKey } from '../../forms/application.js'
import { metaOf } from '../../workflow/step.js'
import type { EventName } from '../../workflow/words.js'
import { type PageContext, askedFromOf, promisedOn, STAGE_LIMITS } from '../case/clock.view.js'
import { both, counted, dateText } from '../kit/page.js'
import type { Steps, Text } from '../kit/parts.js'
import type { Stage, State } from '../../workflow/machine.js'

/** What a name stands for while there is none. */
export const NO_NAME: Bilingual = { zh: '还没有填姓名', en: 'No name yet' }

/** The talent as the firm knows them. */
export const nameOf = ({ talentName, systemName }: CaseLine): Text => talentName ?? systemName ?? NO_NAME

interface StageWords {
  readonly name: Bilingual
  /** The action after which it is over. */
  readonly endsWith: readonly EventName[]
}

/** The stages in their order. */
const BY_STAGE: Readonly<Record<Stage, StageWords>> = {
  filling: { name: { zh: '填写', en: 'Fill in' }, endsWith: ['submit'] },
  intake: { name: { zh: '受理', en: 'Intake' }, endsWith: ['accept'] },
  assessment: { name: { zh: '评估', en: 'Review' }, endsWith: [] },
  decision: { name: { zh: '决定', en: 'Decision' }, endsWith: ['recommend', 'refuse'] },
  letter: { name: { zh: '推荐函', en: 'Letter' }, endsWith: ['recordLetter'] },
}
const STAGES = Object.values(BY_STAGE)

/** The state in which an ended case stood last. */
const stateBefore = (state: State, events: readonly TimelineEvent[]): State =>
  events.findLast(({ toState, fromState }) => toState === state && fromState !== state)?.fromState ?? state

/** The index of the stage that a case is in; past the last one when a letter is out. */
function placeOf(line: CaseLine, events: readonly TimelineEvent[]): number {
  const { state } = line
  const asked = metaOf(state).clock?.stops ? askedFromOf(events) : null
  const { stage } = metaOf(asked ?? state)
  if (stage) return STAGES.indexOf(BY_STAGE[stage])
  if (events.some(({ action }) => action === 'recordLetter')) return STAGES.length
  const before = stateBefore(state, events)
  return before === state ? STAGES.length : placeOf({ ...line, state: before }, events)
}

const days = (amount: number): Bilingual => ({
  zh: `${amount} 个工作日`,
  en: counted(amount, 'working day', 'working days'),
})

/** Under the stage that the case is in: what it is called now. */
function noteNow({ state }: CaseLine, index: number, { limits }: PageContext): Bilingual {
  const limit = STAGE_LIMITS[index - 1]
  const clock = metaOf(state).clock
  if (index === 0) return { zh: '现在', en: 'now' }
  if (clock && limit === clock.limit) return days(limits.get(limit)?.amount ?? 0)
  return metaOf(state).label
}

/** The progress bar of a case. */
export function stepsOf({ case: line, events }: CaseFile, context: PageContext): Steps {
  const place = placeOf(line, events)
  // what is refused or over goes no further: no days are promised for the rest
  const ended = metaOf(line.state).tag.glyph === 'end'
  const dayOf = ({ endsWith }: StageWords) => events.findLast(({ action }) => endsWith.includes(action))?.at
  const noteOf = (stage: StageWords, index: number): Text | undefined => {
    if (index === place) return noteNow(line, index, context)
    const at = dayOf(stage)
    // the departments' own steps are not shown with their days
    if (index < place) return at ? both((language) => dateText(at, language, 'short')) : { zh: '已完成', en: 'done' }
    if (ended) return undefined
    const limit = STAGE_LIMITS[index - 1]
    return limit ? days(context.limits.get(limit)?.amount ?? 0) : { zh: '决定当日', en: 'the same day' }
  }
  return {
    label: { zh: '办理进度', en: 'Progress' },
    steps: STAGES.map((stage, index) => {
      const note = noteOf(stage, index)
      return {
        name: stage.name,
        note: note || undefined,
        done: index < place,
        current: index === place,
      }
    }),
  }
}

/** A sentence that ends with a date. */
const until = (on: string, zh: (date: string) => string, en: (date: string) => string): Bilingual => ({
  zh: zh(dateText(on, 'zh')),
  en: en(dateText(on, 'en')),
})

/** The case goes no further until the firm has done something, and a day is set for it. */
export const waitsForFirm = ({ state }: CaseLine): boolean => state === 'awaitingCorrection'

/** The day that counts for the firm, in a list. */
export function dayThatCounts(line: CaseLine, context: PageContext): Bilingual | undefined {
  const { state, dueOn } = line
  if (dueOn === null) return undefined
  switch (state) {
    case 'awaitingCorrection':
      return until(
        dueOn,
        (day) => `${day}前补正`,
        (day) => `Correct it by ${day}`,
      )
    case 'notRecommended':
      return until(
        dueOn,
        (day) => `${day}前可申请复核`,
        (day) => `Review may be asked for until ${day}`,
      )
    case 'underReview':
      return until(
        dueOn,
        (day) => `${day}前有复核结果`,
        (day) => `Result of the review by ${day}`,
      )
    case 'letterIssued':
      return until(
        dueOn,
        (day) => `推荐函有效至${day}`,
        (day) => `The letter is valid until ${day}`,
      )
    default: {
      const promised = promisedOn(line, null, context) ?? dueOn
      return until(
        promised,
        (day) => `最迟${day}有决定`,
        (day) => `A decision by ${day}`,
      )
    }
  }
}

/** Where a section stands among all. */
export function countOf(key: SectionKey): Bilingual {
  const index = SECTIONS.findIndex((section) => section.key === key)
  return { zh: `第 ${index + 1} 节，共 ${SECTIONS.length} 节`, en: `Section ${index + 1} of ${SECTIONS.length}` }
}
