/**
 * What is asked of a process in the box (box.ts): one thing at a time, within a time. Whatever a
 * file does to it, ours goes on.
 */
import type { ChildProcess } from 'node:child_process'

/** Whether it can still be asked. */
export const isAlive = (child: ChildProcess): boolean =>
  child.connected && child.exitCode === null && child.signalCode === null

/**
 * The answer; undefined when the process had to be ended or died of the file. An idle process does
 * not keep ours alive.
 */
export async function askChild<Answer>(
  child: ChildProcess,
  job: object,
  seconds: number,
): Promise<Answer | { readonly failure: string } | undefined> {
  if (!isAlive(child)) return undefined
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
    if (child.exitCode !== null || child.signalCode !== null) return resolve() // its channel may outlive it
    child.ref()
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
