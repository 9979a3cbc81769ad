/**
 * Every error becomes an answer for people: a page that says what happened and what to do, or JSON
 * under /api. A form that was sent after the session had ended is kept, and goes on after signing
 * in. What is our fault is logged with its request id, never shown. Over 250 lines because every
 * error becomes an answer here and nowhere else.
 */
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { causeOf } from '../../base/cause.js'
import { isFull, isUnavailable, SpeakerGone, sqlState } from '../../base/databaseErrors.js'
import { path, withQuery } from '../../base/path.js'
import {
  Busy,
  ContentMissing,
  Forbidden,
  Invalid,
  isDone,
  isOwn,
  NotFound,
  NotNow,
  ProofNeeded,
  Stale,
} from '../../base/errors.js'
import type { Language } from '../../base/text.js'
import { follow } from '../../base/trail.js'
import { FILE_BUSY } from '../../cases/files/refusals.js'
import { AccessLog } from '../../people/accessLog.js'
import { TOO_MANY } from '../../people/attempts.js'
import { wordsOf } from '../../workflow/words.js'
import { Access, SignInNeeded, TokenWrong } from './access.js'
import { noteRefusal } from './accessNotes.js'
import { type Answer, done, page } from './answers.js'
import { Answers } from './answersInterceptor.js'
import { goOnPage, lateForm, ownForm, writeKept } from './goOn.js'
import { KEY_FAULTS } from './keyFaults.js'
import { problemAnswer } from './problemJson.js'
import { ProofPage } from './proofPage.js'
import { type FailureDetails, type FailureKind, failureOf, PAGE_OLD, RETRY_AFTER } from './failure.js'

interface Failure {
  readonly kind: FailureKind
  readonly details: FailureDetails
}

/** What PostgreSQL cannot keep: NUL bytes, lone surrogates, numbers out of range, days that there are not. */
const unstorable = new Set(['22021', '22P05', '22P02', '22003', '22007', '22008'])

/** What the reader of multipart forms says of one that is cut off or malformed; its errors have no code. */
const BAD_FORM = /^(Unexpected end of|Multipart: |Part terminated early)/

/** What kind of failure an error is; undefined when it is a fault of ours. */
export function failureFrom(error: unknown): Failure | undefined {
  if (error instanceof TokenWrong) return { kind: 'forbidden', details: { because: error.because, instead: PAGE_OLD } }
  if (error instanceof Forbidden) return { kind: 'forbidden', details: { because: error.because } }
  if (error instanceof NotFound) return { kind: 'notFound', details: {} }
  if (error instanceof NotNow) return { kind: 'notNow', details: { reasons: error.because } }
  if (error instanceof Stale)
    return {
      kind: 'stale',
      details: {
        own: isOwn(error) && (isDone(error) ? 'same' : 'other'),
        since: error.since.map(({ action, at, by }) => ({ what: wordsOf(action).done, at, by })),
      },
    }
  if (error instanceof Invalid)
    return { kind: invalidKind(error), details: { reasons: error.problems.map(({ message }) => message) } }
  if (error instanceof ContentMissing) return { kind: 'contentMissing', details: {} }
  if (isFull(error)) return { kind: 'full', details: {} }
  if (error instanceof Busy) return { kind: 'busy', details: error.because ? { because: error.because } : {} }
  if (isUnavailable(error)) return { kind: 'busy', details: {} }
  const status = statusOf(error)
  if (status === 404 || status === 405) return { kind: 'notFound', details: {} }
  if (status === 413) return { kind: 'tooLarge', details: {} }
  if (status === 429) return { kind: 'tooMany', details: {} }
  return status < 500 ? { kind: 'invalid', details: { because: unreadable } } : undefined
}

function invalidKind({ problems }: Invalid): FailureKind {
  const hasCode = (wanted: string) => problems.some(({ code }) => code === wanted)
  if (hasCode(TOO_MANY)) return 'tooMany'
  if (hasCode(FILE_BUSY)) return 'busy'
  return hasCode('file:tooLarge') ? 'tooLarge' : 'invalid'
}

/**
 * What PostgreSQL cannot keep, and a form that is cut off, cannot be read; else the status of the
 * framework's errors.
 */
function statusOf(error: unknown): number {
  if (unstorable.has(sqlState(error) ?? '')) return 400
  if (error instanceof Error && BAD_FORM.test(error.message)) return 400
  if (error instanceof HttpException) return error.getStatus()
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode
  return 500
}

/** Faults of ours: the page names the request, so that it can be found in the log. */
const OURS: ReadonlySet<FailureKind> = new Set(['broken', 'contentMissing'])

@Catch()
export class Problems implements ExceptionFilter {
  private readonly log = new Logger('web')

  constructor(
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
    follow(request.trail, () =>
      this.respond(error, request, reply)
        .catch((other: unknown) => this.respond(other, request, reply)) // the database may be away by now
        .catch((last: unknown) => {
          // nobody waits for this, and what nobody catches ends the process
          this.log.error({ msg: 'an error could not be answered', ...causeOf(last) })
          void reply.status(500).send('')
        }),
    )
  }

  private async respond(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    // nobody has looked who asks: the page is still in the reader's language, and in their own frame
    if (isUnknown(request) && !wantsJson(request)) await this.recognise(error, request, reply)
    const answer = await this.answerTo(error, request)
    void reply.send(await this.answers.send(request, reply, answer))
  }

