/**
 * The history as a file to take away: lines of JSON, of which the last signs all that stands before
 * it. Written while it is sent. Who signs is the web server's own key, published beside those of
 * the checkpoints; what an event's hash and its checkpoint prove, they prove by themselves.
 */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { SealKey } from './checkpoint.js'

/** The lines: what was asked for, each event, and the signature. */
export function signedLines(pages: AsyncIterable<readonly object[]>, header: object, key: SealKey): Readable {
  const digest = createHash('sha256')
  const signed = (lines: readonly object[]): string => {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    digest.update(text)
    return text
  }
  return Readable.from(
    (async function* () {
      let events = 0
      yield signed([header])
      for await (const page of pages) {
        events += page.length
        yield signed(page)
      }
      const sha256 = digest.digest('hex')
      const signature = key.sign(`haijian export\n${sha256}`).toString('base64')
      yield `${JSON.stringify({ events, sha256, key: key.id, signature })}\n`
    })(),
  )
}
