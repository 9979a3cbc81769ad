/**
 * Looks before each job whether the database is still the one that this process began with. The
 * queue calls tasks by numbers of the database's own, which a process learns once: in a database
 * that was made anew under it, or restored, a job of one kind would be done by the handler of
 * another.
 */
import type { Task, TaskList } from 'graphile-worker'
import { Database } from '../base/database.js'
import { BROKEN } from '../base/ending.js'
import type { Installation } from '../base/installation.js'
import { logFatal } from '../base/log.js'

const TASK = 'select task_identifier as task from graphile_worker.jobs where id = $1'

/**
 * The same tasks, each with that look before it: another database ends the process
 * (Installation.lost), other numbers have it started anew.
 */
export function guardJobs(db: Database, installation: Installation, tasks: TaskList): TaskList {
  const guarded = Object.entries(tasks).map(([name, task]): [string, Task] => [
    name,
    async (payload, helpers) => {
      await installation.confirm()
      const [job] = await db.lookUp<{ task: string }>(TASK, [helpers.job.id])
      if (job && job.task !== name) restart()
      return task?.(payload, helpers)
    },
  ])
  return Object.fromEntries(guarded)
}

function restart(): never {
  logFatal({ msg: 'the queue of this database is not the one of the start; the process ends, to begin anew' })
  process.exit(BROKEN)
}
