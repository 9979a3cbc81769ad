/** Lists of cases within the actor's scope, their counts, and the neighbours of a case in one of them. */
import { isDeepStrictEqual } from 'node:util'
import type { Clock } from '../base/clock.js'
import { type Database, PLANNED_ONCE, row, rows, type Tx } from '../base/database.js'
import { addDays } from '../base/dates.js'
import { figures, sql, type Whole } from '../base/sql.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import type { Reference } from '../reference/reference.service.js'
import type { State } from '../workflow/machine.js'
import type { CaseLine, FirmLine } from './caseFile.js'
import { currentTaskValues, taskValues } from './firmTasks.js'
import { FIND, FIND_MISTYPED, LINE, OWN_FACETS, OWN_LINE } from './listStatements.js'
import {
  type FoundBy,
  findValues,
  isByStart,
  isOwn,
  type ListContext,
  type ListQuestion,
  MOST_FOUND,
  NEAR,
  type OwnList,
  ownQuery,
  type Place,
  queryOf,
  type SearchFor,
  type Tab,
  typedWord,
  WEEK,
} from './lists.js'
import type { Matter } from './matters.js'
import { SCOPE, scopeOf } from './scope.js'
import type { CaseKeys } from './sealing/caseKeys.js'
import { passportIndex } from './sealing/personFacts.js'

const ONE = sql`select ${LINE} where ${SCOPE} and c.id = ${'caseId'}`
const OWN_ONE = sql`select ${OWN_LINE} where ${SCOPE} and c.id = ${'caseId'}`

const NUMBERS = sql`select c.id, c.number from cases c where ${SCOPE} and c.id = any (${'ids'}::int[])`

const WAITING = sql`
  select c.id, m.kind, m.condition from cases c join case_matters m on m.case_id = c.id
  where ${SCOPE} and c.id = any (${'ids'}::int[]) and m.open_from <= ${'today'}::date
  order by m.open_from, m.seq, m.condition`
/** What one of the matters is, for a line of a list. */
export type WaitingMatter = Pick<Matter, 'kind' | 'condition'>

export interface FirmList {
  readonly tab: Tab
  readonly total: number
  readonly lines: readonly FirmLine[]
}

/** What stands in a firm's cases: each once. */
export interface FirmFacets {
  readonly states: readonly State[]
  readonly employers: readonly { readonly id: number; readonly name: string; readonly nameEn: string | null }[]
  readonly filers: readonly { readonly id: number; readonly name: string }[]
  readonly countries: readonly string[]
  /** The authorities that lead them. */
  readonly leads: readonly number[]
  readonly permits: boolean
}
/** What may be asked of lists within one transaction. */
export interface Asked {
  list(question: ListQuestion): Promise<CaseLine[]>
  /** How many lines each has, counted up to `most`. */
  count(questions: readonly ListQuestion[], most: number): Promise<number[]>
}
type Nullable<Row> = { readonly [Name in keyof Row]: Row[Name] | null }

