/**
 * What was said before a refusal or a revocation: the intention that was announced, until when the
 * firm may answer, and what it answered.
 */
import { DOT, joined } from '../../base/text.js'
import type { CaseFile, TimelineEvent } from '../../cases/caseFile.js'
import { ACTION_FORMS } from '../../forms/actions.js'
import { listAnswers } from '../../forms/engine/check.js'
import { textAt, valueAt } from '../../forms/engine/node.js'
import { type Announcement, HEARINGS } from '../../workflow/hearings.js'
import type { Act } from '../../workflow/machine.js'
import { metaOf } from '../../workflow/step.js'
import type { EventName } from '../../workflow/words.js'
import type { PageContext } from '../case/clock.view.js'
import { enclosedPieces } from '../case/enclosed.view.js'
import type { Background } from '../case/side.js'
import { day, time } from '../kit/page.js'
import type { Compare, Notice } from '../kit/parts.js'
import { below, caution, pieces, quiet } from '../kit/pieces.js'
import { compareTable } from '../kit/sideBySide.js'
import { fact, smallFacts } from '../kit/table.js'

const announcement = ({ events }: CaseFile, ...by: readonly Announcement[]) =>
  events.findLast(({ action }) => by.some((name) => name === action))

/** What sets a decision aside, so that it is made once more. */
const REOPENS: readonly EventName[] = ['reopenRefusal', 'overturnRefusal']

const decides = (by: Announcement, action: EventName): boolean => HEARINGS[by].decided.some((one) => one === action)

/** Whether an announcement has been decided on, and that decision stands. */
function isDecided({ events }: CaseFile, { seq }: TimelineEvent, by: readonly Act[]): boolean {
  const from = events.findLast(({ action }) => REOPENS.includes(action))?.seq ?? 0
  return events.some(
    (one) =>
      one.seq > Math.max(seq, from) &&
      (by.some((name) => name === one.action) || (one.action === 'acknowledge' && one.content?.event === seq)),
  )
}

/** That an intended revocation ends with the letter that is made anew, whatever the firm has said or may still say. */
export function revocationEnds(action: Act, file: CaseFile): Notice[] {
  const announced = announcement(file, 'proposeRevocation')
  const ends = action !== 'revokeLetter' && decides('proposeRevocation', action)
  return announced && ends && !isDecided(file, announced, HEARINGS.proposeRevocation.decided)
    ? [{ kind: 'near', title: NO_LONGER_REVOKED }]
    : []
}
const NO_LONGER_REVOKED = {
  zh: '办理后，拟撤销推荐函一事终止，不再听取企业意见',
  en: 'This ends the intended revocation; the firm is no longer heard on it',
}

/** A refusal that was set aside, for whoever decides once more; undefined where none was. */
export function setAsideOf(file: CaseFile): Background | undefined {
  const last = file.events.findLast(({ action }) => action === 'refuse' || REOPENS.includes(action))
  return last && last.action !== 'refuse' && metaOf(file.case.state).waitsFor === 'approver'
    ? refusedOf(file)
    : undefined
}

/**
 * The announcement on which no decision has followed yet, or whose days are not over, and its
 * answer; undefined when there is none.
 */
export function heardOf(file: CaseFile, { today }: PageContext): Background | undefined {
  const announced = announcement(file, 'announceRefusal', 'proposeRevocation')
  if (!announced) return undefined
  const action = announced.action as Announcement // it was looked for by these names
  const hearing = HEARINGS[action]
  const later = file.events.filter(({ seq }) => seq > announced.seq)
  const decided = isDecided(file, announced, hearing.decided)
  if (decided && action === 'proposeRevocation') return undefined
  const answered = later.findLast((one) => one.action === hearing.answer)
  const until = file.stops.find(({ seq }) => seq === announced.seq)?.untilOn ?? textAt(announced.content, 'until')
  const over = Boolean(until && today > until)
  if (decided && (answered || !until || over)) return undefined
  return {
    id: 'heard',
    title: { zh: '听取企业意见', en: 'Hearing the firm' },
    summary: smallFacts(
      fact('告知', 'Announced', time(announced.at)),
      ...listAnswers(ACTION_FORMS[action], announced.content ?? {}).map(
        ({ label, answer }) => answer && { key: label, line: [answer] },
      ),
      until && fact('陈述意见期限', 'Response due', day(until, 'weekday')),
      fact(
        '企业的意见',
        'The firm’s response',
        answered
          ? [
              textAt(answered.content, 'statement') || NO_STATEMENT,
              ...enclosedPieces(file, answered),
              below(time(answered.at), 'quiet'),
            ]
          : over
            ? NO_ANSWER
            : NO_ANSWER_YET,
      ),
    ),
  }
}

