/** The chart against its model: whatever the facts, whoever the actor, however long the history. */
import { expect, test } from '@jest/globals'
import { Forbidden } from '../../src/base/errors.js'
import { type Actor, CLOCK, ROLES, WORKER } from '../../src/people/actor.js'
import type { Facts } from '../../src/workflow/facts.js'
import type { Action, Entry, State } from '../../src/workflow/machine.js'
import { ACTIONS, checkAction, checkEntry, choices, ENTRIES, INITIAL, STATES, step } from '../../src/workflow/step.js'
import { rounds } from '../long.js'
import { fc } from '../properties.js'
import { chartOn, compare } from './compare.js'
import { actionNames, ENDS, entries, entryNames, moves, stateNames } from './model.js'
import { deepFreeze, people } from './people.js'
import { drawing, type Happening, mustBeLawful, nextEvent, Walk } from './walk.js'

const names = [...actionNames, ...entryNames]
const MINUTES = 60_000 // ms

const few = fc.integer({ min: 1, max: 4 })
const some = fc.uniqueArray(few, { maxLength: 4 })
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  firmId: few,
  firmConfirmed: fc.boolean(),
  firmSuspended: fc.boolean(),
  filledLast: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  askedToSubmit: fc.boolean(),
  mandate: fc.option(
    fc.record({
      agentId: few,
      acts: fc.subarray(['submit', 'report'] as const),
      agentSuspended: fc.boolean(),
    }),
    { nil: null },
  ),
  filed: fc.boolean(),
  blocks: fc.array(
    fc.record({
      code: fc.constantFrom('under18', 'missing:photo', 'creditCodeInvalid'),
      path: fc.constantFrom('talent.birthDate', 'documents.photo'),
      message: fc.constant({ zh: '请改正。', en: 'Put it right.' }),
    }),
    { maxLength: 3 },
  ),
  leadId: fc.option(few),
  permitAuthorityId: fc.option(few),
  reviewAuthorityId: fc.option(few),
  departments: some,
  assessorsNeeded: fc.integer({ min: 1, max: 2 }),
  reported: some,
  reporters: some,
  ownReports: fc.integer({ min: 0, max: 2 }),
  assessors: some,
  refusers: some,
  touched: some,
  interested: some,
  claimedBy: fc.option(few),
  standsInFor: some,
  chasable: some,
  tasksOpen: some,
  intentionNeeded: fc.boolean(),
  intention: fc.constantFrom('none', 'open', 'heard'),
  intentionUntil: fc.constantFrom(null, '2026-12-01'),
  routes: fc.integer({ min: 0, max: 2 }),
  routesEndedOn: fc.constantFrom(null, '2026-12-31'),
  pausedForRoute: fc.boolean(),
  permitMonths: fc.integer({ min: 0, max: 2 }),
  conditions: fc.integer({ min: 0, max: 2 }),
  conditionsMet: fc.uniqueArray(few, { maxLength: 2 }),
  conditionsConfirmed: fc.uniqueArray(few, { maxLength: 2 }),
  reportsOpen: some,
  reportsUnasked: some,
  revocationNeeded: fc.boolean(),
  revocationAsked: fc.boolean(),
  revocation: fc.constantFrom('none', 'open', 'heard'),
  revocationUntil: fc.constantFrom(null, '2026-12-01'),
  revocationSeq: fc.option(few),
  revocationProposer: fc.option(few),
  consentsOpen: fc.subarray(['passport', 'medical', 'police'] as const),
  consentSettlers: some,
  consentsAwaited: fc.subarray(['passport', 'medical', 'police'] as const),
  escalated: fc.boolean(),
  reminder: fc.option(few),
  corrections: fc.integer({ min: 0, max: 3 }),
  correctionsAllowed: fc.integer({ min: 0, max: 3 }),
  askedFrom: fc.option(fc.constantFrom('submitted', 'underAssessment')),
  askedBefore: fc.constant([]),
  repeatsAllowed: fc.constant([]),
  reviewed: fc.boolean(),
  timeIsUp: fc.boolean(),
  limitRuns: fc.boolean(),
  extended: fc.boolean(),
  letterFailed: fc.boolean(),
})
const anyPerson: fc.Arbitrary<Actor> = fc.record({
  kind: fc.constant('person' as const),
  id: fc.option(few),
  name: fc.string(),
  roles: fc.subarray([...ROLES]),
  firmId: fc.option(few),
  authorityId: fc.option(few),
  keyId: fc.option(few),
})
const anyActor = fc.oneof({ weight: 8, arbitrary: anyPerson }, fc.constantFrom(CLOCK, WORKER, people.candidate))
const anyState = fc.constantFrom(...stateNames)

