/**
 * The queue made ready: its tabs with their counts, what narrows it as chips and as a form, its rows. Over 250 lines
 * because a row says much, and all of it here.
 */
import { path, withQuery } from '../../base/path.js'
import { type Bilingual, DOT, fill, joined, SEMICOLON } from '../../base/text.js'
import { type Beckon, sayBeckon } from '../../cases/beckons.js'
import type { CaseLine } from '../../cases/caseFile.js'
import type { OtherLetter } from '../../cases/duplicates.js'
import type { WaitingMatter } from '../../cases/listing.js'
import { dayOf, lacksDetails, statesFor } from '../../cases/lists.js'
import type { View } from '../../cases/savedViews.js'
import type { Triage } from '../../cases/triage.js'
import type { NumberedLetter } from '../../letters/numbers.js'
import { type Actor, has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { entriesIn, metaOf } from '../../workflow/step.js'
import { wordsOf } from '../../workflow/words.js'
import { actionAddress } from '../case/addresses.js'
import { dueOf, type PageContext, tagOfState } from '../case/clock.view.js'
import { near } from '../kit/page.js'
import type { QueueRow, Tabs, Text } from '../kit/parts.js'
import { rulersOf } from '../kit/ruler.js'
import { outcomeHeed } from './case.others.js'
import { isNear, startText } from './case.permit.js'
import { isNarrowed, type QueueQuery, queryText, queueAddress } from './queue.address.js'
import { onlySupervises, type QueueTab } from './queue.tabs.js'
import { arrivalText, flagsText, freshText, isReady, markText, unreadIn } from './queue.triage.js'

export const MOST_COUNTED = 999

export function titleOf(person: Actor): Bilingual {
  if (has(person, 'permitOfficer')) return { zh: '推荐函', en: 'Letters' }
  if (has(person, 'reviewPanel')) return { zh: '复核', en: 'Reviews' }
  if (onlySupervises(person)) return { zh: '本部门的案件', en: 'Cases of the department' }
  return { zh: '我的待办', en: 'Waiting for me' }
}

/** A count as it stands in a tab. */
export const countText = (count: number): number | string => (count >= MOST_COUNTED ? `${MOST_COUNTED}+` : count)

export function tabsView(
  shown: readonly QueueTab[],
  counts: readonly number[],
  current: QueueTab,
  query: QueueQuery,
): Tabs {
  return {
    label: { zh: '队列的分栏', en: 'Parts of the queue' },
    tabs: shown.map((tab, index) => ({
      text: tab.text,
      name: tab.name,
      href: queueAddress({ ...query, tab: tab.name }),
      count: countText(counts[index] ?? 0),
      alert: Boolean(tab.alert && (counts[index] ?? 0) > 0),
      current: tab === current,
    })),
  }
}

/** The views that the person has kept; the one that is shown is marked. */
export function viewsOf(views: readonly View[], query: QueueQuery) {
  const here = queryText(query)
  return {
    address: here,
    known: views.some(({ address }) => address === here),
    list: views.map(({ id, name, address }, index) => ({
      id,
      name,
      href: withQuery(path.queue, address),
      current: address === here,
      first: index === 0,
      last: index === views.length - 1,
    })),
  }
}

/** Why a list is empty, and where else something waits. @param counts of the tabs, in their order */
export function emptyOf(current: QueueTab, query: QueueQuery, tabs: readonly QueueTab[], counts: readonly number[]) {
  if (query.find)
    return {
      title: { zh: '没有找到', en: 'Nothing found' },
      text: {
        zh:
          '可以按编号、姓名（中文两个字起，或拉丁字母的一部分）、企业名称、信用代码、文号、核验码、' +
          '频道账号或完整的护照号查找。',
        en:
          'Search by number, name (two Chinese characters or part of a Latin name), firm, credit code, ' +
          'letter number, check code, channel account, or the whole passport number.',
      },
    }
  if (isNarrowed(query))
    return {
      title: { zh: '没有符合筛选条件的案件', en: 'No cases match these filters' },
      action: {
        text: { zh: '清除筛选', en: 'Clear filters' },
        href: queueAddress({ tab: query.tab, states: [] }),
        kind: 'secondary' as const,
      },
    }
  const at = tabs.findIndex(
    ({ tab, name }, index) => tab === 'todo' && name !== current.name && (counts[index] ?? 0) > 0,
  )
  const other = tabs[at]
  if (current.tab === 'todo' && other)
    return {
      title: { zh: '暂无案件', en: 'No cases' },
      action: {
        text: fill({ zh: '{tab}：{n}件', en: '{tab}: {n}' }, { tab: other.text, n: countText(counts[at] ?? 0) }),
        href: queueAddress({ tab: other.name, states: [] }),
        kind: 'secondary' as const,
      },
    }
  if (current.tab === 'todo')
    return {
      title: { zh: '已全部办理', en: 'All done' },
      text: { zh: '目前没有待您办理的案件。', en: 'No cases are waiting for you.' },
    }
  return { title: { zh: '暂无案件', en: 'No cases' } }
}

/** How soon the contract begins, which is how urgent a letter is. */
const startOf = ({ startsOn }: CaseLine, { today }: PageContext) =>
  startsOn
    ? {
        dueText: joined([near(startsOn, today), startText(startsOn, today)], ''),
        tone: isNear(startsOn, today) ? ('near' as const) : undefined,
      }
    : { dueText: '—' }

/** A limit in days or months is a date. */
const dueDate = (line: CaseLine, { today }: PageContext): Text => {
  const dueOn = dayOf(line)
  return dueOn ? fill({ zh: '到{on}', en: 'by {on}' }, { on: near(dueOn, today) }) : '—'
}

/**
 * Whether a case, which nobody has claimed, waits for this person and may be claimed in its state;
 * the chart has the last word.
 */
export const canClaim = (person: Actor, { state, claimedBy }: CaseLine): boolean =>
  claimedBy === null && entriesIn(state).has('claim') && statesFor(person).includes(state)

/** What waits after a letter, each kind in its words. */
function waitingText(matters: readonly WaitingMatter[]): Bilingual {
  const said = matters.map(({ kind, condition }) =>
    kind === 'condition'
      ? { zh: `条件${condition}逾期`, en: `Condition ${condition} overdue` }
      : joined([wordsOf(kind).done, condition > 0 && String(condition)], ' '),
  )
  return joined(said, SEMICOLON)
}

/** How the rows of this person's queue are drawn. */
export interface RowLook {
  readonly context: PageContext
  readonly person: Person
  /** Whether rows can be ticked, and which are. */
  readonly chosen: ReadonlySet<number> | undefined
  /** Why a case is not one of several that were ticked. */
  readonly heeds?: ReadonlyMap<number, Bilingual> | undefined
  /** Instead of the post: the number of the letter, or what waits after it, by the case. */
  readonly numbers?: ReadonlyMap<number, NumberedLetter>
  readonly waiting?: ReadonlyMap<number, readonly WaitingMatter[]> | undefined
  /** Letters in force for the same people in other cases. */
  readonly otherLetters?: readonly OtherLetter[]
  /** Cases whose letter is meant to be revoked. */
  readonly revoking?: ReadonlySet<number>
  /** The case that one has just acted on. */
  readonly acted?: number | undefined
  /** One has just acted, and other rows may stand where one pressed: none of them acts by one press. */
  readonly moved?: boolean
  /** The departments that have still to report, by the case. */
  readonly outstanding?: ReadonlyMap<number, readonly number[]>
  /** What the rows say to the person. */
  readonly beckons?: ReadonlyMap<number, Beckon>
  readonly triage?: ReadonlyMap<number, Triage>
}

/** The letter's number with its last day, unless the row goes by that; after the outcome it matters no more. */
function letterText({ state, byStart, dueOn }: CaseLine, letter: NumberedLetter | undefined, today: string) {
  const isShown = metaOf(state).waitsFor === 'permitOfficer' && (byStart || dueOn === null)
  const valid = isShown && letter?.validUntil
  return letter && joined([letter.number, valid && fill(VALID, { on: near(valid, today) })], DOT)
}
const VALID: Bilingual = { zh: '有效期至{on}', en: 'valid until {on}' }

/** The letter's number, or the post; before it the lane of a case that has one. */
function topicText(line: CaseLine, numbers: RowLook['numbers'], context: PageContext): Text | undefined {
  const { id, lane, post } = line
  const topic = (numbers ? letterText(line, numbers.get(id), context.today) : post) || undefined
  return lane ? joined([lane.label, topic], DOT) : topic
}

/** Whom it waits for, in the row. */
function waitsForText(ids: readonly number[] = [], { authorities }: PageContext): Bilingual | undefined {
  const names = ids.flatMap((id) => authorities.get(id)?.short ?? [])
  return names.length > 0 ? fill({ zh: '待：{names}', en: 'waiting for {names}' }, { names: joined(names) }) : undefined
}

/** The case's own day, where the row goes by another one. */
function caseDay({ ownDueOn, dueOn }: CaseLine, { today }: PageContext): Bilingual | undefined {
  if (ownDueOn === null || dueOn === null || ownDueOn === dueOn) return undefined
  return fill({ zh: '本部门；案件至{on}', en: 'ours; the case: {on}' }, { on: near(dueOn, today) })
}

/** What is to be known before the case is opened or acted on. */
function warningOf({ id }: CaseLine, { otherLetters = [], revoking, heeds, triage }: RowLook): Bilingual | undefined {
  const known = triage?.get(id)
  const said = [
    outcomeHeed(revoking?.has(id) === true, otherLetters, id),
    heeds?.get(id),
    known && flagsText(known),
  ].filter((one) => one !== undefined)
  return said.length > 0 ? joined(said, SEMICOLON) : undefined
}

/** What can be done in the row itself. */
function rowButton(line: CaseLine, { person, triage, moved }: RowLook): QueueRow['claim'] {
  const button = { value: String(line.id), about: line.number }
  if (isReady(person, line, triage?.get(line.id)))
    return { ...button, text: ACCEPT, name: 'accept', sure: moved ? fill(SURE, { of: line.number }) : undefined }
  return canClaim(person, line) ? { ...button, text: { zh: '认领', en: 'Claim' }, name: 'claim' } : undefined
}

const ACCEPT: Bilingual = { zh: '受理', en: 'Accept' }
const SURE: Bilingual = { zh: '受理 {of}', en: 'Accept {of}' }

const detailsLink = ({ id }: CaseLine) => ({
  text: { zh: '补登许可信息', en: 'Add permit details' },
  href: actionAddress(id, 'completePermit'),
})

/** The rulers of the rows, each once. */
export const rulersIn = (rows: readonly QueueRow[]) => rulersOf(rows.map(({ due }) => due))

export function queueRow(line: CaseLine, look: RowLook): QueueRow {
  const { context, person, chosen, numbers, waiting, outstanding, beckons, triage, acted } = look
  const due = dueOf(line, context)
  const name = line.systemName ?? line.talentName ?? '—'
  const other = line.talentName && line.talentName.toUpperCase() !== name.toUpperCase() ? line.talentName : undefined
  const mine = line.claimedBy === person.id
  const days = line.byStart
    ? startOf(line, context)
    : { due, tone: due?.tone, dueText: due ? undefined : dueDate(line, context) }
  const [known, beckon] = [triage?.get(line.id), beckons?.get(line.id)]
  const unread = unreadIn(person, line, known)
  const openFirst = known?.openedNow === false && unread !== undefined
  return {
    href: path.case(line.id),
    current: line.id === acted,
    number: line.number,
    arrival: arrivalText(line, known, context),
    unopened: known?.opened === false,
    openFirst,
    unread: openFirst ? undefined : unread,
    name,
    firm: line.firmName,
    tag: tagOfState(line.state),
    waitsFor: waitsForText(outstanding?.get(line.id), context),
    beckon: beckon && sayBeckon(beckon),
    fresh: known && freshText(known),
    choose: chosen && { id: line.id, chosen: chosen.has(line.id) },
    ...days,
    dueNote: caseDay(line, context),
    otherName: other ? { text: other, lang: /\p{Script=Han}/u.test(other) ? 'ja' : 'und' } : undefined,
    topic: waiting ? waitingText(waiting.get(line.id) ?? []) : topicText(line, numbers, context),
    warning: warningOf(line, look),
    mark: known && markText(known),
    mine,
    holder: mine ? undefined : (line.claimedName ?? undefined),
    claim: rowButton(line, look),
    act: has(person, 'permitOfficer') && lacksDetails(line) ? detailsLink(line) : undefined,
  }
}
