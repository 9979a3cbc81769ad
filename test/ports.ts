/** A port for a server that is told its own before it starts. */
import { type AddressInfo, createServer } from 'node:net'

/** A port of the loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo // a TCP server has one
  await new Promise((resolve) => probe.close(resolve))
  return port
}
