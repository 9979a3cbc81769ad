/**
 * An intended refusal or revocation and a refusal as the firm reads them: the reasons one by one
 * with the sentence of the paper, what was explained, until when to answer, and what can be done
 * about the decision.
 */
import { dateInShanghai } from '../../base/clock.js'
import { type Bilingual, fill, joined, type Language, SENTENCES } from '../../base/text.js'
import { type CaseFile, mayDo, type TimelineEvent } from '../../cases/caseFile.js'
import { textAt } from '../../forms/engine/node.js'
import { formView } from '../../forms/engine/view.js'
import type { Reason, ReasonPurpose } from '../../reference/bodies.js'
import type { Remedy } from '../../reference/obligations.js'
import { ANNOUNCED_WORDS } from '../../workflow/firmWords.js'
import { FORMS } from '../../workflow/forms.js'
import { HEARINGS, SEND_RESPONSE } from '../../workflow/hearings.js'
import type { Action, State } from '../../workflow/machine.js'
import { actionAddress } from '../case/addresses.js'
import type { PageContext } from '../case/clock.view.js'
import { encloseView, enclosedFiles } from '../case/enclosed.view.js'
import type { Background } from '../case/side.js'
import type { KeptBelow } from '../http/formKeeper.js'
import { day } from '../kit/page.js'
import type { Line, Text } from '../kit/parts.js'
import { quiet } from '../kit/pieces.js'
import { fact, factOf, facts } from '../kit/table.js'
import { leftText } from './standing.js'

interface ReasonLine {
  readonly label: Text
  readonly sentence?: Text | undefined
}

/** The reasons of an event, each with its sentence; a reason that is no longer in force stands as it was named. */
function reasonLines(
  { content }: TimelineEvent,
  reasons: ReadonlyMap<string, Reason>,
  purpose: ReasonPurpose = 'refusal',
): ReasonLine[] {
  const codes = Array.isArray(content?.reasons) ? content.reasons.map(String) : []
  return codes.map((code) => {
    const found = [...reasons.values()].find((reason) => reason.purpose === purpose && reason.code === code)
    if (!found) return { label: code }
    // one that needs words of its own is said by the explanation
    return { label: found.label, sentence: !found.needsDetail ? found.sentence : undefined }
  })
}

interface Reading {
  readonly reasons: ReadonlyMap<string, Reason>
  readonly context: PageContext
  readonly language: Language
  readonly kept: KeptBelow
}

/**
 * The intention to refuse that was announced or answered in this stage, or may still be answered,
 * or the intention to revoke that stands; undefined when there is none, or the decision is taken.
 */
export function intentionView(file: CaseFile, reading: Reading) {
  const { events, stops } = file
  const { proposed, announced } = announcedIn(file)
  if (!announced) return undefined
  if (proposed) return heardView(file, announced, REVOCATION, textAt(announced.content, 'until'), reading)
  const answered = answerTo(file, announced, REFUSAL)
  const moved = events.findLast(({ fromState, toState }) => fromState !== toState)?.seq ?? 0
  if (!mayDo(file, 'answerIntention') && Math.max(announced.seq, answered?.seq ?? 0) < moved) return undefined
  // an outage may have extended the day that was announced
  const until = stops.find(({ seq }) => seq === announced.seq)?.untilOn ?? ''
  return heardView(file, announced, REFUSAL, until, reading)
}

/** The intended revocation that stands, and the event that announced it, or else the last intended refusal. */
function announcedIn({ events, matters }: CaseFile) {
  const proposed = matters.find(({ kind }) => kind === 'proposeRevocation')
  const announced = events.findLast(({ seq, action }) =>
    proposed ? seq === proposed.seq : action === 'announceRefusal',
  )
  return { proposed, announced }
}

/** What is intended, and why, beside the form of the response where that stands on a page of its own. */
export function hearingBackground(
  file: CaseFile,
  { reasons, language }: Pick<Reading, 'reasons' | 'language'>,
): Background[] {
  const { proposed, announced } = announcedIn(file)
  if (!announced) return []
  const { title, purpose } = proposed ? REVOCATION : REFUSAL
  const said = reasonLines(announced, reasons, purpose).map(({ label, sentence }) => factOf(label, sentence))
  const explained = fact('说明', 'Explanation', explanationOf(announced, language))
  return [{ id: 'intended', title, summary: facts(...said, explained) }]
}

const explanationOf = ({ content }: TimelineEvent, language: Language): string =>
  (language === 'en' && textAt(content, 'explanationEn')) || textAt(content, 'explanation')

