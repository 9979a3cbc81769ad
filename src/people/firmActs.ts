/** The history of a firm: written with each act, read by the firm and by officers, never changed. */
import { row, rows, type Tx } from '../base/database.js'
import { carried } from '../base/trail.js'
import type { Actor, Role } from './actor.js'
import type { FirmAct } from './firmWords.js'

export interface FirmActLine {
  readonly id: number
  readonly at: Date
  readonly act: FirmAct
  /** Null to a firm, of an officer: it reads which authority it was. */
  readonly actorName: string | null
  /** The officer's authority; null when the firm itself did it. */
  readonly authorityId: number | null
  readonly reason: string | null
  readonly detail: FirmActDetail
  /** The English name of the other firm of a mandate; null where it has none. */
  readonly withEn: string | null
}

export interface FirmActDetail {
  /** The facts that changed: what stood there, and what stands there now. */
  readonly before?: Readonly<Record<string, unknown>>
  readonly after?: Readonly<Record<string, unknown>>
  /** Kinds of papers that were sent with it. */
  readonly papers?: readonly string[]
  /** The other firm of a mandate, and its number. */
  readonly with?: string
  readonly mandate?: number
  /** The employer has agreed to less than was asked for. */
  readonly narrowed?: boolean
  /** Whose role was changed, and the role that they have now. */
  readonly person?: number
  readonly name?: string | undefined
  readonly role?: Role
  /** Of the key of the service account that is named. */
  readonly key?: string | undefined
}

interface NewFirmAct {
  readonly firmId: number
  readonly at: Date
  readonly act: FirmAct
  readonly reason?: string | undefined
  readonly detail?: FirmActDetail
}

const NOTE = `
  insert into firm_acts (firm_id, at, act, actor_id, authority_id, reason, detail, trail, xid)
  values ($1, $2, $3, $4, $5, $6, $7, $8, pg_current_xact_id()::text::bigint)`

const LIST = `
  select h.id, h.at, h.act, p.name as "actorName", h.authority_id as "authorityId", h.reason, h.detail,
    case when m.agent_id = h.firm_id then m.employer_name_en else m.agent_name_en end as "withEn"
  from firm_acts h left join people p on p.id = h.actor_id
  left join mandates m on m.id = (h.detail ->> 'mandate')::int where h.firm_id = $1 order by h.id desc limit 500`

/** Writes down what somebody did to a firm, in the transaction in which it is done. */
export async function noteFirmAct(
  tx: Tx,
  { id, authorityId }: Pick<Actor, 'id' | 'authorityId'>,
  { firmId, at, act, reason, detail = {} }: NewFirmAct,
): Promise<void> {
  await rows(tx, NOTE, [firmId, at, act, id, authorityId, reason ?? null, JSON.stringify(detail), carried().requestId])
}

/** The newest first. */
export const listFirmActs = (tx: Tx, firmId: number): Promise<FirmActLine[]> => rows<FirmActLine>(tx, LIST, [firmId])

/** One after another for a firm: whoever decides has seen what the firm says now. */
export async function takeFirm(tx: Tx, firmId: number): Promise<number> {
  await row(tx, `select pg_advisory_xact_lock(hashtext('firm'), $1)`, [firmId])
  const last = await row<{ id: number }>(
    tx,
    'select coalesce(max(id), 0)::int as id from firm_acts where firm_id = $1',
    [firmId],
  )
  return last?.id ?? 0
}
