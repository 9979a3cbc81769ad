/** A balancer as small as can be: asks each web server whether it is ready, passes requests to those that are, by turns, and never tries a request twice. */

import { once } from 'node:events'
import { Agent, createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { App } from './plant.js'

const EVERY = 100 // ms
/** For how long a client's connection is kept that asks nothing: longer than clients pause. */
const KEPT = 60_000

export class Balancer {
  /** Lets go of what is idle before a web server does, which takes ten seconds: a request would meet its end. */
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: 5_000 })
  private readonly ready = new Set<App>()
  private readonly timer: NodeJS.Timeout
  private turn = 0
  /** What went wrong between it and the web servers. */
  readonly faults: string[] = []

  private constructor(
    private readonly server: Server,
    private readonly apps: readonly App[],
  ) {
    this.timer = setInterval(() => void this.look(), EVERY)
  }

  static async open(apps: readonly App[]): Promise<Balancer> {
    const server = createServer({ keepAliveTimeout: KEPT }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const balancer = new Balancer(server, apps)
    await balancer.look()
    server.on('request', (incoming, outgoing) => {
      const all = [...balancer.ready]
      balancer.turn += 1
      const app = all[balancer.turn % all.length]
      const fail = (why: string) => {
        balancer.faults.push(`${incoming.method} ${incoming.url}: ${why}`)
        if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'application/json' })
        outgoing.end('{}')
      }
      if (!app) return fail('nobody is ready')
      const { method, url: path, headers } = incoming
      const passed = request({ host: '127.0.0.1', port: app.port, method, path, headers, agent: balancer.agent })
      passed.on('error', (error) => fail(`${app.port} ${error.message}`))
      passed.on('response', (answer) => {
        // how long a connection is kept is each one's own matter: a client would be told the web server's time
        const { connection: _, 'keep-alive': __, ...rest } = answer.headers
        outgoing.writeHead(answer.statusCode ?? 502, rest)
        answer.pipe(outgoing)
      })
      incoming.pipe(passed)
    })
    return balancer
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  private async look(): Promise<void> {
    await Promise.all(
      this.apps.map(async (app) => {
        if ((await app.ready()) === 200) this.ready.add(app)
        else this.ready.delete(app)
      }),
    )
  }

  async close(): Promise<void> {
    clearInterval(this.timer)
    this.agent.destroy()
    this.server.closeAllConnections()
    this.server.close()
  }
}
