/**
 * Asks a virus scanner about a file: ClamAV's daemon over its socket, by the command INSTREAM, so
 * that the daemon needs no way to our files.
 */
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Outgoing } from '../../base/outgoing.js'

export type Verdict =
  | { readonly state: 'clean' }
  | { readonly state: 'infected'; readonly found: string }
  | { readonly state: 'failed'; readonly why: string }

export abstract class Scanner {
  /**
   * What is known of this content. Throws when the scanner is away or silent: then nothing is
   * known, and it is asked again.
   */
  abstract scan(content: Readable): Promise<Verdict>
}

const PATIENCE = 60_000 // ms without a byte either way
const LONGEST_ANSWER = 4096 // bytes
const LARGEST_CHUNK = 64 * 1024 // bytes

export class ClamdScanner extends Scanner {
  /** `address`: the path of a socket, or host:port. */
  constructor(
    private readonly address: string,
    private readonly outgoing: Outgoing,
  ) {
    super()
  }

  async scan(content: Readable): Promise<Verdict> {
    const socket = await this.outgoing.connect(targetOf(this.address))
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('the scanner is silent')))
    let answered = false
    const answer = readAnswer(socket).finally(() => {
      answered = true
    })
    answer.catch(() => undefined) // it is waited for below, after the sending
    try {
      await send(socket, content, () => answered)
      return verdictOf(await answer)
    } finally {
      content.destroy()
      socket.destroy()
    }
  }
}

/** Host and port, or the path of a socket. */
export function targetOf(address: string): { path: string } | { host: string; port: number } {
  if (address.startsWith('/')) return { path: address }
  const at = address.lastIndexOf(':')
  return { host: address.slice(0, at), port: Number(address.slice(at + 1)) }
}

/**
 * Each piece with its length before it, and a length of nothing at the end. A scanner that has
 * answered already, because it is too much for it, is sent no more.
 */
async function send(socket: Socket, content: Readable, isAnswered: () => boolean): Promise<void> {
  socket.write('zINSTREAM\0')
  for await (const piece of content) {
    const bytes: Buffer = piece // of a stream of bytes
    for (let at = 0; at < bytes.length; at += LARGEST_CHUNK) {
      if (isAnswered() || !socket.writable) return
      const chunk = bytes.subarray(at, at + LARGEST_CHUNK)
      const length = Buffer.alloc(4)
      length.writeUInt32BE(chunk.length)
      if (!socket.write(Buffer.concat([length, chunk])))
        await new Promise<void>((done) => socket.once('drain', done).once('close', done))
      await setImmediate() // lets an early answer come in before the next piece breaks the connection
    }
  }
  if (!isAnswered() && socket.writable) socket.write(Buffer.alloc(4))
}

/** The first answer, up to its NUL. */
function readAnswer(socket: Socket): Promise<string> {
  return new Promise((done, fail) => {
    let text = ''
    const end = () => (text.length > 0 ? done(text) : fail(new Error('the scanner hung up')))
    socket.on('data', (piece: Buffer) => {
      text += piece.toString('latin1')
      if (text.includes('\0') || text.length > LONGEST_ANSWER) done(text)
    })
    socket.once('end', end).once('close', end)
    // a scanner that had enough resets the connection after its answer
    socket.on('error', (problem) => (text.length > 0 ? done(text) : fail(problem)))
  })
}

function verdictOf(answer: string): Verdict {
  const line = answer.split('\0')[0]?.trim() ?? ''
  if (line === 'stream: OK') return { state: 'clean' }
  const found = /^stream: (.+) FOUND$/.exec(line)?.[1]
  if (found) return { state: 'infected', found: found.slice(0, 200) }
  if (/size limit exceeded|^stream: .* ERROR$/i.test(line)) return { state: 'failed', why: line.slice(0, 200) }
  throw new Error('the scanner answered what cannot be understood')
}
