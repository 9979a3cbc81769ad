/**
 * What an effect or an entry gets to work with, inside the transaction of act(). The functions
 * stand where their tables are; core.module.ts hands over the maps.
 */
import type { Tx } from '../base/database.js'
import type { SealKey } from '../base/seal.js'
import type { FastLane } from '../criteria/fastLanes.js'
import type { Actor } from '../people/actor.js'
import type { Effect } from '../workflow/effects.js'
import type { Facts } from '../workflow/facts.js'
import type { Deadline } from './deadlines.js'
import type { HeldCase, Past } from './facts.js'
import type { ReceivedFile } from './files/receive.js'
import type { OpenedCase } from './preflight.js'
import type { Entry } from '../workflow/machine.js'
import type { EventName } from '../workflow/words.js'

export interface Cause {
  readonly case: HeldCase
  readonly past: Past
  /** Of what is sealed in the case; null when it has been destroyed. */
  readonly key: SealKey | null
  readonly facts: Facts
  /** The answers as they stood when the case was locked, and how they are judged. */
  readonly opened: OpenedCase
  readonly actor: Actor
  readonly action: EventName
  readonly input: Readonly<Record<string, unknown>>
  /** What came with the message, the statement or the request; never part of what a program may send as input. */
  readonly files: readonly ReceivedFile[]
  readonly at: Date
  readonly today: string
  /** The number of the event that is being written. */
  readonly seq: number
  /** The day the case is judged by: its filing day, or today while it is a draft. */
  readonly judgedOn: string
  /** What the event will say besides the input; effects add to it. */
  readonly content: Record<string, unknown>
  /** Changes of the case's own columns that are written together with its state. */
  readonly changes: {
    filedOn?: string
    /** The fast lane that the case is given; its event keeps it. */
    lane?: FastLane
    round?: number
    /** Whoever assessed it in the round before holds it again; all other claims have ended. */
    heldAgain?: true
    /** The last day of the new state where the effect knows it, instead of the limit that the chart names. */
    dueOn?: string
    /** The deadline where the case stays in its state and its clock stops, goes on, or is extended. */
    deadline?: Deadline
    assessorsNeeded?: number
    assessedTwice?: readonly number[]
    permitValidUntil?: string
    remindedDays?: number
  }
}

/** Runs in the transaction; whatever it throws undoes the action. */
export type CauseFunction = (tx: Tx, cause: Cause) => Promise<void>
export type EffectMap = Readonly<Record<Effect, CauseFunction>>
export type EntryMap = Readonly<Record<Entry, CauseFunction>>

/** The names under which core.module.ts hands over the functions. */
export const EFFECT_MAP = Symbol('effects')
export const ENTRY_MAP = Symbol('entries')

/** Refuses to start when a name has no function or a function no name. */
export function requireComplete(
  what: string,
  names: readonly string[],
  functions: Readonly<Record<string, unknown>>,
): void {
  const missing = names.filter((name) => typeof functions[name] !== 'function')
  const unknown = Object.keys(functions).filter((name) => !names.includes(name))
  if (missing.length > 0 || unknown.length > 0)
    throw new Error(`${what}: no function for [${missing.join(' ')}], no name for [${unknown.join(' ')}]`)
}
