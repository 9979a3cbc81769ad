/**
 * The one way out. Every connection that this system opens by an address of its settings goes
 * through here: checked when the settings are read, and again when the name has been resolved, for
 * whoever answers for a name may answer anything (DNS rebinding). Redirects are never followed.
 * Over 250 lines because all that leaves goes by it.
 */
import { lookup as resolve } from 'node:dns'
import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { BlockList, connect, isIP, type LookupFunction, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { connect as connectSecure } from 'node:tls'
import { type Bilingual, fill } from './text.js'

type Family = 'ipv4' | 'ipv6'

/** Everything of IPv4 that is not reached over the public network (IANA's special-purpose registry), and multicast. */
const RESERVED_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
/**
 * Of IPv6 only 2000::/3 is public, less protocol assignments and tunnels (Teredo, 6to4) that may
 * hold any IPv4 address, and documentation.
 */
const RESERVED_6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

function listOf(family: Family, nets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [net, bits] of nets) list.addSubnet(net, bits, family)
  return list
}
const reserved4 = listOf('ipv4', RESERVED_4)
const public6 = listOf('ipv6', [['2000::', 3]])
const reserved6 = listOf('ipv6', RESERVED_6)
const loopback = listOf('ipv4', [['127.0.0.0', 8]])

/** Whether an address is of the public network. */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !reserved4.check(address, 'ipv4')
  return family === 6 && !address.includes('%') && public6.check(address, 'ipv6') && !reserved6.check(address, 'ipv6')
}

const isLoopback = (address: string): boolean => address === '::1' || (isIP(address) === 4 && loopback.check(address))

const isLocalName = (name: string): boolean => name === 'localhost' || name.endsWith('.localhost')
const isHere = (name: string): boolean => isLoopback(name) || isLocalName(name)

/** A host as one writes it in an address: lower case, without brackets and the last dot. */
const plain = (host: string): string => host.toLowerCase().replace(/^\[|\]$|\.$/g, '')

const inside: Bilingual = {
  zh: '{host} 指向内部地址。确要连接，请在 OUTGOING_PRIVATE 中写明。',
  en: '{host} leads to a private address. To allow the connection, list the host in OUTGOING_PRIVATE.',
}
const readable: Bilingual = {
  zh: '与 {host} 的连接没有加密（TLS）。请改用加密的地址；确要不加密连接，请在 OUTGOING_PLAIN 中写明。',
  en:
    'The connection to {host} is not encrypted (TLS). Use an encrypted address. To allow it without ' +
    'encryption, list the host in OUTGOING_PLAIN.',
}

/** The address leads into a private range, or there without TLS, and no setting allows it. */
export class OutgoingRefused extends Error {
  readonly because: Bilingual
  constructor(
    readonly host: string,
    reason: Bilingual,
  ) {
    const because = fill(reason, { host })
    super(`${because.zh}${because.en}`)
    this.name = 'OutgoingRefused'
    this.because = because
  }
}

export interface OutgoingSettings {
  readonly production: boolean
  /** Hosts that may be reached wherever they lie. */
  readonly outgoingPrivate: readonly string[] | null
  /** Hosts that may be reached without TLS; this machine always may. */
  readonly outgoingPlain?: readonly string[] | null
}

export interface Target {
  readonly host: string
  readonly port: number
  /** TLS from the first byte, with the server's certificate checked. */
  readonly secure?: boolean
  /** Whoever asks begins with TLS itself, or by STARTTLS, and sends nothing before. */
  readonly encrypts?: boolean
}

/** A socket of this machine's file system. */
export interface LocalTarget {
  readonly path: string
}

const PATIENCE = 10_000 // ms

export interface StreamOptions {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly content?: Readable | Buffer | undefined
  readonly signal?: AbortSignal | undefined
  /** In milliseconds. */
  readonly patience?: number | undefined
}

export class Outgoing {
  private readonly named: ReadonlySet<string>
  private readonly readable: ReadonlySet<string>
  private readonly loopbackToo: boolean

  constructor({ production, outgoingPrivate, outgoingPlain = null }: OutgoingSettings) {
    this.named = new Set((outgoingPrivate ?? []).map(plain))
    this.readable = new Set((outgoingPlain ?? []).map(plain))
    this.loopbackToo = !production
  }

  /**
   * Throws OutgoingRefused when the host is an address, or this machine's own name, that may not be
   * reached. A name is checked when it is resolved.
   */
  checkHost(host: string): void {
    const name = plain(host)
    if (this.named.has(name)) return
    if (isLocalName(name)) this.checkAddress(name, '127.0.0.1')
    else if (isIP(name)) this.checkAddress(name, name)
  }

  /** Throws OutgoingRefused when what goes to this host without TLS could be read on its way. */
  checkPlain(host: string): void {
    const name = plain(host)
    if (isHere(name) || this.readable.has(name)) return
    throw new OutgoingRefused(name, readable)
  }

