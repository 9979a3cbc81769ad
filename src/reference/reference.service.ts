/**
 * Everything that has a date (docs/architecture.md#reference-data): what is in force on a day,
 * of each kind and key. Whoever reads brings the schema. The approved entries are few and read
 * in every step, so they are kept for a few seconds; that a change takes effect that much later
 * is of no consequence, since it is approved for a day and not for a moment.
 */
import { Injectable, type OnModuleInit } from '@nestjs/common'
import type { ZodType } from 'zod'
import { Database, rows } from '../base/database.js'
import { StaleCache } from '../base/staleCache.js'
import { type Entry, type InForce, type Procedure, type ProcedureKey, pickInForce, procedures } from './bodies.js'
import { Calendar, calendarSchema, type TimeLimit, timeLimitSchema } from './workingDays.js'

@Injectable()
export class Reference implements OnModuleInit {
  private readonly cache = new StaleCache<Entry[]>((before) => this.load(before))
  /** By the entries that it was picked from. */
  private inForce = new WeakMap<Entry[], Map<string, InForce>>()
  /** What each schema has made of each body. */
  private parsed = new WeakMap<ZodType, WeakMap<object, unknown>>()
  /** By what is in force. */
  private calendars = new WeakMap<object, Calendar>()

  constructor(private readonly db: Database) {}

  async onModuleInit(): Promise<void> {
    await this.refresh()
  }

  /**
   * All bodies of a kind in force on a day (YYYY-MM-DD), by key. Throws when one does not fit the
   * schema: that is a fault of ours.
   */
  async all<T>(kind: string, on: string, schema: ZodType<T>): Promise<Map<string, T>> {
    const bodies = (await this.on(on))[kind] ?? {}
    return new Map(Object.entries(bodies).map(([key, body]) => [key, this.parse(kind, key, body, schema)]))
  }

  /** The body of a kind and key in force on a day. Throws when there is none. */
  async at<T>(kind: string, key: string, on: string, schema: ZodType<T>): Promise<T> {
    const bodies = (await this.on(on))[kind] ?? {}
    const body = Object.hasOwn(bodies, key) ? bodies[key] : undefined
    if (body === undefined) throw new Error(`reference: nothing in force for ${kind} ${key} on ${on}`)
    return this.parse(kind, key, body, schema)
  }

  /** All that is in force on a day, by kind and key. */
  async on(date: string): Promise<InForce> {
    return (await this.timeline())(date)
  }

  /** The same of any day, as it is known now, for who learns only later which days it needs. */
  async timeline(): Promise<(date: string) => InForce> {
    const entries = await this.entries()
    return (date) => this.pick(entries, date)
  }

  /** Every approved entry, those to come among them, as they are known now. */
  approved(): Promise<readonly Entry[]> {
    return this.entries()
  }

  private pick(entries: Entry[], date: string): InForce {
    const days = this.inForce.get(entries) ?? new Map<string, InForce>()
    this.inForce.set(entries, days)
    const known = days.get(date)
    if (known) return known
    const picked = pickInForce(entries, date)
    days.set(date, picked)
    return picked
  }

  /** The working-day calendar as it is known on a day. */
  async calendar(on: string): Promise<Calendar> {
    const inForce = await this.on(on)
    const known = this.calendars.get(inForce)
    if (known) return known
    const calendar = new Calendar([...(await this.all('calendar', on, calendarSchema)).values()])
    this.calendars.set(inForce, calendar)
    return calendar
  }

  /** A time limit by its key. */
  timeLimit(key: string, on: string): Promise<TimeLimit> {
    return this.at('timeLimits', key, on, timeLimitSchema)
  }

  /** What is settled about a part of the procedure. */
  procedure<Key extends ProcedureKey>(key: Key, on: string): Promise<Procedure<Key>> {
    // the schema under a key makes the type under that key
    const schema = procedures[key] as unknown as ZodType<Procedure<Key>>
    return this.at('procedure', key, on, schema)
  }

  private parse<T>(kind: string, key: string, body: unknown, schema: ZodType<T>): T {
    const known = this.parsed.get(schema) ?? new WeakMap<object, unknown>()
    this.parsed.set(schema, known)
    // put there below
    const kept = typeof body === 'object' && body !== null ? (known.get(body) as T | undefined) : undefined
    if (kept) return kept
    const result = schema.safeParse(body)
    if (!result.success) throw new Error(`reference: ${kind} ${key} does not fit: ${result.error.message}`)
    if (typeof body === 'object' && body !== null) known.set(body, result.data)
    return result.data
  }

  /** Reads the entries anew, at start and after an approval. */
  refresh(): Promise<void> {
    return this.cache.refresh()
  }

  private async entries(): Promise<Entry[]> {
    const known = this.cache.get()
    if (known) return known
    await this.refresh()
    return this.cache.get() ?? []
  }

  private async load(before: Entry[] | undefined): Promise<Entry[]> {
    const entries = await this.db.transaction({}, (tx) =>
      rows<Entry>(
        tx,
        `select kind, key, effective_from::text as "effectiveFrom", body from reference
         where approved_at is not null order by effective_from, id`,
      ),
    )
    return before && JSON.stringify(before) === JSON.stringify(entries) ? before : entries
  }
}
