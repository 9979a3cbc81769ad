/**
 * The row of a new draft: empty, or with the answers of an earlier case of the same firm; its own
 * key is made with it.
 */
import { row, rows, type Tx } from '../base/database.js'
import { NotFound, NotNow } from '../base/errors.js'
import { APPLICATION, askedStill } from '../forms/application.js'
import type { Actor } from '../people/actor.js'
import { requireServiceAct } from '../workflow/serviceActs.js'
import { INITIAL } from '../workflow/step.js'
import { FORM_VERSION } from './formVersion.js'
import { FIRST_HASH } from './history.js'
import { CREATE } from './record.js'
import type { CaseKeys } from './sealing/caseKeys.js'
import { passportIndexOf } from './sealing/personFacts.js'
import { PLACES } from './sealing/place.js'
import { openTree, sealTree } from './sealing/sealedTree.js'

/** What the actor sees: of the own firm, or begun for another one under a mandate in force. */
const EARLIER = `
  select answers, data_key as "dataKey", firm_id as "firmId", mandate_id as "mandateId" from cases where id = $1`
const EMPLOYER = `
  select m.employer_id as "firmId", m.id as "mandateId", m.most_cases as "mostCases" from mandates m
  where m.id = $1 and m.id = any ((select me_mandates())::int[])`

/** Those that were filed once, or are being filled in: what was discarded before counts for nothing. */
const BEGUN = `
  select count(*)::int as n from cases where mandate_id = $1 and (filed_on is not null or state = $2)`
const ONE_BY_ONE = `select pg_advisory_xact_lock(hashtext('cases of a mandate'), $1)`

const NEXT = `select nextval(pg_get_serial_sequence('cases', 'id'))::int as id`

/** The firm whose case it is, and the mandate under which another one files it. */
interface Whose {
  readonly firmId: number | null
  readonly mandateId: number | null
  /** How many applications may be begun under it. */
  readonly mostCases?: number | null
}

interface DraftWish {
  readonly now: Date
  readonly year: string
  readonly from: number | undefined
  readonly mandateId: number | undefined
}

/**
 * Answers the draft's id, to which what is sealed in it is bound. A copy of what was begun under a
 * mandate is begun under the same one. Throws NotFound when the earlier case is not the firm's, or the
 * mandate not in force; NotNow when as many are begun under it as it covers.
 */
export async function createDraft(
  tx: Tx,
  keys: CaseKeys,
  actor: Actor,
  { now, year, from, mandateId }: DraftWish,
): Promise<number> {
  requireServiceAct(actor, 'start')
  const earlier = from === undefined ? undefined : await earlierOf(tx, keys, from)
  const wanted = mandateId ?? (earlier && earlier.firmId !== actor.firmId ? earlier.mandateId : null)
  const own = { firmId: actor.firmId, mandateId: null }
  const whose = wanted === null ? own : await row<Whose>(tx, EMPLOYER, [wanted])
  if (!whose || (earlier && earlier.firmId !== whose.firmId)) throw new NotFound()
  await requireRoomUnder(tx, whose)
  const answers = earlier ? askedStill(earlier.answers) : {}
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
      firmId: whose.firmId,
      mandateId: whose.mandateId,
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

/** A mandate covers so many applications and no more; two that are begun at once come one after the other. */
async function requireRoomUnder(tx: Tx, { mandateId, mostCases = null }: Whose): Promise<void> {
  if (mandateId === null || mostCases === null) return
  await row(tx, ONE_BY_ONE, [mandateId])
  const begun = await row<{ n: number }>(tx, BEGUN, [mandateId, INITIAL])
  if ((begun?.n ?? 0) < mostCases) return
  throw new NotNow([
    {
      code: 'mandateUsedUp',
      zh: `委托最多新建${mostCases}件申请，已经用完。请用人单位结束原委托，再给予范围更大的委托。`,
      en:
        `The mandate covers ${mostCases} new ${mostCases === 1 ? 'application' : 'applications'}. No more can be ` +
        'started under it. Ask the employer to end it and give a wider one.',
    },
  ])
}

async function earlierOf(tx: Tx, keys: CaseKeys, caseId: number): Promise<Whose & { answers: unknown }> {
  const found = await row<Whose & { answers: unknown; dataKey: Buffer | null }>(tx, EARLIER, [caseId])
  if (!found) throw new NotFound()
  const { answers, dataKey, firmId, mandateId } = found
  const opened = openTree(APPLICATION, keys.of(caseId, dataKey), answers, PLACES.answers(caseId))
  return { firmId, mandateId, answers: opened }
}
