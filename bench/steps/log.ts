/** The statements that one step really sends: read from the server's log, which for this once says them. */

import { readFileSync, statSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import pg from 'pg'
import type { Postgres } from '../../tools/postgres.js'
import { stepOnce } from './drive.js'
import type { Prepared } from './prepare.js'

export interface Statement {
  readonly sql: string
  /** As the log writes them: text, or null. */
  readonly values: readonly (string | null)[]
}

/** Sets a role's logging for new connections. Only the superuser may. */
async function setLogging(postgres: Postgres, on: boolean): Promise<void> {
  const admin = new pg.Client({ connectionString: postgres.adminUrl })
  await admin.connect()
  await admin.query(
    on ? `alter role haijian_app set log_statement = 'all'` : 'alter role haijian_app reset log_statement',
  )
  await admin.query(
    on
      ? `alter role haijian_app set log_error_verbosity = 'default'`
      : 'alter role haijian_app reset log_error_verbosity',
  )
  await admin.end()
}

/**
 * Does a few steps with a server that logs, and takes the statements of the last two, a report and a return. Gives the server back as it is in earnest.
 * @param restart ends the server and starts it anew
 */
export async function recordStatements<Server>(
  postgres: Postgres,
  prepared: Prepared,
  port: number,
  restart: () => Promise<Server>,
): Promise<{ sql: readonly Statement[][]; server: Server }> {
  await setLogging(postgres, true)
  await restart()
  const caseId = prepared.cases[0] ?? 0
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const log = join(postgres.home, 'postgres.log')
  let at = prepared.standing.get(caseId) ?? { version: 3, state: 'underAssessment' }
  const recorded: Statement[][] = []
  // the first steps fill caches and prepare statements, as a server that has run for a while has done
  for (let step = 0; step < 6; step++) {
    const from = statSync(log).size
    at = await stepOnce(agent, prepared, port, caseId, at)
    await new Promise((resolve) => setTimeout(resolve, 200))
    // in bytes: what an assessor writes may be Chinese
    recorded.push(readStatements(readFileSync(log).subarray(from).toString()))
  }
  agent.destroy()
  prepared.standing.set(caseId, at)
  await setLogging(postgres, false)
  return { sql: recorded.slice(-2), server: await restart() }
}

/** The statements of the connection that locks a case, in order, with their values; what other connections do meanwhile (reference data read anew) is no part of the step. */
export function readStatements(log: string): Statement[] {
  const all = log.split(/^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ UTC \[\d+\] )/m)
  const processOf = (entry: string) => /^\S+ \S+ UTC \[(\d+)\] /.exec(entry)?.[1]
  const ours = all.filter((entry) => entry.includes('for no key update')).map(processOf)[0]
  const entries = all.filter((entry) => processOf(entry) === ours)
  const found: Statement[] = []
  for (const entry of entries) {
    const said =
      /^\S+ \S+ UTC \[\d+\] (LOG|DETAIL): {2}(?:execute [^:]+: |statement: |[Pp]arameters: )([\s\S]*?)\n?$/.exec(entry)
    if (!said) continue
    if (said[1] === 'LOG') found.push({ sql: (said[2] ?? '').replaceAll('\n\t', '\n'), values: [] })
    else found.push({ sql: found.pop()?.sql ?? '', values: readValues((said[2] ?? '').replaceAll('\n\t', '\n')) })
  }
  return found
}

/** `$1 = 'text', $2 = NULL` as a list. */
function readValues(text: string): (string | null)[] {
  return [...text.matchAll(/\$\d+ = (?:NULL|'((?:[^']|'')*)')/g)].map((match) =>
    match[1] === undefined ? null : match[1].replaceAll("''", "'"),
  )
}
