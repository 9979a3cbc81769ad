/**
 * Who came in, who tried to, and what was refused, for the auditor: a table to which is only added.
 * What opens a session is written in its transaction; all else is noted in memory and written
 * within a second, so that no request waits for it. Repeats of the same within a minute become one
 * line with their number, and a minute has a most of lines, so that no flood fills the disk. An
 * account that was typed and is nobody's is not kept: it may be a password.
 */
import { Injectable, Logger } from '@nestjs/common'
import { causeOf } from '../base/cause.js'
import { Clock } from '../base/clock.js'
import { Database, rows, type Tx } from '../base/database.js'

export const ACCESS_KINDS = [
  'signedIn',
  'signInFailed',
  'throttled',
  'signedOut',
  'sessionsEnded',
  'proofFailed',
  'keyUsed',
  'keyRefused',
  'refused',
  'notFound',
  'revealed',
  'exported',
] as const
export type AccessKind = (typeof ACCESS_KINDS)[number]

export interface AccessNote {
  readonly kind: AccessKind
  readonly personId?: number | null | undefined
  readonly keyId?: number | null | undefined
  readonly address: string
  /** A route, a way of signing in, or a reason: words of ours, never what somebody has typed. */
  readonly what?: string | undefined
  /** By which repeats are told; `what` itself when not told. */
  readonly like?: string | undefined
}

/** A line as it is written. */
export interface AccessLine {
  readonly at: Date
  readonly untilAt?: Date | null
  readonly kind: AccessKind
  readonly personId: number | null
  readonly keyId?: number | null
  readonly address: string | null
  readonly what: string | null
  readonly times: number
}

const ADD = `
  insert into access_log (at, until_at, kind, person_id, key_id, address, what, times)
  select * from unnest($1::timestamptz[], $2::timestamptz[], $3::text[], $4::int[], $5::int[], $6::text[], $7::text[],
    $8::int[])`

/** Writes lines in a transaction that is open. */
export async function addAccess(tx: Tx, lines: readonly AccessLine[]): Promise<void> {
  await rows(tx, ADD, [
    lines.map(({ at }) => at),
    lines.map(({ untilAt }) => untilAt ?? null),
    lines.map(({ kind }) => kind),
    lines.map(({ personId }) => personId),
    lines.map(({ keyId }) => keyId ?? null),
    lines.map(({ address }) => address),
    lines.map(({ what }) => what),
    lines.map(({ times }) => times),
  ])
}

/**
 * In milliseconds: how soon a line is written, how long repeats are gathered, and when it is tried
 * again while the database is away.
 */
const SOON = 500
const GATHERED = 60_000
const AWAY = 5_000
/** Different lines of a process and minute; more than that are told by their number alone. */
export const MOST_LINES = 200
/** Lines that wait for a database that is away. */
const MOST_WAITING = 2_000
/** Uses of keys are told once an hour and address. */
const TURNS_OF_KEYS = 60

interface Repeat {
  readonly line: AccessLine
  from: Date
  until: Date
  times: number
}

@Injectable()
export class AccessLog {
  private readonly log = new Logger('access')
  private waiting: AccessLine[] = []
  private readonly repeats = new Map<string, Repeat>()
  private readonly keysSeen = new Set<string>()
  private turns = 0
  private writing: NodeJS.Timeout | undefined
  private gathering: NodeJS.Timeout | undefined

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes something; written soon. */
  note({ kind, personId = null, keyId = null, address, what = '', like = what }: AccessNote): void {
    const key = JSON.stringify([kind, personId, keyId, address, like])
    if (kind === 'keyUsed') {
      if (this.keysSeen.has(key)) return
      if (this.keysSeen.size < MOST_LINES) this.keysSeen.add(key)
    }
    const line = { at: this.clock.now(), kind, personId, keyId, address, what: what || null, times: 1 }
    if (this.repeats.size < MOST_LINES || this.repeats.has(key)) this.gather(key, line)
    else this.gather(kind, { ...line, personId: null, keyId: null, address: null, what: null })
  }

  private gather(key: string, line: AccessLine): void {
    const known = this.repeats.get(key)
    if (known) {
      if (known.times === 0) known.from = line.at
      known.until = line.at
      known.times++
      return
    }
    this.repeats.set(key, { line, from: line.at, until: line.at, times: 0 })
    this.waiting.push(line)
    this.gathering ??= setTimeout(() => void this.turn(), GATHERED).unref()
    this.writing ??= setTimeout(() => void this.write(), SOON).unref()
  }

  /** Ends the minute: repeats become lines, and all that waits is written. */
  async turn(): Promise<void> {
    clearTimeout(this.gathering)
    this.gathering = undefined
    this.turns++
    if (this.turns % TURNS_OF_KEYS === 0) this.keysSeen.clear()
    for (const { line, from, until, times } of this.repeats.values())
      if (times > 0) this.waiting.push({ ...line, at: from, untilAt: until, times })
    this.repeats.clear()
    await this.write()
  }

  private async write(): Promise<void> {
    clearTimeout(this.writing)
    this.writing = undefined
    const lines = this.waiting
    this.waiting = []
    if (lines.length === 0) return
    try {
      await this.db.transaction({}, (tx) => addAccess(tx, lines))
    } catch (error) {
      this.waiting = [...lines, ...this.waiting].slice(0, MOST_WAITING)
      this.log.warn({ msg: 'lines wait for the database', lines: this.waiting.length, ...causeOf(error) })
      this.writing ??= setTimeout(() => void this.write(), AWAY).unref()
    }
  }
}
