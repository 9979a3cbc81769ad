/**
 * Which cases a list shows: the question, the statement that answers it, and its values. Over 250 lines because the
 * lists of officers and those of firms are asked by one question.
 */
import { normaliseCheckCode } from '../base/checkCode.js'
import type { Query } from '../base/sql.js'
import { type Actor, has, partsOf, type Role } from '../people/actor.js'
import type { State } from '../workflow/machine.js'
import { entriesIn, metaOf, STATES } from '../workflow/step.js'
import type { CaseRow } from './facts.js'
import { PERMIT_STATES, type TaskValues } from './firmTasks.js'
import { ORDERED, OWN, OWN_ORDERED, WAYS, WAYS_UNREPORTED, WAYS_WITH_OTHERS } from './listStatements.js'
import { scopeOf } from './scope.js'

/**
 * todo: waits for the person's roles; mine: claimed by the person or by somebody for whom they
 * stand in; waiting: for somebody else, or, where one only assesses, assessed by one's department; open: for
 * either; dueSoon and overdue: waits for an authority, and its day is near or past; done: for nobody; afterLetter: a
 * report, a condition or an intended revocation waits for the lead department; details: of a permit that was granted
 * the details are still to be recorded; permits: a permit was granted and has not ended;
 * ended: for nobody, and no permit is in force. For a firm `todo` is whatever it has to do
 * (firmTasks.ts), and `waiting` what is with others and asks nothing of it.
 */
export const TABS = [
  'todo',
  'mine',
  'unclaimed',
  'dueSoon',
  'overdue',
  'waiting',
  'afterLetter',
  'details',
  'open',
  'done',
  'permits',
  'ended',
  'all',
] as const
export type Tab = (typeof TABS)[number]

/**
 * When a case is due: past its day, near it, within a week of working days, or at no day, since its
 * clock stands still or there is none.
 */
export const DUES = ['overdue', 'soon', 'week', 'none'] as const
export type DueFilter = (typeof DUES)[number]

/** What narrows a list besides its tab. */
export interface Filters {
  readonly states?: readonly State[] | undefined
  /** The code of the firm's district. */
  readonly district?: string | undefined
  /** An authority that leads the case or takes part in it. */
  readonly department?: number | undefined
  /** Who of the own authority has claimed it. */
  readonly holder?: number | undefined
  readonly due?: DueFilter | undefined
  /** What the host will sell: any of these words, in small letters. */
  readonly topics?: readonly string[] | undefined
  /** Of a firm's own cases alone. */
  readonly own?: OwnFilters | undefined
}

/** In what order a firm's cases come: by the nearest day, the permit's end, the name, or the newest first. */
export const SORTS = ['day', 'permit', 'name', 'newest'] as const
export type Sort = (typeof SORTS)[number]

/** In what order a program may have a list, other than by days: the longest unchanged first, by number, the newest. */
export const ORDERS = ['changed', 'number', 'newest'] as const
export type Order = (typeof ORDERS)[number]

export interface OwnFilters {
  /** States, and what the firm has to do. */
  readonly wanted?: readonly string[] | undefined
  /** The colleague who files. */
  readonly filer?: number | undefined
  /** The firm that employs, of what an agent files. */
  readonly employer?: number | undefined
  readonly country?: string | undefined
  /** The authority that leads the case. */
  readonly lead?: number | undefined
  /** Between which days the permit ends. */
  readonly ends?: readonly [from: string, to: string] | undefined
  readonly sort?: Sort | undefined
}

export interface Place {
  readonly dueOn: string | null
  /** The reader's own day, where it is known: lists go by that. */
  readonly ownDueOn?: string | null
  /** When the contract begins, where the list goes by that (isByStart). */
  readonly startsOn?: string | null
  readonly byStart?: boolean
  /** When the case last changed: lists of that order go by it. */
  readonly changedAt?: Date
  readonly id: number
}

/** The day by which a case stands in the lists of whoever reads it. */
export const dayOf = ({ ownDueOn, dueOn }: Place): string | null => ownDueOn ?? dueOn

/** The day by which its list goes. */
export const placeDay = (place: Place): string | null =>
  place.byStart && place.startsOn !== undefined ? place.startsOn : dayOf(place)

/** Letters that wait for a permit officer come by when the contract begins, unless they are chosen by their day. */
export const isByStart = (actor: Actor, { tab, filters = {} }: ListQuestion): boolean =>
  tab === 'todo' && has(actor, 'permitOfficer') && !filters.due

