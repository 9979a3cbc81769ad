/**
 * What waits for somebody after a letter: reports of changes and ends, conditions, an intended
 * revocation. The database keeps it from the events (migrations/…-caseMatters.ts); here is what the
 * chart reads of it, and which one an officer means.
 */
import { rows, type Tx } from '../base/database.js'
import { asProblem, Invalid } from '../base/errors.js'
import { addDays } from '../base/dates.js'
import { sql } from '../base/sql.js'
import { type Actor, has } from '../people/actor.js'
import type { Facts } from '../workflow/facts.js'
import { SCOPE, scopeOf } from './scope.js'

/** A report, a condition said to be met, an intended revocation; or a condition that nobody has reported as met. */
export type MatterKind = 'reportChange' | 'reportEnd' | 'meetCondition' | 'proposeRevocation' | 'condition'

export interface Matter {
  /** The event that it began with; of a condition that is not reported as met, the recommendation. */
  readonly seq: number
  readonly kind: MatterKind
  /** Which condition of the recommendation, from 1; 0 where it is about none. */
  readonly condition: number
  /** The first day on which it waits for the lead department; `infinity` while it waits for the firm. */
  readonly openFrom: string
  /** Who began it. */
  readonly by: number | null
}

/** Whether it waits for the lead department today. */
export const isOpen = ({ openFrom }: Matter, today: string): boolean => openFrom <= today

/** Whether it was asked back and the firm has said nothing since. */
export const isAskedBack = ({ openFrom }: Matter): boolean => openFrom === 'infinity'

const isReport = ({ kind }: Matter): boolean => kind === 'reportChange' || kind === 'reportEnd'

type OfMatters = Pick<
  Facts,
  | 'reportsOpen'
  | 'reportsUnasked'
  | 'conditionsMet'
  | 'conditionsConfirmed'
  | 'revocation'
  | 'revocationUntil'
  | 'revocationSeq'
  | 'revocationProposer'
>

/** What the chart reads of the matters of a case. */
export function factsOfMatters(
  { matters, confirmed }: { readonly matters: readonly Matter[]; readonly confirmed: readonly number[] | null },
  today: string,
): OfMatters {
  const seqsOf = (found: readonly Matter[]) => found.map(({ seq }) => seq)
  const said = matters.filter((one) => one.kind === 'meetCondition' && !isAskedBack(one))
  const reports = matters.filter(isReport)
  const proposed = matters.find(({ kind }) => kind === 'proposeRevocation')
  const revocation = !proposed ? 'none' : isOpen(proposed, today) ? 'heard' : 'open'
  const conditionsConfirmed = [...new Set(confirmed ?? [])]
  return {
    reportsOpen: seqsOf(reports),
    reportsUnasked: seqsOf([...reports.filter((one) => !isAskedBack(one)), ...said]),
    conditionsMet: [...new Set([...conditionsConfirmed, ...said.map(({ condition }) => condition)])],
    conditionsConfirmed,
    revocation,
    revocationUntil: proposed && revocation === 'open' ? addDays(proposed.openFrom, -1) : null,
    revocationSeq: proposed?.seq ?? null,
    revocationProposer: proposed?.by ?? null,
  }
}

/** An act on one matter of several. */
export type Reported = 'acknowledge' | 'askBack'

/** Those that an act on one matter may mean; an approver may give up an intended revocation as well. */
export function matterChoices(matters: readonly Matter[], act: Reported, reader: Actor): Matter[] {
  if (act === 'askBack')
    return matters.filter((one) => (isReport(one) || one.kind === 'meetCondition') && !isAskedBack(one))
  return matters.filter((one) => isReport(one) || (one.kind === 'proposeRevocation' && has(reader, 'approver')))
}

const REVOKING = sql`
  select c.id from cases c where ${SCOPE} and c.id = any (${'ids'}::int[])
    and exists (select from case_matters m where m.case_id = c.id and m.kind = 'proposeRevocation')`

/** Those of some cases that the actor may see whose letter is meant to be revoked, which is not decided yet. */
export async function listRevoking(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Set<number>> {
  const found = await rows<{ id: number }>(tx, ...REVOKING({ ...scopeOf(actor), ids }))
  return new Set(found.map(({ id }) => id))
}

/**
 * Which event is meant: the one that is named, or the only one that there is. Throws Invalid when
 * the one that is named is not among them, or none is named of several.
 */
export function meantOf(among: readonly number[], named: unknown): number {
  const [only, ...others] = among
  const meant = typeof named === 'number' ? named : only
  if (meant === undefined || !among.includes(meant)) throw new Invalid([NO_SUCH])
  if (typeof named !== 'number' && others.length > 0) throw new Invalid([WHICH])
  return meant
}

const NO_SUCH = asProblem(
  'noSuchReport',
  'event',
  '没有该待处理事项，或者已经处理。请从列表中选择。',
  'There is no such report, or it has been dealt with. Select one from the list.',
)
const WHICH = asProblem(
  'whichReport',
  'event',
  '有几项等待处理，请选一项。',
  'Several reports are waiting. Select one.',
)
