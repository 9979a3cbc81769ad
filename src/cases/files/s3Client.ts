/**
 * Asks an S3 service, signed, with streams in both directions: whatever its size, a content lies in
 * memory by the piece. What fails for a moment is asked again, a few times; a content that breaks
 * off goes on where it broke off; so many requests at once, and the others wait.
 * Over 250 lines because signing, trying again and going on belong to one request.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { Logger } from '@nestjs/common'
import { AwsV4Signer } from 'aws4fetch'
import { codeOf } from '../../base/cause.js'
import { Busy } from '../../base/errors.js'
import { count, timed } from '../../base/metrics.js'
import { type Outgoing, OutgoingRefused } from '../../base/outgoing.js'

export interface S3Address {
  readonly endpoint: string
  readonly bucket: string
  /** Before every name; empty, or with a slash at its end. */
  readonly prefix: string
  readonly region: string
  readonly key: string
  readonly secret: string
  /** The bucket stands in the path; else before the host. */
  readonly pathStyle: boolean
}

/** How long one is patient with silence, and after how long one asks again, in milliseconds. */
const PATIENCE = { silence: 10_000, pauses: [200, 1_000, 3_000] }
export type S3Patience = Readonly<typeof PATIENCE>

const SLOW = 6 // times

/** Requests at once, and those that may wait for them. */
const AT_ONCE = 32
const WAITING = 512
/** How often it is told that nothing answers, in milliseconds. */
const TELL_AGAIN = 10_000

/** 503: the service does not answer, or refuses; `cause` is the last error. */
export class StoreAway extends Busy {
  constructor(cause: unknown) {
    super({
      zh: '存放材料的存储暂时没有应答。请几分钟后再试。',
      en: 'The document store is not responding. Try again in a few minutes.',
    })
    this.cause = cause
  }
}

/** The service has answered that it will not. */
export class S3Refused extends Error {
  constructor(
    readonly status: number,
    /** The service's own word for it. */
    readonly code: string,
  ) {
    super(`S3 ${status} ${code}`)
  }
}

/** A part of a file of this machine. */
export interface FilePart {
  readonly path: string
  readonly start: number
  readonly bytes: number
}

export interface S3Question {
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly content?: FilePart | string | undefined
  /** Answers that are no errors, beside the good ones. */
  readonly expected?: readonly number[]
  /** The service has much to do before it answers. */
  readonly slow?: boolean
}

const PASSING = [408, 409, 429, 500, 502, 503, 504]

/** No second try would change it: the settings have to be put right. */
export const isFinal = (error: unknown): boolean =>
  error instanceof OutgoingRefused || (error instanceof S3Refused && !PASSING.includes(error.status))

export class S3Client {
  private readonly log = new Logger('store')
  private told = Number.NEGATIVE_INFINITY
  private under = 0
  private readonly line: (() => void)[] = []

  constructor(
    readonly address: S3Address,
    private readonly outgoing: Outgoing,
    private readonly patience: S3Patience = PATIENCE,
  ) {}

  /**
   * The answer, whose body must be read or destroyed. `name`: of an object, without the prefix;
   * undefined for the bucket.
   * @throws StoreAway when it does not answer, or refuses
   */
  async ask(method: string, name: string | undefined, question: S3Question = {}): Promise<IncomingMessage> {
    for (let attempt = 0; ; attempt++)
      try {
        return await this.inTurn(() => this.counted(method, () => this.askOnce(method, name, question)))
      } catch (error) {
        if (error instanceof StoreAway) throw error
        const pause = this.patience.pauses[attempt]
        if (pause === undefined || isFinal(error)) throw this.away(error)
        await sleep(pause * (0.5 + Math.random()))
      }
  }

  /** The same for an answer that is a short text; undefined where there is nothing. */
  async read(method: string, name: string | undefined, question: S3Question = {}): Promise<string | undefined> {
    const answer = await this.ask(method, name, { expected: [404], ...question })
    const said = await text(answer).catch((error: unknown) => {
      throw new StoreAway(error)
    })
    return answer.statusCode === 404 ? undefined : said
  }

  /** For an answer of which only the head counts. */
  async tell(method: string, name: string | undefined, question: S3Question = {}): Promise<IncomingMessage> {
    const answer = await this.ask(method, name, question)
    answer.resume()
    return answer
  }

  /**
   * A content, read as slowly as its reader likes; undefined where there is none. Where it breaks
   * off it is asked for again from there, of the same version.
   */
  async open(name: string): Promise<{ stream: Readable; bytes: number } | undefined> {
    const answer = await this.ask('GET', name, { expected: [404] })
    if (answer.statusCode === 404) {
      answer.resume()
      return undefined
    }
    const bytes = Number(answer.headers['content-length'])
    return { stream: Readable.from(this.pieces(name, answer, bytes), { objectMode: false }), bytes }
  }

