/**
 * A worker's answers to whoever watches over it, at PROBE_PORT: it has no other door. `/health/live`
 * answers while the process does, from its first moment; `/health/ready` is 200 while it takes jobs.
 */
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { path } from '../base/path.js'
import { ASK_AGAIN, PortTaken } from '../base/readiness.js'

/** Why a worker takes no jobs now; undefined when it does. */
export type Fault = 'starting' | 'leaving' | 'database' | 'readOnly' | 'queue' | 'store'

export interface ProbeSettings {
  readonly probePort: number | null
  readonly probeHost: string
}

export class Probe {
  private find: () => Promise<Fault | undefined> = async () => 'starting'

  private constructor(private readonly server: Server | undefined) {}

  /** Listens where the settings say, or nowhere. Throws PortTaken when the port is not to be had. */
  static async open({ probePort, probeHost }: ProbeSettings): Promise<Probe> {
    if (probePort === null) return new Probe(undefined)
    const server = createServer((request, response) => {
      if (request.url === path.isLive) answer(response, 200, 'live')
      else if (request.url === path.isReady) void probe.ready(response)
      else answer(response, 404, 'notFound')
    })
    const probe = new Probe(server)
    server.listen(probePort, probeHost).unref()
    await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
      throw new PortTaken(taken(`${probeHost}:${probePort}`, error.code ?? ''))
    })
    return probe
  }

  /** From now on `find` tells whether jobs are taken. */
  begin(find: () => Promise<Fault | undefined>): void {
    this.find = find
  }

  /** Says so while the jobs under way end. */
  leave(): void {
    this.find = async () => 'leaving'
  }

  close(): void {
    this.server?.close()
    this.server?.closeAllConnections()
  }

  private async ready(response: ServerResponse): Promise<void> {
    const fault = await this.find()
    answer(response, fault ? 503 : 200, fault ?? 'ready')
  }
}

function answer(response: ServerResponse, code: number, status: string): void {
  response.writeHead(code, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...(code === 503 && { 'retry-after': ASK_AGAIN }),
  })
  response.end(JSON.stringify({ status }))
}

const taken = (where: string, code: string) => ({
  zh: `PROBE_PORT：无法在 ${where} 监听（${code}）。请换一个端口或地址。`,
  en: `PROBE_PORT: cannot listen on ${where} (${code}). Choose another port or address.`,
})
