/**
 * What an officer has just done: of which case, by which number, what comes next and until when. It stands on the page
 * to which an act leads, which is the next case of the list that the officer came from.
 */
import { GIVEN_UP, isGivenUp } from '../../cases/givenUp.js'
import { Injectable } from '@nestjs/common'
import { Database } from '../../base/database.js'
import { path } from '../../base/path.js'
import { type Bilingual, COMMA, fill, joined } from '../../base/text.js'
import type { CaseFile, CaseLine } from '../../cases/caseFile.js'
import { ReadingService } from '../../cases/reading.service.js'
import { listNumbers } from '../../letters/numbers.js'
import type { Role } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import type { Person } from '../../people/session.service.js'
import { confirmationOf } from '../../workflow/confirmations.js'
import { WAITING_WORDS } from '../../workflow/effectWords.js'
import { HEARINGS } from '../../workflow/hearings.js'
import type { Waiting } from '../../workflow/machine.js'
import { metaOf } from '../../workflow/step.js'
import { type EventName, isEventName } from '../../workflow/words.js'
import { readNumber, readText } from '../http/input.js'
import { day } from '../kit/page.js'
import type { Notice } from '../kit/parts.js'
import { link } from '../kit/pieces.js'

/** Whether an address says that something was done to another case than this one. */
export const isElsewhere = (query: unknown, id: number): boolean =>
  readText(query, 'done') !== undefined && (readNumber(query, 'of') ?? id) !== id

/** A case, as far as it is named here. */
type DoneCase = Pick<CaseLine, 'id' | 'number' | 'talentName' | 'state' | 'dueOn'>

/** Acts that order a letter, whose number is taken at once. */
const NUMBERED: readonly EventName[] = ['recommend', 'reissueLetter']
/** Acts after which nothing is said of what comes next: the case waits for whom it waited for. */
const BESIDE: readonly EventName[] = [
  ...(['chase', 'giveTask', 'finishTask'] as const),
  'note',
  'message',
  'claim',
  'acknowledge',
  'askBack',
  'confirmCondition',
]

@Injectable()
export class DoneNotices {
  constructor(
    private readonly reading: ReadingService,
    private readonly db: Database,
  ) {}

  /**
   * By what the address says (`?done=accept&of=24`); nothing where it says nothing.
   *
   * @param page the case whose page it is, when it is one's
   */
  async of(person: Person, query: unknown, page?: Pick<CaseFile, 'case' | 'events'>): Promise<Notice[]> {
    const here = page?.case
    const done = readText(query, 'done')
    if (!done || !isEventName(done)) return []
    const id = readNumber(query, 'of')
    const found = id === undefined || id === here?.id ? here : await this.reading.lists.line(person, id)
    if (!found) return [{ kind: 'ok', title: confirmationOf(done) }]
    const numbers = NUMBERED.includes(done)
      ? await this.db.transaction(settingsOf(person), (tx) => listNumbers(tx, person, [found.id]))
      : undefined
    const number = numbers?.get(found.id)?.number
    const title = page && found === here && isLastGivenUp(page, done) ? GIVEN_UP : confirmationOf(done)
    return [noticeOf(done, found, person, { title, letter: number, elsewhere: found.id !== here?.id, here })]
  }
}

/** Whether what was done last by this name ended an intended revocation. */
const isLastGivenUp = (page: Pick<CaseFile, 'events'>, done: EventName): boolean =>
  isGivenUp(page, done, page.events.findLast(({ action }) => action === done)?.content?.event)

interface Beside {
  readonly title: Bilingual
  readonly letter: string | undefined
  readonly elsewhere: boolean
  readonly here: DoneCase | undefined
}

/** A case by its number and its candidate. */
export const nameOf = ({ number, talentName }: Pick<DoneCase, 'number' | 'talentName'>): string =>
  [number, talentName].filter(Boolean).join(' ')

function noticeOf(
  done: EventName,
  found: DoneCase,
  person: Person,
  { title, letter, elsewhere, here }: Beside,
): Notice {
  return {
    kind: 'ok',
    title: fill({ zh: '{done}：{of}', en: '{done}: {of}' }, { done: title, of: nameOf(found) }),
    text: BESIDE.includes(done)
      ? undefined
      : joined([letter !== undefined && { zh: `文号${letter}`, en: letter }, nextOf(done, found, person)], COMMA),
    items: elsewhere && here ? [fill(NOW_OPEN, { of: nameOf(here) })] : undefined,
    links: elsewhere ? [link({ zh: '返回该案件', en: 'Back to that case' }, path.case(found.id))] : undefined,
  }
}

/** Where the case stands now, whose turn it is, and until when; the firm's time to respond is no limit of the case. */
function nextOf(done: EventName, { state, dueOn }: DoneCase, { roles }: Person): Bilingual {
  const { label, waitsFor } = metaOf(state)
  if (done === 'upholdRefusal') return fill(REVIEWED, { label })
  return joined(
    [
      fill({ zh: '现为“{label}”', en: 'now “{label}”' }, { label }),
      done in HEARINGS ? HEARD_FIRST : waitsFor && nextTurn(waitsFor, roles),
      dueOn !== null && !(done in HEARINGS) && fill({ zh: '期限{on}', en: 'until {on}' }, { on: day(dueOn) }),
    ],
    COMMA,
  )
}

const nextTurn = (waitsFor: Waiting, roles: readonly Role[]): Bilingual =>
  waitsFor === 'worker' ? BY_ITSELF : fill(NEXT, { whom: nextIn(waitsFor, roles) })

/** Permit officers are of the one permit authority; every other turn may be a colleague's or another department's. */
const nextIn = (waitsFor: Waiting, roles: readonly Role[]): Bilingual =>
  waitsFor === 'permitOfficer' && roles.includes(waitsFor) ? OURS : WAITING_WORDS[waitsFor]

const NOW_OPEN: Bilingual = {
  zh: '以下是列表中的下一件：{of}',
  en: 'Below is the next case of your list: {of}',
}
const NEXT: Bilingual = { zh: '接着由{whom}办理', en: 'next: {whom}' }
const BY_ITSELF: Bilingual = { zh: '推荐函由系统自动制作', en: 'the letter is made automatically' }
/** Whoever the state waits for decides once the firm has been heard. */
const HEARD_FIRST: Bilingual = {
  zh: '接着由企业陈述意见，之后再决定',
  en: 'next: the firm can respond, then the decision is made',
}
/** A case is reviewed once. */
const REVIEWED: Bilingual = { zh: '现为“{label}”，复核已结束', en: 'now “{label}”; the review is over' }
const OURS: Bilingual = { zh: '本机关', en: 'your authority' }
