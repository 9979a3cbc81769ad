/**
 * An operation of the API is declared once, at its handler: its name for programs, what it takes
 * and what it answers. Method, path, status and who may use it are read from the route itself.
 */
import { RequestMethod, type Type } from '@nestjs/common'
import type { z } from 'zod'
import { RULE } from '../http/access.js'
import type { Answer } from '../http/answers.js'

interface Declaration<A extends z.ZodType, R extends z.ZodType> {
  readonly summary: string
  /** What the answer is, in words. */
  readonly says: string
  /** The answer, unless it is a file or nothing. */
  readonly answer?: A
  /** Another answer than `Failure` when it asks for more; the handler sets its status. */
  readonly refusal?: { readonly status: 401; readonly says: string; readonly answer: R }
  /** What is sent, as JSON, or as a form with files. */
  readonly body?: z.ZodType
  readonly form?: z.ZodType
  /** What is asked after the `?`; each member may be left out. */
  readonly query?: Readonly<Record<string, z.ZodType>>
  /** Parameters of the path that are no whole numbers. */
  readonly path?: Readonly<Record<string, z.ZodType>>
  /** May be sent again under the same Idempotency-Key. */
  readonly repeatable?: true
}

type Declared = Declaration<z.ZodType, z.ZodType>

export interface Operation extends Declared {
  readonly name: string
  readonly method: string
  /** As OpenAPI writes it: `/api/cases/{id}`. */
  readonly route: string
  readonly status: number
  readonly open: boolean
}

type Members<T> = T extends unknown ? keyof T : never
type Undeclared<T, D> = Exclude<Members<T>, Members<D>>
/** Nothing, or what the compiler then names: members of the answer that are not declared. */
type Exact<T, D> = [Undeclared<T, D>] extends [never] ? unknown : { readonly undeclared: Undeclared<T, D> }

const OPERATION = 'operation'

/**
 * Declares an operation. A handler that answers something else than it declares, or more, does not
 * compile. Names are for good: programs are generated from them.
 */
export function Does<A extends z.ZodType = z.ZodType<Answer> | z.ZodVoid, R extends z.ZodType = z.ZodNever>(
  name: string,
  declaration: Declaration<A, R>,
) {
  type Given = z.infer<A> | z.infer<R>
  return <T extends (...given: never[]) => Given | Promise<Given>>(
    _: object,
    __: string,
    handler: TypedPropertyDescriptor<T> & Exact<Awaited<ReturnType<T>>, Given>,
  ): void => Reflect.defineMetadata(OPERATION, { name, ...declaration }, handler.value ?? {})
}

/** The operations of a controller, in the order in which they stand there. Throws when a route declares none. */
export function operationsOf(controller: Type): Operation[] {
  return Object.getOwnPropertyNames(controller.prototype).flatMap((member) => {
    const handler: unknown = controller.prototype[member]
    if (typeof handler !== 'function' || member === 'constructor') return []
    const path: string | undefined = Reflect.getMetadata('path', handler)
    if (path === undefined) return []
    const declared: (Declared & { name: string }) | undefined = Reflect.getMetadata(OPERATION, handler)
    if (!declared) throw new Error(`${controller.name}.${member} is a route, and declares no operation`)
    const method = String(RequestMethod[Reflect.getMetadata('method', handler)]).toLowerCase()
    const whole = `/${Reflect.getMetadata('path', controller)}/${path}`.replace(/\/+/g, '/').replace(/\/$/, '')
    const status: number = Reflect.getMetadata('__httpCode__', handler) ?? (method === 'post' ? 201 : 200)
    const rule: unknown = Reflect.getMetadata(RULE, handler) ?? Reflect.getMetadata(RULE, controller)
    return [{ ...declared, method, route: whole.replace(/:(\w+)/g, '{$1}'), status, open: rule === 'open' }]
  })
}
