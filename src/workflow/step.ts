/**
 * The chart's three questions, as pure functions: where does an action lead (`step`), what is open
 * to this person (`choices`), what may be written (`checkEntry`). A refused event is silent in
 * XState, so every question asks `can` or the parts of the guard first and answers with an error
 * that has a reason.
 */
import { type AnyStateNode, transition } from 'xstate'
import { Forbidden, NotNow, type Reason } from '../base/errors.js'
import type { Actor } from '../people/actor.js'
import { EFFECTS, type Effect } from './effects.js'
import type { Facts } from './facts.js'
import { type Act, type Action, type Entry, machine, type State, type StateMeta } from './machine.js'
import { type By, reasonsAgainst, type When, whoHolds } from './rules.js'
import { mayByService, requireServiceAct } from './serviceActs.js'

interface Leaf {
  readonly name: State
  readonly node: AnyStateNode
  readonly value: string | Record<string, unknown>
  readonly meta: StateMeta
  /** The guards of each action's candidates, in the chart's order, those of the groups around included. */
  readonly actions: ReadonlyMap<Action, readonly Edge[]>
  readonly entries: ReadonlyMap<Entry, By>
}

export interface Edge {
  readonly by: By
  readonly target: State
  readonly effects: readonly string[]
}

function nestedValue(node: AnyStateNode): string | Record<string, unknown> {
  return node.path.reduceRight<string | Record<string, unknown>>(
    (inner, key) => (inner === '' ? key : { [key]: inner }),
    '',
  )
}

/** The names that xstate knows as strings are those of machine.ts, from which it read them. */
const asState = (key: string): State => key as State
const asAction = (key: string): Action => key as Action

function edgesOf(leaf: AnyStateNode): Map<Action, Edge[]> {
  const edges = new Map<Action, Edge[]>()
  for (let node: AnyStateNode | undefined = leaf; node; node = node.parent)
    for (const [name, candidates] of node.transitions) {
      const action = asAction(name)
      if (edges.has(action)) continue // the inner state's word goes first, as in the chart
      edges.set(
        action,
        candidates.map((candidate) => ({
          // every guard of the chart is `by(...)`, whose parameters are a By
          by: (candidate.guard as unknown as { params: By }).params,
          target: asState(candidate.target?.[0]?.key ?? leaf.key),
          effects: candidate.actions.map((effect) =>
            typeof effect === 'string' ? effect : (effect as { type: string }).type,
          ),
        })),
      )
    }
  return edges
}

function leavesOf(node: AnyStateNode): Leaf[] {
  const children = Object.values(node.states)
  if (children.length > 0) return children.flatMap(leavesOf)
  const meta = node.meta as StateMeta // every leaf of the chart has one
  return [
    {
      name: asState(node.key),
      node,
      value: nestedValue(node),
      meta,
      actions: edgesOf(node),
      entries: new Map(Object.entries(meta.entries ?? {}) as [Entry, By][]), // `entries` forgets the keys
    },
  ]
}

/** A map, because names come from requests and rows, and an object answers to `constructor` too. */
const LEAVES: ReadonlyMap<string, Leaf> = new Map(
  leavesOf(machine.root as AnyStateNode).map((leaf) => [leaf.name, leaf]),
)

/** The names of all states, in the chart's order. */
export const STATES: readonly State[] = [...LEAVES.values()].map(({ name }) => name)
/** The state of a new case. */
export const INITIAL = leafName(machine.root.initial.target[0]?.key)
/** The names of all actions. */
export const ACTIONS: readonly Action[] = [...new Set([...LEAVES.values()].flatMap((leaf) => [...leaf.actions.keys()]))]
/** The names of all entries. */
export const ENTRIES: readonly Entry[] = [...new Set([...LEAVES.values()].flatMap((leaf) => [...leaf.entries.keys()]))]

const actionNames: ReadonlySet<string> = new Set(ACTIONS)
const entryNames: ReadonlySet<string> = new Set(ENTRIES)
/** Whether a name from outside is one of the chart's. */
export const isState = (name: string): name is State => LEAVES.has(name)
export const isAction = (name: string): name is Action => actionNames.has(name)
export const isEntry = (name: string): name is Entry => entryNames.has(name)

function getLeaf(state: State): Leaf {
  const leaf = LEAVES.get(state)
  if (!leaf) throw new Error(`the chart has no state ${JSON.stringify(state)}`)
  return leaf
}

/**
 * What the chart says of a state. Throws when there is none: rows of the database say what an older
 * or newer release wrote.
 */
export const metaOf = (state: State): StateMeta => getLeaf(state).meta
/** The parts of the time up to the promised decision, in the chart's order: name and limit. */
export const PROMISED = STATES.flatMap((state) => {
  const { clock } = metaOf(state)
  return clock?.promised ? [{ name: clock.promised, limit: clock.limit }] : []
})
/** Whether nothing can happen to the case any more. */
export const isFinal = (state: State): boolean => getLeaf(state).node.type === 'final'
/** The states that wait for somebody. */
export const statesWaitingFor = (who: StateMeta['waitsFor']): State[] =>
  STATES.filter((state) => metaOf(state).waitsFor === who)
/** The edges of a state: action → candidates. */
export const edgesFrom = (state: State): ReadonlyMap<Action, readonly Edge[]> => getLeaf(state).actions
/** What may be written in a state: entry → by whom and when. */
export const entriesIn = (state: State): ReadonlyMap<Entry, By> => getLeaf(state).entries