const REFUSAL = { announced: 'announceRefusal', purpose: 'refusal', ...ANNOUNCED_WORDS.announceRefusal } as const
const REVOCATION = {
  announced: 'proposeRevocation',
  purpose: 'revocation',
  ...ANNOUNCED_WORDS.proposeRevocation,
} as const
type Hearing = typeof REFUSAL | typeof REVOCATION
const RESPOND: Bilingual = { zh: '请阅读理由后陈述意见。', en: 'Please respond.' }
const WITH_DEPARTMENT: Bilingual = {
  zh: '贵单位的意见已送达主管部门，由主管部门阅后决定。',
  en: 'Your response is with the department, which decides after reading it.',
}

const answerTo = ({ events }: CaseFile, { seq }: TimelineEvent, { announced }: Hearing) =>
  events.find((event) => event.action === HEARINGS[announced].answer && event.seq > seq)

function heardView(
  file: CaseFile,
  announced: TimelineEvent,
  hearing: Hearing,
  until: string,
  { reasons, context, language, kept }: Reading,
) {
  const { case: line } = file
  const { answer: act } = HEARINGS[hearing.announced]
  const open = mayDo(file, act)
  const answered = answerTo(file, announced, hearing)
  const keeping = kept.at(actionAddress(line.id, act))
  return {
    announced: hearing.announced,
    title: hearing.title,
    brief: hearing.brief,
    next: { text: !answered && open ? hearing.respond : hearing.wait, href: '#intention' },
    lead: joined([hearing.lead, answered ? WITH_DEPARTMENT : open && RESPOND], SENTENCES),
    reasons: reasonLines(announced, reasons, hearing.purpose),
    explanation: explanationOf(announced, language),
    until: until ? untilText(until, open && leftText(until, context, act)) : '',
    /** What the firm has answered. */
    answer: answered && {
      text: textAt(answered.content, 'statement') || NO_STATEMENT[language],
      enclosed: enclosedFiles(file, answered),
    },
    form:
      !answered && open
        ? {
            action: keeping.place,
            version: line.version,
            asked: formView(FORMS[act], keeping.kept?.input ?? {}, { language }),
            keep: keeping.view,
            upload: encloseView(act),
            button: SEND_RESPONSE,
          }
        : undefined,
    over:
      !answered && until && context.today > until
        ? { zh: '陈述意见的期限已过，未收到意见。', en: 'The time for a response has passed. We received none.' }
        : undefined,
  }
}

const untilText = (until: string, left: Bilingual | false): Bilingual =>
  left
    ? fill({ zh: '{day}前，{left}', en: 'until {day}, {left}' }, { day: day(until), left })
    : fill({ zh: '{day}前', en: 'until {day}' }, { day: day(until) })

const NO_STATEMENT: Bilingual = { zh: '贵单位表示不陈述意见。', en: 'You chose not to respond.' }

/** What is contested, by the state it has led to; a decision that was upheld is known anew on that day. */
const DECISIONS: Readonly<Partial<Record<State, readonly Action[]>>> = {
  ...{ notRecommended: ['refuse', 'upholdRefusal'], underReview: ['refuse', 'upholdRefusal'] },
  letterRevoked: ['revokeLetter'],
}

/** The ways to contest a refusal or a revocation, with the last day of each; the review here first. */
export function refusalView(
  file: CaseFile,
  reasons: ReadonlyMap<string, Reason>,
  remedies: ReadonlyMap<string, Remedy>,
  { calendar, limits, today }: PageContext,
) {
  const { case: line, events } = file
  const decided = events.findLast(({ action }) => DECISIONS[line.state]?.some((one) => one === action))
  if (!decided) return undefined
  // why a letter was revoked stands with the rest that its decision says
  const refused = line.state !== 'letterRevoked' && events.findLast(({ action }) => action === 'refuse')
  const from = dateInShanghai(decided.at)
  const lastDay = (on: string): Line => {
    const text = fill({ zh: '{day}前', en: 'until {day}' }, { day: day(on) })
    return on < today ? [quiet(text), quiet({ zh: '，已过', en: ', over' })] : [{ text, look: 'strong' }]
  }
  const review = limits.get('reviewRequest')
  const here =
    review && line.state === 'notRecommended' && line.dueOn !== null && mayDo(file, 'requestReview')
      ? {
          label: { zh: '申请复核', en: 'Review' },
          text: {
            zh: '在本系统申请，由未参与本案的人员复核。',
            en: 'Request it here. People who have not worked on the case will review it.',
          },
          limit: lastDay(line.dueOn),
          source: review.source,
        }
      : []
  const elsewhere = [...remedies.values()]
    .sort((one, other) => one.order - other.order)
    .map((remedy) => ({ ...remedy, limit: lastDay(calendar.dueOn(from, remedy).on) }))
  return { reasons: refused && reasonLines(refused, reasons), remedies: [here, elsewhere].flat() }
}
