/** A real receiver of webhooks on the loopback: it keeps what it is sent, and answers each path as its name says, or as a test wishes. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly message: { readonly type: string; readonly data: Record<string, unknown> }
}

const challenge = ({ message }: Received): string => String(message.data.challenge ?? 'ok')

/** What there is at each path; anything else answers 200 and the challenge. */
const WAYS: Readonly<Record<string, (response: ServerResponse, received: Received) => void>> = {
  '/mute': () => undefined,
  '/error': (response) => response.writeHead(500).end('out of order'),
  '/inside': (response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
  '/unaware': (response) => response.writeHead(200).end('welcome'),
  '/endless': (response, received) => {
    response.writeHead(200).write(challenge(received))
    const more = setInterval(() => response.write('x'.repeat(10_000)), 1)
    response.on('close', () => clearInterval(more))
  },
  '/trickle': (response) => {
    response.socket?.write('HTTP/1.1 200 OK\r\n')
    const more = setInterval(() => response.socket?.write('x: y\r\n'), 20)
    response.socket?.on('close', () => clearInterval(more))
  },
}

export class Receiver {
  readonly received: Received[] = []
  /** The status of answers at a path, where that is not 200. */
  readonly statuses = new Map<string, number>()
  /** Milliseconds before it answers. */
  delay = 0
  /** Paths that answer well for now. */
  readonly well = new Set<string>()
  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {}

  static async start(): Promise<Receiver> {
    const server = createServer()
    const listening = server.listen(0, '127.0.0.1')
    await once(listening, 'listening')
    const receiver = new Receiver(server, (listening.address() as AddressInfo).port) // of a TCP server
    server.on('request', async (request, response) => {
      let body = ''
      for await (const piece of request) body += piece
      const path = request.url ?? ''
      const received = { path, headers: request.headers, body, message: JSON.parse(body) }
      receiver.received.push(received)
      const way = receiver.well.has(path) ? undefined : WAYS[path]
      if (way) return way(response, received)
      if (receiver.delay > 0) await pause(receiver.delay)
      response.writeHead(receiver.statuses.get(path) ?? 200).end(challenge(received))
    })
    return receiver
  }

  address(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`
  }

  /** Events, without the challenge. */
  at(path: string): Received[] {
    return this.received.filter((one) => one.path === path && one.message.type !== 'challenge')
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }
}
