/** What lies between a host and a server of this machine: it can be made slow, and be pulled out. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { Transform } from 'node:stream'

export class Cable {
  /** Milliseconds that each piece takes to the server. */
  delay = 0
  private whole = true
  private readonly sockets = new Set<Socket>()

  private constructor(private readonly server: Server) {}

  /** One that is plugged in at `host` and leads to a port of the loopback. */
  static async open(host: string, port: number): Promise<Cable> {
    const server = createServer().listen(0, host)
    await once(server, 'listening')
    const cable = new Cable(server)
    server.on('connection', (near) => cable.join(near, port))
    return cable
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port // of a TCP server
  }

  /** Nobody gets through any more, and whoever was connected is cut off. */
  pull(): void {
    this.whole = false
    for (const socket of this.sockets) socket.destroy()
  }

  plugIn(): void {
    this.whole = true
  }

  close(): void {
    this.pull()
    this.server.close()
  }

  private join(near: Socket, port: number): void {
    if (!this.whole) return void near.destroy()
    const far = connect(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one)
      one.setNoDelay(true)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        this.sockets.delete(one)
        other.destroy()
      })
    }
    near.pipe(this.slowly()).pipe(far)
    far.pipe(near)
  }

  private slowly(): Transform {
    return new Transform({
      transform: (piece, _encoding, done) =>
        this.delay > 0 ? void setTimeout(() => done(null, piece), this.delay) : done(null, piece),
    })
  }
}
