/**
 * Asks a time-stamping authority (RFC 3161 over HTTP, 3.4) to say when it saw a signature. What it
 * answers is checked before it goes into a letter.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Outgoing } from '../base/outgoing.js'
import { element, integer, nothing, octets, oid, sequence } from './derWriter.js'
import { readAnswer, readTimeStamp } from './timeStampCheck.js'

/** An answer is a few kilobytes: a signature and a chain. */
const LARGEST = 64 * 1024 // bytes
const PATIENCE = 10_000 // ms

const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'), nothing())
const yes = element(0x01, Buffer.from([0xff]))

/**
 * A function that gets the time-stamp of a signature.
 * @param trusted certificates (PEM) of the authority or of its issuer
 * @throws Error, from the function, in plain words, when the authority does not answer, refuses, or
 * answers what cannot be trusted
 */
export function createTimeStamper(
  url: string,
  trusted: readonly string[],
  outgoing: Outgoing,
): (signature: Buffer) => Promise<Buffer> {
  return async (signature) => {
    const nonce = Buffer.concat([Buffer.from([0x01]), randomBytes(15)])
    const digest = createHash('sha256').update(signature).digest()
    const request = sequence(integer(1), sequence(sha256, octets(digest)), integer(nonce), yes)
    const answer = await ask(outgoing, url, request)
    try {
      const token = readAnswer(answer)
      const stamp = readTimeStamp(token, signature, trusted)
      if (!stamp.nonce?.equals(nonce)) throw new Error('another request’s answer')
      return token.whole
    } catch (cause) {
      throw new Error(
        `时间戳机构 ${url} 的答复无效。The response of the time-stamping authority ${url} is not valid.`,
        {
          cause,
        },
      )
    }
  }
}

async function ask(outgoing: Outgoing, url: string, request: Buffer): Promise<Buffer> {
  try {
    const answer = await outgoing.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: new Uint8Array(request),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    })
    if (!answer.ok) throw new Error(`status ${answer.status}`)
    return await readAll(answer)
  } catch (cause) {
    throw new Error(`时间戳机构 ${url} 没有答复。The time-stamping authority ${url} did not answer.`, { cause })
  }
}

async function readAll(answer: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of answer.body ?? []) {
    bytes += piece.length
    if (bytes > LARGEST) throw new Error('too long')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
