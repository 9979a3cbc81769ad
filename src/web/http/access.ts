/**
 * Who comes in. Everything is closed unless a route declares its rule; a test reads all routes and
 * fails on one without. A session comes by cookie (with a token of its own for every form, and
 * never from another site), an API key by `Authorization: Bearer`, under /api only. Over 250 lines
 * because all that lets a request through is read together.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Forbidden, Invalid, ProofNeeded } from '../../base/errors.js'
import type { Language } from '../../base/text.js'
import { type AccessKind, AccessLog } from '../../people/accessLog.js'
import { has, type KeyScope, type Role } from '../../people/actor.js'
import { type FoundKey, type KeyFault, Keys } from '../../people/key.service.js'
import { type Proof, Proofs } from '../../people/proof.service.js'
import { newSecret } from '../../people/secrets.js'
import { type Person, Sessions } from '../../people/session.service.js'
import { noteEnd, noteProof } from './accessNotes.js'
import { Cookies } from './cookies.js'
import { isForLanguage, keepWish, type LateForm, readProof } from './input.js'

/** What a route declares: open to all, to everybody who has signed in, or to roles. */
export type Rule = 'open' | 'signedIn' | readonly Role[]
export const RULE = 'rule'

/** Declares who may use a route or all routes of a controller. */
export const For = (...rule: ['open'] | ['signedIn'] | [Role, ...Role[]]) =>
  SetMetadata<string, Rule>(RULE, rule[0] === 'open' || rule[0] === 'signedIn' ? rule[0] : (rule as Role[]))

export const PROOF = 'proof'
/**
 * Declares that a session may use a route only shortly after its person has shown who they are:
 * whatever is taken out of the system. A key has none: it exports if it was made for that.
 */
export const NeedsProof = () => SetMetadata(PROOF, true)

export const SERVICES = 'services'
/** Declares that service accounts may use a route, too: what of it they may do is asked by act(). */
export const ForServices = () => SetMetadata(SERVICES, true)

export const LOGGED = 'logged'
/** Declares what the log says when a route has done its work (people/accessLog.ts). */
export const Logged = (kind: AccessKind) => SetMetadata(LOGGED, kind)

export const FILE = 'file'
/**
 * Declares that a route answers with one file that its reader may open anyway: a paper, a letter.
 * Any other file is an export.
 */
export const SendsFile = () => SetMetadata(FILE, 'single')
/**
 * Declares that a route takes things out of the system as a file: it asks for a renewed proof, and
 * is logged. A file of a route that declares neither is not sent (accessNotes.ts).
 */
export const Exports = () => applyDecorators(SetMetadata(FILE, 'export'), NeedsProof(), Logged('exported'))

/** The mark of a handler whose form is kept (formKeeper.ts): what is only kept needs no renewed proof. */
export const KEEPS = 'keeps'

export const UPLOAD = 'upload'
/**
 * Declares that a route reads a multipart form; its token comes with it and is checked where it is
 * read (web/http/uploads.ts).
 */
export const TakesUpload = () => SetMetadata(UPLOAD, true)

export const FORM = 'form'
/** Declares that a program without a session may send a form to a route of the API: what it sends says who it is. */
export const TakesForm = () => SetMetadata(FORM, true)

/** The settings that the web needs, made from config.ts. */
export class WebSettings {
  constructor(
    readonly publicUrl: string,
    /** What the tokens of forms are made with: the present key first, then those of pages that are open. */
    readonly csrfKeys: readonly [string, ...string[]],
    readonly production: boolean,
  ) {}
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether its route keeps what is typed (formKeeper.ts). */
    keeps?: boolean
    /** Settled once the person is known: what their API key is for, when one speaks for them. */
    identified?: Promise<readonly KeyScope[] | undefined>
    person?: Person
    /** Of the key that came along: how often it was used in this minute. */
    keyCounted?: FoundKey['counted']
    /** The key that came along, in force or not. */
    keyId?: number
    sessionToken?: string
    sessionId?: string
    /** What the tokens of the session's forms are made of, once its first token was replaced. */
    formKey?: Buffer
    /** What its route declares: what the log says of it, and whether it may answer with a file. */
    logged?: AccessKind
    mayFile?: boolean
    /** How many messages the person has not read, up to a hundred. */
    unread?: number
    language: Language
  }
}

