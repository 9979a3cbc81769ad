/** A wire between a process and its database, which can be cut in the middle of a message, or made slow: what a network does. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server, type Socket } from 'node:net'

export class Wire {
  private readonly pairs = new Set<readonly [Socket, Socket]>()
  /** Milliseconds that an answer of the server takes longer. */
  delay = 0

  private constructor(private readonly server: Server) {}

  /** Opens one to the server of an address. */
  static async open(databaseUrl: string): Promise<Wire> {
    const { hostname, port } = new URL(databaseUrl)
    const server = createServer({ noDelay: true }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const wire = new Wire(server)
    server.on('connection', (near) => wire.join(near, connect(Number(port), hostname)))
    return wire
  }

  /** The same address, by this wire. */
  addressOf(databaseUrl: string): string {
    const url = new URL(databaseUrl)
    url.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}` // of a TCP server
    return url.href
  }

  private join(near: Socket, far: Socket): void {
    const pair = [near, far] as const
    this.pairs.add(pair)
    near.pipe(far)
    far.on('data', (piece) => {
      if (this.delay === 0) near.write(piece)
      else setTimeout(() => near.write(piece), this.delay)
    })
    for (const socket of pair) {
      socket.on('error', () => undefined) // cut
      socket.on('close', () => {
        this.pairs.delete(pair)
        for (const one of pair) one.destroy()
      })
    }
  }

  /** Cuts everything that goes over it now; what is opened afterwards goes through. */
  cut(): void {
    for (const pair of this.pairs) for (const socket of pair) socket.destroy()
  }

  async close(): Promise<void> {
    this.cut()
    this.server.close()
  }
}
