/** What the letters of a list proposed, and what the permit authority has recorded since: for files, many at once. */
import { Injectable } from '@nestjs/common'
import { Database, rows } from '../base/database.js'
import { sql } from '../base/sql.js'
import { type Granted, grantedSchema, type Proposed, proposedSchema, wholeMonths } from '../cases/proposed.js'
import type { Actor } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { SEEN, seenBy } from './scope.js'

export interface LetterProposal {
  /** Undefined of letters from before there were routes, and of other papers. */
  readonly proposed: Proposed | undefined
  readonly outcome: 'recordGranted' | 'recordRefused' | undefined
  readonly granted: Granted | undefined
  /** Of the permit that was granted, where both of its days are known. */
  readonly monthsGranted: number | undefined
}

interface Found {
  readonly letterId: number
  readonly proposed: unknown
  readonly outcome: 'recordGranted' | 'recordRefused' | null
  readonly granted: unknown
}

/** A letter says what the recommendation before its own event proposed; its outcome comes after that. */
const OF_LETTERS = sql`
  select l.id as "letterId", r.proposed, o.action as outcome, o.content as granted
  from letters l join cases c on c.id = l.case_id
  cross join lateral (
    select e.seq, jsonb_build_object('asked', t.content -> 'asked', 'says', t.content -> 'says') as proposed
    from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
    where e.case_id = c.id and e.action = 'recommend' and e.seq <= coalesce(l.caused_by, e.seq)
    order by e.seq desc limit 1) r
  left join lateral (
    select e.action, jsonb_strip_nulls(jsonb_build_object(
      'permitClass', coalesce(d.content -> 'permitClass', t.content -> 'permitClass'),
      'validFrom', coalesce(d.content -> 'validFrom', t.content -> 'validFrom'),
      'validUntil', coalesce(d.content -> 'validUntil', t.content -> 'validUntil'))) as content
    from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
    left join lateral (
      select dt.content from events de join event_contents dt on dt.case_id = de.case_id and dt.seq = de.seq
      where de.case_id = e.case_id and de.seq > e.seq and de.action = 'completePermit'
      order by de.seq desc limit 1) d on true
    where e.case_id = c.id and e.seq > r.seq and e.action in ('recordGranted', 'recordRefused')
    order by e.seq desc limit 1) o on l.received_at is not null and l.ended_as is distinct from 'superseded'
  where ${SEEN} and l.kind = 'recommendation' and l.id = any (${'ids'}::int[])`

@Injectable()
export class LetterProposals {
  constructor(private readonly db: Database) {}

  /** Of those among the letters that are recommendations and within the actor's scope, by their ids. */
  async list(actor: Actor, ids: readonly number[]): Promise<Map<number, LetterProposal>> {
    const found = await this.db.transaction(settingsOf(actor), (tx) =>
      rows<Found>(tx, ...OF_LETTERS({ ...seenBy(actor), ids })),
    )
    return new Map(found.map((one) => [one.letterId, readProposal(one)]))
  }
}

function readProposal({ proposed, outcome, granted: written }: Found): LetterProposal {
  const granted = outcome === 'recordGranted' ? grantedSchema.safeParse(written).data : undefined
  const { validFrom, validUntil } = granted ?? {}
  return {
    proposed: proposedSchema.safeParse(proposed).data,
    outcome: outcome ?? undefined,
    granted,
    monthsGranted: validFrom && validUntil ? wholeMonths(validFrom, validUntil) : undefined,
  }
}
