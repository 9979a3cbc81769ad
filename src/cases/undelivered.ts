/** Links of candidates whose mail came back or was given up, until another one is sent or the page is taken. */
import { rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import type { Actor } from '../people/actor.js'
import { SCOPE, scopeOf } from './scope.js'

export interface UndeliveredLink {
  readonly caseId: number
  /** The candidate's, as far as the case has one. */
  readonly name: string | null
  readonly address: string
  readonly at: Date
  /** As it is kept: people/mailFailure.ts says what it means. */
  readonly failure: string | null
}

const LINKS = sql`
  select c.id as "caseId", coalesce(c.system_name, c.talent_name) as name, m.address, m.settled_at as at,
    m.last_error as failure
  from mails m join cases c on c.id = m.case_id join talent_pages p on p.case_id = c.id and p.mailed_at = m.ordered_at
  where m.kind = 'talentLink' and m.state = 'givenUp' and m.address is not null
    and p.taken_at is null
    and (${'only'}::int is null or c.id = ${'only'}::int) and ${SCOPE}
  order by m.ordered_at desc limit 20`

/** Those of the cases within the actor's scope, or of one of them; the latest first. */
export const listUndelivered = (tx: Tx, actor: Actor, only?: number): Promise<UndeliveredLink[]> =>
  rows<UndeliveredLink>(tx, ...LINKS({ ...scopeOf(actor), only: only ?? null }))
