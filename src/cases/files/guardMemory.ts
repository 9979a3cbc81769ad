/**
 * Inside a process of child.ts: a second thread ends it when it takes too much memory, which V8's
 * own limits do not see (buffers, decoders), or when its parent has died.
 */
import { Worker } from 'node:worker_threads'

export function guardMemory(megabytes: number): void {
  const guard = `const parent = process.ppid
    setInterval(() => {
      const isTooMuch = process.memoryUsage.rss() > ${megabytes * 1024 * 1024}
      if (isTooMuch || process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
    }, 20)`
  new Worker(guard, { eval: true, execArgv: [], env: {} }).unref()
}
