/**
 * Which tables are kept for good beside the histories of cases, and what of each row its mark
 * covers. A trigger leaves a mark with every row that is added or changed (migrations/…-trail.ts);
 * the next checkpoint seals it. Here a row is compared with its last mark, and every mark with what
 * was sealed.
 */
import type { SealedRow } from './book.js'
import { markOfRow } from './checkpoint.js'
import { sha256 } from './merkle.js'

/** Table → columns, its key first. */
export const MARKED: Readonly<Record<string, string>> = {
  people: 'id account firm_id authority_id roles password_hash email ended_at',
  authenticators: 'person_id secret added_at',
  passkeys: 'id person_id credential_id public_key transports name added_at',
  provider_links: 'id person_id issuer subject linked_by linked_at',
  api_keys: 'id person_id name prefix key_hash scopes roles created_at expires_at ended_at',
  invitations:
    'id token_hash account name roles firm_id authority_id invited_by invited_at expires_at used_at ' +
    'approved_by approved_at',
  people_history: 'id at person_id actor_id act detail',
  people_proposals: 'id person_id act roles why proposed_by proposed_at decided_by decided_at approved',
  firms: 'id name_zh credit_code registered_at confirmed_at confirmed_by declined_at decline_reason',
  firm_acts: 'id firm_id at act actor_id authority_id reason detail',
  firm_papers: 'id firm_id kind sha256 uploaded_at',
  reference:
    'id kind key effective_from body drafted_by drafted_at approved_by approved_at note revision ' +
    'sent_back_at sent_back_by sent_back_why sent_back_revision withdrawn_at',
  outages: 'id from_on to_on what recorded_by recorded_at',
  announcements: 'id from_at until_at audience level what drafted_by drafted_at ended_at',
  discarded_jobs: 'job_id task asked_at discarded_by discarded_at reason',
  resumed_sealings: 'id at operator why first_no last_no',
  content_readings: 'id case_id asked_by asked_at reason decided_by decided_at refused_why open_until',
  clearing_approvals: 'id store_id most reason given_by given_at used_at',
  talent_consents: 'id case_id at notice given how',
  letter_receipts: 'id letter_id at what person_id authority_id firm_id key_id package_id sha256',
  export_keys: 'no id public_key first_used_at',
  access_log: 'id at until_at kind person_id key_id address what times',
}

/** What its person may take away: its last mark says so, in place of what it said (migrations/…-history.ts). */
const REMOVABLE = new Set(['authenticators', 'passkeys', 'provider_links'])
const GONE = sha256('gone').toString('hex')

/** What is thrown away in time, and after how many days at the earliest (migrations/…-trail.ts). */
const THROWN_AWAY: Readonly<Record<string, number>> = { access_log: 183 }

/**
 * A row beside one of its marks; of a row without any, and of a mark whose row is gone, one half is
 * null. Hashes in hexadecimal.
 */
export interface RowBesideMark {
  readonly relation: string
  readonly rowId: string
  readonly id: number | null
  readonly digest: string | null
  readonly sealedIn: number | null
  /** What the row says now, in the words that are hashed. */
  readonly said: string | null
}

/**
 * The statement that reads the rows of every table beside their marks, in the order of tables, rows
 * and marks. In a transaction whose time zone is UTC.
 */
export const SELECT_MARKED: string = Object.entries(MARKED)
  .map(([relation, list], at) => {
    const columns = list.split(' ')
    const said = columns.map((name) => `'${name}', t.${name}`).join(', ')
    return `
  select ${at} as place, '${relation}' as relation, coalesce(m.row_id, r.row_id) as key, coalesce(m.row_id,
    r.row_id)::text as "rowId", m.id,
    encode(m.digest, 'hex') as digest, m.sealed_in as "sealedIn", r.said
  from (select * from row_marks where relation = '${relation}') m
  full join (select t.${columns[0]}::bigint as row_id, jsonb_build_object(${said})::text as said
  from ${relation} t) r on r.row_id = m.row_id`
  })
  .join(' union all ')
  .concat(' order by place, key, id')

