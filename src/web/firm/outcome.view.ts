/**
 * What a case that the firm only follows says to it: how it came out, why, what can be done now;
 * its letters and messages.
 */
import { path } from '../../base/path.js'
import { type Bilingual, fill, joined } from '../../base/text.js'
import { type CaseFile, mayDo, type TimelineEvent } from '../../cases/caseFile.js'
import { lastProposed, sayPermit } from '../../cases/proposed.js'
import { listAnswers } from '../../forms/engine/check.js'
import { showCheckCode } from '../../base/checkCode.js'
import type { LetterLine } from '../../letters/letter.service.js'
import { wordsIn } from '../../workflow/firmWords.js'
import { FORMS } from '../../workflow/forms.js'
import type { Action, State } from '../../workflow/machine.js'
import type { PageContext } from '../case/clock.view.js'
import { enclosedPieces } from '../case/enclosed.view.js'
import { timelineItems } from '../case/history.view.js'
import { standingTag } from '../case/letter.view.js'
import { day } from '../kit/page.js'
import type { Button, Line, SummaryRow, TimelineItem } from '../kit/parts.js'
import { below } from '../kit/pieces.js'

/** Which events carry the reasons of an outcome, by the state that they lead to; the last of each counts. */
const REASONS: Readonly<Partial<Record<State, readonly Action[]>>> = {
  notRecommended: ['refuse', 'upholdRefusal'],
  underReview: ['requestReview'],
  notAccepted: ['declineToAccept'],
  letterRevoked: ['revokeLetter'],
  permitRefused: ['recordRefused'],
}

/** What an event says of its reasons; those of a refusal stand apart, each with its sentence. */
function reasonRows(file: CaseFile, name: Action): SummaryRow[] {
  const event = file.events.findLast(({ action }) => action === name)
  if (!event) return []
  const answers = listAnswers(FORMS[name], event.content).filter(({ answer }) => answer !== null)
  // what was also written in English takes the place of the Chinese for who reads English, and is not said twice
  const written = new Map(answers.map(({ path, answer }) => [path, answer]))
  const said = answers.filter(({ path }) => !(path.endsWith('En') && written.has(path.slice(0, -2))))
  return said.flatMap(({ label, answer, path }) =>
    answer && !(name === 'refuse' && path === 'reasons')
      ? [
          {
            key:
              name === 'upholdRefusal' || name === 'overturnRefusal'
                ? { zh: '复核结论', en: 'Outcome of the review' }
                : label,
            line: [
              ...lineByLine({ zh: answer.zh, en: (written.get(`${path}En`) ?? answer).en }),
              ...(path === 'grounds' ? enclosedPieces(file, event) : []),
            ],
          },
        ]
      : [],
  )
}

/** Each line below the one before, where both languages have as many. */
function lineByLine(text: Bilingual): Line {
  const [zh, en] = [text.zh.split('\n'), text.en.split('\n')]
  if (zh.length !== en.length) return [text]
  return zh.map((line, at) =>
    at === 0 ? { text: { zh: line, en: en[at] ?? '' } } : below({ zh: line, en: en[at] ?? '' }),
  )
}

/** The way to a review after a refusal, or why there is none. */
function wayOf(file: CaseFile): Bilingual | undefined {
  const { state, dueOn } = file.case
  if (state !== 'notRecommended') return undefined
  if (dueOn && mayDo(file, 'requestReview'))
    return fill(
      {
        zh: '不服这个决定的，可在{day}前申请复核，由未参与本案的人员复核。',
        en: 'If you disagree, ask for a review by {day}. People who have not worked on the case will review it.',
      },
      { day: day(dueOn) },
    )
  return file.events.some(({ action }) => action === 'upholdRefusal')
    ? { zh: '本案已复核过，维持原决定。', en: 'The case was reviewed and the decision stands.' }
    : {
        zh: '申请复核的期限已过。情况有变的，可以新建一份申请。',
        en: 'The time for asking for a review has passed. If circumstances change, start another application.',
      }
}

