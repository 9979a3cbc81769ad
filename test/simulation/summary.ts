/** What was done in a simulation, in figures. */
import type { Operation } from './asking.js'

/** What was done in a simulation. */
export interface Summary {
  readonly seed: number
  days: number
  steps: number
  readonly acts: Record<Operation['outcome'], number>
  /** Of the acts, those that had to be asked for again. */
  again: number
  /** How often each act was acknowledged, and refused. */
  readonly byAction: Map<string, [ok: number, refused: number]>
  /** Why acts were refused, and how often. */
  readonly refusals: Map<string, number>
  readonly disturbances: ReadonlyMap<string, number>
  jobs: number
  failedJobs: number
  readonly happened: string[]
  /** How long it took, once it is over. */
  readonly minutes?: number
}

/** One of nothing yet; `disturbances` goes on counting. */
export function newSummary(seed: number, disturbances: ReadonlyMap<string, number>): Summary {
  const none = { days: 0, steps: 0, again: 0, jobs: 0, failedJobs: 0 }
  const acts = { ok: 0, refused: 0, unknown: 0 }
  return { seed, ...none, acts, byAction: new Map(), refusals: new Map(), disturbances, happened: [] }
}

/** Counts what was asked for, and what came of it. */
export function count(summary: Summary, { action, outcome, tries, because }: Operation): void {
  const { acts, byAction, refusals } = summary
  const why = `${action}: ${because}`
  if (outcome === 'refused') refusals.set(why, (refusals.get(why) ?? 0) + 1)
  acts[outcome] += 1
  if (tries > 1) summary.again += 1
  const counted = byAction.get(action) ?? [0, 0]
  if (outcome === 'ok') counted[0] += 1
  if (outcome === 'refused') counted[1] += 1
  byAction.set(action, counted)
}

/** As it is written down. */
export const plain = (summary: Summary): string =>
  JSON.stringify(summary, (_, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value))