/**
 * changed: the row does not say what its last mark says; missing: it is not there, though its marks
 * are; extra: it has no mark, or one that says it was sealed and was not; seal: a mark is not what
 * was sealed; cut: sealed, and there is neither row nor mark; untold: somebody's roles are not those
 * that the history of people tells of.
 */
export type RowFaultKind = 'changed' | 'missing' | 'extra' | 'seal' | 'cut' | 'untold'

export interface RowFault {
  readonly relation: string
  readonly rowId: string
  readonly kind: RowFaultKind
  /** The checkpoint that says so. */
  readonly checkpoint?: number
}

/** People who have other roles than they came with, or than two administrators have agreed on since. */
export const UNTOLD_ROLES = `
  select 'people' as relation, p.id::text as "rowId", 'untold' as kind
  from people p join lateral (
    select h.detail -> 'roles' as roles from people_history h
    where h.person_id = p.id and h.act in ('joined', 'rolesApproved') order by h.id desc limit 1) h on true
  where to_jsonb(p.roles) <> h.roles order by p.id`

/** Looks at all rows of all marked tables, one after the other. */
export class MarkedRows {
  readonly faults: RowFault[] = []
  rows = 0
  unsealed = 0
  private readonly left: Map<number, SealedRow>

  /** @param whole no checkpoint is missing, so that a mark in none of them is one too many */
  constructor(
    sealed: ReadonlyMap<number, SealedRow>,
    private readonly whole: boolean,
  ) {
    this.left = new Map(sealed)
  }

  /** One row, beside each of its marks in their order. */
  add(beside: readonly RowBesideMark[]): void {
    const [first] = beside
    const last = beside.at(-1)
    if (!first || !last) return
    this.rows++
    const { relation, rowId } = first
    const found = beside.map((one) => this.faultOf(one)).find((fault) => fault !== undefined)
    const now = this.faultNow(last)
    const fault = found ?? (now && { kind: now })
    if (fault) this.faults.push({ relation, rowId, ...fault })
  }

  private faultNow({ relation, id, said, digest }: RowBesideMark): RowFaultKind | undefined {
    if (id === null) return 'extra'
    if (said === null) return REMOVABLE.has(relation) && digest === GONE ? undefined : 'missing'
    return sha256(said).toString('hex') === digest ? undefined : 'changed'
  }

  private faultOf({
    relation,
    rowId,
    id,
    digest,
    sealedIn,
  }: RowBesideMark): Pick<RowFault, 'kind' | 'checkpoint'> | undefined {
    if (id === null || digest === null) return undefined
    const sealed = this.left.get(id)
    this.left.delete(id)
    if (!sealed) {
      if (sealedIn !== null) return this.whole ? { kind: 'extra' } : undefined
      this.unsealed++
      return undefined
    }
    return sealed.mark.equals(markOfRow({ id, relation, rowId, digest }))
      ? undefined
      : { kind: 'seal', checkpoint: sealed.checkpoint }
  }

  /**
   * After the last row: all faults, by table and row. `lastAt`: when the last checkpoint was made;
   * `again`: marks that were sealed a second time.
   */
  finish(lastAt: string, again: readonly SealedRow[]): RowFault[] {
    for (const { relation, rowId, checkpoint, at } of this.left.values()) {
      const days = THROWN_AWAY[relation] ?? Number.POSITIVE_INFINITY
      if (Date.parse(lastAt) - Date.parse(at) < days * 86_400_000)
        this.faults.push({ relation, rowId, kind: 'cut', checkpoint })
    }
    for (const { relation, rowId, checkpoint } of again) this.faults.push({ relation, rowId, kind: 'seal', checkpoint })
    const seen = new Set<string>()
    const tables = Object.keys(MARKED)
    return this.faults
      .sort(
        (a, b) => tables.indexOf(a.relation) - tables.indexOf(b.relation) || Number(BigInt(a.rowId) - BigInt(b.rowId)),
      )
      .filter(({ relation, rowId }) => !seen.has(`${relation} ${rowId}`) && seen.add(`${relation} ${rowId}`))
  }
}
