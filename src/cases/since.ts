/** What happened to a case after the version that a person saw, for the page that tells them. */
import { rows, type Tx } from '../base/database.js'
import type { Stale } from '../base/errors.js'

const SINCE = `
  select e.action, e.at, o.name from events e left join people o on o.id = e.actor_id
  where e.case_id = $1 and e.version > $2 order by e.seq`

/** What was done since a version, in order; a name that the reader may not see is the department's. */
export async function listSince(tx: Tx, caseId: number, version: number): Promise<Stale['since']> {
  const events = await rows<{ action: string; at: Date; name: string | null }>(tx, SINCE, [caseId, version])
  return events.map(({ action, at, name }) => ({
    action,
    at: at.toISOString(),
    by: name === null ? { zh: '主管部门', en: 'the department' } : { zh: name, en: name },
  }))
}
