/** What was done to people and to the ways in which they come in: written with the act, never changed (migrations/…-signIn.ts grants no more than adding). */
import { Injectable } from '@nestjs/common'
import { Database, rows, type Tx } from '../base/database.js'
import { type Actor, ADMINISTRATORS, requireRole } from './actor.js'
import { settingsOf } from './scope.js'

export type PeopleAct =
  | 'invited'
  | 'invitationApproved'
  | 'invitationDeclined'
  | 'joined'
  | 'rolesProposed'
  | 'rolesApproved'
  | 'rolesDeclined'
  | 'endProposed'
  | 'endApproved'
  | 'endDeclined'
  | 'accessEnded'
  | 'sessionsEnded'
  | 'keysEnded'
  | 'factorsReset'
  | 'passwordChanged'
  | 'passwordReset'
  | 'authenticatorAdded'
  | 'authenticatorRemoved'
  | 'codesRenewed'
  | 'passkeyAdded'
  | 'passkeyRemoved'
  | 'providerLinked'
  | 'providerUnlinked'

export interface PeopleLine {
  readonly id: number
  readonly at: Date
  readonly act: PeopleAct
  readonly detail: Readonly<Record<string, unknown>>
  readonly personName: string | null
  readonly personAccount: string | null
  readonly actorName: string | null
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

const LIST = `
  select h.id, h.at, h.act, h.detail, p.name as "personName", p.account as "personAccount", a.name as "actorName"
  from people_history h left join people p on p.id = h.person_id left join people a on a.id = h.actor_id
  where ($1::int is null or h.person_id = $1) and ($2::int is null or h.id < $2) order by h.id desc limit $3`

@Injectable()
export class PeopleHistory {
  constructor(private readonly db: Database) {}

  /** The newest first; of one person, or from before an entry. Throws Forbidden for all but the three administrators. */
  list(actor: Actor, { personId, before, most = 50 }: { personId?: number; before?: number; most?: number } = {}) {
    requireRole(actor, ...ADMINISTRATORS)
    return this.db.transaction(settingsOf(actor), (tx) =>
      rows<PeopleLine>(tx, LIST, [personId ?? null, before ?? null, most]),
    )
  }
}
