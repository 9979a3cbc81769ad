/**
 * Tells open pages what others have done: the counts of a queue's tabs, what was done in a case of
 * its rows, and that a case which is open has changed. What all those see who see the same cases is
 * worked out once for all of them, and no more often than every few seconds; nothing is sent that the
 * scope has not been asked about, nothing after the session has ended.
 */
import { Injectable, type OnModuleDestroy } from '@nestjs/common'
import type { FastifyReply } from 'fastify'
import { SpeakerGone } from '../../base/databaseErrors.js'
import type { Language } from '../../base/text.js'
import { CaseNews, type Deed, type News, sameSight } from '../../cases/news.js'
import { type Person, Sessions } from '../../people/session.service.js'
import { QueueCounts } from '../case/queueCounts.js'
import { deedLines, deedText } from '../case/deeds.js'
import { Stream } from './stream.js'

const BEAT = 20_000 // ms
/** Counts of one queue are worked out no more often. */
const COUNT_PAUSE = 3_000 // ms
/** Own counts that are worked out at a time. */
const MOST_OWN = 20
const MOST_A_PERSON = 6
/** Of more changes at once rows say nothing; the counts do. */
const MOST_ROWS = 50
const MOST = 4_000

/** What a page wants to hear of: a queue, by its query, or a case, from an event on. */
export interface Wish {
  readonly queue?: string | undefined
  readonly caseId?: number | undefined
  readonly seq: number
}

interface Subscriber {
  readonly person: Person
  readonly language: Language
  readonly sessionId: string
  readonly wish: Wish
  readonly stream: Stream
  seq: number
  /** The count of the person's own cases may not be right any more. */
  stale: boolean
}

@Injectable()
export class Live implements OnModuleDestroy {
  private readonly subscribers = new Set<Subscriber>()
  private stopListening: (() => void) | undefined
  private beating: NodeJS.Timeout | undefined
  /** Queues that have changed and wait for their pause to be over. */
  private counting: NodeJS.Timeout | undefined
  private readonly changed = new Set<string>()

  constructor(
    private readonly news: CaseNews,
    private readonly counts: QueueCounts,
    private readonly sessions: Sessions,
  ) {}

  /** Whether one more page may listen. */
  get hasRoom(): boolean {
    return this.subscribers.size < MOST
  }

  /** Opens a stream for somebody's page; their oldest one ends when they have too many. */
  add(reply: FastifyReply, subscriber: Omit<Subscriber, 'stream' | 'seq' | 'stale'>): void {
    const own = [...this.subscribers].filter(({ person }) => person.id === subscriber.person.id)
    for (const oldest of own.slice(0, Math.max(0, own.length - MOST_A_PERSON + 1))) this.drop(oldest, 'end')
    const stream = new Stream(reply, () => this.drop(added))
    const added: Subscriber = { ...subscriber, stream, seq: subscriber.wish.seq, stale: false }
    this.subscribers.add(added)
    this.stopListening ??= this.news.listen((news) => void this.tell(news).catch(() => {}))
    this.beating ??= setInterval(() => void this.beat(), BEAT).unref()
    void this.catchUp(added).catch(() => {})
  }

  /** Ends every stream; their pages come back to another process, or to this one's successor. */
  onModuleDestroy(): void {
    for (const one of this.subscribers) this.drop(one, '')
  }

  private drop(one: Subscriber, event?: string): void {
    if (!this.subscribers.delete(one)) return
    if (event !== undefined) one.stream.end(event || undefined)
    if (this.subscribers.size > 0) return
    this.stopListening?.()
    this.stopListening = undefined
    clearInterval(this.beating)
    clearTimeout(this.counting)
    this.beating = undefined
    this.counting = undefined
  }

  /** What happened between the page and its stream. */
  private async catchUp(one: Subscriber): Promise<void> {
    if (one.wish.caseId === undefined) return
    this.tellDeeds([one], await this.news.deedsAfter(one.person, one.wish.caseId, one.seq))
  }

  private async tell(news: News): Promise<void> {
    await this.letGo()
    const bySight = grouped(this.subscribers, ({ person }) => sameSight(person))
    for (const alike of bySight.values()) await this.tellThose(alike, news)
    if (this.changed.size > 0) this.countSoon()
  }

  private countSoon(): void {
    this.counting ??= setTimeout(() => void this.count().catch(() => {}), COUNT_PAUSE).unref()
  }