/** The refusal that the panel or the department itself has set aside, while it is decided anew. */
function setAside({ case: { state }, events }: CaseFile): TimelineEvent | undefined {
  if (state !== 'awaitingDecision') return undefined
  const last = events.findLast(({ action }) => SETTING_ASIDE.some((name) => name === action) || action === 'refuse')
  return last?.action === 'refuse' ? undefined : last
}
const SETTING_ASIDE = ['overturnRefusal', 'reopenRefusal'] as const

const SET_ASIDE: Readonly<Record<(typeof SETTING_ASIDE)[number], Bilingual>> = {
  overturnRefusal: {
    zh: '复核撤销了不予推荐的决定，原决定不再有效。由未参与原决定的人员重新决定。',
    en: 'The review overturned the refusal, which is no longer in force. Someone else will make a new decision.',
  },
  reopenRefusal: {
    zh: '主管部门重新审定，原不予推荐的决定不再有效。由未参与原决定的人员重新决定。',
    en: 'The department reopened the case. The refusal is no longer in force. Someone else will decide again.',
  },
}

/** What the state of a case says, its reasons, and what can be done about it now. */
export function outcomeOf(file: CaseFile) {
  const { state } = file.case
  const aside = SETTING_ASIDE.find((name) => name === setAside(file)?.action)
  if (aside) {
    const rows = reasonRows(file, aside)
    return { tone: 'ok' as const, lead: SET_ASIDE[aside], reasons: rows.length > 0 ? { rows } : undefined }
  }
  const rows = (REASONS[state] ?? []).flatMap((name) => reasonRows(file, name))
  // what it says elsewhere of a permit goes with the letter
  if (state === 'letterRevoked')
    rows.push(...sayPermit(file.events).map((one) => ({ key: one.label, line: [one.answer] })))
  return { ...wordsIn(state, file.events), reasons: rows.length > 0 ? { rows } : undefined, way: wayOf(file) }
}

const letterButton = (zh: string, en: string, href: string, about: string, secondary: boolean): Button => ({
  text: { zh, en },
  href,
  about,
  kind: secondary ? 'secondary' : undefined,
})

const PROPOSES: Bilingual = {
  zh: '。向许可机关建议{proposed}。依据：{ground}。',
  en: '. It proposes {proposed}. Basis: {ground}.',
}
const SENTENCES = { zh: '', en: '' }

/** The letters that were issued, the newest first; one in force says what it proposes. */
export function letterRows(letters: readonly LetterLine[], events: readonly TimelineEvent[]) {
  const says = lastProposed(events)?.says
  return letters
    .flatMap((letter) => {
      const { id, kind, number, issuedAt, validUntil, checkCode, endedAs } = letter
      if (issuedAt === null || kind !== 'recommendation') return []
      const words = validUntil
        ? {
            zh: '{issued}签发，有效至{end}。核验码 {code}',
            en: 'Issued {issued}, valid until {end}. Check code {code}',
          }
        : { zh: '{issued}签发。核验码 {code}', en: 'Issued {issued}. Check code {code}' }
      const end = validUntil ? day(validUntil) : ''
      return {
        id,
        number,
        inForce: endedAs === null,
        tag: standingTag(letter),
        text: joined(
          [
            fill(words, { issued: day(issuedAt), end, code: showCheckCode(checkCode) }),
            endedAs === null && says && fill(PROPOSES, { proposed: says.proposed, ground: says.ground }),
          ],
          SENTENCES,
        ),
        buttons: [
          letterButton('下载 PDF', 'Download PDF', path.letterFile(id), number, endedAs !== null),
          letterButton('查看推荐函', 'View the letter', path.letter(id), number, true),
        ],
      }
    })
    .reverse()
}

/**
 * Everything else that happened and is open to the firm. The number of a letter in our registry
 * says nothing to anybody.
 */
export function historyOf(file: CaseFile, context: PageContext): TimelineItem[] {
  const events = file.events
    .filter(({ action }) => action !== 'message')
    .map((event) => (event.action === 'recordLetter' ? { ...event, content: null } : event))
  return timelineItems({ ...file, events }, context)
}
