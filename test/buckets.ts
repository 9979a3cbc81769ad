/** S3 servers of two makers, in a folder or in memory, and a way to them that can be slowed and cut. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, connect as dial, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import S3rver from 's3rver'
import { bucketOf } from '../src/cases/files/placeSettings.js'
import type { StoreBucket } from '../src/cases/files/storeBucket.js'
import { type Environment, readConfig } from '../src/config.js'
import { freePort } from './ports.js'

export type Maker = 's3rver' | 'moto'

/** Debian's python3-moto, with what its server needs: python3-flask-cors. */
const PYTHON = '/usr/bin/python3'
const hasMoto = ((): boolean => {
  try {
    execFileSync(PYTHON, ['-c', 'import moto.server'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
/** Those that are on this machine. */
export const MAKERS: readonly Maker[] = hasMoto ? ['s3rver', 'moto'] : ['s3rver']
export const MOTO_IS_AWAY = hasMoto ? '' : 'python3-moto is not installed: only s3rver is tried'

export interface S3Server {
  readonly port: number
  /** The settings that lead to one of its buckets. */
  settings(more?: Environment): Environment
  stop(): Promise<void>
}

const BUCKET = 'haijian-papers'

/** @param versions whether the bucket keeps versions, where the server can */
export async function startS3(maker: Maker, versions = false): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 's3-'))
  const secret = join(folder, 'secret')
  writeFileSync(secret, 'S3RVER\n')
  const port = await freePort()
  const end = maker === 's3rver' ? await startS3rver(port, folder) : await startMoto(port, versions)
  return {
    port,
    settings: (more = {}) => ({
      FILES_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      FILES_S3_BUCKET: BUCKET,
      FILES_S3_KEY: 'S3RVER',
      FILES_S3_SECRET: secret,
      ...more,
    }),
    stop: async () => {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function startS3rver(port: number, directory: string): Promise<() => Promise<unknown>> {
  const configureBuckets = [{ name: BUCKET, configs: [] }]
  const server = new S3rver({ port, address: '127.0.0.1', silent: true, directory, configureBuckets })
  await server.run()
  return () => server.close()
}

async function startMoto(port: number, versions: boolean): Promise<() => Promise<unknown>> {
  const server = spawn(PYTHON, ['/usr/bin/moto_server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const address = `http://127.0.0.1:${port}/${BUCKET}`
  while (!(await fetch(address, { method: 'PUT' }).catch(() => undefined))?.ok) await sleep(100)
  if (versions)
    await fetch(`${address}?versioning`, {
      method: 'PUT',
      body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
    })
  return async () => {
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
}

/** The bucket that settings lead to. */
export function bucketAt(settings: Environment, patience?: Parameters<typeof bucketOf>[1]): StoreBucket {
  const bucket = bucketOf(readConfig({ NODE_ENV: 'test', ...settings }), patience)
  if (!bucket) throw new Error('the settings name no bucket')
  return bucket
}

/** Stands between a store and its server: passes everything on, slowly, not at all, or cuts it. */
export class Way {
  /** Milliseconds before each piece. */
  delay = 0
  private away = false
  private readonly open = new Set<Socket>()

  private constructor(
    readonly port: number,
    private readonly server: ReturnType<typeof createServer>,
  ) {}

  /** @param host the address of this machine by which one comes in */
  static async to(target: number, host = '127.0.0.1'): Promise<Way> {
    const port = await freePort()
    const server = createServer({ noDelay: true }, (near) => {
      if (way.away) return near.destroy()
      const far = dial({ port: target, host: '127.0.0.1', noDelay: true })
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        way.open.add(one)
        one.on('error', () => undefined)
        one.on('close', (broken) => {
          way.open.delete(one)
          if (broken) other.destroy() // what a whole one has said may still be on its way
        })
        void pass(one, other)
      }
    })
    const pass = async (from: Socket, to: Socket) => {
      try {
        for await (const piece of from) {
          if (way.delay > 0) await sleep(way.delay, undefined, { ref: false })
          if (!to.write(piece)) await once(to, 'drain')
        }
        to.end()
      } catch {
        to.destroy()
      }
    }
    const way = new Way(port, server)
    server.listen(port, host)
    await once(server, 'listening')
    return way
  }

  /** Ends what is under way. */
  cut(): void {
    for (const one of this.open) one.destroy()
  }

  /** From now on nobody gets through. */
  close(): void {
    this.away = true
    this.cut()
  }

  reopen(): void {
    this.away = false
  }

  async stop(): Promise<void> {
    this.close()
    await new Promise((done) => this.server.close(done))
  }
}