  /** Of a database that is away nothing is asked a second time. */
  private recognise(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    return this.access.recognise(request, reply, failureFrom(error) !== undefined && !isUnavailable(error))
  }

  private answerTo(error: unknown, request: FastifyRequest): Answer | Promise<Answer> {
    const json = wantsJson(request)
    if (error instanceof SignInNeeded || error instanceof SpeakerGone)
      return json
        ? problemAnswer(request, { ...pleaseSignIn, ...whyNot(error) }, 401, { 'www-authenticate': 'Bearer' })
        : signInAnswer(request)
    if (error instanceof ProofNeeded) {
      const { problem } = error
      if (!json) return this.proofPage.answer(request, problem)
      return problemAnswer(request, { ...pleaseProve, problems: problem && [problem] }, 403)
    }
    // an own page from before a new sign-in: what was typed is shown, to be sent once more
    const late = !json && error instanceof TokenWrong && error.own ? (error.late ?? ownForm(request)) : undefined
    if (late) return goOnPage(late, 403)
    const { kind, details } = failureFrom(error) ?? { kind: 'broken', details: {} }
    this.logFault(error, kind)
    const { status, ...view } = failureOf(kind, { ...details, ...(OURS.has(kind) && { requestId: request.id }) })
    const wait = RETRY_AFTER[kind]
    const headers: Record<string, string> = wait ? { 'retry-after': wait } : {}
    // a condition of the request's own header has failed (RFC 9110 section 15.5.13)
    const code = kind === 'stale' && request.headers['if-match'] ? 412 : status
    if (!json) return page('error', view, { status, headers })
    const message = view.what === unreadable ? unparsed : view.what
    const said = { error: kind, heading: view.heading, message, ...forPrograms(error) }
    return problemAnswer(request, said, code, headers)
  }

  private logFault(error: unknown, kind: FailureKind): void {
    if (kind === 'broken') this.log.error({ msg: 'a fault of ours', ...causeOf(error) })
    if (error instanceof ContentMissing)
      this.log.error({ msg: 'the content of a document is missing', file: error.key })
    if (kind === 'full') this.log.error({ msg: 'no space is left on a disk', ...causeOf(error) })
  }
}

/** What is said of a key that was one and does not hold any more. */
const whyNot = (error: object) =>
  error instanceof SignInNeeded && error.why ? { error: error.why, message: KEY_FAULTS[error.why] } : {}

/** The codes and paths of what is wrong, and what happened since. */
const forPrograms = (error: unknown) => ({
  problems: error instanceof Invalid ? error.problems : undefined,
  because: error instanceof NotNow ? error.because : undefined,
  ...(error instanceof Stale && { version: error.version, since: error.since.map(({ own: _, ...one }) => one) }),
})

/** To the page of signing in; a form that was sent too late is kept there. */
async function signInAnswer(request: FastifyRequest): Promise<Answer> {
  if (request.method === 'GET' || request.method === 'HEAD') return done(withQuery(path.signIn, { to: request.url }))
  const late = await lateForm(request)
  const view = {
    title: { zh: '登录', en: 'Sign in' },
    account: '',
    backTo: late ? request.url : path.home,
    problem: !late ? ended : late.files ? keptWithoutFiles : keptNotice,
    kept: late && writeKept(late),
  }
  return page('sign-in', view, { status: 401 })
}

/** Access gives every request that it looks at a language. */
const isUnknown = (request: { language?: Language }): boolean => request.language === undefined

const wantsJson = (request: FastifyRequest): boolean =>
  request.url.startsWith('/api') || (request.headers.accept ?? '').startsWith('application/json')

const unreadable = {
  zh: '请求无法识别。请返回上一页，刷新后再试。',
  en: 'This request could not be read. Go back, reload the page and try again.',
}
/** The same for programs, which have no page to go back to. */
const unparsed = {
  zh: '请求无法解析，未作任何改动。请核对JSON、字符编码和Content-Type。',
  en: 'The request could not be parsed, and nothing was changed. Check the JSON, its encoding and Content-Type.',
}
const ended = { zh: '登录已过期，请重新登录。', en: 'Your session has ended. Please sign in again.' }
const keptWithoutFiles = {
  zh: '登录已过期。您填写的内容已保留；所选文件未收到，登录后请重新选择。',
  en:
    'Your session has ended. Your answers are kept. Your files were not received: after signing in ' +
    'select them again.',
}
const keptNotice = {
  zh: '登录已过期。您填写的内容已保留，登录后可以继续提交。',
  en: 'Your session has ended. Your answers are kept. You can submit them after signing in.',
}
const pleaseProve = {
  error: 'proofNeeded',
  heading: { zh: '请再次验证身份', en: 'Confirm that it is you' },
  message: {
    zh: '出具、撤销和导出之前须再次验证身份：POST /api/session/proof，然后重发该请求。',
    en:
      'Before issuing, revoking and exporting, confirm that it is you: ' +
      'POST /api/session/proof, then send this request again.',
  },
}
export const pleaseSignIn = {
  error: 'signInNeeded',
  heading: { zh: '请先登录', en: 'Please sign in' },
  message: { zh: '登录已过期，或密钥无效。', en: 'The session has ended, or the key is not valid.' },
}
