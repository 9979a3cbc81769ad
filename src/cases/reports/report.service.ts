/**
 * Figures of a period: counts, medians, percentiles, counted by the database from cases and events
 * as they are (migrations/…-reports.ts). A department counts what it leads or is named in; policy
 * editors and auditors get figures without small cells; the public those of the last twelve whole
 * months.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { rows, type Tx } from '../../base/database.js'
import { addDays, addMonths, monthStart } from '../../base/dates.js'
import { type Reading, Replica } from '../../base/replica.js'
import { sql } from '../../base/sql.js'
import { type Actor, has } from '../../people/actor.js'
import { settingsOf } from '../../people/scope.js'
import { Reference } from '../../reference/reference.service.js'
import { timeLimitSchema } from '../../reference/workingDays.js'
import { SCOPE, scopeOf } from '../scope.js'
import { clusterList, listClusters } from './clusters.js'
import { type Breakdown, type Figure, type FigureQuestion, type Period, STAGES } from './figures.js'
import { ReportNames } from './names.js'
import type { Report, ReportQuestion } from './report.js'
import type { State } from '../../workflow/machine.js'

interface Counted extends Figure {
  readonly byWhat: string
}

/** Each breakdown's figures, and up to when they go where a copy was read. */
type CountedFigures = Reading<Map<Breakdown, Figure[]>>

export interface CountedCase {
  readonly id: number
  readonly number: string
  readonly state: State
  readonly talentName: string | null
  readonly systemName: string | null
  readonly firmName: string
  readonly on: string
  readonly days: number | null
  readonly inTime: boolean | null
}

const COLUMNS = 'by_what as "byWhat", key, measure, n, timed, median::float8, p90::float8, judged, in_time as "inTime"'
const FIGURES = `select ${COLUMNS} from report_figures($1, $2, $3, $4, $5, $6)`
const COUNTS = `select ${COLUMNS} from report_counts($1, $2, $3, $4, $5)`
const PUBLIC = `select ${COLUMNS} from public_figures($1, $2, $3)`

export interface DayCount {
  readonly on: string
  readonly measure: string
  readonly n: number
}

const PER_DAY = `
  select m.on_day::text as on, m.measure, count(*)::int as n from report_marks($1, $2, $3, $4, $5) m
  where m.measure = any ($6::text[]) group by m.on_day, m.measure`

/** The latest first. */
const BEHIND = sql`
  select c.id, c.number, c.state, c.talent_name as "talentName", c.system_name as "systemName", f.name_zh as "firmName",
    m.on_day::text as on, m.days, m.in_time as "inTime"
  from report_marks(${'ownAuthority'}, ${'from'}, ${'to'}, ${'workdays'}, ${'clusters'}) m
  join cases c on c.id = m.case_id
  join firms f on f.id = c.firm_id
  where ${SCOPE} and m.measure = ${'measure'} and (not ${'late'}::bool or m.in_time = false)
    and case ${'by'}
      when 'none' then true when 'month' then to_char(m.on_day, 'YYYY-MM') = ${'key'}
      when 'district' then coalesce(m.district, '') = ${'key'}
      when 'cluster' then m.cluster = ${'key'} when 'days' then m.days::text = ${'key'}
      when 'department' then exists (
        select 1 from case_parties q where q.case_id = m.case_id and q.authority_id::text = ${'key'}
          and q.part in ('lead', 'named'))
      when 'permit' then exists (
        select from case_parties q
        where q.case_id = m.case_id and q.authority_id::text = ${'key'} and q.part = 'permit')
      when 'reason' then exists (select 1 from report_refusals() r where r.case_id = m.case_id and r.reason = ${'key'})
    end
  order by m.on_day desc, c.id desc
  limit ${'take'} offset ${'skip'}`

/** How long before the period a case may have been filed that ends in it. */
const YEARS_BEFORE = 3
const KEPT_FOR = 600_000 // ms

/** Whether a person sees the cases behind the figures; others get figures alone. */
export const seesCases = (actor: Actor): boolean => has(actor, 'supervisor', 'approver') && actor.authorityId !== null

@Injectable()
export class ReportService {
  private published: { readonly on: string; readonly at: number; readonly counted: CountedFigures } | undefined

  /** Under way: all who ask meanwhile wait for this one. */
  private counting: Promise<CountedFigures> | undefined

  constructor(
    private readonly replica: Replica,
    private readonly clock: Clock,
    private readonly reference: Reference,
    private readonly names: ReportNames,
  ) {}

  /** A report of a period within the reader's scope. */
  async report(actor: Actor, question: ReportQuestion): Promise<Report> {
    const by = new Set([question.by, 'none', 'days'] as const)
    return this.reportOf(question, await this.figures(actor, question.period, [...by]))
  }

