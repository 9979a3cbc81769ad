/**
 * What was decided, for the paper that says so: findings, conditions, and what is asked of the permit
 * authority, by which basis. A letter that is issued anew says what was decided, even when the route
 * has ended since.
 */
import { row, type Tx } from '../base/database.js'
import type { Assessed } from '../cases/assessed.js'
import type { Asked } from '../cases/recommending.js'
import { type PolicyBasis, policyBasisSchema } from '../reference/bodies.js'
import type { Reference } from '../reference/reference.service.js'
import type { Conditions } from './occurrence.js'

/** What a recommendation asks for, and the day on which it was decided. */
export type AskedOn = Asked & { readonly on: string }

export interface Decided {
  readonly conditions: Conditions
  readonly assessed: Assessed
  /** Cases that were recommended before there were routes ask for nothing definite. */
  readonly asked?: AskedOn
}

const RECOMMENDED = `
  select t.content ->> 'conditions' as conditions, t.content ->> 'conditionsEn' as "conditionsEn",
    t.content ->> 'conditionsDueOn' as "conditionsDueOn", t.content -> 'asked' as asked,
    t.content ->> 'assessed' as assessed, t.content ->> 'assessedEn' as "assessedEn",
    (e.at at time zone 'Asia/Shanghai')::date::text as on
  from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
  where e.case_id = $1 and e.action = 'recommend' order by e.seq desc limit 1`

interface Recommended extends Conditions, Assessed {
  readonly asked?: Asked | null
  readonly on?: string
}

/** What the last recommendation of a case said. */
export async function decidedBefore(tx: Tx, caseId: number): Promise<Decided> {
  const { asked, on, assessed, assessedEn, ...conditions } = (await row<Recommended>(tx, RECOMMENDED, [caseId])) ?? {}
  return { conditions, assessed: { assessed, assessedEn }, ...(asked && on && { asked: { ...asked, on } }) }
}

/** The first basis that held on the day by which the case is judged. */
export async function basisOf(reference: Reference, today: string, judgedOn: string): Promise<PolicyBasis> {
  const policies = [...(await reference.all('policyBasis', today, policyBasisSchema)).values()]
  const policy = policies
    .sort((a, b) => a.order - b.order)
    .find(({ issuedOn, lapsesOn }) => issuedOn !== null && (lapsesOn === null || judgedOn <= lapsesOn))
  if (!policy) throw new Error('no policy basis in force')
  return policy
}