/** Nobody has signed in, or the session has ended; the page asks to sign in and keeps what was typed. */
export class SignInNeeded extends Error {
  /** @param why of a key that does not hold */
  constructor(readonly why?: KeyFault) {
    super('sign-in needed')
  }
}

/** A form came without the token of its session: the page is older than what the browser has now. */
export class TokenWrong extends Forbidden {
  /** What was typed, where the form was read as it came (uploads.ts). */
  late?: LateForm | undefined
  /** @param own whether its page was made for the same person, in a session before this one */
  constructor(readonly own: boolean) {
    super(tokenWrong)
  }
}

/** Who asks; routes with a rule have somebody. */
export function personOf(request: FastifyRequest): Person {
  if (!request.person) throw new SignInNeeded()
  return request.person
}

/** A path of this site and nothing else: where to go afterwards. */
export const ownPath = (path: string | undefined): string =>
  path && /^\/(?![/\\])[^\s\\]*$/.test(path) && !path.startsWith('/sign-') ? path : '/'

/** Whether an origin is of this host; the scheme's own port may be said or not. */
function sameHost(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: theirs } = new URL(origin)
  const ours = `${protocol}//${host}`
  return URL.canParse(ours) && new URL(ours).host === theirs
}

const YEAR = 31_536_000 // s
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Whether the browser says that a page of another site asks. */
export function isFromElsewhere({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'] || 'none'
  return site !== 'same-origin' && site !== 'none'
}

@Injectable()
export class Access implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly sessions: Sessions,
    private readonly keys: Keys,
    private readonly proofs: Proofs,
    private readonly settings: WebSettings,
    private readonly cookies: Cookies,
    private readonly log: AccessLog,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const reply = context.switchToHttp().getResponse<FastifyReply>()
    const declared = <Value>(mark: string) =>
      this.reflector.getAllAndOverride<Value | undefined>(mark, [context.getHandler(), context.getClass()])
    const rule = declared<Rule>(RULE)
    if (!rule) throw new Forbidden()
    Object.assign(request, { logged: declared<AccessKind>(LOGGED), mayFile: declared(FILE) !== undefined })
    request.keeps = declared(KEEPS) !== undefined
    const scopes = await this.identifyOnce(request)
    const byKey = scopes !== undefined
    if (scopes && !scopes.includes(scopeFor(request, declared(FILE) === 'export'))) throw new Forbidden(keyTooWeak)
    request.language = this.language(request, reply)
    const changes = !byKey && !READING.has(request.method)
    if (changes) this.requireOwnSite(request)
    if (rule !== 'open' && !request.person) throw new SignInNeeded()
    const byForm = declared(FORM) === true && !request.sessionToken
    if (changes && !byForm) this.requireToken(request, declared(UPLOAD) === true)
    if (rule === 'open') return true
    if (request.person?.service && declared(SERVICES) !== true) throw new Forbidden(notForServices)
    if (rule !== 'signedIn' && !has(personOf(request), ...rule)) throw new Forbidden()
    if (byKey) return true
    await this.takeProof(request, reply)
    const keeps = request.keeps && keepWish(request) !== undefined
    if (declared(PROOF) === true && !keeps && !personOf(request).proved) throw new ProofNeeded()
    return true
  }

  /** A form that was asked for a proof brings it along. Throws ProofNeeded when it does not hold. */
  private async takeProof(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const proof = keepWish(request) === undefined ? readProof(request.body) : undefined
    if (!proof) return
    if (isForLanguage(request.body)) throw new ProofNeeded()
    try {
      await this.prove(request, reply, proof)
    } catch (error) {
      if (error instanceof Invalid) throw new ProofNeeded(error.problems[0])
      throw error
    }
  }

  /**
   * The session's person shows once more who they are, and the browser gets the session's new
   * token. Throws Invalid when the proof does not hold; Forbidden when there is no session.
   */
  async prove(request: FastifyRequest, reply: FastifyReply, proof: Proof): Promise<void> {
    const { sessionToken: token, sessionId } = request
    const person = personOf(request)
    if (token === undefined || sessionId === undefined) throw new Forbidden()
    const formKey = this.formKeyOf(request)
    try {
      const fresh = await this.proofs.prove(person, { token, sessionId, formKey }, proof)
      if (fresh !== undefined) this.keep(request, reply, fresh)
    } catch (error) {
      if (error instanceof Invalid) noteProof(this.log, request, error)
      throw error
    }
    Object.assign(request, { person: { ...person, proved: true }, formKey })
  }

  /**
   * In which language the page of a request is read that came to no rule: its address is nobody's,
   * or it was refused before; with `who` also by whom. Lets nothing through.
   */
  async recognise(request: FastifyRequest, reply: FastifyReply, who: boolean): Promise<void> {
    if (who) await this.isSignedIn(request)
    request.language = this.language(request, reply)
  }

  /** Whether somebody's session or key came along; what fails is told when the request comes to its rule. */
  async isSignedIn(request: FastifyRequest): Promise<boolean> {
    await this.identifyOnce(request).catch(() => undefined)
    return request.person !== undefined
  }

  private identifyOnce(request: FastifyRequest): Promise<readonly KeyScope[] | undefined> {
    request.identified ??= this.identify(request)
    return request.identified
  }

  /** Finds the person; answers what an API key is for, when one was used. */
  private async identify(request: FastifyRequest): Promise<readonly KeyScope[] | undefined> {
    const bearer = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (bearer && request.url.startsWith('/api/')) {
      const found = await this.keys.find(bearer, request.ip)
      if (!found) {
        const fault = await this.keys.whyNot(bearer)
        this.log.note({ kind: 'keyRefused', address: request.ip, keyId: fault?.keyId, what: fault?.why })
        if (fault) request.keyId = fault.keyId
        throw new SignInNeeded(fault?.why)
      }
      const { id: personId, keyId } = found.person
      this.log.note({ kind: 'keyUsed', personId, keyId, address: request.ip })
      Object.assign(request, { person: found.person, keyId, keyCounted: found.counted })
      return found.scopes
    }
    const token = this.cookies.read(request, 'session')
    if (!token) return undefined
    const found = await this.sessions.find(token)
    if (found) Object.assign(request, { ...found, sessionToken: token })
    return undefined
  }

  /**
   * `?language=`, or `?_lang=` of a form that is a query, chooses and is remembered; then the
   * person's own, then the browser's.
   */
  private language(request: FastifyRequest, reply: FastifyReply): Language {
    const query = request.query as Record<string, unknown> // fastify parses every query into an object
    const asked = query.language ?? query._lang
    if (asked === 'zh' || asked === 'en') {
      this.cookies.set(reply, 'language', asked, YEAR)
      return asked
    }
    const kept = this.cookies.read(request, 'language')
    if (kept === 'zh' || kept === 'en') return kept
    if (request.person) return request.person.language
    const wanted = request.headers['accept-language'] ?? ''
    // whoever comes to a candidate's page reads Chinese or is more at home in English
    if (/^\/(host|talent)(\/|\?|$)/.test(request.url)) return /^\s*zh\b/i.test(wanted) ? 'zh' : 'en'
    return /^\s*en\b/i.test(wanted) ? 'en' : 'zh'
  }

  /** A browser says where a request comes from; another site's is refused before anything is looked at. */
  private requireOwnSite(request: FastifyRequest): void {
    if (isFromElsewhere(request)) throw new Forbidden(fromElsewhere)
    const { origin } = request.headers
    if (origin && origin !== 'null' && !sameHost(origin, request.host)) throw new Forbidden(fromElsewhere)
  }

  /**
   * A form carries its token in `_csrf`; a program sends it as `x-csrf-token`. A multipart body is
   * read later, by those routes that take one.
   */
  private requireToken(request: FastifyRequest, takesUpload: boolean): void {
    const type = request.headers['content-type'] ?? ''
    if (takesUpload && type.startsWith('multipart/form-data')) return
    // no cookie speaks for anybody, and a form of another site cannot send JSON
    if (!request.sessionToken && type.startsWith('application/json')) return
    const body = request.body as Record<string, unknown> | undefined
    this.checkToken(request, request.headers['x-csrf-token'] ?? body?._csrf)
  }

  /** Throws Forbidden when the token is not this session's. */
  checkToken(request: FastifyRequest, given: unknown): void {
    const shown = typeof given === 'string' ? unmask(given) : undefined
    const [token, author] = [shown?.subarray(0, TOKEN), shown?.subarray(TOKEN, 2 * TOKEN)]
    const isSame = (part: Buffer | undefined, wanted: Buffer) =>
      part?.length === TOKEN && timingSafeEqual(part, wanted.subarray(0, TOKEN))
    const { csrfKeys } = this.settings
    const earlier = csrfKeys.slice(1).map((key) => tokenOf(key, this.seedOf(request)))
    if ([this.formKeyOf(request), ...earlier].some((wanted) => isSame(token, wanted))) return
    const { person } = request
    throw new TokenWrong(person !== undefined && csrfKeys.some((key) => isSame(author, authorOf(key, person))))
  }

  /**
   * The token for this reader's forms, and after it whose they are: of an own page from before a new sign-in, what was
   * typed is shown once more. A reader without a session gets a cookie to tie it to.
   */
  csrfToken(request: FastifyRequest, reply: FastifyReply): string {
    const { person } = request
    const author = person ? authorOf(this.settings.csrfKeys[0], person) : undefined
    if (this.seedOf(request)) return mask(this.formKeyOf(request), author)
    const visitor = newSecret()
    this.cookies.set(reply, 'visitor', visitor)
    return mask(tokenOf(this.settings.csrfKeys[0], visitor))
  }

  /** Gives the browser its session; the one that it had ends, whosever it was. */
  async enter(
    request: FastifyRequest,
    reply: FastifyReply,
    { token, person }: { token: string; person: Person },
  ): Promise<void> {
    if (request.person && request.sessionToken) {
      await this.sessions.signOut(request.person, request.sessionToken)
      noteEnd(this.log, request)
    }
    this.keep(request, reply, token)
    Object.assign(request, { person, sessionId: undefined, formKey: undefined })
  }

  private keep(request: FastifyRequest, reply: FastifyReply, token: string): void {
    this.cookies.set(reply, 'session', token)
    request.sessionToken = token
  }

  /** Ends the session that the request came with. */
  async signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.sessionToken) await this.sessions.signOut(personOf(request), request.sessionToken)
    this.cookies.clear(reply, 'session')
  }

  private seedOf(request: FastifyRequest): string {
    return request.sessionToken ?? this.cookies.read(request, 'visitor') ?? ''
  }

  /**
   * Of the session's first token, so that pages which are open keep good forms when it is replaced;
   * of the visitor's cookie without a session.
   */
  private formKeyOf(request: FastifyRequest): Buffer {
    return request.formKey ?? tokenOf(this.settings.csrfKeys[0], this.seedOf(request))
  }
}

