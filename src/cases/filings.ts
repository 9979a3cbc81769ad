/** What was filed, each time that it was: answers and papers as they were. */
import { rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import { APPLICATION } from '../forms/application.js'
import type { Actor } from '../people/actor.js'
import { SCOPE, scopeOf } from './scope.js'
import type { CaseKeys } from './sealing/caseKeys.js'
import { PLACES } from './sealing/place.js'
import { openTree } from './sealing/sealedTree.js'

/** What was filed at an event; the firm's unsent correction has no event yet. */
export interface FiledAnswers {
  readonly seq: number
  readonly filedAt: Date
  readonly formVersion: string
  readonly answers: unknown
  readonly attachments: readonly number[]
}

const FILED = sql`
  select s.seq, s.filed_at as "filedAt", s.form_version as "formVersion", s.answers, s.attachments,
    c.data_key as "dataKey"
  from submissions s join cases c on c.id = s.case_id where ${SCOPE} and c.id = ${'caseId'} order by s.seq`

/** Every filing of a case within the actor's scope, the first one first. */
export async function listFilings(tx: Tx, keys: CaseKeys, actor: Actor, caseId: number): Promise<FiledAnswers[]> {
  const filed = await rows<FiledAnswers & { dataKey: Buffer | null }>(tx, ...FILED({ ...scopeOf(actor), caseId }))
  return filed.map(({ dataKey, answers, ...rest }) => ({
    ...rest,
    answers: openTree(APPLICATION, keys.of(caseId, dataKey), answers, PLACES.filed(caseId, rest.seq)),
  }))
}
