/**
 * One webhook over HTTP: through the guard of outgoing connections, without redirects, ended after some
 * seconds whatever the receiver does, and of its answer no more than the beginning is read.
 */
import { codeOf } from '../base/cause.js'
import { Outgoing, OutgoingRefused } from '../base/outgoing.js'
import type { Fault } from './faults.js'

const PATIENCE = 10_000 // ms
/** Bytes of an answer that are looked at. */
const MOST = 4_096

/**
 * What may be reached: a firm names any address, so that no host of the own network may be among them, also
 * none that the system itself connects to; an authority's may be inside, where a setting names it.
 */
export class WebhookGuards {
  private readonly firms: Outgoing
  private readonly authorities: Outgoing

  constructor({ production, webhookPrivate }: { production: boolean; webhookPrivate: readonly string[] | null }) {
    this.firms = new Outgoing({ production, outgoingPrivate: null })
    this.authorities = new Outgoing({ production, outgoingPrivate: webhookPrivate })
  }

  of({ authorityId }: { readonly authorityId: number | null }): Outgoing {
    return authorityId === null ? this.firms : this.authorities
  }
}

export interface Posted {
  /** Milliseconds. */
  readonly took: number
  readonly status: number | null
  /** How the answer begins. */
  readonly text: string
  readonly fault: Fault | null
}

export class WebhookPost {
  /** @param patience milliseconds after which it is given up */
  constructor(
    private readonly guards: WebhookGuards,
    private readonly patience = PATIENCE,
  ) {}

  /** Never throws for what the receiver or the network does. */
  async send(
    { address, ...owner }: { readonly address: string; readonly authorityId: number | null },
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<Posted> {
    const begun = performance.now()
    const done = (status: number | null, text: string, fault: Fault | null): Posted => ({
      took: Math.round(performance.now() - begun),
      ...{ status, text, fault },
    })
    const signal = AbortSignal.timeout(this.patience)
    try {
      const answer = await this.guards.of(owner).fetch(address, { method: 'POST', headers, body, signal })
      return done(answer.status, await beginningOf(answer), faultIn(answer.status))
    } catch (error) {
      return done(null, '', signal.aborted ? 'timeout' : faultOf(error))
    }
  }
}

function faultIn(status: number): Fault | null {
  if (status >= 200 && status < 300) return null
  return status >= 300 && status < 400 ? 'redirect' : 'status'
}

/** What arrived of it in time: its status says already whether the receiver has taken the event. */
async function beginningOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = []
  const reader = body?.getReader()
  try {
    for (let read = 0; reader && read < MOST; ) {
      const { done, value } = await reader.read()
      if (done) break
      parts.push(value)
      read += value.length
    }
  } catch {
    // cut off: what has come is enough
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
  return Buffer.concat(parts).subarray(0, MOST).toString('utf8')
}

const TLS = /EPROTO|CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/

function faultOf(error: unknown): Fault {
  if (error instanceof OutgoingRefused) return 'outOfBounds'
  if (error instanceof Error && error.message.includes('was silent')) return 'timeout'
  return TLS.test(codeOf(error) ?? '') ? 'tls' : 'noConnection'
}