/** So many bytes of a hash are shown: nobody guesses 128 bits, and each form of a page carries them. */
const TOKEN = 16
/** Opens nothing: it says only for whom a page was made. */
const authorOf = (key: string, { id }: Person): Buffer => tokenOf(key, `author ${id}`)

const tokenOf = (key: string, seed: string): Buffer => createHmac('sha256', key).update(seed).digest()

const mixed = (token: Uint8Array, noise: Uint8Array): Buffer =>
  Buffer.from(token.map((byte, at) => byte ^ (noise[at] ?? 0)))

/** Another text in every page for the same token, so that the length of a compressed page tells nothing about it. */
function mask(...parts: readonly (Buffer | undefined)[]): string {
  const token = Buffer.concat(parts.flatMap((part) => part?.subarray(0, TOKEN) ?? []))
  const noise = randomBytes(token.length)
  return Buffer.concat([noise, mixed(token, noise)]).toString('base64url')
}

function unmask(given: string): Buffer {
  const both = Buffer.from(given, 'base64url')
  const half = Math.floor(both.length / 2)
  return mixed(both.subarray(half), both.subarray(0, half))
}

/** What an API key must be for; what is exported, only one that was made for that. */
const scopeFor = ({ method }: FastifyRequest, exports: boolean): KeyScope =>
  exports ? 'export' : READING.has(method) ? 'read' : 'write'

const notForServices = {
  zh: '服务账号不能使用该接口。可用的接口见接口说明。',
  en: 'Service accounts cannot use this. See the API description for what they can use.',
}
const keyTooWeak = { zh: '该密钥没有此项权限。', en: 'This key does not have that right.' }
const fromElsewhere = {
  zh: '该请求来自其他网站，未执行。',
  en: 'This request came from another site and was not carried out.',
}
const tokenWrong = {
  zh: '页面打开时间过长，或登录状态已变化（例如另一人在同一浏览器中登录）。本次提交未执行。',
  en:
    'The page was open too long or your sign-in changed, for example because somebody else signed in with this ' +
    'browser. Nothing was submitted.',
}
