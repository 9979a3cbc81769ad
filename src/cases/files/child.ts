/**
 * A process of its own for work on strange files, with limits of time and memory: it has no
 * settings, no database and no secret, and whatever a file does to it, ours goes on.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = extname(fileURLToPath(import.meta.url))
/** From sources (tests, `npm run dev`) the new process must compile as ours does. */
const compiler = JSON.stringify(new URL('../../../tools/swc.mjs', import.meta.url))
const compiling = `data:text/javascript,import{register}from"node:module";register(${compiler})`

/** A process that has said that it is ready; if it cannot start, that is our failure and never the file's. */
export async function startChild(program: 'reader' | 'pageReader', megabytes: number): Promise<ChildProcess> {
  const child = fork(new URL(`./${program}${source}`, import.meta.url), [String(megabytes)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
    execArgv: ['--max-old-space-size=256', ...(source === '.ts' ? ['--import', compiling] : [])],
  })
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    child.on('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`the reader of files did not start (${code ?? signal})`)))
  })
  return child
}

/**
 * The answer; undefined when the process had to be ended or died of the file. An idle process does
 * not keep ours alive.
 */
export async function askChild<Answer>(
  child: ChildProcess,
  job: object,
  seconds: number,
): Promise<Answer | { readonly failure: string } | undefined> {
  const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000)
  child.ref()
  child.channel?.ref?.()
  const answer = await new Promise<Answer | { failure: string } | undefined>((resolve) => {
    const finish = (found: Answer | { failure: string } | undefined) => {
      child.off('message', finish).off('exit', die)
      resolve(found)
    }
    const die = () => finish(undefined)
    child.once('message', finish).once('exit', die)
    child.send(job, (problem) => {
      if (problem) finish({ failure: problem.message })
    })
  })
  clearTimeout(timer)
  child.unref()
  child.channel?.unref?.()
  return answer
}

/** Ends it, at once. */
export function endChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.ref()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