  /** Those who see the same cases: asked once. */
  private async tellThose(alike: readonly Subscriber[], news: News): Promise<void> {
    const open = grouped(alike, ({ wish }) => wish.caseId)
    const ids = 'all' in news ? [...open.keys()].flatMap((id) => id ?? []) : news.ids
    const visible = await this.ask(alike, ({ person }) => this.news.visible(person, ids))
    if (!visible) return
    if ('all' in news || visible.size > 0)
      for (const one of alike) {
        if (one.wish.queue === undefined) continue
        this.changed.add(this.counts.keyOf(one.person, one.wish.queue))
        one.stale = true
      }
    if (!('all' in news)) await this.tellRows(alike, [...visible])
    for (const [id, readers] of open)
      if (id !== undefined && visible.has(id)) {
        const since = Math.min(...readers.map(({ seq }) => seq))
        this.tellDeeds(readers, (await this.ask(alike, ({ person }) => this.news.deedsAfter(person, id, since))) ?? [])
      }
  }

  /** Those whose list may have a row of these cases hear what was done in them last. */
  private async tellRows(alike: readonly Subscriber[], ids: readonly number[]): Promise<void> {
    const readers = alike.filter(({ wish }) => wish.queue !== undefined)
    if (readers.length === 0 || ids.length === 0 || ids.length > MOST_ROWS) return
    const deeds = (await this.ask(readers, ({ person }) => this.news.lastDeeds(person, ids))) ?? []
    for (const { person, language, stream } of readers) {
      const others = deeds.filter(({ actorId }) => actorId !== person.id)
      if (others.length > 0)
        stream.send('rows', Object.fromEntries(others.map((deed) => [deed.id, deedText(deed)[language]])))
    }
  }

  /** What those who see the same are told, asked by one of them; whose session has ended meanwhile is let go. */
  private async ask<T>(alike: readonly Subscriber[], what: (one: Subscriber) => Promise<T>): Promise<T | undefined> {
    for (const one of alike)
      try {
        return await what(one)
      } catch (error) {
        if (!(error instanceof SpeakerGone)) throw error
        this.drop(one, 'end')
      }
    return undefined
  }

  private tellDeeds(readers: readonly Subscriber[], deeds: readonly Deed[]): void {
    for (const reader of readers) {
      const fresh = deeds.filter(({ seq, actorId }) => seq > reader.seq && actorId !== reader.person.id)
      reader.seq = Math.max(reader.seq, ...deeds.map(({ seq }) => seq))
      if (fresh.length > 0) reader.stream.send('case', { lines: deedLines(fresh, reader.language) })
    }
  }

  /**
   * Counts every changed queue once, and tells all who look at it; some of them, by turns, what has
   * become of their own cases.
   */
  private async count(): Promise<void> {
    this.counting = undefined
    await this.letGo()
    const keys = new Set(this.changed)
    this.changed.clear()
    const looking = [...this.subscribers].filter(({ wish }) => wish.queue !== undefined)
    const byQueue = grouped(looking, ({ person, wish }) => this.counts.keyOf(person, wish.queue ?? ''))
    for (const [key, readers] of byQueue) {
      const [first] = readers
      if (!first || first.wish.queue === undefined || !keys.has(key)) continue
      const counts = await this.ask(readers, ({ person, wish }) => this.counts.get(person, wish.queue ?? ''))
      for (const { stream } of readers) if (counts) stream.send('counts', counts)
    }
    const stale = looking.filter((one) => one.stale)
    for (const one of stale.slice(0, MOST_OWN)) {
      one.stale = false
      const counts = await this.ask([one], ({ person, wish }) => this.counts.own(person, wish.queue ?? ''))
      if (counts) one.stream.send('counts', counts)
      // the others come first the next time
      if (this.subscribers.delete(one)) this.subscribers.add(one)
    }
    if (stale.length > MOST_OWN) this.countSoon()
  }

  /** First all beat, since a page gives up a stream that is silent; then those whose session has ended are let go. */
  async beat(): Promise<void> {
    for (const { stream } of this.subscribers) stream.beat()
    await this.letGo().catch(() => undefined) // when the database is away, nobody can tell
  }

  /** Ends the streams whose session has ended. */
  private async letGo(): Promise<void> {
    const looked = [...this.subscribers]
    const alive = await this.sessions.listAlive(looked)
    for (const one of looked) if (!alive.has(one.sessionId)) this.drop(one, 'end')
  }
}

/** What belongs together, in the order in which it comes. */
function grouped<One, Key>(all: Iterable<One>, keyOf: (one: One) => Key): Map<Key, One[]> {
  const groups = new Map<Key, One[]>()
  for (const one of all) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return groups
}
