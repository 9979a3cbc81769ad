/**
 * How a mail leaves: by SMTP, or, in a demonstration without a mail server, into a folder that the
 * page /demo/mailbox shows. TLS with a checked certificate is required unless the server is this
 * machine. Why a mail could not be handed over is said in a word of ours: what a server answers may
 * hold an address.
 */
import type { Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import type { Outgoing } from '../base/outgoing.js'
import type { Mailbox } from '../people/mailbox.js'
import { failureOf, type MailFailure } from '../people/mailFailure.js'
import type { FirmMail } from './firmMail.js'
import type { MailText } from './mailText.js'

export interface OutgoingMail extends MailText {
  readonly id: number
  readonly to: string
  readonly at: Date
  /** The same for every try, so that a mail that arrives twice is known as one. */
  readonly messageId: string
  /** Where mail of this kind is turned off. */
  readonly unsubscribe?: string
  /** Files for the reader's calendar. */
  readonly calendar?: FirmMail['calendar']
  /** The request that ordered it. */
  readonly requestId?: string | undefined
}

/** noConnection, timeout, tls, signIn, busy: the server; refused, deferred: this mail. */
export type Fault = 'noConnection' | 'timeout' | 'tls' | 'signIn' | 'busy' | 'deferred' | 'refused' | 'unknown'

/** A mail was not handed over. */
export class NotSent extends Error {
  constructor(
    readonly fault: Fault,
    /** The number of the server's answer, when it answered. */
    readonly code: number | null = null,
    /** What the fault comes from, for the log. */
    cause?: unknown,
    /** Why the address does not work, when it is the recipient that the server refused. */
    readonly failure?: MailFailure,
  ) {
    super(`not sent: ${fault}`, { cause })
  }
}

export abstract class MailTransport {
  /** False when there is no way out yet: mails wait. */
  abstract readonly ready: boolean
  /** Hands a mail over. Throws NotSent. */
  abstract send(mail: OutgoingMail): Promise<void>
}

/** Production without a mail server. */
export class NoMailTransport extends MailTransport {
  readonly ready = false

  send(): Promise<void> {
    return Promise.reject(new NotSent('noConnection'))
  }
}

/** A demonstration's mailbox. */
export class MailboxFolder extends MailTransport {
  readonly ready = true

  constructor(private readonly mailbox: Mailbox) {
    super()
  }

  send({ at, ...mail }: OutgoingMail): Promise<void> {
    return this.mailbox.add({ ...mail, at: at.toISOString() })
  }
}

export interface SmtpSettings {
  /** smtp:// (STARTTLS) or smtps://, with user and password where the server asks for them. */
  readonly url: string
  readonly from: string
  /** Where reports and replies go; to `from` when there is none. */
  readonly returns?: string | null
  /** Certificates (PEM) of the issuer, where it is none that Node knows. */
  readonly ca?: string | undefined
  readonly outgoing: Outgoing
  /** Milliseconds that a server may be silent. */
  readonly patience?: number
}

/** How long a connection waits for a further mail, in milliseconds. */
const IDLE = 1_000

const LOOPBACK = /^(127(\.\d{1,3}){3}|\[?::1\]?|localhost)$/

export class SmtpTransport extends MailTransport {
  readonly ready = true
  private readonly transport

  constructor(private readonly settings: SmtpSettings) {
    super()
    const { url, ca, outgoing, patience = 30_000 } = settings
    const { protocol, hostname, port, username, password } = new URL(url)
    const secure = protocol === 'smtps:'
    const host = hostname.replace(/^\[|\]$/g, '')
    const where = { host, port: Number(port || (secure ? 465 : 587)) }
    const local = LOOPBACK.test(hostname) && ca === undefined
    this.transport = createTransport({
      // a round of mails goes over one connection, because greeting and handshake take longer than a mail
      pool: true,
      idleTimeout: IDLE,
      maxRequeues: 0, // what was cut off is ours to try again
      ...where,
      secure,
      requireTLS: !local && !secure,
      ignoreTLS: local && !secure,
      ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
      tls: { minVersion: 'TLSv1.2', ca },
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
      disableFileAccess: true,
      disableUrlAccess: true,
      getSocket: (_options: unknown, done: (error: Error | null, found?: { connection: Socket }) => void) => {
        outgoing.connect({ ...where, encrypts: !local }).then(
          (connection) => done(null, { connection }),
          (error: unknown) => done(new NotSent('noConnection', null, error)),
        )
      },
    })
  }

  /** Connects and signs in; no mail is sent. Throws NotSent. */
  async verify(): Promise<void> {
    try {
      await this.transport.verify()
    } catch (error) {
      throw faultOf(error)
    } finally {
      this.transport.close()
    }
  }

  async send(mail: OutgoingMail): Promise<void> {
    const { to, at, subject, text, html, messageId, unsubscribe, calendar = [], requestId } = mail
    const { from, returns } = this.settings
    try {
      await this.transport.sendMail({
        from: { name: '海荐 Haijian', address: from },
        ...(returns && { replyTo: returns }),
        to: { name: '', address: to },
        envelope: { from: returns ?? from, to: [to] },
        date: at,
        subject,
        text,
        html,
        messageId,
        attachments: calendar.map(({ name, method, text: content }) => ({
          filename: name,
          content,
          contentType: `text/calendar; charset=utf-8; method=${method}`,
        })),
        headers: {
          'Auto-Submitted': 'auto-generated',
          ...(unsubscribe && { 'List-Unsubscribe': `<${unsubscribe}>` }),
          ...(requestId && { 'X-Request-Id': requestId }),
        },
      })
    } catch (error) {
      throw faultOf(error)
    }
  }
}

/** What nodemailer's own errors carry. */
interface NodemailerError {
  readonly code?: string
  readonly responseCode?: number | null
  readonly message: string
  readonly command?: string
  readonly response?: string
}

/**
 * Why a recipient is refused, and no other step of the mail: by the enhanced status after the reply code, where the
 * server gives one (RFC 2034).
 */
function refusal(code: number, response = '', command = ''): MailFailure | undefined {
  if (command !== 'RCPT TO') return undefined
  const [, status] = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? []
  return failureOf(status, code, true)
}

/** What a failure of nodemailer means. */
function faultOf(error: unknown): NotSent {
  if (error instanceof NotSent) return error
  const known = error as NodemailerError // which is all that it throws
  const { code = '', responseCode = null, message, command, response } = known
  if (code === 'EAUTH' || code === 'ENOAUTH') return new NotSent('signIn', responseCode, error)
  // a certificate that does not hold is an error of the socket to nodemailer
  if (code === 'ETLS' || (code === 'ESOCKET' && /certificate|altname|ssl|tls/i.test(message)))
    return new NotSent('tls', responseCode, error)
  if (code === 'ETIMEDOUT') return new NotSent('timeout', null, error)
  if (responseCode !== null && responseCode >= 500)
    return new NotSent('refused', responseCode, error, refusal(responseCode, response, command))
  if (responseCode !== null && responseCode >= 400) return new NotSent('deferred', responseCode, error)
  if (code === 'ECONNECTION' || code === 'ESOCKET' || code === 'EDNS') return new NotSent('noConnection', null, error)
  return new NotSent('unknown', null, error)
}
