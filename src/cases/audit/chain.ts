/**
 * Checks one case, row by row in the order of `seq`: numbers, links, hashes, what was said against
 * its commitment, and every row against the checkpoint that sealed it. The first thing that is
 * wrong in a case is its fault; what follows from it is not told again.
 */
import type { EventName, Reading } from '../../workflow/words.js'
import { canonical } from '../../base/canonical.js'
import { markOf } from './checkpoint.js'
import { sha256 } from './merkle.js'
import type { State } from '../../workflow/machine.js'

/** An event as read for checking; hashes in hexadecimal, the instant with microseconds, what it says as JSON text. */
export interface Row {
  readonly caseId: number
  readonly seq: number
  /** 2026-11-24T01:00:00.000000Z */
  readonly at: string
  readonly action: EventName
  readonly fromState: State | null
  readonly toState: State
  readonly version: number
  readonly actorKind: string
  readonly actorId: number | null
  readonly authorityId: number | null
  readonly keyId: number | null
  readonly internal: boolean
  readonly requestId: string | null
  readonly inputHash: string | null
  readonly contentHash: string
  readonly prevHash: string
  readonly hash: string
  readonly salt: string | null
  readonly content: string | null
}

/**
 * The statement that reads rows for checking; `where`: which. Values that JavaScript would have to
 * take apart again come as text.
 */
export const selectRows = (where: string): string => `
  select e.case_id as "caseId", e.seq, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
    e.action, e.from_state as "fromState",
    e.to_state as "toState", e.version, e.actor_kind as "actorKind", e.actor_id as "actorId",
      e.authority_id as "authorityId", e.key_id as "keyId", e.internal,
    e.request_id as "requestId", encode(e.input_hash, 'hex') as "inputHash", encode(e.content_hash,
      'hex') as "contentHash", encode(e.prev_hash, 'hex') as "prevHash",
    encode(e.hash, 'hex') as hash, encode(t.salt, 'hex') as salt, t.content::text as content
  from events e left join event_contents t on t.case_id = e.case_id and t.seq = e.seq
  where ${where} order by e.case_id, e.seq`

/** Where a case's row says that its history ends. */
export interface End {
  readonly caseId: number
  readonly lastSeq: number
  readonly lastHash: string
  readonly state: State
  readonly version: number
}

/** What a checkpoint sealed of a case. */
export interface Sealed {
  readonly seq: number
  readonly mark: Buffer
  readonly checkpoint: number
}

/**
 * missing: an event is not there; changed: it does not say what its hash says; link: it does not
 * follow from the one before; content: what it says is not what was committed to; gone: what it
 * says is not there, and no later event of the case tells of an erasure; seal: it is sound by
 * itself and not what was sealed; extra: it is in no checkpoint, though later ones are; cut:
 * sealed, and the history ends before it; end, state: the case's row says otherwise.
 */
export type FaultKind = 'missing' | 'changed' | 'link' | 'content' | 'gone' | 'seal' | 'extra' | 'cut' | 'end' | 'state'

export interface Fault {
  readonly caseId: number
  readonly seq: number
  readonly kind: FaultKind
  /** The checkpoint that says so. */
  readonly checkpoint?: number
}

const FIRST = '0'.repeat(64)
const EMPTY = '{}'
/** The event by which the clock says that a case's contents were erased under retention (cases/erasing.ts). */
const ERASE: Reading = 'erase'

/** The hash of an event, as history.ts counts it, from its text forms. */
function hashOf(row: Row): string {
  const fields = [
    ...[row.caseId, row.seq, `${row.at.slice(0, 23)}Z`, row.action, row.fromState, row.toState, row.version],
    ...[row.actorKind, row.actorId, row.authorityId, row.contentHash],
  ]
  return sha256(Buffer.concat([Buffer.from(row.prevHash, 'hex'), Buffer.from(JSON.stringify(fields))])).toString('hex')
}

function commitmentOf(salt: string, content: string): string {
  const text = content === EMPTY ? EMPTY : canonical(JSON.parse(content))
  return sha256(Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(text)])).toString('hex')
}

/** One case while it is read. */
export class Chain {
  private last: Row | undefined
  private next: Sealed | undefined
  private fault: Fault | undefined
  /** The first event without its content that no erasure has been read for yet. */
  private gone: number | undefined
  /** Contents that were checked, and that are no longer there; events that no checkpoint has yet. */
  checked = 0
  erased = 0
  unsealed = 0
  /** The first of the checkpoints that seal this case, and the last. */
  readonly checkpoints: { first?: number; last?: number } = {}

  /**
   * `seals`: what checkpoints say of this case, in the order of `seq`; `whole`: no checkpoint is
   * missing, so that an event in none of them is one too many.
   */
  constructor(
    readonly caseId: number,
    private readonly seals: Iterator<Sealed>,
    private readonly whole = true,
  ) {
    this.advance()
  }

  /** Looks at the next row. */
  add(row: Row): void {
    const { seq } = row
    if (row.action === ERASE) this.gone = undefined
    if (this.fault) return
    const expected = (this.last?.seq ?? 0) + 1
    if (seq !== expected) this.report('missing', Math.min(expected, seq))
    else if (row.prevHash !== (this.last?.hash ?? FIRST)) this.report('link', seq)
    else if (!row.at.endsWith('000Z') || row.hash !== hashOf(row)) this.report('changed', seq)
    else this.compare(row)
    if (!this.fault) this.commitment(row)
    this.last = row
  }

  private compare(row: Row): void {
    const sealed = this.next
    if (!sealed) {
      this.unsealed++
    } else if (sealed.seq > row.seq) {
      if (this.whole) this.report('extra', row.seq, sealed.checkpoint)
    } else if (sealed.seq < row.seq) this.report('missing', sealed.seq, sealed.checkpoint)
    else if (!sealed.mark.equals(markOf(row))) this.report('seal', row.seq, sealed.checkpoint)
    else this.advance()
  }

  private commitment({ seq, salt, content, contentHash }: Row): void {
    if (salt === null || content === null) {
      this.erased++
      this.gone ??= seq
    } else if (commitmentOf(salt, content) !== contentHash) this.report('content', seq)
    else this.checked++
  }

  private advance(): void {
    const { done, value } = this.seals.next()
    this.next = done ? undefined : value
    if (!this.next) return
    this.checkpoints.first ??= this.next.checkpoint
    this.checkpoints.last = this.next.checkpoint
  }

  private report(kind: FaultKind, seq: number, checkpoint?: number): void {
    this.fault ??= { caseId: this.caseId, seq, kind, ...(checkpoint !== undefined && { checkpoint }) }
  }

  /** After the last row: the fault of this case, or undefined when it is whole. */
  finish(end: End | undefined): Fault | undefined {
    if (this.gone !== undefined && this.gone < (this.fault?.seq ?? Number.POSITIVE_INFINITY))
      this.fault = { caseId: this.caseId, seq: this.gone, kind: 'gone' }
    if (this.fault) return this.fault
    const seq = this.last?.seq ?? 0
    if (this.next) this.report('cut', this.next.seq, this.next.checkpoint)
    else if (!end || end.lastSeq !== seq || end.lastHash !== this.last?.hash)
      this.report('end', Math.max(1, Math.min(seq, (end?.lastSeq ?? 0) + 1)))
    else if (end.state !== this.last.toState || end.version !== this.last.version) this.report('state', seq)
    return this.fault
  }
}
