/** Keeps the parts of the product running: starts them, starts one that died again, and stops them in order. */
import { type ChildProcess, fork } from 'node:child_process'
import type { Bilingual } from '../src/base/text.js'
import { type Environment, EXIT_SETTINGS, environmentWith } from '../src/config.js'

export interface Part {
  readonly name: Bilingual
  /** The compiled program. */
  readonly file: URL
  /** Settings that differ from ours, asked for at each start. */
  readonly environment: () => Environment
  /** What of the program's code can be loaded before it may begin (`prepare`). */
  readonly code?: URL
  /** Options of Node for this part alone. */
  readonly node?: readonly string[]
}

/** What every process of ours is started with: `code` is loaded at once, and the program waits for a message. */
export function nodeOptions(code?: URL): string[] {
  const leash = new URL('leash.js', import.meta.url)
  if (code) leash.searchParams.set('prepare', code.href)
  return ['--import', leash.href]
}

/**
 * Megabytes of each half of a worker's young generation, instead of 16: a start fills it once with what stays, and would
 * keep it. A page makes 3 MB of it, so the web server has Node's own (bench/README.md). The units of deploy/ say the same.
 */
export const SMALL_YOUNG = '--max-semi-space-size=4'

/**
 * One pool of memory outside the heap for all threads of a process, instead of up to eight a core (glibc): at rest it
 * holds less (bench/README.md#memory). The units and the image of deploy/ say the same.
 */
const ONE_POOL = { MALLOC_ARENA_MAX: '1' }

export interface SupervisorOptions {
  readonly tell: (text: Bilingual) => void
  /** Milliseconds before a part that died for the first time is started again; doubled each time that it dies soon. */
  readonly pause?: number
  /** Milliseconds that a part has for ending by itself. */
  readonly grace?: number
}

const LONGEST_PAUSE = 30_000
const STEADY = 60_000
const STRUGGLING = 4

export class Supervisor {
  private readonly runs: Run[]
  /** Settles when a part refuses its settings, which no new start would change. */
  readonly refused: Promise<void>
  /**
   * Settles when a part has died several times in a row. It is started again all the same: what it needs may come back.
   */
  readonly struggling: Promise<void>

  constructor(parts: readonly Part[], options: SupervisorOptions) {
    const hear = { refused: () => {}, struggling: () => {} }
    this.refused = new Promise((resolve) => {
      hear.refused = resolve
    })
    this.struggling = new Promise((resolve) => {
      hear.struggling = resolve
    })
    this.runs = parts.map((part) => new Run(part, options, hear))
  }

  start(): void {
    for (const run of this.runs) run.start()
  }

  /** Starts processes that load their code and wait for `start`. */
  prepare(): void {
    for (const run of this.runs) run.prepare()
  }

  /** Stops the parts one after the other, in the order in which they were given. */
  async stop(): Promise<void> {
    for (const run of this.runs) await run.stop()
  }

  async restart(): Promise<void> {
    await this.stop()
    this.start()
  }

  /** The processes that live now, for tests and for the curious. */
  get pids(): number[] {
    return this.runs.flatMap((run) => run.pid ?? [])
  }
}

/** One part over all its processes. */
class Run {
  private child: ChildProcess | null = null
  private timer: NodeJS.Timeout | null = null
  private wanted = false
  private deaths = 0

  constructor(
    private readonly part: Part,
    private readonly options: SupervisorOptions,
    private readonly hear: { refused(): void; struggling(): void },
  ) {}

  get pid(): number | undefined {
    return this.child?.pid
  }

  prepare(): void {
    this.launch(this.part.code)
  }

  start(): void {
    this.wanted = true
    if (this.child) this.child.send('begin')
    else this.launch()
  }

  /** @param code is loaded at once, and the program begins with the first message */
  private launch(code?: URL): void {
    const began = performance.now()
    const child = fork(this.part.file, {
      env: environmentWith({ ...ONE_POOL, ...this.part.environment() }),
      execArgv: [...(this.part.node ?? []), ...nodeOptions(code)],
      // A group of its own: Ctrl-C reaches the supervisor alone, which then stops everything in order.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.child = child
    child.on('error', () => undefined)
    child.on('exit', (code, signal) => this.ended(child, code ?? signal ?? 'killed', performance.now() - began))
  }

  async stop(): Promise<void> {
    this.wanted = false
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const end = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    const hard = setTimeout(() => child.kill('SIGKILL'), this.options.grace ?? 15_000)
    child.kill('SIGTERM')
    await end
    clearTimeout(hard)
  }

  private ended(child: ChildProcess, how: number | string, lived: number): void {
    if (this.child === child) this.child = null
    if (!this.wanted) return
    if (how === EXIT_SETTINGS) {
      this.hear.refused()
      return
    }
    this.deaths = lived > STEADY ? 0 : this.deaths
    const pause = Math.min((this.options.pause ?? 500) * 2 ** this.deaths, LONGEST_PAUSE)
    this.deaths += 1
    if (this.deaths === STRUGGLING) this.hear.struggling()
    const { zh, en } = this.part.name
    this.options.tell({
      zh: `${zh}意外结束（${how}），${pause / 1000} 秒后重新启动。`,
      en: `The ${en} stopped unexpectedly (${how}) and will restart in ${pause / 1000} s.`,
    })
    this.timer = setTimeout(() => this.start(), pause)
  }
}
