/**
 * The history of all cases as the auditor reads it: who did what, when, in which case, and never
 * what was said. And the proofs that the worker makes of it.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../../base/clock.js'
import { Database, row, rows, type Tx } from '../../base/database.js'
import { NotFound } from '../../base/errors.js'
import { enqueue } from '../../jobs/queue.js'
import { TALENT_ACTS } from '../../jobs/talentAct.js'
import type { Actor, ActorKind } from '../../people/actor.js'
import { findPeople } from '../../people/peopleHistory.js'
import { settingsOf } from '../../people/scope.js'
import type { ProofResult } from './proof.js'
import type { State } from '../../workflow/machine.js'
import type { EventName } from '../../workflow/words.js'

/** An event without its content. */
export interface TrailEvent {
  readonly caseId: number
  readonly number: string
  readonly seq: number
  readonly at: Date
  readonly action: EventName
  readonly fromState: State | null
  readonly toState: State
  readonly internal: boolean
  readonly actorKind: ActorKind
  readonly actorName: string | null
  readonly actorAccount: string | null
  readonly authorityId: number | null
  readonly keyId: number | null
  /** In hexadecimal. */
  readonly hash: string
}

export interface TrailQuestion {
  readonly caseId?: number | undefined
  /** Part of a name, or an account. */
  readonly person?: string | undefined
  readonly actions?: readonly string[] | undefined
  /** Instants: from the first, to before the second. */
  readonly from?: Date | undefined
  readonly until?: Date | undefined
  readonly kind?: string | undefined
  readonly authorityId?: number | undefined
  /** The last event of the page before. */
  readonly after?: { readonly at: Date; readonly caseId: number; readonly seq: number } | undefined
}

/** What a candidate does on the own page is written down by the worker ($12), and is the candidate's. */
const KIND = `case when e.action = any ($12::text[]) then 'talent' else e.actor_kind end`
const FOUND = `
  from events e
  where ($1::int is null or e.case_id = $1) and ($2::int[] is null or e.actor_id = any ($2)) and ($3::text[] is null
    or e.action = any ($3))
    and ($4::timestamptz is null or e.at >= $4) and ($5::timestamptz is null or e.at < $5)
    and ($6::text is null or ${KIND} = $6) and ($7::int is null or e.authority_id = $7)
    and ($8::timestamptz is null or (e.at, e.case_id, e.seq) < ($8, $9::int, $10::int))
  order by e.at desc, e.case_id desc, e.seq desc limit $11`
const LIST = `
  select e.case_id as "caseId", n.number, e.seq, e.at, e.action, e.from_state as "fromState", e.to_state as "toState",
    e.internal, ${KIND} as "actorKind",
    p.name as "actorName", p.account as "actorAccount", e.authority_id as "authorityId", e.key_id as "keyId",
      encode(e.hash, 'hex') as hash
  from (select * ${FOUND}) e
  left join people p on p.id = e.actor_id
  left join case_numbers((select array_agg(f.case_id) from (select e.case_id ${FOUND}) f)) n on n.id = e.case_id
  order by e.at desc, e.case_id desc, e.seq desc`
const COUNT = `select count(*)::int as n from (select 1 ${FOUND}) c`

export interface CaseProof {
  readonly id: number
  readonly askedAt: Date
  readonly doneAt: Date | null
  readonly result: ProofResult | null
}

const PROOF = `select id, asked_at as "askedAt", done_at as "doneAt", result from proofs where case_id = $1
  order by id desc limit 1`
const ASK = 'insert into proofs (case_id, asked_by, asked_at) values ($1, $2, $3) returning id'

@Injectable()
export class AuditTrail {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** So many events that fit, the newest first, and how many there are in all, counted up to `counted`. */
  find(actor: Actor, { after, ...question }: TrailQuestion, most: number, counted: number) {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const values = await valuesOf(tx, question)
      const [lines, count] = await Promise.all([
        rows<TrailEvent>(tx, LIST, [...values, after?.at, after?.caseId, after?.seq, most, TALENT_ACTS]),
        row<{ n: number }>(tx, COUNT, [...values, null, null, null, counted, TALENT_ACTS]),
      ])
      return { lines, count: count?.n ?? 0 }
    })
  }

  /** The case of a number; undefined when there is none. */
  async caseOf(actor: Actor, number: string): Promise<number | undefined> {
    const found = await this.db.transaction(settingsOf(actor), (tx) =>
      row<{ id: number | null }>(tx, 'select case_by_number($1) as id', [number]),
    )
    return found?.id ?? undefined
  }

  /** A case's number, and its last proof. Throws NotFound. */
  one(actor: Actor, caseId: number): Promise<{ number: string; proof: CaseProof | undefined }> {
    return this.db.transaction(settingsOf(actor), async (tx) => {
      const found = await row<{ number: string }>(tx, 'select number from case_numbers(array[$1::int])', [caseId])
      if (!found) throw new NotFound()
      return { number: found.number, proof: await row<CaseProof>(tx, PROOF, [caseId]) }
    })
  }

  /** Asks the worker for a proof, and waits for it a little. Throws NotFound. */
  async prove(actor: Actor, caseId: number): Promise<void> {
    await this.one(actor, caseId)
    const id = await this.db.transaction(settingsOf(actor), async (tx) => {
      const asked = await row<{ id: number }>(tx, ASK, [caseId, actor.id, this.clock.now()])
      await enqueue(tx, 'proveCase', { proofId: asked?.id ?? 0 })
      return asked?.id
    })
    for (let wait = 0; wait < PATIENCE; wait++) {
      const { proof } = await this.one(actor, caseId)
      if (proof?.id !== id || proof?.doneAt) return
      await new Promise((resolve) => setTimeout(resolve, TURN))
    }
  }
}

async function valuesOf(tx: Tx, { person, ...question }: Omit<TrailQuestion, 'after'>): Promise<unknown[]> {
  const { caseId, actions, from, until, kind, authorityId } = question
  return [caseId, person === undefined ? null : await findPeople(tx, person), actions, from, until, kind, authorityId]
}

/** How often a proof is looked for, and how long between, in milliseconds. */
const PATIENCE = 20
const TURN = 150
