/**
 * The program that tries a box from inside: started as a reader is, it attempts what a reader in a
 * stranger's hands would, one thing a message, and tells what came of it (walls.ts).
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'

export type Attempt =
  | { readonly attempt: 'read' | 'write'; readonly path: string }
  /** A port of this machine. */
  | { readonly attempt: 'connect'; readonly port: number }
  | { readonly attempt: 'allocate'; readonly megabytes: number }
  | { readonly attempt: 'compute' | 'spawn' }
/** What was read, or null for what could not be done. */
export interface Outcome {
  readonly got: string | null
}

const reaches = (port: number) =>
  new Promise<string | null>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve('connected')).once('error', () => resolve(null))
  })

async function allocate(megabytes: number): Promise<string> {
  const taken: Buffer[] = []
  while (taken.length * 64 < megabytes) taken.push(Buffer.alloc(64 * 1024 * 1024, 1))
  return String(taken.length)
}

function compute(): never {
  for (;;) createHash('sha256').update('on and on').digest()
}

async function make(job: Attempt): Promise<string | null> {
  switch (job.attempt) {
    case 'read':
      return (await readFile(job.path)).toString('base64')
    case 'write':
      return writeFile(job.path, 'written').then(() => 'written')
    case 'connect':
      return reaches(job.port)
    case 'spawn':
      return spawnSync(process.execPath, ['--version']).status === 0 ? 'started' : null
    case 'allocate':
      return allocate(job.megabytes)
    case 'compute':
      return compute()
  }
}

if (process.send) {
  process.on('disconnect', () => process.exit())
  process.on('message', async (job: Attempt) => process.send?.({ got: await make(job).catch(() => null) }))
  process.send('ready')
}