export class Listing {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly keys: CaseKeys,
  ) {}

  /** One page of a list within the actor's scope, the most urgent first. */
  list(actor: Actor, question: ListQuestion): Promise<CaseLine[]> {
    return this.asking(actor, question, (tx, known) => listIn(tx, actor, question, known))
  }

  /** How many lines each of some lists has, counted up to `most`; all of them look for the same word, or for none. */
  countEach(actor: Actor, questions: readonly ListQuestion[], most: number): Promise<number[]> {
    return this.asking(actor, questions[0] ?? {}, (tx, known) => countIn(tx, actor, questions, most, known))
  }

  /** Lists and counts that look for the same word or for none, with whatever else is asked in the transaction. */
  together<T>(actor: Actor, search: SearchFor, work: (tx: Tx, ask: Asked) => Promise<T>): Promise<T> {
    return this.asking(actor, search, (tx, known) =>
      work(tx, {
        list: (question) => listIn(tx, actor, question, known),
        count: (questions, most) => countIn(tx, actor, questions, most, known),
      }),
    )
  }

  /** One case within the actor's scope as a line of a list; undefined when there is none. */
  async lineIn(tx: Tx, actor: Actor, caseId: number): Promise<CaseLine | undefined> {
    const tasks = await currentTaskValues(this.reference, actor, this.clock.today())
    const values = { ...scopeOf(actor), ...tasks, caseId }
    return row<CaseLine>(tx, ...(actor.firmId === null ? ONE(values) : OWN_ONE(values)))
  }

  /** The same by itself. */
  line(actor: Actor, caseId: number): Promise<CaseLine | undefined> {
    return this.db.transaction(settingsOf(actor), (tx) => this.lineIn(tx, actor, caseId))
  }

  /** Some lists of a firm's own cases at once, and how many lines each has. */
  async ofFirm(actor: Actor, question: Omit<ListQuestion, 'tab'>, lists: readonly OwnList[]): Promise<FirmList[]> {
    const found = await this.asking(actor, question, (tx, known) =>
      rows<FirmLine>(tx, ...ownQuery(actor, question, known, lists)),
    )
    return lists.map(({ tab }) => {
      const own = found.filter((line) => line.tab === tab)
      return { tab, total: own[0]?.total ?? 0, lines: own.filter(({ shown }) => shown) }
    })
  }

  /** By what a firm's cases can be narrowed. */
  async facets(actor: Actor): Promise<FirmFacets> {
    const found = await this.db.transaction({ ...settingsOf(actor), ...PLANNED_ONCE }, (tx) =>
      row<Nullable<FirmFacets>>(tx, ...OWN_FACETS(scopeOf(actor))),
    )
    const there = <Thing>(things: readonly (Thing | null)[] | null | undefined) =>
      (things ?? []).flatMap((thing) => thing ?? [])
    return {
      states: there(found?.states),
      employers: there(found?.employers),
      filers: there(found?.filers),
      countries: there(found?.countries),
      leads: there(found?.leads),
      permits: found?.permits ?? false,
    }
  }

  /** The case before and the case after one in a list, whether or not the case itself is in it any more. */
  beside(actor: Actor, question: ListQuestion, place: Place): Promise<{ before?: Place; after?: Place }> {
    const here = { ...place, byStart: isByStart(actor, question) }
    return this.asking(actor, question, async (tx, known) => {
      const one = (backwards: boolean) =>
        listIn(tx, actor, { ...question, after: here, backwards, limit: 1 }, known).then(([line]) => line)
      const [before, after] = await Promise.all([one(true), one(false)])
      return { before, after }
    })
  }

  /** What waits for the lead department today in some cases that the actor may see, by the case. */
  async waiting(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Map<number, WaitingMatter[]>> {
    const values = { ...scopeOf(actor), ids, today: this.clock.today() }
    const found = await rows<WaitingMatter & { readonly id: number }>(tx, ...WAITING(values))
    return new Map(ids.map((id) => [id, found.filter((matter) => matter.id === id)]))
  }

  /** The numbers of those of some cases that the actor may see. */
  async numbers(actor: Actor, ids: readonly number[]): Promise<Map<number, string>> {
    const found = await this.db.transaction(settingsOf(actor), (tx) =>
      rows<{ id: number; number: string }>(tx, ...NUMBERS({ ...scopeOf(actor), ids })),
    )
    return new Map(found.map(({ id, number }) => [id, number]))
  }

  private asking<T>(actor: Actor, search: SearchFor, work: (tx: Tx, known: ListContext) => Promise<T>): Promise<T> {
    return this.db.transaction({ ...settingsOf(actor), ...PLANNED_ONCE }, async (tx) =>
      work(tx, await this.known(tx, actor, search)),
    )
  }

  private async known(tx: Tx, actor: Actor, { find, byPassport }: SearchFor): Promise<ListContext> {
    const today = this.clock.today()
    const staff = actor.kind === 'person' && actor.firmId === null
    const word = typedWord(find)
    const passport = byPassport ? passportIndex(this.keys, word) : null
    const [tasks, found, calendar] = await Promise.all([
      isOwn(actor) ? currentTaskValues(this.reference, actor, today) : taskValues(today),
      staff && word ? findIn(tx, word, passport) : undefined,
      this.reference.calendar(today),
    ])
    const on = (days: number) => calendar.addWorkingDays(today, days).on
    return {
      tasks,
      passport,
      days: { today, yesterday: addDays(today, -1), soon: on(NEAR), week: on(WEEK) },
      found: found && [...found.keys()],
      ways: found,
    }
  }
}

async function listIn(tx: Tx, actor: Actor, question: ListQuestion, known: ListContext): Promise<CaseLine[]> {
  const found = await rows<CaseLine & Partial<FirmLine>>(tx, ...queryOf(actor, question, known, 'list'))
  const byStart = isByStart(actor, question)
  return found
    .filter(({ shown }) => shown !== false)
    .map((line) => Object.assign(line, byStart && { byStart }, known.ways && { foundBy: known.ways.get(line.id) }))
}

/** The cases that a word finds, each by the first of its ways; by a similar name when there is none. */
async function findIn(tx: Tx, word: string, passport: string | null): Promise<Map<number, FoundBy>> {
  const found = await rows<{ id: number; way: FoundBy }>(tx, FIND, findValues(word, passport))
  const some = found.length > 0 ? found : await rows<(typeof found)[number]>(tx, FIND_MISTYPED, [word, MOST_FOUND])
  return new Map(some.reverse().map(({ id, way }) => [id, way]))
}

/** A question but for its tab and states. */
const narrowing = ({ filters, ...rest }: ListQuestion) => ({
  ...rest,
  tab: undefined,
  filters: { ...filters, states: undefined },
})

/** Every tab is a part of all: where there is more of one than is counted, all is not counted. */
function fullWith(questions: readonly ListQuestion[], most: number): Whole | undefined {
  const whole = questions.findIndex(({ tab, filters }) => tab === 'all' && !filters?.states)
  const all = questions[whole]
  if (!all) return undefined
  const parts = questions.flatMap((one, at) =>
    at !== whole && isDeepStrictEqual(narrowing(one), narrowing(all)) ? [at] : [],
  )
  return parts.length > 0 ? { whole, parts, most } : undefined
}

async function countIn(tx: Tx, actor: Actor, questions: readonly ListQuestion[], most: number, known: ListContext) {
  const queries = questions.map((question) => queryOf(actor, { ...question, limit: most }, known, 'count'))
  if (!isOwn(actor)) {
    const found = await row<Record<string, number>>(tx, ...figures(queries, fullWith(questions, most)))
    return queries.map((_, at) => Math.min(found?.[`n${at}`] ?? 0, most))
  }
  const found = await Promise.all(queries.map((query) => row<{ total: number }>(tx, ...query)))
  return found.map((line) => Math.min(line?.total ?? 0, most))
}