/** By what a case was found; `mistyped`: by a name that is the word but for one letter. */
export type FoundBy =
  | 'number'
  | 'passport'
  | 'letter'
  | 'checkCode'
  | 'creditCode'
  | 'account'
  | 'name'
  | 'firm'
  | 'mistyped'

/** What is looked for. */
export interface SearchFor {
  readonly find?: string | undefined
  /** Whether it is also compared with passport numbers: only where it came by no address. */
  readonly byPassport?: boolean | undefined
}

export interface ListQuestion extends SearchFor {
  readonly tab: Tab
  readonly filters?: Filters | undefined
  /** The last line of the page before: its due date and id. */
  readonly after?: Place | undefined
  /** Instead of what follows a place what comes before it, the nearest first. */
  readonly backwards?: boolean
  readonly limit?: number
  /** Instead of the order of the list; forwards only. */
  readonly order?: Order | undefined
  /** Only what changed at this instant or later; in the order `changed`. */
  readonly changedSince?: Date | undefined
}

/** Before and after every place. */
const FIRST = { placeDue: '-infinity', placeId: 0 }
const LAST = { placeDue: 'infinity', placeId: 2_147_483_647 }

/** Of each actor; each row of a list asks. */
const waiting = new WeakMap<Actor, State[]>()

/** The states that wait for this person, straight from the chart. */
export function statesFor(actor: Actor): State[] {
  const known = waiting.get(actor)
  if (known) return known
  const states = STATES.filter((state) => {
    const waits = metaOf(state).waitsFor
    if (!waits || waits === 'worker') return false
    return waits === 'firm' ? actor.firmId !== null : has(actor, waits satisfies Role)
  })
  waiting.set(actor, states)
  return states
}

/** The states that wait for a person of an authority. */
const OURS = STATES.filter((state) => !['firm', 'worker', undefined].includes(metaOf(state).waitsFor))

/** Those in which a supervisor may give the case to somebody. */
const ASSIGNABLE = OURS.filter((state) => entriesIn(state).has('assign'))

/** The states in which the details of a permit may be recorded. */
const WITH_DETAILS = STATES.filter((state) => entriesIn(state).has('completePermit'))

/** Whether the permit's details are still to be recorded: its last day is among them. */
export const lacksDetails = ({ state, permitValidUntil }: Pick<CaseRow, 'state' | 'permitValidUntil'>): boolean =>
  permitValidUntil === null && WITH_DETAILS.includes(state)

/** The states in which something may wait after a letter. */
const AFTER_LETTER = STATES.filter((state) => entriesIn(state).has('acknowledge'))

/** Whether nothing but an assessment waits for the person. */
const onlyAssesses = (actor: Actor): boolean => statesFor(actor).length === 1 && has(actor, 'assessor')

/** Whether somebody must act; a review may be asked for once and need not, so a refusal is done with. */
const isAwaited = (state: State): boolean => {
  const { waitsFor, clock } = metaOf(state)
  return waitsFor !== undefined && clock?.notAfter === undefined
}

function statesOf(tab: Tab, actor: Actor): State[] {
  if (tab === 'afterLetter') return AFTER_LETTER
  if (tab === 'details') return WITH_DETAILS
  if (tab === 'dueSoon' || tab === 'overdue') return OURS
  const mine = statesFor(actor)
  // nothing waits for somebody who only supervises, but what nobody of the department has claimed is theirs to give
  if (tab === 'unclaimed' && mine.length === 0) return ASSIGNABLE
  if (tab === 'waiting') {
    const others = STATES.filter((state) => isAwaited(state) && !mine.includes(state))
    // of what somebody only assesses the assessed waits for others; last, since a count that is full asks no further
    return onlyAssesses(actor) ? [...others, ...mine] : others
  }
  // to a firm a refusal is open: it has the review to ask for
  if (tab === 'open') return STATES.filter((state) => isAwaited(state) || (isOwn(actor) && metaOf(state).waitsFor))
  if (tab === 'done') return STATES.filter((state) => !isAwaited(state))
  if (tab === 'permits') return PERMIT_STATES
  if (tab === 'ended') return STATES.filter((state) => !metaOf(state).waitsFor && !PERMIT_STATES.includes(state))
  return tab === 'all' ? [...STATES] : mine
}

export interface Days {
  readonly today: string
  readonly yesterday: string
  /** The last day that is near, and the last of the working week from today. */
  readonly soon: string
  readonly week: string
}