test('the chart and the model name the same states, actions and entries', () => {
  expect([...STATES].sort()).toEqual([...stateNames].sort())
  expect([...ACTIONS].sort()).toEqual([...actionNames].sort())
  expect([...ENTRIES].sort()).toEqual([...entryNames].sort())
  expect(INITIAL).toBe('draft')
})

test(
  'any facts, any actor, any state: every action and entry comes out as the model says, choices() offers exactly that, and nothing is changed',
  () => {
    let asked = 0
    fc.assert(
      fc.property(anyState, anyFacts, anyActor, (state, facts, actor) => {
        deepFreeze([facts, actor])
        const offered = choices(state, facts, actor)
        for (const name of names) compare(state, name, actor, facts, offered)
        expect(offered.filter(({ action }) => !names.includes(action))).toEqual([])
        asked += names.length
      }),
      { numRuns: Math.ceil(rounds(1_000_000, 50) / names.length) },
    )
    expect(asked).toBeGreaterThanOrEqual(rounds(1_000_000, 50))
  },
  20 * MINUTES,
)

const LENGTH = 250
const taken = new Set<string>()
const pass = { events: 0, accepted: 0, longest: 0, replayed: 0 }

/** What made a walk what it is, in order. */
type Tape = { readonly happening: number; readonly luck: number; readonly happened: Happening | undefined }[]

/** Plays a recorded walk once more: every event is accepted again, and leads where it led. */
function replay(tape: Tape): void {
  const walk = new Walk()
  for (const { happening, luck, happened } of tape) {
    walk.happen(happening)
    if (!happened) continue
    const { actor, action, from, to } = happened
    const account = chartOn(walk.state, action, actor, walk.factsFor(actor))
    if (walk.state !== from || account.says !== 'goes' || account.to !== to) expect(tape).toEqual('replayed')
    walk.keep(actor, action, to, luck)
  }
  pass.replayed += 1
}

function takeWalk(numbers: readonly number[]): void {
  let walk = new Walk()
  let tape: Tape = []
  for (const number of numbers) {
    const draw = drawing(number)
    const luck = draw(64)
    const happening = draw(64)
    walk.happen(happening)
    const { actor, name } = nextEvent(walk, draw)
    const from = walk.state
    const facts = deepFreeze(walk.factsFor(actor))
    const account = compare(from, name, actor, facts)
    pass.events += 1
    if (account.says === 'goes') {
      walk.keep(actor, name, account.to as State, luck)
      mustBeLawful(walk)
      taken.add(`${from} ${name} ${account.to}`)
      pass.accepted += 1
      pass.longest = Math.max(pass.longest, walk.history.length)
    }
    const isOver = ENDS.some((end) => end === from) || (from === 'notRecommended' && (facts.reviewed || facts.timeIsUp))
    tape.push({ happening, luck, happened: account.says === 'goes' ? walk.history.at(-1) : undefined })
    if (isOver && draw(4) === 0) {
      replay(tape)
      walk = new Walk()
      tape = []
    }
  }
}

