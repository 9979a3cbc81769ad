/** What the controllers declare, read from Nest's own marks: every route with its rule. */
import 'reflect-metadata'
import { RequestMethod } from '@nestjs/common'
import { FILE, PROOF, RULE, type Rule, UPLOAD } from '../../src/web/http/access.js'
import { PAGE_MODULES } from '../../src/web.module.js'

export interface Declared {
  /** `GET /cases/:id` */
  readonly route: string
  readonly rule: Rule | undefined
  /** Takes a multipart form. */
  readonly upload: boolean
  /** Asks a session for a renewed proof. */
  readonly proof: boolean
  /** May answer with a file: one that its reader may open anyway, or an export. */
  readonly file: 'single' | 'export' | undefined
}

const joined = (...parts: string[]): string =>
  `/${parts
    .flatMap((part) => part.split('/'))
    .filter(Boolean)
    .join('/')}`

type Controllers = readonly { prototype: object }[]

const controllersOfPages = (): Controllers =>
  PAGE_MODULES.flatMap((module): Controllers => Reflect.getMetadata('controllers', module))

/** Every route of every controller, in the order in which they are written. */
export function listDeclared(controllers = controllersOfPages()): Declared[] {
  return controllers.flatMap((controller) => {
    const base: string = Reflect.getMetadata('path', controller)
    return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
      const handler: unknown = Object.getOwnPropertyDescriptor(controller.prototype, name)?.value
      if (typeof handler !== 'function' || !Reflect.hasMetadata('method', handler)) return []
      const path: string = Reflect.getMetadata('path', handler)
      const method = RequestMethod[Reflect.getMetadata('method', handler)]
      const rule: Rule | undefined = Reflect.getMetadata(RULE, handler) ?? Reflect.getMetadata(RULE, controller)
      const upload = Reflect.getMetadata(UPLOAD, handler) === true
      const proof = (Reflect.getMetadata(PROOF, handler) ?? Reflect.getMetadata(PROOF, controller)) === true
      const file: Declared['file'] = Reflect.getMetadata(FILE, handler)
      return [{ route: `${method} ${joined(base, path)}`, rule, upload, proof, file }]
    })
  })
}
