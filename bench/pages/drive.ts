/** Clients that ask for one page again and again, over connections that stay open. */
import { Agent, request } from 'node:http'

/** One answer, whole. */
export function ask(agent: Agent, url: string, cookie: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, headers: { cookie, accept: 'text/html' } }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() }))
    })
    call.on('error', reject).end()
  })
}

/** Requests a second by `clients` clients over `seconds` seconds, after half a second that is not counted. @throws when an answer is not 200 */
export async function drive(url: string, cookie: string, clients: number, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const begin = performance.now() + 500
  const end = begin + seconds * 1000
  let counted = 0
  const walk = async () => {
    while (performance.now() < end) {
      const { status } = await ask(agent, url, cookie)
      if (status !== 200) throw new Error(`${url}: ${status}`)
      const now = performance.now()
      if (now >= begin && now < end) counted++
    }
  }
  await Promise.all(Array.from({ length: clients }, walk))
  agent.destroy()
  return counted / seconds
}
