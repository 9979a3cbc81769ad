/** The papers that a case has already: what a new one names, and what it takes the place of. */
import { rows, type Tx } from '../base/database.js'
import type { Named } from './matter.js'

export interface EarlierLetter {
  readonly id: number
  readonly kind: string
  readonly number: string
  readonly on: string
  readonly issued: boolean
  readonly endedAs: string | null
}

/** The papers of a case, the newest first. */
export const listEarlier = (tx: Tx, caseId: number): Promise<EarlierLetter[]> =>
  rows<EarlierLetter>(
    tx,
    `select id, kind, number, public_facts ->> 'issuedOn' as on, issued_at is not null as issued, ended_as as "endedAs"
     from letters where case_id = $1 order by id desc`,
    [caseId],
  )

/** Which earlier paper a paper names. */
export const REFERS: Readonly<Record<string, string>> = {
  reviewUpheld: 'refusal',
  reviewOverturned: 'refusal',
  lapse: 'correction',
  refusal: 'intention',
}

/** A letter that was issued and ended so that another one takes its place. */
export const replacedBy = ({ kind, issued, endedAs }: EarlierLetter): boolean =>
  kind === 'recommendation' && issued && (endedAs === 'superseded' || endedAs === 'void')

export const named = (paper: EarlierLetter | undefined): Named | null =>
  paper ? { number: paper.number, on: paper.on } : null
