/**
 * Proves the registry of papers by the history: that every row has its events, that number, hash,
 * dates, state and reason are what they say, and that no row is gone. What is frozen with a number
 * (check code, template, last day, what the check page may say) is committed to by a hash in the
 * event that issues the paper; what a paper says of a person is sealed to its number.
 */
import { canonical } from '../base/canonical.js'
import type { Row } from '../cases/audit/chain.js'
import { FROZEN, instant } from '../cases/entered.js'
import { findForm } from '../workflow/forms.js'
import { SETTLING } from '../workflow/hearings.js'
import type { EventName } from '../workflow/words.js'

/** A row as it is read for checking; instants with milliseconds. */
export interface RegistryRow {
  readonly id: number
  readonly caseId: number
  readonly kind: string
  readonly number: string
  readonly sha256: string | null
  readonly frozen: string
  readonly orderedAt: string
  readonly issuedAt: string | null
  readonly receivedAt: string | null
  readonly endedAt: string | null
  readonly endedAs: string | null
  readonly endReason: unknown
  readonly causedBy: number | null
  /** The hash that stands beside the file; null when there is none, or from before it was kept. */
  readonly fileSha256: string | null
  readonly hasFile: boolean
  readonly erased: boolean
}

const COLUMNS = `
  l.id, l.case_id as "caseId", l.kind, l.number, l.sha256, ${FROZEN} as frozen,
  ${instant('ordered_at')} as "orderedAt", ${instant('issued_at')} as "issuedAt",
  ${instant('received_at')} as "receivedAt", ${instant('ended_at')} as "endedAt", l.ended_as as "endedAs",
  l.end_reason as "endReason", l.caused_by as "causedBy"`

/** The statement that reads the registry for checking; `where`: which rows. */
export const selectRegistry = (where: string): string => `
  select ${COLUMNS}, f.sha256 as "fileSha256", f.letter_id is not null as "hasFile", c.erased_at is not null as erased
  from letters l join cases c on c.id = l.case_id left join letter_files f on f.letter_id = l.id where ${where}
  order by l.case_id, l.id`

/**
 * Series whose numbers are not one after another up to the last, each with how many there are; by
 * authority and year. What was left out after a failover counts as numbers that are there.
 */
export const BROKEN_SERIES = `
  with numbers as (
    select authority_id, series, year, serial from letters
    union all
    select authority_id, series, year, generate_series(first, last) from skipped_numbers
  )
  select series, year, a.code as authority, coalesce(s.last, 0) as last, count(serial)::int as numbers
  from letter_series s full join numbers n using (authority_id, series, year) join authorities a on a.id = authority_id
  group by series, year, a.code, s.last
  having coalesce(s.last, 0) <> count(serial) or max(serial) <> count(distinct serial)
  order by series, year, a.code`

export interface BrokenSeries {
  readonly series: string
  readonly year: number
  readonly authority: string
  readonly last: number
  readonly numbers: number
}

/**
 * gone: it is in the history but not in the registry; forged: it is in the registry, and
 * no event tells of it; changed: a column is not what the events say; file: the signed file is not
 * there, or is not the one that was issued.
 */
export interface RegistryFault {
  readonly caseId: number
  readonly number: string
  readonly kind: 'gone' | 'forged' | 'changed' | 'file'
  /** Which column is not what the events say. */
  readonly column?: Column
}

const CHECKED = [
  'number',
  'frozen',
  'orderedAt',
  'issuedAt',
  'sha256',
  'receivedAt',
  'endedAt',
  'endedAs',
  'endReason',
] as const
export type Column = (typeof CHECKED)[number]

/** What the events say of one paper; a column that they say nothing of is not there. */
type RecordedColumns = { [column in Column]?: unknown }

/** How an act ends the letter in force, or the notice of what it gives up. */
const ENDS: Readonly<Partial<Record<EventName, string>>> = {
  recall: 'void',
  returnToAssessment: 'void',
  returnLetter: 'void',
  acknowledge: 'void',
  reissueLetter: 'superseded',
  revokeLetter: 'revoked',
  expire: 'expired',
  reopenRefusal: 'revoked',
  overturnRefusal: 'revoked',
}
const ORDERS: readonly EventName[] = ['recommend', 'reissueLetter']
const ISSUES: readonly EventName[] = ['recordLetter', 'enterPaper']
const ACTIONS = new Set<string>([...ORDERS, ...ISSUES, ...SETTLING, ...Object.keys(ENDS), 'receiveLetter', 'erase'])