  /** What everybody may know, month by month. */
  async publicReport(): Promise<Report> {
    return this.reportOf({ period: this.publicPeriod(), by: 'month' }, await this.publicFigures())
  }

  private async reportOf(question: ReportQuestion, { result: figures, asOf }: CountedFigures): Promise<Report> {
    const today = this.clock.today()
    const [names, timeLimits, calendar] = await Promise.all([
      this.names.on(today),
      this.reference.all('timeLimits', today, timeLimitSchema),
      this.reference.calendar(today),
    ])
    const limits = STAGES.flatMap((stage) => {
      const limit = timeLimits.get(stage === 'firm' ? 'correction' : stage)
      return limit ? [[stage, limit] as const] : []
    })
    const { to } = question.period
    const workingDays = limits.map(([stage, { amount, unit }]) => {
      if (unit === 'workingDays') return [stage, amount] as const
      const last = unit === 'days' ? addDays(to, amount) : addMonths(to, amount)
      return [stage, calendar.daysLeft(to, last)] as const
    })
    return { ...question, figures, asOf, names, limits: new Map(limits), workingDays: new Map(workingDays) }
  }

  /**
   * The figures of a period within the reader's scope, each breakdown by itself; counted in one
   * pass. Whoever sees no cases gets whole months without small cells.
   */
  async figures(actor: Actor, period: Period, by: readonly Breakdown[]): Promise<CountedFigures> {
    const { workdays, clusters } = await this.around(period)
    const days = [period.from, period.to, workdays, clusters]
    const { result, asOf } = await this.replica.read(settingsOf(actor), (tx) =>
      seesCases(actor)
        ? rows<Counted>(tx, FIGURES, [actor.authorityId, ...days, by])
        : rows<Counted>(tx, COUNTS, [...days, by]),
    )
    return { result: byBreakdown(by, result), asOf }
  }

  /** The cases behind a figure, the latest first; for those who see cases. */
  async behind(
    actor: Actor,
    period: Period,
    wanted: FigureQuestion,
    page: { take: number; skip: number },
  ): Promise<Reading<CountedCase[]>> {
    if (!seesCases(actor)) return { result: [] }
    const counted = { ...period, ...(await this.around(period)) }
    return this.replica.read(settingsOf(actor), (tx: Tx) =>
      rows<CountedCase>(tx, ...BEHIND({ ...scopeOf(actor), ...counted, late: false, ...wanted, ...page })),
    )
  }

  /** How many of some measures there were on each day that had any, of the cases of the actor's authority. */
  async perDay(actor: Actor, period: Period, measures: readonly string[]): Promise<DayCount[]> {
    const { workdays, clusters } = await this.around(period)
    const { result } = await this.replica.read(settingsOf(actor), (tx: Tx) =>
      rows<DayCount>(tx, PER_DAY, [actor.authorityId, period.from, period.to, workdays, clusters, measures]),
    )
    return result
  }

  /** The last twelve whole months. */
  publicPeriod(): Period {
    const first = monthStart(this.clock.today())
    return { from: addMonths(first, -12), to: addDays(first, -1) }
  }

  /** What everybody may know, without small cells; counted anew every ten minutes at most. */
  async publicFigures(): Promise<CountedFigures> {
    const today = this.clock.today()
    const kept = this.published
    if (kept && kept.on === today && performance.now() - kept.at < KEPT_FOR) return kept.counted
    this.counting ??= this.countPublic(today).finally(() => {
      this.counting = undefined
    })
    return this.counting
  }

  private async countPublic(today: string): Promise<CountedFigures> {
    const { workdays, clusters } = await this.around(this.publicPeriod())
    const { result, asOf } = await this.replica.read({}, (tx) => rows<Counted>(tx, PUBLIC, [today, workdays, clusters]))
    const counted = { result: byBreakdown(['none', 'month', 'cluster'], result), asOf }
    // what is empty costs nothing to ask again, and a new server asks before its first cases are there
    if (result.length > 0) this.published = { on: today, at: performance.now(), counted }
    return counted
  }

  private async around({ from, to }: Period): Promise<{ workdays: string[]; clusters: string }> {
    const today = this.clock.today()
    const calendar = await this.reference.calendar(today)
    const workdays: string[] = []
    for (let on = addMonths(from, -12 * YEARS_BEFORE); on <= to; on = addDays(on, 1))
      if (calendar.isWorkingDay(on)) workdays.push(on)
    return { workdays, clusters: clusterList(await listClusters(this.reference, today)) }
  }
}

const byBreakdown = (by: readonly Breakdown[], found: readonly Counted[]): Map<Breakdown, Figure[]> =>
  new Map(by.map((one) => [one, found.filter(({ byWhat }) => byWhat === one)]))