/** Whether the chart asks for a condition: of one act in a state, or of any. */
export function asksFor(state: State, condition: When, act?: string): boolean {
  const leaf = getLeaf(state)
  const acts = act === undefined ? [...leaf.actions.keys(), ...leaf.entries.keys()] : [act]
  return acts.flatMap((name) => candidatesOf(leaf, name)).some(({ when }) => when?.includes(condition))
}

function candidatesOf({ actions, entries }: Leaf, name: string): readonly By[] {
  const entry = isEntry(name) && entries.get(name)
  if (entry) return [entry]
  return isAction(name) ? (actions.get(name) ?? []).map((edge) => edge.by) : []
}

/** Whether this person may do it in some other state: tells "never" (403) from "not now" (409). */
function mayEver(name: Act, actor: Actor, facts: Facts): boolean {
  return [...LEAVES.values()].some((leaf) => candidatesOf(leaf, name).some((by) => whoHolds(by, actor, facts)))
}

function notInState(state: State): Reason {
  const { label } = metaOf(state)
  return {
    code: 'notInThisState',
    zh: `案件现在是“${label.zh}”，不能办理此事项。`,
    en: `The case is now “${label.en}”; this is not possible.`,
  }
}

function refuse(state: State, action: Act, candidates: readonly By[], actor: Actor, facts: Facts): never {
  const mine = candidates.filter((by) => whoHolds(by, actor, facts))
  if (mine.length > 0) throw new NotNow(uniqueReasons(mine, actor, facts))
  if (candidates.length === 0 && mayEver(action, actor, facts)) throw new NotNow([notInState(state)])
  throw new Forbidden()
}

function uniqueReasons(candidates: readonly By[], actor: Actor, facts: Facts): Reason[] {
  const reasons = new Map<string, Reason>()
  for (const by of candidates)
    for (const reason of reasonsAgainst(by, actor, facts)) reasons.set(`${reason.code} ${reason.path ?? ''}`, reason)
  return [...reasons.values()]
}

export interface Step {
  readonly state: State
  readonly effects: readonly Effect[]
}

/**
 * Asks only whether the action is open to the actor now. Throws Forbidden (never for this person)
 * or NotNow (with every reason).
 */
export function checkAction(state: State, facts: Facts, action: Action, actor: Actor): void {
  requireServiceAct(actor, action, facts)
  const candidates = (getLeaf(state).actions.get(action) ?? []).map((edge) => edge.by)
  const open = candidates.some((by) => whoHolds(by, actor, facts) && reasonsAgainst(by, actor, facts).length === 0)
  if (!open) refuse(state, action, candidates, actor, facts)
}

/** Where the action leads and what it causes. Throws Forbidden or NotNow, never changes anything. */
export function step(
  state: State,
  facts: Facts,
  action: Action,
  actor: Actor,
  input: Readonly<Record<string, unknown>>,
): Step {
  const leaf = getLeaf(state)
  // resolveState's value type is the union of all nested values; ours is made from the same chart
  const snapshot = machine.resolveState({ value: leaf.value as never, context: { facts } })
  const event = { type: action, actor, input }
  if (!snapshot.can(event)) checkAction(state, facts, action, actor)
  const [next, actions] = transition(machine, snapshot, event)
  return { state: leafName(next.value), effects: actions.map((effect) => effectName(effect.type)) }
}

function leafName(value: unknown): State {
  return typeof value === 'string' ? asState(value) : leafName(Object.values(value as Record<string, unknown>)[0])
}

function effectName(type: string): Effect {
  const name = EFFECTS.find((effect) => effect === type)
  if (!name) throw new Error(`the chart names an unknown effect ${type}`)
  return name
}

/** Asks whether an entry may be written now. Throws Forbidden or NotNow. */
export function checkEntry(state: State, facts: Facts, entry: Entry, actor: Actor): void {
  requireServiceAct(actor, entry, facts)
  const by = getLeaf(state).entries.get(entry)
  if (!by || !whoHolds(by, actor, facts) || reasonsAgainst(by, actor, facts).length > 0)
    refuse(state, entry, by ? [by] : [], actor, facts)
}

export interface Choice {
  readonly action: Act
  readonly kind: 'action' | 'entry'
  readonly enabled: boolean
  /** Every reason why it must wait; empty when enabled. */
  readonly because: readonly Reason[]
}

/**
 * What this person sees of the case's actions and entries: those that are open and those that must
 * wait, with the reasons. The candidates of one action are merged.
 */
export function choices(state: State, facts: Facts, actor: Actor): Choice[] {
  const leaf = getLeaf(state)
  const list: Choice[] = []
  const add = (action: Act, kind: Choice['kind'], candidates: readonly By[]) => {
    const mine = candidates.filter((by) => whoHolds(by, actor, facts))
    if (mine.length === 0 || !mayByService(actor, action, facts)) return
    const enabled = mine.some((by) => reasonsAgainst(by, actor, facts).length === 0)
    list.push({ action, kind, enabled, because: enabled ? [] : uniqueReasons(mine, actor, facts) })
  }
  for (const [action, edges] of leaf.actions)
    add(
      action,
      'action',
      edges.map((edge) => edge.by),
    )
  for (const [entry, by] of leaf.entries) add(entry, 'entry', [by])
  return list
}
