/**
 * Makes the proofs that auditors ask for: the worker alone reads what events say without being a
 * party to the case, and shows none of it.
 */
import { Injectable } from '@nestjs/common'
import { Clock } from '../base/clock.js'
import { Database, row, rows } from '../base/database.js'
import { type End, type Row, selectRows } from '../cases/audit/chain.js'
import { AuditKeys } from '../cases/audit/keys.js'
import { proveCase } from '../cases/audit/proof.js'
import { WORKER } from '../people/actor.js'
import { settingsOf } from '../people/scope.js'
import { Sealing } from './sealer.js'

const ASKED = 'select case_id as "caseId" from proofs where id = $1 and done_at is null'
/** Holds the case still while its rows are read. */
const END = `
  select id as "caseId", last_seq as "lastSeq", encode(last_hash, 'hex') as "lastHash", state, version from cases
  where id = $1 for share`
const CHECKPOINTS =
  'select no, document from checkpoints where cases @> array[$1::int] and stored_at is not null order by no'
const DONE = 'update proofs set done_at = $2, result = $3 where id = $1'

@Injectable()
export class Prover {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly keys: AuditKeys,
    private readonly sealing: Sealing,
  ) {}

  /** Job `proveCase`. One that is made already is left as it is. */
  async prove(proofId: number): Promise<void> {
    const evidence = await this.db.transaction(settingsOf(WORKER), async (tx) => {
      const asked = await row<{ caseId: number }>(tx, ASKED, [proofId])
      if (!asked) return undefined
      const { caseId } = asked
      const end = await row<End>(tx, END, [caseId])
      const documents = await rows<{ no: number; document: string }>(tx, CHECKPOINTS, [caseId])
      return { caseId, end, documents, rows: await rows<Row>(tx, selectRows('e.case_id = $1'), [caseId]) }
    })
    if (!evidence) return
    const result = await proveCase(evidence, this.keys.seals, this.sealing.sinks)
    await this.db.transaction(settingsOf(WORKER), (tx) =>
      rows(tx, DONE, [proofId, this.clock.now(), JSON.stringify(result)]),
    )
  }
}
