/** Runs test files in a process that is kept for the next ones, ended when it takes too long and replaced when a test left something in it. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { projectFolder } from '../../src/settings.js'
import { LauncherError } from '../binaries.js'
import { listDescendants, signal } from '../processes.js'

/** How a test file ended: 'late' had to be ended, 'died' took its process with it. */
export interface Run {
  readonly end: 'passed' | 'failed' | 'late' | 'died'
  /** The first test that failed. */
  readonly test?: string | undefined
  /** The marks that it came by. */
  readonly reached: readonly string[]
  readonly milliseconds: number
}

interface Answer {
  readonly passed: boolean
  readonly test?: string
  readonly ran: number
  readonly reached: readonly string[]
  readonly isSpent: boolean
}

export class TestRunner {
  private child: ChildProcess | undefined
  private said = ''

  /** @param root the copy of the project */
  constructor(private readonly root: string) {}

  /** @param limit milliseconds after which it is ended */
  async run(file: string, limit: number): Promise<Run> {
    const begun = performance.now()
    const answer = await this.ask(file, limit)
    const milliseconds = performance.now() - begun
    if (typeof answer === 'string') return { end: answer, reached: [], milliseconds }
    if (answer.isSpent) this.stop()
    if (answer.passed && answer.ran === 0)
      throw new LauncherError(`没有可运行的测试：${file}`, `No test was run: ${file}`)
    return { end: answer.passed ? 'passed' : 'failed', test: answer.test, reached: answer.reached, milliseconds }
  }

  /** The last that the process wrote about its errors. */
  get errors(): string {
    return this.said
  }

  /** Ends the process and what it started, at once; the tests' database server stays. */
  stop(): void {
    const { child } = this
    this.child = undefined
    if (!child?.pid) return
    const started = listDescendants(child.pid).filter(({ command: [name = ''] }) => !/(^|\/)postgres(: |$)/.test(name))
    child.kill('SIGKILL')
    for (const { pid } of started) signal(pid, 'SIGKILL')
  }

  private ask(file: string, limit: number): Promise<Answer | 'late' | 'died'> {
    this.child ??= this.start()
    const { child } = this
    return new Promise((resolve) => {
      const finish = (answer: Answer | 'late' | 'died') => {
        clearTimeout(timer)
        child.off('message', hear).off('exit', die)
        if (typeof answer === 'string') this.stop()
        resolve(answer)
      }
      const timer = setTimeout(() => finish('late'), limit)
      const hear = (answer: Answer) => finish(answer)
      const die = () => finish('died')
      child.once('message', hear).once('exit', die)
      child.send(join(this.root, file), () => {})
    })
  }

  private start(): ChildProcess {
    const child = fork(join(projectFolder, 'tools/mutate/worker.mjs'), [this.root], {
      cwd: this.root,
      execArgv: ['--experimental-vm-modules', '--no-warnings'],
      env: { ...process.env, NODE_ENV: 'test' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    child.stderr?.on('data', (text) => {
      this.said = (this.said + text).slice(-2000)
    })
    child.once('exit', () => {
      if (this.child === child) this.child = undefined
    })
    return child
  }
}
