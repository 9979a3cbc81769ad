import type { Client } from 'openapi-fetch'
import type { components, paths } from './schema.js'

export type { components, operations, paths } from './schema.js'

/** What the API answers when it does not do what was asked (RFC 9457). */
export type Problem = components['schemas']['Failure']

export declare class HaijianError extends Error {
  readonly status: number
  readonly problem: Problem | undefined
  /** After how many seconds it is worth trying again, where the answer says so. */
  readonly retryAfter: number | undefined
}

export type HaijianClient = Client<paths>

/** A client that speaks with an API key. `language`: of `title` and `detail` of problems. */
export declare function connect(options: {
  url: string
  key: string
  language?: 'zh' | 'en'
  fetch?: (request: Request) => Promise<Response>
}): HaijianClient

/** What was answered; throws HaijianError when it was a problem. */
export declare function done<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T>

/** For `bodySerializer`: a form with files, in the order in which its members stand (files last). */
export declare function form(fields: object | undefined): FormData