/** What the question needs to know before: the ids that were found when something is looked for. */
export interface ListContext {
  readonly days: Days
  readonly tasks: TaskValues
  /** The blind index of what is looked for, should it be a passport number. */
  readonly passport?: string | null
  readonly found?: readonly number[] | undefined
  /** By what each was found. */
  readonly ways?: ReadonlyMap<number, FoundBy> | undefined
}

type Span = readonly [from: string, to: string]
const ALWAYS: Span = ['-infinity', 'infinity']
const spanOf = (due: DueFilter | undefined, { today, yesterday, soon, week }: Days): Span => {
  if (due === 'overdue') return ['-infinity', yesterday]
  if (due === 'soon') return [today, soon]
  if (due === 'week') return [today, week]
  return due === 'none' ? ['infinity', 'infinity'] : ALWAYS
}
const later = (one: string, other: string) =>
  one === '-infinity' || other === 'infinity' ? other : one > other ? one : other
const earlier = (one: string, other: string) =>
  one === 'infinity' || other === '-infinity' ? other : one < other ? one : other

const TAB_DUES: Partial<Record<Tab, DueFilter>> = { dueSoon: 'soon', overdue: 'overdue' }

/** Both spans at once. */
function spanBetween(tab: Tab, filters: Filters, days: Days): Span {
  const [one, other] = [spanOf(TAB_DUES[tab], days), spanOf(filters.due, days)]
  return [later(one[0], other[0]), earlier(one[1], other[1])]
}

/** Where a list by changes begins: after its place, and not before the instant from which it is asked for. */
function placeAt({ after, changedSince }: Omit<ListQuestion, 'tab'>) {
  const since = changedSince && { placeAt: changedSince.toISOString(), placeId: 0 }
  if (!after?.changedAt || (changedSince && changedSince > after.changedAt))
    return since ?? { placeAt: '-infinity', placeId: after?.id ?? 0 }
  return { placeAt: after.changedAt.toISOString(), placeId: after.id }
}

/** What answers a question, or counts its answer up to the limit. */
export function queryOf(actor: Actor, question: ListQuestion, known: ListContext, kind: 'list' | 'count'): Query {
  const { tab, filters = {}, after, backwards = false, limit = 50, order } = question
  const own = statesOf(tab, actor)
  const states = filters.states ? own.filter((state) => filters.states?.includes(state)) : own
  const place = after ? { placeDue: placeDay(after) ?? 'infinity', placeId: after.id } : backwards ? LAST : FIRST
  const wanted = { ...scopeOf(actor), ...known.tasks, states, ...place, limit }
  const changes = order ? placeAt(question) : { placeAt: null }
  // whatever else a firm asks for is worked out of each of its cases
  if (isOwn(actor) && order && tab === 'all' && !question.find?.trim() && !filters.own)
    return OWN_ORDERED[order]({ ...wanted, ...changes, wanted: filters.states, openStates: statesOf('open', actor) })
  if (isOwn(actor)) return ownQuery(actor, question, known, [{ tab, most: kind === 'list' ? limit : 0 }])
  const [from, to] = spanBetween(tab, filters, known.days)
  const whose = holdersOf(actor, tab, filters)
  const way = wayOf(actor, question, known, whose.holders)
  const parts = partsOf(actor)
  const assesses = onlyAssesses(actor)
  const unreported = assesses && (tab === 'todo' || tab === 'unclaimed' || tab === 'mine')
  const ownStates = assesses && tab === 'waiting' ? statesFor(actor) : null
  const ways = unreported ? WAYS_UNREPORTED : ownStates ? WAYS_WITH_OTHERS : WAYS
  const statement = order
    ? ORDERED[order][way !== 'starts' ? way : known.found ? 'among' : 'walk']
    : ways[way][kind === 'count' ? 'count' : backwards ? 'back' : 'list']
  return statement({
    ...wanted,
    ...changes,
    ownParts: parts,
    from,
    to,
    unclaimed: tab === 'unclaimed',
    unreported,
    ownStates,
    district: filters.district,
    department: filters.department,
    topics: filters.topics,
    oneDesk: parts.filter((part) => part !== 'named').length > 1, // lead and named are one desk
    found: known.found,
    ...whose,
    ownId: actor.id,
    today: known.days.today,
  })
}

/** How the rows are found. */
function wayOf(
  actor: Actor,
  question: ListQuestion,
  { found }: ListContext,
  holders: readonly number[] | null,
): keyof typeof WAYS {
  if (question.tab === 'afterLetter') return 'matters'
  if (question.tab === 'details') return 'details'
  if (isByStart(actor, question)) return 'starts'
  if (found) return 'among'
  if (holders) return 'held'
  return question.filters?.district ? 'district' : 'walk'
}

