/**
 * Reads the figures of the installation: from the database by the worker's role, from the disks of this
 * machine, and from the certificates of the settings. One that cannot be read is left out.
 */
import { stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { observe } from '../../base/metrics.js'
import type { FileStore } from '../../cases/files/store.js'
import { TASKS } from '../../jobs/queue.js'
import type { Trust } from '../../letters/trust.js'
import { FIGURES, type FigureName, type Reading, WORKER_SILENT } from './figures.js'

/** Asks the database as the worker. */
export type Ask = <Row>(sql: string, values: readonly unknown[]) => Promise<Row[]>

/** Touched after each backup; by `npm run backup` itself, else by the operator's own. */
export const LAST_BACKUP = 'last-backup'

/** The folders whose disks are looked at, by the settings that name them. */
export class WatchedFolders {
  private constructor(
    readonly dataDir: string,
    readonly all: readonly (readonly [setting: string, path: string])[],
  ) {}

  static of(settings: {
    readonly dataDir: string
    readonly backupDir: string | null
    readonly auditDir: string | null
  }): WatchedFolders {
    const { dataDir, backupDir, auditDir } = settings
    const named = { DATA_DIR: dataDir, BACKUP_DIR: backupDir, AUDIT_DIR: auditDir }
    return new WatchedFolders(
      dataDir,
      Object.entries(named).flatMap(([setting, path]) => (path === null ? [] : [[setting, path] as const])),
    )
  }
}

/** $1 is now by the application's clock; jobs go by the database's. */
const JOBS = `
  select task_identifier as task, count(*) filter (where due)::int as waiting,
    coalesce(extract(epoch from now() - min(run_at) filter (where due)), 0)::float8 as oldest,
    count(*) filter (where attempts > 0 and locked_at is null)::int as failed
  from (select *, locked_at is null and attempts < max_attempts and run_at <= now() as due from graphile_worker.jobs) j
  group by task_identifier`
const WORKERS = 'select count(*)::int as n from workers where seen_at > $1'
const BEHIND = `
  select c.name as reader, greatest(0, coalesce(extract(epoch from $1::timestamptz - (
    select min(e.at) from events e where e.xid >= c.position)), 0))::float8 as seconds
  from event_cursors c where c.name in ('notifications', 'webhooks')`
/** Events of two days only: by then somebody has been called, and all cases of a country are too many to ask. */
const SEALING = `
  select greatest(0, coalesce(extract(epoch from $1::timestamptz - least(
    (select min(e.at) from events e left join seals s on s.case_id = e.case_id
      where e.at > $1::timestamptz - interval '2 days' and e.seq > coalesce(s.seq, 0)),
    (select min(at) from checkpoints where stored_at is null))), 0))::float8 as seconds`
const MAILS = `
  select w.way, count(m.id)::int as waiting,
    greatest(0, coalesce(extract(epoch from $1::timestamptz - min(m.ordered_at)), 0))::float8 as oldest
  from (values ('mail'), ('sms'), ('chat')) w (way)
  left join mails m on m.channel = w.way and m.state in ('waiting', 'failed') group by w.way`
const DELIVERIES = `
  select count(*)::int as waiting,
    greatest(0, coalesce(extract(epoch from $1::timestamptz - min(d.made_at)), 0))::float8 as oldest
  from webhook_deliveries d join webhooks w on w.id = d.webhook_id
  where d.state in ('waiting', 'failed') and w.state = 'active'`
const MISSING = 'select count(*)::int as n from missing_files'

const of = (figure: FigureName, value: number, labels: Reading['labels'] = {}): Reading => ({ figure, labels, value })

interface Counted {
  readonly waiting: number
  readonly oldest: number
}

/** All that can be asked of the database. */
export async function readDatabase(ask: Ask, now: Date): Promise<Reading[]> {
  const jobs = await ask<Counted & { task: string; failed: number }>(JOBS, [])
  const idle = TASKS.filter((task) => !jobs.some((one) => one.task === task))
  const [workers] = await ask<{ n: number }>(WORKERS, [new Date(now.getTime() - WORKER_SILENT)])
  const behind = await ask<{ reader: string; seconds: number }>(BEHIND, [now])
  const [sealing] = await ask<{ seconds: number }>(SEALING, [now])
  const mails = await ask<Counted & { way: string }>(MAILS, [now])
  const deliveries = await ask<Counted>(DELIVERIES, [now])
  const [missing] = await ask<{ n: number }>(MISSING, [])
  return [
    of('workers', workers?.n ?? 0),
    ...[...jobs, ...idle.map((task) => ({ task, waiting: 0, oldest: 0, failed: 0 }))].flatMap((job) => [
      of('jobsWaiting', job.waiting, { task: job.task }),
      of('jobsOldest', job.oldest, { task: job.task }),
      of('jobsFailed', job.failed, { task: job.task }),
    ]),
    ...behind.map(({ reader, seconds }) => of('eventsBehind', seconds, { reader })),
    of('sealingBehind', sealing?.seconds ?? 0),
    ...mails.flatMap(({ way, waiting, oldest }) => [
      of('mailsWaiting', waiting, { way }),
      of('mailsOldest', oldest, { way }),
    ]),
    ...deliveries.flatMap(({ waiting, oldest }) => [of('deliveriesWaiting', waiting), of('deliveriesOldest', oldest)]),
    of('documentsMissing', missing?.n ?? 0),
  ]
}

/** Whether documents can be read and written. */
export const readStore = async (store: FileStore): Promise<Reading[]> => [
  of('storeAnswers', Number(await store.answers())),
]

/** How old the last backup is; nothing when there was none. */
export async function readMark(dataDir: string, now: Date): Promise<Reading[]> {
  const mark = await stat(join(dataDir, LAST_BACKUP)).catch(() => undefined)
  return mark ? [of('lastBackup', Math.max(0, now.getTime() - mark.mtimeMs) / 1000)] : []
}

/** All that this machine knows. */
export async function readMachine(trust: Trust, { dataDir, all }: WatchedFolders, now: Date): Promise<Reading[]> {
  const found = [of('certificateDays', trust.daysLeft(now), { certificate: 'signing' })]
  const stamper = trust.stamperDaysLeft(now)
  if (stamper !== undefined) found.push(of('certificateDays', stamper, { certificate: 'timestamp' }))
  found.push(...(await readMark(dataDir, now)))
  for (const [folder, path] of all) {
    const disk = await statfs(path).catch(() => undefined)
    if (disk) found.push(of('diskFree', disk.bavail * disk.bsize, { folder }))
  }
  return found
}

/** Shows the figures of this machine as metrics, read anew whenever somebody asks. */
export function exportMachine(trust: Trust, folders: WatchedFolders, now: () => Date): void {
  for (const name of ['certificateDays', 'lastBackup', 'diskFree'] as const)
    observe(FIGURES[name], async (result) => {
      for (const { figure, labels, value } of await readMachine(trust, folders, now()))
        if (figure === name) result.observe(value, labels)
    })
}
