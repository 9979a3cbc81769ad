/** Which departments have still to report in this round of assessment: what a case under assessment waits for. */
import { rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import type { Actor } from '../people/actor.js'
import { assessorsOf, type CaseFile } from './caseFile.js'
import { turnIn } from './notifications.js'
import { SCOPE, scopeOf } from './scope.js'

/** Of an opened case; none in any other state. A report counts though its reader may not read it yet. */
export function outstandingOf({ case: line, parties, events }: CaseFile): number[] {
  if (line.state !== 'underAssessment') return []
  const began = events.findLast(({ action }) => action === 'accept' || action === 'returnToAssessment')?.seq ?? 0
  const reports = events.filter(({ action, seq }) => action === 'report' && seq > began)
  return parties
    .filter(({ part }) => part === 'named')
    .map(({ authorityId }) => authorityId)
    .filter((id) => reports.filter(({ authorityId }) => authorityId === id).length < assessorsOf(line, id))
}

/** For whose people an opened case waits: the departments that have still to report, or the one whose turn it is. */
export function awaitedNow(file: CaseFile): number[] {
  const part = turnIn(file.case.state)?.part
  if (part === 'named') return outstandingOf(file)
  return part === 'lead' ? file.parties.filter((one) => one.part === part).map(({ authorityId }) => authorityId) : []
}

/** Two reports of one department are read by others once both are there: one alone leaves it outstanding as well. */
const OUTSTANDING = sql`
  select c.id, array_agg(p.authority_id order by p.since, p.authority_id) as authorities
  from cases c join case_parties p on p.case_id = c.id and p.part = 'named'
  where ${SCOPE} and c.id = any (${'ids'}::int[]) and c.state = 'underAssessment'
    and (select count(*) from assessments a
      where a.case_id = c.id and a.round = c.round and a.authority_id = p.authority_id)
    < case when c.assessed_twice is null then c.assessors_needed
      when p.authority_id = any (c.assessed_twice) then 2 else 1 end
  group by c.id`

/** The same of those of some cases that the actor may see, by the case. */
export async function listOutstanding(
  tx: Tx,
  actor: Actor,
  ids: readonly number[],
): Promise<Map<number, readonly number[]>> {
  const found = await rows<{ id: number; authorities: number[] }>(tx, ...OUTSTANDING({ ...scopeOf(actor), ids }))
  return new Map(found.map(({ id, authorities }) => [id, authorities]))
}