/** Whether the actor's lists are those of a firm. */
export const isOwn = (actor: Actor): boolean => actor.firmId !== null || actor.kind !== 'person'

/** One of a firm's lists, and how many lines are wanted of it. */
export interface OwnList {
  readonly tab: Tab
  readonly most: number
}

/** The tabs of which a firm has none, by the ones that come nearest. */
const OWN_TABS: Partial<Record<Tab, Tab>> = {
  ...{ mine: 'todo', unclaimed: 'todo' },
  ...{ dueSoon: 'waiting', overdue: 'waiting', afterLetter: 'waiting' },
  details: 'permits',
}

/** Some lists of a firm's at once; those after a place when there is one. */
export function ownQuery(
  actor: Actor,
  { find, filters: { states, own = {} } = {}, after, order, changedSince }: Omit<ListQuestion, 'tab'>,
  known: ListContext,
  lists: readonly OwnList[],
): Query {
  const word = typedWord(find) || null
  return OWN({
    ...scopeOf(actor),
    ...known.tasks,
    word,
    number: word && caseNumber(word),
    digits: word && lastDigits(word),
    passport: known.passport,
    wanted: own.wanted ?? states,
    filer: own.filer,
    employer: own.employer,
    country: own.country,
    lead: own.lead,
    endsFrom: own.ends?.[0],
    endsTo: own.ends?.[1],
    tabs: lists.map(({ tab }) => OWN_TABS[tab] ?? tab),
    sorts: lists.map(({ tab }) => order ?? own.sort ?? (tab === 'permits' ? 'permit' : 'day')),
    mosts: lists.map(({ most }) => most),
    placeDue: after && (dayOf(after) ?? 'infinity'),
    placeId: after?.id ?? 0,
    placeAt: after?.changedAt?.toISOString(),
    changedSince: changedSince?.toISOString(),
  })
}

/** Whose claims are asked for; nobody's in particular when null. The own: also those of whoever one stands in for. */
function holdersOf(actor: Actor, tab: Tab, { holder }: Filters) {
  if (tab === 'mine') return { holders: [actor.id ?? 0], standsIn: true, holder }
  return { holders: holder === undefined ? null : [holder], standsIn: false, holder: undefined }
}

/** What is looked for, however its figures and letters were typed: full-width ones are plain ones. */
export const typedWord = (find: string | undefined): string | undefined => find?.normalize('NFKC').trim()

/** The six digits at the end of a case's number, of which the first noughts may be left out; null of other words. */
export const lastDigits = (word: string): string | null => /^\d{1,6}$/.exec(word)?.[0].padStart(6, '0') ?? null

/** The number of a case, also where its hyphen is left out or another dash. */
export function caseNumber(word: string): string {
  const [, year, count] = /^(\d{4})(\d{6,})$/.exec(word.replace(/[\s\p{Dash}]/gu, '')) ?? []
  return year ? `${year}-${count}` : word.toUpperCase()
}

/** How many found cases are looked through at most. */
export const MOST_FOUND = 500

/**
 * The values of FIND. A case is also found by the digits at the end of its number. `passport`: the
 * blind index of what is looked for, should it be a passport number.
 */
export function findValues(word: string, passport: string | null): unknown[] {
  const digits = /^0*([1-9]\d{0,8})$/.exec(word)?.[1]
  const code = /^[0-9A-Z]{18}$/i.test(word) ? word.toUpperCase() : null
  const letter = letterNumber(word)
  return [
    ...[word, digits === undefined ? null : Number(digits), MOST_FOUND, passport],
    ...[letter, code, letterPattern(letter), caseNumber(word), normaliseCheckCode(word)],
  ]
}

/** The number of a letter as it is written there: typed, its brackets are often others. */
export const letterNumber = (word: string): string =>
  word
    .replace(/[[({（【［]/g, '〔')
    .replace(/[\])}）】］]/g, '〕')
    .replace(/\s/g, '')

/**
 * The numbers of letters that end as was typed, for `like`: “荐〔2026〕11号”, “〔2026〕11”, “11号”; null where neither
 * the year nor 号 says that it is one.
 */
function letterPattern(typed: string): string | null {
  const [, issuer = '', year, number = '', sign] = /^([\p{Script=Han}]*)(〔\d{4}〕)?(\d{1,6})(号)?$/u.exec(typed) ?? []
  return year || sign ? `%${issuer}${year ?? '〔____〕'}${number}号` : null
}

/** Working days in which a day is near. */
export const NEAR = 2
/** Working days that make a week. */
export const WEEK = 5
