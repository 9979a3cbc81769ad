/**
 * What system administrators announce to everybody, to firms or to staff. What runs is kept at
 * hand, since every page shows it.
 */
import { Injectable, type OnModuleInit } from '@nestjs/common'
import { StaleCache } from '../base/staleCache.js'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { Invalid, NotFound } from '../base/errors.js'
import type { Bilingual } from '../base/text.js'
import { type Actor, requireRole } from './actor.js'
import type { Announcement } from './adminEntities.js'
import { settingsOf } from './scope.js'

export type Audience = Announcement['audience']
export type Level = Announcement['level']

export interface AnnouncementLine {
  readonly id: number
  readonly fromAt: Date
  readonly untilAt: Date
  readonly audience: Audience
  readonly level: Level
  readonly what: Bilingual
  readonly endedAt: Date | null
}

export type AnnouncementWish = Omit<AnnouncementLine, 'id' | 'endedAt'>

const COLUMNS = `id, from_at as "fromAt", until_at as "untilAt", audience, level, what, ended_at as "endedAt"`
const RUNNING = `select ${COLUMNS} from announcements where ended_at is null and until_at > $1 order by from_at, id
  limit 20`
const LIST = `select ${COLUMNS} from announcements order by id desc limit 100`
const ADD = `
  insert into announcements (from_at, until_at, audience, level, what, drafted_by, drafted_at)
  values ($1, $2, $3, $4, $5, $6, $7)`

const MOST_DAYS = 92

@Injectable()
export class Announcements implements OnModuleInit {
  private readonly cache = new StaleCache(() =>
    this.db.transaction({}, (tx) => rows<AnnouncementLine>(tx, RUNNING, [this.clock.now()])),
  )

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.cache.refresh()
  }

  /** What this reader is to see now; as they were known some seconds ago. */
  running(reader: Actor | undefined): AnnouncementLine[] {
    const now = this.clock.now()
    return (this.cache.get() ?? []).filter(
      ({ fromAt, untilAt, audience }) => fromAt <= now && now < untilAt && isFor(audience, reader),
    )
  }

  /** All, the newest first. Throws Forbidden unless a system administrator asks. */
  list(actor: Actor): Promise<AnnouncementLine[]> {
    requireRole(actor, 'systemAdmin')
    return this.db.transaction(settingsOf(actor), (tx) => rows<AnnouncementLine>(tx, LIST))
  }

  /** Announces something. Throws Forbidden, Invalid. */
  async announce(actor: Actor, { fromAt, untilAt, audience, level, what }: AnnouncementWish): Promise<void> {
    requireRole(actor, 'systemAdmin')
    if (untilAt <= fromAt) throw new Invalid([endsBefore])
    if (untilAt <= this.clock.now()) throw new Invalid([over])
    if (untilAt.getTime() - fromAt.getTime() > MOST_DAYS * 86_400_000) throw new Invalid([tooLong])
    const values = [fromAt, untilAt, audience, level, JSON.stringify(what), actor.id, this.clock.now()]
    await this.db.transaction(settingsOf(actor), (tx) => rows(tx, ADD, values))
    await this.cache.refresh()
  }

  /** Takes one back at once. Throws Forbidden, NotFound. */
  async end(actor: Actor, id: number): Promise<void> {
    requireRole(actor, 'systemAdmin')
    const ended = await this.db.transaction(settingsOf(actor), (tx) =>
      row(tx, 'update announcements set ended_at = $2 where id = $1 and ended_at is null returning id', [
        id,
        this.clock.now(),
      ]),
    )
    if (!ended) throw new NotFound()
    await this.cache.refresh()
  }
}

function isFor(audience: Audience, reader: Actor | undefined): boolean {
  if (audience === 'all') return true
  return reader !== undefined && (reader.firmId !== null) === (audience === 'firms')
}

const endsBefore = {
  code: 'endsBefore',
  path: 'until',
  message: { zh: '结束时间早于开始时间。', en: 'The end is before the start.' },
}
const over = { code: 'over', path: 'until', message: { zh: '该时段已经过去。', en: 'This time is in the past.' } }
const tooLong = {
  code: 'tooLong',
  path: 'until',
  message: { zh: '一次最长三个月。', en: 'At most three months at a time.' },
}