interface Content {
  readonly letterId?: number
  readonly number?: string
  readonly sha256?: string | null
  readonly frozen?: string
  readonly issuedAt?: string | null
  readonly receivedAt?: string | null
  readonly endedAt?: string | null
  readonly endedAs?: string | null
  /** What the act ended; `as`: a notice, ended otherwise than the letter. */
  readonly ended?: readonly { readonly id: number; readonly as?: string }[]
  readonly letters?: readonly (RecordedColumns & { readonly id: number; readonly number: string })[]
}

const NOT_YET = { issuedAt: null, sha256: null, receivedAt: null, endedAt: null, endedAs: null, endReason: null }
const instantOf = ({ at }: Row): string => `${at.slice(0, 23)}Z`

/** The reason that the registry keeps: the action, and what its form asked for. */
function reasonOf(action: EventName, content: Record<string, unknown>): unknown {
  const asked = Object.keys(findForm(action)?.shape ?? {}).filter((name) => content[name] !== undefined)
  return { action, ...Object.fromEntries(asked.map((name) => [name, content[name]])) }
}

/** The papers of one case, as its events tell of them. */
export class Registry {
  private readonly told = new Map<number, RecordedColumns>()
  private readonly instants: string[] = []
  /** The recommendation that counts. */
  private current: number | undefined

  constructor(private readonly caseId: number) {}

  /** Takes the next event, in the order of `seq`. */
  add(row: Row): void {
    this.instants[row.seq] = instantOf(row)
    if (!ACTIONS.has(row.action) || row.content === null) return
    this.hear(row, JSON.parse(row.content) as Content & Record<string, unknown>)
  }

  private hear(row: Row, content: Content & Record<string, unknown>): void {
    const { action } = row
    const at = instantOf(row)
    const { letterId, number, ended, letters } = content
    for (const { id, as } of ended ?? [])
      this.tell(id, {
        endedAt: at,
        endedAs: as ?? ENDS[action],
        endReason: as ? { action } : reasonOf(action, content),
      })
    if (letterId !== undefined && ORDERS.includes(action)) {
      this.current = letterId
      this.told.set(letterId, { ...NOT_YET, number, orderedAt: at })
    }
    if (letterId !== undefined && ISSUES.includes(action)) this.issued(letterId, at, content)
    if (action === 'receiveLetter' && this.current !== undefined) this.tell(this.current, { receivedAt: at })
    if (action === 'erase') for (const { id, ...stays } of letters ?? []) this.told.set(id, stays)
  }

  /** A paper of an older release was entered later, with what had become of it by then. */
  private issued(id: number, at: string, { number, sha256, frozen, issuedAt = at, ...later }: Content): void {
    const known = this.told.has(id) || 'endedAt' in later
    const { receivedAt = null, endedAs = null, endedAt = null } = later
    this.tell(id, {
      ...(known ? {} : NOT_YET),
      ...('endedAt' in later && { receivedAt, endedAs, endedAt }),
      ...(frozen && { frozen }),
      ...{ number, sha256, issuedAt },
    })
  }

  private tell(id: number, told: RecordedColumns): void {
    this.told.set(id, { ...this.told.get(id), ...told })
  }

  /** After the last event: compares with the rows of the registry, and answers what is wrong, one fault a paper. */
  finish(rows: readonly RegistryRow[]): RegistryFault[] {
    const { caseId } = this
    const faults = rows.flatMap((row): RegistryFault[] => {
      const fault = row.caseId === caseId ? this.faultOf(row) : { kind: 'forged' as const }
      return fault ? [{ caseId: row.caseId, number: row.number, ...fault }] : []
    })
    const there = new Set(rows.map(({ id }) => id))
    for (const [id, { number }] of this.told)
      if (!there.has(id)) faults.push({ caseId, number: String(number), kind: 'gone' })
    return faults
  }

  private faultOf(row: RegistryRow): Pick<RegistryFault, 'kind' | 'column'> | undefined {
    const caused = row.causedBy === null ? undefined : this.instants[row.causedBy]
    const known = this.told.get(row.id)
    // a notice that is numbered and not made yet is known by the event that caused it
    const notice = caused && row.kind !== 'recommendation' && row.issuedAt === null
    if (!known && !notice) return { kind: 'forged' }
    const told: RecordedColumns = { ...(caused && { orderedAt: caused }), ...(known ?? NOT_YET) }
    for (const column of CHECKED)
      if (column in told && canonical(row[column]) !== canonical(told[column])) return { kind: 'changed', column }
    if (row.issuedAt === null || row.erased) return undefined
    return row.hasFile && (row.fileSha256 ?? row.sha256) === row.sha256 ? undefined : { kind: 'file' }
  }
}
