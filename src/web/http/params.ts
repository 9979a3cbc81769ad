/**
 * What a handler takes from a request, each by a decorator: who asks, ids out of the address, a
 * text out of the query, the language.
 */
import { createParamDecorator, type ExecutionContext, Res } from '@nestjs/common'
import type { FastifyRequest } from 'fastify'
import type { Language } from '../../base/text.js'
import type { Person } from '../../people/session.service.js'
import { ownPath, personOf } from './access.js'
import { readId, readRequestId, readText } from './input.js'

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>()

/** Who asks. Throws SignInNeeded when nobody has signed in. */
export const Me = createParamDecorator((_: unknown, context: ExecutionContext): Person => personOf(requestOf(context)))

/**
 * An id out of the address, `:id` when no other name is given. Throws NotFound when it is no id.
 */
export const Id = createParamDecorator((name: string | undefined, context: ExecutionContext): number => {
  const params = requestOf(context).params as Readonly<Record<string, string>> // fastify reads every parameter as text
  return readId(params[name ?? 'id'] ?? '')
})

/** Who calls, and the client's own name for this call (`Idempotency-Key`). */
export interface Caller {
  readonly actor: Person
  readonly requestId: string | undefined
}

/** Throws SignInNeeded when nobody has signed in, Invalid when the key is no such name. */
export const Calls = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const request = requestOf(context)
  return { actor: personOf(request), requestId: readRequestId(request) }
})

/**
 * Where cookies and headers are set; what the handler gives back is still what goes out. By Nest's
 * own decorator: a reply can be awaited, so one given by a decorator of ours would be waited for.
 */
export const Reply = (): ParameterDecorator => Res({ passthrough: true })

/** One text out of the query, 200 characters at most; undefined when it is missing or repeated. */
export const Asked = createParamDecorator((name: string, context: ExecutionContext): string | undefined =>
  readText(requestOf(context).query, name),
)

/** Where to go afterwards (`?to=`): a path of this site, `/` when none is named. */
export const To = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  ownPath(readText(requestOf(context).query, 'to', 500)),
)

/** The language of the page. */
export const InLanguage = createParamDecorator(
  (_: unknown, context: ExecutionContext): Language => requestOf(context).language,
)
