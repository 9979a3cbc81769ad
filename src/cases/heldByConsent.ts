/** Cases in which a candidate's refusal stands in the way, for the home of the firm that has to speak with them. */
import { rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import type { Sensitive } from '../forms/choices.js'
import type { Actor } from '../people/actor.js'
import { entriesIn, STATES } from '../workflow/step.js'
import { consentsOf, isOpen, SAID_CONSENTS, type SaidConsent } from './consents.js'
import { SCOPE, scopeOf } from './scope.js'

export interface HeldCase {
  readonly id: number
  readonly number: string | null
  /** The candidate's, as far as the case has one. */
  readonly name: string | null
  readonly about: readonly Sensitive[]
}

interface Row extends Omit<HeldCase, 'about'> {
  readonly said: readonly SaidConsent[]
}

const REFUSED = sql`
  select c.id, c.number, coalesce(c.system_name, c.talent_name) as name, ${SAID_CONSENTS} as said
  from cases c
  where ${SCOPE} and c.state = any (${'states'}::text[])
    and exists (select from talent_consents k where k.case_id = c.id and k.how = 'talentPage' and not k.given)
  order by c.id desc limit 50`

const states = STATES.filter((state) => entriesIn(state).has('settleConsent'))

/** Those within the actor's scope that wait for somebody to settle it; the latest first. */
export async function listHeld(tx: Tx, actor: Actor): Promise<HeldCase[]> {
  const found = await rows<Row>(tx, ...REFUSED({ ...scopeOf(actor), states }))
  return found
    .map(({ said, ...one }) => ({
      ...one,
      about: consentsOf(said)
        .filter(isOpen)
        .map(({ about }) => about),
    }))
    .filter(({ about }) => about.length > 0)
}
