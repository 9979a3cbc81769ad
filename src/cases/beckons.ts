/**
 * What beckons to one person in lists of cases: their tasks, notes that mention them, that they are chased, that the
 * firm has responded.
 */
import { rows, type Tx } from '../base/database.js'
import { sql } from '../base/sql.js'
import { type Bilingual, DOT, fill, joined } from '../base/text.js'
import type { Actor } from '../people/actor.js'
import { HEARINGS } from '../workflow/hearings.js'
import { entriesIn, STATES } from '../workflow/step.js'
import { SCOPE, scopeOf } from './scope.js'

/** A task that somebody has in a case. */
export interface OwnTask {
  readonly caseId: number
  readonly number: string
  readonly name: string | null
  /** Null once it has been erased. */
  readonly what: string | null
  /** YYYY-MM-DD */
  readonly dueOn: string
}

/** A queue is no list of tasks: the most urgent ones. */
const MOST_TASKS = 20

/** The states in which a task can be done: with the others it has ended. */
export const WITH_TASKS = STATES.filter((state) => entriesIn(state).has('finishTask'))

const OWN_TASKS = sql`
  select k.case_id as "caseId", c.number, coalesce(c.system_name, c.talent_name) as name, t.content ->> 'what' as what,
    k.due_on::text as "dueOn"
  from case_tasks k join cases c on c.id = k.case_id
  left join event_contents t on t.case_id = k.case_id and t.seq = k.seq
  where ${SCOPE} and k.owner_id = ${'me'}::int and c.state = any (${'states'}::text[])
  order by k.due_on, k.case_id, k.seq limit ${'most'}`

/** The most urgent tasks of the actor, in cases that they may see. */
export const listOwnTasks = (tx: Tx, actor: Actor): Promise<OwnTask[]> =>
  rows<OwnTask>(tx, ...OWN_TASKS({ ...scopeOf(actor), me: actor.id, states: WITH_TASKS, most: MOST_TASKS }))

/** What a line of a list says to its reader. */
export interface Beckon {
  /** How often the reader's department was chased since the case came to where it is. */
  readonly chased: number
  /** A note mentions the reader, who has not opened the case since. */
  readonly mentioned: boolean
  /** The firm has responded to what was announced to it, which is not decided yet. */
  readonly responded: boolean
}

/** The event of the last move of case `c`. */
const MOVED = sql`(select max(m.seq) from events m where m.case_id = c.id and m.from_state is distinct from m.to_state)`

const BECKONS = sql`
  select c.id, exists (
      select from events e where e.case_id = c.id and e.action in (${'toRefusal'}, ${'toRevocation'})
        and case e.action
          when ${'toRefusal'} then e.seq > ${MOVED}
          when ${'toRevocation'} then exists (
            select from case_matters p where p.case_id = c.id and p.kind = 'proposeRevocation' and p.seq < e.seq)
          end) as responded,
    exists (
      select from notifications n
      where n.person_id = ${'me'}::int and n.read_at is null and n.case_id = c.id and n.kind = 'note') as mentioned,
    (select count(*)::int from events e join event_contents t on t.case_id = e.case_id and t.seq = e.seq
      where e.case_id = c.id and e.action = 'chase' and t.content -> 'department' = to_jsonb(${'ownAuthority'}::int)
        and e.seq > ${MOVED}
        and not exists (
          select from queue_places q
          where q.case_id = c.id and q.authority_id = ${'ownAuthority'}::int and q.reported)) as chased
  from cases c where ${SCOPE} and c.id = any (${'ids'}::int[])`

/** The same of those of some cases that the actor may see, by the case. */
export async function listBeckons(tx: Tx, actor: Actor, ids: readonly number[]): Promise<Map<number, Beckon>> {
  const { announceRefusal, proposeRevocation } = HEARINGS
  const answers = { toRefusal: announceRefusal.answer, toRevocation: proposeRevocation.answer }
  const values = { ...scopeOf(actor), me: actor.id, ids, ...answers }
  const found = await rows<Beckon & { readonly id: number }>(tx, ...BECKONS(values))
  return new Map(found.map((line) => [line.id, line]))
}

/** A number of times, in words. */
export const timesText = (times: number): Bilingual => ({
  zh: `${times}次`,
  en: times === 1 ? 'once' : `${times} times`,
})

/** The same in words; undefined where there is nothing to say. */
export function sayBeckon({ chased, mentioned, responded }: Beckon): Bilingual | undefined {
  const said = [
    responded && { zh: '企业已陈述意见', en: 'the firm has responded' },
    chased > 0 && fill({ zh: '被催办{times}', en: 'chased {times}' }, { times: timesText(chased) }),
    mentioned && { zh: '同事留言未读', en: 'unread note for you' },
  ].filter((one) => one !== false)
  return said.length > 0 ? joined(said, DOT) : undefined
}
