/** Clients that ask for one page again and again, over connections that stay open. */
import { Agent, request } from 'node:http'

export interface Answer {
  readonly status: number
  readonly text: string
  /** Milliseconds to the first byte of the body. */
  readonly first: number
}

/** One answer, whole. */
export function ask(agent: Agent, url: string, cookie: string): Promise<Answer> {
  const begun = performance.now()
  return new Promise((resolve, reject) => {
    const call = request(url, { agent, headers: { cookie, accept: 'text/html' } }, (response) => {
      const pieces: Buffer[] = []
      let first = 0
      response.on('data', (piece: Buffer) => {
        first ||= performance.now() - begun
        pieces.push(piece)
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString(), first }),
      )
    })
    call.on('error', reject).end()
  })
}

/** What some clients had in some seconds. */
export interface Driven {
  readonly perSecond: number
  /** Milliseconds to the first byte, of each answer. */
  readonly firsts: readonly number[]
}

/** `clients` clients over `seconds` seconds, after half a second that is not counted. @throws when an answer is not 200 */
export async function drive(url: string, cookie: string, clients: number, seconds: number): Promise<Driven> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const begin = performance.now() + 500
  const end = begin + seconds * 1000
  const firsts: number[] = []
  const walk = async () => {
    while (performance.now() < end) {
      const { status, first } = await ask(agent, url, cookie)
      if (status !== 200) throw new Error(`${url}: ${status}`)
      const now = performance.now()
      if (now >= begin && now < end) firsts.push(first)
    }
  }
  await Promise.all(Array.from({ length: clients }, walk))
  agent.destroy()
  return { perSecond: firsts.length / seconds, firsts }
}
