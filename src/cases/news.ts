/**
 * That cases have changed, as it comes from whatever process changed them: the case's number and
 * nothing more. Who may hear of it is asked of the scope, once for all those who see the same,
 * before anything is told.
 */
import { Injectable, type OnModuleDestroy } from '@nestjs/common'
import { Database, rows } from '../base/database.js'
import { Notices } from '../base/notices.js'
import { sql } from '../base/sql.js'
import { type Actor, partsOf } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { OWN_WORK, READINGS } from '../workflow/words.js'
import { CHANNEL } from './channel.js'
import type { Doer } from './doers.js'
import { SCOPE, scopeOf } from './scope.js'

/** Changes of so many milliseconds are told together. */
const TOGETHER = 250
/** More at once are not told one by one: everybody looks anew. */
const MOST = 500

/** Cases that have changed; `all` when it is not known which. */
export type News = { readonly ids: readonly number[] } | { readonly all: true }

/** Something that was done in a case, as those see it who see the case. */
export interface Deed extends Doer {
  readonly seq: number
  readonly at: Date
  readonly actorId: number | null
}

/** What nobody is told of: that somebody looked, and to an authority what a firm has not sent. */
export const untold = ({ firmId }: Actor): readonly string[] =>
  firmId === null ? [...READINGS, ...OWN_WORK] : READINGS

const VISIBLE = sql`select c.id from cases c where ${SCOPE} and c.id = any (${'ids'}::int[])`

const DEEDS = sql`
  select e.seq, e.action, e.at, e.actor_id as "actorId", e.actor_kind as "actorKind",
    e.authority_id as "authorityId", o.name
  from events e join cases c on c.id = e.case_id left join people o on o.id = e.actor_id
  where ${SCOPE} and e.case_id = ${'caseId'} and e.seq > ${'seq'} and e.action <> all (${'untold'}::text[])
  order by e.seq limit 20`

const LAST_DEEDS = sql`
  select c.id, d.*
  from cases c cross join lateral (
    select e.seq, e.action, e.at, e.actor_id as "actorId", e.actor_kind as "actorKind",
    e.authority_id as "authorityId", o.name
    from events e left join people o on o.id = e.actor_id
    where e.case_id = c.id and e.action <> all (${'untold'}::text[]) order by e.seq desc limit 1) d
  where ${SCOPE} and c.id = any (${'ids'}::int[])`

@Injectable()
export class CaseNews implements OnModuleDestroy {
  private readonly listeners = new Set<(news: News) => void>()
  private notices: Notices | undefined
  private pending = new Set<number>()
  private missed = false
  private timer: NodeJS.Timeout | undefined

  constructor(private readonly db: Database) {}

  /**
   * Tells of changes from now on; the answer stops it. The first listener opens the connection, the
   * last one closes it.
   */
  listen(told: (news: News) => void): () => void {
    this.listeners.add(told)
    this.notices ??= new Notices(this.db.sessionUrl, CHANNEL, (text) => this.hear(text))
    return () => {
      this.listeners.delete(told)
      if (this.listeners.size === 0) void this.stop()
    }
  }

  onModuleDestroy(): Promise<void> {
    return this.stop()
  }

  /** Which of some cases an actor may see; for everybody with the same firm, authority and parts. */
  async visible(actor: Actor, ids: readonly number[]): Promise<Set<number>> {
    const found = await this.db.transaction(settingsOf(actor), (tx) =>
      rows<{ id: number }>(tx, ...VISIBLE({ ...scopeOf(actor), ids })),
    )
    return new Set(found.map(({ id }) => id))
  }

  /** What was done in a case after an event, as far as the actor sees it; that somebody looked does not count. */
  deedsAfter(actor: Actor, caseId: number, seq: number): Promise<Deed[]> {
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<Deed>(tx, ...DEEDS({ ...scopeOf(actor), caseId, seq, untold: untold(actor) })),
    )
  }

  /** What was done last in each of some cases that the actor may see. */
  lastDeeds(actor: Actor, ids: readonly number[]): Promise<(Deed & { readonly id: number })[]> {
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<Deed & { readonly id: number }>(tx, ...LAST_DEEDS({ ...scopeOf(actor), ids, untold: untold(actor) })),
    )
  }

  private hear(text: string | null): void {
    if (text === null || this.pending.size >= MOST) this.missed = true
    else this.pending.add(Number(text))
    this.timer ??= setTimeout(() => this.tell(), TOGETHER)
  }

  private tell(): void {
    const news: News = this.missed ? { all: true } : { ids: [...this.pending] }
    this.timer = undefined
    this.missed = false
    this.pending = new Set()
    for (const told of this.listeners) told(news)
  }

  private async stop(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const { notices } = this
    this.notices = undefined
    await notices?.close()
  }
}

/** Those who see the same cases have the same key. */
export const sameSight = (actor: Actor): string =>
  [actor.firmId ?? '', actor.authorityId ?? '', ...partsOf(actor)].join(' ')
