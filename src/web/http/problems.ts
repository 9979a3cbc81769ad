/**
 * Every error becomes an answer for people: a page that says what happened and what to do, or JSON
 * under /api. A form that was sent after the session had ended is kept, and goes on after signing
 * in. What is our fault is logged with its request id, never shown. Over 250 lines because every
 * error becomes an answer here and nowhere else.
 */
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isFull, isUnavailable, sqlState } from '../../base/databaseErrors.js'
import { framesOf, nameOf } from '../../base/ending.js'
import { path, withQuery } from '../../base/path.js'
import {
  Busy,
  ContentMissing,
  Forbidden,
  Invalid,
  NotFound,
  NotNow,
  type Problem,
  ProofNeeded,
  type Reason,
  Stale,
} from '../../base/errors.js'
import type { Language } from '../../base/text.js'
import { AccessLog } from '../../people/accessLog.js'
import { wordsOf } from '../../workflow/words.js'
import { Access, SignInNeeded } from './access.js'
import { noteRefusal } from './accessNotes.js'
import { Answers } from './answersInterceptor.js'
import { ProofPage } from './proofPage.js'
import { type FailureDetails, type FailureKind, failureOf, STATUS } from './failure.js'
import { Pages } from './pages.js'

interface Failure {
  readonly kind: FailureKind
  readonly details: FailureDetails
  /** For programs: the codes and paths. */
  readonly problems?: readonly Problem[]
  readonly because?: readonly Reason[]
}

/** What PostgreSQL cannot keep: NUL bytes, lone surrogates, numbers out of range, days that there are not. */
const unstorable = new Set(['22021', '22P05', '22P02', '22003', '22007', '22008'])

/** What the reader of multipart forms says of one that is cut off or malformed; its errors have no code. */
const BAD_FORM = /^(Unexpected end of|Multipart: |Part terminated early)/

/** What kind of failure an error is; undefined when it is a fault of ours. */
export function failureFrom(error: unknown): Failure | undefined {
  if (error instanceof Forbidden) return { kind: 'forbidden', details: { because: error.because } }
  if (error instanceof NotFound) return { kind: 'notFound', details: {} }
  if (error instanceof NotNow) return { kind: 'notNow', details: { reasons: error.because }, because: error.because }
  if (error instanceof Stale)
    return {
      kind: 'stale',
      details: { since: error.since.map(({ action, at, by }) => ({ what: wordsOf(action).done, at, by })) },
    }
  if (error instanceof Invalid) return invalid(error.problems)
  if (error instanceof ContentMissing) return { kind: 'contentMissing', details: {} }
  if (isFull(error)) return { kind: 'full', details: {} }
  if (error instanceof Busy || isUnavailable(error)) return { kind: 'busy', details: {} }
  if (unstorable.has(sqlState(error) ?? '')) return { kind: 'invalid', details: { because: unreadable } }
  if (error instanceof Error && BAD_FORM.test(error.message))
    return { kind: 'invalid', details: { because: unreadable } }
  const status = statusOf(error)
  if (status === 404 || status === 405) return { kind: 'notFound', details: {} }
  if (status === 413) return { kind: 'tooLarge', details: {} }
  if (status === 429) return { kind: 'tooMany', details: {} }
  if (status >= 400 && status < 500) return { kind: 'invalid', details: { because: unreadable } }
  return undefined
}

function invalid(problems: readonly Problem[]): Failure {
  const tooMany = problems.some(({ code }) => code === 'signInTooMany')
  const tooLarge = problems.some(({ code }) => code === 'file:tooLarge')
  const kind = tooMany ? 'tooMany' : tooLarge ? 'tooLarge' : 'invalid'
  return { kind, details: { reasons: problems.map(({ message }) => message) }, problems }
}

/** The status that the framework or Fastify gave an error of its own; 500 for all others. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus()
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode
  return 500
}

/** In how many seconds it is worth trying again. */
const RETRY_AFTER: Partial<Record<FailureKind, string>> = { busy: '5', full: '60', contentMissing: '3600' }

/** Faults of ours: the page names the request, so that it can be found in the log. */
const OURS: ReadonlySet<FailureKind> = new Set(['broken', 'contentMissing'])

@Catch()
export class Problems implements ExceptionFilter {
  private readonly log = new Logger('web')

  constructor(
    private readonly pages: Pages,
    private readonly answers: Answers,
    private readonly proofPage: ProofPage,
    private readonly accessLog: AccessLog,
    private readonly access: Access,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>()
    const reply = host.switchToHttp().getResponse<FastifyReply>()
    if (reply.sent) return
    noteRefusal(this.accessLog, request, error)
    if (error instanceof SignInNeeded) this.askToSignIn(request, reply)
    else if (error instanceof ProofNeeded) void this.askForProof(error, request, reply)
    else if (isUnknown(request) && !wantsJson(request)) void this.answerUnknown(error, request, reply)
    else this.answer(error, request, reply)
  }

