/**
 * What was done to people and to the ways in which they come in: written with the act, never
 * changed (migrations/…-signIn.ts grants no more than adding).
 */
import { Injectable } from '@nestjs/common'
import { Database, rows, type Tx } from '../base/database.js'
import { type Actor, ADMINISTRATORS, requireRole } from './actor.js'
import { settingsOf } from './scope.js'
import type { PeopleAct } from './words.js'

export interface PeopleLine {
  readonly id: number
  readonly at: Date
  readonly act: PeopleAct
  readonly detail: Readonly<Record<string, unknown>>
  readonly personName: string | null
  readonly personAccount: string | null
  readonly actorName: string | null
  readonly actorAccount: string | null
}

export interface PeopleQuestion {
  /** Part of a name, or an account: of whoever did it, or to whom it was done. */
  readonly person?: string | undefined
  readonly kind?: string | undefined
  /** Instants: from the first, to before the second. */
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  /** The last entry of the page before. */
  readonly before?: number | undefined
}

/** Writes down what `actor` did to `personId`; null where there is no such person yet. */
export async function notePeople(
  tx: Tx,
  actor: Pick<Actor, 'id'>,
  { at, personId, act, detail = {} }: { at: Date; personId: number | null; act: PeopleAct; detail?: object },
): Promise<void> {
  await rows(tx, 'insert into people_history (at, person_id, actor_id, act, detail) values ($1, $2, $3, $4, $5)', [
    at,
    personId,
    actor.id,
    act,
    JSON.stringify(detail),
  ])
}

/** What is decided on an invitation is written down with its number: whom it is for stands there. */
const INVITED = `from invitations i where i.id = (h.detail ->> 'invitation')::int`
const DETAIL = `h.detail || coalesce((
    select jsonb_build_object('account', i.account, 'roles', i.roles) ${INVITED}), '{}')`
const LIST = `
  select h.id, h.at, h.act, ${DETAIL} as detail, p.name as "personName", p.account as "personAccount",
    a.name as "actorName", a.account as "actorAccount"
  from people_history h left join people p on p.id = h.person_id left join people a on a.id = h.actor_id
  where ($1::int is null or h.person_id = $1) and ($2::int is null or h.id < $2) order by h.id desc limit $3`

const FOUND = `
  from people_history h
  where ($1::int[] is null or h.person_id = any ($1) or h.actor_id = any ($1) or exists (
      select ${INVITED} and lower(i.account) = lower($7))) and ($2::text is null or h.act = $2)
    and ($3::timestamptz is null or h.at >= $3) and ($4::timestamptz is null or h.at < $4) and ($5::int is null
      or h.id < $5)`
const FIND = `
  select h.id, h.at, h.act, ${DETAIL} as detail, p.name as "personName", p.account as "personAccount",
    a.name as "actorName", a.account as "actorAccount"
  from (select * ${FOUND} order by h.id desc limit $6) h left join people p on p.id = h.person_id left
  join people a on a.id = h.actor_id order by h.id desc`
const COUNT = `select count(*)::int as n from (select 1 ${FOUND} limit $6) c`
const PEOPLE = `
  select id from people where lower(account) = lower($1) or name ilike '%' || $2 || '%' order by id limit 200`

/** Whom an auditor means by part of a name, or an account. */
export async function findPeople(tx: Tx, person: string): Promise<number[]> {
  const found = await rows<{ id: number }>(tx, PEOPLE, [person, person.replace(/[\\%_]/g, '\\$&')])
  return found.map(({ id }) => id)
}

@Injectable()
export class PeopleHistory {
  constructor(private readonly db: Database) {}

  /**
   * The newest first; of one person, or from before an entry. Throws Forbidden for all but the
   * three administrators.
   */
  list(actor: Actor, { personId, before, most = 50 }: { personId?: number; before?: number; most?: number } = {}) {
    requireRole(actor, ...ADMINISTRATORS)
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<PeopleLine>(tx, LIST, [personId ?? null, before ?? null, most]),
    )
  }

  /**
   * So many entries that fit, the newest first, and how many there are, counted up to `counted`.
   * Throws Forbidden for all but the three administrators.
   */
  find(actor: Actor, { person, kind, from, until, before }: PeopleQuestion, most: number, counted: number) {
    requireRole(actor, ...ADMINISTRATORS)
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const asked = [person === undefined ? null : await findPeople(tx, person), kind, from, until].map(
        (one) => one ?? null,
      )
      const [lines, count] = await Promise.all([
        rows<PeopleLine>(tx, FIND, [...asked, before ?? null, most, person ?? null]),
        rows<{ n: number }>(tx, COUNT, [...asked, null, counted, person ?? null]),
      ])
      return { lines, count: count[0]?.n ?? 0 }
    })
  }
}