test(
  'random walks: long histories, every move of the model taken, no refusal or acceptance that the model does not share',
  () => {
    const numRuns = Math.ceil(rounds(1_000_000) / LENGTH)
    const numbers = fc.array(fc.noBias(fc.maxSafeNat()), { minLength: LENGTH, maxLength: LENGTH })
    fc.assert(fc.property(numbers, takeWalk), { numRuns })
    process.stdout.write(
      `chart against model: ${pass.events} events, ${pass.accepted} accepted, longest history ${pass.longest}, ${pass.replayed} replayed\n`,
    )
    expect(pass.events).toBeGreaterThanOrEqual(rounds(1_000_000))
    expect(pass.accepted).toBeGreaterThan(pass.events / 3)
    expect(pass.longest).toBeGreaterThan(60)
    expect(pass.replayed).toBeGreaterThan(100)
    const all = [...moves, ...entries].map(({ state, action, target }) => `${state} ${action} ${target ?? state}`)
    expect(all.filter((move) => !taken.has(move))).toEqual([])
    expect([...taken].filter((move) => !all.includes(move))).toEqual([])
  },
  20 * MINUTES,
)

test('whatever is no name of the chart is refused, by every question, with an error that is a refusal', () => {
  const known = new Set<string>(names)
  const odd = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype)),
    fc.constantFrom('', '*', '.', 'start', 'readCase', 'Submit', 'submit ', 'submit.*', 'xstate.init', 'xstate.stop'),
    fc.constantFrom('xstate.done.state.case', 'xstate.error.actor.0', 'xstate.after.1.case'),
  )
  fc.assert(
    fc.property(
      odd.filter((name) => !known.has(name)),
      anyState,
      anyFacts,
      anyActor,
      (name, state, facts, actor) => {
        deepFreeze([facts, actor])
        expect(() => step(state, facts, name as Action, actor, {})).toThrow(Forbidden)
        expect(() => checkAction(state, facts, name as Action, actor)).toThrow(Forbidden)
        expect(() => checkEntry(state, facts, name as Entry, actor)).toThrow(Forbidden)
      },
    ),
    { numRuns: rounds(20_000, 50) },
  )
})

test('an entry is no action and an action no entry: the wrong question never opens a door', () => {
  fc.assert(
    fc.property(anyState, anyFacts, anyActor, (state, facts, actor) => {
      deepFreeze([facts, actor])
      for (const name of entryNames)
        expect(() => step(state, facts, name as Action, actor, {})).toThrow(/forbidden|not now/)
      for (const name of actionNames)
        expect(() => checkEntry(state, facts, name as Entry, actor)).toThrow(/forbidden|not now/)
    }),
    { numRuns: rounds(2_000, 40) },
  )
})

test('a state that the chart does not know is our fault and not a refusal', () => {
  const facts = new Walk().factsFor(CLOCK)
  for (const state of ['open', 'withLetter', '', 'constructor', '__proto__', 'Draft']) {
    expect(() => step(state as State, facts, 'submit', people.applicant, {})).toThrow(/the chart has no state/)
    expect(() => choices(state as State, facts, people.applicant)).toThrow(/the chart has no state/)
  }
})

test('no person, with whatever roles, does what belongs to the clock and the worker', () => {
  fc.assert(
    fc.property(anyState, anyFacts, anyPerson, (state, facts, person) => {
      for (const name of ['lapse', 'expire', 'recordLetter', 'extend', 'escalate', 'remind'])
        expect(() => step(state, facts, name as Action, person, {})).toThrow(Forbidden)
      expect(choices(state, facts, person).map(({ action }) => action)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(lapse|expire|recordLetter|extend|escalate|remind)$/)]),
      )
    }),
    { numRuns: rounds(10_000, 40) },
  )
})

test('every reason is a sentence in both languages', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(anyFacts, anyActor, (facts, actor) => {
      for (const { because } of stateNames.flatMap((state) => choices(state, facts, actor)))
        for (const { code, zh, en } of because) {
          seen.add(code)
          expect([zh, en]).toEqual([expect.stringMatching(/[。]$/), expect.stringMatching(/^[A-Z].*[.]$/)])
          expect(`${zh}${en}`).not.toMatch(/[{}]/)
        }
    }),
    { numRuns: rounds(20_000, 40) },
  )
  expect(seen.size).toBe(50)
})
