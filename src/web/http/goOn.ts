/** Where somebody goes after signing in, and what they had typed before. */
import { path } from '../../base/path.js'
import { has } from '../../people/actor.js'
import type { Person } from '../../people/session.service.js'
import { ownPath } from './access.js'
import { fieldsOf, type SentField } from './input.js'
import { hasQueue } from './pages.js'

/** Where this person's work is. */
export function homeOf(person: Person): string {
  if (person.firmId !== null) return path.cases
  if (hasQueue(person)) return path.queue
  if (has(person, 'policyEditor')) return path.policy
  if (has(person, 'systemAdmin', 'securityAdmin')) return path.people
  return has(person, 'auditor') ? path.audit : path.home
}

/** What was typed into a form that came too late, and where it goes. */
export interface LateForm {
  readonly to: string
  readonly fields: readonly SentField[]
}

/** What problems.ts has kept of a form (`writeKept`). Anything strange is as if nothing had been kept. */
export function readKept(body: unknown): LateForm | undefined {
  if (typeof body !== 'object' || body === null || !('kept' in body) || typeof body.kept !== 'string') return undefined
  try {
    const { to, fields } = JSON.parse(body.kept) as { to?: unknown; fields?: unknown } // read member by member below
    if (typeof to !== 'string' || ownPath(to) !== to || !Array.isArray(fields)) return undefined
    return { to, fields: fieldsOf(fields) }
  } catch {
    return undefined
  }
}

/** The same as text, to be carried through one more page. */
export const writeKept = ({ to, fields }: LateForm): string =>
  JSON.stringify({ to, fields: fields.map(({ name, value }) => [name, value]) })
