/**
 * The process that sets letters, apart and with a time limit, because a layout or a text that never
 * ends must not stop ours. One that overruns is ended, and the next letter gets a new one; so is one
 * that has nothing to do, since only the end of a process gives back what the compiler keeps: that
 * of a thread does not.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endChild } from '../cases/files/child.js'
import type { Answer, Job, ProcessSettings } from './renderProcess.js'

/** Setting a letter took longer than the limit and was ended. */
export class TookTooLong extends Error {
  constructor(readonly limitMs: number) {
    super(`setting a letter took more than ${limitMs} ms`)
  }
}

const source = extname(fileURLToPath(import.meta.url))
/** From sources (tests, `npm run dev`) the process must compile as ours does. */
const compiler = JSON.stringify(new URL('../../tools/swc.mjs', import.meta.url))
const compiling = `data:text/javascript,import{register}from"node:module";register(${compiler})`

/**
 * How long a process may take to be ready, in milliseconds; fonts are read meanwhile, and a busy
 * machine is slow at it.
 */
const startLimitMs = 120_000

/** One process at a time, one job at a time. */
export class Setter {
  private child: ChildProcess | undefined
  private readonly ending = new Set<Promise<void>>()
  private last: Promise<unknown> = Promise.resolve()
  private waiting = 0
  private rest: NodeJS.Timeout | undefined
  private settle: (answer: Answer) => void = () => undefined
  private fail: (error: Error) => void = () => undefined
  private closed = false

  constructor(
    private readonly limitMs: number,
    private readonly idleMs: number,
    private readonly settings: ProcessSettings,
  ) {}

  ask(job: Job): Promise<Answer> {
    this.waiting++
    clearTimeout(this.rest)
    const answer = this.last.then(() => this.run(job)).finally(() => this.restWhenIdle())
    this.last = answer.catch(() => undefined)
    return answer
  }

  /** Ends the process, and waits for those that were given up. */
  async close(): Promise<void> {
    this.closed = true
    clearTimeout(this.rest)
    this.drop(new Error('the renderer of letters is closed'))
    await this.last
    await Promise.all(this.ending)
  }

  private restWhenIdle(): void {
    this.waiting--
    if (this.waiting > 0 || this.closed) return
    this.rest = setTimeout(() => this.drop(new Error('nothing to do')), this.idleMs).unref()
  }

  private async run(job: Job): Promise<Answer> {
    if (this.closed) throw new Error('the renderer of letters is closed')
    if (!this.child) await this.exchange(() => this.start(), startLimitMs)
    return this.exchange(() => this.child?.send(job), this.limitMs)
  }

  /** Does something that the process answers to, and gives it so long. */
  private async exchange(begin: () => void, limitMs: number): Promise<Answer> {
    const timer = setTimeout(() => this.drop(new TookTooLong(limitMs)), limitMs)
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.settle = resolve
        this.fail = reject
        begin()
        this.child?.ref()
        this.child?.channel?.ref?.()
      })
    } finally {
      clearTimeout(timer)
      this.child?.unref()
      this.child?.channel?.unref?.()
    }
  }

  /** Without settings or secrets of ours. */
  private start(): void {
    const child = fork(new URL(`./renderProcess${source}`, import.meta.url), [JSON.stringify(this.settings)], {
      env: {},
      execArgv: source === '.ts' ? ['--import', compiling] : [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const isCurrent = () => this.child === child
    child.on('message', (answer: Answer) => isCurrent() && this.settle(answer))
    child.on('error', (error) => isCurrent() && this.drop(error))
    child.on('exit', (code, signal) => {
      if (isCurrent()) this.drop(new Error(`the process that sets letters ended (${code ?? signal})`))
    })
    this.child = child
  }

  /** Gives up the process and what it was asked. */
  private drop(error: Error): void {
    const { child } = this
    this.child = undefined
    if (child) {
      const end = endChild(child)
      this.ending.add(end)
      void end.finally(() => this.ending.delete(end))
    }
    this.fail(error)
  }
}
