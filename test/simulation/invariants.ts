/**
 * The invariants of docs/architecture.md as checks of what lies in the database and outside it, by number. After a step they look at the cases that it touched; at the end of a day at everything.
 * They read by the superuser, by statements of their own; of the application they ask the chart, the chain of hashes, and samples of what it shows (samples.ts).
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { rows as rowsOf } from '../../src/base/database.js'
import { openAuditKeys } from '../../src/cases/audit/keys.js'
import { sinksOf } from '../../src/cases/audit/sinks.js'
import { settingsOf } from '../../src/people/scope.js'
import { edgesFrom, isAction, STATES } from '../../src/workflow/step.js'
import { verifyHistory } from '../../tools/audit/verify.js'
import { report } from '../../tools/audit.js'
import { historyFaults } from '../cases/looking.js'
import { listOpenWork } from '../reliability/checker.js'
import { dueFaults } from './dueDates.js'
import { each, type Look, SEEN } from './look.js'
import { contents, counts, readings, recount } from './samples.js'
import { FIRM_TOLD, MAIL_ONCE, mail, TOLD_ONCE, WEBHOOKS, webhookOrder } from './told.js'

export interface Check {
  /** The number of the invariant in docs/architecture.md. */
  readonly invariant: number
  readonly name: string
  /** Only at the end of a day. */
  readonly daily?: true
  readonly faults: (look: Look) => Promise<readonly string[]>
}

/** Whoever decides has assessed nothing of the case, and refused it never before; whoever reviews has touched nothing. */
const FOUR_EYES = `
  select 'case ' || e.case_id || ': ' || e.action || ' at ' || e.seq || ' by whom ' || o.action || ' at ' || o.seq || ' was' as fault
  from events e join events o on o.case_id = e.case_id and o.actor_id = e.actor_id and o.seq < e.seq
  where ${SEEN} and e.actor_kind = 'person' and (
    e.action in ('recommend', 'refuse', 'returnToAssessment', 'announceRefusal') and o.action = 'report'
    or e.action in ('recommend', 'refuse') and o.action = 'refuse'
    or e.action in ('upholdRefusal', 'overturnRefusal') and o.authority_id is not null
      and o.action in ('accept', 'declineToAccept', 'requestCorrection', 'report', 'consult', 'recommend', 'refuse', 'returnToAssessment', 'note', 'claim')
      and o.seq < (select max(r.seq) from events r where r.case_id = e.case_id and r.action = 'requestReview' and r.seq < e.seq)
    or e.action = 'recommend' and o.action = 'settleConsent'
    or e.action = 'report' and o.action = 'report' and not exists (
      select from events n where n.case_id = e.case_id and n.seq between o.seq and e.seq and n.action in ('returnToAssessment', 'resubmit', 'report')
        and (n.action <> 'report' or n.actor_id is distinct from e.actor_id)))
  union all
  select 'reference ' || id || ' is approved by whom it was drafted' from reference
  where $1::int[] is null and approved_at is not null and approved_by = drafted_by`

/** Numbers: each once, no gap; whatever was issued has its file, and whatever was recommended its event. */
const LETTERS = `
  select l.number || ' is numbered ' || count(*) || ' times' as fault from letters l group by l.number having count(*) > 1
  union all
  select s.series || ' ' || s.year || ': ' || count(l.id) || ' numbers up to ' || s.last from letter_series s
  left join letters l using (authority_id, series, year)
  where not exists (select from skipped_numbers k where k.series = s.series and k.year = s.year)
  group by s.authority_id, s.series, s.year, s.last having count(l.id) <> s.last or max(l.serial) <> s.last or count(distinct l.serial) <> s.last
  union all
  select l.number || ' has no file, or another one' from letters l join cases c on c.id = l.case_id left join letter_files f on f.letter_id = l.id
  where l.issued_at is not null and c.erased_at is null and f.sha256 is distinct from l.sha256
  union all
  select l.number || ' recommends what was not decided' from letters l
  where l.kind = 'recommendation' and $1::int[] is null and not exists (
    select from events e where e.case_id = l.case_id and e.action in ('recommend', 'reissueLetter') and e.at <= l.ordered_at)
  union all
  select 'case ' || c.id || ' is ' || c.state || ' with ' || count(l.id) || ' letters in force' from cases c
  left join letters l on l.case_id = c.id and l.kind = 'recommendation' and l.issued_at is not null and l.ended_at is null
  where c.state in ('letterIssued', 'letterReceived', 'permitGranted') and ($1::int[] is null or c.id = any ($1))
  group by c.id, c.state having count(l.id) <> 1`

