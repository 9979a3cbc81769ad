/**
 * What a draft of the reference data touches before it is approved: which open cases, and what it makes of them where
 * a pure function can tell. Nothing is written. People with a part in the cases see which they are; for a policy
 * editor, who sees no case, they are counted (docs/decisions/0056-what-a-draft-touches.md).
 */
import { Injectable } from '@nestjs/common'
import { Database, rows } from '../../base/database.js'
import { sql } from '../../base/sql.js'
import type { Judgement } from '../../criteria/judge.js'
import { memberOf, rowsAt } from '../../forms/engine/node.js'
import type { Actor } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import { Reference } from '../../reference/reference.service.js'
import type { Version } from '../../reference/versions.js'
import { Calendar, calendarSchema, type TimeLimit, timeLimitSchema } from '../../reference/workingDays.js'
import { edgesFrom, isAction, isFinal, metaOf, STATES } from '../../workflow/step.js'
import { MOVED, Recomputing, STORED_DAYS, type StoredDays } from '../recomputing.js'
import { SCOPE, scopeOf } from '../scope.js'
import { clusterList, listClusters } from './clusters.js'
import { type Candidate, Engine, JUDGED_BY } from './engine.js'
import { seesCases } from './report.service.js'
import { WhatIfService } from './whatIf.service.js'

/** So many open cases are looked at, the latest first, and so many filings are opened to judge them. */
export const MOST_OPEN = 300
const MOST_FILINGS = 1000

/** An open case; without number for whom cases are not. */
interface OpenCase extends StoredDays {
  readonly number: string | null
  readonly authorities: readonly string[]
  readonly total: number
}

type Judged = Pick<Judgement, 'category'> & { readonly points: number }

export interface TouchedCase {
  readonly id: number | null
  readonly number: string | null
  /** Days YYYY-MM-DD on which it is due. */
  readonly due?: readonly [before: string, after: string]
  readonly judged?: readonly [before: Judged, after: Judged]
}

export interface Reach {
  /**
   * moves: due days of open cases move. asIf, judged: open cases stay under their filing day; so it would be had they
   * been filed under the draft. uses: cases that may come to use it. none: nothing is counted.
   */
  readonly how: 'moves' | 'asIf' | 'judged' | 'uses' | 'none'
  readonly open: number
  readonly looked: number
  /** The reader sees the cases. */
  readonly named: boolean
  readonly touched: readonly TouchedCase[]
}

const OWN = sql`
  select ${STORED_DAYS}, c.number, c.total,
    array(select a.code from case_parties p join authorities a on a.id = p.authority_id
      where p.case_id = c.id and p.part in ('lead', 'named')) as authorities
  from (
    select c.*, count(*) over () as total from cases c
    where ${SCOPE} and c.filed_on is not null and c.state = any (${'states'}::text[])
    order by c.filed_on desc, c.id desc limit ${'most'}
  ) c cross join ${MOVED}`

const COUNTED = sql`
  select id, state, filed_on::text as "filedOn", due_on::text as "dueOn", due_provisional as "dueProvisional",
    days_left as "daysLeft", counted, moved_on::text as "movedOn", escalated, own, authorities, null as number, total
  from what_if_open(${'today'}, ${'states'}, ${'most'})`

/** As far as a draft is written, whether or not it is kept. */
type Drafted = Pick<Version, 'kind' | 'key' | 'body' | 'effectiveFrom'> & Partial<Version>

const OPEN = STATES.filter((state) => !isFinal(state))

@Injectable()
export class ReachService {
  constructor(
    private readonly db: Database,
    private readonly reference: Reference,
    private readonly recomputing: Recomputing,
    private readonly whatIf: WhatIfService,
  ) {}

  /** Whether this person sees which cases a draft touches; editors of rules learn how many. */
  isNamedFor(actor: Actor): boolean {
    return seesCases(actor)
  }

  /** What a draft touches today; for policy editors and for those who see the cases of their authority. */
  async of(actor: Actor, draft: Drafted, today: string): Promise<Reach> {
    const named = this.isNamedFor(actor)
    const wanted = { today, states: OPEN, most: MOST_OPEN }
    const open = await this.db.transaction(settingsOf(actor), (tx) =>
      named ? rows<OpenCase>(tx, ...OWN({ ...scopeOf(actor), ...wanted })) : rows<OpenCase>(tx, ...COUNTED(wanted)),
    )
    const of = ({ id, number }: OpenCase) => ({ id: named ? id : null, number })
    const found = await this.touched(actor, draft, open, today)
    return {
      how: found?.how ?? 'none',
      open: Number(open[0]?.total ?? 0),
      looked: open.length,
      named,
      touched: found?.cases.map(([one, what]) => ({ ...of(one), ...what })) ?? [],
    }
  }

  private touched(actor: Actor, draft: Drafted, open: readonly OpenCase[], today: string): Promise<Found | undefined> {
    const { kind } = draft
    if (kind === 'calendar') return this.byCalendar(draft, open, today)
    if (kind === 'timeLimits') return this.byLimit(draft, open, today)
    if (kind === 'productCategories' || JUDGED_BY.includes(kind)) return this.byAnswers(actor, draft, open, today)
    return this.byUse(draft, open)
  }

