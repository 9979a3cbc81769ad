/** What candidates have signed by drawing, as the rows of `talent_signatures` say it (decision 0053). */
import { sql } from '../base/sql.js'
import { STANDS_FOR, type SignedPaper } from '../forms/choices.js'

/** Why a signature is void: the answers were changed, or the page was reset. */
export type VoidBecause = 'answers' | 'reset'

/** A signature as the facts of a case have it; times in ISO 8601. */
export interface Signature {
  readonly id: number
  readonly paper: SignedPaper
  readonly at: string
  readonly made: boolean
  readonly voidedAt: string | null
  readonly because: VoidBecause | null
}

/** The signatures of a case `c`, in order. */
export const SIGNATURES = sql`
    coalesce((
      select json_agg(json_build_object('id', g.id, 'paper', g.paper, 'at', g.at, 'made', g.made_at is not null,
        'voidedAt', g.voided_at, 'because', g.void_why) order by g.id)
      from talent_signatures g where g.case_id = c.id), '[]')`

/** Those that count. */
export const standing = (signatures: readonly Signature[]): Signature[] =>
  signatures.filter(({ voidedAt }) => voidedAt === null)

/** The kinds of document that signed papers stand for, where the rules let them. */
export const signedKinds = (papers: readonly SignedPaper[]): string[] => papers.flatMap((paper) => STANDS_FOR[paper])