/** What the clock has to do on this day is done. */
const CLOCK_STATES = STATES.filter((state) =>
  [...edgesFrom(state).values()].some((edges) => edges.some(({ by }) => by.who.includes('clock'))),
)
const overdue = async ({ admin, today }: Look): Promise<string[]> => {
  const { rows } = await admin.query<{ fault: string }>(
    `select 'case ' || id || ' is still ' || state || ' after ' || due_on as fault from cases where due_on < $1 and state = any ($2)`,
    [today, CLOCK_STATES],
  )
  return rows.map(({ fault }) => fault)
}

const versions = async ({ admin, cases }: Look): Promise<string[]> => {
  const { rows } = await admin.query<{ id: number; version: number; actions: string[] }>(
    `select c.id, c.version, array_agg(e.action order by e.seq) as actions from cases c join events e on e.case_id = c.id
     where $1::int[] is null or c.id = any ($1) group by c.id`,
    [cases],
  )
  return rows
    .filter(({ version, actions }) => version !== 1 + actions.filter(isAction).length)
    .map(({ id, version }) => `case ${id} is at version ${version} and has moved otherwise`)
}

/** Acknowledged: there once, as it was told; refused: not there; else at most once. */
const requests = async ({ admin, operations }: Look): Promise<string[]> => {
  const ids = operations.map(({ requestId }) => requestId)
  const { rows } = await admin.query<{ id: string; caseId: number; seq: number; action: string }>(
    `select split_part(request_id, ' ', 1) as id, case_id as "caseId", seq, action from events where split_part(request_id, ' ', 1) = any ($1)`,
    [ids],
  )
  return operations.flatMap(({ requestId, caseId, action, seq, outcome }) => {
    const found = rows.filter(({ id }) => id === requestId)
    const [one] = found
    const what = `${action} of case ${caseId} (${outcome})`
    if (found.length > 1) return [`${what} was done ${found.length} times`]
    if (outcome === 'refused') return one ? [`${what} was done all the same at ${one.seq}`] : []
    const as = one && one.action === action && (outcome !== 'ok' || (one.seq === seq && one.caseId === caseId))
    return outcome === 'ok' ? (as ? [] : [`${what} is not in the history`]) : []
  })
}

/** Every document that a row names has its content where documents lie. */
const documents = async ({ admin, town }: Look): Promise<string[]> => {
  const { rows } = await admin.query<{ id: number; caseId: number; key: string }>(
    `select a.id, a.case_id as "caseId", a.storage_key as key from attachments a join cases c on c.id = a.case_id where c.erased_at is null`,
  )
  return rows
    .filter(({ key }) => !existsSync(join(town.files, key.slice(0, 2), key.slice(2))))
    .map(({ id, caseId }) => `document ${id} of case ${caseId} has no content`)
}

const work = async ({ admin, calm }: Look): Promise<string[]> => {
  if (!calm) return []
  const open = (await listOpenWork(admin)).map((what) => `not made: ${what}`)
  const { rows } = await admin.query<{ task: string; error: string }>(
    `select task_identifier as task, last_error as error from graphile_worker.jobs where attempts >= max_attempts`,
  )
  return [...open, ...rows.map(({ task, error }) => `the queue has given up ${task}: ${error}`)]
}

