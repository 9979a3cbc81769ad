/**
 * Where work comes from: the request that asked for it, followed through every await and into the
 * jobs that it orders. Every line of the log carries it (log.ts).
 */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface Trail {
  readonly requestId?: string | undefined
  /** W3C Trace Context, in the form of version 00. */
  readonly traceparent?: string | undefined
  /** Of the queue. */
  readonly job?: { readonly id: string; readonly task: string } | undefined
}

const trails = new AsyncLocalStorage<Trail>()

/** Does some work that belongs to this trail. */
export const follow = <T>(trail: Trail, work: () => T): T => trails.run(trail, work)

/** That which is followed now; an empty one where nothing is. */
export const present = (): Trail => trails.getStore() ?? {}

/** What a job takes along of the trail on which it is ordered. */
export function carried(): Pick<Trail, 'requestId' | 'traceparent'> {
  const { requestId, traceparent } = trails.getStore() ?? {}
  return { requestId, traceparent }
}

/** The fields of the trail in a line of the log. */
export function trailFields(): Readonly<Record<string, string | undefined>> {
  const { requestId, traceparent, job } = trails.getStore() ?? {}
  return { requestId, traceId: traceparent?.slice(3, 35), job: job?.id, task: job?.task }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** As proxies write them: UUIDs, hexadecimal digits, ULIDs; nothing that could be a text. */
const REQUEST_ID = /^[\w.:-]{8,64}$/

/** Undefined when it has not the form of one. */
export const readRequestId = (value: unknown): string | undefined => REQUEST_ID.exec(textOf(value))?.[0]

const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32}-(?!0{16})[\da-f]{16})-([\da-f]{2})(-.*)?$/
/** Sampled, and random trace id; the other flags are reserved and handed on as zero. */
const KNOWN_FLAGS = 0b11

/**
 * The trace and its caller; undefined when the value is not one
 * (https://www.w3.org/TR/trace-context/#traceparent-header). Of a later version than 00 what we know is read.
 */
export function readTraceparent(value: unknown): string | undefined {
  const [, version, ids, flags = '', more] = TRACEPARENT.exec(textOf(value)) ?? []
  if (!version || (version === '00' && more !== undefined)) return undefined
  return `00-${ids}-${(Number.parseInt(flags, 16) & KNOWN_FLAGS).toString(16).padStart(2, '0')}`
}
