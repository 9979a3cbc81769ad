/** The auditor looks through what AccessLog has kept: by person, address, kind and time, the newest first. */
import { Injectable } from '@nestjs/common'
import { Database, rows, type Tx } from '../base/database.js'
import type { AccessKind } from './accessLog.js'
import { type Actor, requireRole } from './actor.js'
import { findPeople } from './peopleHistory.js'
import { settingsOf } from './scope.js'

export interface AccessEntry {
  readonly id: number
  readonly at: Date
  readonly untilAt: Date | null
  readonly kind: AccessKind
  readonly name: string | null
  readonly account: string | null
  readonly keyId: number | null
  readonly address: string | null
  readonly what: string | null
  readonly times: number
}

export interface AccessQuestion {
  /** Part of a name, or an account. */
  readonly person?: string | undefined
  readonly address?: string | undefined
  readonly kind?: string | undefined
  /** Instants: from the first, to before the second. */
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  /** The last line of the page before. */
  readonly before?: number | undefined
}

const FOUND = `
  from access_log l
  where ($1::int[] is null or l.person_id = any ($1)) and ($2::text is null or l.address = $2) and ($3::text is null
    or l.kind = $3)
    and ($4::timestamptz is null or l.at >= $4) and ($5::timestamptz is null or l.at < $5) and ($6::int is null
      or l.id < $6)`
const LIST = `
  select l.id, l.at, l.until_at as "untilAt", l.kind, p.name, p.account, l.key_id as "keyId", l.address, l.what, l.times
  from (select * ${FOUND} order by l.id desc limit $7) l left join people p on p.id = l.person_id order by l.id desc`
const COUNT = `select count(*)::int as n from (select 1 ${FOUND} limit $7) c`

@Injectable()
export class AccessSearch {
  constructor(private readonly db: Database) {}

  /** So many lines, and how many there are, counted up to `counted`. Throws Forbidden for all but the auditor. */
  async find(actor: Actor, question: AccessQuestion, most: number, counted: number) {
    requireRole(actor, 'auditor')
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const values = await valuesOf(tx, question)
      const all = await valuesOf(tx, { ...question, before: undefined })
      const [lines, count] = await Promise.all([
        rows<AccessEntry>(tx, LIST, [...values, most]),
        rows<{ n: number }>(tx, COUNT, [...all, counted]),
      ])
      return { lines, count: count[0]?.n ?? 0 }
    })
  }
}

async function valuesOf(tx: Tx, { person, address, kind, from, until, before }: AccessQuestion): Promise<unknown[]> {
  const people = person === undefined ? null : await findPeople(tx, person)
  return [people, address ?? null, kind ?? null, from ?? null, until ?? null, before ?? null]
}
