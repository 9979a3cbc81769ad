/**
 * How a text message leaves: to a gateway that takes JSON over HTTPS, whatever it calls number and text, with its
 * key as a bearer token; or, in a demonstration without one, into its mailbox. Why one could not be handed over is
 * said in the words of mails (mailTransport.ts).
 */
import { readFile } from 'node:fs/promises'
import { codeOf } from '../base/cause.js'
import { Outgoing, OutgoingRefused, type OutgoingSettings } from '../base/outgoing.js'
import { Mailbox } from '../people/mailbox.js'
import { type Fault, NotSent } from './mailTransport.js'

export interface TextMessage {
  readonly id: number
  readonly to: string
  readonly at: Date
  /** One line; names nobody. */
  readonly text: string
}

export abstract class TextGateway {
  /** False where there is no way out: what was to go by text goes by mail. */
  abstract readonly ready: boolean
  /** Hands a message over. Throws NotSent. */
  abstract send(message: TextMessage): Promise<void>
}

export class NoTextGateway extends TextGateway {
  readonly ready = false

  send(): Promise<void> {
    return Promise.reject(new NotSent('noConnection'))
  }
}

/** A demonstration shows text messages beside its mails. */
export class TextMailbox extends TextGateway {
  readonly ready = true

  constructor(
    private readonly mailbox: Mailbox,
    private readonly subject = '短信 Text message',
  ) {
    super()
  }

  send({ id, to, at, text }: TextMessage): Promise<void> {
    return this.mailbox.add({ id, to, at: at.toISOString(), subject: this.subject, text })
  }
}

export interface GatewaySettings {
  readonly url: string
  readonly key: string
  /** JSON in whose texts {to}, {text} and {id} are replaced. */
  readonly body: string
  readonly outgoing: Outgoing
  /** Milliseconds after which an answer is not waited for. */
  readonly patience?: number
}

const PATIENCE = 10_000 // ms

export class HttpTextGateway extends TextGateway {
  readonly ready = true
  private readonly body: unknown

  /** Throws when the body is no JSON. */
  constructor(private readonly settings: GatewaySettings) {
    super()
    this.body = JSON.parse(settings.body)
  }

  async send({ id, to, text }: TextMessage): Promise<void> {
    const { url, key, outgoing, patience = PATIENCE } = this.settings
    const values = { id: `haijian-${id}`, to, text }
    const signal = AbortSignal.timeout(patience)
    let status: number
    try {
      const answer = await outgoing.fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${key}`,
          'idempotency-key': values.id,
        },
        body: JSON.stringify(filled(this.body, values)),
        signal,
      })
      status = answer.status
      await answer.body?.cancel().catch(() => undefined) // what it says may hold the number
    } catch (error) {
      throw new NotSent(signal.aborted ? 'timeout' : faultOf(error), null, error)
    }
    if (status < 200 || status >= 300) throw new NotSent(meaningOf(status), status)
  }
}

/** A place in a text of the body, at any depth. */
function filled(body: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof body === 'string') return body.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
  if (Array.isArray(body)) return body.map((one) => filled(one, values))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, filled(value, values)]))
}

/** Of the message itself the gateway says 400, 404 and 422; everything else may be better later. */
function meaningOf(status: number): Fault {
  if (status === 401 || status === 403) return 'signIn'
  return [400, 404, 422].includes(status) ? 'refused' : 'deferred'
}

/** Of the network. */
export function faultOf(error: unknown): Fault {
  if (error instanceof OutgoingRefused) return 'noConnection'
  return /EPROTO|CERT|TLS|SSL/.test(codeOf(error) ?? '') ? 'tls' : 'noConnection'
}

export interface TextSettings extends OutgoingSettings {
  readonly smsUrl: string | null
  readonly smsKey: string | null
  readonly smsBody: string
  readonly smtpUrl: string | null
  readonly dataDir: string
}

/** The one of the settings; a demonstration shows what would go out. Throws when the key's file cannot be read. */
export async function openTextGateway(settings: TextSettings): Promise<TextGateway> {
  const { smsUrl, smsKey, smsBody } = settings
  const mailbox = Mailbox.of(settings)
  if (smsUrl === null || smsKey === null) return mailbox.there ? new TextMailbox(mailbox) : new NoTextGateway()
  const key = await readFile(smsKey, 'utf8').catch(() => {
    throw new Error('SMS_KEY 所指的文件无法读取。\nThe file that SMS_KEY names cannot be read.')
  })
  return new HttpTextGateway({ url: smsUrl, key: key.trim(), body: smsBody, outgoing: new Outgoing(settings) })
}
