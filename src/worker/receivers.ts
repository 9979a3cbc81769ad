/**
 * Who the receivers of a notification are, in a case as it is: people whose access has not ended,
 * without those who stand aside, and with the deputies of those who are away.
 */
import { rows, type Tx } from '../base/database.js'
import { type Receiver, turnIn } from '../cases/notifications.js'
import type { Part, Role } from '../people/actor.js'
import type { State } from '../workflow/machine.js'
import { FILLING } from '../workflow/words.js'

/** What is told of, and to whom. */
export interface Occasion {
  readonly caseId: number
  readonly receiver: Receiver
  /** The state whose turn counts. */
  readonly state: State
  readonly at: Date
  /** Of an event, which one it is. */
  readonly seq?: number | undefined
  readonly today: string
  /** Who did it; never told. */
  readonly actorId: number | null
  /** The colleagues whom an event names. */
  readonly chosen: readonly number[]
  /** The authority whose people alone are told; of any when absent. */
  readonly authorityId?: number | null | undefined
}

/** The firm's people, and those of the agent that files the case under a mandate in force. */
const FIRM = `
  select p.id from people p join cases c on c.firm_id = p.firm_id where c.id = $1
  union select p.id from cases c join mandates m on m.id = c.mandate_id and m.ended_at is null
    join people p on p.firm_id = m.agent_id where c.id = $1`
/** Of these, whoever may submit it. */
const SUBMITTERS = `
  select p.id from people p join cases c on c.firm_id = p.firm_id
  where c.id = $1 and p.roles && array['applicant', 'firmAdmin']
  union select p.id from cases c
    join mandates m on m.id = c.mandate_id and m.ended_at is null and 'submit' = any (m.acts)
    join people p on p.firm_id = m.agent_id and p.roles && array['applicant', 'firmAdmin'] where c.id = $1`
/**
 * Who has asked a colleague last to submit what event $2 sends, ends or takes back, by the case's own events: the case
 * has not moved since but by the filing itself. Of several changes the first one counts ($3: changes).
 */
const ASKER = `
  select q.actor_id as id from events e cross join lateral (
    select a.actor_id from events a
    where a.case_id = e.case_id and a.action = 'askToSubmit' and a.seq < e.seq and not exists (
      select from events h where h.case_id = e.case_id and h.seq > a.seq and h.seq < e.seq
        and (h.from_state is distinct from h.to_state and h.action <> 'submit'
          or h.action = any ($3) and e.action = any ($3)))
    order by a.seq desc limit 1) q
  where e.case_id = $1 and e.seq = $2 and q.actor_id in (${FIRM})`
const OF_PART = `
  select p.id from people p join case_parties k on k.authority_id = p.authority_id
  where k.case_id = $1 and k.part = $2 and $3 = any (p.roles) and ($4::int is null or k.authority_id = $4)`
const HOLDERS = 'select person_id as id from claims where case_id = $1 and ($2::int is null or authority_id = $2)'
const ASSESSING = `${OF_PART} and not exists (
  select from claims h where h.case_id = $1 and h.authority_id = k.authority_id and h.person_id <> p.id)`
const CONSULTER = `
  select id from (select coalesce(
    (select k.person_id from claims k join case_parties p on p.case_id = k.case_id and p.authority_id = k.authority_id
      where k.case_id = $1 and p.part = 'lead'),
    (select e.actor_id from events e where e.case_id = $1 and e.action = 'consult' order by e.seq desc limit 1)
  ) as id) c
  where id is not null`
const CONSULTED = `${OF_PART} and k.since = $5`

/** Those who are wanted and can be told; a person who is away, and the colleague who stands in. */
const ABLE = `
  with wanted as (
    select unnest($2::int[]) as id
    union select a.deputy_id from absences a where a.person_id = any ($2::int[]) and $3::date between a.from_on
      and a.to_on
  )
  select p.id from wanted w join people p on p.id = w.id
  where p.ended_at is null and p.id is distinct from $4::int
    and not exists (select 1 from events e where e.case_id = $1 and e.action = 'declareInterest' and e.actor_id = p.id)`

/** The ids of everybody to be told. */
export async function receiversOf(tx: Tx, occasion: Occasion): Promise<number[]> {
  const wanted = await wantedOf(tx, occasion)
  if (wanted.length === 0) return []
  const { caseId, today, actorId } = occasion
  return idsOf(tx, ABLE, [caseId, wanted, today, actorId])
}

async function wantedOf(
  tx: Tx,
  { caseId, receiver, state, at, seq, chosen, authorityId }: Occasion,
): Promise<number[]> {
  const turn = turnIn(state)
  const only = authorityId ?? null
  const ofPart = (part: Part, role: Role) => idsOf(tx, OF_PART, [caseId, part, role, only])
  const ofTurn = () => (turn ? ofPart(turn.part, turn.role) : Promise.resolve([]))
  const holders = () => idsOf(tx, HOLDERS, [caseId, only])
  const ofLead = () => ofPart('lead', 'approver')
  switch (receiver) {
    case 'firm':
      return idsOf(tx, FIRM, [caseId])
    case 'submitters':
      return idsOf(tx, SUBMITTERS, [caseId])
    case 'asker':
      return idsOf(tx, ASKER, [caseId, seq ?? null, FILLING])
    case 'turn':
      return ofTurn()
    case 'holder':
      // what a firm says after a letter is its department's matter, though the permit authority has the turn
      for (const find of [holders, ...(turn?.part === 'permit' && !only ? [] : [ofTurn]), ofLead]) {
        const found = await find()
        if (found.length > 0) return found
      }
      return []
    case 'supervisors': {
      const above = await ofPart(turn?.part ?? 'lead', 'supervisor')
      return [...above, ...(await holders())]
    }
    case 'answering':
      return ofPart('lead', 'supervisor')
    case 'consulter': {
      // a department that was named at once has been asked by nobody, and nobody may hold the case yet
      const asked = await idsOf(tx, CONSULTER, [caseId])
      return asked.length > 0 ? asked : ofPart('lead', 'assessor')
    }
    case 'permit':
      return ofPart('permit', 'permitOfficer')
    case 'chosen':
      return [...chosen]
    case 'assessing':
      return idsOf(tx, ASSESSING, [caseId, 'named', 'assessor', only])
    case 'consulted':
      return idsOf(tx, CONSULTED, [caseId, 'named', 'assessor', only, at])
  }
}

async function idsOf(tx: Tx, sql: string, values: readonly unknown[]): Promise<number[]> {
  return (await rows<{ id: number }>(tx, sql, values)).map(({ id }) => id)
}
