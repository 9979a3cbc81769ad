/**
 * How long the server works for one of our roles, and waits for it. The limits are defaults of the
 * role: there they cost a transaction nothing, hold for every session of the role, and hold behind a
 * pooler, which refuses what a client asks for at its start and gives a session's settings to others.
 */
import type pg from 'pg'
import type { DataSource } from 'typeorm'

/** In milliseconds. */
const LIMITS = {
  statement_timeout: 15_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 15_000,
} as const

const NAMES = Object.keys(LIMITS)

/** Limits that the role has none of its own for, or none at all: what an administrator has given it stays. */
const LACKING = `
  select name,
    case source when 'database user' then ' in database ' || quote_ident(current_database()) else '' end as place
  from pg_settings where name = any ($1) and (setting = '0' or source not in ('user', 'database user'))`

/** Limits that do not hold, wherever they should have come from. */
const MISSING = `select name from pg_settings where name = any ($1) and setting = '0' order by name`

/**
 * Gives the role of a connection its limits, from its next session on. Every role may do that for itself, whoever has
 * made it.
 */
export async function setLimits(own: pg.ClientBase): Promise<void> {
  const { rows } = await own.query<{ name: keyof typeof LIMITS; place: string }>(LACKING, [NAMES])
  for (const { name, place } of rows) await own.query(`alter role current_user${place} set ${name} = ${LIMITS[name]}`)
}

/** The limits that the sessions of a role do not have. */
export async function missingLimits(source: DataSource): Promise<string[]> {
  return (await source.query<{ name: string }[]>(MISSING, [NAMES])).map(({ name }) => name)
}
