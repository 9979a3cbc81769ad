/**
 * Jobs are enqueued by name in the caller's transaction, and vanish with it. graphile-worker's own
 * add_job works for the owner of its tables only, and that owner is the worker; the application
 * reaches it through one function that knows the names below and no others.
 */
import type { EntityManager } from 'typeorm'
import { carried } from '../base/trail.js'

/** Every job that the application may ask for. The list is built into the database's function at each migration. */
export const TASKS = [
  'makeLetter',
  'makePaper',
  'makeSignature',
  'makePages',
  'readPaper',
  'scanFile',
  'proveCase',
  'recordTalentAct',
  'sweep',
] as const
export type Task = (typeof TASKS)[number]

/**
 * What comes later than all else, and by how much: papers for which no case waits; pictures of pages, which come in
 * crowds; readings of what is written on them.
 */
const LATER: Partial<Record<Task, number>> = { makePaper: 5, makePages: 10, readPaper: 20 }
const CROWDS: readonly Task[] = ['makePages', 'readPaper']

/**
 * How many pictures, and how many readings, wait here at most: the others wait in `previews`, from which the
 * clock brings them. Whoever looks for a job reads all that wait, so that twenty thousand would slow every letter.
 */
export const MOST_WAITING = 1_000

/**
 * What a job is about: identifiers, never contents, because the queue is outside row-level security
 * and its errors are kept.
 */
export type JobPayload = Readonly<Record<string, string | number | boolean | null>>

/**
 * Asks for a job when this transaction commits. A job of the same key that has not begun is
 * replaced, so that a thing is done once however often it is asked for.
 */
export async function enqueue(
  tx: EntityManager,
  task: Task,
  payload: JobPayload,
  key: string | null = null,
): Promise<void> {
  await tx.query(ENQUEUE, jobValues(task, payload, key))
}

export const ENQUEUE = 'select jobs.enqueue($1, $2, $3)'

/** What ENQUEUE takes. The job carries the id of the request that orders it, and its trace. */
export const jobValues = (task: Task, payload: JobPayload, key: string | null = null): unknown[] => [
  task,
  JSON.stringify({ ...payload, ...carried() }),
  key,
]

/** The statements that give the database its function `jobs.enqueue`; run as the worker's role, which then owns it. */
export function enqueueFunction(callers: readonly string[], tasks: readonly string[] = TASKS): string {
  const strange = tasks.find((task) => !/^\w+$/.test(task))
  if (strange !== undefined) throw new Error(`not a name of a task: ${strange}`)
  const later = Object.entries(LATER)
    .map(([task, by]) => `when '${task}' then ${by}`)
    .join(' ')
  return `
    create schema if not exists jobs;
    create or replace function jobs.enqueue(task text, payload jsonb, job_key text default null) returns void
      language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
      begin
        if task is null or task <> all (array['${tasks.join("','")}']) then
          raise exception 'no task of this name: %', task using errcode = 'insufficient_privilege';
        end if;
        if task = any (array['${CROWDS.join("','")}']) and exists (select
            from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
            where t.identifier = enqueue.task and j.is_available offset ${MOST_WAITING - 1}) then
          return;
        end if;
        -- asked again by the clock, a job is still the one that a request has ordered
        if not payload ? 'requestId' then
          payload := payload || coalesce((select jsonb_strip_nulls(jsonb_build_object('requestId',
            j.payload::jsonb -> 'requestId', 'traceparent', j.payload::jsonb -> 'traceparent'))
            from graphile_worker._private_jobs j where j.key = enqueue.job_key), '{}');
        end if;
        -- and keeps its turn: else what has waited longest would wait behind everything newer, minute by minute
        perform graphile_worker.add_job(task, payload::json, job_key => job_key, job_key_mode => 'preserve_run_at',
          priority => case task ${later} else 0 end);
      end $$;
    revoke all on function jobs.enqueue from public;
    grant usage on schema jobs to ${callers.join(', ')};
    grant execute on function jobs.enqueue to ${callers.join(', ')};`
}