  private async askForProof(error: ProofNeeded, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (wantsJson(request)) {
      const { problem } = error
      void reply
        .status(403)
        .header('cache-control', 'no-store')
        .send({ error: 'proofNeeded', ...pleaseProve, problems: problem && [problem], requestId: request.id })
      return
    }
    try {
      await reply.send(await this.answers.send(request, reply, await this.proofPage.answer(request, error.problem)))
    } catch (other) {
      this.answer(other, request, reply) // the database may be away by now
    }
  }

  /** Nobody has looked who asks: the page is still in the reader's language, and in their own frame. */
  private async answerUnknown(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      // of a database that is away nothing is asked a second time
      await this.access.recognise(request, reply, failureFrom(error) !== undefined && !isUnavailable(error))
      this.answer(error, request, reply)
    } catch (other) {
      // nobody waits for this, and what nobody catches ends the process
      this.log.error(`${request.id} ${nameOf(other)}`, framesOf(other))
      void reply.status(STATUS.broken).send('')
    }
  }

  private answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const found = failureFrom(error) ?? { kind: 'broken' as const, details: {} }
    const failure = OURS.has(found.kind) ? { ...found, details: { ...found.details, requestId: request.id } } : found
    if (failure.kind === 'broken') this.log.error(`${request.id} ${nameOf(error)}`, framesOf(error))
    const status = STATUS[failure.kind]
    const wait = RETRY_AFTER[failure.kind]
    if (wait) reply.header('retry-after', wait)
    if (error instanceof ContentMissing)
      this.log.error(`${request.id} the content of a document is missing: ${error.key}`)
    if (failure.kind === 'full') this.log.error(`${request.id} ${nameOf(error)}: no space is left on a disk`)
    if (wantsJson(request)) {
      const { heading, what } = failureOf(failure.kind, failure.details)
      const { problems, because } = failure
      const since = error instanceof Stale ? { version: error.version, since: error.since } : {}
      void reply
        .status(status)
        .header('cache-control', 'no-store')
        .send({
          error: failure.kind,
          title: heading,
          message: what,
          problems,
          because,
          ...since,
          requestId: request.id,
        })
      return
    }
    const view = failureOf(failure.kind, failure.details)
    void reply.send(this.pages.render(request, reply, 'error', { ...view, title: view.heading }, { status }))
  }

  private askToSignIn(request: FastifyRequest, reply: FastifyReply): void {
    if (wantsJson(request)) {
      void reply
        .status(401)
        .header('cache-control', 'no-store')
        .header('www-authenticate', 'Bearer')
        .send({ error: 'signInNeeded', ...pleaseSignIn })
      return
    }
    if (request.method === 'GET' || request.method === 'HEAD') {
      void reply
        .status(303)
        .header('location', withQuery(path.signIn, { to: request.url }))
        .header('cache-control', 'no-store')
        .send('')
      return
    }
    const kept = keptForm(request)
    const view = {
      title: signInTitle,
      account: '',
      backTo: kept?.to ?? uploadPage(request),
      problem: kept ? keptNotice : ended,
      kept: kept?.text,
    }
    void reply.send(this.pages.render(request, reply, 'sign-in', view, { status: 401 }))
  }
}

/**
 * A file cannot be kept; its form stands at the same address. What is still being sent is let run out, so that the
 * browser reads the answer.
 */
function uploadPage({ headers, raw, url }: FastifyRequest): string {
  if (!(headers['content-type'] ?? '').startsWith('multipart/form-data')) return '/'
  raw.resume()
  return url
}

/** The fields of a form that came too late, to be sent again after signing in. A file cannot be kept so. */
function keptForm(request: FastifyRequest): { to: string; text: string } | undefined {
  const { body } = request
  if (
    typeof body !== 'object' ||
    body === null ||
    !(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  )
    return undefined
  const fields = Object.entries(body).filter(([name]) => name !== '_csrf')
  return { to: request.url, text: JSON.stringify({ to: request.url, fields }) }
}

/** Access gives every request that it looks at a language. */
const isUnknown = (request: { language?: Language }): boolean => request.language === undefined

const wantsJson = (request: FastifyRequest): boolean =>
  request.url.startsWith('/api') || (request.headers.accept ?? '').startsWith('application/json')

const unreadable = {
  zh: '这个请求读不懂。请返回上一页，刷新后再试。',
  en: 'This request could not be read. Go back, reload the page and try again.',
}
const signInTitle = { zh: '登录', en: 'Sign in' }
const ended = { zh: '登录已过期，请重新登录。', en: 'Your session has ended. Please sign in again.' }
const keptNotice = {
  zh: '登录已过期。您刚才填的内容还在，登录后可以接着提交。',
  en: 'Your session has ended. What you typed is kept; after signing in you can send it.',
}
const pleaseProve = {
  title: { zh: '请再次证明是您本人', en: 'Please show once more that it is you' },
  message: {
    zh: '出具、撤销和导出之前须再次证明是您本人：POST /api/session/proof，然后重发这个请求。',
    en:
      'Before issuing, revoking and exporting show once more that it is you: ' +
      'POST /api/session/proof, then send this request again.',
  },
}
const pleaseSignIn = {
  title: { zh: '请先登录', en: 'Please sign in' },
  message: { zh: '登录已过期，或密钥无效。', en: 'The session has ended, or the key is not valid.' },
}
