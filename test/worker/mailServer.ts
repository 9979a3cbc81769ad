/** A real mail server on the loopback, which keeps what it is given and answers as a test wishes. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Received {
  readonly to: string[]
  readonly raw: string
}

export interface MailServer {
  readonly port: number
  readonly received: Received[]
  /** The answer to each address: nothing to take it, or three digits. */
  answer: (address: string) => number | undefined
  close(): Promise<void>
}

/** Starts one. `options` are those of smtp-server: certificate, sign-in. */
export async function startMailServer(
  options: SMTPServerOptions = {},
  host = '127.0.0.1',
  at = 0,
): Promise<MailServer> {
  const state: Pick<MailServer, 'received' | 'answer'> = { received: [], answer: () => undefined }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, done) {
      const code = state.answer(address)
      done(code === undefined ? null : Object.assign(new Error(`no mail for ${address}`), { responseCode: code }))
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        state.received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts).toString('utf8'),
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined) // a client that goes away in the middle of the handshake
  const listening = server.listen(at, host)
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo // of a TCP server
  return Object.assign(state, { port, close: () => new Promise<void>((done) => server.close(() => done())) })
}

/** A header of a message, its encoded words decoded. */
export function headerOf({ raw }: Received, name: string): string {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const line = new RegExp(`^${name}: (.*)$`, 'mi').exec(head)?.[1] ?? ''
  return line
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([BQ])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toUpperCase() === 'B' ? Buffer.from(text, 'base64').toString() : unquote(text.replaceAll('_', ' ')),
    )
}

/** One part of a message (text/plain, text/html), decoded. */
export function partOf({ raw }: Received, type: string): string {
  const headOf = (each: string) => each.slice(0, each.indexOf('\r\n\r\n'))
  // parts may stand within parts
  const part = raw.split(/\r\n--[^\r\n]+/).find((each) => headOf(each).includes(`Content-Type: ${type}`)) ?? ''
  const at = part.indexOf('\r\n\r\n')
  const body = part.slice(at + 4)
  if (/base64/i.test(part.slice(0, at))) return Buffer.from(body, 'base64').toString()
  return /quoted-printable/i.test(part.slice(0, at)) ? unquote(body) : body
}

const unquote = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()
