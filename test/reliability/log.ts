/** The log of what clients asked for and what came of it: what the checker compares with the database. */
import type { ActorName } from './inhabitants.js'

/**
 * `ok`: acknowledged. `fail`: refused, and nothing was done. `unknown`: no answer that says which, however often it was asked again.
 * A refusal that came after a try without an answer counts as `unknown` where the earlier try might still have been on its way.
 */
export type Outcome = 'ok' | 'fail' | 'unknown'

export interface Operation {
  readonly client: number
  /** Under one name however often it is tried; reading has none. */
  readonly requestId: string | undefined
  readonly who: ActorName
  readonly caseId: number
  readonly action: string
  /** The version that the client had seen. */
  readonly version: number | undefined
  /** Milliseconds of one clock for all clients of a run. */
  readonly begun: number
  ended: number
  tries: number
  outcome: Outcome
  /** Of the last answer. */
  status: number
  seq?: number
  /** What was acknowledged, or read. */
  gives?: { readonly state: string; readonly version: number }
  /** Why it was refused. */
  because?: string
  /** Why it was tried once more, each time. */
  retried?: string[]
}

export interface Log {
  readonly operations: Operation[]
  /** Answers that nobody should ever get, in words. */
  readonly faults: string[]
}

/** How many operations there are of each outcome, and how many tries it took. */
export function sum({ operations }: Log) {
  const count = (outcome: Outcome) => operations.filter((one) => one.outcome === outcome && one.requestId).length
  return {
    ok: count('ok'),
    fail: count('fail'),
    unknown: count('unknown'),
    read: operations.filter(({ requestId }) => requestId === undefined).length,
    retried: operations.filter(({ tries }) => tries > 1).length,
  }
}