/** What a person sees is what the table of docs/architecture.md#who-sees-what says, no more and no less. */
const scope = async ({ admin, town, luck }: Look): Promise<string[]> => {
  const faults: string[] = []
  for (const person of luck.shuffled(town.people).slice(0, 4)) {
    const parts = [
      ...(person.roles.some((role) => ['intake', 'assessor', 'approver', 'supervisor'].includes(role))
        ? ['lead', 'named']
        : []),
      ...(person.roles.includes('reviewPanel') ? ['review'] : []),
      ...(person.roles.includes('permitOfficer') ? ['permit'] : []),
    ]
    const { rows } = await admin.query<{ id: number }>(
      `select c.id from cases c where c.firm_id = $1 or exists (
         select from case_parties p where p.case_id = c.id and p.authority_id = $2 and p.part = any ($3)) order by 1`,
      [person.firmId, person.authorityId, parts],
    )
    const sees = await town.anyWeb.database.transaction(settingsOf(person), (tx) =>
      rowsOf<{ id: number }>(tx, 'select id from cases order by 1'),
    )
    const [expected, found] = [rows, sees].map((list) => new Set(list.map(({ id }) => id))) as [
      Set<number>,
      Set<number>,
    ] // of two
    for (const id of found) if (!expected.has(id)) faults.push(`${person.name} sees case ${id}`)
    for (const id of expected) if (!found.has(id)) faults.push(`${person.name} does not see case ${id}`)
  }
  return faults
}

/** What was sealed outside the database is what lies in it. */
const sealed = async ({ admin, town }: Look): Promise<string[]> => {
  const { config } = town.world.db
  const found = await verifyHistory(admin, sinksOf(config), (await openAuditKeys(config)).seals)
  const { checkpointFaults, faults, rowFaults, paperFaults, brokenSeries } = found
  const wrong = [checkpointFaults, faults, rowFaults, paperFaults, brokenSeries].some(({ length }) => length > 0)
  return wrong ? report(found).map(({ en }) => en) : []
}

export const CHECKS: readonly Check[] = [
  { invariant: 1, name: 'history', faults: ({ admin, cases }) => historyFaults(admin, undefined, cases) },
  { invariant: 1, name: 'version', faults: versions },
  { invariant: 2, name: 'requests', faults: requests },
  { invariant: 3, name: 'four eyes', faults: each(FOUR_EYES) },
  { invariant: 4, name: 'letters', faults: each(LETTERS) },
  { invariant: 4, name: 'documents', daily: true, faults: documents },
  { invariant: 4, name: 'contents', daily: true, faults: contents },
  { invariant: 5, name: 'once', faults: each(TOLD_ONCE) },
  { invariant: 5, name: 'work', daily: true, faults: work },
  { invariant: 5, name: 'firm told', daily: true, faults: async (look) => (look.calm ? each(FIRM_TOLD)(look) : []) },
  { invariant: 5, name: 'webhooks', daily: true, faults: async (look) => (look.calm ? each(WEBHOOKS)(look) : []) },
  { invariant: 5, name: 'webhook order', daily: true, faults: webhookOrder },
  { invariant: 5, name: 'mail once', faults: each(MAIL_ONCE) },
  { invariant: 5, name: 'mail', daily: true, faults: mail },
  { invariant: 6, name: 'scope', daily: true, faults: scope },
  { invariant: 6, name: 'readings', daily: true, faults: readings },
  { invariant: 6, name: 'counts', daily: true, faults: counts },
  { invariant: 7, name: 'due day', faults: ({ admin, cases, today }) => dueFaults(admin, cases, today) },
  { invariant: 7, name: 'overdue', daily: true, faults: async (look) => (look.calm ? overdue(look) : []) },
  { invariant: 7, name: 'recount', daily: true, faults: recount },
  { invariant: 8, name: 'sealed', daily: true, faults: sealed },
]

/** What is wrong, each with its invariant; nothing when all is well. */
export async function listViolations(look: Look, checks: readonly Check[] = CHECKS): Promise<string[]> {
  const found: string[] = []
  for (const { invariant, name, daily, faults } of checks) {
    if (daily && look.cases !== null) continue
    for (const fault of await faults(look)) found.push(`invariant ${invariant} (${name}): ${fault}`)
  }
  return found
}
