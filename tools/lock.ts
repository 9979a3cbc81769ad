/**
 * One at a time on this machine, whatever dies: the lock is an abstract Unix socket, which the kernel takes back with its process.
 * A lock file would have to be judged stale by somebody, and two could judge at once.
 */
import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE = 120_000

/**
 * Does the work while nobody else on this machine does work under the same name.
 * @throws when others hold the lock for two minutes
 */
export async function withLock<T>(name: string, work: () => Promise<T>): Promise<T> {
  const address = `\0haijian ${createHash('sha256').update(name).digest('base64url')}`
  const end = performance.now() + PATIENCE
  let lock = await take(address)
  while (!lock) {
    if (performance.now() > end) throw new Error(`等待其他进程超时 / waited too long for another process: ${name}`)
    await sleep(20 + 40 * Math.random())
    lock = await take(address)
  }
  try {
    return await work()
  } finally {
    lock.close()
  }
}

function take(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(address, () => resolve(server))
  })
}
