/**
 * Compares a log of clients with the database. What was acknowledged is there once, what was refused is not there at all; each case's history is whole and in the order in
 * which things happened; numbers of letters have no gap and no double; nothing that was ordered is missing. Every fault in words; none when all is well.
 */
import type pg from 'pg'
import { historyFaults } from '../cases/looking.js'
import type { Log, Operation } from './log.js'

interface Stored {
  readonly caseId: number
  readonly seq: number
  readonly action: string
  readonly version: number
  readonly state: string
  readonly requestId: string | null
}

const EVENTS = `
  select case_id as "caseId", seq, action, version, to_state as state, request_id as "requestId" from events order by case_id, seq`

/** Everything; `upTo` as for historyFaults. */
export async function listFaults(admin: pg.Client, log: Log, upTo?: number): Promise<string[]> {
  const { rows: events } = await admin.query<Stored>(EVENTS)
  return [
    ...log.faults,
    ...checkRequests(log, events),
    ...checkOrder(log, events),
    ...(await historyFaults(admin, upTo)),
    ...(await checkNumbers(admin)),
    ...(await checkWork(admin)),
  ]
}

const say = ({ action, caseId, requestId, outcome }: Operation) =>
  `${action} of case ${caseId} (${requestId}, ${outcome})`

/** Each acknowledged request has had its one effect; a refused one none; no request two. */
function checkRequests({ operations }: Log, events: readonly Stored[]): string[] {
  const faults: string[] = []
  const effects = new Map<string, Stored[]>()
  for (const event of events)
    if (event.requestId) effects.set(event.requestId, [...(effects.get(event.requestId) ?? []), event])
  for (const operation of operations) {
    if (operation.requestId === undefined) continue
    const found = effects.get(operation.requestId) ?? []
    const [effect] = found
    if (found.length > 1) faults.push(`${say(operation)} was done ${found.length} times`)
    if (effect && operation.outcome === 'fail') faults.push(`${say(operation)} was done all the same`)
    if (operation.outcome !== 'ok') continue
    const { caseId, seq, action, gives } = operation
    const as = effect && effect.caseId === caseId && effect.seq === seq && effect.action === action
    if (!as || effect.version !== gives?.version || effect.state !== gives.state)
      faults.push(`${say(operation)} is not in the history as it was acknowledged: ${JSON.stringify(effect ?? null)}`)
  }
  return faults
}

/**
 * The order of the history is one in which things can have happened for those who watched (linearizability, a case being one register whose order the history itself
 * witnesses): what had ended before something began stands before it; nobody read what was past already or still to come; nobody was told of a change that there was not.
 */
function checkOrder({ operations }: Log, events: readonly Stored[]): string[] {
  const faults: string[] = []
  const byRequest = new Map(operations.flatMap((one) => (one.requestId ? [[one.requestId, one] as const] : [])))
  const cases = new Map<number, Stored[]>()
  for (const event of events) cases.set(event.caseId, [...(cases.get(event.caseId) ?? []), event])
  for (const [caseId, history] of cases) {
    const seen = operations.filter((one) => one.caseId === caseId)
    let ended = Number.POSITIVE_INFINITY
    for (const event of history.toReversed()) {
      const operation = byRequest.get(event.requestId ?? '')
      if (!operation) continue
      if (operation.begun > ended) faults.push(`${say(operation)} stands before what had ended when it began`)
      if (operation.outcome === 'ok') ended = Math.min(ended, operation.ended)
    }
    const began = (version: number) => {
      const first = history.find((event) => event.version === version)
      return first && byRequest.get(first.requestId ?? '')?.begun
    }
    for (const one of seen.filter(
      ({ outcome, gives, because }) => (outcome === 'ok' && gives) || because === 'stale',
    )) {
      const least = Math.max(
        0,
        ...seen.flatMap(({ outcome, ended: end, gives }) =>
          outcome === 'ok' && gives && end < one.begun ? [gives.version] : [],
        ),
      )
      if (one.gives && one.gives.version < least)
        faults.push(`${say(one)} gave version ${one.gives.version} after ${least}`)
      const after = one.gives ? one.gives.version : (one.version ?? 0) + 1
      const start = began(after) ?? Number.NEGATIVE_INFINITY
      if (one.gives && start > one.ended) faults.push(`${say(one)} gave version ${after} before it was made`)
      if (!one.gives && one.tries === 1 && least === one.version && start > one.ended)
        faults.push(`${say(one)} was refused as stale, and nothing had changed`)
    }
  }
  return faults
}

/** The numbers of every series are 1, 2, 3 … but for those left out after a failover; what no longer counts says why. */
async function checkNumbers(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query<{ series: string; n: number; numbers: number; highest: number; last: number }>(
    `with skipped as (select authority_id, series, year, sum(last - first + 1)::int as n from skipped_numbers group by 1, 2, 3)
     select l.series || ' ' || l.year as series, count(*)::int as n, count(distinct l.number)::int as numbers,
       max(l.serial) - coalesce(max(k.n), 0) as highest, max(s.last) - coalesce(max(k.n), 0) as last
     from letters l join letter_series s using (authority_id, series, year) left join skipped k using (authority_id, series, year)
     group by l.authority_id, l.series, l.year`,
  )
  const faults = rows
    .filter(({ n, numbers, highest, last }) => n !== numbers || n !== highest || n !== last)
    .map((row) => `a series has gaps or doubles: ${JSON.stringify(row)}`)
  const silent = await admin.query<{ number: string }>(
    'select number from letters where ended_at is not null and end_reason is null',
  )
  return [...faults, ...silent.rows.map(({ number }) => `${number} is void without a reason`)]
}

/** Every letter and paper that was ordered is made, once, and is the file that the register names. */
async function checkWork(admin: pg.Client): Promise<string[]> {
  const faults = (await listOpenWork(admin)).map((what) => `not made: ${what}`)
  const { rows } = await admin.query<{ number: string; same: boolean; cause: boolean }>(
    `select l.number, (l.sha256 = f.sha256) is true as same, not exists (
       select 1 from events e where e.case_id = l.case_id and e.action = 'recordLetter' group by e.case_id
       having count(*) > (select count(*) from letters o where o.case_id = l.case_id and o.kind = 'recommendation' and o.issued_at is not null)) as cause
     from letters l left join letter_files f on f.letter_id = l.id where l.issued_at is not null`,
  )
  for (const { number, same, cause } of rows) {
    if (!same) faults.push(`${number} is not the file that was registered`)
    if (!cause) faults.push(`${number}: the case has more letters recorded than issued`)
  }
  const { rows: given } = await admin.query<{ task: string; error: string | null }>(
    `select task_identifier as task, last_error as error from graphile_worker.jobs where attempts >= max_attempts and key is not null`,
  )
  return [...faults, ...given.map(({ task, error }) => `the queue has given up ${task}: ${error}`)]
}

/** What is ordered and not made yet. */
export async function listOpenWork(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query<{ what: string }>(
    `select 'letter ' || number as what from letters where issued_at is null and ended_at is null and failed_at is null
     union all select 'paper of event ' || seq || ' of case ' || case_id from paper_orders where letter_id is null
     union all select 'letter of case ' || id from cases where state = 'recommended'`,
  )
  return rows.map(({ what }) => what)
}
