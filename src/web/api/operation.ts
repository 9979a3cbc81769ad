/**
 * An operation of the API is declared once, at its handler: its name for programs, what it takes
 * and what it answers. Method, path, status and who may use it are read from the route itself.
 */
import {
  type ExecutionContext,
  type NestInterceptor,
  RequestMethod,
  SetMetadata,
  type Type,
  UseInterceptors,
} from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { map, tap } from 'rxjs'
import { z } from 'zod'
import { Invalid } from '../../base/errors.js'
import { isBranch, memberOf } from '../../forms/engine/node.js'
import { unknownName } from '../../forms/engine/unknown.js'
import { RULE } from '../http/access.js'
import { type Answer, PlainAnswer } from '../http/answers.js'
import { onlyDeclared, type Stored } from './answer.js'
import { REPLAYED } from './mark.js'

interface Declaration<A extends z.ZodType = z.ZodType> {
  readonly summary: string
  /** What the answer is, in words. */
  readonly says: string
  /** The answer, unless it is a file or nothing. */
  readonly answer?: A
  /** Another answer than `Failure` when it asks for more; the handler sends it by `data`. */
  readonly refusal?: { readonly status: 401; readonly says: string; readonly answer: z.ZodType }
  /** What is sent, as JSON, or as a form with files. */
  readonly body?: z.ZodType
  readonly form?: z.ZodType
  /** Examples of what is sent, by name, where one made from its schema would not do. */
  readonly examples?: (today: string) => Readonly<Record<string, { readonly summary: string; readonly value: object }>>
  /** What is asked after the `?`; each member may be left out. */
  readonly query?: Readonly<Record<string, z.ZodType>>
  /** What is asked in headers, so that no address has it; each may be left out. */
  readonly headers?: Readonly<Record<string, z.ZodType>>
  /** Parameters of the path that are no whole numbers. */
  readonly path?: Readonly<Record<string, z.ZodType>>
  /** May be sent again under the same Idempotency-Key. */
  readonly repeatable?: true
}

export interface DeclaredOperation extends Declaration {
  readonly name: string
  readonly method: string
  /** As OpenAPI writes it: `/api/cases/{id}`. */
  readonly route: string
  readonly status: number
  readonly open: boolean
}

/** What a handler gives back: all that is declared, and perhaps more, which does not go out. */
type Given<A extends z.ZodType> = Stored<z.infer<A>> | (A extends z.ZodVoid ? Answer : PlainAnswer)

const OPERATION = 'operation'

/**
 * Declares an operation. A handler that answers less than it declares, or something else, does not
 * compile; what is not declared does not go out. Names are for good: programs are generated from them.
 */
export function Operation<A extends z.ZodType = z.ZodVoid>(name: string, declaration: Declaration<A>) {
  const { answer } = declaration
  return <T extends (...given: never[]) => Given<A> | Promise<Given<A>>>(
    target: object,
    member: string,
    handler: TypedPropertyDescriptor<T>,
  ): void => {
    SetMetadata(OPERATION, { name, ...declaration })(target, member, handler)
    UseInterceptors(takesOnly(declaration), marksRepeats)(target, member, handler)
    if (answer) UseInterceptors(answersOnly(answer))(target, member, handler)
  }
}

/** Whoever misspells a parameter or a member of the body hears it, and nothing is done. */
const takesOnly = ({ query = {}, body }: Declaration): NestInterceptor => ({
  intercept(context: ExecutionContext, next) {
    const request = context.switchToHttp().getRequest<FastifyRequest>()
    const strange = [
      ...strangersIn(request.query, query),
      ...(takesMembers(body) ? strangersIn(request.body, body.shape) : []),
    ]
    if (strange.length > 0) throw new Invalid(strange.map(unknownName))
    return next.handle()
  },
})
const takesMembers = (body: z.ZodType | undefined): body is z.ZodObject => body instanceof z.ZodObject
const strangersIn = (given: unknown, known: object): string[] =>
  isBranch(given) ? Object.keys(given).filter((name) => !Object.hasOwn(known, name)) : []

/** The answer to a request that had been done before says so, also where it is the thing itself. */
const marksRepeats: NestInterceptor = {
  intercept: (context, next) =>
    next.handle().pipe(
      tap((given) => {
        const reply = context.switchToHttp().getResponse<FastifyReply>()
        if (memberOf(given, 'repeated') === true) reply.header(REPLAYED, 'true')
      }),
    ),
}

const answersOnly = (answer: z.ZodType): NestInterceptor => ({
  intercept: (_, next) =>
    next.handle().pipe(map((given) => (given instanceof PlainAnswer ? given : onlyDeclared(answer, given)))),
})

/** The operations of a controller, in the order in which they stand there. Throws when a route declares none. */
export function operationsOf(controller: Type): DeclaredOperation[] {
  return Object.getOwnPropertyNames(controller.prototype).flatMap((member) => {
    const handler: unknown = controller.prototype[member]
    if (typeof handler !== 'function' || member === 'constructor') return []
    const path: string | undefined = Reflect.getMetadata('path', handler)
    if (path === undefined) return []
    const declared: (Declaration & { name: string }) | undefined = Reflect.getMetadata(OPERATION, handler)
    if (!declared) throw new Error(`${controller.name}.${member} is a route, and declares no operation`)
    const method = String(RequestMethod[Reflect.getMetadata('method', handler)]).toLowerCase()
    const whole = `/${Reflect.getMetadata('path', controller)}/${path}`.replace(/\/+/g, '/').replace(/\/$/, '')
    const status: number = Reflect.getMetadata('__httpCode__', handler) ?? (method === 'post' ? 201 : 200)
    const rule: unknown = Reflect.getMetadata(RULE, handler) ?? Reflect.getMetadata(RULE, controller)
    return [{ ...declared, method, route: whole.replace(/:(\w+)/g, '{$1}'), status, open: rule === 'open' }]
  })
}