const reviewEvent = ({ case: { state }, events }: CaseFile) =>
  state === 'underReview' ? events.findLast(({ action }) => action === 'requestReview') : undefined
const refusalOf = ({ events }: CaseFile) =>
  events.findLast(({ action, content }) => action === 'refuse' && content !== null)

/** Why the firm asks for a review and what it enclosed, while the panel decides; undefined when it does not. */
export function reviewAskedOf(file: CaseFile): Background | undefined {
  const asked = reviewEvent(file)
  if (!asked) return undefined
  return {
    id: 'asked',
    title: { zh: '企业的复核申请', en: 'The firm’s request for review' },
    summary: smallFacts(
      fact('申请', 'Asked', time(asked.at)),
      fact('理由', 'Grounds', [textAt(asked.content, 'grounds'), ...enclosedPieces(file, asked)]),
    ),
  }
}

/** What was decided and why, for whoever reviews it: the last refusal. */
export function refusedOf(file: CaseFile): Background | undefined {
  const refused = refusalOf(file)
  if (!refused) return undefined
  return {
    id: 'refused',
    title: { zh: '不予推荐的理由', en: 'Reasons for refusal' },
    summary: smallFacts(
      fact('决定', 'Decided', time(refused.at)),
      ...listAnswers(ACTION_FORMS.refuse, refused.content ?? {}).map(
        ({ label, answer }) => answer && { key: label, line: [answer] },
      ),
    ),
  }
}

/** For whoever reviews: the reasons of the refusal and the firm's grounds against them, side by side. */
export function reviewOf(file: CaseFile): Compare | undefined {
  const asked = reviewEvent(file)
  const refused = refusalOf(file)
  if (!asked || !refused) return undefined
  const content = refused.content ?? {}
  const reasons = listAnswers(ACTION_FORMS.refuse, content).flatMap(({ label, answer, path }, index) =>
    answer && !path.endsWith('En')
      ? [{ ...quiet(label), below: index > 0 }, below({ zh: answer.zh, en: textAt(content, `${path}En`) || answer.en })]
      : [],
  )
  const grounds = pieces(textAt(asked.content, 'grounds'), ...enclosedPieces(file, asked))
  return compareTable(
    { zh: '不予推荐的理由和企业的复核理由', en: 'Reasons for refusal and the firm’s grounds' },
    [joined([REFUSED, time(refused.at, 'short')], DOT), joined([ASKED, time(asked.at, 'short')], DOT)],
    [{ key: { zh: '理由', en: 'Grounds' }, lines: [reasons, grounds] }],
  )
}

const REFUSED = { zh: '不予推荐', en: 'Refused' }
const ASKED = { zh: '企业申请复核', en: 'The firm asks for a review' }

const NO_STATEMENT = { zh: '企业表示不陈述意见', en: 'The firm does not wish to respond' }
const NO_ANSWER = quiet({ zh: '期限已过，企业没有答复', en: 'no response; time limit passed' })
const NO_ANSWER_YET = caution({ zh: '尚未答复', en: 'none yet' })

/** What was announced, as the first content of the refusal or revocation that follows. */
export function announcedInput(file: CaseFile, by: Announcement): Record<string, unknown> {
  const announced = announcement(file, by)
  // what a decision was made on is not filled in for the next one
  const used = announced && file.events.some(({ seq, action }) => seq > announced.seq && decides(by, action))
  const content = used ? null : announced?.content
  return Object.fromEntries(
    ['reasons', 'explanation', 'explanationEn', 'assessed', 'assessedEn'].flatMap((question) => {
      const value = valueAt(content, question)
      return value === undefined ? [] : [[question, value]]
    }),
  )
}
