/**
 * The queue in pools: each takes only its own tasks and has places of its own, so that what the law
 * gives a day, and what people wait for, never stands behind what anybody may upload. All pools are
 * in one process; what one of them computes for long, it computes in processes of their own.
 */
import { EventEmitter } from 'node:events'
import { type Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { QueuePool } from './queuePool.js'

/** Which tasks share places; every task is in one pool. */
export const POOLS = {
  clock: ['strike'],
  sealing: ['seal'],
  letters: ['makeLetter', 'makePaper', 'makeSignature'],
  /** What goes out to people, or is asked for by one who waits. Mail itself goes by a poller. */
  deliveries: ['conditions', 'digest', 'endings', 'proveCase', 'recordTalentAct'],
  /** Long, and in no hurry. */
  upkeep: ['sweep', 'erase'],
  scans: ['scanFile'],
  /** Pictures before readings: see priorities in jobs/queue.ts. */
  previews: ['makePages', 'readPaper'],
} as const satisfies Record<string, readonly string[]>

type PoolName = keyof typeof POOLS
export type QueueTask = (typeof POOLS)[PoolName][number]

/** How many jobs of each pool are done at a time, where `jobs` is WORKER_JOBS. */
const placesOf = (jobs: number): Record<PoolName, number> => ({
  clock: 1,
  sealing: 1,
  letters: jobs,
  deliveries: 1,
  upkeep: 1,
  scans: jobs,
  previews: 1,
})

/** Beside its jobs a pool listens for new ones, and the clock's enters what is due. */
const MORE_CONNECTIONS = 2

/** Hours are those of UTC: half past eight in Shanghai is 0:30. */
const CRON = [
  '* * * * * strike',
  '* * * * * seal',
  '17 3 * * * sweep',
  '41 * * * * erase',
  '0 0 * * * conditions ?fill=6h',
  '5 0 * * * endings ?fill=6h',
  '30 0 * * * digest ?fill=6h',
]

export interface QueueSettings {
  readonly url: string
  readonly jobs: number
  readonly logger: Logger
  readonly preset: GraphileConfig.Preset
  /** What is done for each task; see guardJobs. */
  readonly tasks: TaskList
}

/** A pool asks for jobs every two seconds, or is at as many as it has places for. */
const SILENCE = 60_000 // ms

/** Whether a pool still turns: it has asked for a job lately, or is at one. */
class Pulse {
  private beat = performance.now()
  private jobs = 0

  constructor(events: WorkerEvents) {
    const touch = () => {
      this.beat = performance.now()
    }
    events.on('worker:getJob:start', touch)
    events.on('job:start', () => {
      this.jobs++
    })
    events.on('job:complete', () => {
      this.jobs--
      touch()
    })
  }

  beats(silence: number): boolean {
    return this.jobs > 0 || performance.now() - this.beat < silence
  }
}

interface Pool {
  readonly runner: Runner
  readonly connections: QueuePool
  readonly pulse: Pulse
}

async function startPool({ url, logger, preset, tasks }: QueueSettings, name: PoolName, places: number): Promise<Pool> {
  const own = new Set<string>(POOLS[name])
  const connections = new QueuePool({ connectionString: url, max: places + MORE_CONNECTIONS })
  const events: WorkerEvents = new EventEmitter()
  const pulse = new Pulse(events)
  const runner = await run({
    logger,
    events,
    preset,
    pgPool: connections,
    concurrency: places,
    noHandleSignals: true,
    ...(name === 'clock' && { crontab: CRON.join('\n') }),
    taskList: Object.fromEntries(Object.entries(tasks).filter(([task]) => own.has(task))),
  })
  return { runner, connections, pulse }
}

export class QueuePools {
  /** Settles when the first of them ends, asked or not. */
  readonly ended: Promise<void>

  private constructor(
    private readonly parts: readonly Pool[],
    /** How many jobs of each pool are done at a time. */
    readonly places: Readonly<Record<string, number>>,
  ) {
    this.ended = Promise.race(parts.map(({ runner }) => runner.promise))
  }

  /** Starts all pools. */
  static async start(settings: QueueSettings): Promise<QueuePools> {
    const places = placesOf(settings.jobs)
    const pools = Object.entries(places) as [PoolName, number][] // its keys
    return new QueuePools(await Promise.all(pools.map(([name, count]) => startPool(settings, name, count))), places)
  }

  /** Whether every pool still turns: none has been silent for so many milliseconds without being at a job. */
  isAlive(silence = SILENCE): boolean {
    return this.parts.every(({ pulse }) => pulse.beats(silence))
  }

  /** Lets the jobs under way end; none begins any more. */
  async stop(): Promise<void> {
    await Promise.all(this.parts.map(({ runner }) => runner.stop()))
  }

  /** Gives the connections back. */
  async close(): Promise<void> {
    await Promise.all(this.parts.map(({ connections }) => connections.end()))
  }
}
