/**
 * The row of a new draft: empty, or with the answers of an earlier case of the same firm; its own
 * key is made with it.
 */
import { row, rows, type Tx } from '../base/database.js'
import { NotFound } from '../base/errors.js'
import { APPLICATION } from '../forms/application.js'
import type { Actor } from '../people/actor.js'
import { INITIAL } from '../workflow/step.js'
import { FORM_VERSION } from './formVersion.js'
import { FIRST_HASH } from './history.js'
import { CREATE } from './record.js'
import type { CaseKeys } from './sealing/caseKeys.js'
import { passportIndexOf } from './sealing/personFacts.js'
import { PLACES } from './sealing/place.js'
import { openTree, sealTree } from './sealing/sealedTree.js'

const EARLIER = 'select answers, data_key as "dataKey" from cases where id = $1 and firm_id = $2'

const NEXT = `select nextval(pg_get_serial_sequence('cases', 'id'))::int as id`

/**
 * Answers the draft's id, to which what is sealed in it is bound. Throws NotFound when the earlier
 * case is not the firm's.
 */
export async function createDraft(
  tx: Tx,
  keys: CaseKeys,
  actor: Actor,
  { now, year, from }: { readonly now: Date; readonly year: string; readonly from: number | undefined },
): Promise<number> {
  const answers = from === undefined ? {} : await earlierAnswers(tx, keys, actor, from)
  const next = await row<{ id: number }>(tx, NEXT)
  if (!next) throw new Error('no id for the draft')
  const { id } = next
  const { key, wrapped } = keys.create(id)
  await rows(
    tx,
    ...CREATE({
      id,
      number: `${year}-${String(id).padStart(6, '0')}`,
      state: INITIAL,
      firmId: actor.firmId,
      actorId: actor.id,
      now,
      firstHash: FIRST_HASH,
      formVersion: FORM_VERSION,
      answers: JSON.stringify(sealTree(APPLICATION, key, answers, PLACES.answers(id))),
      copiedFrom: from,
      dataKey: wrapped,
      passportIndex: passportIndexOf(keys, answers),
    }),
  )
  return id
}

async function earlierAnswers(tx: Tx, keys: CaseKeys, { firmId }: Actor, caseId: number): Promise<unknown> {
  const earlier = await row<{ answers: unknown; dataKey: Buffer | null }>(tx, EARLIER, [caseId, firmId])
  if (!earlier) throw new NotFound()
  return openTree(APPLICATION, keys.of(caseId, earlier.dataKey), earlier.answers, PLACES.answers(caseId))
}