  /**
   * Resolves names for `net`, `http` and whatever takes such a function; fails with OutgoingRefused
   * where one of the answers may not be reached.
   */
  readonly lookup: LookupFunction = (host, options, done) => {
    resolve(host, { ...options, all: true }, (problem, found) => {
      if (problem) return done(problem, '')
      try {
        for (const { address } of found) if (!this.named.has(plain(host))) this.checkAddress(host, address)
      } catch (refused) {
        return done(refused as OutgoingRefused, '') // nothing else is thrown above
      }
      const [first] = found
      if (options.all) done(null, found)
      else done(null, first?.address ?? '', first?.family)
    })
  }

  /** An open connection. Throws OutgoingRefused, or what the network says; after ten seconds it is given up. */
  async connect(target: Target | LocalTarget): Promise<Socket> {
    const secure = 'host' in target && target.secure === true
    const socket = this.dial(target)
    return new Promise((done, fail) => {
      const giveUp = () => socket.destroy(new Error(`no connection in ${PATIENCE / 1000} s`))
      socket.setTimeout(PATIENCE, giveUp)
      socket.once('error', fail)
      socket.once(secure ? 'secureConnect' : 'connect', () => {
        socket.setTimeout(0)
        socket.off('timeout', giveUp).off('error', fail)
        done(socket)
      })
    })
  }

  private dial(target: Target | LocalTarget): Socket {
    if ('path' in target) return connect(target.path)
    this.checkHost(target.host)
    if (!target.secure && !target.encrypts) this.checkPlain(target.host)
    const host = plain(target.host)
    const where = { host, port: target.port, lookup: this.lookup }
    return target.secure ? connectSecure({ ...where, ...(isIP(host) ? {} : { servername: host }) }) : connect(where)
  }

  /**
   * The web's `fetch` with these checks. A redirect is an answer like any other, or an error where
   * `redirect: 'error'` asks for that.
   */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const asked = new Request(input, init)
    const url = new URL(asked.url)
    const body = asked.body ? Buffer.from(await asked.arrayBuffer()) : undefined
    const headers = { ...Object.fromEntries(asked.headers), ...(body && { 'content-length': String(body.length) }) }
    const sent = this.dispatch(url, { method: asked.method, headers, signal: asked.signal })
    return new Promise((done, fail) => {
      sent.once('response', (answer) => {
        const status = answer.statusCode ?? 0
        if (asked.redirect === 'error' && status >= 300 && status < 400) {
          answer.destroy()
          return fail(new TypeError(`redirected by ${url.host}`))
        }
        const bare = asked.method === 'HEAD' || [204, 205, 304].includes(status)
        if (bare) answer.resume()
        const content = bare ? null : Readable.toWeb(answer)
        try {
          done(new Response(content, { status, headers: headersOf(answer.rawHeaders) }))
        } catch (problem) {
          answer.destroy()
          fail(problem)
        }
      })
      sent.once('error', fail)
      sent.end(body)
    })
  }

  /**
   * The same for what is too large to lie in memory: `content` is sent as fast as it is taken, and
   * the body of the answer is its caller's to read, as slowly as the caller likes. Who is silent for
   * `patience` before the answer begins is given up.
   */
  async stream(url: URL, options: StreamOptions): Promise<IncomingMessage> {
    const { content, patience = PATIENCE } = options
    const sent = this.dispatch(url, options, patience)
    const answered = new Promise<IncomingMessage>((done, fail) => {
      sent.once('error', fail)
      sent.once('response', (answer) => {
        sent.setTimeout(0)
        done(answer)
      })
    })
    if (content === undefined || Buffer.isBuffer(content)) sent.end(content)
    else {
      // a service may refuse before it has taken everything
      void pipeline(content, sent).catch((error: unknown) => sent.destroy(error as Error))
      void answered.catch(() => content.destroy())
    }
    return answered
  }

  private dispatch(url: URL, { method, headers, signal }: StreamOptions, patience = PATIENCE): ClientRequest {
    if (!/^https?:$/.test(url.protocol)) throw new TypeError(`not a web address: ${url.protocol}`)
    this.checkHost(url.hostname)
    if (url.protocol === 'http:') this.checkPlain(url.hostname)
    const send = url.protocol === 'https:' ? requestSecure : requestPlain
    const sent = send(url, { method, headers, lookup: this.lookup, agent: false, signal })
    const silence = `${url.host} was silent for ${patience / 1000} s`
    return sent.setTimeout(patience, () => sent.destroy(Object.assign(new Error(silence), { code: 'ETIMEDOUT' })))
  }

  private checkAddress(host: string, address: string): void {
    if (isPublic(address) || this.named.has(plain(address)) || (this.loopbackToo && isLoopback(address))) return
    throw new OutgoingRefused(host, inside)
  }
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers()
  for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at] ?? '', raw[at + 1] ?? '')
  return headers
}
