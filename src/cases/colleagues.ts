/**
 * What colleagues have written to whoever acts on a case next: the question of a consultation, why a case came back,
 * what intake said to the assessors, notes. It stands on the page where one acts, the most pressing first. Pure.
 */
import type { Bilingual } from '../base/text.js'
import { ACTION_FORMS } from '../forms/actions.js'
import { listAnswers } from '../forms/engine/check.js'
import { textAt } from '../forms/engine/node.js'
import type { Actor } from '../people/actor.js'
import type { EventName } from '../workflow/words.js'
import type { CaseFile, Party, TimelineEvent } from './caseFile.js'

/** Words of one event, each under the name of its question. */
export interface ColleagueWords {
  readonly event: TimelineEvent
  readonly heading: Bilingual
  readonly said: readonly Bilingual[]
}

/** How many notes are shown beside what must be read; all stand in the history. */
const MOST_NOTES = 3

/** Why a case came back to somebody: by the action, until one of those that answer it. */
const CAME_BACK = {
  returnToAssessment: {
    heading: { zh: '退回评估的理由', en: 'Why it was returned to assessment' },
    until: ['recommend', 'refuse', 'announceRefusal'],
  },
  returnLetter: {
    heading: { zh: '许可机关退回推荐函的理由', en: 'Why the permit authority returned the letter' },
    until: ['recommend', 'refuse'],
  },
  overturnRefusal: {
    heading: { zh: '复核撤销原决定的理由', en: 'Why the review overturned the refusal' },
    until: ['recommend', 'refuse'],
  },
  reopenRefusal: {
    heading: { zh: '重新审定的理由', en: 'Why a new decision is made' },
    until: ['recommend', 'refuse'],
  },
} as const satisfies Partial<Record<EventName, { readonly heading: Bilingual; readonly until: readonly EventName[] }>>

type CameBack = keyof typeof CAME_BACK
const isCameBack = (action: EventName): action is CameBack => Object.hasOwn(CAME_BACK, action)

/** The party as which an authority was asked a question of its own; undefined when it assesses as others do. */
export const consultedPart = ({ parties }: Pick<CaseFile, 'parties'>, authorityId: number | null): Party | undefined =>
  parties.find((party) => party.authorityId === authorityId && party.part === 'named' && party.dueOn !== null)

/** The event by which a department was asked, as far as its words can be read. */
const consultation = ({ events }: CaseFile, party: Party): TimelineEvent | undefined =>
  events.find(({ action, at }) => action === 'consult' && at.getTime() === party.since.getTime())

/** What an authority was asked, as far as it can be read; undefined when it assesses as others do. */
export function questionTo(file: CaseFile, authorityId: number | null): string | undefined {
  const party = consultedPart(file, authorityId)
  const asked = party && consultation(file, party)
  return asked && (textAt(asked.content, 'question') || undefined)
}

/** All that an event's form asked and somebody answered, in words. */
function wordsOf({ action, content }: TimelineEvent): Bilingual[] {
  const form = ACTION_FORMS[action as keyof typeof ACTION_FORMS] // only of events that have a form
  return listAnswers(form, content ?? {}).flatMap(({ answer, path }) =>
    answer && !path.endsWith('En') ? [answer] : [],
  )
}

/**
 * What stands before a reader of an authority who acts on the case.
 *
 * @param reader who reads, and for which authority
 */
export function colleaguesWords(
  file: CaseFile,
  { authorityId, id }: Pick<Actor, 'authorityId' | 'id'>,
): ColleagueWords[] {
  const { events } = file
  const party = consultedPart(file, authorityId)
  const asked = party && consultation(file, party)
  const question = questionTo(file, authorityId)
  const back = events.filter(
    ({ action, seq, content }) =>
      isCameBack(action) &&
      content !== null &&
      !events.some(
        (later) => later.seq > seq && (CAME_BACK[action].until as readonly EventName[]).includes(later.action),
      ),
  )
  const accepted = events.findLast(({ action }) => action === 'accept')
  const remarks = accepted && textAt(accepted.content, 'remarks')
  const notes = events.filter(({ action, content }) => action === 'note' && content !== null).reverse()
  const toReader = notes.filter(({ content }) => Array.isArray(content?.mentioned) && content.mentioned.includes(id))
  const others = notes.filter((note) => !toReader.includes(note))
  return [
    ...(asked && question ? [{ event: asked, heading: QUESTION, said: [{ zh: question, en: question }] }] : []),
    ...back.reverse().map((event) => ({
      event,
      heading: isCameBack(event.action) ? CAME_BACK[event.action].heading : REMARKS,
      said: wordsOf(event),
    })),
    ...(accepted && remarks ? [{ event: accepted, heading: REMARKS, said: [{ zh: remarks, en: remarks }] }] : []),
    ...[...toReader, ...others]
      .slice(0, MOST_NOTES)
      .map((event) => ({ event, heading: toReader.includes(event) ? NOTE_TO_READER : NOTE, said: wordsOf(event) })),
  ]
}

const QUESTION: Bilingual = { zh: '请贵部门回答的问题', en: 'The question to your department' }
const REMARKS: Bilingual = { zh: '受理人员给评估人的附言', en: 'From intake to the assessors' }
const NOTE_TO_READER: Bilingual = { zh: '备注（提到您）', en: 'Note that mentions you' }
const NOTE: Bilingual = { zh: '备注', en: 'Note' }