  private async *pieces(name: string, first: IncomingMessage, bytes: number): AsyncGenerator<Buffer> {
    let answer = first
    let had = 0
    try {
      for (let broken = 0; ; ) {
        try {
          for await (const piece of this.patiently(answer)) {
            had += piece.length
            broken = 0
            yield piece
          }
          if (had === bytes) return
          throw Object.assign(new Error(`${name} ended early`), { code: 'ECONNRESET' })
        } catch (error) {
          answer.destroy()
          if (broken++ >= this.patience.pauses.length) throw this.away(error)
        }
        const headers: Record<string, string> = { range: `bytes=${had}-` }
        if (first.headers.etag) headers['if-match'] = first.headers.etag
        answer = await this.ask('GET', name, { headers })
        if (answer.statusCode !== 206) throw new StoreAway(new Error('no part was answered'))
      }
    } finally {
      answer.destroy()
    }
  }

  private away(error: unknown): StoreAway {
    const now = performance.now()
    if (now - this.told > TELL_AGAIN) {
      this.told = now
      this.log.warn(`the bucket of uploaded files does not answer: ${whyAway(error)}`)
    }
    return new StoreAway(error)
  }

  /** Silence counts while a piece is waited for, not while nobody reads. */
  private async *patiently(answer: IncomingMessage): AsyncGenerator<Buffer> {
    const pieces = (answer as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
    for (;;) {
      const silence = Object.assign(new Error('the store was silent'), { code: 'ETIMEDOUT' })
      const timer = setTimeout(() => answer.destroy(silence), this.patience.silence)
      const next = await pieces.next().finally(() => clearTimeout(timer))
      if (next.done) return
      yield next.value
    }
  }

  private async askOnce(method: string, name: string | undefined, question: S3Question): Promise<IncomingMessage> {
    const { query = {}, content, expected = [], slow = false } = question
    const url = this.urlOf(name)
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value)
    const headers: Record<string, string> = { ...question.headers }
    const part = typeof content === 'object' ? content : undefined
    const body = typeof content === 'string' ? Buffer.from(content) : undefined
    const { sha256, md5 } = await hashesOf(part ? readPart(part) : Readable.from(body ? [body] : []))
    headers['x-amz-content-sha256'] = sha256.toString('hex')
    // asked for by buckets that keep objects under lock
    if (content !== undefined) headers['content-md5'] = md5.toString('base64')
    if (content !== undefined) headers['content-length'] = String(part?.bytes ?? body?.length)
    else if (method !== 'GET' && method !== 'HEAD') headers['content-length'] = '0'
    const { key, secret, region } = this.address
    const signer = { accessKeyId: key, secretAccessKey: secret, region, service: 's3' }
    const signed = await new AwsV4Signer({ url: url.href, method, headers, ...signer }).sign()
    const answer = await this.outgoing.stream(new URL(signed.url), {
      method,
      headers: Object.fromEntries(signed.headers as Headers), // of the signer's own making
      content: part ? readPart(part) : body,
      patience: this.patience.silence * (slow ? SLOW : 1),
    })
    const status = answer.statusCode ?? 0
    if ((status >= 200 && status < 300) || expected.includes(status)) return answer
    throw new S3Refused(status, await codeIn(answer))
  }

  private urlOf(name: string | undefined): URL {
    const { endpoint, bucket, prefix, pathStyle } = this.address
    const url = new URL(endpoint)
    const path = name === undefined ? '' : `${prefix}${name}`
    if (!pathStyle) url.hostname = `${bucket}.${url.hostname}`
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${pathStyle ? `${bucket}${path && '/'}` : ''}${path}`
    return url
  }

  private async counted<T>(method: string, work: () => Promise<T>): Promise<T> {
    let outcome = 'failed'
    try {
      const found = await timed('storeSeconds', { method }, work)
      outcome = 'done'
      return found
    } finally {
      count('storeRequests', { method, outcome })
    }
  }

  /** So many at once; throws StoreAway when too many wait already. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.under >= AT_ONCE) {
      if (this.line.length >= WAITING) throw new StoreAway(new Error('too many wait'))
      await new Promise<void>((go) => this.line.push(go))
    } else this.under++
    try {
      return await work()
    } finally {
      const next = this.line.shift()
      if (next) next()
      else this.under--
    }
  }
}

const readPart = ({ path, start, bytes }: FilePart): Readable =>
  bytes === 0 ? Readable.from([]) : createReadStream(path, { start, end: start + bytes - 1 })

async function hashesOf(content: Readable): Promise<{ sha256: Buffer; md5: Buffer }> {
  const hashes = { sha256: createHash('sha256'), md5: createHash('md5') }
  for await (const piece of content) for (const hash of Object.values(hashes)) hash.update(piece)
  return { sha256: hashes.sha256.digest(), md5: hashes.md5.digest() }
}

/** What stands first between such tags. */
export const tagIn = (xml: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1]

async function codeIn(answer: IncomingMessage): Promise<string> {
  const said = await text(answer).catch(() => '')
  return tagIn(said, 'Code') ?? ''
}

/** What became of a request, for the log and for operators: never an address or a key. */
export function whyAway(error: unknown): string {
  const cause = error instanceof StoreAway ? error.cause : error
  if (cause instanceof S3Refused) return `${cause.status} ${cause.code}`.trim()
  return codeOf(cause) ?? 'no answer'
}
