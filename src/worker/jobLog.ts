/**
 * What the worker says of its jobs: each one's start and end, and why it failed, with the request that
 * ordered it. The queue's own words are not taken: its errors may hold data.
 */
import { SpanKind } from '@opentelemetry/api'
import { Logger as NestLogger } from '@nestjs/common'
import { type Job, Logger, type Task, type TaskList } from 'graphile-worker'
import { causeOf } from '../base/cause.js'
import { isUnavailable } from '../base/databaseErrors.js'
import type { Line } from '../base/log.js'
import { count, timed } from '../base/metrics.js'
import { within } from '../base/tracing.js'
import { follow, readRequestId, readTraceparent, type Trail } from '../base/trail.js'

const log = new NestLogger('jobs')

/** Done every minute: said at `debug`, as is the start of every job, which its end tells as well. */
const EVERY_MINUTE: ReadonlySet<string> = new Set(['strike', 'seal'])

/** The trail of the request that ordered a job (jobs/queue.ts). */
function trailOf({ id, task_identifier: task }: Job, payload: unknown): Trail {
  const { requestId, traceparent } = (payload ?? {}) as { requestId?: unknown; traceparent?: unknown } // read below
  return {
    requestId: readRequestId(requestId),
    traceparent: readTraceparent(traceparent),
    job: { id, task },
  }
}

/** The same tasks, each telling what becomes of it. */
export function logJobs(tasks: TaskList): TaskList {
  const logged = Object.entries(tasks).map(([name, task]): [string, Task] => [
    name,
    (payload, helpers) =>
      follow(trailOf(helpers.job, payload), async () => {
        const { attempts: attempt, max_attempts: attempts } = helpers.job
        const begun = performance.now()
        const passed = () => Math.round(performance.now() - begun)
        log.debug({ msg: 'job started', attempt })
        try {
          await within(`job ${name}`, SpanKind.CONSUMER, () =>
            timed('jobSeconds', { task: name }, async () => task?.(payload, helpers)),
          )
          count('jobs', { task: name, outcome: 'done' })
        } catch (error) {
          count('jobs', { task: name, outcome: 'failed' })
          tell(error, { msg: 'job failed', attempt, again: attempt < attempts, ms: passed() })
          throw error
        }
        log[EVERY_MINUTE.has(name) ? 'debug' : 'log']({ msg: 'job done', attempt, ms: passed() })
      }),
  ])
  return Object.fromEntries(logged)
}

/** Of a database that is away one is warned: what waits for it is done afterwards. */
function tell(error: unknown, line: Line): void {
  log[isUnavailable(error) ? 'warn' : 'error']({ ...line, ...causeOf(error) })
}

/** What goes wrong in the queue itself. That a job has failed was told above. */
export const queueLog = new Logger(() => (level, _said, meta = {}) => {
  const error = meta.error ?? meta.fatalError
  if (level === 'error' && meta.failure !== true) tell(error, { msg: 'the queue failed' })
})
