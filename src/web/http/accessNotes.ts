/**
 * What requests leave in the log of who came in and what was refused (people/accessLog.ts), and
 * which of them may answer with a file at all. A route is told by its pattern, with numbers in
 * their places and known words: tokens, codes and what somebody has typed into an address never
 * come in.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Forbidden, Invalid, NotFound } from '../../base/errors.js'
import type { AccessLog } from '../../people/accessLog.js'
import type { ServiceAccounts } from '../../people/serviceAccount.service.js'
import { TOO_MANY } from '../../people/attempts.js'
import { WORDS } from '../../workflow/words.js'

/** `/cases/12/actions/accept`, `/reset/:token`; undefined for an address that is no route's. */
export function pathOf({ params, routeOptions }: FastifyRequest): string | undefined {
  const values = params as Readonly<Record<string, string>> // fastify reads every parameter as text
  return routeOptions.url?.replace(/:(\w+)/g, (all, name: string) => {
    const value = values[name] ?? ''
    return /^\d{1,10}$/.test(value) || Object.hasOwn(WORDS, value) ? value : all
  })
}

/** `POST /cases/12/actions/accept` */
const whatOf = (request: FastifyRequest): string => `${request.method} ${pathOf(request) ?? ''}`

/** By which repeats are told: whoever tries one case after the other is one line. */
const likeOf = ({ method, routeOptions }: FastifyRequest): string => `${method} ${routeOptions.url}`

const whoOf = ({ person, ip }: FastifyRequest) => ({ personId: person?.id, keyId: person?.keyId, address: ip })

/** Notes that a renewed proof did not hold. */
export function noteProof(log: AccessLog, request: FastifyRequest, { problems }: Invalid): void {
  const code = problems[0]?.code ?? ''
  log.note({
    ...whoOf(request),
    kind: code === TOO_MANY ? 'throttled' : 'proofFailed',
    what: code === TOO_MANY ? '' : code,
  })
}

/** Notes that the session with which a request came has ended by it. */
export const noteEnd = (log: AccessLog, request: FastifyRequest): void =>
  log.note({ ...whoOf(request), kind: 'sessionsEnded', what: whatOf(request) })

/** Notes what a request was refused for: its right, the scope, too many tries. A page that nobody has is not told. */
export function noteRefusal(log: AccessLog, request: FastifyRequest, error: unknown): void {
  const noted = { ...whoOf(request), what: whatOf(request), like: likeOf(request) }
  if (error instanceof Forbidden) log.note({ ...noted, kind: 'refused' })
  else if (error instanceof NotFound && request.person) log.note({ ...noted, kind: 'notFound' })
  else if (error instanceof Invalid && request.person && error.problems.some(({ code }) => code === TOO_MANY))
    log.note({ ...noted, kind: 'throttled' })
}

const isFile = (reply: FastifyReply): boolean =>
  String(reply.getHeader('content-disposition') ?? '').startsWith('attachment')

/**
 * Looks at every answer: a file only from a route that declares one, and what its route declares is
 * logged when it was done.
 */
export function watchAnswers(server: FastifyInstance, log: AccessLog, services: ServiceAccounts): void {
  server
    .addHook('onSend', async (request, reply) => {
      if (isFile(reply) && request.mayFile !== true) throw new Error(`${likeOf(request)} declares no file`)
    })
    .addHook('onResponse', async (request, reply) => {
      const { logged, keyId, person } = request
      if (keyId !== undefined && (!person || person.service))
        void services.noteCall(keyId, likeOf(request), reply.statusCode, request.id)
      if (logged && reply.statusCode < 400) log.note({ ...whoOf(request), kind: logged, what: whatOf(request) })
    })
}
