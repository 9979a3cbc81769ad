/** What was filed, each time that it was: answers and papers as they were. */
import { rows, type Tx } from '../base/database.js'
import type { Actor } from '../people/actor.js'
import { SCOPE, scopeOf } from './scope.js'

/** What was filed at an event; the firm's unsent correction has no event yet. */
export interface Filed {
  readonly seq: number
  readonly filedAt: Date
  readonly formVersion: string
  readonly answers: unknown
  readonly attachments: readonly number[]
}

const FILED = `
  select s.seq, s.filed_at as "filedAt", s.form_version as "formVersion", s.answers, s.attachments
  from submissions s join cases c on c.id = s.case_id where ${SCOPE} and c.id = $4 order by s.seq`

/** Every filing of a case within the actor's scope, the first one first. */
export function listFilings(tx: Tx, actor: Actor, caseId: number): Promise<Filed[]> {
  return rows<Filed>(tx, FILED, [...scopeOf(actor), caseId])
}
