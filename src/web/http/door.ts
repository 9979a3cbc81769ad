/**
 * The door that every request passes. Without a session: how much one network may ask for in a
 * minute and at once, and how much it may send. An IPv4 address is a network, and so are 64 bits of
 * IPv6. With one, or by an API key: how often that person or key may ask for something in a minute,
 * and at once: whoever finds no place is answered before any work is begun. Calls of a key were counted
 * when it was looked up, for all processes together (people/key.service.ts).
 * Files of pages and the questions of a balancer (/assets, /health) cost nothing and pass by. Each
 * web process counts by itself.
 */
import { pipeline, type Readable, Transform } from 'node:stream'
import { HttpException, Injectable } from '@nestjs/common'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { networkOf } from '../../base/network.js'
import { Places } from '../../base/places.js'
import { Access } from './access.js'
import { Throttle } from './throttle.js'

const KILOBYTE = 1024 // bytes
const MEGABYTE = 1024 * KILOBYTE

/** What a request without a session is: it reads, it sends a form, or it sends files. */
type Visit = 'page' | 'form' | 'upload'

/** Who asks often is slowed down; who asks slowly, or from many networks, finds no more places than these. */
const FIGURES = {
  /** An office of forty at one address opens the sign-in page in the same second; a page takes 20 ms. */
  page: { ofOne: 40, ofAll: 200, most: 256 * KILOBYTE },
  /** As many as find a place at the hash. The size: the sign-in page keeps a long form whose session had ended. */
  form: { ofOne: 26, ofAll: 52, most: 256 * KILOBYTE },
  /** Files take as long as the sender likes, up to 30 s. The size: two scans of 5 MB, or one letter to be checked. */
  upload: { ofOne: 4, ofAll: 40, most: 11 * MEGABYTE },
  /** A person's windows, or a program; an open page that listens has places of its own (live.service.ts). */
  known: { ofOne: 40, ofAll: 200, most: Number.POSITIVE_INFINITY },
} as const satisfies Readonly<Record<Visit | 'known', { ofOne: number; ofAll: number; most: number }>>

/** The largest file of somebody without a session, in bytes. */
export const STRANGERS_FILE = 5 * MEGABYTE

/** A form costs us about five times what a page does. */
const FORM_IN_PAGES = 5

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])
const PASSES = /^\/(assets|health)\//
const TOO_LARGE = 413
const TOO_MANY = 429

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request is to the door, when it came without a session. */
    visit?: Visit
    /** Gives its place back. */
    leave?: () => void
  }
}

@Injectable()
export class Door {
  private readonly places = {
    page: new Places(FIGURES.page.ofOne, FIGURES.page.ofAll),
    form: new Places(FIGURES.form.ofOne, FIGURES.form.ofAll),
    upload: new Places(FIGURES.upload.ofOne, FIGURES.upload.ofAll),
    known: new Places(FIGURES.known.ofOne, FIGURES.known.ofAll),
  }
  private readonly pages: Throttle
  private readonly forms: Throttle
  private readonly known: Throttle

  /** @param perMinute how many pages a network may open in a minute, and how much a person may ask for, and a key */
  constructor(
    private readonly access: Access,
    private readonly perMinute: { readonly strangers: number; readonly known: number; readonly keys: number },
  ) {
    this.pages = new Throttle(perMinute.strangers)
    this.forms = new Throttle(Math.ceil(perMinute.strangers / FORM_IN_PAGES))
    this.known = new Throttle(perMinute.known, whoAsks)
  }

  /** Stands before every route of a server. A place is taken when the body has come, so that slow senders hold none. */
  watch(server: FastifyInstance): void {
    server
      .addHook('onRequest', async (request, reply) => {
        if (PASSES.test(request.url)) return
        if (await this.access.isSignedIn(request))
          return request.keyCounted ? this.countCall(reply, request.keyCounted) : this.known.count(request, reply)
        request.visit = visitOf(request)
        await (request.visit === 'page' ? this.pages : this.forms).count(request, reply)
      })
      .addHook('preParsing', async ({ visit, headers }, reply, body) => {
        if (!visit || READING.has(reply.request.method)) return body
        const { most } = FIGURES[visit]
        if (Number(headers['content-length'] ?? 0) > most) throw tooLarge(reply)
        return visit === 'upload' ? body : atMost(body, most, reply) // each file has a limit of its own
      })
      .addHook('preHandler', async (request, reply) => {
        if (request.visit) this.giveIn(request, reply, request.visit, networkOf(request.ip))
        else if (request.person && !listens(request)) this.giveIn(request, reply, 'known', whoAsks(request))
      })
      .addHook('onSend', async ({ leave }) => leave?.())
  }

  /**
   * What is left of the key's minute, which is the same at all web processes, in the headers of
   * draft-ietf-httpapi-ratelimit-headers-10. Throws 429 once it is used up.
   */
  private countCall(reply: FastifyReply, { calls, seconds }: NonNullable<FastifyRequest['keyCounted']>): void {
    const { keys } = this.perMinute
    reply.header('ratelimit-policy', `"key";q=${keys};w=60`)
    reply.header('ratelimit', `"key";r=${Math.max(0, keys - calls)};t=${seconds}`)
    if (calls <= keys) return
    reply.header('retry-after', String(Math.max(1, seconds)))
    throw new HttpException('too many', TOO_MANY)
  }

  /** Throws Busy. */
  private giveIn(request: FastifyRequest, reply: FastifyReply, place: Visit | 'known', who: string): void {
    const leave = this.places[place].take(who)
    request.leave = leave
    reply.raw.once('close', leave)
  }
}

/** A person's programs do not use up what the person may ask for, nor one program what another may. */
const whoAsks = ({ person }: FastifyRequest): string =>
  person?.keyId ? `key ${person.keyId}` : `person ${person?.id ?? ''}`

function visitOf({ method, headers }: FastifyRequest): Visit {
  if (READING.has(method)) return 'page'
  return (headers['content-type'] ?? '').startsWith('multipart/form-data') ? 'upload' : 'form'
}

const listens = ({ headers }: FastifyRequest): boolean => headers.accept?.startsWith('text/event-stream') ?? false

/** What still comes is not read: the connection ends with the answer. */
function tooLarge(reply: FastifyReply): HttpException {
  reply.header('connection', 'close')
  return new HttpException('too large', TOO_LARGE)
}

/** The same body, which fails when it is longer than it may be: a sender need not say beforehand how long it is. */
function atMost(body: Readable, most: number, reply: FastifyReply): Readable {
  let come = 0
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      come += chunk.length
      if (come > most) done(tooLarge(reply))
      else done(null, chunk)
    },
  })
  return pipeline(body, counted, () => undefined) // whoever reads it hears of an error
}