  private async byCalendar({ key, body, effectiveFrom }: Drafted, open: readonly OpenCase[], today: string) {
    const on = effectiveFrom > today ? effectiveFrom : today
    const years = new Map(await this.reference.all('calendar', on, calendarSchema))
    const drafted = calendarSchema.safeParse(body).data
    if (!drafted) return undefined
    const calendar = new Calendar([...years.set(key, drafted).values()])
    const cases: Touch[] = []
    for (const one of open) {
      const made = await this.recomputing.recomputed(one, on, calendar)
      if (!made?.moved) continue
      const own = made.own[0]
      const dueMoves = made.deadline.dueOn !== one.dueOn
      const due = dueMoves || !own ? [one.dueOn ?? '', made.deadline.dueOn ?? ''] : [own.limit.until, own.until]
      cases.push([one, { due: [due[0] ?? '', due[1] ?? ''] }])
    }
    return { how: 'moves' as const, cases }
  }

  private async byLimit({ key, body }: Drafted, open: readonly OpenCase[], today: string): Promise<Found | undefined> {
    const limit = timeLimitSchema.safeParse(body).data
    if (!limit) return undefined
    const calendar = await this.reference.calendar(today)
    const cases: Touch[] = []
    for (const one of open) {
      const own = one.own.find(({ reason }) => reason === key)
      const runs = metaOf(one.state).clock?.limit === key ? one.dueOn : null
      const before = own?.until ?? runs
      if (!before) continue
      const was = await this.reference.timeLimit(key, one.filedOn)
      const after = dueUnder(calendar, before, own?.from ?? one.movedOn, [was, limit])
      if (after !== before) cases.push([one, { due: [before, after] }])
    }
    return { how: 'asIf' as const, cases }
  }

  /** Judges the open cases once more, or looks for goods in their answers. */
  private async byAnswers(actor: Actor, draft: Drafted, open: readonly OpenCase[], today: string): Promise<Found> {
    const byId = new Map(open.map((one) => [one.id, one]))
    const from = open.at(-1)?.filedOn ?? today // the latest stand first
    const clusters = clusterList(await listClusters(this.reference, today))
    const { result } = await this.whatIf.filings(actor, { from, to: today }, clusters, 0, MOST_FILINGS)
    const engine = new Engine(this.reference, candidateOf(draft))
    const uses = draft.kind === 'productCategories'
    const cases: Touch[] = []
    for (const filing of result) {
      const one = byId.get(filing.caseId)
      if (!one) continue
      if (uses) {
        if (sells(filing.answers, draft.key)) cases.push([one, {}])
        continue
      }
      const [before, after] = (await engine.judge(filing)).map(
        ({ category, points }): Judged => ({ category, points: points.total }),
      )
      if (!before || !after || (before.category === after.category && before.points === after.points)) continue
      cases.push([one, { judged: [before, after] }])
    }
    return { how: uses ? 'uses' : 'judged', cases }
  }

  /** Cases in which a paper, a phrase or an authority may come to be used. */
  private async byUse({ kind, key, body, effectiveFrom }: Drafted, open: readonly OpenCase[]) {
    const uses = (wanted: (one: OpenCase) => boolean): Found => ({
      how: 'uses',
      cases: open.filter(wanted).map((one) => [one, {}]),
    })
    if (kind === 'authorities' || kind === 'signatories')
      return uses(({ authorities }) => authorities.includes(key.replace(/\..*/, '')))
    const paper = kind === 'letterTemplates' ? (await this.reference.on(effectiveFrom)).paperKinds?.[key] : body
    const actions = ACTIONS_OF[kind]?.(key, memberOf(paper, 'actions'))
    return actions && uses(({ state }) => actions.some((action) => edgesFrom(state).has(action)))
  }
}

type Touch = readonly [OpenCase, Pick<TouchedCase, 'due' | 'judged'>]

interface Found {
  readonly how: Reach['how']
  readonly cases: readonly Touch[]
}

const paperActions = (key: string, actions: unknown) =>
  key === 'recommendation'
    ? (['recommend'] as const)
    : Array.isArray(actions)
      ? actions.filter((name): name is string => typeof name === 'string').filter(isAction)
      : []

/** The actions that bring what a kind is about. */
const ACTIONS_OF: Readonly<Record<string, typeof paperActions>> = {
  paperKinds: paperActions,
  letterTemplates: paperActions,
  phrases: () => ['requestCorrection'],
}

const sells = (answers: unknown, category: string): boolean =>
  rowsAt(answers, 'channels').some((channel) => {
    const goods = memberOf(channel, 'productCategories')
    return Array.isArray(goods) && goods.includes(category)
  })

const candidateOf = ({ id = 0, kind, key, effectiveFrom, approvedAt = null, ...by }: Drafted): Candidate => ({
  ...{ id, kind, key, effectiveFrom, body: by.body },
  approved: approvedAt !== null,
  draftedBy: by.draftedName ?? null,
})

/** A day given under a limit, under another one: so many working days further, or counted anew from its start. */
function dueUnder(calendar: Calendar, due: string, start: string, [was, is]: readonly [TimeLimit, TimeLimit]): string {
  if (was.unit !== 'workingDays' || is.unit !== 'workingDays') return calendar.dueOn(start, is).on
  const days = calendar.workingDaysBetween(start, due) + is.amount - was.amount
  return calendar.addWorkingDays(start, Math.max(1, days)).on
}
