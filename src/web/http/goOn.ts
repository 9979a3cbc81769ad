/** What somebody had typed before they signed in, and where it goes. */
import { ownPath } from './access.js'
import { fieldsOf, type SentField } from './input.js'

/** What was typed into a form that came too late, and where it goes. */
export interface LateForm {
  readonly to: string
  readonly fields: readonly SentField[]
}

/** What problems.ts has kept of a form (`writeKept`). Anything strange is as if nothing had been kept. */
export function readKept(body: unknown, name = 'kept'): LateForm | undefined {
  const kept = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined
  if (typeof kept !== 'string') return undefined
  try {
    const { to, fields } = JSON.parse(kept) as { to?: unknown; fields?: unknown } // read member by member below
    if (typeof to !== 'string' || ownPath(to) !== to || !Array.isArray(fields)) return undefined
    return { to, fields: fieldsOf(fields) }
  } catch {
    return undefined
  }
}

/** The same as text, to be carried through one more page. */
export const writeKept = ({ to, fields }: LateForm): string =>
  JSON.stringify({ to, fields: fields.map(({ name, value }) => [name, value]) })
